"""vCard 2.1, 3.0 and 4.0: what a card says about a person, for the address book."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.cardfile import CardFile, RawCard
from dialer.contacts.labels import label_of
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.contacts.reader import Card, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_21 = re.compile(r"\\([;:,\\])")
_FIELD = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
# What programs call an encoding and what they mean by it.
_CHARSETS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
}


@dataclass(slots=True)
class _Property:
    group: str
    name: str
    parameters: dict[str, list[str]]
    value: str


class CardReader:
    """The cards of one file, one at a time."""

    def __init__(self, path: Path) -> None:
        """Look at the file.

        Raises:
            InputError: it cannot be read or is too large.
        """
        self._file = CardFile(path)
        self.size = self._file.size

    @property
    def position(self) -> int:
        """How many bytes were read, about."""
        return self._file.position

    def __iter__(self) -> Iterator[Card | Skipped]:
        """Yield each card, or why it is skipped.

        Raises:
            InputError: the file holds no card, or reading stops half-way.
        """
        for raw in self._file.cards():
            yield read_card(raw, is_utf8=self._file.is_utf16)


def read_card(raw: RawCard, *, is_utf8: bool = False) -> Card | Skipped:
    """Read one card; ``is_utf8`` overrules what its properties say about their encoding."""
    if raw.is_too_large:
        return Skipped(raw.line, "contacts.skipped.too_large")
    properties = _properties(raw, is_utf8=is_utf8)
    draft = _draft(properties)
    if not (draft.name or draft.organisation or draft.numbers or draft.emails):
        return Skipped(raw.line, "contacts.skipped.empty")
    return Card(raw.line, draft)


def _draft(properties: dict[str, list[_Property]]) -> ContactDraft:
    version = properties["VERSION"][0].value.strip() if properties["VERSION"] else "3.0"
    is_21 = version.startswith("2")
    labels = {one.group: one.value for one in properties["X-ABLABEL"] if one.group}

    def texts(name: str) -> list[str]:
        return [text for one in properties[name] if (text := _unescape(one.value, is_21=is_21).strip())]

    organisation, department = _organisation(properties["ORG"], is_21=is_21)
    return ContactDraft(
        name=_first(texts("FN")) or _name(properties["N"], is_21=is_21) or _first(texts("NICKNAME")),
        organisation=organisation,
        department=department,
        title=_first(texts("TITLE")),
        numbers=tuple(
            NumberDraft(raw=number, label=label_of(one.parameters.get("TYPE", []), labels.get(one.group, "")))
            for one in properties["TEL"]
            if (number := _number(_unescape(one.value, is_21=is_21)))
        ),
        emails=tuple(dict.fromkeys(texts("EMAIL"))),
        note="\n".join(texts("NOTE")),
        uid=_first(texts("UID")),
    )


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""


def _name(properties: list[_Property], *, is_21: bool) -> str:
    """Build a name of its parts, as it is said."""
    for one in properties:
        family, given, additional, *_ = [*_fields(one.value, is_21=is_21), "", "", ""]
        if name := " ".join(filter(None, (given, additional, family))):
            return name
        if name := " ".join(filter(None, _fields(one.value, is_21=is_21))):
            return name
    return ""


def _organisation(properties: list[_Property], *, is_21: bool) -> tuple[str, str]:
    for one in properties:
        units = list(filter(None, _fields(one.value, is_21=is_21)))
        if units:
            return units[0], ", ".join(units[1:])
    return "", ""


def _number(value: str) -> str:
    value = value.strip()
    return value[len("tel:") :].strip() if value[: len("tel:")].lower() == "tel:" else value


def _fields(value: str, *, is_21: bool) -> list[str]:
    fields = [_unescape(found.group(1), is_21=is_21).strip() for found in _FIELD.finditer(value)]
    return fields[:-1] if len(fields) > 1 and not fields[-1] else fields


def _unescape(value: str, *, is_21: bool) -> str:
    if "\\" not in value:
        return value
    if is_21:
        return _ESCAPE_21.sub(r"\1", value)
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)


def _properties(raw: RawCard, *, is_utf8: bool) -> dict[str, list[_Property]]:
    found: defaultdict[str, list[_Property]] = defaultdict(list)
    charset = ""
    for line in raw.lines:
        one = _property(line, charset, is_utf8=is_utf8)
        if one is not None:
            found[one.name].append(one)
            charset = next(iter(one.parameters.get("CHARSET", [])), charset)
    return found


def _property(line: bytes, card_charset: str, *, is_utf8: bool) -> _Property | None:
    from vobject.base import VObjectError, parseLine

    try:
        name, listed, value, group = parseLine(line.decode("latin-1"))
    except VObjectError:
        head, colon, rest = line.decode("latin-1").partition(":")
        if not colon:
            return None
        # Parameters that no rule allows: the value still counts.
        group, _, name = head.partition(";")[0].rpartition(".")
        listed, value = [], rest
    parameters: dict[str, list[str]] = {}
    for parameter, *values in listed:
        key = parameter.strip().upper()
        if values:
            parameters.setdefault(key, []).extend(value.strip().strip('"') for value in values)
        else:
            # 2.1 writes a value without its name.
            parameters.setdefault("ENCODING" if key in _BARE_ENCODINGS else "TYPE", []).append(key)
    encoded = _transfer_decoded(value.encode("latin-1"), parameters.get("ENCODING", []))
    charset = next(iter(parameters.get("CHARSET", [])), "")
    text = encoded.decode("utf-8", "replace") if is_utf8 else _decoded(encoded, charset, card_charset)
    return _Property((group or "").lower(), name.upper(), parameters, text)


def _transfer_decoded(value: bytes, encodings: list[str]) -> bytes:
    for encoding in encodings:
        if encoding.upper() == "QUOTED-PRINTABLE":
            return quopri.decodestring(value)
        if encoding.upper() in {"B", "BASE64"}:
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                return value
    return value


def _decoded(value: bytes, charset: str, card_charset: str) -> str:
    """Decode as the property says, else as UTF-8, else as the card's other properties, else as Windows."""
    if value.isascii() and not charset:
        return value.decode("ascii")
    for guess in (charset, "utf-8", card_charset, "cp1252"):
        name = guess.strip().lower()
        if not name:
            continue
        try:
            return value.decode(_CHARSETS.get(name, name))
        except (UnicodeDecodeError, LookupError):
            continue
    return value.decode("latin-1")
