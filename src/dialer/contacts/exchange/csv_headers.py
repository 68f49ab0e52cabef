"""What address books and people call their columns, in English, Dutch, French and German.

The words are in ``resources/csv_columns.json``: those of exports of Outlook (desktop and outlook.com), Google
Contacts (both forms), Thunderbird, Apple and Nextcloud, and of lists that people keep in spreadsheets. Names
that are always the same stand there whole; columns of numbers, e-mail and postal addresses, of which there
are hundreds, are read word by word.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialer.contacts.exchange.csv_fields import Column, Field
from dialer.contacts.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).resolve().parent.parent.parent / "resources" / "csv_columns.json"
_NUMBERED = re.compile(
    r"(?P<what>phone|e-?mail|address|website|event|relation|custom field|im)"
    r" (?P<place>[0-9]+) - (?P<part>.+)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_ADDRESS = {
    "street": Field.STREET,
    "city": Field.CITY,
    "po box": Field.PO_BOX,
    "region": Field.REGION,
    "postal code": Field.POSTCODE,
    "postcode": Field.POSTCODE,
    "country": Field.COUNTRY,
}
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The words of headers, folded.

    Attributes:
        fields: whole headers.
        names: headers of a whole name or a family's, by what the other columns are.
        titles: headers of a title before the name or of a job, likewise.
        phone: words that make a column one of numbers.
        kinds: words that do so by themselves, and what its numbers are called.
        more: words that say what the numbers of such a column are called.
        places: whose numbers or address they are.
        not_quite_own: Outlook's columns of numbers that are not quite the contact's own.
        outlook_only: those of them that mean a number in Outlook alone.
        mail: words that make a column one of e-mail addresses.
        about_mail: words that do so beside "adresse".
        names_of_mail: words that make it the name that a mail program shows instead.
        not_itself: words of columns that are about a number or an address, and hold none.
    """

    fields: Mapping[str, Field]
    names: frozenset[str]
    titles: frozenset[str]
    phone: frozenset[str]
    kinds: Mapping[str, str]
    more: Mapping[str, str]
    places: Mapping[str, str]
    not_quite_own: frozenset[str]
    outlook_only: frozenset[str]
    main: frozenset[str]
    mail: frozenset[str]
    about_mail: frozenset[str]
    names_of_mail: frozenset[str]
    parts: Mapping[str, Field]
    part_pairs: Mapping[str, Field]
    not_itself: frozenset[str]


@cache
def known_words() -> _Words:
    """Return the words that headers are made of."""
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    kinds = _turned(data["kinds"])
    return _Words(
        fields=_fields(data["fields"]),
        names=frozenset(data["names"]),
        titles=frozenset(data["titles"]),
        phone=frozenset(data["phone"]),
        kinds=kinds,
        more={**_turned(data["kinds_of_phone"]), **kinds},
        places=_turned(data["places"]),
        not_quite_own=frozenset(data["not_quite_own"]),
        outlook_only=frozenset(data["outlook_only"]),
        main=frozenset(data["main"]),
        mail=frozenset(data["mail"]),
        about_mail=frozenset(data["about_mail"]),
        names_of_mail=frozenset(data["names_of_mail"]),
        parts=_fields(data["parts"]),
        part_pairs=_fields(data["part_pairs"]),
        not_itself=frozenset(data["not_itself"]),
    )


def _turned(lists: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: meant for meant, many in lists.items() for word in many}


def _fields(lists: Mapping[str, list[str]]) -> dict[str, Field]:
    return {word: Field(meant) for word, meant in _turned(lists).items()}


def normal(header: str) -> str:
    """Return a header without capitals, accents, signs and the ways to write e-mail; ``GivenName`` apart."""
    return " ".join(words(_CAMEL.sub(" ", header))).replace("e mail", "email")


