"""The meetings of one host."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from dialer.core.errors import ApiError, ErrorKind, Refused
from dialer.integrations.iotum import options, orders
from dialer.integrations.iotum.links import guest_url, host_url
from dialer.integrations.iotum.orders import wire_id
from dialer.integrations.iotum.times import begins, ends, usual_zone
from dialer.meetings.provider import SAME_TIME, MeetingFeature, MeetingProvider, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dialer.core.clock import Clock
    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.facts import HostFacts
    from dialer.integrations.iotum.models import Conference
    from dialer.meetings.provider import MeetingOrder, Progress

_LOGGER = logging.getLogger(__name__)


class IotumMeetings(MeetingProvider):
    """Begins, plans, changes and ends the conferences of one host."""

    features = (
        MeetingFeature.SCHEDULE
        | MeetingFeature.CHANGE
        | MeetingFeature.CANCEL
        | MeetingFeature.END
        | MeetingFeature.LIST
        | MeetingFeature.FETCH
        | MeetingFeature.GUEST_LINK
    )

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
        now = await self._client.conference_fetch(conference_id=conference_id)
        values = orders.change(order, changed, now)
        done = await self._client.conference_update(conference_id=conference_id, **values)
        return self._told(await self._with_links(done))

    async def async_cancel(self, provider_id: str) -> None:
        """Call a conference off; the first of a series calls off all of it."""
        await self._client.conference_cancel(conference_id=wire_id(provider_id))

    async def async_end(self, provider_id: str) -> None:
        """End a conference for everybody in it."""
        await self._client.conference_end(conference_id=wire_id(provider_id))

    async def async_list(self, start: datetime, end: datetime) -> Sequence[ProviderMeeting]:
        """Return the host's conferences: those of this time, and those that go on."""
        found = await self._client.conference_fetch_all(host_id=self._host_id)
        self._listed = len(found)
        return [
            self._told(one)
            for one in found
            if (begin := begins(one)) is not None and begin <= end and (begin >= start or one.active)
        ]

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        """Read a conference again."""
        try:
            return self._told(await self._client.conference_fetch(conference_id=wire_id(provider_id)))
        except Refused as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise

    def is_same(self, order: MeetingOrder, asked_at: datetime, meeting: ProviderMeeting) -> bool:
        """Compare time and subject; the platform names what began at once, so then the time is all."""
        if order.start is not None:
            return super().is_same(order, asked_at, meeting)
        return meeting.start is not None and abs(meeting.start - asked_at) <= SAME_TIME

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
        return ProviderMeeting(
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
            ended=over,
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


def _recurrence(conference: Conference) -> str:
    """Return the rule of a conference that stands for its series; each of the others is one meeting."""
    return conference.schedule or "" if conference.is_master is not False else ""
