"""``dialer meetings dial``, ``message``, ``attendance`` and ``upload``: in a meeting, and after it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dialer.cli.exitcodes import Exit
from dialer.cli.meeting_words import phoned_document
from dialer.cli.people import one_live_contact
from dialer.cli.targets import read_target
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.conventions import row_time_words
from dialer.meetings.phoning import PhoneRequest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.meetings.in_and_after import Attendee, Presence
    from dialer.meetings.model import Meeting

_A_STEP = 10
"""Per cent of an upload after which it is told again."""


async def carry_out(app: App, meeting: Meeting, args: argparse.Namespace, console: Console) -> int:
    """Do in a meeting, or ask about it, what was typed."""
    match args.subcommand:
        case "dial":
            return await _dial(app, meeting, args, console)
        case "message":
            await app.meetings.doings.message(meeting.id, args.text)
            if console.json:
                console.document({"id": meeting.id, "message": args.text.strip()})
            else:
                console.say("meeting_doings.message.sent")
        case "attendance":
            people = await app.meetings.doings.attendance(meeting.id)
            _print_attendance(meeting, people, console)
        case _:
            await _upload(app, meeting, args.file, console)
    return Exit.DONE


async def _dial(app: App, meeting: Meeting, args: argparse.Namespace, console: Console) -> int:
    """Phone somebody in, with the second steps that the number needs."""
    region = args.region or app.hub.settings.region
    target = await read_target(app, args.target, region, console, one_live_contact)
    contact = target.contact
    request = PhoneRequest(
        meeting_id=meeting.id,
        number=target.number,
        name=contact.name if contact else "",
        contact_id=contact.id if contact else None,
        private=contact.private if contact else False,
    )
    while True:
        try:
            phoned = await app.meetings.phoning.phone(request)
        except ConfirmNeeded as needed:
            question = console.strings.text(needed.key, **needed.placeholders)
            if not args.yes and not await console.unless_interrupted(console.confirm(question)):
                key = "cli.call.not_called" if console.interactive else "cli.call.say_yes"
                console.warn(key, question=question)
                return Exit.SAFETY
            request = replace(request, confirmed=request.confirmed | {needed.what})
        except asyncio.CancelledError:
            console.warn("meeting_doings.phone.given_up")
            raise
        else:
            break
    if console.json:
        console.document({**phoned_document(phoned), "number": target.number})
    else:
        who = request.name or target.number
        console.say("meeting_doings.phone.asked", account=meeting.account, who=who)
    return Exit.DONE


async def _upload(app: App, meeting: Meeting, file: str, console: Console) -> None:
    path = console.path(file)
    told = -1

    def progress(sent: int, size: int) -> None:
        nonlocal told
        step = 100 * sent // size // _A_STEP if size else 0
        if console.json or step <= told:
            return
        if told < 0:
            console.warn("meeting_doings.upload.sending", file=path.name)
        else:
            console.warn("meeting_doings.upload.percent", percent=step * _A_STEP)
        told = step

    try:
        await app.meetings.doings.upload(meeting.id, path, progress)
    except asyncio.CancelledError:
        console.warn("meeting_doings.upload.stopped", file=path.name)
        raise
    if console.json:
        console.document({"id": meeting.id, "file": path.name})
    else:
        console.say("meeting_doings.upload.done", file=path.name)


def _print_attendance(meeting: Meeting, people: Sequence[Attendee], console: Console) -> None:
    if console.json:
        console.document({"id": meeting.id, "people": [_attendee_document(one) for one in people]})
        return
    if not people:
        console.say("meeting_doings.attendance.none")
    for one in people:
        console.line(_attendee_line(one, console))


def _attendee_document(one: Attendee) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email or None,
        "leads": one.leads,
        "came": bool(one.times),
        "minutes": one.minutes,
        "times": [
            {
                "from": time.since.isoformat(timespec="seconds"),
                "to": time.until.isoformat(timespec="seconds") if time.until else None,
                "by_phone": time.by_phone,
            }
            for time in one.times
        ],
    }


def _attendee_line(one: Attendee, console: Console) -> str:
    text = console.strings.text
    parts = [one.name, one.email if one.email != one.name else ""]
    parts.append(text("meeting_doings.attendance.leads") if one.leads else "")
    if not one.times:
        parts.append(text("meeting_doings.attendance.absent"))
    elif one.minutes is not None:
        parts.append(text("meeting_doings.attendance.minutes", minutes=one.minutes))
    parts += [_time_words(time, console) for time in one.times]
    return "  ·  ".join(filter(None, parts))


def _time_words(time: Presence, console: Console) -> str:
    text, language = console.strings.text, console.strings.language
    start = row_time_words(time.since.astimezone(), language)
    if time.until is None:
        said = text("meeting_doings.attendance.since", start=start)
    else:
        end = row_time_words(time.until.astimezone(), language)
        said = text("meeting_doings.attendance.from_to", start=start, end=end)
    return f"{said} {text('meeting_doings.attendance.by_phone')}" if time.by_phone else said
