"""Writing through to directories: what is changed here is changed there, or nothing is.

Nobody writes over what somebody else wrote meanwhile: every change names the version that it is based on.
Where the directory has another one, or where nobody knows what became of a change, it is kept, and a person
chooses.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from dialer.contacts.directories import sync_store
from dialer.contacts.directories.conflicts import Conflicts, Keep, theirs_of
from dialer.contacts.directories.directory import DirectoryFeature, WriteConflict, Written
from dialer.core.entry import EntryState
from dialer.core.errors import (
    ApiError,
    DialerError,
    EntryNotReady,
    ErrorKind,
    InputError,
    OutcomeUnknown,
    SafetyError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from dialer.contacts.book import ContactBook
    from dialer.contacts.directories.conflicts import Conflict
    from dialer.contacts.directories.copies import Copies
    from dialer.contacts.directories.source import Source
    from dialer.contacts.model import Contact, ContactDraft
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

DEADLINE = 90.0
"""Seconds for one change: the question, the change itself, and finding out what became of it."""

T = TypeVar("T")


class Writing:
    """Adds, changes and removes people of directories that can be written to.

    Attributes:
        conflicts: the changes that met another one.
    """

    def __init__(
        self, hub: Hub, book: ContactBook, copies: Copies, scope: Scope, sources: Callable[[], list[Source]]
    ) -> None:
        """Nothing is written yet.

        Args:
            hub: the platform.
            book: the address book, which has the copies.
            copies: what is copied at the same time waits for a change, and the other way round.
            scope: owns the tasks: a change goes on although nobody waits for it any more.
            sources: tells which directories are loaded.
        """
        self._hub, self._book, self._copies, self._scope = hub, book, copies, scope
        self._sources = sources
        self.conflicts = Conflicts(hub, book)

    def targets(self) -> list[Source]:
        """Return the directories to which people can be added from here, now."""
        copied = DirectoryFeature.SYNC | DirectoryFeature.WRITE
        return [
            each for each in self._sources() if copied in each.provider.features and not each.provider.private
        ]

    def may_write(self, source: str) -> bool:
        """Whether people of an account can be changed from here, now."""
        return self._find(source) is not None

    def target(self, entry: ConfigEntry) -> Source:
        """Return the directory of an account, to be written to.

        Raises:
            InputError: it is only read.
            DialerError: the account is not connected; this says why.
        """
        found = self._find(entry.id)
        if found is not None:
            return found
        self._check_connected(entry)
        raise InputError("directories.error.not_writable", title=entry.title)

    async def add(self, source: Source, draft: ContactDraft, *, region: str | None = None) -> Contact:
        """Add somebody to a directory.

        Raises:
            DialerError: nobody was added; `OutcomeUnknown` where nobody knows.
        """
        await self._check(draft, region)
        return await self._through(self._add(source, draft, region))

    async def change(self, contact: Contact, draft: ContactDraft, *, region: str | None = None) -> Contact:
        """Change a contact, wherever it lives; ``contact`` is what the draft was made of.

        Raises:
            ConflictKept: somebody else has changed it too; both versions are kept.
            DialerError: nothing was changed; `OutcomeUnknown` where nobody knows.
        """
        source = self._find(contact.source)
        before = await self._before(contact) if source is not None else contact.draft()
        if source is None or theirs_of(await self._theirs(contact, draft)) == theirs_of(before):
            if source is None and theirs_of(draft) != theirs_of(replace(before, note=draft.note)):
                self._check_connected(self._hub.entries.get(contact.source))
            return await self._book.change(contact.id, draft, region=region)
        await self._check(draft, region)
        return await self._through(self._change(source, contact, draft, region))

    async def remove(self, contact: Contact) -> None:
        """Remove a contact, wherever it lives.

        Raises:
            SafetyError: somebody else has changed it since; it is still there.
            DialerError: it is still there; `OutcomeUnknown` where nobody knows.
        """
        source = self._find(contact.source)
        if source is None:
            self._check_connected(self._hub.entries.get(contact.source))
            await self._book.remove(contact.id)
        else:
            await self._through(self._remove(source, contact))

    async def settle(self, conflict_id: int, keep: Keep) -> None:
        """Carry a choice out.

        Raises:
            InputError: there is no such conflict, or its account cannot be written to.
            DialerError: it was not carried out, and can still be chosen.
        """
        await self._through(self._settle(await self.conflicts.get(conflict_id), keep))

    async def _add(self, source: Source, draft: ContactDraft, region: str | None) -> Contact:
        async with self._copies.turn(source.entry.id):
            question = partial(source.provider.async_create, draft)
            written = await source.ask(question, Written, DEADLINE)
            return await self._store(source, written, region)

    async def _change(
        self, source: Source, contact: Contact, draft: ContactDraft, region: str | None
    ) -> Contact:
        async with self._copies.turn(source.entry.id):
            await self.conflicts.refuse(contact)
            wanted = await self._theirs(contact, draft)
            before, now = await self._before(contact), await self._book.get(contact.id)
            if now is None or theirs_of(await self._before(now)) != theirs_of(before):
                raise await self.conflicts.keep(contact, wanted)  # it was copied anew while somebody typed
            written = await self._write(source, contact, wanted, before)
            changed = await self._store(source, written, region)
            own = replace(changed.draft(), favourite=draft.favourite, instructions=draft.instructions)
            if own == changed.draft():
                return changed
            return await self._book.change(changed.id, own, region=region)

    async def _write(
        self, source: Source, contact: Contact, wanted: ContactDraft, before: ContactDraft
    ) -> Written:
        version = await self._version(source, contact.uid)
        question = partial(source.provider.async_change, wanted, before, version)
        try:
            return await source.ask(question, Written, DEADLINE)
        except WriteConflict as error:
            await self._take(source, contact.uid, error.theirs)
            raise await self.conflicts.keep(contact, wanted) from None
        except OutcomeUnknown:
            await self.conflicts.keep(contact, wanted)
            raise OutcomeUnknown("directories.error.unknown_kept", name=contact.name) from None

    async def _remove(self, source: Source, contact: Contact) -> None:
        async with self._copies.turn(source.entry.id):
            version = await self._version(source, contact.uid)

            async def ask() -> Written:
                await source.provider.async_remove(contact.uid, version)
                return Written(person=contact.draft())

            try:
                await source.ask(ask, Written, DEADLINE)
            except WriteConflict as error:
                await self._take(source, contact.uid, error.theirs)
                raise SafetyError("directories.error.changed_since", name=contact.name) from None
            await self._delete(source, contact.uid)

    async def _settle(self, conflict: Conflict, keep: Keep) -> None:
        theirs, mine = conflict.theirs, replace(conflict.mine, uid=conflict.uid)
        if keep is not Keep.THEIRS:
            source = self._target(conflict.source)
            async with self._copies.turn(conflict.source):
                if keep is Keep.MINE and theirs is not None:
                    written = await self._write(source, theirs, mine, await self._before(theirs))
                else:
                    question = partial(source.provider.async_create, replace(mine, uid=""))
                    written = await source.ask(question, Written, DEADLINE)
                await self._store(source, written, None)
        await self.conflicts.drop(conflict)

    async def _check(self, draft: ContactDraft, region: str | None) -> None:
        """Refuse what nobody can mean, before anything is sent."""
        from dialer.contacts import records

        await asyncio.to_thread(records.typed, draft, region or self._hub.settings.region, source="")

    async def _theirs(self, contact: Contact, draft: ContactDraft) -> ContactDraft:
        """Return what of a draft goes to the directory: a note of this desk's own stays here."""
        from dialer.contacts import records

        clean = replace(records.tidy(draft), uid=contact.uid)
        own = await self._read(partial(sync_store.source_note, contact_id=contact.id))
        return clean if own is None else replace(clean, note=own)

    async def _before(self, contact: Contact) -> ContactDraft:
        return await self._theirs(contact, contact.draft())

    async def _store(self, source: Source, written: Written, region: str | None) -> Contact:
        """Write what a directory has now into the copy of it."""
        from dialer.contacts.directories import incoming

        entry = source.entry.id
        people = incoming.receive([written.person]).people
        if not people:  # it is written all the same: the next round of copying finds out
            raise ApiError("directories.error.written_unread", ErrorKind.PROTOCOL, title=source.entry.title)
        [person] = people
        record = await asyncio.to_thread(person.record, entry, region or self._hub.settings.region)
        uid = written.person.uid
        await self._hub.database.write(
            partial(sync_store.write_back, record=record, uid=uid, version=written.version)
        )
        self._book.written()
        [contact] = await self._book.of_source(entry, [uid])
        return contact

    async def _take(self, source: Source, uid: str, theirs: Written | None) -> None:
        """Show the directory's version from now on, beside which the other one is kept."""
        if theirs is None:
            await self._delete(source, uid)
        elif theirs.person.name or theirs.person.organisation:
            await self._store(source, theirs, None)

    async def _delete(self, source: Source, uid: str) -> None:
        await self._hub.database.write(partial(sync_store.remove, source=source.entry.id, uid=uid))
        self._book.written()

    async def _version(self, source: Source, uid: str) -> str:
        return await self._read(partial(sync_store.version_of, source=source.entry.id, uid=uid))

    async def _read(self, question: Callable[..., T]) -> T:
        return await self._hub.database.read(question)

    def _find(self, source: str) -> Source | None:
        return next((each for each in self.targets() if each.entry.id == source), None)

    def _target(self, source: str) -> Source:
        entry = self._hub.entries.get(source)
        if entry is None:
            raise InputError("directories.error.not_writable", title=source)
        return self.target(entry)

    def _check_connected(self, entry: ConfigEntry | None) -> None:
        """Say why an account cannot be asked whether it may be changed; one that is gone is only read."""
        if entry is not None and not entry.disabled and entry.state is not EntryState.LOADED:
            raise entry.error or EntryNotReady("directories.error.not_loaded")

    async def _through(self, work: Coroutine[Any, Any, T]) -> T:
        """Let a change come to its end, also where whoever asked for it goes."""
        outcome = await asyncio.shield(self._scope.spawn(_outcome(work), "write to a directory"))
        if isinstance(outcome, DialerError):
            raise outcome
        return outcome


async def _outcome(work: Coroutine[Any, Any, T]) -> T | DialerError:
    try:
        return await work
    except DialerError as error:
        return error
