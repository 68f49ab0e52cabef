"""Meetings with ALLOcloud: created and changed; its interface can neither list them nor call them off."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dialer.core.errors import InputError, OutcomeUnknown
from dialer.core.fields import Text, Toggle
from dialer.integrations.allocloud.join_page import is_public_id, join_link
from dialer.integrations.allocloud.models import Meeting, MeetingAnswer, only
from dialer.meetings.provider import MeetingFeature, MeetingProvider, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dialer.core.clock import Clock
    from dialer.integrations.allocloud.client import AllocloudClient
    from dialer.meetings.provider import MeetingOrder, Progress

RECURRING = "recurring"
RECURRING_PARTS = ("frequencyType", "frequency", "monthlyPattern", "endsType", "endsOn", "endsAfter")
"""What the document's answer shows in ``recurring``. Which values they take, it does not tell."""

_NUMBERS = {"frequency", "endsAfter"}
_NUMBER = re.compile(r"[0-9]{1,6}")
_DIAL_IN = re.compile(r"\+?[0-9][0-9 ().\-/]{4,30}")
_NAMES_NUMBER = re.compile("number|phone", re.IGNORECASE)
_TYPED = re.compile(r"[0-9A-Za-z*#][0-9A-Za-z*# -]{0,31}")
_MOST_NUMBERS = 5


class AllocloudMeetings(MeetingProvider):
    """Meetings of one organiser."""

    options = (
        Toggle(key="isRecorded", default=False),
        Toggle(key="isDialin", default=False),
        Text(key="type", default="standard", advanced=True),
        Text(key="meetingPermissionId", required=False, advanced=True),
        Toggle(key="isRecurring", default=False, advanced=True),
    )
    open_options = (Text(key=RECURRING, required=False, advanced=True),)

    def __init__(self, client: AllocloudClient, clock: Clock, template: str | None) -> None:
        """Meet through this client; the template is the account's join page, if it has one."""
        self._client = client
        self._clock = clock
        self._template = template
        self.features = MeetingFeature.SCHEDULE | MeetingFeature.CHANGE
        if template:
            self.features |= MeetingFeature.GUEST_LINK

    def check(self, order: MeetingOrder) -> None:
        """Refuse parts of ``recurring`` that the document does not know.

        Raises:
            InputError: there are such parts, or no part where a meeting is to recur.
        """
        _recurring(order.options)

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        """Create a meeting with one request.

        Raises:
            ApiError: it was not made, or nobody knows.
        """
        start = order.start or self._clock.now()
        made = only((await self._client.meeting_create(**_parameters(order, start))).data)
        if made is None:
            raise OutcomeUnknown("answers.unreadable")
        return self._told(made)

    async def async_change(
        self, provider_id: str, order: MeetingOrder, changed: frozenset[str]
    ) -> ProviderMeeting:
        """Change a meeting; the document wants all of it each time.

        Raises:
            ApiError: it was not changed, or nobody knows.
        """
        start = order.start or self._clock.now()
        answer = await self._client.meeting_update(id=provider_id, **_parameters(order, start))
        # What the server answers is not documented: it counts as far as it is about this meeting.
        told = only(answer.data) if isinstance(answer, MeetingAnswer) else None
        if told is not None and told.id == provider_id:
            return self._told(told)
        return ProviderMeeting(provider_id=provider_id)

    def _told(self, meeting: Meeting) -> ProviderMeeting:
        link = join_link(self._template, meeting.meetingId)
        start, end = _moment(meeting.startTime), _moment(meeting.endTime)
        return ProviderMeeting(
            provider_id=meeting.id,
            subject=meeting.topic or None,
            start=start,
            end=end if start is not None and end is not None and end > start else None,
            host_url=link,
            guest_url=link,
            details=dict(_details(meeting)),
        )


def _parameters(order: MeetingOrder, start: datetime) -> dict[str, Any]:
    """Return what the document's "minimal data set" has; ``duration`` always fits the times."""
    recurring = _recurring(order.options)
    return {
        "topic": order.subject,
        "startTime": _written(start),
        "endTime": _written(start + timedelta(minutes=order.minutes)),
        "duration": order.minutes,
        "type": order.options.get("type") or "standard",
        "isRecurring": bool(recurring),
        "isRecorded": bool(order.options.get("isRecorded")),
        "isDialin": bool(order.options.get("isDialin")),
        # The shape of its elements is not documented: guests get the link from Dialer.
        "invitedParticipants": [],
        "recurring": recurring,
        "meetingPermissionId": order.options.get("meetingPermissionId"),
    }


def _recurring(options: Mapping[str, object]) -> dict[str, object]:
    parts: dict[str, object] = {}
    for key, value in options.items():
        family, dot, name = key.partition(".")
        if family != RECURRING or not dot:
            continue
        if name not in RECURRING_PARTS:
            raise InputError("allocloud.error.recurring", part=name, parts=", ".join(RECURRING_PARTS))
        text = str(value)
        parts[name] = int(text) if name in _NUMBERS and _NUMBER.fullmatch(text) else text
    if options.get("isRecurring") and not parts:
        raise InputError("allocloud.error.how_recurring", parts=", ".join(RECURRING_PARTS))
    return parts


def _written(moment: datetime) -> str:
    """Return a time as the document writes it: UTC, with milliseconds and a Z."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _moment(text: str | None) -> datetime | None:
    """Return a time of an answer; None for anything that is none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _details(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield what people type or dial to come in; nothing for what is no plain number."""
    if is_public_id(meeting.meetingId):
        yield "meeting_id", str(meeting.meetingId)
    numbers = [number for each in _each(meeting.dialInNumbers) for number in _numbers(each)]
    if numbers:
        yield "dial_in", ", ".join(dict.fromkeys(numbers[:_MOST_NUMBERS]))
    for name, value in (("access_code", meeting.dialInConferenceRoom), ("security_pin", meeting.dialInPin)):
        typed = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        if _TYPED.fullmatch(typed):
            yield name, typed


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _numbers(value: Any) -> Iterator[str]:
    """Yield the phone number of an element, whose shape is not documented: a text, or an object with one."""
    texts = [value]
    if isinstance(value, dict):  # an id in it may look like a number, too
        texts = [text for key, text in value.items() if _NAMES_NUMBER.search(str(key))]
    for text in texts:
        if isinstance(text, str) and _DIAL_IN.fullmatch(text.strip()):
            yield text.strip()
            return
