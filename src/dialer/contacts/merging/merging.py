"""One contact out of several that are the same person: nothing that any of them said is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.contacts.model import Extras, Instructions
from dialer.contacts.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dialer.contacts.model import Contact, PhoneNumber

_PLAIN = ("name", "organisation", "department", "title")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the contacts, with the digits of its numbers and what else its card said."""

    contact: Contact
    digits: tuple[str, ...]
    extras: Extras


def merged(parts: Sequence[Part]) -> Record:
    """Return the first one with everything that the others say more.

    Where they contradict each other in what there can be one of (name, organisation, title), the first one's
    stays in its place and the other's goes into the note.
    """
    first, rest = parts[0].contact, [part.contact for part in parts[1:]]
    contacts = [first, *rest]
    kept = replace(
        first,
        organisation=_first(one.organisation for one in contacts),
        department=_first(one.department for one in contacts),
        title=_first(one.title for one in contacts),
    )
    numbers = _numbers(parts)
    contact = replace(
        kept,
        numbers=tuple(number for number, _ in numbers),
        emails=_unique((email for one in contacts for email in one.emails), str.casefold),
        note=_note(kept, rest),
        favourite=any(one.favourite for one in contacts),
        tags=_unique((tag for one in contacts for tag in one.tags), str.casefold),
        instructions=_instructions([one.instructions for one in contacts]),
    )
    return Record(
        contact=contact,
        digits=tuple(digits for _, digits in numbers),
        extras=_extras([part.extras for part in parts]),
    )


def _numbers(parts: Sequence[Part]) -> list[tuple[PhoneNumber, str]]:
    """Return each number once, by the first label that it has anywhere."""
    found: dict[str, tuple[PhoneNumber, str]] = {}
    for part in parts:
        for number, digits in zip(part.contact.numbers, part.digits, strict=True):
            key = number.e164 or re.sub("[^0-9]", "", number.raw) or number.raw
            known, known_digits = found.get(key, (number, digits))
            if not known.label and number.label:
                known = replace(known, label=number.label)
            found[key] = known, known_digits
    return list(found.values())


def _note(kept: Contact, rest: Sequence[Contact]) -> str:
    paragraphs = [kept.note.strip()]
    for other in rest:
        differs = [
            value
            for name in _PLAIN
            if (value := getattr(other, name)) and value.casefold() != getattr(kept, name).casefold()
        ]
        paragraphs += [" · ".join(differs), other.note.strip()]
    return "\n\n".join(_unique(filter(None, paragraphs), str.casefold))


def _instructions(all_of_them: Sequence[Instructions]) -> Instructions:
    return Instructions(
        never_put_through=any(one.never_put_through for one in all_of_them),
        ask_for="; ".join(_unique(filter(None, (one.ask_for for one in all_of_them)), str.casefold)),
        best_time="; ".join(_unique(filter(None, (one.best_time for one in all_of_them)), str.casefold)),
    )


def _extras(all_of_them: Sequence[Extras]) -> Extras:
    picture = next((one for one in all_of_them if one.photo), Extras())
    return Extras(
        lines=_unique((line for one in all_of_them for line in one.lines), str),
        media_type=picture.media_type,
        photo=picture.photo,
    )


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _unique(values: Iterable[str], key: Callable[[str], str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(key(value), value)
    return tuple(found.values())
