"""The lines of a card as its server keeps it: what each says, and exactly how it stands there (RFC 6350)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)(?:[ \t][^\r\n]*(?:\r\n|\r|\n|$))*")
_FOLD = re.compile(rb"(?:\r\n|\r|\n)[ \t]")
_NAME = re.compile(rb"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One property of a card.

    Attributes:
        raw: how it stands there, with its folds and its end.
        text: what it says, unfolded and without its end.
    """

    raw: bytes
    text: bytes

    @property
    def name(self) -> str:
        """The name of the property, in capitals; empty for a line that is none."""
        found = _NAME.match(self.text)
        return found[2].decode().upper() if found else ""

    @property
    def group(self) -> str:
        """The group that it belongs to, in small letters, such as ``item1``; usually empty."""
        found = _NAME.match(self.text)
        return found[1].decode().lower() if found and found[1] else ""

    @property
    def value(self) -> bytes:
        """What stands after the first colon outside quotes."""
        quoted = False
        for place, char in enumerate(self.text):
            if char == ord('"'):
                quoted = not quoted
            elif char == ord(":") and not quoted:
                return self.text[place + 1 :]
        return b""


def split(text: bytes) -> list[Line]:
    """Return the lines of a card, from the first to the last; together they are the card."""
    found = (match[0] for match in _LINE.finditer(text))
    return [Line(raw, _FOLD.sub(b"", raw.rstrip(b"\r\n"))) for raw in found if raw]


def is_edge(line: Line, name: str) -> bool:
    """Whether a line begins or ends a card."""
    return line.name == name and line.value.strip().upper() == b"VCARD"
