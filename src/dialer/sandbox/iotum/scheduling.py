"""Meetings are planned, begun at once, changed and cancelled."""

from __future__ import annotations

import base64
import copy
import secrets
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.clock import instant, zone
from dialer.sandbox.iotum.hosts import FORMATS, check_formats
from dialer.sandbox.iotum.invited import read_people
from dialer.sandbox.iotum.meeting import Meeting
from dialer.sandbox.iotum.meeting_shapes import meeting_object
from dialer.sandbox.iotum.problem import Problem
from dialer.sandbox.iotum.recurrence import read_rule
from dialer.sandbox.iotum.replies import MESSAGE_OK

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.world import Host, World

MUTE_MODES = ("conversation", "q&a", "presentation")
_WHEN = ("start", "time_zone", "duration", "schedule")
# What each meeting of a series has for itself.
_OWN = (
    *("id", "number", "start", "cancelled", "ended"),
    *("attendees", "messages", "recordings", "stream_stopped"),
)
# "If omitted will default to", of a change as well.
_FALL_BACK = {
    "auto_record": "none",
    "auto_stream": "none",
    "auto_transcribe": False,
    "mute_mode": "conversation",
}


def _create(call: Call) -> object:
    host = call.host()
    meeting = new_meeting(call.world, host, call.clock)
    _change(call, meeting)
    _seal(call, meeting)
    call.world.meetings[meeting.id] = meeting
    _follow_rule(call, meeting)
    return _created(call, meeting)


def _create_now(call: Call) -> object:
    host = call.host()
    one_time = call.params.flag("one_time_access_code")
    meeting = new_meeting(call.world, host, call.clock)
    meeting.scheduled = False
    meeting.auto_record, meeting.auto_stream = host.auto_record, host.auto_stream
    _take_code(call, meeting, one_time=one_time)
    _seal(call, meeting)
    call.world.meetings[meeting.id] = meeting
    return _created(call, meeting)


def new_meeting(world: World, host: Host, clock: Clock) -> Meeting:
    """Return a meeting in a host's own room that begins now."""
    organiser = world.contact_of(host).id
    return Meeting(
        id=world.new_id(),
        host=host,
        subject=f"{host.name}'s Meeting",
        start=clock.utc().replace(microsecond=0),
        minutes=60,
        zone=host.time_zone,
        code=host.access_code,
        token=new_token(),
        participants=[organiser],
        moderators=[organiser],
    )


def new_token() -> str:
    """Return a moderator token: a UUID by the text, twelve characters in every sample."""
    return secrets.token_urlsafe(9)


def _created(call: Call, meeting: Meeting) -> dict[str, object]:
    """Return the answer, with the invited by mail, whom only this one repeats."""
    answer = meeting_object(meeting, call)
    if meeting.emails is not None:
        answer["participant_emails"] = meeting.emails
    return answer


def _update(call: Call) -> object:
    meeting = call.live_meeting()
    rule = call.params.maybe_text("schedule")
    if rule is not None and meeting.master not in {None, meeting.id}:
        raise Problem(400, "Can only include schedule details in the master conference")
    changed = copy.copy(meeting)
    vars(changed).update(_FALL_BACK)
    _change(call, changed)
    vars(meeting).update(vars(changed))
    if meeting.is_master or rule is not None:
        _follow_rule(call, meeting)
    return meeting_object(meeting, call)


def _cancel(call: Call) -> object:
    meeting = call.live_meeting()
    coming = _series(call, meeting) if meeting.is_master else [meeting]
    coming = [one for one in coming if not one.over]
    if not coming:
        raise Problem(400, "Conference is over")
    for one in coming:
        one.cancelled = True
    return MESSAGE_OK


def _change(call: Call, meeting: Meeting) -> None:
    """Take over what the request says, and refuse what the host may not have."""
    params = call.params
    meeting.subject = params.maybe_text("subject") or meeting.subject
    if "agenda" in params:
        meeting.agenda = params.maybe_text("agenda")
    _change_time(call, meeting)
    _change_features(call, meeting)
    if "one_time_access_code" in params:
        _take_code(call, meeting, one_time=params.flag("one_time_access_code"))
    if params.get("security_pin") not in (None, ""):
        meeting.security_pin = params.number_text("security_pin", "3,12")
    elif "security_pin" in params:
        meeting.security_pin = None
    if meeting.security_pin and not meeting.one_time:
        raise Problem(400, "Must enable one_time_access_code to use security_pin")
    meeting.mute_mode = params.one_of("mute_mode", MUTE_MODES, meeting.mute_mode)
    meeting.broadcast = params.maybe_text("broadcast_stream_url") or meeting.broadcast
    if params.get("schedule") is not None:
        meeting.rule = str(read_rule(params.text("schedule")))
    read_people(call, meeting)


