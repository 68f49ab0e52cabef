"""From the command line to the process that carries it out: this one, or the owner of the home."""

from __future__ import annotations

import contextlib
import logging
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dialer.cli.exitcodes import Exit, of_error
from dialer.cli.named_home import home_of, named_home
from dialer.cli.terminal import Terminal, printable, working_folder
from dialer.cli.wishes import PrintAndLeave
from dialer.core.bus import EventBus
from dialer.core.errors import DialerError, InputError, StorageError
from dialer.core.home import Home
from dialer.core.policy import Policy
from dialer.core.settings import Settings
from dialer.core.strings import Strings, system_language
from dialer.desktop.errors import Abandoned, NotTaken, OtherVersion, OwnerGone, OwnerSilent
from dialer.desktop.lock import HomeLock
from dialer.desktop.ownership import own_or_find

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from dialer.app import App
    from dialer.desktop.client import Client

HEADLESS_PATIENCE = 10.0
"""Seconds that opening the window waits for a command that owns the home."""

_PAUSE = 0.1
_LOGGER = logging.getLogger(__name__)


class Mode(NamedTuple):
    """How to run.

    Attributes:
        demo: whether the providers are simulated.
        safe: whether no account is loaded.
        hidden: whether the window waits until somebody asks for it.
    """

    demo: bool = False
    safe: bool = False
    hidden: bool = False


class Wiring(NamedTuple):
    """What the command line gets from outside, because it may not know all rooms.

    Attributes:
        make_app: puts the app of a home together.
        run_window: runs the window of a home, about a link if there is one, and returns the exit code.
        demo_home: makes a folder that goes when the demo ends.
    """

    make_app: Callable[[Home, Mode], App]
    run_window: Callable[[Home, Mode, str | None], int]
    demo_home: Callable[[], AbstractContextManager[str]]


def main(argv: Sequence[str], wiring: Wiring) -> int:
    """Do what the command line says, and return the exit code."""
    terminal = Terminal()
    path = home_of(named_home(argv))
    strings = Strings(_language(path))
    try:
        return _carry_out(argv, strings, terminal, wiring)
    except PrintAndLeave as wish:
        terminal.out(wish.text)
        return Exit.DONE
    except DialerError as error:
        terminal.err(printable(strings.text(error.key, **error.placeholders)))
        return of_error(error)
    except OtherVersion:
        terminal.err(strings.text("cli.owner.other_version"))
        return Exit.INPUT
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the outermost edge: a bug goes to the log, and the user reads one sentence
        _log_bug(error, path)
        terminal.err(strings.text("cli.bug", log=Home(path).log_file))
        return Exit.BUG


def _carry_out(argv: Sequence[str], strings: Strings, terminal: Terminal, wiring: Wiring) -> int:
    if (window := _window_alone(argv)) is not None:
        return _open_window(window, wiring)
    from dialer.cli.parser import parse  # the window does without

    args = parse(argv, strings)
    if args.json:
        terminal.speak_json()
    return _Start(argv, args, strings, terminal, wiring).run()


class _Place(NamedTuple):
    """Where to work: the home that was named, if any, and how."""

    named: str | None
    mode: Mode

    @contextlib.contextmanager
    def home(self, wiring: Wiring) -> Iterator[Path]:
        """Give the home's folder; that of a demo without a name goes afterwards."""
        if self.mode.demo and self.named is None:
            with wiring.demo_home() as folder:
                yield Path(folder)
        else:
            yield home_of(self.named)


