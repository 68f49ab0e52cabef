"""Changes that met another one at the directory: both versions are kept until a person chooses."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts.model import NO_EXTRAS, NO_INSTRUCTIONS, ContactDraft, NumberDraft
from dialer.core.errors import InputError, SafetyError
from dialer.core.issues import FixAction, Issue, Severity

if TYPE_CHECKING:
    import apsw

    from dialer.contacts.book import ContactBook
    from dialer.contacts.model import Contact
    from dialer.core.hub import Hub

_ISSUE = "conflict/"


class Keep(StrEnum):
    """Which version is to stay: this desk's own, the directory's, or both as two people."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A change of somebody that was not written, because somebody else had made another one.

    Attributes:
        id: its short name, never reused.
        source: the account's id.
        uid: the directory's key of the person.
        mine: how the person should have been.
        theirs: the person as the directory has it; None if it is gone there.
    """

    id: int
    source: str
    uid: str
    mine: ContactDraft
    theirs: Contact | None = None


class ConflictKept(SafetyError):
    """A change was not written; it is kept beside the directory's version, and a person has to choose.

    Attributes:
        conflict: what there is to choose.
    """

    def __init__(self, conflict: Conflict, name: str) -> None:
        """Say of whom there are two versions."""
        super().__init__("directories.error.conflict_kept", name=name, id=conflict.id)
        self.conflict = conflict


def theirs_of(draft: ContactDraft) -> ContactDraft:
    """Return what a directory decides about: all but what is this desk's own."""
    return replace(draft, uid="", favourite=False, instructions=NO_INSTRUCTIONS, extras=NO_EXTRAS)


class Conflicts:
    """The open conflicts, and the issues that name them."""

    def __init__(self, hub: Hub, book: ContactBook) -> None:
        """Look at nothing yet."""
        self._hub, self._book = hub, book

    async def all(self, source: str = "") -> list[Conflict]:
        """Return what a person has to choose about, of one account or of all, with both versions of now."""
        found = await self._hub.database.read(partial(_find, source=source))
        return [replace(each, theirs=await self._copy(each)) for each in found]

    async def get(self, conflict_id: int) -> Conflict:
        """Return a conflict.

        Raises:
            InputError: there is none of this id.
        """
        for each in await self.all():
            if each.id == conflict_id:
                return each
        raise InputError("directories.error.no_conflict", id=conflict_id)

    async def refuse(self, contact: Contact) -> None:
        """Refuse a change of somebody of whom there are two versions already.

        Raises:
            ConflictKept: there are.
        """
        for each in await self.all(contact.source):
            if each.uid == contact.uid:
                raise ConflictKept(each, contact.name)

    async def keep(self, contact: Contact, mine: ContactDraft) -> ConflictKept:
        """Keep a version that was not written; return the error that says so."""
        write = partial(_keep, source=contact.source, uid=contact.uid, mine=mine)
        kept = await self._hub.database.write(write)
        conflict = Conflict(id=kept, source=contact.source, uid=contact.uid, mine=mine)
        self._report(conflict)
        return ConflictKept(conflict, contact.name)

    async def drop(self, conflict: Conflict) -> None:
        """Forget a conflict that is settled."""
        await self._hub.database.write(partial(_drop, conflict_id=conflict.id))
        self._hub.issues.clear(f"{_ISSUE}{conflict.id}")

    async def look(self, source: str = "") -> None:
        """Say what there is to choose about, and forget what has settled itself."""
        for each in await self.all(source):
            if each.theirs is not None and theirs_of(each.theirs.draft()) == theirs_of(each.mine):
                await self.drop(each)
            else:
                self._report(each)

    def _report(self, conflict: Conflict) -> None:
        entry = self._hub.entries.get(conflict.source)
        name = conflict.mine.name or (conflict.theirs.name if conflict.theirs else "")
        title = entry.title if entry is not None else ""
        self._hub.issues.report(
            Issue(
                id=f"{_ISSUE}{conflict.id}",
                severity=Severity.WARNING,
                key="directories.issue.conflict",
                placeholders={"person": name, "title": title, "id": conflict.id},
                fix=FixAction.CHOOSE_VERSION,
                entry_id=conflict.source,
            )
        )

    async def _copy(self, conflict: Conflict) -> Contact | None:
        return next(iter(await self._book.of_source(conflict.source, [conflict.uid])), None)


def _keep(connection: apsw.Connection, source: str, uid: str, mine: ContactDraft) -> int:
    """Keep a version that was not written; return the conflict's id."""
    connection.execute(
        "INSERT INTO contact_conflict(source, uid, mine) VALUES(?1, ?2, ?3)"
        " ON CONFLICT(source, uid) DO UPDATE SET mine=?3",
        (source, uid, _written(mine)),
    )
    found = connection.execute("SELECT id FROM contact_conflict WHERE source=? AND uid=?", (source, uid))
    return int(found.get)


def _drop(connection: apsw.Connection, conflict_id: int) -> None:
    """Forget a conflict that is settled."""
    connection.execute("DELETE FROM contact_conflict WHERE id=?", (conflict_id,))


def _find(connection: apsw.Connection, source: str) -> list[Conflict]:
    """Return the open conflicts, of one source or of all, the oldest first."""
    rows = connection.execute(
        "SELECT id, source, uid, mine FROM contact_conflict WHERE ?1='' OR source=?1 ORDER BY id", (source,)
    )
    return [Conflict(id=row, source=where, uid=uid, mine=_read(mine)) for row, where, uid, mine in rows]


def _written(draft: ContactDraft) -> str:
    return json.dumps(
        {
            "name": draft.name,
            "organisation": draft.organisation,
            "department": draft.department,
            "title": draft.title,
            "numbers": [(number.raw, number.label) for number in draft.numbers],
            "emails": draft.emails,
            "note": draft.note,
            "tags": draft.tags,
        },
        ensure_ascii=False,
    )


def _read(text: str) -> ContactDraft:
    content = json.loads(text)
    return ContactDraft(
        name=content["name"],
        organisation=content["organisation"],
        department=content["department"],
        title=content["title"],
        numbers=tuple(NumberDraft(raw=raw, label=label) for raw, label in content["numbers"]),
        emails=tuple(content["emails"]),
        note=content["note"],
        tags=tuple(content["tags"]),
    )
