"""The meetings of one host."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.integrations.iotum import options, orders
from dialer.integrations.iotum.doings import IotumDoings
from dialer.integrations.iotum.links import guest_url, host_url
from dialer.integrations.iotum.orders import wire_id
from dialer.integrations.iotum.times import begins, ends, usual_zone
from dialer.meetings.provider import SAME_TIME, MeetingFeature, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dialer.core.clock import Clock
    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.facts import HostFacts
    from dialer.integrations.iotum.models import Conference
    from dialer.meetings.provider import MeetingOrder, Progress

_LOGGER = logging.getLogger(__name__)


_SKEW = timedelta(minutes=2)
"""How far this computer's clock may be ahead of the platform's, whose times may be of whole minutes."""


@dataclass(frozen=True, kw_only=True)
class _Told(ProviderMeeting):
    """A meeting of this platform.

    Attributes:
        planned: somebody invited others to it, or it is one of a series: it did not just begin.
    """

    planned: bool = False


class IotumMeetings(IotumDoings):
    """Begins, plans, changes and ends the conferences of one host."""

    features = (
        MeetingFeature.SCHEDULE
        | MeetingFeature.CHANGE
        | MeetingFeature.CANCEL
        | MeetingFeature.END
        | MeetingFeature.LIST
        | MeetingFeature.FETCH
        | MeetingFeature.GUEST_LINK
        | MeetingFeature.DOCUMENTS
        | MeetingFeature.DIAL_OUT
        | MeetingFeature.MESSAGE
        | MeetingFeature.ATTENDANCE
        | MeetingFeature.UPLOAD
    )
    # The document says 18 months; the shortest there are.
    lists_ahead = timedelta(days=18 * 30)

    def __init__(
        self,
        client: IotumClient,
        host_id: int | str,
        facts: HostFacts,
        account_options: Mapping[str, Any],
        clock: Clock,
    ) -> None:
        """Work with this client, for this host."""
        self._client, self._host_id, self._facts, self._clock = client, host_id, facts, clock
        self.options = options.fields(
            one_time_code=bool(account_options[options.CODE]),
            secure_url=bool(account_options[options.SECURE]),
            time_zone=usual_zone(facts.time_zone),
        )
        self._listed: int | None = None

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many meetings there were the last time."""
        return {"meetings": self._listed}

    def check(self, order: MeetingOrder) -> None:
        """Refuse what the platform would refuse, and times that it cannot keep."""
        orders.refuse(order)

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        """Begin a conference now, or plan one; what only a planned one can have makes it one from now on."""
        client, host_id = self._client, self._host_id
        if order.start is None and not options.need_planning(order.options):
            made = await client.conference_create_reservationless(
                host_id=host_id,
                one_time_access_code=bool(order.options.get(options.CODE)),
                secure_url=bool(order.options.get(options.SECURE)),
            )
        else:
            values = orders.creation(order, order.start or self._clock.now())
            made = await client.conference_create(host_id=host_id, **values)
        progress.made(str(made.conference_id))
        return self._told(await self._with_links(made))

    async def async_change(
        self, provider_id: str, order: MeetingOrder, changed: frozenset[str]
    ) -> ProviderMeeting:
        """Send the whole conference as it shall be; what Dialer does not know of it is read first."""
        conference_id = wire_id(provider_id)
        try:
            now = await self._client.conference_fetch(conference_id=conference_id)
        except OutcomeUnknown as error:  # that nobody knows how it is leaves nothing in doubt
            raise NotSent(error.key, **error.placeholders) from None
        values = orders.change(order, changed, now)
        done = await self._client.conference_update(conference_id=conference_id, **values)
        return self._told(await self._with_links(done))

    async def async_cancel(self, provider_id: str) -> None:
        """Call a conference off; the first of a series calls off all of it."""
        await self._client.conference_cancel(conference_id=wire_id(provider_id))

    async def async_end(self, provider_id: str) -> None:
        """End a conference for everybody in it."""
        try:
            await self._client.conference_end(conference_id=wire_id(provider_id))
        except Refused as error:
            if error.kind is ErrorKind.VALIDATION:
                raise Refused("iotum.error.not_going_on", error.kind, code=error.code) from None
            raise

    async def async_list(self, start: datetime, end: datetime) -> Sequence[ProviderMeeting]:
        """Return the host's conferences: the planned ones of this time, and all that go on."""
        planned = await self._client.conference_fetch_all(host_id=self._host_id)
        running = await self._running(frozenset(one.conference_id for one in planned))
        self._listed = len(planned) + len(running)
        return [
            self._told(one)
            for one in (*planned, *running)
            # Where nobody can tell when it begins, it is there all the same.
            if (begin := begins(one)) is None or one.active or start <= begin <= end
        ]

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        """Read a conference again."""
        conference = await self._known(provider_id)
        return None if conference is None else self._told(conference)

    def is_same(self, order: MeetingOrder, asked_at: datetime, meeting: ProviderMeeting) -> bool:
        """Compare time and subject; what began at once was named by the platform, and nobody planned it."""
        if order.start is not None:
            return super().is_same(order, asked_at, meeting)
        if meeting.start is None or not -_SKEW <= meeting.start - asked_at <= SAME_TIME:
            return False
        planned = isinstance(meeting, _Told) and meeting.planned
        return meeting.unnamed or meeting.subject == order.subject or not planned

    async def _running(self, planned: frozenset[str]) -> list[Conference]:
        """Return the conferences that go on and are not planned: those that began at once."""
        try:
            calls = await self._client.host_active_calls(host_id=self._host_id)
        except Refused as error:
            if error.kind is ErrorKind.AUTH:
                raise
            return []  # it is not documented who may ask
        others = [call.conference_id for call in calls if call.conference_id not in planned]
        found = [await self._known(each) for each in others]
        return [conference for conference in found if conference is not None]

    async def _known(self, provider_id: str) -> Conference | None:
        """Return a conference; None where there is no such one any more."""
        try:
            return await self._client.conference_fetch(conference_id=wire_id(provider_id))
        except Refused as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise

    async def _with_links(self, made: Conference) -> Conference:
        """Return a conference with its room: the answer for a series may leave it out."""
        if made.room_url and made.moderator_token:
            return made
        try:
            return await self._client.conference_fetch(conference_id=wire_id(str(made.conference_id)))
        except ApiError as error:  # it is there, and its links are read when somebody looks at it
            _LOGGER.info("the room of a conference cannot be read: %s", error.key)
            return made

    def _told(self, conference: Conference) -> ProviderMeeting:
        start, end = begins(conference), ends(conference)
        over = end is not None and end < self._clock.now() and conference.active is False
        return _Told(
            provider_id=str(conference.conference_id),
            subject=conference.subject or None,
            start=start,
            end=end,
            host_url=host_url(conference),
            guest_url=guest_url(conference),
            details=self._details(conference),
            people=tuple(person.email for person in conference.participant_emails if person.email),
            recurrence=_recurrence(conference),
            zone=conference.time_zone,
            unnamed=self._facts.names(conference.subject),
            unnamed_at_once=True,
            ended=over,
            planned=_is_planned(conference, start),
        )

    def _details(self, conference: Conference) -> dict[str, str | int | bool]:
        """Return what people type who take part by phone, and are asked for."""
        own = not conference.one_time_access_code
        code = self._facts.access_code if own else conference.access_code
        details = {
            "dial_in": self._facts.dial_in if code else "",
            "access_code": code,
            "security_pin": conference.security_pin,
        }
        return {key: str(value) for key, value in details.items() if value}


def _is_planned(conference: Conference, start: datetime | None) -> bool:
    """Whether somebody planned a conference.

    The document's own sample of one that began at once has several participants. So they tell nothing of
    one that began between two minutes, as nobody plans it.
    """
    together = len(conference.participants) > 1 and (start is None or not start.second)
    invited = together or bool(conference.participant_emails)
    return invited or bool(conference.schedule) or conference.is_master is not None


def _recurrence(conference: Conference) -> str:
    """Return the rule of a conference that stands for its series; each of the others is one meeting."""
    return conference.schedule or "" if conference.is_master is not False else ""
