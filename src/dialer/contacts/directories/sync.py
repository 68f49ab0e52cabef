"""Copying a directory's people into the store: nothing is lost on the way, and nobody vanishes unasked.

An answer is written a batch at a time, so that searching goes on meanwhile; where to go on from is kept with
the last batch. Killed half-way, the next round asks from where the last complete one ended.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from dialer.contacts.directories import incoming, sync_store
from dialer.contacts.search import index_care
from dialer.core.errors import SafetyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.contacts.directories.directory import Changes
    from dialer.contacts.directories.incoming import Incoming, Person
    from dialer.contacts.record import Record
    from dialer.core.database import Database

_BATCH = 200
_MANY = 2000
MOST_VANISHING = 50
"""So many people may vanish in one round without anybody being asked, and at most a fifth of all."""
_FIFTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one round did.

    Attributes:
        source: the account's id.
        unchanged: how many of the source are in the store and were left alone.
        skipped: how many people of the answer could not be kept.
        complete: whether the directory gave all that it has.
    """

    source: str
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: int = 0
    complete: bool = True

    @property
    def anything(self) -> bool:
        """Whether the store is another than before."""
        return bool(self.new or self.changed or self.removed)


class Vanishing(SafetyError):
    """So many people would be removed that somebody has to say that this is right; nothing was changed.

    Attributes:
        count: how many would go.
        total: how many of the source there are.
    """

    def __init__(self, title: str, count: int, total: int) -> None:
        """Say of which directory how many would go."""
        super().__init__("directories.error.vanishing", title=title, count=count, total=total)
        self.count = count
        self.total = total


@dataclass(slots=True)
class _Plan:
    """What is to be written."""

    new: list[Person] = field(default_factory=list)
    changed: list[tuple[int, Person]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


async def apply(
    database: Database, changes: Changes, *, source: str, title: str, region: str, allow_vanishing: bool
) -> SyncReport:
    """Write what a directory told.

    Args:
        database: the store.
        changes: the answer.
        source: the account's id.
        title: the account's name, for the sentence about people who would vanish.
        region: the country of numbers without one.
        allow_vanishing: whether somebody said that many may go.

    Raises:
        Vanishing: too many would go, and nothing was changed.
        StorageError: the store cannot take more; the next round does what is left.
    """
    arrived = await asyncio.to_thread(incoming.receive, changes.people)
    existing = await database.read(lambda connection: sync_store.existing(connection, source))
    complete = changes.complete and not arrived.unnamed
    plan = _plan(changes, arrived, existing, complete=complete)
    total, gone = len(existing), len(plan.gone)
    too_many = gone > MOST_VANISHING or gone * _FIFTH > total or gone == total
    if gone and too_many and not allow_vanishing:
        raise Vanishing(title, gone, total)
    await _write(database, plan, source, region)
    # Versions follow the people that they are of: killed in between, these are compared once more.
    await _keep_versions(database, changes, source, complete=complete)
    # An answer with holes is no place to go on from: what is missing would never be asked for again.
    token = changes.token if complete else ""
    await database.write(lambda connection: sync_store.keep_token(connection, source, token))
    return SyncReport(
        source=source,
        new=len(plan.new),
        changed=len(plan.changed),
        removed=gone,
        unchanged=total - len(plan.changed) - gone,
        skipped=arrived.skipped,
        complete=complete,
    )


async def forget(database: Database, source: str) -> bool:
    """Remove everybody of a source, and that there ever was one; return whether anybody was there."""
    found = False
    while rows := await database.read(partial(sync_store.rows_of, source=source, limit=_BATCH)):
        await database.write(partial(sync_store.delete, rows=rows))
        found = True
    await index_care.merge(database)
    await database.write(lambda connection: sync_store.drop_source(connection, source))
    return found


def _plan(
    changes: Changes, arrived: Incoming, existing: dict[str, tuple[int, bytes | None]], *, complete: bool
) -> _Plan:
    plan = _Plan()
    for person in arrived.people:
        known = existing.get(person.draft.uid)
        if known is None:
            plan.new.append(person)
        elif known[1] != person.digest:
            plan.changed.append((known[0], person))
    if not complete:
        return plan
    if changes.full:
        # Whoever is there and could not be read is there: nobody is removed for being badly written.
        plan.gone = [row for uid, (row, _) in existing.items() if uid not in arrived.keys]
    else:
        gone = [uid for uid in dict.fromkeys(changes.removed) if uid in existing and uid not in arrived.keys]
        plan.gone = [existing[uid][0] for uid in gone]
    return plan


async def _write(database: Database, plan: _Plan, source: str, region: str) -> None:
    # The source is known before its first person is there: whoever tidies up must find it.
    await database.write(lambda connection: sync_store.note_source(connection, source))
    people: list[tuple[int | None, Person]] = [*plan.changed, *((None, person) for person in plan.new)]
    for start in range(0, len(people), _BATCH):
        batch = people[start : start + _BATCH]
        # Reading numbers takes long, and nobody is to wait for the database meanwhile.
        records = await asyncio.to_thread(_records, batch, source, region)
        await database.write(partial(sync_store.write_people, people=records))
    for start in range(0, len(plan.gone), _BATCH):
        rows = plan.gone[start : start + _BATCH]
        await database.write(partial(sync_store.delete, rows=rows))
    await index_care.merge(database)


async def _keep_versions(database: Database, changes: Changes, source: str, *, complete: bool) -> None:
    versions = list(changes.versions.items())
    for start in range(0, len(versions), _MANY):
        batch = versions[start : start + _MANY]
        await database.write(partial(sync_store.keep_versions, source=source, versions=batch))
    removed = [uid for uid in changes.removed if uid not in changes.versions] if complete else []
    for start in range(0, len(removed), _MANY):
        batch_gone = removed[start : start + _MANY]
        await database.write(partial(sync_store.drop_versions, source=source, uids=batch_gone))


def _records(
    people: Sequence[tuple[int | None, Person]], source: str, region: str
) -> list[tuple[int | None, Record]]:
    return [(row, person.record(source, region)) for row, person in people]
