"""A hub with an integration of the test's own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

import pytest

from dialer.core.config_flow import Account, ConfigFlow, FieldErrors
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.fields import Choice, Field, SecretField, Text, Url
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.fakes import FakeClock, integrate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.flow_check import Check

RIGHT = 'p@ss/w&rd +é"<%'


class ExampleFlow(ConfigFlow):
    """Asks for an address, a login and a password, and knows one right password."""

    domain = "example"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Url(key="base_url", default="https://pbx.example/"),
        Text(key="login"),
        SecretField(key="password"),
    )
    OPTIONS: ClassVar[tuple[Field, ...]] = (Choice(key="format", options=("plain", "plus"), default="plain"),)
    checks = 0

    async def async_check(self, check: Check) -> Account:
        type(self).checks += 1
        login = check.data["login"]
        if login == "nobody":
            raise FieldErrors({"login": "core.field.required"})
        if check.secrets["password"].reveal() != RIGHT:
            raise ApiError("core.entry.auth_refused", ErrorKind.AUTH)
        return Account(unique_id=str(login), title=f"Example ({login})")


class ExampleIntegration:
    """Fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.set_up = 0
        self.ended = 0

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        self.set_up += 1
        if self.failures:
            raise self.failures.pop(0)
        entry.scope.spawn(self._work(), "work")
        await asyncio.sleep(0)  # let it begin
        hub.provide(entry, self)

    async def _work(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.ended += 1


@pytest.fixture
def integration(monkeypatch: pytest.MonkeyPatch) -> ExampleIntegration:
    """The integration behind the domain `example`."""
    example = ExampleIntegration()
    integrate(monkeypatch, "example", example, ExampleFlow)
    monkeypatch.setattr(ExampleFlow, "checks", 0)
    return example


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home.open(tmp_path / "home")


@pytest.fixture
async def hub(home: Home, integration: ExampleIntegration) -> AsyncIterator[Hub]:
    """A hub without a database."""
    hub = Hub(home, MemorySecrets, clock=FakeClock())
    yield hub
    await hub.stop()
