"""The window's process: the app behind its window, and the server for other processes' commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dialer.app import App
from dialer.core.errors import DialerError
from dialer.ui.loop import run
from dialer.ui.window import MainWindow

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication

    from dialer.core.home import Home
    from dialer.desktop.instance import Server

DONE = 0
CANNOT_START = 2


def run_window(
    home: Home,
    link: str | None = None,
    *,
    demo: bool = False,
    safe_mode: bool = False,
    hidden: bool = False,
) -> int:
    """Show the window of a home and run it until it is closed; return the exit code.

    With a link of another program, the window asks whether to call its number. A hidden window comes when
    somebody asks for it; where there is no tray to ask with, it is a minimised one.

    Raises:
        StorageError: the settings cannot be read; no window was shown.
    """
    make_app = partial(App, home, demo=demo, safe_mode=safe_mode, lived_in=True)
    return run(partial(_show, make_app, link, hidden))


def _show(
    make_app: Callable[[], App],
    link: str | None,
    hidden: bool,  # noqa: FBT001  # only `run_window` calls it
    application: QApplication,
) -> Coroutine[None, None, int]:
    """Show the window first: what it needs behind it is loaded while people look at it."""
    application.setApplicationName("Dialer")
    application.setDesktopFileName("dialer")
    session = _Session(make_app(), link, hidden=hidden)
    application.commitDataRequest.connect(session.on_log_off)
    return session.run()


class _Session:
    """A window and the app behind it, from the first paint to the end."""

    def __init__(self, app: App, link: str | None, *, hidden: bool) -> None:
        self._app = app
        self._link = link
        self._close_wanted = False
        self._logging_off = False
        self._closing: asyncio.Event | None = (
            None  # made with the loop, which is imported after the first paint
        )
        self.window = MainWindow(app, self._want_to_close, _start_demo)
        self._hidden = hidden or app.hub.settings.get("start_hidden") is True
        if self._hidden:
            return
        if link is not None:
            from dialer.ui.blocks.unfocused import leave_focus

            leave_focus(self.window)  # nobody asked for it
        self.window.show()

    async def run(self) -> int:
        """Start the app, wait until the window is closed for good, and stop everything in order."""
        try:
            await self._app.start()
        except DialerError as error:
            self.window.show()
            await self.window.show_failure(error)
            await self.window.aclose()
            await self._app.stop()
            return CANNOT_START
        return await self._serve()

    async def _serve(self) -> int:
        from dialer.cli.session import serve_commands
        from dialer.ui.outside.phone_links import PhoneLinks

        server = serve_commands(self._app, self.window.come_forward)
        keep_call = True  # a signal ends the program: whoever logs off is not asked, and her call goes on
        try:
            await server.start()
            self.window.on_started()
            if self._hidden:
                self.window.begin_hidden()
            links = PhoneLinks(self._app, self.window)
            await links.begin(self._link)
            keep_call = await self._closed()
        finally:
            from dialer.core.operations import uncut

            # Whoever has a call ended, and logs off meanwhile, does not leave it running.
            await uncut(self._end(server, keep_call=keep_call), "end")
        return DONE

    async def _end(self, server: Server, *, keep_call: bool) -> None:
        await server.close()
        await self.window.aclose()
        await self._app.stop(keep_call=keep_call)
        self.window.hide()

    async def _closed(self) -> bool:
        """Wait until the user wants to quit; return whether the running call goes on without Dialer."""
        import asyncio

        self._closing = asyncio.Event()
        if self._close_wanted:
            self._closing.set()
        while True:
            await self._closing.wait()
            self._closing.clear()
            if self._logging_off:
                return True
            call = self._app.calls.current
            if call is None or not call.live:
                return False
            from dialer.ui.frame.quit_dialog import ask_quit

            self.window.come_forward()  # it may have been hidden, and whoever wants to quit is to be asked
            answer = await ask_quit(self.window)
            if answer != "cancel":
                return answer == "keep"

    def _want_to_close(self) -> None:
        self._close_wanted = True
        if self._closing is not None:
            self._closing.set()

    def on_log_off(self, manager: QSessionManager) -> None:
        """The session ends: nobody is asked, a running call goes on, and the next log-in starts no Dialer."""
        manager.setRestartHint(manager.RestartHint.RestartNever)  # whether it starts then is said elsewhere
        self._logging_off = True
        self._want_to_close()


def _start_demo() -> None:
    from dialer.desktop.launch import start_demo  # rarely wanted

    start_demo()
