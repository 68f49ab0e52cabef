"""All meetings that are known: their rows on the disk, and what may not be written down in memory."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core.errors import SecretsUnavailable, StorageError
from dialer.core.records import Records
from dialer.meetings.history import MeetingHistory, row_of
from dialer.meetings.kept import KeptLinks
from dialer.meetings.links import own_addresses
from dialer.meetings.model import OPEN, THERE, Meeting, MeetingChanged, MeetingState
from dialer.meetings.provider import MeetingFeature, meetings
from dialer.meetings.repeats import next_start

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.meetings.provider import MeetingProvider


_ELSEWHERE = uuid.UUID("6a1d6c0e-53a4-4c43-9a4e-5a0d6f0c2a51")


class Ledger:
    """Keeps each meeting once, whatever becomes of it.

    Attributes:
        history: the rows.
    """

    def __init__(self, hub: Hub, scope: Scope) -> None:
        """Keep meetings in the hub's database and key ring, with tasks of this scope."""
        self._hub = hub
        self.history = MeetingHistory(hub.database)
        self._kept = KeptLinks(hub)
        self._records: Records[Meeting] = Records(hub, scope, self._write, failed=self._keep_what_was_made)
        self._unwritten: set[str] = set()
        self._known: dict[str, Meeting] = {}

    async def add(self, meeting: Meeting) -> None:
        """Write a new row to the disk before anything is sent.

        Raises:
            StorageError: it could not be written.
        """
        await self.history.insert(meeting)
        self._known[meeting.id] = meeting
        self._keep_options(None, meeting)

    def put(self, meeting: Meeting) -> Meeting:
        """Take over what is known of a meeting now, write it down, and tell everyone."""
        meeting = self._as_owned(meeting)
        before = self._known.get(meeting.id)
        if meeting == before:
            return meeting
        self._known[meeting.id] = meeting
        if not meeting.listed:
            self._known.pop(listed_id(meeting.entry_id, meeting.provider_id or ""), None)
            if before is None or row_of(before) != row_of(meeting):
                self._records.keep(meeting)
            self._keep_links(before, meeting)
            self._keep_options(before, meeting)
        self._hub.bus.fire(MeetingChanged(meeting))
        return meeting

    def known(self, meeting_id: str) -> Meeting | None:
        """Return a meeting of this session."""
        return self._known.get(meeting_id)

    async def get(self, meeting_id: str) -> Meeting | None:
        """Return a meeting with the links and options that are known of it."""
        meeting = self._known.get(meeting_id)
        if meeting is None and (row := await self.history.get(meeting_id)) is not None:
            meeting = await self._recall(row)
        if meeting is not None:
            with suppress(SecretsUnavailable):  # a change, which needs them, tells
                return await self.with_options(meeting)
        return meeting

    async def with_options(self, meeting: Meeting) -> Meeting:
        """Return a meeting with the options that were kept of it.

        Raises:
            SecretsUnavailable: they could not be read.
        """
        if meeting.options is not None or not self._keeps_options(meeting):
            return meeting
        options = await self._kept.find_options(meeting)
        now = self._known.get(meeting.id, meeting)
        if now.options is None:
            now = replace(now, options=options)
        if meeting.id in self._known:
            self._known[meeting.id] = now
        return now

    async def coming(self, since: datetime) -> list[Meeting]:
        """Return what is not over at a moment, by the time of its start, whatever became of it."""
        rows = await self.history.ending_after(since)
        found = {row.id: await self._recall(row) for row in rows}
        ready = {entry.id for entry, _ in meetings(self._hub)}
        for meeting in self._known.values():
            if (meeting.end >= since or meeting.id in found) and (
                meeting.entry_id in ready or not meeting.listed
            ):
                found[meeting.id] = meeting
        return sorted(found.values(), key=lambda meeting: next_start(meeting, since))

    async def past(self, moment: datetime, limit: int) -> list[Meeting]:
        """Return the rows of what was over at a moment, as they are known now, the last first."""
        rows = await self.history.ended_before(moment, limit)
        known = [self._known.get(row.id) or self._as_owned(row) for row in rows]
        return [meeting if meeting.state in OPEN else without_links(meeting) for meeting in known]

    def drop_listed(self, entry_id: str) -> dict[str, Meeting]:
        """Forget what an account's last list told of meetings that were made elsewhere; return it."""
        dropped = {
            id_: meeting
            for id_, meeting in self._known.items()
            if meeting.listed and meeting.entry_id == entry_id
        }
        for id_ in dropped:
            del self._known[id_]
        return dropped

    def forget_account(self, entry_id: str) -> None:
        """Forget the links of an account that is gone, in the key ring too; its rows stay."""
        self.drop_listed(entry_id)
        for meeting in tuple(self._known.values()):
            if meeting.entry_id == entry_id:
                self.put(meeting)
        self._records.spawn(self._forget_links(entry_id), "forget an account's links")

    def forget_rows(self, meeting_ids: Iterable[str]) -> None:
        """Forget what was known of meetings whose rows were wiped; what is left of those is read again."""
        for meeting_id in meeting_ids:
            self._known.pop(meeting_id, None)

    async def finish(self, patience: float) -> None:
        """Wait until all is written, at most so many seconds."""
        await self._records.finish(patience)

    def provider(self, meeting: Meeting) -> MeetingProvider | None:
        """Return what can be asked about a meeting now."""
        return next((p for entry, p in meetings(self._hub) if entry.id == meeting.entry_id), None)

    def addresses(self, meeting: Meeting) -> tuple[str, ...]:
        """Return where a meeting's links may lead to."""
        entry, provider = self._hub.entries.get(meeting.entry_id), self.provider(meeting)
        return own_addresses(provider, entry.data) if entry is not None and provider is not None else ()

    async def was_made(self, row: Meeting) -> bool:
        """Whether the meeting of an open row was made when that could not be written; then it is now."""
        provider_id = await self._kept.find_made(row) if row.state in OPEN else ""
        if not provider_id:
            return False
        made = replace(row, state=MeetingState.READY, provider_id=provider_id, error_key=None)
        self._unwritten.add(row.id)
        try:
            await self._write(made)
        except StorageError:
            self._records.keep(self._known.setdefault(row.id, await self._recall(made)))  # it is tried again
        return True

    async def _write(self, meeting: Meeting) -> None:
        await self.history.update(meeting)
        if meeting.id in self._unwritten:
            self._unwritten.discard(meeting.id)
            await self._kept.keep_made(meeting, "")

    def _keep_what_was_made(self, meeting: Meeting) -> None:
        """The disk is full: the key ring remembers that the meeting is there, should Dialer end before."""
        made = meeting.provider_id or "" if meeting.state in THERE else ""
        if made or meeting.id in self._unwritten:
            self._unwritten.add(meeting.id)
            self._records.spawn(self._kept.keep_made(meeting, made), "keep that a meeting was made")

    async def _recall(self, row: Meeting) -> Meeting:
        """Return a row with the links that an earlier run kept."""
        if (known := self._known.get(row.id)) is not None:
            return known
        row, provider = self._as_owned(row), self.provider(row)
        if provider is None or row.state not in THERE:
            return row
        if MeetingFeature.FETCH not in provider.features:
            row = await self._kept.find(row, self.addresses(row))
        # Only what was read with its links is known: an account may not have been ready before.
        return self._known.setdefault(row.id, row)

    async def _forget_links(self, entry_id: str) -> None:
        for row in await self.history.of_account(entry_id):
            if row.state in THERE | OPEN:
                await self._kept.forget(row)

    def _as_owned(self, meeting: Meeting) -> Meeting:
        """Return a meeting as it is while its account is there, or without its links where that is gone."""
        if meeting.listed or self._hub.entries.get(meeting.entry_id) is not None:
            return meeting
        return replace(
            meeting, account_gone=True, host=None, guest=None, details={}, options=None, refused_links=False
        )

    def _keep_links(self, before: Meeting | None, meeting: Meeting) -> None:
        provider = self.provider(meeting)
        if meeting.state in THERE:
            fetched = provider is not None and MeetingFeature.FETCH in provider.features
            if (
                not fetched
                and not meeting.account_gone
                and (before is None or _links(before) != _links(meeting))
            ):
                were_refused = before is not None and before.refused_links
                keep = self._kept.keep(meeting, were_refused=were_refused)
                self._records.spawn(keep, "keep a meeting's links")
        elif meeting.state not in OPEN and (before is None or before.state in THERE or before.options):
            self._records.spawn(self._kept.forget(meeting), "forget a meeting's links")

    def _keep_options(self, before: Meeting | None, meeting: Meeting) -> None:
        if meeting.options is None or meeting.state not in THERE | OPEN or not self._keeps_options(meeting):
            return
        told = before.options if before is not None and before.state in THERE | OPEN else None
        if meeting.options != (told or {}):
            self._records.spawn(self._kept.keep_options(meeting), "keep a meeting's options")

    def _keeps_options(self, meeting: Meeting) -> bool:
        """Whether the options are kept for a change, which tells the provider the whole meeting again."""
        provider = self.provider(meeting)
        if provider is None or meeting.listed or provider.private:
            return False
        return MeetingFeature.CHANGE in provider.features and bool(provider.options or provider.open_options)


def _links(meeting: Meeting) -> tuple[object, ...]:
    return meeting.host, meeting.guest, meeting.details, meeting.refused_links


def listed_id(entry_id: str, provider_id: str) -> str:
    """Return our id for a meeting that was made elsewhere: the same at each look."""
    return uuid.uuid5(_ELSEWHERE, f"{entry_id} {provider_id}").hex


def over(meeting: Meeting) -> Meeting:
    """Return a meeting that nobody comes back to: it is over, and its links are of no more use."""
    return replace(without_links(meeting), state=MeetingState.ENDED)


def without_links(meeting: Meeting) -> Meeting:
    """Return a meeting without anything that leads anybody in."""
    return replace(meeting, host=None, guest=None, details={})
