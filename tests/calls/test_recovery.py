"""After a crash: records are settled, the call that goes on is found again, nothing secret stays behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.calls.history import History
from dialer.calls.manager import CallManager
from dialer.calls.model import CallState, EndReason
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.errors import StorageError
from dialer.core.secrets import Secret
from tests.calls.conftest import ENTRY
from tests.calls.test_manager import DEST_HANGS_UP, TALKING
from tests.fakes import settle

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

SESSION = f"{ENTRY}/session"


@pytest.fixture
async def crashed(desk: Desk, provider: FakeTelephony) -> Desk:
    """A program that was killed two seconds into a conversation."""
    provider.bearer = Secret("guid")
    provider.statuses = [TALKING, None]
    await desk.press()
    await desk.clock.advance(2)
    await desk.crash()
    provider.bearer = None
    return desk


async def test_the_time_before_the_crash_counts(crashed: Desk, provider: FakeTelephony) -> None:
    await crashed.clock.advance(30)
    provider.statuses = [None, DEST_HANGS_UP]
    await crashed.start()
    await crashed.clock.advance(5)
    (record,) = await crashed.calls.history.recent()
    assert record.talk_seconds == pytest.approx(33, abs=0.2)


@pytest.mark.parametrize("gone", ["disabled", "removed"])
async def test_an_account_that_is_gone_leaves_no_session_behind(crashed: Desk, gone: str) -> None:
    text = crashed.home.accounts_file.read_text()
    if gone == "disabled":
        crashed.home.accounts_file.write_text(text.replace('"disabled": false', '"disabled": true'))
    else:
        crashed.home.accounts_file.write_text('{"version": 1, "accounts": []}')
    assert await crashed.secrets.get(SESSION) is not None
    await crashed.start()
    await settle()
    assert [record.reason for record in await crashed.calls.history.recent()] == [EndReason.UNKNOWN]
    assert await crashed.secrets.get(SESSION) is None


async def test_several_open_records(crashed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await crashed.start()
    (newest,) = await crashed.calls.history.open_calls()
    await crashed.calls.history.insert(replace(newest, id="later"))
    await crashed.crash()
    update = History.update
    full = True

    async def sometimes_full(history: History, call: Call) -> None:
        if full and call.id == newest.id:
            raise StorageError("core.database.full")
        await update(history, call)

    monkeypatch.setattr(History, "update", sometimes_full)
    await crashed.start()
    # A full disk keeps nobody from ending the call that goes on.
    assert crashed.calls.current is not None
    assert crashed.calls.current.id == "later"
    full = False
    await crashed.clock.advance(15)
    later, earlier = await crashed.calls.history.recent()
    assert (later.state, earlier.reason) == (CallState.CONNECTED, EndReason.UNKNOWN)
    assert await crashed.secrets.get(SESSION) is not None


async def test_a_press_waits_until_it_is_known_what_still_runs(
    crashed: Desk, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    recover = CallManager.recover
    pressed: list[asyncio.Task[Call]] = []

    async def press_meanwhile(calls: CallManager) -> None:
        settled = asyncio.Event()
        monkeypatch.setattr(crashed.hub.entries, "settled", settled.wait)
        recovering = asyncio.create_task(recover(calls))
        await asyncio.sleep(0)
        pressed.append(asyncio.create_task(crashed.press("+31205550143")))
        await settle()
        settled.set()
        await recovering

    monkeypatch.setattr(CallManager, "recover", press_meanwhile)
    await crashed.start()
    with pytest.raises(ConfirmNeeded) as caught:
        await pressed[0]
    assert caught.value.what == "end_current"
    assert crashed.calls.current is not None
    assert crashed.calls.current.found_again
    assert provider.log.count("dial") == 1


async def test_a_session_is_not_taken_to_another_server(crashed: Desk, provider: FakeTelephony) -> None:
    text = crashed.home.accounts_file.read_text()
    crashed.home.accounts_file.write_text(text.replace('"unique_id": "1"', '"unique_id": "elsewhere"'))
    polls = provider.log.count("status")
    await crashed.start()
    await crashed.clock.advance(5)
    assert provider.session is None
    assert provider.log.count("status") == polls
    assert await crashed.secrets.get(SESSION) is None
    assert [record.reason for record in await crashed.calls.history.recent()] == [EndReason.UNKNOWN]
