"""The demo: an account at each of the five simulated providers, and meetings that are planned already."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.app import App
from dialer.core.entry import EntryState
from dialer.core.home import Home
from dialer.journal.filter import CALL, MEETING, Filter
from dialer.meetings.model import MeetingState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

DOMAINS = ["connect_call", "allocloud", "idiligo", "iotum", "webcamconsult"]


@asynccontextmanager
async def demo(home: Path, *, lived_in: bool = False) -> AsyncIterator[App]:
    """Run the demo in a home, furnished to the end."""
    app = App(Home(home), demo=True, lived_in=lived_in)
    await app.start()
    try:
        assert next(entry.domain for entry in app.hub.entries.all) == DOMAINS[0]  # at once
        assert app.furnished is not None
        await app.furnished
        await app.hub.entries.settled()
        yield app
    finally:
        await app.stop()


def _assert_ready(app: App) -> None:
    entries = app.hub.entries.all
    assert [(entry.domain, entry.state) for entry in entries] == [
        (domain, EntryState.LOADED) for domain in DOMAINS
    ]


async def _first_start(app: App) -> set[str]:
    """Look at a new demo; return the ids of the meetings that are planned in it."""
    assert [issue for issue in app.hub.issues.all if issue.entry_id is not None] == []
    await app.meetings.refresh()
    assert app.meetings.unheard() == {}
    coming = await app.meetings.coming()
    assert {meeting.state for meeting in coming} == {MeetingState.READY}
    assert {meeting.domain for meeting in coming} == set(DOMAINS[1:])
    assert all(meeting.host is not None and meeting.guest is not None for meeting in coming)
    return {meeting.id for meeting in coming if not meeting.listed}


async def _second_start(app: App, planned: set[str]) -> None:
    await app.meetings.refresh()
    assert app.meetings.unheard() == {}
    again = await app.meetings.coming()
    assert {meeting.id for meeting in again if not meeting.listed} == planned
    [idiligo] = [meeting for meeting in again if meeting.domain == "idiligo"]
    assert (await app.meetings.read(idiligo.id)).guest is not None


def _addresses(app: App) -> list[str]:
    return [entry.data["base_url"] for entry in app.hub.entries.all]


async def test_it_has_five_accounts_and_can_be_started_again(tmp_path: Path) -> None:
    async with demo(tmp_path) as app:
        _assert_ready(app)
        addresses = _addresses(app)
        planned = await _first_start(app)
    async with demo(tmp_path) as app:
        _assert_ready(app)
        assert _addresses(app) == addresses
        await _second_start(app, planned)
    # Where the providers were, there is somebody else now.
    port = urlsplit(addresses[0]).port
    taken = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", port)
    async with taken, demo(tmp_path) as app:
        _assert_ready(app)
        for entry in app.hub.entries.all:
            assert f":{port}" not in str({**entry.data, **entry.options, "": entry.unique_id})


async def test_for_somebody_who_looks_there_is_a_past(tmp_path: Path) -> None:
    """The window shows four weeks of work; a command starts with nothing: what it lists is its own."""
    async with demo(tmp_path / "looked_at", lived_in=True) as app:
        calls = await app.journal.page(Filter(kinds=frozenset({CALL})))
        moments = [row.at for row in calls.rows]
        assert len(moments) == 100
        assert moments == sorted(moments, reverse=True)
        assert max(moments) <= app.hub.clock.now()
        assert len(await app.callbacks.open_ones(None)) == 2
        total = await app.journal.count()
        meetings = await app.journal.page(Filter(kinds=frozenset({MEETING})))
        asked = [row.at for row in meetings.rows]
        assert len({moment.date() for moment in asked}) >= len(DOMAINS) - 1, "not all at the start"
        assert asked == sorted(asked, reverse=True)
        assert max(asked) <= app.hub.clock.now()
    async with demo(tmp_path / "looked_at", lived_in=True) as app:
        assert await app.journal.count() == total  # once
    async with demo(tmp_path / "command") as app:
        assert await app.journal.count(Filter(kinds=frozenset({CALL}))) == 0
