"""Accounts that are changed, switched off or removed at a bad moment, or when nothing can be written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import SecretsUnavailable, StorageError
from dialer.core.secrets import Secret
from tests.core.conftest import RIGHT, ExampleIntegration
from tests.core.test_flow import add

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub


class Change:
    """The ways to take an account down."""

    @staticmethod
    async def disable(hub: Hub, entry: ConfigEntry) -> None:
        await hub.entries.set_disabled(entry, True)

    @staticmethod
    async def remove(hub: Hub, entry: ConfigEntry) -> None:
        await hub.entries.remove(entry)

    @staticmethod
    async def change(hub: Hub, entry: ConfigEntry) -> None:
        secrets = {"password": Secret("new")}
        await hub.entries.change(
            entry,
            data={**entry.data, "login": "other"},
            options=entry.options,
            title="Other",
            secrets=secrets,
        )


@pytest.mark.parametrize("take_down", [Change.disable, Change.remove])
async def test_an_account_that_is_taken_down_while_it_is_set_up_stays_down(
    hub: Hub,
    integration: ExampleIntegration,
    monkeypatch: pytest.MonkeyPatch,
    take_down: Callable[[Hub, ConfigEntry], Awaitable[None]],
) -> None:
    entry = await add(hub)
    await hub.entries.unload(entry)
    reached, go_on = asyncio.Event(), asyncio.Event()
    at_once = ExampleIntegration.async_setup_entry

    async def slow(example: ExampleIntegration, hub: Hub, entry: ConfigEntry) -> None:
        reached.set()
        await go_on.wait()
        await at_once(example, hub, entry)

    monkeypatch.setattr(ExampleIntegration, "async_setup_entry", slow)
    setting_up = asyncio.create_task(hub.entries.setup(entry))
    await reached.wait()
    await take_down(hub, entry)
    go_on.set()
    await setting_up
    assert entry.state is EntryState.NOT_LOADED
    assert hub.providers(ExampleIntegration) == []


async def test_changes_at_the_same_time_leave_one_ability(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    changes = (
        hub.entries.change(entry, data=entry.data, options={"format": form}, title=form, secrets={})
        for form in ("plus", "plain")
    )
    await asyncio.gather(*changes)
    assert len(hub.providers(ExampleIntegration)) == 1
    assert (entry.options, entry.title) == ({"format": "plain"}, "plain")


async def test_an_account_that_is_set_up_twice_has_its_abilities_once(
    hub: Hub, integration: ExampleIntegration
) -> None:
    entry = await add(hub)
    await asyncio.gather(hub.entries.setup(entry), hub.entries.setup(entry))
    assert len(hub.providers(ExampleIntegration)) == 1
    assert entry.state is EntryState.LOADED


async def test_a_locked_key_ring_leaves_the_account_as_it_was(
    hub: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await add(hub)

    async def locked(_ref: str, _secret: Secret) -> None:
        raise SecretsUnavailable("core.secrets.locked")

    monkeypatch.setattr(hub.secrets, "set", locked)
    with pytest.raises(SecretsUnavailable):
        await Change.change(hub, entry)
    assert entry.state is EntryState.LOADED
    assert entry.data["login"] == "reception"


@pytest.mark.parametrize("change", [Change.change, Change.disable, Change.remove])
async def test_a_full_disk_leaves_the_account_as_it_was(
    hub: Hub,
    integration: ExampleIntegration,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Hub, ConfigEntry], Awaitable[None]],
) -> None:
    entry = await add(hub)

    def full(_store: object, _content: object) -> None:
        raise StorageError("core.storage.unwritable", path="x")

    monkeypatch.setattr("dialer.core.storage.JsonStore.save", full)
    with pytest.raises(StorageError):
        await change(hub, entry)
    assert hub.entries.all == [entry]
    assert entry.state is EntryState.LOADED
    assert (entry.data["login"], entry.disabled) == ("reception", False)
    # The old address must not be sent the new password.
    assert await hub.entries.secret(entry, "password") == Secret(RIGHT)
