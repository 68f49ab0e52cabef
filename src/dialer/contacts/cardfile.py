"""The outer shape of vCard files: lines, folding, the file's encoding, where each card begins and ends.

Tolerant on purpose: a card that is broken never takes its neighbours with it, and what is large and of no
use here (photos, keys) is dropped while reading, so that memory stays flat. Nothing a card refers to is ever
fetched.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST_FILE = 50 * 1024 * 1024
LARGEST_CARD = 1024 * 1024
_PROPERTY = re.compile(rb"(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9_-]+)[ \t]*[;:]")
_KEPT = frozenset(
    (
        b"VERSION",
        b"UID",
        b"FN",
        b"N",
        b"NICKNAME",
        b"ORG",
        b"TITLE",
        b"TEL",
        b"EMAIL",
        b"NOTE",
        b"X-ABLABEL",
        b"AGENT",
    )
)
_MOST_INNER = 8


@dataclass(slots=True)
class RawCard:
    """The lines of one card that matter, unfolded, as bytes.

    Attributes:
        line: where it begins in the file.
        lines: its properties in their order.
        size: how much they hold.
    """

    line: int
    lines: list[bytes] = field(default_factory=list)
    size: int = 0

    def append(self, line: bytes) -> None:
        """Add a property, unless the card is too large already."""
        self.size += len(line)
        if self.size <= LARGEST_CARD:
            self.lines.append(line)

    @property
    def is_too_large(self) -> bool:
        """Whether it holds more than a card can hold."""
        return self.size > LARGEST_CARD


class CardFile:
    """One vCard file, read once from its beginning to its end."""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            InputError: it cannot be read or is too large.
        """
        self._path = path
        self.position = 0
        try:
            self.size = path.stat().st_size
            if path.is_dir():
                raise InputError("contacts.import.folder")
            with path.open("rb") as file:
                self._encoding = _whole_encoding(file.read(4))
        except FileNotFoundError as error:
            raise InputError("contacts.import.missing") from error
        except (OSError, ValueError) as error:
            raise InputError("contacts.import.unreadable") from error
        if self.size > LARGEST_FILE:
            raise InputError("contacts.import.too_large")

    @property
    def is_utf16(self) -> bool:
        """Whether all text comes as UTF-8 because the file was UTF-16, whatever a card says about itself."""
        return self._encoding is not None

    def cards(self) -> Iterator[RawCard]:
        """Yield the cards.

        Raises:
            InputError: the file holds no card, or reading stops half-way.
        """
        splitter = _Splitter()
        try:
            with self._path.open(
                encoding=self._encoding or "latin-1", errors="replace", newline=None
            ) as file:
                for number, line in _logical_lines(self._physical_lines(file)):
                    yield from splitter.feed(number, line)
        except OSError as error:
            raise InputError("contacts.import.unreadable") from error
        yield from splitter.finish()
        if not splitter.has_found_any:
            raise InputError("contacts.import.no_card")

    def _physical_lines(self, file: IO[str]) -> Iterator[bytes]:
        # Latin-1 maps every byte to one character and back: each value is decoded later by its own rule.
        encoding = "utf-8" if self._encoding else "latin-1"
        for text in file:
            line = text.rstrip("\n").encode(encoding, "replace")
            self.position += len(line) + 1
            yield line.removeprefix(codecs.BOM_UTF8)


def cards_in(content: bytes) -> Iterator[RawCard]:
    """Yield the cards of a text that is no file, such as a server's answer."""
    splitter = _Splitter()
    for number, line in _logical_lines(iter(content.removeprefix(codecs.BOM_UTF8).splitlines())):
        yield from splitter.feed(number, line)
    yield from splitter.finish()


def _whole_encoding(start: bytes) -> str | None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) == len(b"B\0E\0"):
        if start[0] == 0 != start[1] and start[2] == 0:
            return "utf-16-be"
        if start[1] == 0 != start[0] and start[3] == 0:
            return "utf-16-le"
    return None


def _logical_lines(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) with folded lines put together; values of no use are cut off."""
    held: list[bytes] = []
    start, kept, quoted = 0, True, False
    for number, line in enumerate(lines, 1):
        if quoted:
            # A soft break of quoted-printable: some programs fold there as well.
            held[-1] = held[-1][:-1]
            held.append(line[1:] if line[:1] in b" \t" and line[:1] else line)
            quoted = line.endswith(b"=")
            continue
        if line[:1] in (b" ", b"\t") and held:
            if kept:
                held.append(line[1:])
            quoted = kept and line.endswith(b"=") and _is_quoted(held[0])
            continue
        if held:
            yield start, b"".join(held)
        kept = _is_kept(line)
        held, start = [line if kept else line[:80]], number
        quoted = line.endswith(b"=") and _is_quoted(line)
    if held:
        yield start, b"".join(held)


def _is_kept(line: bytes) -> bool:
    found = _PROPERTY.match(line)
    if found is None:
        return False
    name = found.group(1).upper()
    return name in _KEPT or name in (b"BEGIN", b"END")


def _is_quoted(line: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


class _Splitter:
    """Finds the cards in the lines.

    A card inside another is a part of it, unless the outer one turns out to have lost its end: then both
    are cards.
    """

    def __init__(self) -> None:
        self._outer: RawCard | None = None
        self._inner: list[RawCard] = []
        self._depth = 0
        self.has_found_any = False

    def feed(self, number: int, line: bytes) -> Iterator[RawCard]:
        """Take the next line; yield the cards that are complete with it."""
        found = _PROPERTY.match(line)
        name = found.group(1).upper() if found else b""
        if name == b"BEGIN" and line.partition(b":")[2].strip().upper() == b"VCARD":
            self.has_found_any = True
            yield from self._begin(number)
        elif name == b"END" and line.partition(b":")[2].strip().upper() == b"VCARD":
            yield from self._end()
        elif self._outer is not None and name in _KEPT:
            if self._depth == 1:
                self._inner.clear()
                self._outer.append(line)
            else:
                self._inner[-1].append(line)

    def finish(self) -> Iterator[RawCard]:
        """Yield what is left at the end of the file."""
        yield from self._all()

    def _begin(self, number: int) -> Iterator[RawCard]:
        if len(self._inner) >= _MOST_INNER:
            yield from self._all()
        if self._outer is None:
            self._outer = RawCard(number)
        else:
            self._inner.append(RawCard(number))
        self._depth += 1

    def _end(self) -> Iterator[RawCard]:
        self._depth -= 1
        if self._outer is not None and self._depth == 0:
            yield self._outer
            self._outer = None
            self._inner.clear()
        self._depth = max(self._depth, 0)

    def _all(self) -> Iterator[RawCard]:
        if self._outer is not None:
            yield self._outer
        yield from self._inner
        self._outer = None
        self._inner.clear()
        self._depth = 0
