"""The table of what accounts can do: ticks and dashes that are told in words, and why there is a dash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from dialer.calls.provider import TelephonyFeature
from dialer.core.provider import Provider
from dialer.ui.accounts.capability_table import CapabilityDialog, show_capabilities
from dialer.ui.look.theme import TextStyle, font
from tests.core.conftest import RIGHT
from tests.ui.driving import dialog, nameless, outcome, press, until, words

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator
    from enum import Flag

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

ROLE = Qt.ItemDataRole


@dataclass
class _Phone(Provider):
    kind = "telephony"
    features: Flag


async def _add(hub: Hub, login: str, features: TelephonyFeature) -> ConfigEntry:
    entry = await hub.flows.start("example").submit({"login": login, "password": RIGHT})
    assert entry is not None
    hub.provide(entry, _Phone(features))
    return entry


@pytest.fixture
async def opened(core_app: App, window: QWidget) -> AsyncIterator[CapabilityDialog]:
    """The table of two accounts, the second of which can only hang up."""
    hub = core_app.hub
    await _add(hub, "front", ~TelephonyFeature(0))
    await _add(hub, "<b>back</b>", TelephonyFeature.HANG_UP)
    task: asyncio.Task[None] = hub.scope.spawn(show_capabilities(hub, window), "show")
    shown = await dialog(CapabilityDialog)
    yield shown
    shown.close()
    await outcome(task)


def view(opened: CapabilityDialog) -> QTableView:
    found = opened.findChild(QTableView)
    assert found is not None
    return found


def test_it_is_read_in_words(opened: CapabilityDialog) -> None:
    model = opened.model
    assert [model.account(column) for column in range(2)] == ["Example (front)", "Example (<b>back</b>)"]
    assert [model.feature(row) for row in range(3)] == [
        "Telephone", "Hang up from the screen", "Follow the call: ringing, connected, ended",
    ]  # fmt: skip
    spoken = [model.data(model.index(row, 1), ROLE.AccessibleTextRole) for row in (1, 2)]
    assert spoken == [
        "Example (<b>back</b>), Hang up from the screen: yes",
        "Example (<b>back</b>), Follow the call: ringing, connected, ended: no",
    ]
    assert model.data(model.index(0, 0), ROLE.AccessibleTextRole) is None
    assert nameless(opened) == []


def test_a_dash_says_why_to_the_keyboard_and_to_the_mouse(opened: CapabilityDialog) -> None:
    table = view(opened)
    table.setFocus()
    table.setCurrentIndex(opened.model.index(1, 1))
    assert "can do this" in words(opened)[-1]
    press(table, Qt.Key.Key_Down)
    why = "This provider does not tell how a call is going. Listen to your phone."
    assert words(opened)[-1] == why
    assert opened.model.data(table.currentIndex(), ROLE.ToolTipRole) == why


async def test_it_follows_the_accounts(opened: CapabilityDialog, core_app: App) -> None:
    entries = core_app.hub.entries
    await entries.set_disabled(entries.all[1], True)
    assert opened.model.columnCount() == 1
    await entries.unload(entries.all[0])
    assert opened.model.rowCount() == 0
    assert any("No account is connected" in each for each in words(opened))


async def test_a_table_that_is_closed_listens_no_more(core_app: App, window: QWidget) -> None:
    listeners = core_app.hub.bus.listener_count()
    task = core_app.hub.scope.spawn(show_capabilities(core_app.hub, window), "show")
    shown = await dialog(CapabilityDialog)
    assert core_app.hub.bus.listener_count() > listeners
    shown.close()
    await outcome(task)
    await until(lambda: core_app.hub.bus.listener_count() == listeners, "the end")


async def test_a_long_title_goes_on_below_and_all_accounts_are_seen(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    await _add(hub, "reception.front-desk@municipality.example", TelephonyFeature.HANG_UP)
    task: asyncio.Task[None] = hub.scope.spawn(show_capabilities(hub, window), "show")
    shown = await dialog(CapabilityDialog)
    header = view(shown).horizontalHeader()
    title = str(shown.model.headerData(0, Qt.Orientation.Horizontal))
    parts = title.replace(" ", "\u200b").split("\u200b")
    assert "".join(title.split("\u200b")) == shown.model.account(0)
    assert max(map(QFontMetrics(font(TextStyle.SMALL)).horizontalAdvance, parts)) < header.sectionSize(0)
    shown.close()
    await outcome(task)
