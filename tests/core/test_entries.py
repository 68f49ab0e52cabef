"""The life cycle of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.entry import EntryChanged, EntryState
from dialer.core.errors import (
    DialerError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    InputError,
    StorageError,
)
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.core.conftest import ExampleIntegration
from tests.core.test_flow import add
from tests.fakes import FakeClock, until

if TYPE_CHECKING:
    from dialer.core.home import Home


def fake_clock(hub: Hub) -> FakeClock:
    assert isinstance(hub.clock, FakeClock)
    return hub.clock


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (EntryAuthFailed("core.entry.auth_refused"), EntryState.AUTH_NEEDED),
        (EntryError("core.entry.no_flow"), EntryState.FAILED),
        (RuntimeError("a bug in the integration"), EntryState.FAILED),
        (EntryNotReady("core.entry.slow"), EntryState.RETRYING),
    ],
)
async def test_how_set_up_ends_is_the_state(
    hub: Hub, integration: ExampleIntegration, failure: Exception, state: EntryState
) -> None:
    integration.failures = [failure]
    entry = await add(hub)
    assert entry.state is state
    assert entry.error is not None
    assert hub.strings.has(entry.error.key)
    assert hub.providers(ExampleIntegration) == []


async def test_what_is_not_ready_is_tried_again_later_and_later(
    hub: Hub, integration: ExampleIntegration
) -> None:
    integration.failures = [EntryNotReady("core.entry.slow") for _ in range(3)]
    entry = await add(hub)
    waits = []
    for attempt in range(2, 5):
        assert entry.retry_at is not None
        waits.append((entry.retry_at - hub.clock.now()).total_seconds())
        await fake_clock(hub).advance(waits[-1] + 0.1)
        await until(lambda wanted=attempt: integration.set_up == wanted)  # type: ignore[misc]  # mypy sees no default
    assert [round(wait / 5) for wait in waits] == [1, 2, 4]
    assert entry.state is EntryState.LOADED
    assert entry.retry_at is None


async def test_a_refused_account_stays_silent_across_restarts(
    hub: Hub, home: Home, integration: ExampleIntegration
) -> None:
    integration.failures = [EntryAuthFailed("core.entry.auth_refused")]
    await add(hub)
    later = Hub(home, MemorySecrets)
    await later.entries.setup_all()
    await later.entries.settled()
    assert [entry.state for entry in later.entries.all] == [EntryState.AUTH_NEEDED]
    assert integration.set_up == 1
    await later.stop()


async def test_switching_off_and_on(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    await hub.entries.set_disabled(entry, True)
    assert (entry.state, entry.disabled) == (EntryState.NOT_LOADED, True)
    assert hub.providers(ExampleIntegration) == []
    assert integration.ended == 1
    await hub.entries.set_disabled(entry, False)
    assert entry.state is EntryState.LOADED


async def test_stopping_ends_what_accounts_began(hub: Hub, integration: ExampleIntegration) -> None:
    states: list[EntryState] = []
    await add(hub)
    await add(hub, login="second")
    hub.bus.listen(EntryChanged, lambda event: states.append(event.entry.state))
    await hub.stop()
    assert integration.ended == 2
    assert states.count(EntryState.NOT_LOADED) == 2


async def test_accounts_are_found_by_id_title_and_domain(hub: Hub) -> None:
    entry = await add(hub)
    assert hub.entries.find(entry.id) is hub.entries.find("Example (reception)") is entry
    assert hub.entries.find("example") is entry
    await add(hub, login="second")
    with pytest.raises(InputError, match=r"core\.entry\.ambiguous"):
        hub.entries.find("example")
    with pytest.raises(InputError, match=r"core\.entry\.not_found"):
        hub.entries.find("nothing")


async def test_accounts_of_a_newer_dialer_are_left_alone(home: Home) -> None:
    home.accounts_file.write_text('{"version": 99, "accounts": []}')
    with pytest.raises(DialerError, match=r"core\.storage\.newer"):
        _ = Hub(home, MemorySecrets).entries
    assert "99" in home.accounts_file.read_text()


async def test_an_account_that_cannot_be_written_is_not_half_there(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object, _content: object) -> None:
        raise StorageError("core.storage.unwritable", path="x")

    monkeypatch.setattr("dialer.core.storage.JsonStore.save", full)
    flow = hub.flows.start("example")
    assert await flow.submit({"login": "reception", "password": 'p@ss/w&rd +é"<%'}) is None
    assert flow.errors == {flow.BASE: "core.storage.unwritable"}
    assert hub.entries.all == []
