"""The main window: the frame that is on the screen at once, and furnished when the app has started."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui import icons
from dialer.ui.search_box import SearchBox
from dialer.ui.sidebar import SideBar
from dialer.ui.theme import Theme, colour, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from dialer.app import App
    from dialer.core.errors import DialerError
    from dialer.ui.desk import Desk

_PAGES = (
    ("phone", "ui.page.phone"),
    ("account-multiple-outline", "ui.page.accounts"),
    ("cog-outline", "ui.page.settings"),
)
_NARROW = 1000
_SIZE = (1180, 740)
_LEAST_SIZE = (420, 400)


class MainWindow(QWidget):
    """Side bar and search box at first, into which one can type; the `Desk` with everything else follows.

    Nothing that is imported here may cost much: it holds up the first paint.

    Attributes:
        side_bar: the pages.
        box: the search box.
        desk: everything right of the side bar, once the app has started.
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
        self.setWindowIcon(icons.icon("phone-in-talk", 64, colour("accent")))
        self.setMinimumSize(*_LEAST_SIZE)
        self.resize(*_SIZE)
        self._build()

    def _build(self) -> None:
        self.side_bar = SideBar([(icon, self.strings.text(key)) for icon, key in _PAGES])
        self.box = SearchBox(self.strings)
        self._waiting = QWidget()
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(20, 18, 20, 16)
        waiting.addWidget(self.box)
        waiting.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.side_bar)
        self._row.addWidget(self._waiting, 1)
        if self.first_start:
            # The welcome comes first, and it needs neither.
            self.side_bar.hide()
            self.box.hide()
        self.box.take_focus()

    def on_started(self) -> None:
        """Furnish the window: the app has started, and everything can be used from now on."""
        from dialer.ui.desk import Desk

        self.desk = Desk(self._app, self, self._start_demo)
        self._row.replaceWidget(self._waiting, self.desk)
        self._waiting.deleteLater()
        self.desk.open()

    async def show_failure(self, error: DialerError) -> None:
        """Say why the app could not start, and wait until that was read."""
        from dialer.ui.dialogs import tell

        words = self.strings.text(error.key, **error.placeholders)
        await tell(self, self.strings, title=self.strings.text("ui.start.failed"), text=words)

    async def aclose(self) -> None:
        """Stop listening and end what is under way; the window can go then."""
        if self.desk is not None:
            await self.desk.aclose()

    def fit_side_bar(self) -> None:
        """Make the side bar narrow where there is little room."""
        self.side_bar.set_narrow(self.width() < px(_NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the side bar to the new width."""
        super().resizeEvent(event)
        self.fit_side_bar()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asking: the app decides, and ends in order."""
        event.ignore()
        self._on_close()
