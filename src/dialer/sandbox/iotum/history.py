"""What a host's past meetings were, who was in them, and which are held now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.clock import wall, zone
from dialer.sandbox.iotum.meeting_shapes import meeting_detail, minutes_of, page_of
from dialer.sandbox.iotum.running import OUTPUTS

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.meeting import Attendee, Meeting

MOST_RECORDS = 100


def _conferences(call: Call) -> object:
    detailed = call.params.one_of("output", OUTPUTS, "summary") == "detail"
    zone_name = _zone(call)

    def shape(meeting: Meeting) -> dict[str, object]:
        return meeting_detail(meeting, call, zone_name) if detailed else _summary(meeting, call, zone_name)

    return page_of(_past(call), call, shape)


def _cdrs(call: Call) -> object:
    wanted = call.params.maybe_id("conference_id")
    zone_name = _zone(call)
    records = [
        _record(attendee, meeting, zone_name)
        for meeting in _past(call)
        if wanted in {None, meeting.id}
        for attendee in _came(meeting, call)
    ]
    return records[:MOST_RECORDS]


def _active_calls(call: Call) -> object:
    zone_name = _zone(call)
    return [
        {
            "conference_id": meeting.id,
            "subject": meeting.subject,
            "agenda": meeting.agenda,
            "start_time": wall(meeting.start, zone_name),
        }
        for meeting in _settled(call)
        if meeting.active(call.clock)
    ]


def _settled(call: Call) -> list[Meeting]:
    meetings = call.world.meetings_of(call.host())
    for meeting in meetings:
        meeting.settle(call.clock)
    return meetings


def _past(call: Call) -> list[Meeting]:
    """Return the meetings whose time is over, within the days that are asked for."""
    there = zone(_zone(call))
    first, last = call.params.maybe_date("start_date"), call.params.maybe_date("end_date")
    past = []
    for meeting in _settled(call):
        day = meeting.start.astimezone(there).date()
        inside = (first is None or first <= day) and (last is None or day <= last)
        if meeting.over and inside and meeting.start <= call.clock.utc():
            past.append(meeting)
    return past


def _zone(call: Call) -> str:
    name = call.params.maybe_text("time_zone") or "UTC"
    zone(name)
    return name


def _came(meeting: Meeting, call: Call) -> list[Attendee]:
    return [one for one in meeting.attendees if one.came(call.clock.now())]


def _summary(meeting: Meeting, call: Call, zone_name: str) -> dict[str, object]:
    came = _came(meeting, call)
    return {
        "conference_id": meeting.id,
        "start_time": wall(meeting.start, zone_name),
        "end_time": wall(meeting.end, zone_name),
        "total_participants": len(came),
        "total_participant_minutes": sum(minutes_of(one, meeting) for one in came),
        "meeting_summary_url": f"{call.root}/conf/summary/{meeting.id}",
    }


def _record(attendee: Attendee, meeting: Meeting, zone_name: str) -> dict[str, object]:
    return {
        "id": attendee.id + 1,
        "conference_id": meeting.id,
        "host_id": meeting.host.id,
        "host_name": meeting.host.name,
        "host_email": meeting.host.email,
        "start_time": wall(attendee.joined, zone_name),
        "end_time": wall(meeting.end, zone_name),
        "participant_id": attendee.id,
        "participant_name": attendee.name,
        "participant_email": attendee.email,
        "from": f"+{attendee.phone or attendee.id % 10**10}",
        "to": meeting.code,
        "minutes": minutes_of(attendee, meeting),
    }


OPERATIONS = {
    "host/conferences": Operation(_conferences, ("host_id",)),
    "host/cdrs": Operation(_cdrs, ("host_id",)),
    "host/active_calls": Operation(_active_calls, ("host_id",)),
}
