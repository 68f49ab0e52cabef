"""Meetings are looked at, people are phoned and written to, and what is left is fetched or deleted."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.meeting import PICKS_UP_AFTER, Attendee, Message
from dialer.sandbox.iotum.meeting_shapes import meeting_detail, meeting_object, page_of
from dialer.sandbox.iotum.problem import Problem, invalid
from dialer.sandbox.iotum.recurrence import HORIZON
from dialer.sandbox.iotum.replies import MESSAGE_OK
from dialer.sandbox.iotum.shapes import contact_object

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.meeting import Meeting

OUTPUTS = ("summary", "detail")


def _shape(call: Call, meeting: Meeting) -> dict[str, object]:
    detailed = call.params.one_of("output", OUTPUTS, "summary") == "detail"
    return meeting_detail(meeting, call) if detailed else meeting_object(meeting, call)


def _fetch(call: Call) -> object:
    return _shape(call, call.meeting())


def _fetch_all(call: Call) -> object:
    """List what is planned and not over; meetings begun at once are not planned."""
    meetings = call.world.meetings_of(call.host())
    for meeting in meetings:
        meeting.settle(call.clock)
    last = call.clock.utc() + HORIZON
    coming = [one for one in meetings if one.scheduled and not one.over and one.start <= last]
    return page_of(coming, call, lambda meeting: _shape(call, meeting))


def _participant_details(call: Call) -> object:
    meeting, contacts = call.meeting(), call.world.contacts

    def details(ids: list[int]) -> list[dict[str, object]]:
        return [contact_object(contacts[one]) for one in ids if one in contacts]

    guests = [one for one in meeting.participants if one not in meeting.moderators]
    return {"participants": details(guests), "moderators": details(meeting.moderators)}


def _viewer_count(call: Call) -> object:
    """Count those who watch; the number is a text."""
    return {"count": "4" if call.meeting().streaming(call.clock) else "0"}


def _stop_streaming(call: Call) -> object:
    call.meeting().stream_stopped = True
    return MESSAGE_OK


def _end(call: Call) -> object:
    _active(call).finish(call.clock.utc(), call.clock)
    return MESSAGE_OK


def _dial(call: Call) -> object:
    meeting = _active(call)
    country = call.params.text("country_code")
    number = call.params.text("phone_number").removeprefix("+")
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise invalid("country_code")
    if not re.fullmatch(r"[1-9][0-9]{4,14}", number):
        raise invalid("phone_number")
    call.params.maybe_text("invitation_text")
    meeting.attendees.append(
        Attendee(
            id=secrets.randbelow(10**9) + 2**53,
            name=call.params.maybe_text("name") or number,
            email=None,
            moderator=False,
            since=call.clock.now() + PICKS_UP_AFTER,
            joined=call.clock.utc() + timedelta(seconds=PICKS_UP_AFTER),
            phone=number,
        )
    )
    return {"dialout_status": "new"}


def _write(call: Call) -> object:
    meeting = _active(call)
    text = call.params.text("message")
    meeting.messages.append(Message(id=call.world.new_id(), text=text, at=call.clock.utc()))
    return MESSAGE_OK


def _delete_recordings(call: Call) -> object:
    _past(call).recordings.clear()
    return MESSAGE_OK


def _delete_transcriptions(call: Call) -> object:
    for recording in _past(call).recordings:
        recording.transcript.clear()
    return MESSAGE_OK


def _active(call: Call) -> Meeting:
    meeting = call.live_meeting()
    if not meeting.active(call.clock):
        raise Problem(400, "Conference is not active")
    return meeting


def _past(call: Call) -> Meeting:
    meeting = call.meeting()
    if not meeting.over:
        raise Problem(400, "Conference is not over")
    return meeting


_ID = ("conference_id",)

OPERATIONS = {
    "conference/fetch": Operation(_fetch, _ID),
    "conference/fetch_all": Operation(_fetch_all, ("host_id",)),
    "conference/end": Operation(_end, _ID),
    "conference/fetch_participant_details": Operation(_participant_details, _ID),
    "conference/fetch_livestream_viewer_count": Operation(_viewer_count, _ID),
    "conference/stop_streaming": Operation(_stop_streaming, _ID),
    "conference/dial_number": Operation(_dial, (*_ID, "country_code", "phone_number")),
    "conference/message/create": Operation(_write, (*_ID, "message")),
    "conference/delete_recordings": Operation(_delete_recordings, _ID),
    "conference/delete_transcriptions": Operation(_delete_transcriptions, _ID),
}
