"""Starting a second Dialer beside this one."""

from __future__ import annotations

import subprocess  # the one place that starts a program, and only this one
import sys


def program() -> list[str]:
    """Return how this program is started."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "dialer"]


def start_demo() -> None:
    """Open the demo in a process of its own, which lives on when this one ends."""
    subprocess.Popen(  # our own program with a fixed argument
        [*program(), "--demo"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
