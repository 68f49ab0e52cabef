"""The text of a file that a spreadsheet or an address book wrote, whatever it was encoded in."""

from __future__ import annotations

import codecs
import io
from collections import Counter
from typing import IO, TYPE_CHECKING

from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_LINE = 1 << 20
_CHUNK = 1 << 20
_LOW = bytes(range(0x80))
# What programs of the last thirty years wrote on Windows, on a Mac and in DOS, the likeliest first.
_ONE_BYTE = ("cp1252", "mac_roman", "cp850")
# How often a character occurs in names and notes of the four languages, about; others hardly ever do.
_USUAL = {
    **dict.fromkeys("éüö", 5),
    **dict.fromkeys("èëäß", 4),
    **dict.fromkeys("çïê", 3),
    **dict.fromkeys("àôÉÖÜÄ", 2),
    **dict.fromkeys("âîûœæøåñáíóúÈË’‘“”«»€–—…°·•\u00a0", 1),
}
# What the files of spreadsheet programs themselves begin with.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_STRAY = "dialer.stray_bytes"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows would: somebody pasted them into a file that is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _stray)


class CsvText:
    """One file as lines of text, read once from its beginning to its end.

    Attributes:
        size: how many bytes it has.
        encoding: what it seems to be encoded in, by Python's name.
    """

    def __init__(self, path: Path) -> None:
        """Look through the file for what it is encoded in.

        Raises:
            InputError: it cannot be read, or is no text.
        """
        self._path = path
        self._file: IO[bytes] | None = None
        try:
            if path.is_dir():
                raise InputError("contacts.import.folder")
            self.size = path.stat().st_size
            with path.open("rb") as file:
                self.encoding, self._errors = _encoding_of(file)
        except FileNotFoundError as error:
            raise InputError("contacts.import.missing") from error
        except (OSError, ValueError) as error:
            raise InputError("contacts.import.unreadable") from error

    @property
    def position(self) -> int:
        """How many bytes were read, about."""
        if self._file is None:
            return 0
        return self.size if self._file.closed else self._file.tell()

    def lines(self) -> Iterator[str]:
        """Yield the lines as they are, with the characters that end them.

        One that is longer than any can be is cut off there, so that memory stays flat.

        Raises:
            InputError: reading stops half-way.
        """
        try:
            with self._path.open("rb") as self._file:
                text = io.TextIOWrapper(self._file, self.encoding, self._errors, newline="")
                while line := text.readline(LONGEST_LINE):
                    yield line
                    while len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                        line = text.readline(LONGEST_LINE)
        except OSError as error:
            raise InputError("contacts.import.unreadable") from error


def _encoding_of(file: IO[bytes]) -> tuple[str, str]:
    """Return the encoding and what to do with bytes that are none of it.

    Raises:
        InputError: it is no text at all.
    """
    start = file.read(4)
    if start in _WORKBOOKS:
        raise InputError("csv.workbook")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "replace"
    zeros = [not byte for byte in start]
    if zeros == [False, True, False, True]:
        return "utf-16-le", "replace"
    if zeros == [True, False, True, False]:
        return "utf-16-be", "replace"
    is_marked = start.startswith(codecs.BOM_UTF8)
    file.seek(0)
    utf8, high = _Utf8(), Counter[int]()
    while chunk := file.read(_CHUNK):
        if b"\0" in chunk and not is_marked:
            raise InputError("csv.no_text")
        utf8.feed(chunk)
        high.update(chunk.translate(None, _LOW))
    utf8.finish()
    if is_marked or utf8.stray < utf8.good or not utf8.stray:
        return "utf-8-sig", _STRAY
    # Single bytes: the guess under which most of them are letters that names are written with.
    return max(_ONE_BYTE, key=lambda name: _plausibility(name, high)), "replace"


def _plausibility(encoding: str, high: Counter[int]) -> int:
    """Return how much a byte-wise encoding makes sense of the bytes beyond ASCII."""
    score = 0
    for byte, times in high.items():
        char = bytes([byte]).decode(encoding, "replace")
        score += times * _USUAL.get(char, -1)
    return score


class _Utf8:
    """Counts the characters beyond ASCII that are good UTF-8, and the bytes that are not."""

    def __init__(self) -> None:
        self.good = self.stray = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        text = self._decoder.decode(chunk, final)
        if text.isascii():
            return
        beyond = sum(1 for char in text if char > "\x7f")
        stray = sum(1 for char in text if "\udc80" <= char <= "\udcff")
        self.good += beyond - stray
        self.stray += stray

    def finish(self) -> None:
        self.feed(b"", final=True)
