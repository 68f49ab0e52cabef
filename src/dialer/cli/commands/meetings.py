"""``dialer meetings``: today's and coming meetings, and what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit, of_error
from dialer.cli.meeting_words import (
    is_simply_there,
    line_of,
    named_people,
    phoned_document,
    phoned_line,
    print_meeting,
    tell_options,
    warn_of_links,
)
from dialer.core.errors import DialerError, InputError
from dialer.core.strings import Strings
from dialer.meetings.inviting import calendar_of, guests_language, save_calendar
from dialer.meetings.requests import MeetingEdit, OptionErrors
from dialer.meetings.sentences import sentence, to_record

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.meetings.model import Meeting


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Carry out what is to be done with meetings."""
    await app.hub.entries.settled()
    if args.subcommand == "list":
        return await (_past(app, args.limit, console) if args.past else _list(app, console))
    meeting = await _named(app, args.id)
    match args.subcommand:
        case "show":
            return await _show(app, meeting, args.ics, console)
        case "change":
            return await _change(app, meeting, args, console)
        case "documents":
            from dialer.cli.commands.meetings_documents import documents

            return await documents(app, meeting, args, console)
        case "dial" | "message" | "attendance" | "upload":
            from dialer.cli.commands.meetings_doings import carry_out

            return await carry_out(app, meeting, args, console)
        case "cancel":
            _print(await app.meetings.cancel(meeting.id), console)
        case _:
            _print(await app.meetings.end(meeting.id), console)
    return Exit.DONE


async def _list(app: App, console: Console) -> int:
    everybody = await _refresh(app, console)
    none_key = "cli_meetings.none" if everybody else "cli_meetings.none_known"
    return _print_all(await app.meetings.coming(), none_key, console)


async def _past(app: App, limit: int, console: Console) -> int:
    """List what is over, the last first: from the rows, which hold no links; nobody is asked."""
    return _print_all(await app.meetings.past(limit), "cli_meetings.none_past", console)


def _print_all(meetings: Sequence[Meeting], none_key: str, console: Console) -> int:
    if console.json:
        console.document([to_record(meeting, console.strings) for meeting in meetings])
    elif not meetings:
        console.say(none_key)
    for meeting in () if console.json else meetings:
        console.line(line_of(meeting, console))
    return Exit.DONE


async def _refresh(app: App, console: Console) -> bool:
    """Ask the providers; return whether all have told theirs.

    An account that does not answer is named, and what is known of it is shown.
    """
    await app.meetings.refresh()
    for entry_id, error in app.meetings.unheard().items():
        entry = app.hub.entries.get(entry_id)
        why = console.strings.text(error.key, **error.placeholders)
        console.warn("cli_meetings.not_listed", account=entry.title if entry else entry_id, why=why)
    return not app.meetings.unheard()


async def _named(app: App, meeting_id: str) -> Meeting:
    """Return the meeting of this id; one that was made elsewhere is known from its provider's list."""
    meeting = await app.meetings.get(meeting_id)
    if meeting is None:
        await app.meetings.refresh()
        meeting = await app.meetings.get(meeting_id)
    if meeting is None:
        raise InputError("meetings.error.no_such", id=meeting_id)
    return meeting


async def _show(app: App, meeting: Meeting, file: str | None, console: Console) -> int:
    code = Exit.DONE
    try:
        meeting = await app.meetings.read(meeting.id)
    except DialerError as error:  # what is known is shown all the same
        console.fail(error)
        code = of_error(error)
    phoned = await app.meetings.phoning.phoned(meeting.id)
    if console.json:
        told = {"phoned": [phoned_document(one) for one in phoned]} if phoned else {}
        console.document({**to_record(meeting, console.strings), **told})
    else:
        print_meeting(meeting, console)
        if is_simply_there(meeting):  # else it stands in its line
            console.line(sentence(meeting, console.strings))
        for one in phoned:
            console.line(phoned_line(one, console))
    warn_of_links(meeting, console)
    if file is not None:
        if code is not Exit.DONE:  # without its link it would invite to nowhere
            console.warn("cli_meetings.no_file", file=file)
            return code
        await _save_calendar(app, meeting, file, console)
    return code


async def _save_calendar(app: App, meeting: Meeting, file: str, console: Console) -> None:
    """Write the invitation, in the guests' language, in the place of a file of that name."""
    language = await guests_language(meeting, app.contacts, console.strings.language)
    content = await calendar_of(app.hub, meeting, Strings(language))
    await save_calendar(console.path(file), content)
    if not console.json:
        console.say("cli_meetings.saved", file=file)


async def _change(app: App, meeting: Meeting, args: argparse.Namespace, console: Console) -> int:
    edit = MeetingEdit(
        subject=args.subject,
        start=args.start,
        minutes=args.minutes,
        people=await named_people(app, args.people) if args.people else None,
        options=dict(args.values),
    )
    if not edit.changed:
        raise InputError("cli_meetings.nothing")
    try:
        _print(await app.meetings.change(meeting.id, edit), console)
    except OptionErrors as error:
        tell_options(error, meeting.domain, console)
        return Exit.INPUT
    return Exit.DONE


def _print(meeting: Meeting, console: Console) -> None:
    if console.json:
        console.document(to_record(meeting, console.strings))
    else:
        console.line(line_of(meeting, console))
    warn_of_links(meeting, console)
