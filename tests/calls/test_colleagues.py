"""What colleagues get to know, and what never: private calls, and numbers of private people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls.call_back import CallBacksChanged
from dialer.calls.callbacks import CallBacks
from dialer.calls.colleagues import Colleagues, TeamChanged
from dialer.calls.team import TeamCall, TeamFeature, TeamNews, TeamProvider
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, NotSent, StorageError
from tests.calls.conftest import ENTRY, JANSEN
from tests.fakes import settle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.calls.call_back import CallBack
    from tests.calls.conftest import Desk

HOUR = timedelta(hours=1)


@dataclass(eq=False)
class FakeTeam(TeamProvider):
    """Remembers what was shared, and tells what the test says."""

    features = ~TeamFeature(0)
    log: list[str] = field(default_factory=list)
    shared: list[CallBack] = field(default_factory=list)
    news: list[TeamNews | ApiError] = field(default_factory=list)
    gone: bool = False

    async def async_read(self) -> TeamNews:
        told = self.news.pop(0) if self.news else TeamNews()
        if isinstance(told, ApiError):
            raise told
        return told

    async def async_share_call(self, call: TeamCall) -> None:
        self.log.append(f"call {call.number}{call.who}")

    async def async_withdraw_call(self, call_id: str) -> None:
        if self.gone:
            raise ApiError("core.net.gone", ErrorKind.NETWORK)
        self.log.append("withdraw")

    async def async_share_call_back(self, call_back: CallBack) -> None:
        self.shared.append(call_back)


class Team:
    """One desk with its team."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.provider = desk, FakeTeam()
        self.callbacks = CallBacks(desk.hub)
        self.colleagues = Colleagues(desk.hub, desk.contacts, desk.calls.history, self.callbacks)
        self.entry = desk.hub.entries.find(ENTRY)

    async def exchange(self) -> bool:
        return await self.colleagues.exchange(self.entry, self.provider)

    async def call(self, *, private: bool = False) -> str:
        """Call somebody to the end."""
        call = await self.desk.press(JANSEN)
        if private:
            await self.desk.calls.set_private(call.id, on=True)
        await self.desk.calls.hang_up()
        await settle()
        return call.id


@pytest.fixture
async def team(desk: Desk) -> AsyncIterator[Team]:
    team = Team(desk)
    yield team
    await team.colleagues.stop()


async def test_a_call_is_told_when_it_is_over_and_once(team: Team) -> None:
    await team.desk.press(JANSEN)
    await team.exchange()
    assert team.provider.log == []
    await team.desk.calls.hang_up()
    await settle()
    await team.exchange()
    await team.exchange()
    assert team.provider.log == [f"call {JANSEN}"]


async def test_a_private_call_is_never_told(team: Team) -> None:
    await team.call(private=True)
    await team.exchange()
    assert not any(line.startswith("call") for line in team.provider.log)


async def test_a_call_that_becomes_private_is_taken_back(team: Team) -> None:
    call_id = await team.call()
    await team.exchange()
    await team.desk.calls.set_private(call_id, on=True)
    await team.exchange()
    assert team.provider.log == [f"call {JANSEN}", "withdraw"]


async def test_one_that_an_earlier_run_told_of_is_taken_back_too(team: Team) -> None:
    call_id = await team.call()
    team.colleagues.start()
    team.desk.hub.provide(team.entry, team.provider)
    team.provider.log.clear()
    await team.desk.calls.set_private(call_id, on=True)
    await settle()
    assert team.provider.log == ["withdraw"]


async def test_one_that_becomes_private_while_colleagues_cannot_be_reached_is_taken_back_later(
    team: Team,
) -> None:
    call_id = await team.call()
    await team.exchange()
    await team.desk.calls.set_private(call_id, on=True)
    team.provider.gone = True
    assert not await team.exchange()
    again = team.provider = FakeTeam()  # the account was set up again
    await team.exchange()
    await team.exchange()
    assert again.log == ["withdraw"]


async def test_a_database_that_cannot_be_read_for_once_does_not_end_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(team.desk.calls.history, "recent", _unreadable)
        team.colleagues.start()
        team.desk.hub.provide(team.entry, team.provider)
        await settle()
    await team.call()
    await team.desk.clock.advance(team.provider.poll_interval)
    await settle()
    assert team.provider.log == [f"call {JANSEN}"]


async def _unreadable(_limit: int) -> None:
    raise StorageError("core.database.unreadable")


async def test_a_call_that_rang_nobody_is_not_told(team: Team) -> None:
    team.desk.provider.dials[:] = [NotSent("core.net.no_host")]
    await team.desk.press(JANSEN)
    await settle()
    await team.exchange()
    assert not any(line.startswith("call") for line in team.provider.log)


