"""Notifications: short words from the system's own service, which also keeps quiet when people want that."""

from __future__ import annotations

import sys
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.scope import Scope

OPEN = "default"
"""The action of a click on the notification itself (the name is the desktop's)."""

_MOST_TITLE = 120
_MOST_TEXT = 400
_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is told.

    Attributes:
        key: what it is about; a later notice about the same takes its place.
        title: the one thing to read, plain text.
        text: the sentence below, plain text.
        actions: what can be pressed, each with its name and the words on its button. A click on the notice
            itself is always `OPEN`.
    """

    key: str
    title: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()


class Notifier(ABC):
    """The way to the system's notifications. It never takes the focus, and it never makes a sound."""

    def __init__(self) -> None:
        """Tell nobody of what is pressed yet."""
        self.pressed: Callable[[str, str], None] = lambda _key, _action: None

    @abstractmethod
    async def show(self, notice: Notice) -> bool:
        """Show a notice in the place of an earlier one about the same; False where that cannot be done.

        A press is told once, to `pressed`: key and action.
        """

    @abstractmethod
    async def withdraw(self, key: str) -> None:
        """Take a notice away, if it is still there: it is seen elsewhere, or not true any more."""


def system_notifier(scope: Scope) -> Notifier | None:
    """Return the service of this computer; None where there is only the tray's (Windows, macOS)."""
    if sys.platform in {"win32", "darwin"}:
        return None
    from dialer.desktop.notifications_linux import LinuxNotifier

    return LinuxNotifier(scope)


def plain(text: str, most: int) -> str:
    """Return a text without what breaks out of its line or turns it around (SAFETY T48), and not too long."""
    line = " ".join(text.split())
    kept = "".join(
        char
        for char in line
        if unicodedata.category(char) != "Cc" and unicodedata.bidirectional(char) not in _TURNS
    )
    return kept if len(kept) <= most else kept[: most - 1] + "…"


def title_of(notice: Notice) -> str:
    """Return the title as it can be shown."""
    return plain(notice.title, _MOST_TITLE)


def text_of(notice: Notice) -> str:
    """Return the text as it can be shown."""
    return plain(notice.text, _MOST_TEXT)
