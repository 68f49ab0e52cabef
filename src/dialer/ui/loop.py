"""The event loop: the only file that knows how asyncio and Qt run together."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from dialer.core.errors import DialerError
from dialer.core.no_tls import import_asyncio
from dialer.ui.garbage import GarbageCollector
from dialer.ui.look.theme import STYLE

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Coroutine

_LOGGER = logging.getLogger(__name__)

_FAILED = 1
_SECONDS_TO_END = 10.0
"""How long what runs may take to end once there is no desktop."""
_PAUSE = 0.02


def run(start: Callable[[QApplication], Coroutine[Any, Any, int]]) -> int:
    """Run the window until `start`'s coroutine ends; returns its exit code.

    `start` is called before the loop exists: it shows the window and hands back what is to run behind it.
    Only then are the loop and what it needs imported, so that the window does not wait for them.

    Raises:
        DialerError: the desktop with the window is gone; what ran was ended in order.
    """
    application = _application()
    application.setQuitOnLastWindowClosed(False)
    # A file dialog must not end the program when it is the last window to close (QTBUG-124386).
    application.setQuitLockEnabled(False)
    GarbageCollector(application)
    main = start(application)
    import_asyncio()
    import asyncio

    loop: asyncio.AbstractEventLoop = new_loop(application)
    with contextlib.closing(loop):
        asyncio.set_event_loop(loop)
        loop.set_exception_handler(_log_loop_error)
        task = loop.create_task(main, name="main")
        _stop_on_signals(loop, task)
        code = _FAILED
        try:
            code = loop.run_until_complete(task)
        except asyncio.CancelledError:
            code = 130
        except RuntimeError:
            if task.done():  # a fault in it
                raise
            _end_without_desktop(loop, task)
            raise DialerError("ui.desktop_gone") from None
        finally:
            with contextlib.suppress(RuntimeError):  # without a desktop
                loop.run_until_complete(_end_rest())
            asyncio.set_event_loop(None)
        return code


def new_loop(application: QApplication) -> asyncio.AbstractEventLoop:
    """An asyncio loop that runs on Qt's."""
    # Imported late: it costs the window's start 10 to 20 ms.
    from qasync import QEventLoop  # type: ignore[import-untyped]  # ships no types

    from dialer.core.threads import DaemonThreads

    loop: asyncio.AbstractEventLoop = QEventLoop(application)
    loop.set_default_executor(DaemonThreads())
    return loop


def _application() -> QApplication:
    # Said here, it needs no class for Qt's styles, whose 755 names the window would wait for.
    arguments = [*sys.argv[:1], "-style", STYLE]
    if sys.platform == "darwin":
        from dialer.ui.outside.link_events import LinkApplication

        return LinkApplication(arguments)
    if sys.platform != "linux":
        return QApplication(arguments)
    from dialer.ui.no_screen import explained

    with explained():
        return QApplication(arguments)


def _end_without_desktop(loop: asyncio.AbstractEventLoop, task: asyncio.Task[int]) -> None:
    """End what runs in order though Qt has ended its loop, and ends it again each time it is begun.

    Qt for X11 does so once the connection is gone, and says so each time (QXcbConnection::processXcbEvents).
    """
    import asyncio

    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(lambda *_: None)
    task.cancel()
    until = time.monotonic() + _SECONDS_TO_END
    while not task.done() and time.monotonic() < until:
        with contextlib.suppress(RuntimeError, asyncio.CancelledError):
            loop.run_until_complete(task)
        time.sleep(_PAUSE)  # for what threads still do


async def _end_rest() -> None:
    """Cancel what is left when the program is over; every owner has closed its scope before."""
    import asyncio

    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=1.0)


def _stop_on_signals(loop: asyncio.AbstractEventLoop, task: asyncio.Task[int]) -> None:
    """Let Ctrl-C and a polite kill end the program in order."""
    for each in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(each, task.cancel)
        except NotImplementedError:  # Windows has no such handlers
            signal.signal(each, lambda *_: loop.call_soon_threadsafe(task.cancel))


def _log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _LOGGER.error("%s", context.get("message", "an error in the loop"), exc_info=error)