def _change_time(call: Call, meeting: Meeting) -> None:
    params = call.params
    zone_name = params.maybe_text("time_zone") or meeting.zone
    zone(zone_name)
    if params.get("start") is not None:
        meeting.start = instant(params.wall("start"), zone_name)
    elif zone_name != meeting.zone:
        local = meeting.start.astimezone(zone(meeting.zone)).replace(tzinfo=None)
        meeting.start = instant(local, zone_name)
    meeting.zone = zone_name
    if params.get("duration") is not None:
        meeting.minutes = params.positive("duration")


def _change_features(call: Call, meeting: Meeting) -> None:
    """Read recording, streaming and transcription, for which a host needs the feature."""
    params, host = call.params, meeting.host
    meeting.auto_record = params.one_of("auto_record", FORMATS, meeting.auto_record)
    meeting.auto_stream = params.one_of("auto_stream", FORMATS, meeting.auto_stream)
    meeting.auto_transcribe = params.flag("auto_transcribe", default=meeting.auto_transcribe)
    params.flag("host_initiated_recording")
    check_formats(meeting.auto_record, meeting.auto_stream)
    if meeting.auto_record != "none" and not host.has("recording"):
        raise Problem(400, "Recording feature not enabled")
    if meeting.auto_record == "video" and not host.has("video_recording"):
        raise Problem(400, "Video recording feature not enabled")
    if meeting.auto_transcribe and not host.has("transcription"):
        raise Problem(400, "Transcription feature not enabled")


def _take_code(call: Call, meeting: Meeting, *, one_time: bool) -> None:
    """Give a meeting an access code of its own, or its host's."""
    if one_time and not meeting.host.has("one_time_access_code"):
        raise Problem(400, "One time access code feature not available")
    if one_time and not meeting.one_time:
        meeting.code = call.world.new_code()
    elif not one_time:
        meeting.code, meeting.sealed = meeting.host.access_code, ""
    meeting.one_time = one_time


def _seal(call: Call, meeting: Meeting) -> None:
    """Hide the code in the address, if that is asked for."""
    if call.params.flag("secure_url"):
        hidden = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode()
        meeting.sealed = f"{hidden}--{secrets.token_hex(20)}"


def _series(call: Call, master: Meeting) -> list[Meeting]:
    """Return the meetings of a series in their order, those that are over included."""
    members = [one for one in call.world.meetings.values() if one.master == master.id]
    for one in members:
        one.settle(call.clock)
    return sorted(members, key=lambda one: one.number)


def _follow_rule(call: Call, master: Meeting) -> None:
    """Make the meetings of a series, or bring those that are there into line with the first."""
    if not master.rule:
        return
    master.master = master.id
    members = {one.number: one for one in _series(call, master) if one is not master}
    if not any(name in call.params for name in _WHEN):
        for child in members.values():
            _copy_onto(master, child)
        return
    first = master.start.astimezone(zone(master.zone)).replace(tzinfo=None)
    starts = read_rule(master.rule).starts(first, call.clock.utc().replace(tzinfo=None))
    for number, local in enumerate(starts[1:], 1):
        child = members.pop(number) if number in members else _new_child(call, master, number)
        _copy_onto(master, child)
        if not child.over:
            child.start = instant(local, master.zone)
    for surplus in members.values():
        if not surplus.over:
            del call.world.meetings[surplus.id]


def _new_child(call: Call, master: Meeting, number: int) -> Meeting:
    child = Meeting(**{**vars(master), "id": call.world.new_id(), "number": number})
    child.cancelled, child.ended, child.stream_stopped = False, None, False
    child.attendees, child.messages, child.recordings = [], [], []
    call.world.meetings[child.id] = child
    return child


def _copy_onto(master: Meeting, child: Meeting) -> None:
    """Give a coming meeting what all of its series have in common; what happened in it stays its own."""
    if not child.over:
        vars(child).update({name: value for name, value in vars(master).items() if name not in _OWN})


OPERATIONS = {
    "conference/create": Operation(
        _create,
        (
            "host_id",
            "subject",
            "agenda?",
            "start",
            "time_zone",
            "duration",
            "one_time_access_code",
            "participants|participant_emails|participant_hosts",
        ),
    ),
    "conference/create/reservationless": Operation(_create_now, ("host_id", "one_time_access_code")),
    "conference/update": Operation(_update, ("conference_id",)),
    "conference/cancel": Operation(_cancel, ("conference_id",)),
}
