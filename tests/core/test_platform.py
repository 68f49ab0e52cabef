"""The small parts: bus, scope, clock, home, JSON files, settings, strings, loader."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.bus import EventBus
from dialer.core.clock import Clock
from dialer.core.errors import EntryError, StorageError
from dialer.core.fields import FieldError
from dialer.core.home import Home, default_home
from dialer.core.scope import Scope
from dialer.core.settings import SETTINGS, Settings, SettingsChanged
from dialer.core.storage import JsonStore
from dialer.core.strings import LANGUAGES, Strings, system_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any


@dataclass(frozen=True)
class Rang:
    """An event."""

    times: int


def test_listeners_hear_their_own_events_until_they_stop(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = EventBus(), []

    def broken(_event: Rang) -> None:
        raise RuntimeError

    bus.listen(Rang, broken)
    stop = bus.listen(Rang, lambda event: heard.append(event.times))
    bus.fire(Rang(1))
    bus.fire("something else")
    stop()
    stop()
    bus.fire(Rang(2))
    assert heard == [1]
    assert bus.listener_count() == 1
    assert "listener of Rang failed" in caplog.text


async def test_a_scope_ends_its_tasks_and_then_cleans_up(caplog: pytest.LogCaptureFixture) -> None:
    order: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            order.append("task")

    async def fail() -> None:
        raise RuntimeError

    scope = Scope("test")
    task = scope.spawn(work(), "work")
    scope.spawn(fail(), "fail")
    scope.on_close(lambda: order.append("first"))
    scope.on_close(lambda: order.append("last"))
    await asyncio.sleep(0)
    await scope.close()
    assert order == ["task", "last", "first"]
    assert task.get_name() == "test: work"
    assert scope.tasks == frozenset()
    assert "task test: fail failed" in caplog.text
    with pytest.raises(RuntimeError):
        scope.spawn(work(), "too late")


async def test_a_scope_does_several_things_until_one_of_them_is_done() -> None:
    scope, woken = Scope("test"), asyncio.Event()
    asyncio.get_running_loop().call_soon(woken.set)
    await asyncio.wait_for(scope.first_of((asyncio.sleep(60), "sleep"), (woken.wait(), "wake")), 5)
    await scope.close()
    assert scope.tasks == frozenset()
    with pytest.raises(RuntimeError):
        await scope.first_of((asyncio.sleep(0), "too late"), (asyncio.sleep(0), "too late, too"))


async def test_a_scope_does_not_wait_for_ever() -> None:
    async def stubborn() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if done.is_set():
                    raise

    done = asyncio.Event()
    scope = Scope("test")
    task = scope.spawn(stubborn(), "stubborn")
    await asyncio.sleep(0)
    await asyncio.wait_for(scope.close(timeout=0.05), 2)
    done.set()
    task.cancel()
    await asyncio.wait({task})


async def test_sleep_never_wakes_early() -> None:
    clock = Clock()
    began = clock.monotonic()
    await clock.sleep(0.03)
    assert clock.monotonic() - began >= 0.03


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_home_is_its_owners_alone(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        home = Home.open(tmp_path / "Zoë O'Neil é漢" / "home")
        JsonStore(home.settings_file, 1).save({})
    finally:
        os.umask(previous)
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert home.settings_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_home_that_is_read_only_stays_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with contextlib.suppress(StorageError):  # root may write there all the same
        Home.open(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o500
    tmp_path.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a name is text, here it is bytes")
def test_a_folder_whose_name_is_no_text_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"core\.home\.unusable"):
        Home.open(tmp_path / os.fsdecode(b"caf\xe9"))


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"core\.home\.not_a_folder"):
        Home.open(tmp_path / "file")


def test_the_environment_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALER_HOME", str(tmp_path))
    assert default_home() == tmp_path


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": "1"}', "[" * 100_000])
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(content)
    with pytest.raises(StorageError, match=r"core\.storage\.damaged"):
        JsonStore(file, 1).load()
    assert file.read_text() == content


def test_a_file_that_cannot_be_written_keeps_its_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = JsonStore(tmp_path / "settings.json", 1)
    store.save({"a": 1})

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"core\.storage\.unwritable"):
        store.save({"a": 2})
    assert store.load()["a"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


async def test_settings_have_defaults_and_are_kept(tmp_path: Path) -> None:
    bus, heard = EventBus(), []
    bus.listen(SettingsChanged, lambda event: heard.append(event.key))
    settings = Settings(tmp_path / "settings.json", bus)
    assert settings.region == "NL"
    await settings.set("region", "be")
    await settings.set("region", "BE")
    assert heard == ["region"]
    assert Settings(tmp_path / "settings.json", EventBus()).region == "BE"
    with pytest.raises(FieldError):
        await settings.set("theme", "pink")


async def test_nobody_meets_a_new_value_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bus, heard = EventBus(), []
    bus.listen(SettingsChanged, lambda event: heard.append(event.key))
    settings, met = Settings(tmp_path / "settings.json", bus), []

    async def with_a_pause(work: Callable[[], None]) -> None:
        work()
        met.append((settings.region, tuple(heard)))

    monkeypatch.setattr("dialer.core.threads.to_its_end", with_a_pause)
    await settings.set("region", "BE")
    assert met == [("NL", ())]
    assert (settings.region, heard) == ("BE", ["region"])


async def test_a_change_that_is_given_up_while_the_disk_is_busy_holds_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, go_on, save = threading.Event(), threading.Event(), JsonStore.save

    def save_slowly(store: JsonStore, content: dict[str, Any]) -> None:
        busy.set()
        go_on.wait(10)
        save(store, content)

    monkeypatch.setattr(JsonStore, "save", save_slowly)
    bus, heard = EventBus(), []
    bus.listen(SettingsChanged, lambda event: heard.append(event.key))
    settings = Settings(tmp_path / "settings.json", bus)
    changing = asyncio.create_task(settings.set("region", "BE"))
    await asyncio.to_thread(busy.wait, 10)
    changing.cancel()
    after = asyncio.create_task(settings.set("theme", "dark"))
    go_on.set()
    await after
    assert changing.cancelled()
    assert heard == ["region", "theme"]
    for each in (settings, Settings(tmp_path / "settings.json", EventBus())):
        assert (each.region, each.get("theme")) == ("BE", "dark")


def test_every_setting_has_its_words() -> None:
    for language in LANGUAGES:
        strings = Strings(language)
        for field in SETTINGS:
            assert strings.has(f"settings.field.{field.key}.label")


def test_a_value_is_never_read_as_a_format() -> None:
    strings = Strings("en")
    text = strings.text("core.entry.not_found", name="{0.__class__} {name}")
    assert "{0.__class__}" in text
    assert strings.text("no.such.key") == "no.such.key"


@pytest.mark.parametrize(
    ("value", "language"), [("nl_BE.UTF-8", "nl"), ("fr", "fr"), ("C.UTF-8", "en"), ("pl_PL", "en")]
)
def test_the_language_is_the_systems(monkeypatch: pytest.MonkeyPatch, value: str, language: str) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", value)
    assert system_language() == language


def test_integrations_are_found_by_their_manifests() -> None:
    found = loader.discover()
    assert found["connect_call"].name == "Connect Call"
    assert found["connect_call"].icon.is_file()
    assert loader.load_flow("connect_call").domain == "connect_call"
    assert callable(loader.load("connect_call").async_setup_entry)
    with pytest.raises(EntryError):
        loader.load("../evil")
