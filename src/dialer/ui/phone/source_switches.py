"""Where a search looks, switched on and off above its results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dialer.ui.blocks.buttons import keyboard_focus, pressed_by_enter
from dialer.ui.blocks.widgets import one_line
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look import icons
from dialer.ui.look.moments import count
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from dialer.contacts.search.search_sources import SearchSource
    from dialer.core.strings import Strings

_ICON = 14
_SIDE = 10
_GAP = 6
_BETWEEN = 6
_NARROW = 420
_MOST_BESIDE = 3


class SourceSwitches(QWidget):
    """A switch for each place where a search can look; takes no room where there is but one.

    Signals:
        switched: the source's id, and whether it is on now.
    """

    switched = Signal(str, bool)

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Show none yet."""
        super().__init__(parent)
        self._strings = strings
        self._shown: list[SearchSource] = []
        self._row = WrapLayout(self, spacing=_BETWEEN)
        self.setAccessibleName(strings.text("ui_contacts.sources"))
        self.hide()

    def show_sources(self, sources: Sequence[SearchSource]) -> None:
        """Show these; whoever has the focus keeps it."""
        if list(sources) == self._shown:
            return
        focused = next((each.source for each in self._switches() if each.hasFocus()), None)
        for old in self._switches():
            self._row.removeWidget(old)
            old.deleteLater()
            old.setParent(None)
        self._shown = list(sources)
        for source in sources:
            switch = SourceSwitch(source, self._words(source))
            switch.toggled.connect(partial(self.switched.emit, source.id))
            self._row.addWidget(switch)
            if source.id == focused:
                switch.setFocus()
        self._share()
        self.setVisible(len(sources) > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one line where the results need the height: words are cut then, and in the tooltips."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        switches = self._switches()
        narrow = switches and self.width() < px(_NARROW)
        share = (self.width() + _BETWEEN) // min(len(switches), _MOST_BESIDE) - _BETWEEN if narrow else 0
        for switch in switches:
            switch.set_most(share)

    def _switches(self) -> list[SourceSwitch]:
        return self.findChildren(SourceSwitch)

    def _words(self, source: SearchSource) -> str:
        title = one_line(source.title) or self._strings.text("ui_contacts.sources.local")
        if source.count is None:
            return title
        return self._strings.text(
            "ui_contacts.sources.count", title=title, count=count(source.count, self._strings)
        )


class SourceSwitch(QAbstractButton, Styled):
    """A pill with a tick while it is on.

    Attributes:
        source: the id of what it switches.
    """

    def __init__(self, source: SearchSource, words: str) -> None:
        """Show a source as it is."""
        super().__init__()
        self.source = source.id
        self._most = 0
        self.setCheckable(True)
        self.setChecked(source.on)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_most(self, width: int) -> None:
        """Be no wider than this; 0 is as wide as the words."""
        if width != self._most:
            self._most = width
            self.setToolTip(self.text().replace("<", "\u2039") if width else "")
            self.updateGeometry()

    def restyle(self) -> None:
        """Take the font from the theme."""
        self.setFont(font(TextStyle.SMALL))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the tick and the words."""
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self.text()) + px(2 * _SIDE + _ICON + _GAP)
        return QSize(min(width, self._most or width), metrics.height() + px(10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter switches as the space bar does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill: filled and ticked while it is on, a dim outline while it is off."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on = self.isChecked()
        painter.setPen(QPen(colour("accent" if keyboard_focus(self) else "line"), 1))
        painter.setBrush(colour("accent_soft" if on else "card"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        size = px(_ICON)
        mark = QRectF(px(_SIDE), (self.height() - size) / 2, size, size)
        icons.draw(painter, mark, "check" if on else "minus", colour("accent" if on else "dim"))
        painter.setPen(colour("text" if on else "dim"))
        words = box.adjusted(px(_SIDE + _ICON + _GAP) - 1, 0, -px(_SIDE) / 2, 0)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(words.width()) + 1
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
