"""A dialog that another program makes appear: nothing in it may be pressed by accident (SAFETY T19, T20).

It takes no focus unless people asked for it, keys and clicks of the first moment do nothing, and it goes by
itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.unfocused import leave_focus
from dialer.ui.blocks.widgets import IconLabel, PlainLabel
from dialer.ui.look import icons
from dialer.ui.look.theme import colour, px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from dialer.core.strings import Strings

ARM_MS = 700
"""How long keys and clicks do nothing: whoever was typing or clicking just then meant something else."""

EXPIRE_MS = 60_000

_WIDTH = 460
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchEnd,
    QEvent.Type.Wheel,
}


class GuardedDialog(QDialog):
    """A title, and below it what the dialogs of this kind add to `body`.

    Attributes:
        body: the layout to fill; `finish` completes it.
        armed: whether keys and clicks count already.
    """

    def __init__(self, strings: Strings, title: str, *, wanted: bool = False) -> None:
        """Make one that belongs to no window: the program's own may be hidden behind another.

        Args:
            strings: the user's language.
            title: its title, which is its accessible name too.
            wanted: people asked for it just now, so it takes the focus.
        """
        super().__init__()
        self._wanted = wanted
        self._strings = strings
        self.armed = False
        self.setWindowIcon(icons.icon("phone-in-talk", 64, colour("accent")))
        # It must be seen where it does not get the focus, or the link seems to do nothing.
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self._arming = QTimer(self, singleShot=True, interval=ARM_MS)
        self._arming.timeout.connect(self.arm)
        self._expiring = QTimer(self, singleShot=True, interval=EXPIRE_MS)
        self._expiring.timeout.connect(self.reject)
        self._ignored = Strip("warning")
        self._ignored.hide()
        outer = headed(self, title)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addLayout(self.body)

    def add_line(self, icon: str, label: PlainLabel) -> None:
        """Add a line of text with an icon."""
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self.body.addLayout(row)

    def finish(self, buttons: QHBoxLayout) -> None:
        """Add the buttons, and watch everything that is there now."""
        self.body.addWidget(self._ignored)
        self.body.addStretch()
        self.body.addLayout(buttons)
        for widget in (self, *self.findChildren(QWidget)):
            widget.installEventFilter(self)
        if not self._wanted:
            leave_focus(self)

    def show_ignored(self, count: int) -> None:
        """Say how many links came while this one is shown."""
        if count:
            self._ignored.say("warning", self._strings.text("links.dialog.ignored", count=count))
            self.fit()

    def fit(self) -> None:
        """Take the size that what is in it needs."""
        layout = self.layout()
        if layout is not None:
            self.setFixedSize(fitting_size(self, layout, max(px(_WIDTH), layout.minimumSize().width())))

    def arm(self) -> None:
        """Let keys and clicks count from now on."""
        self.armed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the keys and clicks of the first moment, and keys that have been held down since."""
        if event.type() in _INPUT:
            held = isinstance(event, QKeyEvent) and event.isAutoRepeat()
            if held or not self.armed:
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to count when it can be seen."""
        super().showEvent(event)
        self._arming.start()
        self._expiring.start()
        if self._wanted:
            self.raise_()
            self.activateWindow()
        QApplication.alert(self)
