"""``dialer call-backs``: who is to be called, by when and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.calls.due import read_due
from dialer.cli.exitcodes import Exit
from dialer.cli.people import one_live_contact
from dialer.cli.targets import read_target
from dialer.core.conventions import moment_words

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.calls.call_back import CallBack
    from dialer.cli.console import Console

_SHORT_ID = 8


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """List the call-backs, or do with one what was typed."""
    callbacks = app.callbacks
    match args.subcommand:
        case "add":
            _show(await _add(app, args, console), console)
        case "done":
            _show(await callbacks.done(args.id, args.by), console)
        case "reopen":
            _show(await callbacks.reopen(args.id), console)
        case "remove":
            await callbacks.remove(args.id)
            if console.json:
                console.document({"id": args.id, "removed": True})
            else:
                console.say("callbacks.removed")
        case _:
            await _list(app, args, console)
    return Exit.DONE


async def _add(app: App, args: argparse.Namespace, console: Console) -> CallBack:
    region = args.region or app.hub.settings.region
    due_at = read_due(args.due, app.hub.clock.now())
    target = await read_target(app, args.target, region, console, one_live_contact)
    return await app.callbacks.add(
        target.number, due_at, contact=target.contact, name=args.name, owner=args.owner, note=args.note
    )


async def _list(app: App, args: argparse.Namespace, console: Console) -> None:
    callbacks = app.callbacks
    if args.done:
        found = await callbacks.done_ones(args.owner, args.limit or -1)
    else:
        found = (await callbacks.open_ones(args.owner))[: args.limit or None]
    if console.json:
        console.document([to_record(each) for each in found])
    elif not found:
        console.say("callbacks.none_done" if args.done else "callbacks.none_open")
    else:
        now = app.hub.clock.now()
        for each in found:
            late = console.strings.text("callbacks.overdue") if each.is_overdue(now) else ""
            console.line(_line(each, console, late))


def to_record(call_back: CallBack) -> dict[str, Any]:
    """Return a call-back as the JSON of the command line has it."""
    done_at = call_back.done_at
    return {
        "id": call_back.id,
        "number": call_back.number,
        "name": call_back.name,
        "due_at": call_back.due_at.isoformat(),
        "owner": call_back.owner,
        "note": call_back.note,
        "created_at": call_back.created_at.isoformat(),
        "done_at": done_at.isoformat() if done_at else None,
        "done_by": call_back.done_by,
        "contact_id": call_back.contact_id,
        "call_id": call_back.call_id,
    }


def _show(call_back: CallBack, console: Console) -> None:
    if console.json:
        console.document(to_record(call_back))
    else:
        console.line(_line(call_back, console))


def _line(call_back: CallBack, console: Console, late: str = "") -> str:
    done = ""
    if call_back.done_at is not None:
        key = "callbacks.done_by" if call_back.done_by else "callbacks.done_at"
        when = moment_words(call_back.done_at.astimezone(), console.strings.language)
        done = console.strings.text(key, name=call_back.done_by, time=when)
    who = f"{call_back.name} {call_back.number}".strip()
    due = moment_words(call_back.due_at.astimezone(), console.strings.language)
    parts = [call_back.id[:_SHORT_ID], due, who, call_back.owner, late, done, call_back.note]
    return "  ".join(filter(None, parts))
