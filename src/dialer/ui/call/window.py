"""A small window with the call, in front of other programs, for those who work there while they talk.

It never takes the keys from the program in which people are typing; whoever clicks in it has them there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.unfocused import leave_focus
from dialer.ui.blocks.widgets import DangerButton, IconButton, PlainLabel
from dialer.ui.call.note_line import NoteLine
from dialer.ui.call.said import call_seconds, call_tone
from dialer.ui.frame.placing import Placing
from dialer.ui.look.moments import elapsed
from dialer.ui.look.theme import TextStyle, Tone, colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from dialer.calls.model import Call
    from dialer.ui.desk import Desk

FILE_NAME = "call_window.json"

_WIDTH, _HEIGHT = 340, 132
_MARGIN = 12


class CallWindow(QWidget):
    """The sentence, the time, and what one does without going to Dialer.

    Signals:
        closed: somebody closed it: it stays away for the rest of the call.
        back_wanted: go to Dialer's own window.
    """

    closed = Signal()
    back_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        """Make it, hidden."""
        flags = Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self._app = desk.app
        text = desk.app.hub.strings.text
        self._call: Call | None = None
        self.setWindowTitle(text("call_window.title"))
        self.setWindowIcon(desk.main_window.windowIcon())
        self.setAccessibleName(text("call_window.title"))
        # It is no window on which the program's life depends, and it hides only for its own reasons.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.said = PlainLabel(style=TextStyle.STRONG, wrap=True)
        self.said.setAccessibleName(text("call_window.said"))
        self._time = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM)
        self.hang_up = DangerButton(text("ui.call.hang_up"), "phone-hangup")
        self.note_button = IconButton("note-edit-outline", text("ui.call.note"))
        self.back = IconButton("open-in-new", text("call_window.back"))
        self.note = NoteLine(desk.app.hub.strings, self)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._show_time)
        self.note_button.clicked.connect(self.note.open)
        self.note.left.connect(self.note_button.setFocus)
        self.back.clicked.connect(self.back_wanted)
        self._build()
        self.placing = Placing(self, desk.app.hub.home.path, QSize(px(_WIDTH), px(_HEIGHT)), FILE_NAME)

    def _build(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(_MARGIN + 6, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(6)
        row.setSpacing(8)
        row.addWidget(self._time, 1)
        for button in (self.note_button, self.back, self.hang_up):
            row.addWidget(button)
        column.addWidget(self.said, 1)
        column.addWidget(self.note)
        column.addLayout(row)
        self.setMinimumWidth(px(260))

    def show_call(self, call: Call, words: str, why_no_hang_up: str) -> None:
        """Show a call as the call bar does."""
        if self._call is None or self._call.id != call.id:
            self.note.belong_to(call)
        self._call = call
        self.note.follow(call)
        _, tone = call_tone(call)
        self.said.set_tone(tone)
        self.said.setText(words)
        self.said.setAccessibleDescription(words)
        self.hang_up.setVisible(call.live)
        self.hang_up.setEnabled(not why_no_hang_up and (not call.hanging_up or call.hang_up_failed))
        self.hang_up.setToolTip(why_no_hang_up)
        self.note_button.setEnabled(not call.private)
        self._show_time()
        if call.live and call.followed:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def appear(self) -> None:
        """Come to the front, where it stood last, without taking the keys."""
        if not self.isVisible():
            known = self.placing.known
            self.placing.restore()
            if not known:
                self._go_to_corner()
            leave_focus(self)
            self.show()

    def _go_to_corner(self) -> None:
        free = self.screen().availableGeometry()
        self.move(free.right() - self.width() - px(24), free.bottom() - self.height() - px(64))

    def go(self) -> None:
        """Hide; what was written is kept."""
        self.note.belong_to(None)
        self._call = None
        self._timer.stop()
        if self.isVisible():
            self.placing.note()
            self.hide()

    @property
    def has_keys(self) -> bool:
        """Whether somebody went to it."""
        return QGuiApplication.focusWindow() is self.windowHandle() and self.isVisible()

    def _show_time(self) -> None:
        seconds = call_seconds(self._call, self._app) if self._call is not None else None
        self._time.setText("" if seconds is None else elapsed(seconds))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it is for this call; the call goes on."""
        event.ignore()
        self.go()
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colour of the call's state."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("card"))
        stripe, _ = call_tone(self._call) if self._call is not None else ("dim", Tone.TEXT)
        painter.fillRect(0, 0, 4, self.height(), colour(stripe))