async def test_a_number_of_somebody_in_a_private_directory_is_not_told(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialer.contacts.model import Contact

    async def who(number: str) -> list[Contact]:
        return [Contact(id="d/1", name="A patient", private=True)]

    await team.call()
    monkeypatch.setattr(team.desk.contacts, "who", who)
    await team.exchange()
    assert not any(line.startswith("call") for line in team.provider.log)


async def test_call_backs_are_told_until_they_arrived_and_private_ones_never(team: Team) -> None:
    due = team.desk.clock.now() + HOUR
    made = await team.callbacks.add(JANSEN, due)
    await team.callbacks.add(JANSEN, due, private=True)
    team.provider.news.append(ApiError("core.net.gone", ErrorKind.NETWORK))
    await team.exchange()
    await team.exchange()
    assert [each.id for each in team.provider.shared] == [made.id]
    await team.callbacks.done(made.id, "Ben")
    await team.exchange()
    assert [each.done_by for each in team.provider.shared] == ["", "Ben"]


async def test_the_call_back_of_a_call_that_becomes_private_is_taken_back_and_stays_at_this_desk(
    team: Team,
) -> None:
    call_id = await team.call()
    due = team.desk.clock.now() + HOUR
    shared = await team.callbacks.add(JANSEN, due, name="Eva", note="her results", call_id=call_id)
    other = await team.callbacks.add(JANSEN, due, note="the invoice")
    await team.callbacks.store.mark_told(shared)
    await team.exchange()
    seen: list[CallBacksChanged] = []
    team.desk.hub.bus.listen(CallBacksChanged, seen.append)
    await team.desk.calls.set_private(call_id, on=True)
    assert len(seen) == 1
    await team.exchange()
    told = team.provider.shared[-1]
    assert (told.id, told.removed, told.number, told.name, told.note) == (shared.id, True, "", "", "")
    mine = {each.note: each for each in await team.callbacks.open_ones()}
    assert mine.keys() == {"her results", "the invoice"}
    assert (mine["the invoice"].id, mine["the invoice"].private) == (other.id, False)
    kept = mine["her results"]
    assert (kept.number, kept.name, kept.due_at) == (JANSEN, "Eva", due)
    assert (kept.private, kept.call_id) == (True, None)
    assert kept.id != shared.id
    assert kept.id not in {each.id for each in await team.callbacks.store.untold()}, "nobody is told twice"
    await team.callbacks.done(kept.id)
    team.provider.news.append(TeamNews(call_backs=(shared,)))  # a colleague who has not heard yet
    await team.exchange()
    assert [each.note for each in await team.callbacks.open_ones()] == ["the invoice"]
    assert kept.id not in {each.id for each in team.provider.shared}


async def test_who_called_last_is_known_for_a_day_and_no_later_than_now(team: Team) -> None:
    seen: list[TeamChanged] = []
    team.desk.hub.bus.listen(TeamChanged, seen.append)
    now = team.desk.clock.now()
    ahead = TeamCall(id="1" * 32, number=JANSEN, at=now + 2 * HOUR, who="Anna")
    old = TeamCall(id="2" * 32, number=JANSEN, at=now - HOUR, who="Ben")
    team.provider.news.append(TeamNews(calls=(ahead, old, ahead)))
    await team.exchange()
    last = team.colleagues.last_call(JANSEN)
    assert last is not None
    assert (last.who, last.at) == ("Anna", now)
    assert team.colleagues.last_call("+31205550199") is None
    team.provider.news.append(TeamNews(withdrawn=(ahead.id, "unknown")))
    await team.exchange()
    last = team.colleagues.last_call(JANSEN)
    assert last is not None
    assert last.who == "Ben"
    assert len(seen) == 2
    await team.desk.clock.advance(24 * 3600)
    assert team.colleagues.last_call(JANSEN) is None


async def test_a_team_that_cannot_be_read_sets_its_account_up_again(team: Team) -> None:
    team.provider.news.append(ApiError("core.net.gone", ErrorKind.NETWORK))
    before = team.entry.counters["set_up"]
    assert not await team.exchange()
    await settle()
    assert (team.entry.counters["set_up"], team.entry.state) == (before + 1, EntryState.LOADED)


async def test_it_is_followed_from_when_it_is_there_until_it_is_gone(team: Team) -> None:
    team.colleagues.start()
    team.desk.hub.provide(team.entry, team.provider)
    await settle()
    await team.call()
    assert team.provider.log == [f"call {JANSEN}"], "it is not waited for the next reading"
    await team.desk.hub.entries.unload(team.entry)
    await settle()
    await team.callbacks.add(JANSEN, team.desk.clock.now() + HOUR)
    await settle()
    assert team.provider.shared == []
