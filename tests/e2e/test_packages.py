"""Integrations of other packages that misbehave: the window is there, usable, and goes when it is told to."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.screen import Window
from tests.outside_packages import write_package

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.program import Program

# Without secrets: fifty accounts would take their time to be read from a real key ring.
FLOW = """
from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import Text


class Flow(ConfigFlow):
    domain = "{domain}"
    FIELDS = (Text(key="login"),)

    async def async_check(self, check):
        return Account(unique_id=check.data["login"], title=check.data["login"])
"""
HANGS = """
import asyncio, time


async def async_setup_entry(hub, entry):
    if entry.data["login"] == "waits":
        await asyncio.sleep(60)
    elif entry.data["login"] == "hangs":
        await asyncio.to_thread(time.sleep, 60)
"""
BLOCKS = """
import time


async def async_setup_entry(hub, entry):
    time.sleep(3600)
"""


@pytest.fixture
def folder(program: Program, tmp_path: Path) -> Path:
    """Where the program finds packages of others."""
    folder = tmp_path / "site"
    folder.mkdir()
    program.environment = program.with_packages(folder).environment
    return folder


def furnish(program: Program, *accounts: tuple[str, str]) -> None:
    """Write a home that has these accounts, by domain and login, and is past its first start."""
    program.home.mkdir(mode=0o700)
    entries = [
        {"id": f"a{number}", "domain": domain, "title": f"{domain} {number}", "unique_id": str(number),
         "data": {"login": login}, "options": {}}
        for number, (domain, login) in enumerate(accounts)
    ]  # fmt: skip
    (program.home / "accounts.json").write_text(json.dumps({"version": 2, "accounts": entries}))
    (program.home / "settings.json").write_text('{"version": 1, "welcomed": true}')


def write(folder: Path, domain: str, source: str) -> None:
    write_package(folder, domain, {"__init__.py": source, "config_flow.py": FLOW.format(domain=domain)})


async def quit_in_time(window: Window) -> None:
    began = time.monotonic()
    await window.press("alt+F4")
    assert await window.ended() == 0
    assert time.monotonic() - began < 5


async def test_fifty_accounts_twenty_of_which_hang(program: Program, folder: Path) -> None:
    write(folder, "acme_phone", HANGS)
    logins = ["works"] * 30 + ["waits"] * 10 + ["hangs"] * 10
    furnish(program, *(("acme_phone", login) for login in logins))
    async with Window(program) as window:
        async with asyncio.timeout(10):
            await window.search("0205550142", "+31 20 555 0142")
        await quit_in_time(window)


async def test_what_cannot_be_used_is_told_in_a_window_that_works(program: Program, folder: Path) -> None:
    write(folder, "blocks", BLOCKS)
    write(folder, "leaves", "raise SystemExit(3)")
    write_package(folder, "damaged", {"manifest.json": "{"})
    furnish(program, ("blocks", "a"), ("leaves", "b"))
    async with Window(program) as window:
        await window.reads("blocks 0: Failed", "leaves 1: Failed", "Repairs: 4")
        await window.focus("Show all 4 repairs", "shift+Tab")  # which of them comes first is theirs
        await window.press("Return")
        await window.reads("Acme held up Dialer and was stopped", "Acme could not be loaded")
        await window.search("0205550142", "+31 20 555 0142")
        await quit_in_time(window)
