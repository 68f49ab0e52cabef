"""The plainest thing that people do with an account of each kind, through the door that the window uses.

A failure is not raised: what the user sees of it is what tests look at.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from dialer.calls.gate import END_CURRENT, DialRequest
from dialer.calls.gate import REPEAT_WINDOW as PRESS_WINDOW
from dialer.calls.team import teams
from dialer.contacts.directories.directory import DirectoryFeature
from dialer.contacts.numbers.dialling import ABROAD, MAY_STILL_RUN, PREMIUM
from dialer.core.errors import DialerError
from dialer.meetings.provider import MeetingPerson
from dialer.meetings.requests import REPEAT_WINDOW, MeetingRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.testing.bench import Bench

NUMBER = "+31205550142"
"""An invented number: whom the tests call."""

ANNE = MeetingPerson(name="Anne Vermeer", email="anne@vermeer.example", number=NUMBER)
SUBJECT = "Mortgage advice 5d0c"
"""Whom the tests meet, and what about."""

STEPS = frozenset({ABROAD, END_CURRENT, MAY_STILL_RUN, PREMIUM})

_FEW = 10


async def call(bench: Bench, entry: ConfigEntry) -> None:
    """Press Call, with every second step taken, and hang up if that brings a call about."""
    calls = bench.app.calls
    await bench.clock.sleep(PRESS_WINDOW)  # else it is the press before
    try:
        await calls.dial(DialRequest(number=NUMBER, entry_id=entry.id, confirmed=STEPS))
    except DialerError:
        return
    await bench.until(lambda: not calls.dialling, "an end of placing the call")
    await calls.hang_up()
    await calls.put_away()


async def meet(bench: Bench, entry: ConfigEntry) -> None:
    """Press Create meeting, and wait for what becomes of it."""
    # Only the recipe of a meeting provider has some.
    options = getattr(bench.recipe, "meeting_options", {})
    request = MeetingRequest(entry_id=entry.id, subject=SUBJECT, people=(ANNE,), options=options)
    await bench.clock.sleep(REPEAT_WINDOW)  # else it is the press before
    try:
        meeting = await bench.app.meetings.create(request)
    except DialerError:
        return
    await bench.app.meetings.finished(meeting.id)


async def look_up(bench: Bench, entry: ConfigEntry) -> None:
    """Look somebody up, and copy everybody."""
    directories = bench.app.directories
    await directories.search("a", _FEW, lambda _answer: None)
    for source in directories.loaded:
        if source.entry is entry and DirectoryFeature.SYNC in source.provider.features:
            with suppress(DialerError):
                await directories.copies.sync(source)


async def share(bench: Bench, entry: ConfigEntry) -> None:
    """Promise somebody a call, and exchange with the colleagues."""
    await bench.app.callbacks.add(NUMBER, bench.clock.later(3600), note=SUBJECT)
    for each, provider in teams(bench.hub):
        if each is entry:
            await bench.app.team.exchange(entry, provider)


USES: Mapping[str, Callable[[Bench, ConfigEntry], Awaitable[None]]] = {
    "telephony": call,
    "meetings": meet,
    "directory": look_up,
    "team": share,
}
"""By the kind of the provider."""
