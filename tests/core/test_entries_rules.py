"""Accounts under whatever people, providers, disk and key ring do, in whatever order and at the same time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialer.core.entry import ConfigEntry, EntryState
from dialer.core.entry_issues import EntryIssues
from dialer.core.errors import (
    DialerError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    SecretsUnavailable,
    StorageError,
)
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets, Secret
from dialer.core.storage import JsonStore
from tests import fakes
from tests.core.conftest import ExampleFlow
from tests.fakes import FakeClock, integrate

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")

HOSTS = ("one.example", "two.example")
PEOPLE = ("anna", "bert", "cees")
REFUSED = EntryAuthFailed("core.entry.auth_refused")
OUTCOMES: dict[str, Exception | None] = {
    "works": None,
    "refused": REFUSED,
    "not ready": EntryNotReady("core.entry.slow"),
    "fails": EntryError("core.entry.no_flow"),
    "bug": RuntimeError("a bug of an integration"),
}
WHICH = st.integers(0, 5)
STANDS = {EntryState.NOT_LOADED, EntryState.LOADED, EntryState.AUTH_NEEDED, EntryState.FAILED}


class KeyRing(MemorySecrets):
    """A key ring that can be locked, and shows what is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False
        self.refs: set[str] = set()

    async def get(self, ref: str) -> Secret | None:
        await self._turn()
        return await super().get(ref)

    async def set(self, ref: str, secret: Secret) -> None:
        await self._turn()
        self.refs.add(ref)
        await super().set(ref, secret)

    async def delete(self, ref: str) -> None:
        await self._turn()
        self.refs.discard(ref)
        await super().delete(ref)

    async def _turn(self) -> None:
        await asyncio.sleep(0)
        if self.locked:
            raise SecretsUnavailable("core.secrets.failed")


class Provider:
    """An integration that does what it is told, at once or later."""

    def __init__(self) -> None:
        self.outcome = "works"
        self.gate: asyncio.Event | None = None
        self.turned = False
        self.working = 0
        self.stray: list[tuple[str, str]] = []

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        secret = await hub.entries.secret(entry, "password")
        if secret is not None and secret.reveal() != entry.data["host"]:
            self.stray.append((entry.data["host"], secret.reveal()))
        outcome = OUTCOMES[self.outcome]
        if self.gate is not None:
            with contextlib.suppress(*([asyncio.CancelledError] if self.turned else [])):
                await self.gate.wait()
        if outcome is not None:
            raise outcome
        entry.scope.spawn(self._work(), "work")
        await asyncio.sleep(0)
        hub.provide(entry, self)

    async def _work(self) -> None:
        self.working += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.working -= 1


async def at_once(work: Callable[..., T], *args: object) -> T:
    """Stand in for a thread: a step that takes some turns, always as many."""
    for _ in range(3):
        await asyncio.sleep(0)
    return work(*args)


async def turn(turns: int = 60) -> None:
    """Let everything run that can run; there is no thread to wait for."""
    for _ in range(turns):
        await asyncio.sleep(0)


