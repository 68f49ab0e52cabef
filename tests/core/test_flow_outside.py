"""Checks of packages that others wrote: what they do wrong is told in the flow, and the program goes on."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from dialer.core import guard
from dialer.core.flow import Flow
from dialer.core.hub import Hub
from dialer.core.secrets import MemorySecrets
from tests.fakes import FakeClock
from tests.outside_packages import installed, write_package

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from dialer.core.home import Home

FLOW = """
import asyncio, sys, time
from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import Text


class Flow(ConfigFlow):
    domain = "acme_phone"
    FIELDS = (Text(key="login"),)

    async def async_check(self, check):
        await asyncio.sleep(0)
        {body}
        return Account(unique_id=check.data["login"], title="Acme")
"""
LIMIT = 0.2


@pytest.fixture
async def checked(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """A hub that finds what is installed in ``tmp_path / "site"``."""
    monkeypatch.setattr(guard, "STEP_LIMIT", LIMIT)
    hub = Hub(home, MemorySecrets, clock=FakeClock())
    (tmp_path / "site").mkdir()
    with installed(tmp_path / "site"):
        yield hub
        await hub.stop()


@pytest.fixture
def begin(checked: Hub, tmp_path: Path) -> Callable[[str], Flow]:
    """Install a package whose check does this, and begin a flow of it."""

    def begin(body: str) -> Flow:
        write_package(tmp_path / "site", "acme_phone", {"config_flow.py": FLOW.format(body=body)})
        return checked.flows.start("acme_phone")

    return begin


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("time.sleep(3600)", "core.entry.blocked"),
        ("while True: pass", "core.entry.blocked"),
        ("sys.exit(3)", "core.flow.bug_of_package"),
        ("raise KeyboardInterrupt", "core.flow.bug_of_package"),
        ("1/0", "core.flow.bug_of_package"),
        ("return 'Acme'", "core.flow.bug_of_package"),
    ],
)
async def test_whatever_a_check_does_is_told_with_the_name_of_its_package(
    checked: Hub, begin: Callable[[str], Flow], body: str, key: str
) -> None:
    flow = begin(body)
    began = time.monotonic()
    assert await flow.submit({"login": "reception"}) is None
    assert time.monotonic() - began < 5
    assert flow.errors == {Flow.BASE: key}
    assert flow.error is not None
    said = checked.strings.text(key, **flow.error.placeholders)
    assert "Acme" in said
    assert "acme-phone" in said
    assert flow.values == {"login": "reception"}
    assert checked.entries.all == []


async def test_a_check_that_is_cancelled_ends_as_any_other(begin: Callable[[str], Flow]) -> None:
    flow = begin("await asyncio.Event().wait()")
    submitting = asyncio.create_task(flow.submit({"login": "reception"}))
    await asyncio.sleep(LIMIT)
    flow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await submitting
