"""What the numbers of a contact are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.core.strings import Strings

# By the words of the vCard standard and of programs that have their own, the most telling first.
_KINDS = {
    "fax": "fax",
    "pager": "pager",
    "cell": "mobile",
    "mobile": "mobile",
    "iphone": "mobile",
    "car": "car",
    "main": "main",
    "isdn": "isdn",
    "video": "video",
}
_PLACES = {"work": "work", "home": "home", "other": "other"}
KNOWN = (
    "mobile",
    "work",
    "home",
    "main",
    "fax",
    "work fax",
    "home fax",
    "pager",
    "car",
    "isdn",
    "video",
    "other",
)
_APPLE = re.compile(r"_\$!<(.*)>!\$_")


def label_of(types: Iterable[str], custom: str = "") -> str:
    """Return what a number is called: the name its card gives it, else one made of its types, if any."""
    if custom := custom.strip():
        apple = _APPLE.fullmatch(custom)
        if apple is None:
            return custom
        types = [*re.findall("[A-Z]?[a-z]+|iPhone", apple.group(1)), *types]
    words = [word.strip().lower() for one in types for word in one.split(",")]
    kind = next((meant for word, meant in _KINDS.items() if word in words), "")
    place = next((meant for word, meant in _PLACES.items() if word in words), "")
    if kind == "fax" and place in {"work", "home"}:
        return f"{place} fax"
    return kind or place


def label_text(label: str, strings: Strings) -> str:
    """Return a label in the user's language; one that somebody made up stays as it is."""
    return strings.text(f"contacts.label.{label.replace(' ', '_')}") if label in KNOWN else label
