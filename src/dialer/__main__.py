"""The program: the command line decides whether a window opens, and in which process a command runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from dialer.cli.main import Wiring
from dialer.cli.main import main as run_command_line
from dialer.desktop.process_end import end_process

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dialer.app import App
    from dialer.cli.main import Mode
    from dialer.core.home import Home


def main() -> NoReturn:
    """Run the program, and end the process."""
    end_process(run())


def run() -> int:
    """Run the program, and return its exit code."""
    return run_command_line(sys.argv[1:], Wiring(_make_app, _run_window, _demo_home))


def _make_app(home: Home, mode: Mode) -> App:
    from dialer.app import App

    return App(home, demo=mode.demo, safe_mode=mode.safe)


def _run_window(home: Home, mode: Mode, link: str | None) -> int:
    from dialer.start import run_window

    return run_window(home, link, demo=mode.demo, safe_mode=mode.safe, hidden=mode.hidden)


def _demo_home() -> AbstractContextManager[str]:
    from dialer.demo import throw_away_home

    return throw_away_home()


if __name__ == "__main__":
    main()
