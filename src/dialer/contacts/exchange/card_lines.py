"""One property of a vCard as it stands in a line: its group, name, parameters and value, decoded.

The grammar is RFC 6350's (section 3.3) with what older programs write. Read here and not with a library: the
one that there is for Python takes exponential time for some lines (a parameter with 30 commas and no colon
takes an hour), and a file may come from anybody. What both can read, both read alike; a test compares them.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_21 = re.compile(r"\\([;:,\\])")
_FIELD = re.compile(r"((?:[^;\\]|\\.)*+)(?:;|\\?$)", re.DOTALL)
_LISTED = re.compile(r"((?:[^,\\]|\\.)*+)(?:,|\\?$)", re.DOTALL)
_NAME = re.compile(r"(?:([A-Za-z0-9_-]++)\.)?([A-Za-z0-9_-]++);?(?=[;:])")
_VALUE = r'(?:"[^"]*+"|[^";:,]*+)'
_PARAMETER = re.compile(rf";([A-Za-z0-9_-]++)(?:=({_VALUE}(?:,{_VALUE})*+))?+")
_VALUES = re.compile(r'"([^"]*+)"|([^";:,]++)')
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_LONGEST_CACHED = 100
MEDIA = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
"""The properties that hold a file, or say where one is."""

# What programs call an encoding and what they mean by it.
_CHARSETS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}
# Encodings of Python that are none of text in files, or take long.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the colon.

    Attributes:
        group: as it is written; empty if there is none.
        name: in capitals.
        parameters: their values by their names, in capitals; those of 2.1 without a name are types.
        types: the types among them, in small letters.
    """

    group: str
    name: str
    parameters: dict[str, tuple[str, ...]]
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a card.

    Attributes:
        group: as it is written; empty if there is none.
        name: in capitals.
        parameters: their values by their names, in capitals; those of 2.1 without a name are types.
        types: the types among them, in small letters.
        value: decoded, with its escapes.
        data: what it holds if it is no text: a picture, for instance.
    """

    group: str
    name: str
    parameters: dict[str, tuple[str, ...]]
    types: tuple[str, ...]
    value: str
    data: bytes = b""


def read_line(line: bytes, card_charset: str = "", *, is_utf8: bool = False) -> Property | None:
    """Read an unfolded line; None if it is no property.

    Args:
        line: the line.
        card_charset: what other properties of the card are written in, for one that does not say.
        is_utf8: overrules what the property says.
    """
    found = split_line(line.decode("latin-1"))
    if found is None:
        return None
    head, written = found
    if head.parameters and not line.isascii():
        head = _head_of(
            head.group, head.name, {key: map(_in_latin, values) for key, values in head.parameters.items()}
        )
    parameters = head.parameters
    value = written.encode("latin-1")
    if "ENCODING" in parameters:
        value, is_binary = _transfer_decoded(value, parameters["ENCODING"])
        if is_binary and (head.name in MEDIA or not _is_text(value)):
            return Property(head.group, head.name, parameters, head.types, "", value)
    if value.isascii() and "CHARSET" not in parameters:
        text = value.decode("ascii")
    elif is_utf8:
        text = value.decode("utf-8", "replace")
    else:
        text = _decoded(value, next(iter(parameters.get("CHARSET", ())), ""), card_charset)
    return Property(head.group, head.name, parameters, head.types, text)


def split_line(line: str) -> tuple[Head, str] | None:
    """Return what stands before the colon, and the value; None if the line is no property."""
    written, colon, value = line.partition(":")
    if '"' in written:
        return _split_quoted(line)
    if not colon:
        return None
    head = _cached_head(written) if len(written) <= _LONGEST_CACHED else _head(written)
    return None if head is None else (head, value)


def unescape(value: str, *, is_21: bool = False) -> str:
    """Return a text without its escapes."""
    if "\\" not in value:
        return value
    if is_21:
        return _ESCAPE_21.sub(r"\1", value)
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def fields(value: str, *, is_21: bool = False) -> list[str]:
    """Return the parts of a structured value, such as a name's, without their escapes."""
    if "\\" not in value:
        return [part.strip() for part in value.split(";")]
    found = [unescape(one[1], is_21=is_21).strip() for one in _FIELD.finditer(value)]
    return found[:-1] if len(found) > 1 and not found[-1] else found


