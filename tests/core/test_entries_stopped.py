"""Dialer ends while something is done to its accounts: its disk and the key ring fit together."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets, Secret
from dialer.core.storage import JsonStore
from tests.core.conftest import RIGHT, ExampleIntegration
from tests.core.test_flow import add
from tests.fakes import FakeClock, until

if TYPE_CHECKING:
    from dialer.core.home import Home

_ELSEWHERE = "https://elsewhere.example/"


class _Disk:
    """Is busy from a moment on, and lets what waits for it go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self._go_on, self._save = asyncio.Event(), threading.Event(), JsonStore.save
        loop = asyncio.get_running_loop()

        def save_slowly(store: JsonStore, content: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(self.asked.set)
            self._go_on.wait(10)
            self._save(store, content)

        monkeypatch.setattr(JsonStore, "save", save_slowly)

    def go_on(self) -> None:
        self._go_on.set()


async def _operations_end(hub: Hub) -> None:
    await until(lambda: not any(task.get_name() in {"add", "change"} for task in asyncio.all_tasks()))


@pytest.mark.usefixtures("integration")
async def test_another_address_never_goes_with_the_password_before_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = MemorySecrets()
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    entry = await add(hub)
    disk = _Disk(monkeypatch)
    moved = {**entry.data, "base_url": _ELSEWHERE}
    changing = asyncio.create_task(
        hub.entries.change(
            entry, data=moved, options={}, title="Moved", secrets={"password": Secret("meant for elsewhere")}
        )
    )
    await disk.asked.wait()
    await hub.entries.stop(0)
    disk.go_on()
    await asyncio.wait({changing})
    await _operations_end(hub)
    (stored,) = json.loads(home.accounts_file.read_text())["accounts"]
    kept = await secrets.get(f"{entry.id}/password")
    assert (stored["data"]["base_url"], kept) == (_ELSEWHERE, Secret("meant for elsewhere"))
    await hub.stop()


@pytest.mark.usefixtures("integration")
async def test_an_account_that_is_on_the_disk_has_its_password(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = MemorySecrets()
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    disk = _Disk(monkeypatch)
    adding = asyncio.create_task(add(hub))
    await disk.asked.wait()
    await hub.entries.stop(0)
    disk.go_on()
    await asyncio.wait({adding})
    await _operations_end(hub)
    (stored,) = json.loads(home.accounts_file.read_text())["accounts"]
    assert await secrets.get(f"{stored['id']}/password") == Secret(RIGHT)
    await hub.stop()


async def test_what_a_key_ring_that_hangs_still_has_of_a_removed_account_goes_at_the_next_start(
    home: Home, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = MemorySecrets()
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    entry = await add(hub)
    asked = asyncio.Event()

    async def hang(_ref: str) -> None:
        asked.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(secrets, "delete", hang)
        removing = asyncio.create_task(hub.entries.remove(entry))
        await asked.wait()
        await hub.stop()
        await asyncio.wait({removing})
    assert await secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    hub = Hub(home, lambda: secrets, clock=FakeClock())
    assert hub.entries.all == []
    await hub.entries.setup_all()
    await until(lambda: not hub.scope.tasks)
    assert await secrets.get(f"{entry.id}/password") is None
    assert entry.id not in home.accounts_file.read_text()
    assert integration.set_up == 1
    await hub.stop()
