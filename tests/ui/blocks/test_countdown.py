"""The seconds until a retry: the same wherever they stand, and counted only while somebody looks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QTimer

from dialer.core.errors import EntryNotReady
from dialer.ui.accounts.card import AccountCard
from dialer.ui.blocks.countdown import Countdown
from dialer.ui.blocks.widgets import Chip
from dialer.ui.pages import ACCOUNTS, PHONE
from tests.calls.conftest import FakeIntegration
from tests.ui.driving import until, whole

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from tests.ui.furnished import Furnished

ONE_SECOND = timedelta(seconds=1)


@pytest.fixture
async def waiting(furnished: Furnished, monkeypatch: pytest.MonkeyPatch) -> Furnished:
    """A window whose account waits to be tried again."""

    async def fail(_self: FakeIntegration, _hub: Hub, _entry: ConfigEntry) -> None:
        raise EntryNotReady("core.entry.slow")

    with monkeypatch.context() as patch:
        patch.setattr(FakeIntegration, "async_setup_entry", fail)
        (entry,) = furnished.program.hub.entries.all
        await furnished.program.hub.entries.reload(entry)
    return furnished


def seconds(text: str) -> int:
    found = re.search(r"Retrying in (\d+) s", text)
    assert found is not None, text
    return int(found[1])


def chip(furnished: Furnished) -> int:
    (shown,) = furnished.phone.chips.findChildren(Chip)
    return seconds(shown.text())


def foot(furnished: Furnished) -> int:
    return seconds(furnished.desk.side_bar.own_phone)


def card(furnished: Furnished) -> int:
    (shown,) = furnished.desk.findChildren(AccountCard)
    return seconds(shown.state.text())


def counting(furnished: Furnished) -> bool:
    return furnished.desk.countdown.running


def pass_second(furnished: Furnished) -> None:
    """A second by the computer's clock, and the timer that noticed it."""
    furnished.program.clock.jump_wall(ONE_SECOND)
    timer = furnished.desk.countdown.findChild(QTimer)
    assert timer is not None
    timer.timeout.emit()


async def test_the_side_bar_and_the_pages_tell_the_same_seconds(waiting: Furnished) -> None:
    first = foot(waiting)
    assert chip(waiting) == first
    pass_second(waiting)
    assert (foot(waiting), chip(waiting)) == (first - 1, first - 1)
    whole(waiting.desk.show_page(ACCOUNTS))
    pass_second(waiting)
    assert (foot(waiting), card(waiting)) == (first - 2, first - 2)
    waiting.desk.show_page(PHONE)
    assert chip(waiting) == first - 2
    pass_second(waiting)
    whole(waiting.desk.show_page(ACCOUNTS))
    assert (foot(waiting), card(waiting)) == (first - 3, first - 3)


async def test_they_are_counted_only_while_something_waits_and_is_seen(
    waiting: Furnished,
) -> None:
    first = foot(waiting)
    assert counting(waiting)
    waiting.window.hide()
    assert not counting(waiting)
    waiting.program.clock.jump_wall(2 * ONE_SECOND)
    waiting.window.show()
    assert counting(waiting)
    assert (foot(waiting), chip(waiting)) == (first - 2, first - 2)
    (entry,) = waiting.program.hub.entries.all
    await waiting.program.hub.entries.reload(entry)
    await until(lambda: "Ready" in waiting.desk.side_bar.own_phone, "the account")
    assert not counting(waiting)


async def test_one_that_is_gone_listens_no_more(core_app: App, window: QWidget, qapp: QApplication) -> None:
    listeners = core_app.hub.bus.listener_count()
    countdown = Countdown(core_app.hub, window)
    assert core_app.hub.bus.listener_count() > listeners
    countdown.deleteLater()
    qapp.sendPostedEvents(countdown, QEvent.Type.DeferredDelete)
    assert core_app.hub.bus.listener_count() == listeners
