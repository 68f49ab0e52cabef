"""The main window: a frame that is on the screen at once, and furnished when the app has started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from dialer.ui.blocks.margins import NARROW, side_margin
from dialer.ui.frame.placing import Placing
from dialer.ui.look.theme import TextStyle, Theme, font, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QKeyCombination
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMoveEvent, QResizeEvent

    from dialer.app import App
    from dialer.core.errors import DialerError
    from dialer.ui.desk import Desk

_SIZE = (1180, 740)
_LEAST_SIZE = (360, 400)
_SIDE, _NARROW_SIDE = 196, 50
_BOX = 50
_TEXT_LEFT = 50


class Keeper(Protocol):
    """Knows whether there is something to open a hidden window with."""

    def hide_instead(self) -> bool:
        """Hide the window in place of closing it, where people want that; return whether it is hidden."""

    async def begin_hidden(self) -> None:
        """Leave the window hidden where it can be opened again, else show it as small as can be."""


class MainWindow(QWidget):
    """The outlines of side bar and search box at first, into which one can type already; then the `Desk`.

    What is imported and made here holds up the first paint. So it is stock widgets only: painting in Python,
    and even the namespace Qt, would cost more than all of this.

    Attributes:
        theme: light or dark, and the text size.
        desk: everything in the window, once the app has started.
        first_start: whether the welcome comes first.
        placing: where the window stands.
        keeper: knows whether the window may be hidden; None where nobody does.
    """

    def __init__(
        self,
        app: App,
        on_close: Callable[[], None],
        start_demo: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        """Build the frame.

        Args:
            app: the rooms; they need not have started, `on_started` tells when they have.
            on_close: called when the user closes the window; the window stays until the app ends.
            start_demo: opens the demo beside this window.
            parent: none, but in tests.
        """
        super().__init__(parent)
        settings = app.hub.settings
        application = cast("QApplication", QApplication.instance())
        size = int(str(settings.get("text_size")))
        self.theme = Theme(application, str(settings.get("theme")), size, parent=self)
        self._app, self._on_close, self._start_demo = app, on_close, start_demo
        self.strings = app.hub.strings
        self.desk: Desk | None = None
        self.first_start = not (app.demo or settings.get("welcomed"))
        self.setWindowTitle("Dialer")
        self.setMinimumSize(*_LEAST_SIZE)
        self.keeper: Keeper | None = None
        self.placing = Placing(self, app.hub.home.path, QSize(*_SIZE))
        self.placing.restore()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._entry = QLineEdit()
        self._early: list[tuple[QKeyCombination, str]] = []
        self._frame = self._build_frame()
        self._row.addWidget(self._frame)

    def _build_frame(self) -> QWidget:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QFrame()
        side.setObjectName("frameSide")
        narrow = self.width() < px(NARROW)
        side.setFixedWidth(px(_NARROW_SIDE if narrow else _SIDE))
        column = QVBoxLayout()
        margin = side_margin(self.width() - side.maximumWidth())
        column.setContentsMargins(margin, 18, margin, 16)
        column.addWidget(self._build_box())
        column.addStretch(1)
        row.addWidget(side)
        row.addLayout(column, 1)
        if self.first_start:
            frame.hide()  # the welcome comes first, and it needs neither
        return frame

    def _build_box(self) -> QFrame:
        box = QFrame()
        box.setObjectName("frameBox")
        box.setFixedHeight(px(_BOX))
        row = QHBoxLayout(box)
        row.setContentsMargins(px(_TEXT_LEFT), 0, 14, 0)
        self._entry.setProperty("plain", True)
        self._entry.setFont(font(TextStyle.SEARCH))
        self._entry.setPlaceholderText(self.strings.text("ui.search.placeholder"))
        self._entry.setAccessibleName(self.strings.text("ui.a11y.search"))
        self._entry.setFocus()
        row.addWidget(self._entry)
        return box

    def on_started(self) -> None:
        """Furnish the window: the app has started, and everything can be used from now on."""
        from dialer.ui.desk import Desk

        self.theme.settle()
        self.first_start = self.first_start and self._app.first_start
        self.desk = Desk(self._app, self, self._start_demo)
        self._row.replaceWidget(self._frame, self.desk)
        typed = self._entry.text()
        self.desk.open(typed)
        self._frame.hide()
        self._frame.deleteLater()
        if self._early:
            from dialer.ui.keys.early import press_again

            press_again(self.desk, self._early, typed)

    async def show_failure(self, error: DialerError) -> None:
        """Say why the app could not start, and wait until that was read."""
        from dialer.ui.blocks.dialogs import tell

        words = self.strings.text(error.key, **error.placeholders)
        await tell(self, self.strings, title=self.strings.text("ui.start.failed"), text=words)

    async def aclose(self) -> None:
        """Stop listening and end what is under way; the window can go then."""
        await self.placing.save()
        if self.desk is not None:
            await self.desk.aclose()

    def come_forward(self) -> None:
        """Show the window to somebody who asks for it, as large as it was."""
        from PySide6.QtCore import Qt

        from dialer.ui.blocks.unfocused import take_focus_again

        take_focus_again(self)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def begin_hidden(self) -> None:
        """Do not show the window that has been furnished, as long as something else opens it."""
        if self.keeper is None or self.desk is None:
            self.showMinimized()
        else:  # a panel may take its time, and nobody else waits for it
            self.desk.scope.spawn(self.keeper.begin_hidden(), "begin hidden")

    def leave(self) -> None:
        """End the program, whatever closing the window does; the app asks about a running call."""
        self._on_close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep keys that nothing in the frame has a use for: they are for what comes in its place."""
        if self.desk is None and not self.first_start and not event.isAutoRepeat():
            self._early.append((event.keyCombination(), self._entry.text()))
        super().keyPressEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember where the window stands."""
        super().moveEvent(event)
        self.placing.moved()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Remember how large the window is."""
        super().resizeEvent(event)
        self.placing.moved()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asking: the window is hidden where people want that, or the app ends in order."""
        event.ignore()
        if self.keeper is None or not self.keeper.hide_instead():
            self._on_close()
