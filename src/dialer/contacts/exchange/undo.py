"""Taking an import back: what it added goes, what it changed is as it was before, photos included."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dialer.contacts import records
from dialer.contacts.exchange import import_store, undo_store
from dialer.contacts.exchange.undo_store import Outcome
from dialer.contacts.search import index_care
from dialer.core.errors import InputError, SafetyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.contacts.exchange.undo_store import Before, Step
    from dialer.contacts.model import ImportRun
    from dialer.core.database import Database

_BATCH = 200


class EditedSince(SafetyError):
    """Contacts of an import were edited since, and nobody has said yet that those edits may go.

    Attributes:
        run: the import.
    """

    def __init__(self, run: ImportRun) -> None:
        """Say how many."""
        super().__init__("exchange.undo.edited", count=run.edited)
        self.run = run


async def undo(
    database: Database,
    region: str,
    wanted: int | None,
    progress: Callable[[int, int], None] | None,
    *,
    allow_edited: bool,
) -> ImportRun:
    """Take the last import back.

    A batch at a time: cut off, it goes on where it stopped when it is asked for again. Numbers of what is
    restored are as they were, unless the rules for reading them have changed since. Who was merged into one
    of its contacts since comes back, or keeps that contact as it is.

    Returns:
        The import, with how many contacts were removed, restored and left as they are.

    Raises:
        InputError: there is no import that could be taken back, or another one is the last.
        EditedSince: contacts of it were edited since, and nothing was changed.
        StorageError: the store cannot take more; what is left is still there to be taken back.
    """
    run = await database.read(import_store.last)
    if run is None:
        raise InputError("exchange.undo.none")
    if wanted not in {None, run.id}:
        raise InputError("importing.undo.not_last")
    if run.edited and not allow_edited:
        raise EditedSince(run)
    rules = await database.read(undo_store.rules)
    done, total = Counter[Outcome](), run.new + run.changed
    while steps := await database.read(partial(undo_store.steps, run=run.id, limit=_BATCH)):
        ready = await asyncio.to_thread(_read_again, steps, region, rules)
        done += await database.write(partial(undo_store.take_back, run=run.id, steps=ready))
        if progress is not None:
            progress(min(done.total(), total), total)
    while await database.write(partial(undo_store.forget, run=run.id)):
        pass
    await index_care.merge(database)
    return replace(run, new=done[Outcome.REMOVED], changed=done[Outcome.RESTORED], left=done[Outcome.LEFT])


def _read_again(steps: Sequence[Step], region: str, rules: dict[str, Any] | None) -> list[Step]:
    """Read the numbers of those who will be restored, if the rules changed since; runs in a worker thread."""
    return [replace(step, before=_up_to_date(step.before, region, rules)) for step in steps]


def _up_to_date(before: Before | None, region: str, rules: dict[str, Any] | None) -> Before | None:
    if before is None or before.rules == rules:
        return before
    then = before.rules["region"] if before.rules else region
    again = records.read_again(before.record.contact, region, then)
    if again is None:
        return before
    return replace(before, record=replace(before.record, contact=again.contact, digits=again.digits))
