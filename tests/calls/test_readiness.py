"""Whether the phone is ready, known without ringing it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import EndReason, LegState
from dialer.calls.provider import StatusUpdate
from dialer.calls.readiness import Fact, Level, Readiness, readiness
from dialer.core.entry import EntryState
from dialer.core.http_exchange import Outcome
from dialer.core.issues import KEYRING_ISSUE, Issue, Severity
from tests.calls.test_manager import BUSY, SOURCE_RINGS, SOURCE_UP

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

NO_ANSWER = StatusUpdate(reason=EndReason.NO_ANSWER, source_leg=LegState.FAILED)


async def look(desk: Desk) -> Readiness:
    return await readiness(desk.hub, desk.calls.history)


async def says(desk: Desk, name: str) -> tuple[Level, str]:
    (fact,) = [fact for fact in (await look(desk)).facts if fact.name == name]
    return fact.level, fact.sentence(desk.hub.strings, desk.clock.now())


def names(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.name for fact in facts]


async def test_before_the_first_call_nothing_is_sent(desk: Desk, provider: FakeTelephony) -> None:
    provider.sources = ("020 305 7700",)
    found = await look(desk)
    assert (found.level, found.number, names(found.facts)) == (
        Level.OK, "020 305 7700", ["account", "contact", "phone"],
    )  # fmt: skip
    assert await says(desk, "contact") == (
        Level.UNKNOWN,
        "The provider is not asked before the first call: asking would ring your phone.",
    )
    assert provider.log == []


async def test_how_long_the_last_ring_took(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [None, SOURCE_RINGS, BUSY]
    await desk.press()
    await desk.clock.advance(5)
    assert await says(desk, "ring") == (Level.OK, "The last call rang here after 1.0 s, at 9:30.")
    desk.clock.jump_wall(timedelta(days=1))
    assert (await says(desk, "ring"))[1] == "The last call rang here after 1.0 s, yesterday at 9:30."
    desk.clock.jump_wall(timedelta(days=1))
    assert (await says(desk, "contact"))[1] == "The provider answered last on 02/03/2026 at 9:30."
    desk.clock.be_set(timedelta(days=-4))  # somebody set the date right
    assert (await says(desk, "contact"))[1] == "The provider answered last on 02/03/2026 at 9:30."


async def test_a_slow_ring_is_worth_a_look(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [*[None] * 12, SOURCE_RINGS, BUSY]
    await desk.press()
    await desk.clock.advance(20)
    assert (await says(desk, "ring"))[0] is Level.WARNING
    assert (await look(desk)).level is Level.WARNING


async def test_a_phone_that_missed_two_calls(desk: Desk, provider: FakeTelephony) -> None:
    for expected in (Level.UNKNOWN, Level.WARNING):
        provider.statuses = [SOURCE_RINGS, NO_ANSWER]
        await desk.press()
        await desk.clock.advance(10)
        assert (await says(desk, "end"))[0] is expected
    assert (await says(desk, "end"))[1].startswith("Your phone did not answer the last 2 calls.")
    provider.statuses = [SOURCE_RINGS, SOURCE_UP, BUSY]
    await desk.press()
    await desk.clock.advance(10)
    assert "end" not in names((await look(desk)).facts)


async def test_what_another_phone_missed_says_nothing_of_this_one(
    desk: Desk, provider: FakeTelephony
) -> None:
    await desk.hub.settings.set("own_number", "101")
    for _ in range(2):
        provider.statuses = [SOURCE_RINGS, NO_ANSWER]
        await desk.press()
        await desk.clock.advance(10)
    await desk.hub.settings.set("own_number", "102")
    assert not {"ring", "end"} & set(names((await look(desk)).facts))


@pytest.mark.parametrize(("what", "level"), [("200", Level.OK), ("core.net.timeout", Level.WARNING)])
async def test_how_the_network_was(desk: Desk, what: str, level: Level) -> None:
    entry = desk.hub.entries.all[0]
    entry.data["base_url"] = "https://provider.example"
    desk.hub.network._watch("http", Outcome("provider.example", what))  # noqa: SLF001  # what the client calls
    assert (await says(desk, "network"))[0] is level


async def test_a_key_ring_that_is_locked(desk: Desk) -> None:
    desk.hub.issues.report(
        Issue(id=KEYRING_ISSUE, severity=Severity.ERROR, key="repairs.issue.keyring.locked")
    )
    assert (await look(desk)).level is Level.BAD


async def test_without_an_account(desk: Desk) -> None:
    entry = desk.hub.entries.all[0]
    await desk.hub.entries.remove(entry)
    found = await look(desk)
    assert (found.account, found.key) == (None, "readiness.is.nothing")
    assert found.to_document(desk.hub.strings, desk.clock.now())["state"] == "nothing"


async def test_of_an_account_that_still_starts_nobody_says_that_its_password_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = desk.hub.entries.all
    monkeypatch.setattr(entry, "secret_keys", ("password",))
    assert (await says(desk, "keyring"))[0] is Level.OK
    monkeypatch.setattr(entry, "state", EntryState.LOADING)
    assert "keyring" not in names((await look(desk)).facts)
