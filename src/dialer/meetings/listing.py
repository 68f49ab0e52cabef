"""Reading back what the providers have: settles what is in doubt, and shows what was made elsewhere."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind, OutcomeUnknown
from dialer.meetings.accounts import note_failure
from dialer.meetings.asking import BUG_IN_CREATION, BUG_NOT_MADE, BrokenIntegrationError, asked, note_bug
from dialer.meetings.ledger import listed_id
from dialer.meetings.model import OPEN, THERE, Meeting, MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, MeetingProvider, ProviderMeeting
from dialer.meetings.reading import sound, taken_over
from dialer.meetings.requests import order_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.provider import MeetingOrder

_LOGGER = logging.getLogger(__name__)

AHEAD = timedelta(days=366)
"""How far ahead meetings are asked for."""

SETTLE_PAUSES = (0.0, 2.0, 4.0)
"""Seconds before each look for a meeting whose answer was lost: a slow provider may still be making it."""

LATE = timedelta(hours=1)
"""How long after "not found" a meeting may still turn up and be taken for the one that was asked for."""

LINKS_GOOD_FOR = 3600.0
"""Seconds after which links are read anew of a provider that tells nothing else: the host's may run out."""

FRESH = timedelta(minutes=2)
"""How long a new meeting may be missing from a list without being taken for removed."""


