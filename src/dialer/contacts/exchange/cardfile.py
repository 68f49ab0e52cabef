"""The outer shape of vCard files: lines, folding, the file's encoding, where each card begins and ends.

Tolerant on purpose: a card that is broken never takes its neighbours with it. Read in pieces, and no card may
grow beyond a limit, so that memory stays flat whatever the file holds. Nothing a card refers to is fetched.
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

LARGEST_CARD = 1024 * 1024
LARGEST_BINARY = 4 * 1024 * 1024
"""How much of pictures, sounds and keys a card can hold, as they are written: a third more than they are."""

_PIECE = 64 * 1024
_EDGE = re.compile(rb"(?:[A-Za-z0-9_-]++\.)?(BEGIN|END)[ \t]*(?:;[^:]*+)?:\s*VCARD\s*", re.IGNORECASE)
# How a line of the old standard says that its value goes on in the next ones, without being folded.
_CODED = re.compile(rb"[^:]*;(?:ENCODING=)?(?:(QUOTED-PRINTABLE)|BASE64|B)(?![^;:])", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
# What is large in the cards of real programs, and is no text.
_BINARY = re.compile(
    rb"(?:[A-Za-z0-9_-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|X-[A-Za-z0-9-]+)[;:]"
    rb"(?:[^:]{0,200}(?:BASE64|ENCODING=\"?B\b)|\"?data:)",
    re.IGNORECASE,
)
_MOST_INNER = 8
_LONGEST_HEAD = 1000
_LARGE_LINE = 1000
# More than any limit, so that what was cut off is never taken for the whole.
_LONGEST_LINE = LARGEST_BINARY + 2 * _PIECE
_BLANKS = (b" ", b"\t")


@dataclass(slots=True)
class RawCard:
    """The properties of one card, unfolded, as bytes.

    Attributes:
        line: where it begins in the file.
        lines: its properties in their order.
        inner: the properties of cards inside it: somebody's agent.
        lost: whether something was too large to be read.
    """

    line: int
    lines: list[bytes] = field(default_factory=list)
    inner: list[list[bytes]] = field(default_factory=list)
    lost: bool = False
    _text: int = 0
    _binary: int = 0

    def append(self, line: bytes) -> None:
        """Add a property, unless the card is too large already."""
        if len(line) >= _LARGE_LINE and _BINARY.match(line):
            self._binary += len(line)
            if self._binary > LARGEST_BINARY:
                self.lost = True
            else:
                self.lines.append(line)
            return
        self._text += len(line)
        if self._text <= LARGEST_CARD:
            self.lines.append(line)

    @property
    def is_too_large(self) -> bool:
        """Whether it holds more text than a card can hold."""
        return self._text > LARGEST_CARD


class CardFile:
    """One vCard file, read once from its beginning to its end."""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            InputError: it cannot be read.
        """
        self._path = path
        self.position = 0
        try:
            self.size = path.stat().st_size
            if path.is_dir():
                raise InputError("contacts.import.folder")
            with path.open("rb") as file:
                self._encoding = whole_encoding(file.read(4))
        except FileNotFoundError as error:
            raise InputError("contacts.import.missing") from error
        except (OSError, ValueError) as error:
            raise InputError("contacts.import.unreadable") from error

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
            with self._path.open("rb") as file:
                for number, line in _logical_lines(_physical_lines(self._pieces(file))):
                    edge = _EDGE.fullmatch(line)
                    if edge is None:
                        splitter.add(line)
                    else:
                        yield from splitter.begin(number) if edge[1].upper() == b"BEGIN" else splitter.end()
        except OSError as error:
            raise InputError("contacts.import.unreadable") from error
        yield from splitter.finish()
        if not splitter.has_found_any:
            raise InputError("contacts.import.no_card")

    def _pieces(self, file: IO[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._encoding)("replace") if self._encoding else None
        while piece := file.read(_PIECE):
            self.position += len(piece)
            yield piece if decoder is None else decoder.decode(piece).encode("utf-8", "replace")


def whole_encoding(start: bytes) -> str | None:
    """Return the encoding of a whole file by its first four bytes, where those give it away."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if len(start) == len(b"B\0E\0"):
        if start[0] == 0 != start[1] and start[2] == 0:
            return "utf-16-be"
        if start[1] == 0 != start[0] and start[3] == 0:
            return "utf-16-le"
    return None


def _physical_lines(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line); a line without an end comes in pieces, as if it were folded there."""
    number, rest, is_inside = 1, b"", False
    for piece in pieces:
        held = rest + piece
        # Where there is no line feed, a carriage return ends a line; a last one may be half of an end.
        end = max(held.rfind(b"\n"), held.rfind(b"\r", 0, -1)) + 1
        for line in held[:end].splitlines():
            yield number, b" " + line if is_inside else line.removeprefix(codecs.BOM_UTF8)
            number, is_inside = number + 1, False
        rest = held[end:]
        if len(rest) > _PIECE:
            # Never after an equals sign, which would look like a soft break.
            cut = len(rest.rstrip(b"=\r")) or len(rest)
            yield number, b" " + rest[:cut] if is_inside else rest[:cut]
            rest, is_inside = rest[cut:], True
    for line in rest.splitlines():
        yield number, b" " + line if is_inside else line.removeprefix(codecs.BOM_UTF8)
        number, is_inside = number + 1, False


def _logical_lines(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line) with folded lines put together, and no more of one that never ends than counts."""
    start, parts, size = 0, list[bytes](), 0
    coded: re.Match[bytes] | None = None
    for number, line in lines:
        is_folded = line[:1] in _BLANKS and bool(line)
        if parts and (is_folded or (coded is not None and _goes_on(coded, parts, line))):
            if coded is not None and coded[1] and parts[-1].endswith(b"="):
                parts[-1] = parts[-1][:-1]
            size += len(line)
            if size <= _LONGEST_LINE:
                parts.append(line[1:] if is_folded else line)
            continue
        if parts:
            yield start, b"".join(parts)
        start, parts, size = number, [line] if line else [], len(line)
        coded = _CODED.match(line[:_LONGEST_HEAD])
    if parts:
        yield start, b"".join(parts)


def _goes_on(coded: re.Match[bytes], parts: list[bytes], line: bytes) -> bool:
    """Whether a line that is not folded belongs to the value before it all the same."""
    if coded[1]:
        return parts[-1].endswith(b"=") and _EDGE.fullmatch(line) is None
    return _BASE64.fullmatch(line) is not None


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

    def add(self, line: bytes) -> None:
        """Take a line that neither begins nor ends a card."""
        if self._outer is not None:
            card = self._outer if self._depth == 1 else self._inner[-1]
            card.append(line)

    def begin(self, number: int) -> Iterator[RawCard]:
        """Begin a card; yield those that are complete with it."""
        self.has_found_any = True
        if len(self._inner) >= _MOST_INNER:
            yield from self.finish()
        if self._outer is None:
            self._outer = RawCard(number)
        else:
            self._inner.append(RawCard(number))
        self._depth += 1

    def end(self) -> Iterator[RawCard]:
        """End a card; yield it unless it is inside another."""
        self._depth = max(self._depth - 1, 0)
        if self._outer is not None and self._depth == 0:
            self._outer.inner = [card.lines for card in self._inner if not card.is_too_large]
            yield self._outer
            self._outer = None
            self._inner.clear()

    def finish(self) -> Iterator[RawCard]:
        """Yield what is left; nothing more belongs to it."""
        if self._outer is not None:
            yield self._outer
        yield from self._inner
        self._outer = None
        self._inner.clear()
        self._depth = 0
