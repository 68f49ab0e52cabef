"""What single properties of a card say in terms of a contact's fields; read alike wherever they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dialer.contacts.exchange.card_lines import fields, unescape
from dialer.contacts.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.contacts.exchange.card_lines import Property

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
# Control characters have no place in a text, but for the tab.
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), 0x7F])
_SPECIAL = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def text_of(property_: Property, *, is_21: bool = False) -> str:
    """Return the text of a property that is one."""
    return unescape(property_.value, is_21=is_21).strip()


def name_of(properties: Iterable[Property], *, is_21: bool = False) -> str:
    """Build a name of its parts, as it is said."""
    for one in properties:
        family, given, additional, *_ = [*fields(one.value, is_21=is_21), "", "", ""]
        if name := " ".join(filter(None, (given, additional, family))):
            return name
        if name := " ".join(filter(None, fields(one.value, is_21=is_21))):
            return name
    return ""


def organisation_of(properties: Iterable[Property], *, is_21: bool = False) -> tuple[str, str]:
    """Return the organisation, and its department: all units below it."""
    for one in properties:
        if units := list(filter(None, fields(one.value, is_21=is_21))):
            return units[0], ", ".join(units[1:])
    return "", ""


def number_of(property_: Property, *, is_21: bool = False) -> str:
    """Return a number as it is written, without the scheme of a link."""
    value = unescape(property_.value, is_21=is_21).strip()
    return value[len("tel:") :].strip() if value[: len("tel:")].lower() == "tel:" else value


@lru_cache(maxsize=512)
def number_label(types: tuple[str, ...], custom: str) -> str:
    """Return what a number is called, by its types and the name that its card gives it."""
    return label_of(types, custom)


def escape(text: str) -> str:
    """Return a text as a vCard 4.0 holds it in one line."""
    return plain(text).translate(_SPECIAL)


def plain(text: str) -> str:
    """Return a text with one kind of line ends and without control characters."""
    if text.isprintable():
        return text  # nearly always
    return _LINE_ENDS.sub("\n", text).translate(_CONTROLS)
