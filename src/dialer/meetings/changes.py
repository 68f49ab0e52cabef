"""What is done with a meeting that is there: changing it, calling it off, ending it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind, InputError, OutcomeUnknown, Refused, StorageError
from dialer.core.faults import blame
from dialer.meetings.accounts import note_failure, ready_account
from dialer.meetings.asking import BrokenIntegrationError, carried_out
from dialer.meetings.model import ACCOUNT_GONE, OPEN, THERE, Meeting, MeetingState
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.reading import sound, taken_over
from dialer.meetings.repeats import repeating
from dialer.meetings.requests import PressDropped, order_after
from dialer.meetings.revisions import Revisions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

    from dialer.core.hub import Hub
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.listing import Listing
    from dialer.meetings.provider import MeetingOrder, MeetingProvider, ProviderMeeting
    from dialer.meetings.requests import MeetingEdit

_LOGGER = logging.getLogger(__name__)

_OVER = frozenset({MeetingState.CANCELLED, MeetingState.ENDED, MeetingState.GONE})


class Changes:
    """Changes meetings at their providers, one press for a meeting at a time."""

    def __init__(self, hub: Hub, ledger: Ledger, listing: Listing) -> None:
        """Read from and write to this ledger."""
        self._hub = hub
        self._ledger = ledger
        self._listing = listing
        self._pressed: set[str] = set()

    async def read(self, meeting_id: str) -> Meeting:
        """Return a meeting with its links, asking the provider where it can be asked.

        Raises:
            InputError: there is no such meeting.
            ApiError: the provider does not tell.
        """
        meeting = await self._existing(meeting_id)
        provider = self._ledger.provider(meeting)
        if provider is None or MeetingFeature.FETCH not in provider.features or meeting.state not in THERE:
            return meeting
        return await self._careful(meeting, provider, self._listing.fetch(meeting, provider))

    async def change(self, meeting_id: str, edit: MeetingEdit) -> Meeting:
        """Change a meeting.

        Raises:
            InputError: it cannot be changed so.
            ApiError: the provider did not change it, or nobody knows (`OutcomeUnknown`).
            SecretsUnavailable: its options, which a change must not lose, could not be read.
        """
        with self._one_press(meeting_id):
            meeting, provider = await self._there(meeting_id)
            meeting = await self._ledger.with_options(meeting)
            order = order_after(meeting, edit, provider, self._hub.clock.now())
            if not edit.changed:
                return meeting
            wanted = replace(
                meeting,
                subject=order.subject,
                start=order.start or meeting.start,
                minutes=order.minutes,
                people=order.people,
                options=order.options,
            )
            if "options" in edit.changed:
                wanted = repeating(wanted, provider)
            if MeetingFeature.CHANGE not in provider.features:  # Dialer keeps it
                linked = await self._listing.with_links(self._ledger.put(wanted), provider)
                return await self._revised(linked)
            work = self._change(wanted, order, edit.changed, provider)
            return await self._revised(await self._busy(meeting, provider, work))

    async def finish(self, meeting_id: str, feature: MeetingFeature) -> Meeting:
        """Call a meeting off (CANCEL) or end it for everybody (END); nothing happens where it is over.

        Raises:
            InputError: it cannot be called off or ended.
            ApiError: the provider did not confirm it.
        """
        with self._one_press(meeting_id):
            meeting = await self._existing(meeting_id)
            if meeting.state in _OVER:
                return meeting
            meeting, provider = await self._there(meeting_id)
            cancels = feature is MeetingFeature.CANCEL
            if feature not in provider.features:
                key = "meetings.error.cannot_cancel" if cancels else "meetings.error.cannot_end"
                raise InputError(key, account=meeting.account)
            done = await self._busy(meeting, provider, self._finish(meeting, provider, cancels=cancels))
            return await self._revised(done) if cancels else done

    async def _change(
        self, wanted: Meeting, order: MeetingOrder, changed: frozenset[str], provider: MeetingProvider
    ) -> Meeting:
        addresses = self._ledger.addresses(wanted)

        async def change() -> ProviderMeeting:
            return sound(await provider.async_change(str(wanted.provider_id), order, changed))

        try:
            told = await carried_out(wanted.domain, change)
        except OutcomeUnknown as lost:
            found = await self._listing.read_back(wanted, provider, lost)
            if found is None or not changed <= {"subject", "start", "minutes"}:  # the rest is not told
                raise
            if "subject" in changed:  # what has none by now was not changed
                found = replace(found, unnamed=False, unnamed_at_once=False)
            if not _is_as(wanted, taken_over(wanted, found, addresses)):
                raise _as_it_was(lost, "meetings.error.not_changed") from None
            told = found
        return self._ledger.put(taken_over(wanted, told, addresses))

    async def _finish(self, meeting: Meeting, provider: MeetingProvider, *, cancels: bool) -> Meeting:
        provider_id = str(meeting.provider_id)
        try:
            finish = provider.async_cancel if cancels else provider.async_end
            await carried_out(meeting.domain, partial(finish, provider_id))
        except OutcomeUnknown as lost:
            told = await self._listing.read_back(meeting, provider, lost)
            if told is not None and not told.cancelled and not told.ended:
                raise _as_it_was(lost, "meetings.error.not_finished") from None
        except ApiError as error:
            if error.kind is not ErrorKind.NOT_FOUND:  # what is gone already is as good as called off
                raise
        state = MeetingState.CANCELLED if cancels else MeetingState.ENDED
        return self._ledger.put(
            replace(meeting, state=state, error_key=None, host=None, guest=None, details={})
        )

    async def _revised(self, meeting: Meeting) -> Meeting:
        """Count a change, for the calendars of the guests."""
        try:
            await Revisions(self._hub.database).note(meeting, changed=True)
        except StorageError as error:  # it was changed all the same
            _LOGGER.warning("a change of a meeting is not counted: %s", error.key)
        return meeting

    async def _there(self, meeting_id: str) -> tuple[Meeting, MeetingProvider]:
        meeting = await self._existing(meeting_id)
        if meeting.state not in THERE or meeting.provider_id is None:
            key = "meetings.error.in_doubt" if meeting.state in OPEN else "meetings.error.not_there"
            raise InputError(key)
        if meeting.account_gone:
            raise InputError(ACCOUNT_GONE, account=meeting.account)
        _, provider = ready_account(self._hub, meeting.entry_id)
        return meeting, provider

    async def _existing(self, meeting_id: str) -> Meeting:
        meeting = await self._ledger.get(meeting_id)
        if meeting is None:
            raise InputError("meetings.error.no_such", id=meeting_id)
        return meeting

    async def _busy(self, meeting: Meeting, provider: MeetingProvider, work: Awaitable[Meeting]) -> Meeting:
        """Show that something is being done with a meeting."""
        self._ledger.put(replace(meeting, busy=True))
        try:
            await self._careful(meeting, provider, work)
        finally:
            now = self._ledger.known(meeting.id) or meeting
            self._ledger.put(replace(now, busy=False))
        return self._ledger.known(meeting.id) or meeting

    async def _careful(
        self, meeting: Meeting, provider: MeetingProvider, work: Awaitable[Meeting]
    ) -> Meeting:
        """Do something with a provider; a refused sign-in silences the account."""
        try:
            return await work
        except ApiError as error:
            await note_failure(self._hub, meeting.entry_id, provider, error)
            raise

    @contextmanager
    def _one_press(self, meeting_id: str) -> Iterator[None]:
        """Let one press for a meeting in. This must come before the press's first ``await``."""
        if meeting_id in self._pressed:
            raise PressDropped
        self._pressed.add(meeting_id)
        try:
            yield
        finally:
            self._pressed.discard(meeting_id)


def _as_it_was(lost: OutcomeUnknown, key: str) -> Refused:
    """Return what to say of a lost answer, where the provider tells that nothing was done."""
    if isinstance(lost, BrokenIntegrationError):
        return Refused("meetings.error.bug_not_done", ErrorKind.PROVIDER, why=blame(lost.domain))
    return Refused(key, ErrorKind.PROVIDER)


def _is_as(wanted: Meeting, found: Meeting) -> bool:
    return (wanted.subject, wanted.start, wanted.minutes) == (found.subject, found.start, found.minutes)
