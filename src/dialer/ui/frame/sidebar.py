"""The side bar: the pages, and the own phone at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from dialer.ui.blocks.buttons import draw_ground, hint_width, pressed_by_enter
from dialer.ui.frame.side_rows import NARROW, SideFoot, SideRow
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

WIDE = 196
_MARGIN, _NARROW_MARGIN = 10, 5
_ICON = 20
_TEXT_LEFT = 44


class SideBar(QWidget, Styled):
    """The pages as buttons.

    Signals:
        chosen: the user wants another page, by its name.
        phone_pressed: the user wants to see, or choose, the own phone.
    """

    chosen = Signal(str)
    phone_pressed = Signal()

    def __init__(self, pages: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """Make a button for each page, given as name, icon and what people call it."""
        super().__init__(parent)
        self._narrow = False
        self._group = QButtonGroup(self)
        # Assistive technology may mark a button instead of clicking it.
        self._group.idToggled.connect(self._on_toggled)
        self._names = [name for name, _, _ in pages]
        self._column = layout = QVBoxLayout(self)
        layout.setSpacing(2)
        self._brand = SideRow("phone-in-talk", "Dialer", brand=True)
        layout.addWidget(self._brand)
        layout.addSpacing(8)
        for place, (_, icon, words) in enumerate(pages):
            button = NavButton(icon, words)
            self._group.addButton(button, place)
            layout.addWidget(button)
        layout.addStretch(1)
        self._foot = SideFoot("deskphone", "")
        self._foot.clicked.connect(self.phone_pressed)
        self._foot.hide()
        layout.addWidget(self._foot)
        self.mark(self._names[0])
        self.restyle()

    def mark(self, name: str) -> None:
        """Show which page is open."""
        with QSignalBlocker(self._group):
            self._group.button(self._names.index(name)).setChecked(True)

    @property
    def marked(self) -> str:
        """The name of the page that is open."""
        return self._names[self._group.checkedId()]

    def say_key(self, name: str, keys: str) -> None:
        """Say in the tooltip of a page's button which key leads there."""
        button = self._group.button(self._names.index(name))
        if isinstance(button, NavButton):
            button.say_key(keys)

    def show_count(self, name: str, count: int, words: str, *, needed: bool) -> None:
        """Show how many things wait on a page, `words` being what people call that; or hide its button."""
        button = self._group.button(self._names.index(name))
        if isinstance(button, NavButton):
            button.show_count(count, words)
            button.setVisible(needed)
            self.restyle()

    def show_own_phone(self, title: str, state: str, tint: str) -> None:
        """Show the own phone and how its account is doing; an empty title hides it."""
        self._foot.setVisible(bool(title))
        self._foot.say(title, state, tint)

    @property
    def own_phone(self) -> str:
        """The own phone and its state, as a screen reader says it."""
        return self._foot.accessibleName()

    @property
    def foot(self) -> QAbstractButton:
        """The own phone's button, for a menu to stand above."""
        return self._foot

    def set_narrow(self, narrow: bool) -> None:
        """Show only icons, or names as well."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.restyle()

    def restyle(self) -> None:
        """Take the width for the present text size."""
        side = _NARROW_MARGIN if self._narrow else _MARGIN
        self._column.setContentsMargins(side, 12, side + 1, 12)
        self.setFixedWidth(px(NARROW) if self._narrow else max(px(WIDE), self._needed_width()))
        for row in (self._brand, self._foot):
            row.set_narrow(self._narrow)
        for button in self.findChildren(NavButton):
            button.set_narrow(self._narrow)

    def _on_toggled(self, place: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._names[place])

    def _needed_width(self) -> int:
        buttons = (each for each in self.findChildren(NavButton) if not each.isHidden())
        return max(button.sizeHint().width() for button in buttons) + 2 * _MARGIN + 1

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the line to the right."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("card"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour("line"))


class NavButton(QAbstractButton):
    """One page in the side bar."""

    def __init__(self, icon: str, name: str) -> None:
        """Make a button; its accessible name is the page's name."""
        super().__init__()
        self._icon, self._name, self._keys = icon, name, ""
        self._count = ""
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._narrow = False

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon; the name is in the tooltip then."""
        self._narrow = narrow
        name = self.accessibleName() if narrow else ""
        self.setToolTip("  ".join(filter(None, (name, self._keys))))
        self.updateGeometry()
        self.update()

    def say_key(self, keys: str) -> None:
        """Say which key leads here."""
        self._keys = keys
        self.set_narrow(self._narrow)

    def show_count(self, count: int, words: str) -> None:
        """Show how many things wait there; `words` say it with the page's name."""
        self._count = str(count) if count else ""
        self.setAccessibleName(words or self._name)
        self.set_narrow(self._narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Icon, and name in its heavier weight."""
        metrics = self.fontMetrics()
        height = max(px(38), metrics.height() + px(14))
        wide = px(_TEXT_LEFT) + self._text_width() + px(12) + self._count_width()
        return QSize(height if self._narrow else wide, height)

    def _count_width(self) -> int:
        return hint_width(self._count) + px(8) if self._count else 0

    def _text_width(self) -> int:
        made = font(TextStyle.BODY)
        made.setWeight(made.Weight.Medium)
        self.setFont(made)
        return self.fontMetrics().horizontalAdvance(self._name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, icon and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = colour("accent_soft" if self.isChecked() else "hover" if self.underMouse() else "card")
        draw_ground(painter, self, ground, ground)
        size = px(_ICON)
        left = (self.width() - size) / 2 if self._narrow else px(12)
        tint = colour("accent" if self.isChecked() else "dim")
        icons.draw(painter, QRectF(left, (self.height() - size) / 2, size, size), self._icon, tint)
        if not self._narrow:
            painter.setPen(colour("accent_text" if self.isChecked() else "dim"))
            room = self.rect().adjusted(px(_TEXT_LEFT), 0, 0, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self._name)
        if self._count:
            self._draw_count(painter)

    def _draw_count(self, painter: QPainter) -> None:
        """Draw the count at the right end, or at the icon's corner where there is only the icon."""
        painter.setFont(font(TextStyle.HINT))
        height = painter.fontMetrics().height() + px(2)
        width = max(painter.fontMetrics().horizontalAdvance(self._count) + px(8), height)
        middle = self.height() / 2 - (px(9) if self._narrow else 0)
        right = self.width() / 2 + px(17) if self._narrow else self.width() - px(10)
        pill = QRectF(right - width, middle - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bad_fill"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colour("on_bad"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._count)
