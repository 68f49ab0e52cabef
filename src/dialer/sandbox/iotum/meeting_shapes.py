"""Meetings as the documents print them: the ordinary answer, the detailed one, and pages of more than ten."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.clock import stamp, wall, zone
from dialer.sandbox.iotum.problem import invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.meeting import Attendee, Meeting, Recording

PAGE = 10


def meeting_object(meeting: Meeting, call: Call) -> dict[str, object]:
    """Return the ordinary answer; what a meeting does not have is left out, not null, except its agenda."""
    now = meeting.active(call.clock)
    answer: dict[str, object] = {
        "conference_id": meeting.id,
        "subject": meeting.subject,
        "agenda": meeting.agenda if meeting.scheduled else "null",  # the word, as printed
        "start": wall(meeting.start, meeting.zone),
        "end_time": wall(meeting.end, meeting.zone),
        "active": now,
        "time_zone": meeting.zone,
        "duration": meeting.minutes,
        "auto_record": meeting.auto_record,
        "auto_stream": meeting.auto_stream,
        "auto_transcribe": meeting.auto_transcribe,
        "mute_mode": meeting.mute_mode,
        "room_url": room_url(meeting, call.root),
        "recordings": [_recording(one, meeting, call) for one in meeting.recordings],
        "participants": list(meeting.participants),
        "moderators": list(meeting.moderators),
        "is_streaming": meeting.streaming(call.clock),
        "moderator_token": meeting.token,
        "broadcast_stream": {"source": meeting.broadcast, "state": None} if meeting.broadcast else {},
    }
    if meeting.one_time:
        answer["one_time_access_code"] = int(meeting.code)
    if meeting.security_pin:
        answer["security_pin"] = meeting.security_pin
    if meeting.rule:
        answer |= {"is_master": meeting.is_master, "master_id": meeting.master, "schedule": meeting.rule}
    return answer


def meeting_detail(meeting: Meeting, call: Call, zone_name: str = "") -> dict[str, object]:
    """Return the detailed answer, whose keys are others: start_time, and people in place of contact ids."""
    zone_name = zone_name or meeting.zone
    local = meeting.start.astimezone(zone(zone_name))
    came = [one for one in meeting.attendees if one.came(call.clock.now())]
    return {
        "agenda": meeting.agenda,
        "subject": meeting.subject,
        "start_time": wall(meeting.start, zone_name),
        "end_time": wall(meeting.end, zone_name),
        "day": f"{local:%A}",
        "month": f"{local:%B}",
        "year": f"{local:%Y}",
        "conference_mode": "CONVERSATION_MODE"
        if meeting.mute_mode == "conversation"
        else "PRESENTATION_MODE",
        "recurrence": meeting.rule or None,
        "one_time_access_code": meeting.one_time,
        "additional_security_type": 1 if meeting.one_time else 0,
        "cancelled": meeting.cancelled,
        "participants": [_attendee(one, meeting, call) for one in meeting.attendees]
        + _invited(meeting, call),
        "invited_count": len(meeting.participants),
        "attended_count": len(came),
        "chat_messages": [
            {"id": one.id, "content": one.text, "participant_id": one.author, "created_at": stamp(one.at)}
            for one in meeting.messages
        ],
        "uploaded_documents": [],
        "recordings": [_detailed_recording(one, meeting, call) for one in meeting.recordings],
        "sentiment_available": False,
        "sentiment_mean": None,
        "sentiment_max": None,
        "sentiment_min": None,
        "has_video": any(one.kind == "video" for one in meeting.recordings),
        "has_audio": any(one.kind == "audio" for one in meeting.recordings),
        "conference_id": meeting.id,
        "moderators": [_person(contact_id, call) for contact_id in meeting.moderators],
        "is_streaming": meeting.streaming(call.clock),
        "time_zone": zone_name,
        "room_url": room_url(meeting, call.root),
        "moderator_token": meeting.token,
        "duration": meeting.minutes,
        "mute_mode": meeting.mute_mode,
    }


def room_url(meeting: Meeting, root: str) -> str:
    """Return the address of the room; that of a secure one has a query already."""
    if meeting.sealed:
        return f"{root}/conf/call/{meeting.sealed}?encrypted_pin=true"
    return f"{root}/conf/call/{meeting.code}"


def page_of(
    meetings: Sequence[Meeting], call: Call, shape: Callable[[Meeting], dict[str, object]]
) -> list[dict[str, object]] | dict[str, object]:
    """Return up to ten as a list; more come as an object with a cursor to the rest."""
    cursor = call.params.get("page")
    if cursor is None and len(meetings) <= PAGE:
        return [shape(meeting) for meeting in meetings]
    begin = 0 if cursor is None else _read_cursor(cursor)
    end = begin + PAGE
    return {
        "conferences": [shape(meeting) for meeting in meetings[begin:end]],
        "next_page": _cursor(end) if end < len(meetings) else None,
    }


def _cursor(begin: int) -> str:
    return base64.urlsafe_b64encode(f"after:{begin}".encode()).decode()


def _read_cursor(cursor: object) -> int:
    try:
        name, _, number = base64.urlsafe_b64decode(str(cursor)).decode().partition(":")
        if name == "after":
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise invalid("page")


def _published(recording: Recording, call: Call) -> bool:
    return call.clock.now() >= recording.published_at


def _recording(recording: Recording, meeting: Meeting, call: Call) -> dict[str, object]:
    ready = _published(recording, call)
    answer: dict[str, object] = {
        "id": recording.id,
        "start_time": wall(recording.start, meeting.zone),
        "end_time": wall(recording.end, meeting.zone),
        "type": recording.kind,
        "publishing_state": "published" if ready else "processing",
    }
    if ready:
        answer["download_link"] = f"{call.root}/recording/inline/{recording.file_name}"
    return answer


def _detailed_recording(recording: Recording, meeting: Meeting, call: Call) -> dict[str, object]:
    spoken = recording.transcript if _published(recording, call) else []
    segments = [
        {"start": 4.0 * number, "end": 4.0 * number + 3.5, "text": text} for number, text in enumerate(spoken)
    ]
    sizes = {"mp3": 445_797} | ({"mp4": 527_562} if recording.kind == "video" else {})
    return {
        **_recording(recording, meeting, call),
        "transcription_segments": segments,
        "transcription_tags": [],
        "size": sizes if _published(recording, call) else {},
    }


def _attendee(attendee: Attendee, meeting: Meeting, call: Call) -> dict[str, object]:
    """Return somebody who came or is being phoned; who has not picked up has no call record."""
    records = []
    if attendee.came(call.clock.now()):
        end = meeting.ended
        records.append(
            {
                "id": attendee.id + 1,
                "ani": f"+{attendee.phone}" if attendee.phone else f"+{attendee.id % 10**10}",
                "dnis": meeting.code,
                "start_time": stamp(attendee.joined),
                "end_time": stamp(end) if end else None,
                "is_internet?": attendee.phone is None,
                "minute_usage": {
                    "minutes": minutes_of(attendee, meeting),
                    "billing_group": "webrtc_billing" if attendee.phone is None else "dialout_billing",
                    "rate": None,
                    "cost": None,
                    "chargeable_minutes": None,
                },
            }
        )
    return {
        "id": attendee.id,
        "person_id": attendee.contact_id,
        "name": attendee.name,
        "email": attendee.email,
        "live_cdrs": records,
    }


def _invited(meeting: Meeting, call: Call) -> list[dict[str, object]]:
    """Return the invited who have not come."""
    came = {attendee.contact_id for attendee in meeting.attendees}
    return [
        {"id": contact_id + 1, **_person(contact_id, call), "live_cdrs": []}
        for contact_id in meeting.participants
        if contact_id not in came
    ]


def _person(contact_id: int, call: Call) -> dict[str, object]:
    contact = call.world.contacts.get(contact_id)
    return {
        "person_id": contact_id,
        "name": contact.name if contact else None,
        "email": contact.email if contact else None,
    }


def minutes_of(attendee: Attendee, meeting: Meeting) -> int:
    """Return the begun minutes that somebody was in an ended meeting."""
    if meeting.ended is None:
        return 0
    return max(1, -(-int((meeting.ended - attendee.joined).total_seconds()) // 60))
