"""A key combination that is meant to work while another program is in front.

It is written as Qt's portable text (QKeySequence.PortableText): ``Ctrl+Alt+D``. On macOS Qt's ``Ctrl`` is the
Command key and ``Meta`` the Control key; everywhere else ``Meta`` is the key with the system's sign.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
"""In the order in which Qt writes them."""

FUNCTION_KEYS = tuple(f"F{number}" for number in range(1, 25))
NAMED_KEYS = (
    "Space", "Ins", "Del", "Home", "End", "PgUp", "PgDown", "Left", "Right", "Up", "Down", "Pause", "Print",
)  # fmt: skip
KEYS = (*string.ascii_uppercase, *string.digits, *FUNCTION_KEYS, *NAMED_KEYS)
"""What can be pressed with the modifiers: keys that every system and nearly every keyboard has."""

NEEDED = {"Ctrl+A", "Ctrl+C", "Ctrl+S", "Ctrl+V", "Ctrl+X", "Ctrl+Z"}
"""What nobody can do without in any program; on some systems a selection is read by means of them."""

_WRITTEN = {name.lower(): name for name in (*MODIFIERS, *KEYS)}


class NotAHotkey(ValueError):
    """A text names no key combination that can work everywhere.

    Attributes:
        key: the key of the sentence that says why.
    """

    def __init__(self, key: str) -> None:
        """Name the sentence."""
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class KeyCombination:
    """Modifiers and one key.

    Attributes:
        modifiers: some of `MODIFIERS`, in that order.
        key: one of `KEYS`.
    """

    modifiers: tuple[str, ...]
    key: str

    def __str__(self) -> str:
        """The portable text."""
        return "+".join((*self.modifiers, self.key))


def read_hotkey(text: str) -> KeyCombination:
    """Read a portable text, in whatever order and case the modifiers are.

    Raises:
        NotAHotkey: it is none, or one that would take a key away from typing.
    """
    parts = [_WRITTEN.get(part.strip().lower(), "") for part in text.split("+")]
    modifiers, key = parts[:-1], parts[-1]
    if key not in KEYS or len(set(modifiers)) < len(modifiers) or not set(modifiers) <= set(MODIFIERS):
        raise NotAHotkey("hotkeys.field.not_possible")
    if not modifiers or (modifiers == ["Shift"] and key not in FUNCTION_KEYS):
        raise NotAHotkey("hotkeys.field.no_modifier")  # Shift and a letter is what people type
    found = KeyCombination(tuple(name for name in MODIFIERS if name in modifiers), key)
    if str(found) in NEEDED:
        raise NotAHotkey("hotkeys.field.needed")
    return found
