"""What a contact is, for every room that shows, calls or stores one."""

from __future__ import annotations

from dataclasses import dataclass, field

LOCAL = "local"
"""The source of contacts that live in this store only; other sources are ids of directory accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumber:
    """One number of a contact, kept as it was written.

    Attributes:
        raw: what was written.
        label: what it is called in the contact's card, such as "work"; may be empty.
        e164: the number with its plus sign, or None where it cannot be dialled.
        callable: whether it may be put to the dial gate.
        confirm: whether a second, deliberate step is due before it is dialled.
        display: the international form for people, or what was written where there is none.
        reason: the key of the sentence that says why it is not callable.
    """

    raw: str
    label: str = ""
    e164: str | None = None
    callable: bool = False
    confirm: bool = False
    display: str = ""
    reason: str | None = None

    @property
    def is_machine(self) -> bool:
        """Whether no person picks up, as far as its label tells."""
        label = self.label.casefold()
        return "fax" in label or label == "pager"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDraft:
    """A number as typed or imported, not read yet."""

    raw: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instructions:
    """What a receptionist has to know of somebody at the door; decided at this desk, whoever knows the rest.

    Attributes:
        never_put_through: calls are never put through to this person.
        ask_for: what to ask callers for first, such as a patient number.
        best_time: when this person is best reached.
    """

    never_put_through: bool = False
    ask_for: str = ""
    best_time: str = ""


NO_INSTRUCTIONS = Instructions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What a card says beyond the fields that Dialer has, kept so that an export gives it back.

    Attributes:
        lines: other properties, as unfolded lines of a vCard 4.0.
        media_type: of the photo, such as "image/jpeg".
        photo: the picture itself; empty if there is none.
    """

    lines: tuple[str, ...] = ()
    media_type: str = ""
    photo: bytes = b""

    def __bool__(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.lines or self.photo)


NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A contact as typed or imported, before the store gives it an id and reads its numbers.

    Attributes:
        tags: the groups and categories that somebody is in, each once.
        extras: what came along with it. A draft without any leaves those that are kept as they are.
    """

    name: str = ""
    organisation: str = ""
    department: str = ""
    title: str = ""
    numbers: tuple[NumberDraft, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    uid: str = ""
    favourite: bool = False
    tags: tuple[str, ...] = ()
    instructions: Instructions = NO_INSTRUCTIONS
    extras: Extras = field(default=NO_EXTRAS, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person, department or company in the address book.

    Attributes:
        id: the store's short name for it; never reused.
        name: never empty: where a card has none, its organisation, e-mail address or number stands in.
        uid: the key by which its source knows it.
        source: LOCAL, or the id of the directory account it comes from.
        private: whether nothing of it but a number may be written to the disk.
    """

    id: str
    name: str
    organisation: str = ""
    department: str = ""
    title: str = ""
    numbers: tuple[PhoneNumber, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    uid: str = ""
    source: str = LOCAL
    favourite: bool = False
    tags: tuple[str, ...] = ()
    instructions: Instructions = NO_INSTRUCTIONS
    private: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether the store has it; else a directory gave it to one search."""
        return "/" not in self.id

    @property
    def number_to_call(self) -> PhoneNumber | None:
        """The number that is called where nobody chose one: the first, a fax only if there is no other."""
        numbers = [number for number in self.numbers if number.callable]
        return next((number for number in numbers if not number.is_machine), numbers[0] if numbers else None)

    def draft(self) -> ContactDraft:
        """Return what an editor may change."""
        return ContactDraft(
            name=self.name,
            organisation=self.organisation,
            department=self.department,
            title=self.title,
            numbers=tuple(NumberDraft(raw=number.raw, label=number.label) for number in self.numbers),
            emails=self.emails,
            note=self.note,
            uid=self.uid,
            favourite=self.favourite,
            tags=self.tags,
            instructions=self.instructions,
        )


def live_id(source: str, uid: str) -> str:
    """Return the id of somebody whom the store does not have, the same at every search."""
    return f"{source}/{uid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A contact that a search found.

    Attributes:
        contact: the contact.
        number_index: which of its numbers to call: the one that matched, else the first callable one;
            -1 where it has no number.
        spans: which parts of the name matched, as (start, end), for highlighting.
        organisation_spans: the same for the organisation.
    """

    contact: Contact
    number_index: int
    spans: tuple[tuple[int, int], ...] = ()
    organisation_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """One page of hits, best first.

    Attributes:
        hits: the page.
        total: how many contacts match, counted up to a limit that keeps typing smooth.
        total_is_exact: False where there are more than ``total``.
        count_all: how many contacts the book holds.
    """

    hits: tuple[Hit, ...]
    total: int
    total_is_exact: bool
    count_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What the import of one file did.

    Attributes:
        file: the path as it was given.
        skipped: (line, key of the reason) of each card that could not be kept.
        incomplete: how many were kept without a photo or another part that is too large.
        error_key: why the file could not be read, or None.
    """

    file: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: tuple[tuple[int, str], ...] = ()
    incomplete: int = 0
    error_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import that wrote something, of one file or of several at once.

    Attributes:
        id: the store's number for it; a later one has a higher number.
        at: when it began, ISO 8601 in UTC.
        files: the paths as they were given.
        new: how many contacts it added that are still there.
        changed: how many it changed that are still there.
        edited: how many of both were edited by somebody since.
        left: of an import that was taken back, how many of both stay as they are, because somebody was merged
            into them since who would be lost; `new` and `changed` do not count them then.
    """

    id: int
    at: str
    files: tuple[str, ...]
    new: int
    changed: int
    edited: int
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """How far an import is: bytes read of the bytes of all files, and contacts seen."""

    file: str
    done: int
    total: int
    contacts: int


@dataclass(frozen=True, slots=True)
class ContactsChanged:
    """Bus event: contacts were added, changed or removed; lists that show them read them again."""
