"""Carrying a command out in the process that owns the home, for its own terminal or for another process's."""

from __future__ import annotations

import asyncio
import importlib
import logging
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from dialer.cli.exitcodes import Exit, of_error
from dialer.cli.wishes import PrintAndLeave, UsageError
from dialer.core.errors import DialerError
from dialer.core.strings import Strings
from dialer.desktop.instance import Server

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.desktop.instance import Channel, Request

    Run = Callable[[App, argparse.Namespace, Console], Coroutine[Any, Any, int]]

_LOGGER = logging.getLogger(__name__)

# A call outlives Ctrl-C by as long as it takes to hang up; every other command just stops.
_ENDS_ITSELF = {"call"}

# What works with the accounts that a demo adds when it has started.
_OF_ACCOUNTS = {"accounts", "api", "meet", "meetings"}


def serve_commands(app: App, show_window: Callable[[], None] | None = None) -> Server:
    """Return the server through which other processes' commands act on a started app."""
    return Server(app.hub.home.path, partial(_carry_out, app), show_window)


async def run_command(app: App, args: argparse.Namespace, console: Console) -> int:
    """Run a command and return its exit code; what goes wrong becomes one sentence."""
    from dialer.cli.console import Interrupted

    try:
        # What a crash left open must not be shown as running.
        await console.unless_interrupted(_recovered(app, args.command))
        work = _load(args.command)(app, args, console)
        if args.command in _ENDS_ITSELF:
            return await work
        return await console.unless_interrupted(work)
    except Interrupted:
        return Exit.INTERRUPTED
    except DialerError as error:
        console.fail(error)
        return of_error(error)
    except Exception:  # the edge of the command line: a bug is logged, never shown as a traceback
        _LOGGER.exception("the command %s failed", args.command)
        console.warn("cli.bug")
        return Exit.BUG


async def _recovered(app: App, command: str) -> None:
    tasks = {app.recovery}
    if app.furnished is not None and command in _OF_ACCOUNTS:
        tasks.add(app.furnished)
    await asyncio.wait(tasks)


async def _carry_out(app: App, request: Request, channel: Channel) -> int:
    """Run the command of another process."""
    from dialer.cli.console import Console  # the window listens without either
    from dialer.cli.parser import parse

    strings = _strings(request.language, app.hub.home.log_file)
    try:
        args = parse(request.argv, strings)
    except PrintAndLeave as wish:
        channel.out(wish.text)
        return Exit.DONE
    except UsageError as error:
        channel.err(strings.text(error.key, **error.placeholders))
        return Exit.INPUT
    console = Console(channel, strings, request.cwd, interactive=request.interactive, json=args.json)
    return await run_command(app, args, console)


@cache
def _strings(language: str, log_file: Path) -> Strings:
    strings = Strings(language)
    strings.log_file = log_file
    return strings


def _load(command: str) -> Run:
    """Import a command only when it is used: most of them need something heavy."""
    module = importlib.import_module(f"dialer.cli.commands.{command.replace('-', '_')}")
    return cast("Run", module.run)
