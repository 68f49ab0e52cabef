"""What is done in a conference that goes on, and what is told of one that is over."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dialer.core.errors import ErrorKind, InputError, OutcomeUnknown, Refused
from dialer.integrations.iotum import left_behind
from dialer.integrations.iotum.orders import wire_id
from dialer.integrations.iotum.uploading import upload
from dialer.meetings.in_and_after import Attendee, Presence
from dialer.meetings.provider import MeetingProvider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.models import CallRecord, Moderator, Participant
    from dialer.meetings.document import MeetingDocument

_LOGGER = logging.getLogger(__name__)

_COUNTRY = re.compile("[A-Z]{2}")


class IotumDoings(MeetingProvider):
    """The part of the host's meetings that is not about planning them."""

    _client: IotumClient
    _host_id: int | str

    async def async_dial(self, provider_id: str, number: str, name: str, *, region: str) -> None:
        """Have a number dialled; the answer "new" tells nothing of what the phone does.

        Another word may come in its place one day; without any, it is no answer.
        """
        if not _COUNTRY.fullmatch(region):
            raise InputError("iotum.error.no_country")
        try:
            told = await self._client.conference_dial_number(
                conference_id=wire_id(provider_id),
                country_code=region,
                phone_number=number.removeprefix("+"),
                **({"name": name} if name else {}),
            )
        except Refused as error:
            if error.kind is ErrorKind.VALIDATION:
                raise Refused("iotum.error.not_dialled", error.kind, code=error.code) from None
            raise
        if not told.dialout_status:
            raise OutcomeUnknown("answers.unreadable")

    async def async_message(self, provider_id: str, text: str) -> None:
        """Write to everybody in a conference, as the system."""
        try:
            await self._client.conference_message_create(conference_id=wire_id(provider_id), message=text)
        except Refused as error:
            if error.kind is ErrorKind.VALIDATION:
                raise Refused("iotum.error.not_written_to", error.kind, code=error.code) from None
            raise

    async def async_attendance(self, provider_id: str) -> Sequence[Attendee]:
        """Return who was there: from the conference itself, or from the host's call records."""
        conference_id = wire_id(provider_id)
        told = await self._client.conference_fetch(conference_id=conference_id, output="detail")
        if told.people:
            leading = {_key(one) for one in told.moderators}
            return [_attendee(one, leads=_key(one) in leading) for one in told.people]
        records = await self._client.host_cdrs(
            host_id=self._host_id, conference_id=conference_id, time_zone="UTC"
        )
        return [*_of_records(records), *await self._invited(conference_id, records)]

    async def async_documents(self, provider_id: str) -> Sequence[MeetingDocument]:
        """Return recordings that are ready, what was written out of them, and files of the chat."""
        return [one.document for one in await left_behind.read(self._client, wire_id(provider_id))]

    async def async_download(
        self, provider_id: str, document_id: str, take: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """Download one of these from the address that it has now."""
        await left_behind.download(self._client, wire_id(provider_id), document_id, take)

    async def async_upload(self, provider_id: str, path: Path, progress: Callable[[int, int], None]) -> None:
        """Put a file on the host's drive, from which it is shown in a meeting: no conference has one."""
        await upload(self._client, host_id=self._host_id, path=path, progress=progress)

    async def _invited(self, conference_id: int | str, records: Sequence[CallRecord]) -> list[Attendee]:
        """Return who was invited and is not in the call records."""
        try:
            details = await self._client.conference_fetch_participant_details(conference_id=conference_id)
        except Refused as error:
            if error.kind is ErrorKind.AUTH:
                raise
            _LOGGER.info("who was invited to a conference is not told: %s", error.key)
            return []  # it is not documented who may ask
        came = {(record.participant_email or "").casefold() for record in records}
        everybody = [(one, True) for one in details.moderators] + [
            (one, False) for one in details.participants
        ]
        return [
            Attendee(name=one.name or one.email or "", email=one.email or "", leads=leads)
            for one, leads in everybody
            if (one.email or "").casefold() not in came and (one.name or one.email)
        ]


def _key(person: Participant | Moderator) -> str:
    return str(person.person_id or person.email or person.name)


def _attendee(person: Participant, *, leads: bool) -> Attendee:
    times = [
        Presence(
            since=since,
            until=_moment(one.end_time),
            by_phone=None if one.is_internet is None else not one.is_internet,
        )
        for one in person.live_cdrs
        if (since := _moment(one.start_time)) is not None
    ]
    caller = next((one.ani for one in person.live_cdrs if one.ani and one.is_internet is False), "")
    return Attendee(
        name=person.name or person.email or caller or "",
        email=person.email or "",
        leads=leads,
        times=tuple(times),
    )


def _of_records(records: Sequence[CallRecord]) -> list[Attendee]:
    """Return who is in a host's call records, each once."""
    found: dict[str, list[CallRecord]] = {}
    for record in records:
        who = str(
            record.participant_id or record.participant_email or record.participant_name or record.from_
        )
        found.setdefault(who, []).append(record)
    return [
        Attendee(
            name=those[0].participant_name or those[0].participant_email or those[0].from_ or "",
            email=those[0].participant_email or "",
            times=tuple(
                Presence(since=since, until=_moment(one.end_time))
                for one in those
                if (since := _moment(one.start_time)) is not None
            ),
        )
        for those in found.values()
    ]


def _moment(text: str | None) -> datetime | None:
    """Return a moment of a call record, which is in UTC where it does not say."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