class _Start(NamedTuple):
    """What this process was started with, and what follows from it."""

    argv: Sequence[str]
    args: argparse.Namespace
    strings: Strings
    terminal: Terminal
    wiring: Wiring

    def run(self) -> int:
        """Run the command, or the window where there is none."""
        if self.args.command == "number":
            from dialer.cli.commands import number

            return number.run(self.args, self.terminal, self.strings, self._region)
        if self.args.command == "sandbox":
            from dialer.cli.commands import sandbox

            return sandbox.run(self.args, self.terminal, self.strings)
        if self.args.command == "scaffold":
            from dialer.cli.commands import scaffold

            return scaffold.run(self.args, self.terminal, self.strings)
        if self.args.command == "api":
            from dialer.cli.commands import api

            api.refuse_slip(self.args)  # before an account is set up, which sends something
        place = _Place(self.args.home, self._mode)
        if self.args.command is None:
            return _open_window(place, self.wiring)
        if self.args.command == "link":
            return _open_window(place, self.wiring, link=self.args.url, hand_over=self._hand_over_link)
        with place.home(self.wiring) as path:
            return self._command(path)

    @property
    def _mode(self) -> Mode:
        return Mode(demo=self.args.demo, safe=self.args.safe_mode, hidden=self.args.hidden)

    def _region(self) -> str:
        return _settings(home_of(self.args.home)).region

    def _command(self, path: Path) -> int:
        if self.args.command == "restore":
            from dialer.cli.commands import restore

            return restore.run(self.args, self.terminal, self.strings, path)
        while True:
            owner = own_or_find(path)
            try:
                if isinstance(owner, HomeLock):
                    return self._own(path)
                return self._hand_over(owner)
            except NotTaken:
                continue  # it is closing: the next owner may be this process
            finally:
                owner.close()

    def _own(self, path: Path) -> int:
        import asyncio

        from dialer.cli.owner import own

        self.strings.log_file = Home(path).log_file
        make_app = partial(self.wiring.make_app, Home(path), self._mode)
        try:
            return asyncio.run(own(make_app, self.args, self.terminal, self.strings))
        except asyncio.CancelledError:  # a second Ctrl-C
            return Exit.INTERRUPTED

    def _hand_over_link(self, owner: Client) -> int:
        return self._hand_over(owner, to_window=True)

    def _hand_over(self, owner: Client, *, to_window: bool = False) -> int:
        try:
            return owner.run(
                self.argv,
                working_folder(),
                self.strings.language,
                interactive=self.terminal.interactive,
                screen=self.terminal,
                to_window=to_window,
            )
        except Abandoned:
            if self.args.command != "call":
                return Exit.INTERRUPTED
            self.terminal.err(self.strings.text("cli.call.abandoned"))
            return Exit.UNKNOWN
        except OwnerGone:
            return self._in_doubt("cli.owner.gone")
        except OwnerSilent:
            calling = self.args.command == "call"
            return self._in_doubt("cli.call.owner_hangs" if calling else "cli.owner.hangs")

    def _in_doubt(self, key: str) -> int:
        """Say that nobody here knows what became of a command; it is not tried again."""
        self.terminal.err(self.strings.text(key))
        return Exit.UNKNOWN if self.args.command in {"api", "call", "meet"} else Exit.INPUT


def _window_alone(argv: Sequence[str]) -> _Place | None:
    """Return what a command line says that names no command and asks for nothing but a window, else None."""
    named, demo, safe, hidden = None, False, False, False
    words = iter(argv)
    for word in words:
        if word == "--demo":
            demo = True
        elif word == "--safe-mode":
            safe = True
        elif word == "--hidden":
            hidden = True
        elif word.startswith("--home="):
            named = word.removeprefix("--home=")
        elif word == "--home" and not (named := next(words, "-")).startswith("-"):
            continue
        else:
            return None
    return _Place(named, Mode(demo=demo, safe=safe, hidden=hidden))


def _show_window(owner: Client, *, hidden: bool = False) -> int:
    """Have the owner show its window; a hidden one is there already.

    Raises:
        NotTaken: it has none, or is closing.
    """
    if not owner.show_window(hidden=hidden):
        raise NotTaken
    return Exit.DONE


def _open_window(
    place: _Place,
    wiring: Wiring,
    *,
    link: str | None = None,
    hand_over: Callable[[Client], int] | None = None,
) -> int:
    """Open the window, or hand over to the owner that has one."""
    hand_over = hand_over or partial(_show_window, hidden=place.mode.hidden)
    with place.home(wiring) as path:
        until = time.monotonic() + HEADLESS_PATIENCE
        while True:
            owner = own_or_find(path)
            try:
                if isinstance(owner, HomeLock):
                    return wiring.run_window(Home(path), place.mode, link)
                return hand_over(owner)
            except NotTaken:
                pass
            finally:
                owner.close()
            if time.monotonic() > until:
                raise InputError("cli.owner.busy")
            time.sleep(_PAUSE)


def _log_bug(error: Exception, path: Path) -> None:
    from dialer.core.log import setup_logging

    log = setup_logging(Home(path).log_file)
    _LOGGER.error("uncaught", exc_info=error)
    log.close()


def _settings(path: Path) -> Settings:
    home = Home(path)
    return Settings(home.settings_file, EventBus(), Policy.load(home))


def _language(path: Path) -> str:
    try:
        return _settings(path).language
    except StorageError:  # whoever needs the settings themselves will tell
        return system_language()
