"""Key combinations as they are written on the user's keyboard."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dialer.core.hotkey import MODIFIERS, NAMED_KEYS

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_MAC = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}


def shown(keys: str, strings: Strings) -> str:
    """Return a portable text ("Ctrl+Alt+D") as people know it ("Strg+Alt+D")."""
    return "+".join(_word(part, strings) for part in keys.split("+"))


def _word(part: str, strings: Strings) -> str:
    if sys.platform == "darwin" and part in _MAC:
        return _MAC[part]
    if part in MODIFIERS or part in NAMED_KEYS:
        return strings.text(f"hotkeys.key.{part.lower()}")
    return part
