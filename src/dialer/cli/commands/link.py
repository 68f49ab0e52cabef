"""``dialer link``: what the operating system runs for a phone link; the window asks, nothing dials here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.links import open_link, refusal
from dialer.cli.exitcodes import Exit
from dialer.contacts.documents import reading_to_json
from dialer.contacts.numbers.reading import NumberType

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.numbers.reading import Reading


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Have the window ask whether to call the number of a link."""
    reading = await open_link(app.hub, args.url)
    if console.json:
        console.document(reading_to_json(reading, console.strings))
    why_not = refusal(reading)
    if why_not is None:
        return Exit.DONE
    console.warn(why_not)
    return Exit.SAFETY if _is_emergency(reading) else Exit.INPUT


def _is_emergency(reading: Reading) -> bool:
    return any(candidate.type is NumberType.EMERGENCY for candidate in reading.candidates)
