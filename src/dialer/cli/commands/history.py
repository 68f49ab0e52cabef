"""``dialer history``: what was called and met, what people say of it, and what is to be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.calls.sentences import sentence, to_record, who
from dialer.cli.exitcodes import Exit
from dialer.cli.history_parser import NO_OUTCOME
from dialer.core.conventions import day_words, moment_words
from dialer.core.errors import InputError
from dialer.journal.filter import KINDS, Filter

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.cli.console import Console
    from dialer.journal.rows import JournalRow
    from dialer.meetings.model import Meeting

_PAGE = 500


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Carry out the part of the command that was asked for."""
    match args.subcommand:
        case "list":
            return await _list(app, args, console)
        case "export":
            return await _export(app, args, console)
        case "forget":
            return await _forget(app, args, console)
    call = await _call(app, args.id)
    match args.subcommand:
        case "note":
            await app.calls.set_note(call.id, args.text)
        case "outcome":
            await app.calls.set_outcome(call.id, "" if args.outcome == NO_OUTCOME else args.outcome)
        case "tags":
            await app.calls.set_tags(call.id, args.tags)
        case "private":
            await app.calls.set_private(call.id, not args.off)
    row = await app.journal.find(call.id)
    if row is not None:
        _show([row], console, one=True)
    return Exit.DONE


async def _list(app: App, args: argparse.Namespace, console: Console) -> int:
    """List what is meant, the newest first."""
    which, after = _filter(args), None
    rows: list[JournalRow] = []
    while True:
        left = args.limit - len(rows) if args.limit else _PAGE
        page = await app.journal.page(which, after, min(left, _PAGE))
        rows += page.rows
        after = page.next
        if after is None or (args.limit and len(rows) >= args.limit):
            break
    if not rows and not console.json:
        everything = Filter(kinds=which.kinds)
        console.say("cli.history.none" if which == everything else "history.none_found")
    else:
        _show(rows, console)
    return Exit.DONE


async def _export(app: App, args: argparse.Namespace, console: Console) -> int:
    """Write what is meant to a CSV file, in the place of one of that name."""
    written = await app.journal.export(_filter(args), console.path(args.file), console.strings)
    if console.json:
        console.document({"file": args.file, "rows": written})
    else:
        console.say("history.exported", count=written, file=args.file)
    return Exit.DONE


async def _forget(app: App, args: argparse.Namespace, console: Console) -> int:
    """Forget whom a call was made to, a contact, or a number, for good."""
    number, contact_id, name = await _whom(app, args.id)
    question = console.strings.text("history.forget.question", who=name)
    if not args.yes and not await console.unless_interrupted(console.confirm(question)):
        console.warn("history.forget.not_done" if console.interactive else "history.forget.say_yes", who=name)
        return Exit.SAFETY
    gone = await app.journal.forget(number=number, contact_id=contact_id)
    if console.json:
        document = {"calls": gone.calls, "meetings": gone.meetings, "call_backs": gone.call_backs}
        until = {} if gone.copies_until is None else {"copies_until": gone.copies_until.isoformat()}
        console.document({**document, **until})
    else:
        console.say(
            "history.forget.done", calls=gone.calls, meetings=gone.meetings, call_backs=gone.call_backs
        )
        if gone.copies_until is not None:
            day = day_words(gone.copies_until.astimezone().date(), console.strings.language)
            console.say("history.forget.copies", date=day)
    return Exit.DONE


async def _whom(app: App, typed: str) -> tuple[str | None, str | None, str]:
    """Return number, contact and name of who is to be forgotten."""
    contact = await app.contacts.get(typed)
    if contact is not None:
        return None, contact.id, contact.name
    row = await app.journal.find(typed)
    if row is not None and row.call is not None:
        call = row.call
        if not call.number:
            raise InputError("history.error.nobody")
        return call.number, call.contact_id, call.name or call.number
    from dialer.contacts.numbers.dialling import read_number

    candidate = await read_number(typed, app.hub.settings.region)
    return str(candidate.e164), None, candidate.international or typed


async def _call(app: App, typed: str) -> Call:
    row = await app.journal.find(typed)
    if row is None:
        raise InputError("history.error.no_row", id=typed)
    if row.call is None:
        raise InputError("history.error.only_calls")
    return row.call


def _filter(args: argparse.Namespace) -> Filter:
    return Filter(
        text=args.search,
        since=args.since,
        until=args.until,
        contact_id=args.contact,
        outcomes=frozenset("" if each == NO_OUTCOME else each for each in args.outcomes),
        tags=frozenset(args.tags),
        kinds=KINDS if args.kind == "all" else frozenset({args.kind}),
    )


def _show(rows: list[JournalRow], console: Console, *, one: bool = False) -> None:
    if console.json:
        documents = [_document(row, console) for row in rows]
        console.document(documents[0] if one else documents)
        return
    for row in rows:
        if row.call is not None:
            console.line(_line_of_call(row.call, console))
        elif row.meeting is not None:
            console.line(_line_of_meeting(row.meeting, console))


def _document(row: JournalRow, console: Console) -> dict[str, Any]:
    if row.meeting is not None:
        from dialer.meetings.sentences import to_record as meeting_record

        requested = row.at.isoformat(timespec="milliseconds")
        return {**meeting_record(row.meeting, console.strings), "requested": requested, "kind": row.kind}
    return {**to_record(row.call, console.strings), "kind": row.kind} if row.call is not None else {}


def _line_of_call(call: Call, console: Console) -> str:
    shown = f"{call.name} {call.number}" if call.name else who(call, console.strings)
    parts = [moment_words(call.started_at, console.strings.language), shown, sentence(call, console.strings)]
    if call.talk_seconds is not None:
        minutes, seconds = divmod(round(call.talk_seconds), 60)
        parts.append(f"{minutes}:{seconds:02}")
    if call.outcome:
        from dialer.calls.outcomes import outcome_text

        parts.append(outcome_text(call.outcome, console.strings))
    parts += [f"#{tag}" for tag in call.tags]
    return "  ".join([*parts, *filter(None, [call.note])])


def _line_of_meeting(meeting: Meeting, console: Console) -> str:
    from dialer.meetings.sentences import sentence as meeting_sentence

    people = ", ".join(person.name for person in meeting.people if person.name)
    parts = [people, meeting.subject, meeting_sentence(meeting, console.strings)]
    return "  ".join([moment_words(meeting.requested_at, console.strings.language), *filter(None, parts)])
