"""Reading a selection where no system tells it: the other program copies, and the clipboard is put back.

What was copied before is never at risk: it is read in all its forms first. Where that cannot be done, or
while another program just writes there, nothing is copied at all.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any

from dialer.desktop.selection import MOST, PATIENCE, NoText, usable

MOST_KEPT = 64 * 2**20
"""Bytes of what was copied that are held in memory; with more than that the clipboard is left alone."""
BETWEEN = 0.02
"""Seconds between two looks at a clipboard."""

_LATE = 1.0
"""Seconds in which a slow program may still copy after it was given up."""

Forms = tuple[tuple[Any, bytes], ...]
"""What is in a clipboard: each form by whatever its system calls it, and its bytes."""


class CannotKeep(Exception):
    """What is in the clipboard cannot be held byte for byte, or the clipboard cannot be opened."""


class SystemClipboard(ABC):
    """One system's clipboard, and the keys that copy."""

    @abstractmethod
    def sequence(self) -> int:
        """Return a number that every change of the clipboard changes."""

    @abstractmethod
    def load(self, most: int) -> Forms:
        """Return everything that is in it.

        Raises:
            CannotKeep: not all of it can be had, or it is more than so many bytes.
        """

    @abstractmethod
    def text(self, most: int) -> str:
        """Return its text, or the first so many characters of it; empty where it has none.

        Raises:
            CannotKeep: it cannot be opened.
        """

    @abstractmethod
    def store(self, forms: Forms, expected: int) -> None:
        """Put everything back, unless it has changed since it had the number `expected`.

        Raises:
            CannotKeep: it cannot be opened.
        """

    @abstractmethod
    def press_copy(self) -> None:
        """Press the keys that copy, whatever modifiers people still hold down."""

    def wait(self, before: int, seconds: float) -> bool:
        """Wait for the number to differ from `before`; return whether it does."""
        # A Mac tells nobody; a message of Windows would need a window of this thread's, and can be lost.
        end = time.monotonic() + seconds
        while self.sequence() == before:
            if time.monotonic() >= end:
                return False
            time.sleep(BETWEEN)
        return True

    @abstractmethod
    def last_input(self) -> int:
        """Return when somebody last pressed a key or a button, as a number that grows."""


def copy_and_restore(clipboard: SystemClipboard) -> str:
    """Return what is selected in the program in front; takes up to some seconds, so not in the loop.

    Raises:
        NoText: it copied nothing, or what is in the clipboard cannot be kept.
    """
    before = clipboard.sequence()
    try:
        kept = clipboard.load(MOST_KEPT)
    except CannotKeep:
        raise NoText("hotkeys.text.cannot_keep") from None
    if clipboard.sequence() != before:
        raise NoText("hotkeys.text.cannot_keep")
    clipboard.press_copy()
    pressed = clipboard.last_input()
    if not clipboard.wait(before, PATIENCE):
        # People who have not touched anything since did not copy by themselves: it is what we asked for.
        if clipboard.wait(before, _LATE) and clipboard.last_input() == pressed:
            _put_back(clipboard, kept)
        raise NoText("hotkeys.text.nothing")
    after = clipboard.sequence()
    try:
        text = clipboard.text(MOST + 1)
    except CannotKeep:
        raise NoText("hotkeys.text.no_answer") from None
    finally:
        _put_back(clipboard, kept, after)
    return usable(text)


def _put_back(clipboard: SystemClipboard, kept: Forms, after: int | None = None) -> None:
    try:
        clipboard.store(kept, clipboard.sequence() if after is None else after)
    except CannotKeep:
        raise NoText("hotkeys.text.not_restored") from None