class Accounts(RuleBasedStateMachine):
    """Several people at one desk, none of whom waits for another."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp())
        self.asked: list[asyncio.Task[Any]] = []
        self.full = self.behind = False

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.provider, self.secrets = Provider(), KeyRing()
        integrate(self.patch, "example", self.provider, ExampleFlow)
        save = JsonStore.save

        def save_unless_full(store: JsonStore, content: dict[str, Any]) -> None:
            if self.full:
                self.behind = True
                raise StorageError("core.storage.unwritable", path="x")
            save(store, content)
            self.behind = False

        self.patch.setattr(JsonStore, "save", save_unless_full)
        self.patch.setattr(asyncio, "to_thread", at_once)
        self.patch.setattr(fakes, "settle", turn)
        self.patch.setattr(os, "fsync", lambda _file: None)
        self.run(self.start())
        for person in PEOPLE[:2]:
            self.add(person, HOSTS[0], 0)
        self.everything_fits()

    async def start(self) -> None:
        self.clock = FakeClock()
        self.hub = Hub(Home.open(self.folder / "home"), lambda: self.secrets, clock=self.clock)
        EntryIssues(self.hub)
        await self.hub.entries.setup_all()

    # --- what people do ---

    def ask(self, work: Coroutine[Any, Any, Any], turns: int) -> None:
        """Begin something, and do not wait for it."""

        async def begin() -> None:
            self.asked.append(asyncio.create_task(work))
            await turn(turns)

        self.run(begin())

    def pick(self, which: int) -> ConfigEntry | None:
        entries = self.hub.entries.all
        return entries[which % len(entries)] if entries else None

    @rule(person=st.sampled_from(PEOPLE), host=st.sampled_from(HOSTS), turns=WHICH)
    def add(self, person: str, host: str, turns: int) -> None:
        self.ask(
            self.hub.entries.add(
                domain="example",
                title=person,
                unique_id=person,
                data={"login": person, "host": host},
                options={},
                secrets={"password": Secret(host)},
            ),
            turns,
        )

    @rule(
        which=WHICH,
        person=st.sampled_from((None, *PEOPLE)),
        host=st.sampled_from((None, *HOSTS)),
        turns=WHICH,
    )
    def change(self, which: int, person: str | None, host: str | None, turns: int) -> None:
        if (entry := self.pick(which)) is None:
            return
        # Whoever takes an account to another host gives a password for it.
        secrets = {} if host is None else {"password": Secret(host)}
        data = {**entry.data, "host": host or entry.data["host"]}
        self.ask(
            self.hub.entries.change(
                entry,
                data=data,
                options={},
                title="Changed",
                secrets=secrets,
                unique_id=person,
                basis=entry.data,
            ),
            turns,
        )

    @rule(which=WHICH, turns=WHICH, what=st.sampled_from(["remove", "reload", "refuse", "off", "on"]))
    def do(self, which: int, turns: int, what: str) -> None:
        if (entry := self.pick(which)) is None:
            return
        entries = self.hub.entries
        match what:
            case "refuse":
                self.ask(entries.refuse(entry, REFUSED), turns)
            case "off" | "on":
                self.ask(entries.set_disabled(entry, what == "off"), turns)
            case _:
                self.ask(getattr(entries, what)(entry), turns)

    @precondition(lambda self: self.asked)
    @rule(turns=WHICH)
    def stop_waiting(self, turns: int) -> None:
        for task in self.asked:
            task.cancel()
        self.run(turn(turns))

    # --- what happens ---

    @rule(outcome=st.sampled_from([*OUTCOMES, "works", "works"]), slow=st.booleans(), turned=st.booleans())
    def the_provider_changes(self, outcome: str, slow: bool, turned: bool) -> None:
        if self.provider.gate is not None:
            self.provider.gate.set()
        self.provider.outcome, self.provider.turned = outcome, turned
        self.provider.gate = asyncio.Event() if slow else None

    @rule(what=st.sampled_from(["time", "time", "disk", "key ring", "start"]))
    def something_happens(self, what: str) -> None:
        match what:
            case "time":
                self.run(self.clock.advance(60))
            case "disk":
                self.full = not self.full
            case "key ring":
                self.secrets.locked = not self.secrets.locked
            case _:
                self.quit_and_start()

    def quit_and_start(self) -> None:
        self.run(self.hub.stop())
        self.run(self.calm())
        assert self.provider.working == 0
        if self.behind:  # what could not be written is lost
            shutil.rmtree(self.folder / "home")
            self.secrets = KeyRing()
            self.full = self.behind = False
        self.run(self.start())

    # --- what is promised ---

    @invariant()
    def no_account_is_there_twice(self) -> None:
        unique = [entry.unique_id for entry in self.hub.entries.all]
        assert len(unique) == len(set(unique))

    @invariant()
    def no_secret_goes_to_another_host(self) -> None:
        assert self.provider.stray == []

    @rule()
    def all_is_quiet(self) -> None:
        self.everything_fits()

    @rule()
    def all_is_quiet_again(self) -> None:
        """Twice as often as anything else."""
        self.everything_fits()

    def everything_fits(self) -> None:
        """Everybody waits for what was asked; then everything fits together."""
        if self.provider.gate is not None:
            self.provider.gate.set()
        self.provider.gate = None
        self.run(self.calm())
        entries = self.hub.entries.all
        loaded = [entry for entry in entries if entry.state is EntryState.LOADED]
        assert [entry for entry, _ in self.hub.providers(Provider)] == loaded
        assert self.provider.working == len(loaded)
        for entry in entries:
            assert not entry.changing.locked()
            assert len(entry.scope.tasks) == (entry.state in {EntryState.LOADED, EntryState.RETRYING})
            assert (entry.state is EntryState.RETRYING) == (entry.retry_at is not None)
            assert entry.state in STANDS | {EntryState.RETRYING}
            if entry.disabled:
                assert entry.state is EntryState.NOT_LOADED
            elif entry.auth_refused:
                # One that was refused while it was set up learns it before it is set up again.
                assert entry.state in {EntryState.AUTH_NEEDED, EntryState.RETRYING}
        shown = {issue.entry_id for issue in self.hub.issues.all if issue.entry_id}
        needy = {EntryState.AUTH_NEEDED, EntryState.FAILED}
        assert {entry.id for entry in entries if entry.state in needy} <= shown
        assert shown <= {entry.id for entry in entries if entry.state in needy | {EntryState.RETRYING}}
        if not self.behind:
            self.what_is_stored_is_what_there_is()

    def what_is_stored_is_what_there_is(self) -> None:
        file = self.hub.home.accounts_file
        content = json.loads(file.read_text()) if file.exists() else {"accounts": []}
        entries = self.hub.entries.all
        assert content["accounts"] == [entry.stored() for entry in entries]
        left = {f"{entry_id}/{key}" for entry_id, keys in content.get("left", {}).items() for key in keys}
        assert self.secrets.refs <= {f"{entry.id}/password" for entry in entries} | left

    async def calm(self) -> None:
        if self.asked:
            await asyncio.wait(self.asked)
        for task in self.asked:
            error = None if task.cancelled() else task.exception()
            assert error is None or isinstance(error, DialerError), error
        self.asked.clear()
        await self.hub.entries.operations.finish(5)
        with contextlib.suppress(TimeoutError):
            await self.hub.entries.settled(5)
        await turn()

    def teardown(self) -> None:
        try:
            if hasattr(self, "hub"):
                self.run(self.hub.stop())
                self.run(self.calm())
                assert {task for task in asyncio.all_tasks(self.loop) if "entry" in task.get_name()} == set()
        finally:
            self.patch.undo()
        self.run(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)


TestAccounts = Accounts.TestCase
TestAccounts.settings = settings(
    max_examples=50,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
