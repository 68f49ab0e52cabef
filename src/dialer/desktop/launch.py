"""Starting a second Dialer beside this one."""

from __future__ import annotations

import subprocess  # the one place that starts a program, and only this one
import sys
from pathlib import Path


def program() -> list[str]:
    """Return how this program is started."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "dialer"]
    if sys.platform == "win32":  # an installed build has dialer.com for the command line beside it
        return [str(Path(sys.executable).with_suffix(".exe"))]
    return [sys.executable]


def installed_program() -> list[str]:
    """Return what the system is to run: if possible, a program that is gone when Dialer is removed."""
    if getattr(sys, "frozen", False):
        return program()
    folder = Path(sys.executable).parent
    if sys.platform == "win32":  # without the black window that python.exe opens
        windowed = folder / "pythonw.exe"
        return [str(windowed), *program()[1:]] if windowed.exists() else program()
    script = folder / "dialer"
    return [str(script)] if script.exists() else program()


def start_demo() -> None:
    """Open the demo in a process of its own, which lives on when this one ends."""
    subprocess.Popen(  # our own program with a fixed argument
        [*program(), "--demo"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
