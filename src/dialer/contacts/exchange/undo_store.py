"""The statements of taking an import back: they run in the database's thread.

Who was merged into a contact of the import since is not lost with it: such a merge is taken back first. Where
that is not possible any more, because the contact was changed after it, the contact stays as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from dialer.contacts import store
from dialer.contacts.merging import duplicates_store
from dialer.contacts.model import Contact, Extras, Instructions, PhoneNumber
from dialer.contacts.numbers import rereading_store
from dialer.contacts.record import Record
from dialer.contacts.search import index_care

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

_FORGOTTEN = 2000


class Outcome(Enum):
    """What became of a contact when its import was taken back."""

    REMOVED = "removed"
    RESTORED = "restored"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Step:
    """What one import did to one contact.

    Attributes:
        row: the contact's.
        before: the contact as it was before; None if the import added it.
    """

    row: int
    before: Before | None


@dataclass(frozen=True, slots=True)
class Before:
    """A contact as it was before an import changed it.

    Attributes:
        record: what was kept of it.
        digest: of what was imported last.
        edited: whether somebody had edited it since.
        rules: what its numbers were read by; None where nobody wrote it down.
        merged: the rows of those who had been merged into it.
    """

    record: Record
    digest: bytes | None
    edited: bool
    rules: dict[str, Any] | None
    merged: frozenset[int]


def rules(connection: apsw.Connection) -> dict[str, Any] | None:
    """Return what numbers are read by now; None where nobody wrote it down."""
    found = rereading_store.rules(connection)
    return None if found is None else asdict(found)


def steps(connection: apsw.Connection, run: int, limit: int) -> list[Step]:
    """Return some of the steps of an import that are still to be taken back.

    Of those whose contact is gone nothing is to be done, but they tell until the end whom the import added:
    who was merged into somebody, for instance.
    """
    rows = connection.execute(
        "SELECT step.contact, before, photo FROM contact_import_step AS step"
        " JOIN contact ON contact.id=step.contact WHERE import=? LIMIT ?",
        (run, limit),
    )
    return [Step(row, None if text is None else _before(row, text, photo)) for row, text, photo in rows]


def take_back(connection: apsw.Connection, run: int, steps: Sequence[Step]) -> Counter[Outcome]:
    """Take steps of an import back; return how many contacts became what."""
    with index_care.many(connection) if len(steps) >= index_care.MANY else nullcontext():
        return Counter(
            outcome for step in steps if (outcome := _take_back(connection, run, step)) is not None
        )


def forget(connection: apsw.Connection, run: int) -> bool:
    """Forget a piece of an import of which nothing is left to take back; return whether there is more."""
    connection.execute(
        "DELETE FROM contact_import_step WHERE import=?1 AND contact IN (SELECT contact"
        " FROM contact_import_step WHERE import=?1 AND contact NOT IN (SELECT id FROM contact) LIMIT ?2)",
        (run, _FORGOTTEN),
    )
    if connection.changes() == _FORGOTTEN:
        return True
    connection.execute(
        "DELETE FROM contact_import WHERE id=?1 AND ?1 NOT IN (SELECT import FROM contact_import_step)",
        (run,),
    )
    return False


def noted(connection: apsw.Connection, row: int, contact: Contact) -> tuple[str, bytes]:
    """Return a contact as it is noted before an import changes it, and its photo."""
    extras = store.extras_of(connection, row)
    digest, edited = connection.execute("SELECT digest, edited FROM contact WHERE id=?", (row,)).get
    digits = connection.execute(
        "SELECT digits FROM contact_number WHERE contact=? ORDER BY position", (row,)
    ).fetchall()
    noted = {
        "contact": asdict(contact),
        "digits": [one for (one,) in digits],
        "lines": extras.lines,
        "media_type": extras.media_type,
        "digest": None if digest is None else digest.hex(),
        "edited": bool(edited),
        "rules": rules(connection),
        "merged": sorted(_merged(connection, row)),
    }
    return json.dumps(noted, ensure_ascii=False), extras.photo


def _take_back(connection: apsw.Connection, run: int, step: Step) -> Outcome | None:
    """Take one step back; who was removed since stays removed."""
    if connection.execute("SELECT 1 FROM contact WHERE id=?", (step.row,)).fetchone() is None:
        return None
    duplicates_store.undo_into(connection, step.row)
    outcome = Outcome.LEFT
    if not _has_others(connection, run, step):
        outcome = Outcome.REMOVED if step.before is None else Outcome.RESTORED
    if step.before is None and outcome is Outcome.REMOVED:
        store.delete(connection, step.row)
    elif step.before is not None and outcome is Outcome.RESTORED:
        store.replace(connection, step.row, step.before.record)
        connection.execute(
            "UPDATE contact SET digest=?, edited=? WHERE id=?",
            (step.before.digest, int(step.before.edited), step.row),
        )
    if outcome is not Outcome.REMOVED:
        connection.execute("DELETE FROM contact_import_step WHERE import=? AND contact=?", (run, step.row))
    return outcome


def _has_others(connection: apsw.Connection, run: int, step: Step) -> bool:
    """Whether somebody was merged into a contact since the import, whom the import did not add."""
    since = _merged(connection, step.row) - (step.before.merged if step.before else frozenset())
    added = "SELECT 1 FROM contact_import_step WHERE import=? AND contact=? AND before IS NULL"
    return any(connection.execute(added, (run, row)).fetchone() is None for row in since)


def _merged(connection: apsw.Connection, row: int) -> frozenset[int]:
    return frozenset(
        old for (old,) in connection.execute("SELECT old FROM contact_successor WHERE contact=?", (row,))
    )


def _before(row: int, text: str, photo: bytes) -> Before:
    noted = json.loads(text)
    fields = noted["contact"]
    contact = Contact(
        **{
            **fields,
            "id": store.id_of(row),
            "numbers": tuple(PhoneNumber(**number) for number in fields["numbers"]),
            "emails": tuple(fields["emails"]),
            "tags": tuple(fields["tags"]),
            "instructions": Instructions(**fields["instructions"]),
        }
    )
    extras = Extras(lines=tuple(noted["lines"]), media_type=noted["media_type"], photo=photo)
    digest = None if noted["digest"] is None else bytes.fromhex(noted["digest"])
    record = Record(contact=contact, digits=tuple(noted["digits"]), extras=extras)
    # Nothing is noted of merges in what was written by the first versions: then all of them may be later.
    return Before(record, digest, noted["edited"], noted["rules"], frozenset(noted.get("merged", ())))
