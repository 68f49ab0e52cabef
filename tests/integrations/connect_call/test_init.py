"""An account's life: set up, taken down, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.calls.provider import DialOrder, telephony
from dialer.core.entry import EntryState
from dialer.core.errors import Refused
from dialer.integrations.connect_call.client import ConnectCallClient
from tests.integrations.connect_call.conftest import PASSWORD
from tests.integrations.connect_call.server import Reply, answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.core.secrets import Secret
    from tests.integrations.connect_call.conftest import Bench


async def test_set_up_sends_nothing(bench: Bench) -> None:
    assert bench.entry.state is EntryState.LOADED
    assert bench.telephony.sources == ("020 624 1100", "201")
    await bench.hub.entries.unload(bench.entry)
    await bench.hub.entries.setup(bench.entry)
    assert bench.entry.state is EntryState.LOADED
    assert bench.server.requests == []


async def test_unloading_leaves_nothing_behind(bench: Bench) -> None:
    await bench.hub.entries.unload(bench.entry)
    assert telephony(bench.hub) == []
    assert bench.server.requests == []


@pytest.mark.parametrize("ending", ["hangUp", "getStatus"])
async def test_unloading_signs_out_after_a_call(bench: Bench, ending: str) -> None:
    await bench.dial()
    if ending == "hangUp":
        await bench.telephony.async_hang_up()
    else:
        bench.server.script("getStatus", answer(30))
        await bench.telephony.async_status()
    await bench.hub.entries.unload(bench.entry)
    assert bench.server.commands == ["login", ending, "end"]


async def test_unloading_does_not_cut_off_a_call(bench: Bench) -> None:
    await bench.dial()
    await bench.hub.entries.unload(bench.entry)
    assert bench.server.commands == ["login"]


async def test_unloading_signs_out_after_a_refused_call(bench: Bench) -> None:
    await bench.dial()
    bench.server.script("getStatus", answer(11))
    await bench.telephony.async_status()
    bench.server.script("connect", answer(104))
    with pytest.raises(Refused):
        await bench.dial()
    await bench.hub.entries.unload(bench.entry)
    assert bench.server.commands[-1] == "end"


async def test_unloading_during_the_next_press_costs_only_the_session(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.dial()
    await bench.telephony.async_hang_up()
    hang_up = ConnectCallClient.hang_up

    async def taken_down_meanwhile(client: ConnectCallClient, guid: Secret) -> None:
        await hang_up(client, guid)
        await bench.hub.entries.unload(bench.entry)

    monkeypatch.setattr(ConnectCallClient, "hang_up", taken_down_meanwhile)
    await bench.dial()
    assert bench.server.commands == ["login", "hangUp", "hangUp", "end", "login"]


async def test_unloading_keeps_quiet_about_a_dead_server(bench: Bench) -> None:
    await bench.dial()
    await bench.telephony.async_hang_up()
    bench.server.script("end", Reply(status=500))
    await bench.hub.entries.unload(bench.entry)
    assert bench.entry.state is EntryState.NOT_LOADED


async def test_removing_forgets_the_password(bench: Bench) -> None:
    assert await bench.hub.entries.secret(bench.entry, "password") is not None
    await bench.hub.entries.remove(bench.entry)
    assert await bench.hub.entries.secret(bench.entry, "password") is None


async def test_the_home_holds_no_password(bench: Bench) -> None:
    assert PASSWORD not in bench.hub.home.accounts_file.read_text()
    assert '"password":' not in bench.hub.home.accounts_file.read_text()


async def test_two_accounts_have_a_session_each(bench: Bench, add: Callable[..., Awaitable[Bench]]) -> None:
    await add(login="second")
    (_, first), (_, second) = telephony(bench.hub)
    bench.server.script("login", answer(103, "one"), answer(103, "two"))
    order = DialOrder(attempt_id="a", destination="+31206241111")
    await first.async_dial(order)
    await second.async_dial(order)
    await first.async_hang_up()
    assert bench.server.requests[-1].parameters[0] == ("guid", "one")
    assert [dict(request.parameters).get("login") for request in bench.server.requests[:2]] == [
        "reception",
        "second",
    ]
    await second.async_hang_up()