def read_header(header: str) -> Column:
    """Return what a column with this name holds, as far as the name alone tells."""
    if (found := _NUMBERED.fullmatch(header.strip())) is not None:
        return _of_google(header, found)
    known, name = known_words(), normal(header)
    if field := known.fields.get(name):
        return Column(header=header, field=field)
    tokens = name.split()
    if (column := _number(header, name, tokens)) is not None:
        return column
    found_words = set(tokens)
    is_of_mail = bool((known.mail | known.about_mail) & found_words)
    if is_of_mail and known.names_of_mail & found_words:
        return Column(header=header, field=Field.IGNORED)
    if known.mail & found_words or (is_of_mail and "adresse" in found_words):
        about = known.not_itself & found_words
        return Column(header=header, field=Field.UNKNOWN if about else Field.EMAIL)
    return _address(header, tokens)


def _of_google(header: str, found: re.Match[str]) -> Column:
    """Read a column of Google Contacts: several of one kind, each with its label beside it."""
    what, part, group = found["what"].lower(), found["part"].strip().lower(), int(found["place"])
    is_label, is_value = part in {"type", "label", "service"}, part == "value"
    if what == "phone":
        number = Field.NUMBER if is_value else Field.UNKNOWN
        return Column(header=header, field=Field.NUMBER_LABEL if is_label else number, group=group)
    if is_label:
        # What an address or a site is called is not kept.
        return Column(header=header, field=Field.IGNORED)
    if what == "address":
        # The formatted address says again what its parts say.
        field = Field.IGNORED if part == "formatted" else _OF_ADDRESS.get(part, Field.UNKNOWN)
        return Column(header=header, field=field, label=str(group))
    if what == "website":
        return Column(header=header, field=Field.WEBSITE)
    is_mail = what in {"email", "e-mail"} and is_value
    return Column(header=header, field=Field.EMAIL if is_mail else Field.UNKNOWN)


def _number(header: str, name: str, tokens: list[str]) -> Column | None:
    known, base, found = known_words(), name.rstrip(" 0123456789"), set(tokens)
    if base in known.main:
        return Column(header=header, field=Field.NUMBER, label="main")
    if base in known.not_quite_own:
        # They keep the name of their column: "Assistant's Phone".
        return Column(header=header, field=Field.NUMBER, label=header.strip())
    if (
        found & known.mail
        or found & known.not_itself
        or not (found & known.phone or found & known.kinds.keys())
    ):
        return None
    return Column(header=header, field=Field.NUMBER, label=_label(tokens))


def _label(tokens: list[str]) -> str:
    known = known_words()
    kinds = [known.more[word] for word in tokens if word in known.more]
    # "Main" says least: a main mobile is a mobile.
    kind = min(kinds, key=lambda one: one == "main", default="")
    place = next((known.places[word] for word in tokens if word in known.places), "")
    if kind == "fax" and place in {"work", "home"}:
        return f"{place} fax"
    return place if kind in {"", "work"} and place else kind


def label_of_text(text: str) -> str:
    """Return a label that somebody gave a number: one of ours if it says the same, else as it is."""
    known, text = known_words(), text.strip().removeprefix("*").strip()
    tokens = normal(text).split()
    plain = {*known.more, *known.places, *known.phone}
    return (tokens and plain.issuperset(tokens) and _label(tokens)) or text


def _address(header: str, tokens: list[str]) -> Column:
    known, found = known_words(), set(tokens)
    if found & known.not_itself - {"code"} or found & known.mail or len(tokens) > _MOST_WORDS:
        return Column(header=header)
    pairs = (known.part_pairs.get(f"{one} {other}") for one, other in pairwise(tokens))
    parts = (known.parts.get(token) for token in reversed(tokens))
    field = next(filter(None, pairs), None) or next(filter(None, parts), None)
    if field is None:
        return Column(header=header)
    place = next((known.places[word] for word in tokens if word in known.places), "")
    return Column(header=header, field=field, label=place)
