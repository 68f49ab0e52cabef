"""``dialer meet``: create a meeting and print its links."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit, of_meeting
from dialer.cli.meeting_words import named_people, print_meeting, tell_options, warn_of_links
from dialer.desktop.browser import open_in_browser
from dialer.meetings.model import THERE
from dialer.meetings.requests import MeetingRequest, OptionErrors
from dialer.meetings.sentences import sentence

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.meetings.model import Meeting


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Create a meeting; Ctrl-C gives it up, and `dialer meetings list` settles what became of it."""
    await app.hub.entries.settled()
    entry = app.hub.entries.find(args.account)
    request = MeetingRequest(
        entry_id=entry.id,
        subject=args.subject or "",
        start=args.start,
        minutes=args.minutes,
        people=await named_people(app, args.people),
        options=dict(args.values),
    )
    try:
        meeting = await app.meetings.create(request)
    except OptionErrors as error:
        tell_options(error, entry.domain, console)
        return Exit.INPUT
    try:
        meeting = await app.meetings.finished(meeting.id)
    except asyncio.CancelledError:
        await app.meetings.give_up(meeting.id)
        raise
    return _report(meeting, args, console)


def _report(meeting: Meeting, args: argparse.Namespace, console: Console) -> int:
    code = of_meeting(meeting)
    if code is not Exit.DONE:
        console.warn_text(sentence(meeting, console.strings))
    if code in {Exit.DONE, Exit.UNKNOWN}:
        print_meeting(meeting, console)
    if meeting.state in THERE:
        warn_of_links(meeting, console)
        if args.open and meeting.host is None:
            console.warn("ui_meetings.link.no_host")
        elif args.open and meeting.host and not open_in_browser(meeting.host.reveal()):
            console.warn("cli_meetings.not_opened")
    return code
