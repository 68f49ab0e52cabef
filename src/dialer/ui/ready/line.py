"""One calm line above the speed dial: whether the phone is ready, and how long its last ring took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dialer.calls.events import HistoryChanged
from dialer.calls.readiness import Level, readiness
from dialer.core.entry import EntryChanged, EntryRemoved
from dialer.core.entry_words import entry_words
from dialer.core.hub import ProvidersChanged
from dialer.core.issues import IssuesChanged
from dialer.core.settings import SettingsChanged
from dialer.ui.blocks.buttons import draw_ground, pressed_by_enter
from dialer.ui.blocks.widgets import one_line
from dialer.ui.look import icons
from dialer.ui.look.theme import Styled, TextStyle, colour, font, px

if TYPE_CHECKING:
    import asyncio

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dialer.calls.readiness import Readiness
    from dialer.ui.desk import Desk

_KINDS = (EntryChanged, EntryRemoved, ProvidersChanged, IssuesChanged, HistoryChanged, SettingsChanged)
_LEAST_FACT = 140


LOOKS = {
    Level.OK: ("check-circle", "ok"),
    Level.UNKNOWN: ("information-outline", "dim"),
    Level.WARNING: ("alert-outline", "warning"),
    Level.BAD: ("alert-circle-outline", "bad"),
}
"""Icon and tint of how good something is."""


class ReadyLine(QAbstractButton, Styled):
    """Icon, verdict, and the fact that matters most; a press shows all of them."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._icon, self._tint = LOOKS[Level.UNKNOWN]
        self._verdict = self._fact = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, level: Level, verdict: str, fact: str) -> None:
        """Show how ready the phone is, and the fact that matters most."""
        self._icon, self._tint = LOOKS[level]
        self._verdict, self._fact = verdict, fact
        said = ". ".join(filter(None, (verdict, fact)))
        self.setAccessibleName(said)
        self.setToolTip(said.replace("<", "\u2039"))
        self.setVisible(bool(verdict))
        self.update()

    def restyle(self) -> None:
        """Measure again: the text size has changed."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line of text."""
        self.setFont(font(TextStyle.SMALL))
        return QSize(px(200), self.fontMetrics().height() + px(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon, the verdict in its colour, and the fact behind it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clear = QColor(Qt.GlobalColor.transparent)
        draw_ground(painter, self, colour("hover") if self.underMouse() else clear, clear)
        size, left = px(16), px(4)
        icons.draw(
            painter, QRectF(left, (self.height() - size) / 2, size, size), self._icon, colour(self._tint)
        )
        painter.setFont(font(TextStyle.SMALL))
        metrics = painter.fontMetrics()
        room = QRectF(self.rect()).adjusted(left + size + px(8), 0, -px(4), 0)
        painter.setPen(colour("dim" if self._tint == "dim" else f"{self._tint}_text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        verdict = metrics.elidedText(self._verdict, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, middle, verdict)
        room.setLeft(room.left() + metrics.horizontalAdvance(f"{verdict}  "))
        painter.setPen(colour("dim"))
        if room.width() < min(px(_LEAST_FACT), metrics.horizontalAdvance(self._fact)):
            return  # three words of it would tell nothing
        fact = metrics.elidedText(self._fact, Qt.TextElideMode.ElideRight, max(0, int(room.width())))
        painter.drawText(room, middle, fact)


class PhoneReady:
    """Keeps the line as things are."""

    def __init__(self, desk: Desk) -> None:
        """Work for this window."""
        self._desk, self._hub = desk, desk.app.hub
        self.line = ReadyLine()
        self.line.clicked.connect(self._show_all)
        desk.phone.home.show_above(self.line)
        desk.countdown.ticked.connect(self._on_change)
        self._unlisten = [self._hub.bus.listen(kind, self._on_change) for kind in _KINDS]
        self._looking: asyncio.Task[None] | None = None
        self._again = False
        self._on_change()

    def stop(self) -> None:
        """Stop listening."""
        for unlisten in self._unlisten:
            unlisten()

    def _on_change(self, _event: object = None) -> None:
        self._again = True
        if self._looking is None or self._looking.done():
            self._looking = self._desk.scope.spawn(self._look(), "see whether the phone is ready")

    async def _look(self) -> None:
        while self._again:  # many things may change at once
            self._again = False
            found = await readiness(self._hub, self._desk.app.calls.history)
            if found.account is None:
                self.line.say(Level.UNKNOWN, "", "")
            else:
                self.line.say(found.level, self._hub.strings.text(found.key), self._fact(found))

    def _fact(self, found: Readiness) -> str:
        """Return the worst fact; where all is well, how long the last ring took."""
        now, strings = self._hub.clock.now(), self._hub.strings
        if found.level is Level.OK:
            said = [fact.sentence(strings, now) for fact in found.facts if fact.name == "ring"]
        else:
            said = [fact.sentence(strings, now) for fact in found.facts if fact.level is found.level]
        waiting = found.account is not None and found.account.retry_at is not None
        if waiting and found.account is not None:
            said = [f"{entry_words(found.account, strings, self._hub.clock)}. {said[0] if said else ''}"]
        return one_line(said[0]) if said else ""

    def _show_all(self) -> None:
        from dialer.ui.ready.dialog import show_ready  # rarely wanted

        self._desk.phone_actions.run(show_ready(self._desk), "show whether the phone is ready")
