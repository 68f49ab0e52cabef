"""What an account needs before it is set up, and what a package of others cannot do to Dialer."""

from __future__ import annotations

import json
import stat
import time
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from dialer.calls.provider import telephony
from dialer.core import entry_life, guard
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, SecretsUnavailable, StorageError
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets, Secret
from tests.core.conftest import RIGHT, ExampleFlow, ExampleIntegration
from tests.core.test_entries import fake_clock
from tests.core.test_flow import add
from tests.fakes import FakeClock, integrate, until
from tests.outside_packages import installed, write_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.home import Home

STORED = {
    "id": "a1", "domain": "example", "title": "Example", "unique_id": "reception",
    "data": {"login": "reception"}, "options": {"format": "plain"}, "disabled": False, "auth_refused": False,
}  # fmt: skip


class NewerFlow(ExampleFlow):
    """Keeps the login under another name than its first version did."""

    VERSION: ClassVar[int] = 3

    def migrate(
        self, version: int, data: dict[str, Any], options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        data["user"] = f"{data.pop('login')} of version {version}"
        return data, {**options, "format": "plus"}


class BrokenFlow(NewerFlow):
    """Changes what it was given before it fails."""

    def migrate(
        self, version: int, data: dict[str, Any], options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        data.clear()
        raise KeyError("no such key")


class UnwritableFlow(NewerFlow):
    """Gives something that no file can hold."""

    def migrate(
        self, version: int, data: dict[str, Any], options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return {"login": object()}, options


def write(home: Home, **changes: object) -> None:
    home.accounts_file.write_text(json.dumps({"version": 1, "accounts": [{**STORED, **changes}]}))
    home.accounts_file.chmod(0o600)


async def set_up(hub: Hub) -> ConfigEntry:
    (entry,) = hub.entries.all
    await hub.entries.setup_all()
    await hub.entries.settled()
    return entry


@pytest.fixture
async def stored(home: Home, hub: Hub) -> Hub:
    """A hub on a home with an account of an earlier Dialer, whose password is in the key ring."""
    write(home)
    await hub.secrets.set("a1/password", Secret(RIGHT))
    return hub


async def test_an_account_without_its_secret_waits_for_a_sign_in_and_asks_nobody(
    hub: Hub, home: Home, integration: ExampleIntegration
) -> None:
    write(home)
    entry = await set_up(hub)
    assert (entry.state, entry.auth_refused) == (EntryState.AUTH_NEEDED, False)
    assert entry.error is not None
    assert entry.error.key == "core.entry.no_secret"
    assert integration.set_up == 0
    secrets = {"password": Secret(RIGHT)}
    await hub.entries.change(entry, data=entry.data, options={}, title="Example", secrets=secrets)
    assert entry.state is EntryState.LOADED


async def test_a_key_ring_that_is_not_there_yet_is_asked_again(
    stored: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as locked:

        async def unavailable(_ref: str) -> None:
            raise SecretsUnavailable("core.secrets.missing")

        locked.setattr(stored.secrets, "get", unavailable)
        entry = await set_up(stored)
        assert entry.state is EntryState.RETRYING
    await fake_clock(stored).advance(6)
    await until(lambda: entry.state is EntryState.LOADED)


async def test_a_locked_key_ring_is_not_asked_again_at_once(
    stored: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time the user would be asked to unlock it."""

    async def locked(_ref: str) -> None:
        raise SecretsUnavailable("core.secrets.locked")

    monkeypatch.setattr(stored.secrets, "get", locked)
    entry = await set_up(stored)
    assert entry.retry_at is not None
    assert (entry.retry_at - stored.clock.now()).total_seconds() > 200


@pytest.mark.parametrize(
    ("kind", "state"),
    [(ErrorKind.AUTH, EntryState.AUTH_NEEDED), (ErrorKind.NETWORK, EntryState.RETRYING)],
)
async def test_what_a_provider_says_is_understood(
    hub: Hub, integration: ExampleIntegration, kind: ErrorKind, state: EntryState
) -> None:
    integration.failures = [ApiError("core.net.offline", kind)]
    entry = await add(hub)
    assert entry.state is state
    assert entry.auth_refused is (state is EntryState.AUTH_NEEDED)


async def test_what_happens_to_an_account_is_counted(hub: Hub, integration: ExampleIntegration) -> None:
    integration.failures = [ApiError("core.net.offline", ErrorKind.NETWORK)]
    entry = await add(hub)
    await hub.entries.reload(entry)
    await hub.entries.refuse(entry, ApiError("core.entry.auth_refused", ErrorKind.AUTH))
    assert entry.counters == {"retried": 1, "set_up": 1, "refused": 1}
    assert hub.counters == {"entries.retried": 1, "entries.set_up": 1, "entries.refused": 1}


async def test_reloading_sets_up_anew_at_once(hub: Hub, integration: ExampleIntegration) -> None:
    entry = await add(hub)
    await hub.entries.reload(entry)
    assert (integration.set_up, integration.ended) == (2, 1)
    assert len(hub.providers(ExampleIntegration)) == 1


async def test_data_of_an_earlier_version_is_migrated_once_and_kept(
    stored: Hub, home: Home, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.accounts_file.read_text()
    integrate(monkeypatch, "example", integration, NewerFlow)
    entry = await set_up(stored)
    assert entry.state is EntryState.LOADED
    assert entry.data == {"user": "reception of version 1"}
    await stored.entries.reload(entry)
    (kept,) = json.loads(home.accounts_file.read_text())["accounts"]
    assert (kept["version"], kept["data"]) == (3, {"user": "reception of version 1"})
    assert kept["options"] == {"format": "plus"}
    copy = home.path / "accounts-before-example-3.json"
    assert copy.read_text() == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.parametrize("flow", [BrokenFlow, UnwritableFlow])
async def test_data_that_cannot_be_migrated_is_left_as_it_is(
    stored: Hub,
    home: Home,
    integration: ExampleIntegration,
    monkeypatch: pytest.MonkeyPatch,
    flow: type[ExampleFlow],
) -> None:
    before = home.accounts_file.read_text()
    integrate(monkeypatch, "example", integration, flow)
    entry = await set_up(stored)
    assert entry.state is EntryState.FAILED
    assert entry.error is not None
    assert entry.error.key == "core.entry.not_migrated"
    assert (entry.data, entry.version) == ({"login": "reception"}, 1)
    assert home.accounts_file.read_text() == before
    assert integration.set_up == 0


async def test_what_cannot_be_kept_is_not_migrated(
    stored: Hub, integration: ExampleIntegration, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: object, _content: object) -> None:
        raise StorageError("core.storage.unwritable", path="x")

    integrate(monkeypatch, "example", integration, NewerFlow)
    monkeypatch.setattr("dialer.core.storage.JsonStore.save", full)
    entry = await set_up(stored)
    assert (entry.state, entry.version, entry.data) == (EntryState.RETRYING, 1, {"login": "reception"})


async def test_data_of_a_newer_version_is_left_alone(hub: Hub, home: Home) -> None:
    write(home, version=2)
    entry = await set_up(hub)
    assert entry.state is EntryState.FAILED
    assert entry.error is not None
    assert entry.error.key == "core.entry.newer"


async def test_an_account_whose_integration_is_gone_is_listed_and_can_be_removed(
    home: Home, tmp_path: Path
) -> None:
    secrets = MemorySecrets()
    write_package(tmp_path, "acme_phone")
    hub = Hub(home, lambda: secrets)
    with installed(tmp_path):
        entry = await hub.flows.start("acme_phone").submit({"login": "reception", "password": RIGHT})
        assert entry is not None
        assert entry.state is EntryState.LOADED
        await hub.stop()
    hub = Hub(home, lambda: secrets)
    entry = await set_up(hub)
    assert (entry.state, entry.title) == (EntryState.FAILED, "Acme reception")
    assert entry.error is not None
    assert entry.error.key == "core.entry.unknown_domain"
    assert await secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    await hub.entries.remove(entry)
    assert await secrets.get(f"{entry.id}/password") is None
    assert hub.entries.all == []
    await hub.stop()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that a test can wait for."""
    monkeypatch.setattr(guard, "STEP_LIMIT", 0.3)
    monkeypatch.setattr(entry_life, "SETUP_DEADLINE", 0.5)
    monkeypatch.setattr(entry_life, "UNLOAD_DEADLINE", 0.3)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where packages of others are installed."""
    (tmp_path / "site").mkdir()
    with installed(tmp_path / "site"):
        yield tmp_path / "site"


@pytest.fixture
async def outside(home: Home, folder: Path, impatient: None) -> AsyncIterator[Hub]:
    """A hub with three accounts of such a package."""
    accounts = [
        {**STORED, "id": f"a{number}", "domain": "acme_phone", "unique_id": str(number)}
        for number in range(3)
    ]
    home.accounts_file.write_text(json.dumps({"version": 2, "accounts": accounts}))
    hub = Hub(home, MemorySecrets, clock=FakeClock())
    for number in range(3):
        await hub.secrets.set(f"a{number}/password", Secret(RIGHT))
    yield hub
    await hub.stop()


@pytest.mark.parametrize(
    ("body", "state", "key"),
    [
        ("import time; time.sleep(3600)", EntryState.FAILED, "core.entry.blocked"),
        ("while True: pass", EntryState.FAILED, "core.entry.blocked"),
        ("raise SystemExit(3)", EntryState.FAILED, "core.entry.bug_of_package"),
        ("raise KeyboardInterrupt", EntryState.FAILED, "core.entry.bug_of_package"),
        ("1/0", EntryState.FAILED, "core.entry.bug_of_package"),
        ("import asyncio; await asyncio.sleep(3600)", EntryState.RETRYING, "core.entry.slow"),
    ],
)
async def test_whatever_the_set_up_of_others_does_is_its_accounts_state(
    outside: Hub, folder: Path, body: str, state: EntryState, key: str
) -> None:
    write_package(
        folder, "acme_phone", {"__init__.py": f"async def async_setup_entry(hub, entry):\n    {body}\n"}
    )
    await outside.entries.setup_all()
    await until(lambda: all(entry.error is not None for entry in outside.entries.all))
    for entry in outside.entries.all:
        assert entry.error is not None
        assert (entry.state, entry.error.key) == (state, key)
        assert outside.strings.text(key, **entry.error.placeholders) != key


async def test_what_blocked_once_is_not_tried_again_until_somebody_asks(outside: Hub, folder: Path) -> None:
    blocks = "import time\nasync def async_setup_entry(hub, entry):\n    time.sleep(3600)\n"
    write_package(folder, "acme_phone", {"__init__.py": blocks})
    first, second, _ = outside.entries.all
    await outside.entries.setup(first)
    began = outside.counters.total()
    await outside.entries.setup(second)
    assert (second.state, outside.counters.total()) == (EntryState.FAILED, began)
    write_package(folder, "acme_phone")
    await outside.entries.reload(second)
    assert second.state is EntryState.FAILED  # what is imported stays so until the next start
    assert second.error is not None
    assert second.error.key == "core.entry.blocked"


async def test_a_package_that_is_mended_is_found_by_a_reload(outside: Hub, folder: Path) -> None:
    write_package(folder, "acme_phone", {"__init__.py": "import no_such_library"})
    entry = outside.entries.all[0]
    await outside.entries.setup(entry)
    assert entry.error is not None
    assert entry.error.key == "core.entry.import_failed"
    write_package(folder, "acme_phone")
    await outside.entries.reload(entry)
    assert entry.state is EntryState.LOADED


async def test_clean_ups_of_others_do_not_hold_up_the_end(outside: Hub, folder: Path) -> None:
    evil = (
        "import asyncio, sys, time\n"
        "async def never():\n"
        "    while True:\n"
        "        try:\n"
        "            await asyncio.Event().wait()\n"
        "        except asyncio.CancelledError:\n"
        "            pass\n"
        "async def async_setup_entry(hub, entry):\n"
        "    entry.scope.spawn(never(), 'never ends')\n"
        "    entry.scope.on_close(asyncio.Event().wait)\n"
        "    entry.scope.on_close(lambda: time.sleep(3600))\n"
        "    entry.scope.on_close(sys.exit)\n"
        "    await asyncio.sleep(0)\n"
    )
    write_package(folder, "acme_phone", {"__init__.py": evil})
    await outside.entries.setup_all()
    await until(lambda: all(entry.state is EntryState.LOADED for entry in outside.entries.all))
    began = time.monotonic()
    await outside.stop()
    assert time.monotonic() - began < 4


async def test_a_provider_of_others_that_holds_up_whoever_asks_is_broken_off(
    outside: Hub, folder: Path
) -> None:
    source = (
        "import time\n"
        "from dialer.calls.provider import TelephonyFeature, TelephonyProvider\n"
        "class Acme(TelephonyProvider):\n"
        "    features = TelephonyFeature.STATUS\n"
        "    async def async_dial(self, order):\n"
        "        pass\n"
        "    async def async_status(self):\n"
        "        time.sleep(3600)\n"
        "async def async_setup_entry(hub, entry):\n"
        "    hub.provide(entry, Acme())\n"
    )
    write_package(folder, "acme_phone", {"__init__.py": source})
    await outside.entries.setup(outside.entries.all[0])
    [(_, provider)] = telephony(outside)
    with pytest.raises(guard.StepBlockedError):
        await provider.async_status()
