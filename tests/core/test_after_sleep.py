"""When the computer has woken up, accounts are tried at once; not those that somebody else has to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.after_sleep import AfterSleep
from dialer.core.entry import EntryState
from dialer.core.errors import EntryNotReady, SecretsUnavailable
from dialer.core.power import ComputerWoke
from tests.core.test_flow import add
from tests.fakes import settle, until

if TYPE_CHECKING:
    from dialer.core.errors import DialerError
    from dialer.core.hub import Hub
    from tests.core.conftest import ExampleIntegration


async def _woken(hub: Hub, integration: ExampleIntegration, error: DialerError) -> EntryState:
    integration.failures = [error]
    entry = await add(hub)
    assert entry.state is EntryState.RETRYING
    care = AfterSleep(hub)
    hub.bus.fire(ComputerWoke(3600))
    await settle()
    care.stop()
    return entry.state


async def test_an_account_is_tried_at_once(hub: Hub, integration: ExampleIntegration) -> None:
    assert await _woken(hub, integration, EntryNotReady("core.entry.slow")) is EntryState.LOADED


async def test_nobody_is_asked_for_the_key_ring_again(hub: Hub, integration: ExampleIntegration) -> None:
    locked = SecretsUnavailable("core.secrets.locked")
    assert await _woken(hub, integration, locked) is EntryState.RETRYING


async def test_connections_are_made_anew_only_if_there_are_some(hub: Hub) -> None:
    care = AfterSleep(hub)
    hub.bus.fire(ComputerWoke())
    await settle()
    assert "http" not in hub.__dict__
    renewed = []

    async def renew() -> None:
        renewed.append(True)

    hub.http.renew = renew  # type: ignore[method-assign]
    hub.bus.fire(ComputerWoke())
    await until(lambda: renewed == [True])
    care.stop()
