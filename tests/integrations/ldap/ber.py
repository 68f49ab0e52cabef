"""As much of the Basic Encoding Rules as LDAP needs, so that no test depends on the library under test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader
    from collections.abc import Iterator

INTEGER, OCTETS, ENUMERATED, SEQUENCE, SET = 0x02, 0x04, 0x0A, 0x30, 0x31
_LONG = 0x80


@dataclass(frozen=True)
class Element:
    """One element: its tag, and what is in it."""

    tag: int
    content: bytes

    @property
    def parts(self) -> list[Element]:
        """The elements in it."""
        return list(_elements(self.content))

    @property
    def number(self) -> int:
        """The whole number that it is."""
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def text(self) -> str:
        """The text that it is."""
        return self.content.decode("utf-8")


def encode(tag: int, *parts: bytes) -> bytes:
    """Return an element."""
    content = b"".join(parts)
    size = len(content)
    if size < _LONG:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG | len(octets)]) + octets + content


def integer(value: int, tag: int = INTEGER) -> bytes:
    """Return a whole number."""
    return encode(tag, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def octets(value: str | bytes, tag: int = OCTETS) -> bytes:
    """Return a text."""
    return encode(tag, value if isinstance(value, bytes) else value.encode("utf-8"))


async def receive(reader: StreamReader) -> Element:
    """Wait for an element.

    Raises:
        IncompleteReadError: nobody sends one any more.
    """
    tag, size = await reader.readexactly(2)
    if size & _LONG:
        size = int.from_bytes(await reader.readexactly(size & ~_LONG), "big")
    return Element(tag, await reader.readexactly(size))


def _elements(content: bytes) -> Iterator[Element]:
    at = 0
    while at < len(content):
        tag, size, at = content[at], content[at + 1], at + 2
        if size & _LONG:
            octets = size & ~_LONG
            size, at = int.from_bytes(content[at : at + octets], "big"), at + octets
        yield Element(tag, content[at : at + size])
        at += size
