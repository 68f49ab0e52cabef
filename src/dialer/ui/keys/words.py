"""Keys as they are written on the user's keyboard."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.core.strings import Strings

_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def key_words(keys: str, strings: Strings, between: str = " ") -> str:
    """Return keys as keyboards here have them: `Ctrl+Esc` is `Strg Esc` in German, and `⌘⎋` on a Mac.

    Args:
        keys: in Qt's portable form.
        strings: the user's language.
        between: what stands between two of them, other than on a Mac; `+` in a sentence.
    """
    if sys.platform == "darwin":
        from PySide6.QtGui import QKeySequence

        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return between.join(_key_word(key, strings) for key in keys.split("+"))


def _key_word(key: str, strings: Strings) -> str:
    text_key = f"shortcuts.key.{key.lower()}"
    return _ARROWS.get(key) or (strings.text(text_key) if strings.has(text_key) else key)