class Listing:
    """Asks the providers and takes over what they tell."""

    def __init__(self, hub: Hub, ledger: Ledger) -> None:
        """Write to this ledger."""
        self._hub = hub
        self._ledger = ledger
        self._fetched: dict[str, float] = {}

    async def refresh(self, entry: ConfigEntry, provider: MeetingProvider) -> None:
        """Read everything of an account anew.

        Raises:
            ApiError: the provider does not tell.
        """
        if MeetingFeature.LIST in provider.features:
            await self._take_list(entry, provider)
        elif MeetingFeature.FETCH in provider.features:
            await self._fetch_all(entry, provider)

    async def fetch(self, meeting: Meeting, provider: MeetingProvider) -> Meeting:
        """Read one meeting anew, with its links.

        Raises:
            ApiError: the provider does not tell.
        """
        if meeting.provider_id is None:
            return meeting
        self._fetched[meeting.id] = self._hub.clock.monotonic()
        told = await self._fetch(meeting, provider)
        if told is None:
            return self._ledger.put(_gone(meeting))
        return self._take(meeting, told)

    async def with_links(self, meeting: Meeting, provider: MeetingProvider) -> Meeting:
        """Return a meeting that is there with its links, as far as the provider can be asked for them."""
        if meeting.host is None and meeting.state in THERE and MeetingFeature.FETCH in provider.features:
            try:
                return await self.fetch(meeting, provider)
            except ApiError as error:
                _LOGGER.info("the links of a meeting cannot be read: %s", error.key)
                await note_failure(self._hub, meeting.entry_id, provider, error)
        return meeting

    async def settle(self, meeting: Meeting, order: MeetingOrder, provider: MeetingProvider) -> Meeting:
        """Find out whether a meeting was made whose answer was lost. Nothing is ever sent again."""
        if MeetingFeature.LIST not in provider.features:
            return meeting
        looked = False
        for pause in SETTLE_PAUSES:
            await self._hub.clock.sleep(pause)
            try:
                told = await self._list(meeting.domain, provider, meeting.requested_at, meeting.start)
                fitting = await self._fitting(meeting, order, told, provider)
            except ApiError as error:
                _LOGGER.info("a meeting in doubt cannot be looked for: %s", error.key)
                looked = False
                if error.kind is ErrorKind.AUTH:  # once, and then silence
                    await note_failure(self._hub, meeting.entry_id, provider, error)
                    break
                continue
            if len(fitting) == 1:
                return await self.with_links(self._take(meeting, fitting[0]), provider)
            looked = not fitting  # where several fit, nobody knows which
        if not looked or not _is_in_reach(meeting, provider, self._hub.clock.now()):
            return meeting
        return self._ledger.put(_not_found(meeting))

    async def read_back(
        self, meeting: Meeting, provider: MeetingProvider, lost: OutcomeUnknown
    ) -> ProviderMeeting | None:
        """Return how a meeting is at its provider, None where it is not there any more.

        Args:
            meeting: the meeting.
            provider: its provider.
            lost: why nobody knows.

        Raises:
            OutcomeUnknown: the provider cannot be asked, or does not tell: still nobody knows.
            ApiError: it refuses the sign-in.
        """
        try:
            if MeetingFeature.FETCH in provider.features:
                return await self._fetch(meeting, provider)
            if MeetingFeature.LIST in provider.features:
                told = await self._list(meeting.domain, provider, meeting.start)
                return next((one for one in told if one.provider_id == meeting.provider_id), None)
        except ApiError as error:
            _LOGGER.info("a meeting cannot be read back: %s", error.key)
            if error.kind is ErrorKind.AUTH:
                raise
        raise lost

    async def _take_list(self, entry: ConfigEntry, provider: MeetingProvider) -> None:
        now = self._hub.clock.now()
        everything = await self._ours(entry)
        ours = [meeting for meeting in everything if meeting.state is not MeetingState.REQUESTED]
        wanted = [each.start for each in ours if each.state in OPEN | THERE or _in_doubt(each, now)]
        told = await self._list(entry.domain, provider, *wanted)
        known = {meeting.provider_id: meeting for meeting in ours if meeting.provider_id is not None}
        before = self._ledger.drop_listed(entry.id)
        rest = []
        for one in told:
            if (meeting := known.get(one.provider_id)) is not None:
                self._take(meeting, one)
            else:
                rest.append(one)
        for meeting in ours:
            if not _in_doubt(meeting, now):
                continue
            fitting = _fitting(meeting, order_of(meeting), rest, provider)
            if len(fitting) == 1:
                rest.remove(fitting[0])
                self._take(meeting, fitting[0])
            elif not fitting and _is_in_reach(meeting, provider, now):
                self._ledger.put(_not_found(meeting))
        # What is being made just now may be in the list before its answer is here.
        waiting = [meeting for meeting in everything if meeting.state is MeetingState.REQUESTED]
        for one in rest:
            if not any(_fitting(meeting, order_of(meeting), [one], provider) for meeting in waiting):
                self._ledger.put(self._listed(entry, one, before))
        listed = {one.provider_id for one in told}
        for meeting in ours:
            if meeting.provider_id not in listed and _should_be_listed(meeting, now):
                self._ledger.put(_gone(meeting))

    async def _fetch_all(self, entry: ConfigEntry, provider: MeetingProvider) -> None:
        """Read an account's meetings one by one; what one of them cannot tell, the others can."""
        failure: ApiError | None = None
        for meeting in await self._ours(entry):
            if meeting.state not in THERE or not self._is_worth_reading(meeting, provider):
                continue
            try:
                await self.fetch(meeting, provider)
            except OutcomeUnknown as error:
                failure = error
        if failure is not None:
            raise failure

    def _is_worth_reading(self, meeting: Meeting, provider: MeetingProvider) -> bool:
        """Whether a provider can tell something new: one that knows no time has only the links to tell."""
        if MeetingFeature.ANY_TIME not in provider.features:
            return True
        now = self._hub.clock.monotonic()
        if (since := self._fetched.get(meeting.id)) is None and meeting.host is not None:
            self._fetched[meeting.id] = now  # it was made just now
            return False
        return since is None or now - since >= LINKS_GOOD_FOR

    async def _fetch(self, meeting: Meeting, provider: MeetingProvider) -> ProviderMeeting | None:
        async def fetch() -> ProviderMeeting | None:
            told = await provider.async_fetch(str(meeting.provider_id))
            return None if told is None else sound(told)

        return await asked(meeting.domain, fetch)

    async def _list(self, domain: str, provider: MeetingProvider, *times: datetime) -> list[ProviderMeeting]:
        """Return what a provider has from today on and as far ahead as usual, and at these times at any rate.

        What is not in a list that was not asked for its day may be there all the same.
        """
        now = self._hub.clock.now()
        first = min([day_of(now), *times]) - timedelta(hours=1)
        last = max([now + AHEAD, *(each + timedelta(hours=1) for each in times)])

        async def everything() -> list[ProviderMeeting]:
            told = await provider.async_list(first, last)
            return [sound(one) for one in told]

        return await asked(domain, everything)

    async def _ours(self, entry: ConfigEntry) -> list[Meeting]:
        coming = await self._ledger.coming(day_of(self._hub.clock.now()))
        open_ones = await self._ledger.history.open_meetings()
        ours = {meeting.id: self._ledger.known(meeting.id) or meeting for meeting in (*open_ones, *coming)}
        return [one for one in ours.values() if one.entry_id == entry.id and not one.listed]

    async def _fitting(
        self,
        meeting: Meeting,
        order: MeetingOrder,
        told: Sequence[ProviderMeeting],
        provider: MeetingProvider,
    ) -> list[ProviderMeeting]:
        rows = await self._ledger.history.of_account(meeting.entry_id)
        taken = {row.provider_id for row in rows} | {
            known.provider_id for row in rows if (known := self._ledger.known(row.id))
        }
        return _fitting(meeting, order, [one for one in told if one.provider_id not in taken], provider)

    def _take(self, meeting: Meeting, told: ProviderMeeting) -> Meeting:
        return self._ledger.put(taken_over(meeting, told, self._ledger.addresses(meeting)))

    def _listed(self, entry: ConfigEntry, told: ProviderMeeting, before: dict[str, Meeting]) -> Meeting:
        id_ = listed_id(entry.id, told.provider_id)
        meeting = before.get(id_) or Meeting(
            id=id_,
            entry_id=entry.id,
            domain=entry.domain,
            account=entry.title,
            subject="",
            start=self._hub.clock.now(),
            minutes=30,
            requested_at=self._hub.clock.now(),
            state=MeetingState.READY,
            listed=True,
        )
        return taken_over(meeting, told, self._ledger.addresses(meeting))


