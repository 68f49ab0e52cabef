"""The tray: an icon where there is one, and never a hidden window without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.desktop.tray_linux import WATCHER
from dialer.ui.desktop.tray import Tray
from tests.calls.conftest import JANSEN
from tests.desktop.bus import FakeService, private_bus
from tests.ui.driving import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from PySide6.QtGui import QAction

    from tests.ui.furnished import Furnished

# The platform without a screen has no tray of its own; Qt says so whenever an icon is made.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


class Panel(FakeService):
    """The watcher of a panel that shows icons, or of one that does not."""

    def __init__(self, *, host: bool = True) -> None:
        super().__init__(WATCHER)
        self.answers["RegisterStatusNotifierItem"] = lambda _name: ("", ())
        self.properties["IsStatusNotifierHostRegistered"] = ("b", host)


@pytest.fixture
async def address(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    async with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def no_other_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt itself keeps the bus that it found first: here only ours counts."""
    monkeypatch.setattr("dialer.ui.desktop.tray.QSystemTrayIcon.isSystemTrayAvailable", lambda: False)


@pytest.fixture
async def tray(furnished: Furnished, address: str, no_other_tray: None) -> AsyncIterator[Tray]:
    made = Tray(furnished.desk)
    yield made
    made.stop()


def _actions(tray: Tray) -> dict[str, QAction]:
    assert tray.icon is not None
    menu = tray.icon._menu  # noqa: SLF001  # a menu of the system's has no other door
    return {action.text(): action for action in menu.actions() if action.isVisible()}


async def test_the_icon_comes_and_goes_with_the_panel(tray: Tray, address: str) -> None:
    panel = await Panel().start(address)
    await until(lambda: tray.icon is not None, "an icon")
    await panel.stop()
    await until(lambda: tray.icon is None, "no icon")


async def test_a_watcher_without_a_panel_is_no_tray(tray: Tray, furnished: Furnished, address: str) -> None:
    await furnished.desk.app.hub.settings.set("on_close", "hide")
    panel = await Panel(host=False).start(address)
    await panel.was_asked("Get")
    assert tray.icon is None
    assert not tray.hide_instead()
    panel.properties["IsStatusNotifierHostRegistered"] = ("b", True)
    await panel.say("StatusNotifierHostRegistered", "")
    await until(lambda: tray.icon is not None, "an icon")
    await panel.stop()


async def test_closing_hides_only_where_people_want_it(
    tray: Tray, furnished: Furnished, address: str
) -> None:
    panel = await Panel().start(address)
    await until(lambda: tray.icon is not None, "an icon")
    window, settings = furnished.window, furnished.desk.app.hub.settings
    left: list[str] = []
    window._on_close = lambda: left.append("left")  # noqa: SLF001  # what the program gives it
    window.close()
    assert (left, window.isVisible()) == (["left"], True)

    await settings.set("on_close", "hide")
    window.close()
    assert (left, window.isVisible()) == (["left"], False)
    _actions(tray)["Open Dialer"].trigger()
    assert window.isVisible()
    _actions(tray)["Quit Dialer"].trigger()
    assert left == ["left", "left"]
    await panel.stop()


@pytest.mark.parametrize("how", ["the panel goes", "the icon is switched off"])
async def test_a_hidden_window_comes_back_when_nothing_opens_it_any_more(
    tray: Tray, furnished: Furnished, address: str, how: str
) -> None:
    panel = await Panel().start(address)
    await until(lambda: tray.icon is not None, "an icon")
    settings = furnished.desk.app.hub.settings
    await settings.set("on_close", "hide")
    furnished.window.close()
    assert not furnished.window.isVisible()
    if how == "the panel goes":
        await panel.stop()
    else:
        await settings.set("tray", False)
    await until(furnished.window.isVisible, "the window")
    assert tray.icon is None
    if how != "the panel goes":
        await panel.stop()


async def test_a_window_that_begins_hidden_waits_for_a_late_panel(
    tray: Tray, furnished: Furnished, address: str
) -> None:
    furnished.window.hide()
    beginning = furnished.desk.scope.spawn(tray.begin_hidden(), "begin hidden")
    panel = await Panel().start(address)
    await beginning
    assert tray.icon is not None
    assert not furnished.window.isVisible()
    await panel.stop()


async def test_without_a_panel_it_begins_minimised(
    tray: Tray, furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialer.ui.desktop.tray.PATIENCE", 0.05)
    furnished.window.hide()
    await tray.begin_hidden()
    assert furnished.window.isMinimized()


async def test_the_menu_says_how_things_are_and_hangs_up(
    tray: Tray, furnished: Furnished, address: str
) -> None:
    panel = await Panel().start(address)
    await until(lambda: tray.icon is not None, "an icon")
    assert list(_actions(tray))[:2] == ["Open Dialer", "Ready to call"]
    assert "Hang up" not in _actions(tray)

    furnished.desk.phone_actions.call_number(JANSEN)
    await until(lambda: "Hang up" in _actions(tray), "hang up")
    assert tray.icon is not None
    assert "Ready" not in str(tray.icon._icon.toolTip())  # noqa: SLF001  # the system shows it, not Qt
    _actions(tray)["Hang up"].trigger()
    await until(lambda: "Hang up" not in _actions(tray), "the end")
    await until(lambda: "Call again" in _actions(tray), "recent calls")
    _actions(tray)["Quiet (no notifications)"].trigger()
    await until(lambda: furnished.desk.app.hub.settings.get("quiet"), "quiet")
    assert "Ready to call, no notifications" in _actions(tray)
    await panel.stop()
