"""What a window that nobody has touched yet has loaded: each of these costs memory and time on every desk."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from dialer.core.bus import EventBus
from dialer.core.home import Home
from dialer.core.settings import Settings

# It ends when the start is over: that is when its garbage has been collected.
_PROGRAM = """
import os, sys
read = set()
def note(event, args):
    if event == "open" and str(args[0]).endswith(".json"):
        read.add(os.path.basename(args[0]))
sys.addaudithook(note)
from dialer.ui.garbage import GarbageCollector
look = GarbageCollector._look
def over(self):
    look(self)
    print(*sys.modules, *read)
    sys.stdout.flush()
    os._exit(0)
GarbageCollector._look = over
from dialer.__main__ import main
main()
"""

_LIBRARIES = {
    "_hashlib", "_ssl", "ctypes", "decimal", "hashlib", "hmac", "html", "importlib.metadata",
    "logging.handlers", "pickle", "secrets", "sqlite3", "ssl", "uuid", "xml", "zoneinfo",
    "anyio", "cryptography", "defusedxml", "dns", "h11", "httpcore", "httpx", "icalendar", "keyring", "ldap3",
    "phonenumbers", "PySide6.QtNetwork", "PySide6.QtSvg", "segno", "truststore", "vobject",
}  # fmt: skip
_PARTS = {
    "dialer.calls.colleagues", "dialer.calls.hooks", "dialer.calls.statistics", "dialer.cli.commands",
    "dialer.cli.console", "dialer.cli.parser", "dialer.contacts.directories.directories",
    "dialer.contacts.merging", "dialer.core.config_flow", "dialer.core.flow", "dialer.core.http",
    "dialer.core.policy_accounts", "dialer.core.updates", "dialer.demo", "dialer.desktop.hotkeys",
    "dialer.desktop.selection", "dialer.desktop.xcb", "dialer.integrations", "dialer.journal.export",
    "dialer.journal.retention", "dialer.journal.statistics", "dialer.meetings.manager", "dialer.sandbox",
    "dialer.testing", "dialer.ui.accounts.page", "dialer.ui.blocks.dialogs", "dialer.ui.call.window",
    "dialer.ui.callbacks.dialog", "dialer.ui.contacts", "dialer.ui.desktop.tray_icon",
    "dialer.ui.history.page", "dialer.ui.meetings.page", "dialer.ui.outside.reader",
    "dialer.ui.phone.results", "dialer.ui.ready.dialog", "dialer.ui.settings.page", "dialer.ui.updates.line",
}  # fmt: skip

_SENTENCES = {"cli.json", "meetings.json", "number_rules.json", "recurrence.json", "ui_countries.json"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Start the window of a home without accounts, and return what is loaded a moment later."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(Home.open(home / "dialer").settings_file, EventBus())
    asyncio.run(settings.set("welcomed", True))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "--home", str(home / "dialer")],
        env=os.environ | {"HOME": str(home)},
        capture_output=True,
        check=False,
        text=True,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.split())


def _of(loaded: frozenset[str], names: set[str]) -> list[str]:
    return sorted(
        name for name in loaded if any(name == each or name.startswith(f"{each}.") for each in names)
    )


def test_it_has_started(loaded: frozenset[str]) -> None:
    assert {"dialer.ui.desk", "dialer.ui.desktop.background", "dialer.ui.phone.home_data"} <= loaded


def test_no_library_that_an_idle_window_does_without(loaded: frozenset[str]) -> None:
    assert not _of(loaded, _LIBRARIES)


def test_no_sentences_that_it_does_not_say(loaded: frozenset[str]) -> None:
    assert "ui.json" in loaded
    assert not loaded & _SENTENCES


def test_no_part_that_an_idle_window_does_without(loaded: frozenset[str]) -> None:
    assert not _of(loaded, _PARTS)