def day_of(moment: datetime) -> datetime:
    """Return the beginning of a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _fitting(
    meeting: Meeting, order: MeetingOrder, told: Sequence[ProviderMeeting], provider: MeetingProvider
) -> list[ProviderMeeting]:
    """Return the meetings that can be the one that was asked for.

    Raises:
        OutcomeUnknown: the integration cannot tell.
    """
    try:
        return [one for one in told if provider.is_same(order, meeting.requested_at, one)]
    except Exception as bug:  # noqa: BLE001  # an integration's bug must not get any further
        note_bug(meeting.domain, "comparing meetings", bug)
        raise BrokenIntegrationError(meeting.domain, "meetings.error.bug_read") from None


def _in_doubt(meeting: Meeting, now: datetime) -> bool:
    late = meeting.reason is NotMade.NOT_FOUND and now - meeting.requested_at < LATE
    return meeting.state is MeetingState.UNKNOWN or late


def _is_in_reach(meeting: Meeting, provider: MeetingProvider, now: datetime) -> bool:
    """Whether a meeting would be in its provider's list if there was one."""
    return provider.lists_ahead is None or meeting.start <= now + provider.lists_ahead


def _should_be_listed(meeting: Meeting, now: datetime) -> bool:
    asked_for = now < meeting.start < now + AHEAD
    return meeting.state in THERE and asked_for and now - meeting.requested_at > FRESH


def _gone(meeting: Meeting) -> Meeting:
    return replace(meeting, state=MeetingState.GONE, host=None, guest=None, details={})


def _not_found(meeting: Meeting) -> Meeting:
    key = BUG_NOT_MADE if meeting.error_key == BUG_IN_CREATION else None
    return replace(meeting, state=MeetingState.NOT_MADE, reason=NotMade.NOT_FOUND, error_key=key)
