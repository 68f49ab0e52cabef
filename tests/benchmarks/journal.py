"""A long history for a benchmark or a test: calls and meetings of invented people, from a fixed seed."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialer.calls.model import Call, CallState, EndReason, LegState
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.provider import MeetingPerson

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = ("Sanne", "Jan", "Zoë", "François", "Käthe", "Ahmed", "Niels", "Marie-Claire", "Sjoerd", "Łukasz")
_LAST = ("de Vries", "Jansen", "Müller", "Dubois", "Peeters", "van den Berg", "Çelik", "O'Brien", "Øster")
_NOTES = (
    "asks for a new offer",
    "terugbellen na vier uur",
    "dossier 4711",
    "rappeler lundi",
    "Vertrag fehlt",
)
_TAGS = ("sales", "complaint", "Vertrag", "urgent")
_PEOPLE = 4000
_MEETINGS_EACH = 25


def rows(count: int, end: datetime, *, seed: int = 1) -> Iterator[Call | Meeting]:
    """Yield so many rows, the oldest first; the last one is about two minutes before ``end``."""
    chance = random.Random(seed)
    for place in range(count):
        at = end - timedelta(minutes=2 * (count - place))
        if place % _MEETINGS_EACH == 0:
            yield _meeting(chance, at)
        else:
            yield _call(chance, at)


def _person(chance: random.Random) -> tuple[str, str, str]:
    # Few are called often, as everywhere.
    which = min(int(chance.expovariate(1 / 400)), _PEOPLE - 1)
    name = f"{_FIRST[which % len(_FIRST)]} {_LAST[which // len(_FIRST) % len(_LAST)]} {which}"
    return name, f"+3120{5_550_000 + which}", f"c{which + 1}"


def _call(chance: random.Random, at: datetime) -> Call:
    name, number, contact = _person(chance)
    talked = chance.random() < 0.6
    talk = round(chance.expovariate(1 / 180), 1) if talked else None
    return Call(
        id=f"{chance.getrandbits(128):032x}",
        entry_id=f"e{chance.randrange(2)}",
        account="Connect Call",
        number=number,
        name=name,
        contact_id=contact,
        started_at=at,
        state=CallState.ENDED,
        reason=EndReason.COMPLETED if talked else chance.choice((EndReason.BUSY, EndReason.NO_ANSWER)),
        source_leg=LegState.ENDED,
        destination_leg=LegState.ENDED if talked else LegState.FAILED,
        both_connected=talked,
        accepted_at=at + timedelta(seconds=1),
        connected_at=at + timedelta(seconds=12) if talked else None,
        ended_at=at + timedelta(seconds=12 + (talk or 0)),
        talk_seconds=talk,
        note=chance.choice(_NOTES) if chance.random() < 0.2 else "",
        outcome="voicemail" if chance.random() < 0.1 else "",
        tags=(chance.choice(_TAGS),) if chance.random() < 0.1 else (),
    )


def _meeting(chance: random.Random, at: datetime) -> Meeting:
    name, _number, contact = _person(chance)
    return Meeting(
        id=f"{chance.getrandbits(128):032x}",
        entry_id="m0",
        domain="iotum",
        account="Iotum",
        subject=f"Advice for {name}",
        start=at,
        minutes=30,
        requested_at=at,
        people=(MeetingPerson(name=name, contact_id=contact),),
        state=MeetingState.ENDED,
    )
