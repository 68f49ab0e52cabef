"""What happened in a demo before it began: four weeks of calls, and a few people to be called back."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from dialer.calls.events import HistoryChanged
from dialer.calls.history import insert
from dialer.calls.model import Call, CallState, EndedBy, EndReason, LegState
from dialer.core.places import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import apsw

    from dialer.app import App
    from dialer.contacts.model import Contact
    from dialer.core.entry import ConfigEntry

_DAYS = 28
_A_DAY = (5, 9)
_FIRST, _LAST = time(8, 30), time(17, 15)
_SATURDAY = 5
_PEOPLE, _OFTEN = 40, 5
_REACHED = 0.68
_SEED = 7
# What somebody at the desk wrote down; the people in the demo are Dutch.
_NOTES = (
    "Offerte gestuurd",
    "Belt morgen terug",
    "Vraag over factuur 2231",
    "Afspraak verzet naar donderdag",
    "",
)
_TAGS = ("offerte", "factuur", "afspraak")
_FAILURES = (EndReason.NO_ANSWER, EndReason.NO_ANSWER, EndReason.BUSY, EndReason.REJECTED)
_AFTERWARDS = ("message_left", "voicemail", "call_again", "")


class _Promise(NamedTuple):
    """Somebody who is to be called back in so many minutes."""

    name: str
    note: str
    minutes: int


_PROMISES = (
    _Promise("Karel Bakker", "Factuur 2231, liefst op zijn mobiel", 50),
    _Promise("Anne Vermeer", "Vraagt naar de hypotheekofferte", 170),
)


_ASKED_BEFORE = ((0, 35), (1, 80), (2, 205), (5, 15))
"""How long ago each meeting was asked for, in days and minutes."""


async def furnish_past(app: App, entry: ConfigEntry) -> None:
    """Write what happened before, where nothing did yet: invented, and the same in every new demo."""
    if await app.journal.count():
        return
    people = [hit.contact for hit in (await app.contacts.search("", _PEOPLE)).hits]
    people += _OFTEN * await app.contacts.favourites()
    callable_ones = [person for person in people if person.number_to_call is not None]
    if callable_ones:
        await app.hub.database.write(lambda connection: _write(connection, _calls(app, entry, callable_ones)))
    for promise in _PROMISES:
        for person in await app.contacts.resolve(promise.name):
            number = person.number_to_call
            if number is not None:
                due = app.hub.clock.now() + timedelta(minutes=promise.minutes)
                await app.callbacks.add(number.e164 or number.raw, due, contact=person, note=promise.note)


async def date_meetings(app: App, meeting_ids: Sequence[str]) -> None:
    """Let meetings have been asked for on the days before, one after the other, and not all at the start."""
    now = app.hub.clock.now().astimezone()

    def write(connection: apsw.Connection) -> None:
        for meeting_id, (days, minutes) in zip(meeting_ids, _ASKED_BEFORE, strict=False):
            moment = now - timedelta(days=days, minutes=minutes)
            connection.execute(
                "UPDATE meeting SET requested_at = ?, place = ? WHERE id = ?",
                (moment.isoformat(), place_of(moment), meeting_id),
            )

    await app.hub.database.write(write)
    app.hub.bus.fire(HistoryChanged(""))


def _write(connection: apsw.Connection, calls: list[Call]) -> None:
    for call in calls:
        insert(connection, call)


def _calls(app: App, entry: ConfigEntry, people: list[Contact]) -> list[Call]:
    """Return the calls of the working days up to now, the oldest first."""
    chance, now = random.Random(_SEED), app.hub.clock.now().astimezone()  # noqa: S311  # nothing secret
    calls = []
    for back in range(_DAYS, -1, -1):
        day = (now - timedelta(days=back)).date()
        if day.weekday() >= _SATURDAY:
            continue
        span = (datetime.combine(day, _LAST) - datetime.combine(day, _FIRST)).seconds
        begins = datetime.combine(day, _FIRST).astimezone()
        moments = sorted(
            begins + timedelta(seconds=chance.randrange(span)) for _ in range(chance.randint(*_A_DAY))
        )
        calls += [_call(entry, chance.choice(people), moment, chance) for moment in moments if moment < now]
    return calls


def _call(entry: ConfigEntry, person: Contact, moment: datetime, chance: random.Random) -> Call:
    number = person.number_to_call
    reached = chance.random() < _REACHED
    seconds = chance.randint(25, 560) if reached else 0
    waited = timedelta(seconds=chance.randint(9, 24))
    return Call(
        id=uuid.UUID(int=chance.getrandbits(128)).hex,
        entry_id=entry.id,
        account=entry.title,
        number=(number.e164 or number.raw) if number is not None else "",
        name=person.name,
        contact_id=person.id,
        started_at=moment,
        state=CallState.ENDED,
        reason=EndReason.COMPLETED if reached else chance.choice(_FAILURES),
        ended_by=EndedBy.DESTINATION if reached else None,
        source_leg=LegState.ENDED,
        destination_leg=LegState.ENDED if reached else LegState.FAILED,
        both_connected=reached,
        accepted_at=moment,
        rang_at=moment + timedelta(seconds=1.5),
        connected_at=moment + waited if reached else None,
        ended_at=moment + waited + timedelta(seconds=seconds),
        talk_seconds=float(seconds) if reached else None,
        note=chance.choice(_NOTES),
        outcome="reached" if reached else chance.choice(_AFTERWARDS),
        tags=(chance.choice(_TAGS),) if chance.random() < 0.3 else (),  # noqa: PLR2004  # some of them
    )
