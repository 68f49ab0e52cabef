"""``dialer history``: the call records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.sentences import sentence, to_record
from dialer.cli.exitcodes import Exit

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.cli.console import Console


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """List the call records, newest first."""
    # SQLite takes a negative limit for none.
    calls = await app.calls.history.recent(args.limit or -1)
    if console.json:
        console.document([to_record(call, console.strings) for call in calls])
    elif not calls:
        console.say("cli.history.none")
    else:
        for call in calls:
            console.line(_line(call, console))
    return Exit.DONE


def _line(call: Call, console: Console) -> str:
    who = f"{call.name} {call.number}" if call.name else call.number
    parts = [f"{call.started_at:%Y-%m-%d %H:%M}", who, sentence(call, console.strings)]
    if call.talk_seconds is not None:
        minutes, seconds = divmod(round(call.talk_seconds), 60)
        parts.append(f"{minutes}:{seconds:02}")
    return "  ".join([*parts, *filter(None, [call.note])])
