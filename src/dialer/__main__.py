"""The program: the command line decides whether a window opens, and in which process a command runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dialer.cli.main import Wiring
from dialer.cli.main import main as run_command_line

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dialer.app import App
    from dialer.core.home import Home


def main() -> int:
    """Run the program and return its exit code."""
    return run_command_line(sys.argv[1:], Wiring(_make_app, _run_window, _demo_home))


def _make_app(home: Home, demo: bool) -> App:  # noqa: FBT001  # the command line's own switch
    from dialer.app import App

    return App(home, demo=demo)


def _run_window(home: Home, demo: bool, link: str | None) -> int:  # noqa: FBT001  # the command line's own switch
    from dialer.start import run_window

    return run_window(home, demo, link)


def _demo_home() -> AbstractContextManager[str]:
    from dialer.demo import throw_away_home

    return throw_away_home()


if __name__ == "__main__":
    sys.exit(main())
