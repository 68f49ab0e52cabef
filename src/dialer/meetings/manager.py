"""The meeting manager: the one door through which meetings are created, changed, ended and remembered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core.deadline import Deadline
from dialer.core.errors import ApiError, DialerError, ErrorKind, InputError, SafetyError, StorageError
from dialer.core.ids import new_id
from dialer.core.scope import Scope
from dialer.meetings.accounts import note_failure, ready_account, why_not_ready
from dialer.meetings.changes import Changes
from dialer.meetings.creation import Creation
from dialer.meetings.documents import Documents
from dialer.meetings.doings import Doings
from dialer.meetings.ledger import Ledger, over
from dialer.meetings.links import own_addresses
from dialer.meetings.listing import Listing, day_of
from dialer.meetings.model import THERE, Meeting, MeetingChanged, MeetingsListed, MeetingState, NotMade
from dialer.meetings.phoning import Phoning
from dialer.meetings.provider import MeetingFeature, MeetingProvider, meeters, meetings
from dialer.meetings.repeats import repeating
from dialer.meetings.requests import PressGate, check, order_for
from dialer.meetings.schema import LINKS_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.meetings.provider import MeetingOrder
    from dialer.meetings.requests import MeetingEdit, MeetingRequest

STOP_DEADLINE = 2.5
"""Seconds that all of it may take when Dialer quits, fewer than the app gives to its rooms."""

QUIT_DEADLINE = 1.5
"""Seconds of these in which the providers may answer; at least what is left then is there for the rows."""

LAST_TURN = 0.05
"""Seconds for what was cancelled, such as code of others that does not care."""


class MeetingManager:
    """Creates meetings with all accounts that can.

    Attributes:
        documents: what meetings leave behind.
        phoning: has people phoned into meetings that go on.
        doings: writes to meetings, tells who was in them, and shares documents.
        errors: why an account's meetings could not be read at the last try, by the account's id.
    """

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub whose database is open."""
        self._hub = hub
        self._scope = Scope("meetings")
        self._ledger = Ledger(hub, self._scope)
        self._listing = Listing(hub, self._ledger)
        self._changes = Changes(hub, self._ledger, self._listing)
        self.documents = Documents(hub, self._ledger)
        self.phoning = Phoning(hub, self._ledger, self._scope)
        self.doings = Doings(hub, self._ledger)
        self._gate = PressGate(hub.clock)
        self._creating: dict[str, asyncio.Task[None]] = {}
        self._refreshing = asyncio.Lock()
        self._stopping = False
        self.history = self._ledger.history
        self.errors: dict[str, DialerError] = {}

    async def create(self, request: MeetingRequest) -> Meeting:
        """Create a meeting for one press; return once it is written down and on its way.

        Raises:
            InputError: it cannot be created as it is asked for.
            PressDropped: it is the press just before it.
            NotSent: the account cannot be used now.
            Refused: the account's sign-in was refused before; nothing is sent.
            StorageError: it could not be written down, so nothing is sent.
        """
        press = repr((request, sorted(request.options.items())))
        if self._stopping:
            raise SafetyError("meetings.safety.stopping")
        self._gate.enter(press)
        try:
            entry, provider = ready_account(self._hub, request.entry_id)
            now = self._hub.clock.now()
            order = order_for(request, provider, new_id(), now, self._hub.strings)
            check(entry.domain, provider, order)
            meeting = _new_meeting(order, entry, provider, now)
            await self._write_first(meeting)
        except BaseException:
            self._gate.leave(press, done=False)
            raise
        creation = Creation(meeting, self._hub.clock, own_addresses(provider, entry.data), self._ledger.put)
        self._hub.bus.fire(MeetingChanged(meeting))
        task = self._scope.spawn(self._create(creation, order, entry, provider, press), "create a meeting")
        self._creating[meeting.id] = task
        return meeting

    async def finished(self, meeting_id: str) -> Meeting:
        """Wait until it is known what became of a creation, as far as that can be known."""
        if (task := self._creating.get(meeting_id)) is not None:
            await asyncio.wait({task})
        meeting = await self._ledger.get(meeting_id)
        if meeting is None:
            raise InputError("meetings.error.no_such", id=meeting_id)
        return meeting

    async def give_up(self, meeting_id: str) -> None:
        """Wait no longer for the provider's answer; what was made by then is found in its list later."""
        if (task := self._creating.get(meeting_id)) is not None:
            task.cancel()
            await asyncio.wait({task})

    async def coming(self) -> list[Meeting]:
        """Return today's and coming meetings as they are known, whatever became of them."""
        return await self._ledger.coming(day_of(self._hub.clock.now()))

    async def past(self, limit: int = 0) -> list[Meeting]:
        """Return the meetings that are over, the last first; without links, which are of no use any more.

        Args:
            limit: how many at most, 0 for all.
        """
        return await self._ledger.past(self._hub.clock.now(), limit)

    async def get(self, meeting_id: str) -> Meeting | None:
        """Return a meeting as it is known."""
        return await self._ledger.get(meeting_id)

    async def refresh(self) -> None:
        """Ask every account for its meetings; whoever does not answer is in ``errors``."""
        await self._refresh_all(meetings(self._hub))

    def unheard(self) -> dict[str, DialerError]:
        """Return why accounts' meetings may be missing from what is known, by the account's id."""
        ready = {entry.id for entry, _ in meetings(self._hub)}
        silent = [entry for entry in meeters(self._hub) if entry.id not in ready and not entry.disabled]
        return {**self.errors, **{entry.id: why_not_ready(self._hub, entry) for entry in silent}}

    async def read(self, meeting_id: str) -> Meeting:
        """Return a meeting with its links, asking the provider where it can be asked.

        Raises:
            InputError: there is no such meeting.
            ApiError: the provider does not tell.
        """
        return await self._changes.read(meeting_id)

    async def change(self, meeting_id: str, edit: MeetingEdit) -> Meeting:
        """Change a meeting.

        Raises:
            InputError: it cannot be changed so.
            ApiError: the provider did not change it, or nobody knows (`OutcomeUnknown`).
            SecretsUnavailable: its options, which a change must not lose, could not be read.
        """
        return await self._changes.change(meeting_id, edit)

    async def cancel(self, meeting_id: str) -> Meeting:
        """Call a meeting off; nothing happens where it is off already.

        Raises:
            InputError: it cannot be called off.
            ApiError: the provider did not confirm it.
        """
        return await self._changes.finish(meeting_id, MeetingFeature.CANCEL)

    async def end(self, meeting_id: str) -> Meeting:
        """End a meeting for everybody; nothing happens where it is over already.

        Raises:
            InputError: it cannot be ended.
            ApiError: the provider did not confirm it.
        """
        return await self._changes.finish(meeting_id, MeetingFeature.END)

    async def recover(self) -> None:
        """Settle what a crash left open, as far as the providers tell; forget the links of what is over."""
        in_doubt = False
        for row in await self.history.unfinished(self._hub.clock.now() - LINKS_KEPT):
            if row.state in THERE:
                self._ledger.put(over(row))
            elif row.id not in self._creating and not await self._ledger.was_made(row):
                in_doubt = True
                state = MeetingState.UNKNOWN if row.provider_id is None else MeetingState.INCOMPLETE
                known = row.error_key is not None or row.state is MeetingState.INCOMPLETE
                key = row.error_key if known else "meetings.error.interrupted"
                self._ledger.put(replace(row, state=state, error_key=key))
        if in_doubt and not self._stopping:
            self._scope.spawn(self._settle_all(), "settle open meetings")

    def forget_account(self, entry_id: str) -> None:
        """Remove what the key ring has of an account's meetings; their rows stay."""
        self._ledger.forget_account(entry_id)

    def forget_rows(self, meeting_ids: Iterable[str]) -> None:
        """Forget what was known of meetings that were forgotten or deleted in the history."""
        self._ledger.forget_rows(meeting_ids)

    async def stop(self) -> None:
        """Create nothing more, wait a moment for what is being created, and write what is not written yet."""
        self._stopping = True
        self.phoning.stop()
        deadline = Deadline(STOP_DEADLINE)
        if tasks := set(self._creating.values()):
            _, slow = await asyncio.wait(tasks, timeout=QUIT_DEADLINE)
            for task in slow:
                task.cancel()
            if slow:
                await asyncio.wait(slow, timeout=LAST_TURN)
        await self._ledger.finish(deadline.left - LAST_TURN)
        await self._scope.close(LAST_TURN)

    async def _write_first(self, meeting: Meeting) -> None:
        try:
            await self._ledger.add(meeting)
        except StorageError as error:
            raise StorageError("meetings.error.not_written") from error
        except asyncio.CancelledError:  # it is written all the same
            self._close_unsent(meeting)
            raise
        if self._stopping:
            self._close_unsent(meeting)
            raise SafetyError("meetings.safety.stopping")

    def _close_unsent(self, meeting: Meeting) -> None:
        reason, key = NotMade.NOT_SENT, "meetings.safety.stopping"
        self._ledger.put(replace(meeting, state=MeetingState.NOT_MADE, reason=reason, error_key=key))

    async def _create(
        self,
        creation: Creation,
        order: MeetingOrder,
        entry: ConfigEntry,
        provider: MeetingProvider,
        press: str,
    ) -> None:
        try:
            error = await creation.run(provider, order)
            if creation.meeting.state is MeetingState.UNKNOWN:
                await self._listing.settle(creation.meeting, order, provider)
            elif creation.meeting.state is MeetingState.INCOMPLETE and not _refused_sign_in(error):
                await self._listing.with_links(creation.meeting, provider)
            if isinstance(error, ApiError):
                await note_failure(self._hub, entry.id, provider, error)
        finally:
            made = self._ledger.known(creation.meeting.id) or creation.meeting
            self._gate.leave(press, done=made.state is not MeetingState.NOT_MADE)
            self._creating.pop(creation.meeting.id, None)

    async def _refresh_all(self, accounts: Sequence[tuple[ConfigEntry, MeetingProvider]]) -> None:
        async with self._refreshing:
            self.errors = {}
            await asyncio.gather(*(self._refresh(entry, provider) for entry, provider in accounts))
        self._hub.bus.fire(MeetingsListed())

    async def _refresh(self, entry: ConfigEntry, provider: MeetingProvider) -> None:
        try:
            await self._listing.refresh(entry, provider)
        except ApiError as error:
            self.errors[entry.id] = error
            await note_failure(self._hub, entry.id, provider, error)

    async def _settle_all(self) -> None:
        """Look for what is in doubt where there is a list; links alone settle nothing."""
        await self._hub.entries.settled()
        ready = meetings(self._hub)
        await self._refresh_all([one for one in ready if MeetingFeature.LIST in one[1].features])


def _refused_sign_in(error: DialerError | None) -> bool:
    return isinstance(error, ApiError) and error.kind is ErrorKind.AUTH


def _new_meeting(
    order: MeetingOrder, entry: ConfigEntry, provider: MeetingProvider, now: datetime
) -> Meeting:
    meeting = Meeting(
        id=order.attempt_id,
        entry_id=entry.id,
        domain=entry.domain,
        account=entry.title,
        subject=order.subject,
        start=order.start or now,
        minutes=order.minutes,
        requested_at=now,
        immediate=order.start is None,
        people=order.people,
        private=provider.private,
        options=order.options,
    )
    return repeating(meeting, provider)
