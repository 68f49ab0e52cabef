"""``dialer status``: how the running call is, and whether the phone is ready for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.readiness import readiness
from dialer.calls.sentences import to_event
from dialer.cli.exitcodes import Exit
from dialer.cli.following import print_call
from dialer.core.readable import named

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Print the running call and how the phone is; nothing is sent to anybody."""
    call, now = app.calls.current, app.hub.clock.now()
    phone = await readiness(app.hub, app.calls.history)
    live = call if call is not None and call.live else None
    if console.json:
        event = {"call": None} if live is None else to_event(live, console.strings, now)
        console.document({**event, "phone": phone.to_document(console.strings, now)})
        return Exit.DONE
    if live is not None:
        print_call(live, app, console)
    else:
        console.say("cli.call.none")
    console.line(f"{console.strings.text(phone.key)}.")
    for fact in phone.facts:
        level = console.strings.text(f"readiness.level.{fact.level}")
        console.line(f"  {named(level, fact.sentence(console.strings, now), console.strings)}")
    return Exit.DONE
