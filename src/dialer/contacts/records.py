"""From what was typed or imported to what is stored: checked, with its numbers read."""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.contacts.model import Contact, ContactDraft, NumberDraft, PhoneNumber
from dialer.contacts.numbers.numbers import check_stored
from dialer.contacts.record import Record
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate

_MOST_LETTERS = 1000
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
# What nobody means to type as a number. Everything else is kept as written, callable or not.
_TYPING_MISTAKES = frozenset(
    f"contacts.number.{reason}"
    for reason in (
        "empty",
        "letters",
        "control",
        "hidden",
        "lookalike",
        "no_number",
        "too_long",
        "text_too_long",
    )
)


def typed(draft: ContactDraft, region: str, *, source: str, uid: str = "") -> Record:
    """Return the record of what a person typed.

    Raises:
        InputError: it is empty, or a field cannot be right; the sentence says which.
    """
    clean = tidy(draft)
    if not (clean.name or clean.organisation or clean.numbers or clean.emails):
        raise InputError("contacts.error.empty")
    instructions = clean.instructions
    short = (clean.name, clean.organisation, clean.department, clean.title, *clean.tags)
    for value in (*short, instructions.ask_for, instructions.best_time):
        if len(value) > _MOST_LETTERS:
            raise InputError("contacts.error.too_long", limit=_MOST_LETTERS)
    for email in clean.emails:
        if not _EMAIL.fullmatch(email):
            raise InputError("contacts.error.email", email=email)
    record = imported(clean, region, source=source, uid=uid or f"urn:uuid:{uuid.uuid4()}")
    for number in record.contact.numbers:
        if number.reason in _TYPING_MISTAKES:
            raise InputError(number.reason, number=number.raw)
    if any(not number.raw.strip() for number in draft.numbers):
        raise InputError("contacts.number.empty")
    return record


def imported(
    draft: ContactDraft, region: str, *, source: str, uid: str, digest: bytes | None = None
) -> Record:
    """Return the record of what a file or a directory holds: everything is kept, nothing is judged."""
    read = [_read(number, region) for number in draft.numbers]
    numbers = tuple(number for number, _ in read)
    stand_ins = (draft.name, draft.organisation, *draft.emails, *(number.raw for number in numbers))
    contact = Contact(
        id="",
        name=next(filter(None, stand_ins), ""),
        organisation=draft.organisation,
        department=draft.department,
        title=draft.title,
        numbers=numbers,
        emails=draft.emails,
        note=draft.note,
        uid=uid,
        source=source,
        favourite=draft.favourite,
        tags=draft.tags,
        instructions=draft.instructions,
    )
    return Record(
        contact=contact,
        digits=tuple(digits for _, digits in read),
        digest=digest,
        extras=draft.extras if digest is not None or draft.extras else None,
    )


def annotated(contact: Contact, draft: ContactDraft, region: str) -> Record:
    """Return the record of a directory's person with the draft's star, note and instructions.

    Raises:
        InputError: the draft changes something that the directory decides about.
    """
    wanted = replace(tidy(draft), uid=contact.uid)
    own = replace(
        contact.draft(), favourite=wanted.favourite, note=wanted.note, instructions=wanted.instructions
    )
    if wanted != tidy(own):
        raise InputError("directories.error.read_only", name=contact.name)
    return imported(own, region, source=contact.source, uid=contact.uid)


def read_again(contact: Contact, region: str, before: str | None) -> Record | None:
    """Return the record of a stored contact by the present rules; None if its numbers read as before.

    Args:
        contact: the contact.
        region: the home's country.
        before: the home's country when the numbers were read last: those that were read in another country
            stay there. Without one, none do.
    """
    read = [_read_number_again(number, region, before) for number in contact.numbers]
    numbers = tuple(number for number, _ in read)
    if numbers == contact.numbers:
        return None
    return Record(contact=replace(contact, numbers=numbers), digits=tuple(digits for _, digits in read))


def tidy(draft: ContactDraft) -> ContactDraft:
    """Return the draft without characters that cannot be seen, nor space around a field, nor empty fields."""
    return replace(
        draft,
        name=one_line(draft.name),
        organisation=one_line(draft.organisation),
        department=one_line(draft.department),
        title=one_line(draft.title),
        numbers=tuple(
            NumberDraft(raw=raw, label=one_line(number.label))
            for number in draft.numbers
            if (raw := number.raw.strip())
        ),
        emails=tuple(filter(None, map(one_line, draft.emails))),
        note=_visible(draft.note, keep="\n").strip(),
        tags=tuple(dict.fromkeys(filter(None, map(one_line, draft.tags)))),
        instructions=replace(
            draft.instructions,
            ask_for=one_line(draft.instructions.ask_for),
            best_time=one_line(draft.instructions.best_time),
        ),
    )


def one_line(text: str) -> str:
    """Return a text as one line, without control characters and without marks that turn its direction."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(_visible(text).split())


def _visible(text: str, keep: str = "") -> str:
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for char in text.replace("\r\n", "\n"):
        if char in keep:
            kept.append(char)
        elif (category := unicodedata.category(char)) == "Cc":
            kept.append(" ")
        elif category != "Cs" and unicodedata.bidirectional(char) not in _TURNS:
            kept.append(char)
    return "".join(kept)


_TURNS = frozenset({"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"})


def _read(number: NumberDraft, region: str) -> tuple[PhoneNumber, str]:
    candidate = check_stored(number.raw, region)
    stored = PhoneNumber(
        raw=number.raw,
        label=number.label,
        e164=candidate.e164,
        callable=candidate.callable,
        confirm=candidate.confirm,
        display=_display(candidate) or number.raw,
        reason=candidate.reason,
    )
    return stored, _digits(number.raw, candidate)


def _display(candidate: Candidate) -> str | None:
    """Return a number as it is shown, with its extension: whoever answers has to be asked for that."""
    if candidate.international and candidate.extension:
        return f"{candidate.international} ext. {candidate.extension}"
    return candidate.international


def _read_number_again(number: PhoneNumber, region: str, before: str | None) -> tuple[PhoneNumber, str]:
    draft = NumberDraft(raw=number.raw, label=number.label)
    read = _read(draft, region)
    if before is None or number.e164 in {None, read[0].e164}:
        return read
    if _read(draft, before)[0].e164 == number.e164:
        return read
    # It came with a file or a directory of another country, and was read in it.
    own = check_stored(str(number.e164), str(region)).region
    there = _read(draft, own) if own else read
    return there if there[0].e164 == number.e164 else read


def _digits(raw: str, candidate: Candidate) -> str:
    if candidate.e164 is None:
        return re.sub("[^0-9]", "", raw)
    national = re.sub("[^0-9]", "", candidate.national or "")
    return f"{candidate.e164[1:]} {national}"
