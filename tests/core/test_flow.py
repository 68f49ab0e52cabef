"""One declaration gives every step; what was typed is kept, secrets go to the key ring only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import ErrorKind, SecretsUnavailable
from dialer.core.fields import Field, Host, SecretField, Text
from dialer.core.flow import Flow
from dialer.core.secrets import Secret
from tests.core.conftest import RIGHT, ExampleFlow
from tests.fakes import integrate

if TYPE_CHECKING:
    import pytest

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from tests.core.conftest import ExampleIntegration

GOOD = {"login": "reception", "password": RIGHT}


async def add(hub: Hub, **changes: str) -> ConfigEntry:
    entry = await hub.flows.start("example").submit({**GOOD, **changes})
    assert entry is not None
    return entry


async def test_an_account_is_added_and_set_up(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    assert entry.state is EntryState.LOADED
    assert entry.data == {"base_url": "https://pbx.example/", "login": "reception"}
    assert entry.options == {"format": "plain"}
    assert await hub.secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    assert RIGHT not in hub.home.accounts_file.read_text()


async def test_errors_stand_at_their_fields_and_keep_what_was_typed(hub: Hub) -> None:
    flow = hub.flows.start("example")
    assert await flow.submit({"base_url": "http://pbx.example", "login": "", "password": RIGHT}) is None
    assert flow.errors == {"base_url": "core.field.not_https", "login": "core.field.required"}
    assert flow.values["base_url"] == "http://pbx.example"
    assert "password" not in flow.values
    assert ExampleFlow.checks == 0


async def test_a_refused_account_can_be_mended_in_the_same_flow(hub: Hub) -> None:
    flow = hub.flows.start("example")
    assert await flow.submit({**GOOD, "password": "wrong"}) is None
    assert flow.errors == {Flow.BASE: "core.entry.auth_refused"}
    assert getattr(flow.error, "kind", None) is ErrorKind.AUTH
    assert hub.entries.all == []
    assert await flow.submit({**GOOD, "login": "nobody"}) is None
    assert flow.errors == {"login": "core.field.required"}
    assert await flow.submit(GOOD) is not None


async def test_the_same_account_is_not_added_twice(hub: Hub) -> None:
    await add(hub)
    flow = hub.flows.start("example")
    assert await flow.submit(GOOD) is None
    assert flow.errors == {Flow.BASE: "core.flow.already_there"}
    assert len(hub.entries.all) == 1


async def test_signing_in_again_asks_for_the_secret_only(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    await hub.entries.refuse(entry, SecretsUnavailable("core.entry.auth_refused"))
    flow = hub.flows.start("example", FlowKind.REAUTH, entry)
    assert [field.key for field in flow.fields] == ["password"]
    assert await flow.submit({"password": RIGHT}) is entry
    assert entry.state is EntryState.LOADED
    assert entry.data["login"] == "reception"


async def test_changing_an_account_keeps_the_secret(hub: Hub) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert flow.values["login"] == "reception"
    assert await flow.submit({"format": "plus"}) is entry
    assert entry.options == {"format": "plus"}
    assert await hub.secrets.get(f"{entry.id}/password") == Secret(RIGHT)


async def test_a_secret_is_not_taken_to_another_host(hub: Hub) -> None:
    entry = await add(hub)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    checks = ExampleFlow.checks
    assert await flow.submit({"base_url": "https://evil.example/"}) is None
    assert flow.errors == {"password": "core.flow.secret_again"}
    assert ExampleFlow.checks == checks
    assert entry.data["base_url"] == "https://pbx.example/"


async def test_a_changed_account_must_not_become_another_one_that_is_there(hub: Hub) -> None:
    entry = await add(hub)
    await add(hub, login="second")
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert await flow.submit({"login": "second"}) is None
    assert flow.errors == {Flow.BASE: "core.flow.already_there"}
    assert entry.data["login"] == "reception"
    assert await flow.submit({"login": "moved"}) is entry
    assert (entry.unique_id, entry.data["login"]) == ("moved", "moved")


async def test_nothing_is_kept_without_a_key_ring(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    async def missing(_ref: str, _secret: Secret) -> None:
        raise SecretsUnavailable("core.secrets.missing")

    monkeypatch.setattr(hub.secrets, "set", missing)
    flow = hub.flows.start("example")
    assert await flow.submit(GOOD) is None
    assert flow.errors == {Flow.BASE: "core.secrets.missing"}
    assert hub.entries.all == []
    assert not hub.home.accounts_file.exists()


async def test_removing_an_account_removes_its_secret(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    await hub.entries.remove(entry)
    assert hub.entries.all == []
    assert await hub.secrets.get(f"{entry.id}/password") is None
    assert integration.ended == 1


class ServerFlow(ExampleFlow):
    """Asks for a server's name instead of an address."""

    FIELDS: ClassVar[tuple[Field, ...]] = (Host(key="server"), Text(key="login"), SecretField(key="password"))


async def test_a_secret_is_bound_to_the_name_of_a_server_too(
    hub: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    integrate(monkeypatch, "example", integration, ServerFlow)
    given = {"server": "pbx.example", "login": "reception", "password": RIGHT}
    entry = await hub.flows.start("example").submit(given)
    flow = hub.flows.start("example", FlowKind.RECONFIGURE, entry)
    assert await flow.submit({"server": "other.example", "login": "reception", "password": ""}) is None
    assert flow.errors == {"password": "core.flow.secret_again"}
    assert await flow.submit({"server": "PBX.example", "login": "reception", "password": ""}) is entry
