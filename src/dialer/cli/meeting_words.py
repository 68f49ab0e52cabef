"""Meetings on the command line: how people and options are named, and how meetings are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.cli.choices import words_of_choices
from dialer.cli.people import one_live_contact
from dialer.core.conventions import moment_words, row_time_words
from dialer.core.errors import InputError
from dialer.core.readable import named
from dialer.meetings.model import THERE
from dialer.meetings.requests import OptionErrors, person
from dialer.meetings.sentences import named_details, sentence, to_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.meetings.model import Meeting
    from dialer.meetings.phoned import Phoned
    from dialer.meetings.provider import MeetingPerson


async def named_people(app: App, names: Sequence[str]) -> tuple[MeetingPerson, ...]:
    """Return the contacts that are named, each once.

    Raises:
        InputError: one of them is nobody, or several people.
    """
    people: dict[str | None, MeetingPerson] = {}
    for name in names:
        contact = await one_live_contact(app, name)
        if contact is None:
            raise InputError("cli_meetings.nobody", name=name)
        people[contact.id] = person(contact)
    return tuple(people.values())


def tell_options(error: OptionErrors, domain: str, console: Console) -> None:
    """Say what is wrong with which option of an integration, one sentence each."""
    for option, key in error.errors.items():
        why = console.strings.text(key)
        choices = words_of_choices(error.fields[option], f"{domain}.meeting", console.strings)
        if choices:
            named = ", ".join(f"{value} ({words})" for value, words in choices.items())
            console.warn("flow.field_options", field=option, sentence=why, options=named)
        else:
            console.warn("cli_meetings.option", option=option, why=why)


def print_meeting(meeting: Meeting, console: Console) -> None:
    """Print a meeting with its links."""
    if console.json:
        console.document(to_document(meeting))
        return
    console.line(line_of(meeting, console))
    if meeting.host is not None:
        console.say("cli_meetings.host", link=meeting.host.reveal())
    if meeting.guest is not None:
        console.say("cli_meetings.guest", link=meeting.guest.text)
    for name, value in named_details(meeting, console.strings):
        console.line(named(name, value, console.strings))


def line_of(meeting: Meeting, console: Console) -> str:
    """Return a meeting on one line for people."""
    when = moment_words(meeting.start.astimezone(), console.strings.language)
    names = ", ".join(person.name for person in meeting.people if person.name)
    about = [meeting.subject, names if names not in meeting.subject else "", meeting.account]
    if not is_simply_there(meeting):
        about.append(sentence(meeting, console.strings))
    return f"{meeting.id}  {when}  " + "  ·  ".join(filter(None, about))


def is_simply_there(meeting: Meeting) -> bool:
    """Whether there is nothing to say about how a meeting is, beside that it is there."""
    return meeting.state in THERE and not meeting.account_gone


def warn_of_links(meeting: Meeting, console: Console) -> None:
    """Say so where the provider sent a link that may not be opened."""
    if meeting.refused_links:
        console.warn("cli_meetings.refused_link", account=meeting.account)


def phoned_document(phoned: Phoned) -> dict[str, Any]:
    """Return somebody who was to be phoned into a meeting, as the command line prints it."""
    return {
        "id": phoned.id,
        "meeting": phoned.meeting_id,
        "number": phoned.number or None,
        "name": phoned.name or None,
        "at": phoned.at.isoformat(timespec="seconds"),
        "state": phoned.state.value,
    }


def phoned_line(phoned: Phoned, console: Console) -> str:
    """Return the same on one line for people."""
    text = console.strings.text
    who = phoned.name or phoned.number or text("meeting_doings.phone.somebody")
    state = text(f"meeting_doings.phone.state.{phoned.state}")
    at = row_time_words(phoned.at.astimezone(), console.strings.language)
    return f"{text('meeting_doings.phone.heading')}: {at}  {who}  ·  {state}"
