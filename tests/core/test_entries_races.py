"""Accounts at which several do something at once, or at which somebody stops waiting halfway."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.entry_issues import EntryIssues
from dialer.core.errors import EntryAuthFailed, EntryNotReady, InputError, SecretsUnavailable, StorageError
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets, Secret
from dialer.core.storage import JsonStore
from tests.core.conftest import RIGHT, ExampleIntegration
from tests.core.test_flow import add
from tests.fakes import FakeClock, settle, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.core.entry import ConfigEntry
    from dialer.core.home import Home

REFUSED = EntryAuthFailed("core.entry.auth_refused")


def change(
    hub: Hub, entry: ConfigEntry, *, unique_id: str | None = None, **secrets: Secret
) -> Awaitable[None]:
    return hub.entries.change(
        entry, data=entry.data, options=entry.options, title="Changed", secrets=secrets, unique_id=unique_id
    )


def stored(home: Home) -> list[dict[str, Any]]:
    accounts: list[dict[str, Any]] = json.loads(home.accounts_file.read_text())["accounts"]
    return accounts


OPERATIONS: dict[str, Callable[[Hub, ConfigEntry], Awaitable[object]]] = {
    "change": lambda hub, entry: change(hub, entry, password=Secret("new")),
    "disable": lambda hub, entry: hub.entries.set_disabled(entry, True),
    "reload": lambda hub, entry: hub.entries.reload(entry),
    "refuse": lambda hub, entry: hub.entries.refuse(entry, REFUSED),
    "remove": lambda hub, entry: hub.entries.remove(entry),
}


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("turns", [1, 2, 3, 4, 6, 9, 14])
async def test_who_stops_waiting_leaves_nothing_half_done(
    hub: Hub, home: Home, integration: ExampleIntegration, name: str, turns: int
) -> None:
    entry = await add(hub)

    async def ask() -> None:
        await OPERATIONS[name](hub, entry)

    asking = asyncio.create_task(ask())
    for _ in range(turns):
        await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait({asking})
    ends = {
        "change": EntryState.LOADED, "disable": EntryState.NOT_LOADED, "reload": EntryState.LOADED,
        "refuse": EntryState.AUTH_NEEDED, "remove": EntryState.NOT_LOADED,
    }  # fmt: skip
    await until(lambda: entry.state is ends[name] and not entry.changing.locked())
    await settle()
    assert [each.stored() for each in hub.entries.all] == stored(home)
    assert len(hub.providers(ExampleIntegration)) == (entry.state is EntryState.LOADED)
    assert integration.set_up - integration.ended == (entry.state is EntryState.LOADED)


async def test_an_account_that_is_removed_twice_is_gone_once(hub: Hub) -> None:
    entry = await add(hub)
    removals = (hub.entries.remove(entry) for _ in range(2))
    outcomes = await asyncio.gather(*removals, return_exceptions=True)
    assert [getattr(outcome, "key", None) for outcome in outcomes] == [None, "core.entry.not_found"]
    assert hub.entries.all == []


@pytest.mark.parametrize("name", ["change", "disable", "reload"])
async def test_what_waited_for_a_removal_does_nothing(hub: Hub, home: Home, name: str) -> None:
    """Above all it keeps no secret of an account that is gone."""
    entry = await add(hub)
    removing = asyncio.create_task(hub.entries.remove(entry))
    await asyncio.sleep(0)
    with pytest.raises(InputError, match="not_found"):
        await OPERATIONS[name](hub, entry)
    await removing
    assert (hub.entries.all, stored(home)) == ([], [])
    assert await hub.secrets.get(f"{entry.id}/password") is None


async def test_two_accounts_do_not_become_one_at_the_same_time(hub: Hub) -> None:
    first, second = await add(hub), await add(hub, login="second")
    secret = {"password": Secret("of the third")}
    outcomes = await asyncio.gather(
        change(hub, first, unique_id="third", **secret),
        change(hub, second, unique_id="third", **secret),
        return_exceptions=True,
    )
    assert [getattr(outcome, "key", None) for outcome in outcomes] == [None, "core.flow.already_there"]
    assert (first.unique_id, second.unique_id) == ("third", "second")
    assert await hub.entries.secret(second, "password") == Secret(RIGHT)
    with pytest.raises(InputError, match="already_there"):
        await hub.entries.add(
            domain="example", title="Again", unique_id="third", data={}, options={}, secrets={}
        )


async def test_of_two_flows_about_an_account_the_second_does_not_undo_the_first(hub: Hub) -> None:
    """Else it would take the account back to the address before, with the secret of the new one."""
    entry = await add(hub)
    first, second = (hub.flows.start("example", FlowKind.RECONFIGURE, entry) for _ in range(2))
    moved = {"base_url": "https://new.example/", "login": "reception", "password": RIGHT, "format": "plain"}
    kept = {"base_url": "https://pbx.example/", "login": "reception", "format": "plus"}
    kept_accounts = await asyncio.gather(first.submit(moved), second.submit(kept))
    assert list(kept_accounts) == [entry, None]
    assert second.errors == {second.BASE: "core.entry.changed"}
    assert (entry.data["base_url"], entry.options) == ("https://new.example/", {"format": "plain"})
    assert await second.submit(kept) is None
    assert second.errors == {"password": "core.flow.secret_again"}


async def test_what_is_added_while_a_removal_fails_stays(
    hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, last = await add(hub), await add(hub, login="last")
    save, go_on = JsonStore.save, threading.Event()
    saving: list[object] = []

    def full_at_first(store: JsonStore, content: dict[str, Any]) -> None:
        saving.append(content)
        if len(saving) == 1:
            go_on.wait(5)
            raise StorageError("core.storage.unwritable", path="x")
        save(store, content)

    monkeypatch.setattr(JsonStore, "save", full_at_first)
    removing = asyncio.create_task(hub.entries.remove(first))
    await until(lambda: bool(saving))
    again, adding = (asyncio.create_task(add(hub, login=login)) for login in ("reception", "added"))
    await settle()
    go_on.set()
    with pytest.raises(StorageError):
        await removing
    with pytest.raises(AssertionError):  # it is there already, after all
        await again
    assert hub.entries.all == [first, last, await adding]
    assert first.state is EntryState.LOADED
    assert "left" not in json.loads(home.accounts_file.read_text())  # its secrets stay, too


async def test_a_refusal_that_comes_after_the_removal_leaves_no_issue(hub: Hub) -> None:
    EntryIssues(hub)
    entry = await add(hub)
    await asyncio.gather(
        hub.entries.refuse(entry, REFUSED), hub.entries.remove(entry), return_exceptions=True
    )
    await hub.entries.refuse(entry, REFUSED)
    assert hub.issues.all == []


async def test_a_refusal_of_what_is_switched_off_leaves_it_off(hub: Hub) -> None:
    EntryIssues(hub)
    entry = await add(hub)
    await hub.entries.set_disabled(entry, True)
    await hub.entries.refuse(entry, REFUSED)
    assert (entry.state, hub.issues.all) == (EntryState.NOT_LOADED, [])


async def test_a_refusal_outweighs_a_set_up_that_fails_meanwhile(
    hub: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await add(hub)
    telling: list[asyncio.Task[None]] = []

    async def refused_and_broken(_example: ExampleIntegration, hub: Hub, entry: ConfigEntry) -> None:
        telling.append(asyncio.create_task(hub.entries.refuse(entry, REFUSED)))
        await asyncio.sleep(0)
        raise RuntimeError("a bug of the integration")

    monkeypatch.setattr(ExampleIntegration, "async_setup_entry", refused_and_broken)
    await hub.entries.reload(entry)
    await asyncio.gather(*telling)
    assert (entry.auth_refused, entry.state) == (True, EntryState.AUTH_NEEDED)


@pytest.mark.parametrize("outcome", [None, REFUSED, EntryNotReady("core.entry.slow")])
async def test_an_old_set_up_has_no_say_about_a_new_sign_in(
    hub: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch, outcome: Exception | None
) -> None:
    """Code of others may make anything of being cancelled."""
    entry = await add(hub)
    reached = asyncio.Event()
    at_once = ExampleIntegration.async_setup_entry

    async def turned(example: ExampleIntegration, hub: Hub, entry: ConfigEntry) -> None:
        monkeypatch.setattr(ExampleIntegration, "async_setup_entry", at_once)
        reached.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if outcome is not None:
                raise outcome from None

    monkeypatch.setattr(ExampleIntegration, "async_setup_entry", turned)
    reloading = asyncio.create_task(hub.entries.reload(entry))
    await reached.wait()
    setting_up = asyncio.create_task(hub.entries.setup(entry))
    await asyncio.gather(reloading, setting_up, change(hub, entry, password=Secret("new")))
    await until(lambda: entry.state is EntryState.LOADED)
    assert not entry.auth_refused
    await hub.entries.unload(entry)
    assert entry.state is EntryState.NOT_LOADED
    assert entry.scope.tasks == frozenset()


async def test_what_an_old_set_up_begins_too_late_does_not_begin(
    hub: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await add(hub)
    reached = asyncio.Event()

    async def turned(example: ExampleIntegration, hub: Hub, entry: ConfigEntry) -> None:
        reached.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        with contextlib.suppress(RuntimeError):
            entry.scope.spawn(asyncio.sleep(60), "work")
        hub.provide(entry, example)

    monkeypatch.setattr(ExampleIntegration, "async_setup_entry", turned)
    reloading = asyncio.create_task(hub.entries.reload(entry))
    await reached.wait()
    await asyncio.gather(reloading, hub.entries.unload(entry))
    assert entry.state is EntryState.NOT_LOADED
    assert hub.providers(ExampleIntegration) == []
    assert entry.scope.tasks == frozenset()


async def test_nothing_is_set_up_while_dialer_stops(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    changing = asyncio.ensure_future(change(hub, entry, password=Secret("new")))
    await asyncio.sleep(0)
    await hub.stop()
    await changing
    assert entry.scope.tasks == frozenset()
    assert integration.set_up == integration.ended


async def test_a_secret_that_could_not_be_forgotten_is_forgotten_at_the_next_start(
    home: Home, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = MemorySecrets()
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    entry = await add(hub)

    async def locked(_ref: str) -> None:
        raise SecretsUnavailable("core.secrets.locked")

    with monkeypatch.context() as patch:
        patch.setattr(secrets, "delete", locked)
        await hub.entries.remove(entry)
    await hub.stop()
    assert await secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    await hub.entries.setup_all()
    await until(lambda: not hub.scope.tasks)
    assert await secrets.get(f"{entry.id}/password") is None
    assert entry.id not in home.accounts_file.read_text()
    await hub.stop()


@pytest.mark.parametrize(
    ("why", "remembered"),
    [("missing", False), ("locked", False), ("too_long", False), ("timeout", True), ("failed", True)],
)
async def test_only_a_secret_that_may_have_been_kept_is_to_be_forgotten(
    hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch, why: str, remembered: bool
) -> None:
    await add(hub)
    before = home.accounts_file.read_bytes()

    async def unavailable(*_: object) -> None:
        raise SecretsUnavailable(f"core.secrets.{why}")

    monkeypatch.setattr(hub.secrets, "set", unavailable)
    monkeypatch.setattr(hub.secrets, "delete", unavailable)
    with pytest.raises(SecretsUnavailable):
        await hub.entries.add(
            domain="example",
            title="Second",
            unique_id="second",
            data={},
            options={},
            secrets={"password": Secret(RIGHT)},
        )
    assert (home.accounts_file.read_bytes() != before) is remembered


async def test_a_key_ring_that_does_not_answer_keeps_nobody_waiting_twice(
    hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it may have kept all the same is taken back at the next start."""
    asked = []

    async def silent(*_: object) -> None:
        asked.append("set")
        raise SecretsUnavailable("core.secrets.timeout")

    async def forgetting(_ref: str) -> None:
        asked.append("delete")

    monkeypatch.setattr(hub.secrets, "set", silent)
    monkeypatch.setattr(hub.secrets, "delete", forgetting)
    flow = hub.flows.start("example")
    assert await flow.submit({"login": "reception", "password": RIGHT}) is None
    assert (flow.errors, asked) == ({"base": "core.secrets.timeout"}, ["set"])
    assert flow.values["login"] == "reception"  # nothing that was typed is lost
    assert '"password"' in home.accounts_file.read_text()


async def test_of_two_saves_the_later_one_stays(
    hub: Hub, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the earlier one is not waited for any more and is slow."""
    entry = await add(hub)
    save, go_on, saving = JsonStore.save, threading.Event(), list[object]()

    def slow_at_first(store: JsonStore, content: dict[str, Any]) -> None:
        saving.append(content)
        if len(saving) == 1:
            go_on.wait(5)
        save(store, content)

    monkeypatch.setattr(JsonStore, "save", slow_at_first)
    store = hub.entries._store  # noqa: SLF001  # who stops waiting for it is part of an account
    first = asyncio.create_task(store.save())
    await until(lambda: bool(saving))
    first.cancel()
    await asyncio.wait({first})
    entry.title = "The last one"
    second = asyncio.create_task(store.save())
    await settle()
    go_on.set()
    await second
    assert [account["title"] for account in stored(home)] == ["The last one"]
