"""A command in a process of its own, which owns the home as long as the command runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

from dialer.cli.console import Console, Interrupted
from dialer.cli.exitcodes import Exit, of_call, of_error
from dialer.cli.following import print_call
from dialer.cli.link import LocalLink
from dialer.cli.session import run_command, serve_commands
from dialer.cli.terminal import working_folder
from dialer.core.errors import DialerError
from dialer.core.log import log_loop_error
from dialer.core.operations import uncut
from dialer.core.threads import DaemonThreads

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from dialer.app import App
    from dialer.cli.terminal import Terminal
    from dialer.core.strings import Strings
    from dialer.desktop.instance import Server

_LOGGER = logging.getLogger(__name__)

_SHORT = 1.0
_LONG = 15.0
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


async def own(
    make_app: Callable[[], App], args: argparse.Namespace, terminal: Terminal, strings: Strings
) -> int:
    """Start the app, run the command, and serve other processes' commands meanwhile."""
    link = LocalLink(terminal)
    console = Console(link, strings, working_folder(), interactive=terminal.interactive, json=args.json)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_loop_error)
    loop.set_default_executor(DaemonThreads())
    with _signals(link):
        try:
            app = make_app()
        except DialerError as error:
            return await _without_app(error, args, console)
        try:
            await app.start()
        except DialerError as error:
            await app.stop(keep_call=True)
            return await _without_app(error, args, console)
        code = None
        try:
            code = await _with_app(app, args, console)
        except asyncio.CancelledError:
            _LOGGER.info("broken off")
        finally:
            await uncut(app.stop(keep_call=_found_again(app)), "stop")
        return _broken_off(app, console) if code is None else code


async def _with_app(app: App, args: argparse.Namespace, console: Console) -> int:
    server = serve_commands(app)
    await server.start()
    try:
        code = await run_command(app, args, console)
        server.stop_listening()
        await _let_others_finish(server, console)
    finally:
        await server.close()
    return code


async def _let_others_finish(server: Server, console: Console) -> None:
    """Wait for other processes' commands, which end with this process; say so if that takes long."""
    try:
        try:
            async with asyncio.timeout(_SHORT):
                await console.unless_interrupted(server.drained())
        except TimeoutError:
            console.warn("cli.owner.waiting")
            await console.unless_interrupted(server.drained())
    except Interrupted:
        # Theirs end in order as well: a call is hung up, not left alone.
        server.interrupt()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONG):
                await server.drained()


def _found_again(app: App) -> bool:
    """Whether the running call is an earlier Dialer's: not this process's to end."""
    call = app.calls.current if app.started else None
    return call is not None and call.found_again


def _broken_off(app: App, console: Console) -> int:
    """Return the code after a second Ctrl-C; a call that it leaves behind is told, for it may cost money."""
    call = app.calls.current
    if call is None or call.found_again or (not call.live and of_call(call) is not Exit.UNKNOWN):
        return Exit.INTERRUPTED
    print_call(call, app, console)
    return Exit.UNKNOWN


async def _without_app(error: DialerError, args: argparse.Namespace, console: Console) -> int:
    """Tell why the home cannot be used; only the self-test has more to say."""
    if args.command == "self-test":
        from dialer.cli.commands import self_test

        return await self_test.run_without(error, console)
    console.fail(error)
    return of_error(error)


@contextlib.contextmanager
def _signals(link: LocalLink) -> Iterator[None]:
    """Take the first signal as the wish to stop, and the second one as the wish not to wait for it.

    What is left then takes bounded time: a third one must not keep it from being done and told.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def caught() -> None:
        if link.interrupted.is_set() and task is not None and not task.cancelling():
            task.cancel()
        link.interrupted.set()

    def caught_elsewhere(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(caught)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        try:
            loop.add_signal_handler(number, caught)
        except NotImplementedError:  # Windows
            signal.signal(number, caught_elsewhere)
    try:
        yield
    finally:
        for number, handler in before.items():
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(number)
            signal.signal(number, handler)
