"""A contact as a card of vCard 4.0 (RFC 6350), which `vcard` reads back without a loss.

There is no well-kept library that writes 4.0: vobject writes 3.0. What a field was read from is written in
the words of its card where those still say the same (see `card_extras`); else the field counts, and what the
card said about it is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

from dialer import __version__
from dialer.contacts.exchange.card_extras import types_of, written
from dialer.contacts.exchange.card_fields import (
    escape,
    name_of,
    number_label,
    number_of,
    organisation_of,
    text_of,
)
from dialer.contacts.exchange.card_lines import Property, split_line
from dialer.contacts.exchange.card_media import to_uri
from dialer.contacts.exchange.vcard import (
    ASK_FOR,
    BEST_TIME,
    DEPARTMENT,
    FAVOURITE,
    NEVER_PUT_THROUGH,
    SOURCE,
)
from dialer.contacts.model import LOCAL
from dialer.contacts.records import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dialer.contacts.model import Contact, Extras

_FIELDS = frozenset({"FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "X-ABLABEL"})
# How a name sounds and is sorted, which is about the name that it came with.
_OF_NAMES = frozenset(
    {"X-SORT-STRING", "X-PHONETIC-FIRST-NAME", "X-PHONETIC-MIDDLE-NAME", "X-PHONETIC-LAST-NAME"}
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\s,;\\]+")
# RFC 3966: a number with its country, or one that says where it is dialled; with parameters or without.
_TEL = re.compile(
    r"(?:\+[0-9().-]*[0-9][0-9().-]*(?:;[A-Za-z0-9-]+(?:=[A-Za-z0-9+().:&$%~_*'!/-]+)?)*"
    r"|[0-9A-Fa-f*#().-]+(?:;[A-Za-z0-9-]+(?:=[A-Za-z0-9+().:&$%~_*'!/-]+)?)*;phone-context=[A-Za-z0-9+.-]+)"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_OCTETS = 75


def to_bytes(contact: Contact, extras: Extras) -> bytes:
    """Return a contact as a card: UTF-8, lines of 75 octets at most."""
    return b"".join(b"%b\r\n" % _folded(line) for line in to_lines(contact, extras))


def to_lines(contact: Contact, extras: Extras) -> list[str]:
    """Return a contact as the unfolded lines of a card."""
    kept, others = _sorted(extras.lines)
    names, keeps_name = _names(contact, kept)
    if not keeps_name:
        others = [one for one in others if one[0].name not in _OF_NAMES]
    emails = {one_line(text_of(one)): (one, line) for one, line in kept["EMAIL"]}
    said = [emails[address] for address in contact.emails if address in emails]
    groups = {one.group.lower() for one, _ in (*others, *said) if one.group}
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"PRODID:-//Dialer//Dialer {__version__}//EN"]
    lines += [_uid(contact.uid), *names]
    lines += _first_of("ORG", (contact.organisation, contact.department), kept["ORG"])
    lines += _first_of("TITLE", (contact.title,), kept["TITLE"])
    lines += _numbers(contact, kept["TEL"], groups)
    lines += [
        emails[address][1] if address in emails else f"EMAIL:{escape(address)}" for address in contact.emails
    ]
    lines += [line for one, line in kept["X-ABLABEL"] if one.group.lower() in groups]
    if contact.note:
        lines.append(f"NOTE:{escape(contact.note)}")
    if contact.tags:
        lines.append(f"CATEGORIES:{','.join(map(escape, contact.tags))}")
    lines += _own(contact)
    if extras.photo:
        lines.append(f"PHOTO:{to_uri(extras.media_type, extras.photo)}")
    lines += [line for _, line in others]
    return [*lines, "END:VCARD"]


_Line = tuple[Property, str]


def _sorted(lines: Sequence[str]) -> tuple[defaultdict[str, list[_Line]], list[_Line]]:
    """Return the lines that say more about a field, by their names, and the others in their order."""
    kept: defaultdict[str, list[_Line]] = defaultdict(list)
    others: list[_Line] = []
    for line in lines:
        if (found := split_line(line)) is None:
            continue
        head, value = found
        one = Property(head.group, head.name, head.parameters, head.types, value)
        (kept[head.name] if head.name in _FIELDS else others).append((one, line))
    return kept, others


def _names(contact: Contact, kept: defaultdict[str, list[_Line]]) -> tuple[list[str], bool]:
    """Return the lines of the name, and whether what the card said about it still holds."""
    full, parts = kept["FN"], kept["N"]
    own = f"FN:{escape(contact.name)}"
    if not full and not parts:
        return [own], True
    said = text_of(full[0][0]) if full else name_of(one for one, _ in parts)
    if one_line(said) != contact.name:
        return [own], False
    return [own, *(line for _, line in (*full[1:], *parts))], True


def _first_of(name: str, values: tuple[str, ...], kept: Sequence[_Line]) -> Iterator[str]:
    """Yield a field's line, in its card's words where they still hold, and what else has the same name."""
    if not values[0]:
        return
    own = f"{name}:{';'.join(map(escape, values if all(values) else values[:1]))}"
    if not kept:
        yield own
        return
    first = kept[0][0]
    said = organisation_of([first]) if name == "ORG" else (text_of(first),)
    yield kept[0][1] if tuple(map(one_line, said)) == values else own
    for _, line in kept[1:]:
        yield line


def _numbers(contact: Contact, kept: Sequence[_Line], groups: set[str]) -> Iterator[str]:
    waiting: defaultdict[str, list[Property]] = defaultdict(list)
    for one, _ in kept:
        waiting[number_of(one)].append(one)
    free = (name for at in count(1) if (name := f"item{at}") not in groups)
    for number in contact.numbers:
        known = types_of(number.label)
        parameters = f";TYPE={','.join(known)}" if known else ""
        for one in waiting[number.raw]:
            if not known or number_label(one.types, "") == number.label:
                waiting[number.raw].remove(one)
                parameters = written(one.parameters)
                break
        group = "" if known or not number.label else f"{next(free)}."
        yield f"{group}TEL{parameters}{_value(number.raw)}"
        if group:
            yield f"{group}X-ABLABEL:{escape(number.label)}"


def _value(raw: str) -> str:
    """Return a number as it is written; as a link only where it is one."""
    number = raw[len("tel:") :] if raw[: len("tel:")].lower() == "tel:" else raw
    if (number != raw or ";" in number) and _TEL.fullmatch(number):
        return f";VALUE=uri:tel:{number}"
    # A control character makes a number one that cannot be called: it must not become another one without it.
    return f";VALUE=text:{escape(_CONTROLS.sub(_REPLACEMENT, raw))}"


def _own(contact: Contact) -> Iterator[str]:
    """Yield what only Dialer knows."""
    instructions = contact.instructions
    if contact.department and not contact.organisation:
        yield f"{DEPARTMENT}:{escape(contact.department)}"
    if contact.favourite:
        yield f"{FAVOURITE}:1"
    if instructions.never_put_through:
        yield f"{NEVER_PUT_THROUGH}:1"
    if instructions.ask_for:
        yield f"{ASK_FOR}:{escape(instructions.ask_for)}"
    if instructions.best_time:
        yield f"{BEST_TIME}:{escape(instructions.best_time)}"
    if contact.source != LOCAL:
        yield f"{SOURCE}:{escape(contact.source)}"


def _uid(uid: str) -> str:
    return f"UID:{uid}" if _URI.fullmatch(uid) else f"UID;VALUE=text:{escape(uid)}"


def _folded(line: str) -> bytes:
    """Return a line in pieces of 75 octets at most, none of which ends inside a character."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= _OCTETS:
        return octets
    pieces, start, room = [], 0, _OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # noqa: PLR2004  # a byte inside a character
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, _OCTETS - 1
    return b"\r\n ".join([*pieces, octets[start:]])
