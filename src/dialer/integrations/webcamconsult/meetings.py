"""Appointments of one user with clients."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from dialer.core.answers import to_json
from dialer.core.errors import ApiError, ErrorKind, InputError, NotSent, OutcomeUnknown, Refused
from dialer.integrations.webcamconsult import links
from dialer.integrations.webcamconsult.client import APPOINTMENTS
from dialer.integrations.webcamconsult.options import ids, meeting_options
from dialer.integrations.webcamconsult.readings import moment
from dialer.integrations.webcamconsult.transport import FieldsRefused
from dialer.meetings.provider import SAME_TIME, MeetingFeature, MeetingProvider, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.integrations.webcamconsult.client import WebcamconsultClient
    from dialer.integrations.webcamconsult.clients import Clients
    from dialer.integrations.webcamconsult.models import Appointment, User
    from dialer.meetings.provider import MeetingOrder, MeetingPerson, Progress

_SAME_MINUTE = timedelta(minutes=1)
_EXPLAINED = {
    "client_id": "webcamconsult.error.at_client",
    "date": "webcamconsult.error.at_date",
    "division_id": "webcamconsult.error.at_division",
    "duration": "webcamconsult.error.at_duration",
    "email": "webcamconsult.error.at_email",
    "external_participant_ids": "webcamconsult.error.at_external",
    "last_name": "webcamconsult.error.at_name",
    "user_id": "webcamconsult.error.at_user",
}
"""The sentences for fields that the provider did not accept, whatever it says of them itself."""


@dataclass(frozen=True)
class _Pair:
    """Who meets, as far as it is told."""

    user: str | None
    client: str | None

    def may_be(self, other: _Pair) -> bool:
        """Whether nothing says that these are others."""
        both = ((self.user, other.user), (self.client, other.client))
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in both)


class WebcamconsultMeetings(MeetingProvider):
    """The appointments of one account.

    An appointment has no subject: Dialer shows one until it ends, and keeps none, because it may say what a
    patient has.
    """

    features = (
        MeetingFeature.SCHEDULE
        | MeetingFeature.CHANGE
        | MeetingFeature.CANCEL
        | MeetingFeature.LIST
        | MeetingFeature.FETCH
        | MeetingFeature.GUEST_LINK
    )
    link_fields = ("waiting_room",)
    private = True
    nobody = "webcamconsult.error.no_client"

    def __init__(
        self,
        hub: Hub,
        entry: ConfigEntry,
        client: WebcamconsultClient,
        clients: Clients,
        users: Sequence[User],
    ) -> None:
        self._hub = hub
        self._domain, self._base_url = entry.domain, entry.data["base_url"]
        self._client = client
        self._clients = clients
        self._user_id = str(entry.data.get("user_id") or "")
        self._room = links.waiting_room(entry.data["base_url"], entry.data.get("waiting_room_url"))
        self.options = meeting_options(users, self._user_id or None, entry.data.get("division_id"))
        self._users = len(users)
        self._in_doubt: dict[str, _Pair] = {}
        self._listed: dict[str, _Pair] = {}

    def diagnostics(self) -> Mapping[str, object]:
        """Return how many users and appointments there are, and in which folder one of them is."""
        return {"users": self._users, "appointments": len(self._listed), **self._client.folders}

    def check(self, order: MeetingOrder) -> None:
        """Refuse more than one client, and one who cannot be told from the others."""
        if len(order.people) > 1:
            raise InputError("webcamconsult.error.one_client")
        for person in order.people:
            # Of who is private, nothing but the id is known after a restart.
            if person.contact_id is not None and not person.private and not person.email.strip():
                raise InputError("webcamconsult.error.no_email")

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        """Make an appointment, after the client where there is none yet."""
        fields = self._fields(order, {"start", "minutes", "options"})
        user_id = str(fields.setdefault("user_id", self._user_id) or "")
        if not user_id:
            raise InputError("webcamconsult.error.no_user")
        with _explained():
            client_id = await self._client_of(order.people[0], order, progress)
            fields |= {"client_id": client_id, "created_by_user_id": self._user_id or user_id}
            self._in_doubt[order.attempt_id] = _Pair(user_id, client_id)
            try:
                made = await self._client.appointments_create(**fields)
            except (Refused, NotSent):
                self._in_doubt.pop(order.attempt_id, None)
                raise
        if made is None or not made.id:
            raise OutcomeUnknown("answers.unreadable")
        self._in_doubt.pop(order.attempt_id, None)
        progress.step("meetings.step.created")
        return self._meeting(made)

    async def async_change(
        self, provider_id: str, order: MeetingOrder, changed: frozenset[str]
    ) -> ProviderMeeting:
        """Change an appointment. All of its fields are sent, as in the document, with the new values."""
        now = await self._view(provider_id)
        if not changed & {"start", "minutes", "people", "options"}:
            return self._meeting(now)  # the subject is not the provider's
        fields = {**_editable(now), **self._fields(order, changed)}
        with _explained():
            if "people" in changed and order.people:
                fields["client_id"] = await self._client_of(order.people[0], order, None)
            after = await self._client.appointments_update(appointment_id=provider_id, **fields)
        return self._meeting(after if after is not None and after.id else await self._view(provider_id))

    async def async_cancel(self, provider_id: str) -> None:
        """Call an appointment off."""
        await self._client.appointments_delete(appointment_id=provider_id)

    async def async_list(self, start: datetime, end: datetime) -> Sequence[ProviderMeeting]:
        """Return the user's appointments, and those that were made with this account for others."""
        found = []
        for one in await self._client.appointments_list():
            if not one.id:
                raise OutcomeUnknown("answers.unreadable")  # what was asked for may be this one
            if self._is_ours(one) and _is_between(one, start, end):
                found.append(one)
        self._listed = {str(one.id): _Pair(one.user_id, one.client_id) for one in found}
        names = await self._clients.names_of({str(one.client_id) for one in found if one.client_id})
        return [self._meeting(one, names.get(str(one.client_id), "")) for one in found]

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        """Read an appointment again."""
        try:
            found = await self._view(provider_id)
        except ApiError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise
        names = await self._clients.names_of({found.client_id} if found.client_id else set())
        return self._meeting(found, "".join(names.values()))

    def is_same(self, order: MeetingOrder, asked_at: datetime, meeting: ProviderMeeting) -> bool:
        """Whether an appointment is the one that was asked for: the time, and who meets as far as known."""
        if meeting.start is None:
            return False
        away = abs(meeting.start - (order.start or asked_at))
        if away > (SAME_TIME if order.start is None else _SAME_MINUTE):
            return False
        if meeting.end is not None and meeting.end - meeting.start != timedelta(minutes=order.minutes):
            return False
        told = self._listed.get(meeting.provider_id)
        asked = self._in_doubt.get(order.attempt_id)
        if asked is None:
            # After a restart no more is known than the id of a client who was chosen from the directory.
            client = next((self._known_client(person) for person in order.people), "")
            asked = _Pair(None, client or None)
        return told is None or told.may_be(asked)

    async def _client_of(self, person: MeetingPerson, order: MeetingOrder, progress: Progress | None) -> str:
        if known := self._known_client(person):
            return known
        division = order.options.get("division_id")
        client_id, new = await self._clients.find_or_add(person, str(division) if division else None)
        if progress is not None:
            progress.step("webcamconsult.step.client_added" if new else "webcamconsult.step.client_found")
        return client_id

    def _known_client(self, person: MeetingPerson) -> str:
        """Return the client's id of somebody from the organisation's own directory, else nothing."""
        source, _, uid = (person.contact_id or "").partition("/")
        if not uid:
            source, uid = person.source, person.uid
        entry = self._hub.entries.get(source)
        # Each user of an organisation may have an account of his own.
        same = entry is not None and entry.domain == self._domain and entry.data["base_url"] == self._base_url
        return uid if same else ""

    async def _view(self, provider_id: str) -> Appointment:
        found = await self._client.appointments_view(appointment_id=provider_id)
        if found is None or not found.id:
            raise OutcomeUnknown("answers.unreadable")
        return found

    def _fields(self, order: MeetingOrder, wanted: frozenset[str] | set[str]) -> dict[str, Any]:
        """Return the document's fields for what is wanted of an order."""
        fields: dict[str, Any] = {}
        if "start" in wanted:
            start = order.start or self._hub.clock.now()
            fields["date"] = start.isoformat(timespec="milliseconds")
        if "minutes" in wanted:
            fields["duration"] = order.minutes
        if "options" in wanted:
            given = dict(order.options)
            if "external_participant_ids" in given:
                given["external_participant_ids"] = ids(given["external_participant_ids"])
            fields |= given
        return fields

    def _is_ours(self, appointment: Appointment) -> bool:
        told = {appointment.user_id, appointment.created_by_user_id} - {None}
        return not self._user_id or not told or self._user_id in told

    def _meeting(self, appointment: Appointment, client: str = "") -> ProviderMeeting:
        start = moment(appointment.date)
        minutes = appointment.duration
        return ProviderMeeting(
            provider_id=str(appointment.id),
            start=start,
            end=start + timedelta(minutes=minutes) if start is not None and minutes else None,
            host_url=links.host_url(self._room, appointment),
            guest_url=links.guest_url(self._room, appointment, self._hub.strings.language),
            people=(client,) if client else (),
        )


@contextmanager
def _explained() -> Iterator[None]:
    """Say which field was not accepted in a sentence of its own, which needs nothing filled in."""
    try:
        yield
    except FieldsRefused as error:
        key = next((_EXPLAINED[name] for name in error.fields if name in _EXPLAINED), "answers.refused")
        raise Refused(key, error.kind, code=error.code) from None


def _editable(appointment: Appointment) -> dict[str, Any]:
    """Return what an appointment has of the fields that may be sent."""
    known = cast("dict[str, Any]", to_json(appointment))
    return {name: known[name] for name in sorted(APPOINTMENTS.editable) if known[name] is not None}


def _is_between(appointment: Appointment, start: datetime, end: datetime) -> bool:
    date = moment(appointment.date)
    if date is None:
        return True  # nobody can say that it is not
    return date <= end and date + timedelta(minutes=appointment.duration or 0) >= start