def listed(value: str, *, is_21: bool = False) -> list[str]:
    """Return the values of a list, such as the categories."""
    return [unescape(one[1], is_21=is_21).strip() for one in _LISTED.finditer(value)]


def _split_quoted(line: str) -> tuple[Head, str] | None:
    """Split a line with quotes in its parameters, in which colons may stand."""
    found = _NAME.match(line)
    at = found.end() if found is not None else 0
    while (parameter := _PARAMETER.match(line, at)) is not None:
        at = parameter.end()
    if found is None or line[at : at + 1] != ":":
        written, colon, value = line.partition(":")
        head = _head(written) if colon else None
    else:
        head, value = _head(line[:at]), line[at + 1 :]
    return None if head is None else (head, value)


def _head(written: str) -> Head | None:
    found = _NAME.match(written + ":")
    if found is None:
        # Nothing that any rule allows: the value still counts.
        group, _, name = written.partition(";")[0].rpartition(".")
        return Head(group.strip(), name.strip().upper(), {}) if name.strip() else None
    parameters: dict[str, list[str]] = {}
    at = found.end()
    while (parameter := _PARAMETER.match(written, at)) is not None:
        at = parameter.end()
        key = parameter[1].upper()
        values = [quoted or bare for quoted, bare in _VALUES.findall(parameter[2] or "")]
        if values:
            parameters.setdefault(key, []).extend(value.strip() for value in values)
        else:
            # 2.1 writes a value without its name.
            parameters.setdefault("ENCODING" if key in _BARE_ENCODINGS else "TYPE", []).append(key)
    if at != len(written):
        parameters = {}
    return _head_of(found[1] or "", found[2].replace("_", "-").upper(), parameters)


def _head_of(group: str, name: str, parameters: Mapping[str, Iterable[str]]) -> Head:
    kept = {key: tuple(values) for key, values in parameters.items()}
    words = (word for one in kept.get("TYPE", ()) for word in map(str.strip, one.lower().split(",")))
    return Head(group, name, kept, tuple(filter(None, words)))


_cached_head = lru_cache(maxsize=1024)(_head)


def _transfer_decoded(value: bytes, encodings: tuple[str, ...]) -> tuple[bytes, bool]:
    """Return the value without its coding for the way, and whether it may be something else than text."""
    for encoding in encodings:
        if encoding.upper() == "QUOTED-PRINTABLE":
            return quopri.decodestring(value), False
        if encoding.upper() in {"B", "BASE64"}:
            try:
                return base64.b64decode(b"".join(value.split()), validate=True), True
            except (binascii.Error, ValueError):
                return value, False
    return value, False


def _in_latin(text: str) -> str:
    """Decode what was taken for Latin-1 to be split."""
    return text if text.isascii() else decoded(text.encode("latin-1"))


def _is_text(value: bytes) -> bool:
    try:
        return b"\0" not in value and bool(value.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def decoded(value: bytes) -> str:
    """Return a text that says nothing of its encoding."""
    return _decoded(value, "", "")


def _decoded(value: bytes, charset: str, card_charset: str) -> str:
    """Decode as the property says, else as UTF-8, else as the card's other properties, else as Windows."""
    for guess in (charset, "utf-8", card_charset, "cp1252"):
        name = guess.strip().lower()
        if not name:
            continue
        try:
            found = codecs.lookup(_CHARSETS.get(name, name)).name
            if found not in _NO_CHARSETS:
                # Some encodings can write halves of characters, which no other can.
                return value.decode(found).encode("utf-8", "ignore").decode("utf-8")
        except (UnicodeError, LookupError, ValueError):
            continue
    return value.decode("latin-1")
