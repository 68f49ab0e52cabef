"""What is sent for an order: the document's parameters of a conference, all of them each time.

A change is sent as a whole, too: the document lets what is left out of a change fall back to its default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.core.errors import InputError
from dialer.integrations.iotum import options as names
from dialer.integrations.iotum.models import BroadcastStream
from dialer.integrations.iotum.times import UTC_NAME, on_the_wall
from dialer.meetings.recurrence import RuleError, next_dates, parse
from dialer.meetings.zones import zone

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.integrations.iotum.models import Conference
    from dialer.meetings.provider import MeetingOrder

_ENCRYPTED = "encrypted_pin="


def wire_id(id_: str) -> int | str:
    """Return an id as the document writes it: a number, where it is one."""
    return int(id_) if id_.isascii() and id_.isdigit() else id_


def refuse(order: MeetingOrder) -> None:
    """Refuse what does not go together, before anything is sent.

    Raises:
        InputError: why.
    """
    options = order.options
    if options.get(names.PIN) and not options.get(names.CODE):
        raise InputError("iotum.error.pin_needs_code")
    media = {options.get(names.RECORD), options.get(names.STREAM)} - {None, names.NONE}
    if len(media) > 1:
        raise InputError("iotum.error.record_and_stream")
    if order.start is not None:
        _when(order.start, _zone_of(order), bound=names.SCHEDULE in options)
        _refuse_never(str(options.get(names.SCHEDULE) or ""), order.start, _zone_of(order))


def creation(order: MeetingOrder, start: datetime) -> dict[str, Any]:
    """Return the parameters of ``conference/create`` beside the host."""
    options = order.options
    begin, name = _when(start, _zone_of(order), bound=bool(options.get(names.SCHEDULE)))
    return {
        "subject": order.subject,
        "start": begin,
        "time_zone": name,
        "duration": order.minutes,
        names.CODE: bool(options.get(names.CODE)),
        "participant_emails": people(order),
        # The document wants one.
        names.AGENDA: "",
        **{key: options[key] for key in names.SENT if key in options},
    }


def change(order: MeetingOrder, changed: frozenset[str], now: Conference) -> dict[str, Any]:
    """Return the parameters of ``conference/update`` beside the conference's id.

    Args:
        order: how it shall be.
        changed: what is new.
        now: how it is, for what Dialer does not know.

    Raises:
        InputError: the repetition is to change in a meeting that does not stand for its series.
    """
    known = {**_known(now), **{key: order.options[key] for key in names.SENT if key in order.options}}
    if now.is_master is False and known.pop(names.SCHEDULE, None) not in {None, now.schedule}:
        raise InputError("iotum.error.schedule_master")
    # Of a meeting of ours all options are known, so that one without a value was emptied.
    revised = "options" in changed and order.options.keys() >= names.PLAIN
    if revised:
        known |= {key: None for key in names.CAN_BE_EMPTIED if key in known and key not in order.options}
    code = order.options.get(names.CODE)
    values = {
        "subject": order.subject,
        names.AGENDA: now.agenda if now.agenda and not revised else "",
        "duration": order.minutes,
        names.CODE: bool(now.one_time_access_code) if code is None else bool(code),
        **known,
        **_time_after(order, changed, now, bound=names.SCHEDULE in known),
    }
    if revised or "people" in changed or any(person.email for person in order.people):
        values["participant_emails"] = people(order)
    return values


def people(order: MeetingOrder) -> list[dict[str, Any]]:
    """Return who is invited by the provider: everybody with an e-mail address, moderators first."""
    leading = {address.casefold(): address for address in names.split(order.options.get(names.MODERATORS))}
    invited = dict.fromkeys(leading.values(), True)
    for person in order.people:
        if person.email and person.email.casefold() not in leading:
            invited[person.email] = False
    return [{"email": address, "moderator": moderator} for address, moderator in invited.items()]


def _known(now: Conference) -> dict[str, Any]:
    """Return what a conference has, as it would be asked for."""
    stream = now.broadcast_stream
    known = {
        names.RECORD: now.auto_record,
        names.STREAM: now.auto_stream,
        "auto_transcribe": now.auto_transcribe,
        names.SECURE: _ENCRYPTED in (now.room_url or "") if now.secure_url is None else now.secure_url,
        "host_initiated_recording": now.host_initiated_recording,
        names.PIN: now.security_pin,
        "mute_mode": now.mute_mode,
        "broadcast_stream_url": stream.source if isinstance(stream, BroadcastStream) else stream,
        names.SCHEDULE: now.schedule,
    }
    return {key: value for key, value in known.items() if value is not None}


def _time_after(
    order: MeetingOrder, changed: frozenset[str], now: Conference, *, bound: bool
) -> dict[str, str]:
    """Return when it shall be: as it is, in its own words, unless that is what changes."""
    name = str(order.options.get(names.ZONE) or now.time_zone or UTC_NAME)
    if order.start is None or ("start" not in changed and name == now.time_zone and now.start):
        return {"start": now.start or "", "time_zone": name}
    begin, name = _when(order.start, name, bound=bound)
    return {"start": begin, "time_zone": name}


def _zone_of(order: MeetingOrder) -> str:
    return str(order.options.get(names.ZONE) or UTC_NAME)


def _when(start: datetime, name: str, *, bound: bool) -> tuple[str, str]:
    """Return a moment as it is sent, in another zone where this one shows it twice.

    Raises:
        InputError: a series is bound to its zone, which shows the moment twice.
    """
    shown = on_the_wall(start, name)
    if shown is None and bound:
        raise InputError("iotum.error.time_twice", zone=name)
    return shown or on_the_wall(start, UTC_NAME) or ("", UTC_NAME)


def _refuse_never(rule: str, start: datetime, name: str) -> None:
    if not rule:
        return
    try:
        recurrence = parse(rule)
    except RuleError as error:
        raise InputError(error.key) from None
    if not next_dates(recurrence, start.astimezone(zone(name)), 1):
        raise InputError("iotum.error.schedule_never")
