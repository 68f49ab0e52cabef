"""Which phone one sits at: asked once a day, changed with a press, and it is that one that rings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from shiboken6 import isValid

from dialer.calls import own_phones
from dialer.ui.ready.dialog import PhoneReadyDialog
from dialer.ui.ready.hot_desk_dialog import HotDeskDialog
from tests.calls.conftest import JANSEN
from tests.calls.test_manager import BUSY, SOURCE_RINGS
from tests.ui.driving import button, dialog, nameless, press, until, words

if TYPE_CHECKING:
    import pytest

    from dialer.core.hub import Hub
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished

DESKS = ["Front desk = 020 305 7700", "Desk 12 = 020 305 7712"]


async def settle_at(furnished: Furnished, *lines: str) -> None:
    await furnished.program.hub.settings.set("own_phones", list(lines))


def menu() -> QMenu:
    shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    assert len(shown) == 1
    return shown[0]


async def test_asked_once_a_day(furnished: Furnished, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    note = own_phones.note_asked

    async def come_back(hub: Hub, login: str) -> None:
        """Be used again, as the window is when a dialog before it goes."""
        QApplication.sendEvent(furnished.window, QEvent(QEvent.Type.WindowActivate))
        await note(hub, login)

    monkeypatch.setattr(own_phones, "note_asked", come_back)
    settings = furnished.program.hub.settings
    await settle_at(furnished, *DESKS)
    await settings.set("hot_desk", raw=True)
    asked = await dialog(HotDeskDialog)
    assert not nameless(asked)
    press(button(asked, "Front desk"), Qt.Key.Key_Down)
    assert button(asked, "Desk 12").hasFocus()
    press(button(asked, "Desk 12"), Qt.Key.Key_Return)
    await until(lambda: settings.get("own_number") == "020 305 7712", "the choice")
    await until(lambda: furnished.window.windowTitle() == "Dialer \u2013 Desk 12", "the title")
    await until(lambda: "Desk 12 rings first" in furnished.desk.strip.text(), "the news")
    assert furnished.desk.side_bar.own_phone.startswith("Desk 12: ")
    assert furnished.window.findChildren(HotDeskDialog) == []  # the window that came back asked nothing again
    furnished.desk.phone_actions.call_number(JANSEN)
    await until(lambda: furnished.program.provider.orders, "the call")
    assert furnished.program.provider.orders[0].source == "020 305 7712"


async def test_esc_leaves_it_and_does_not_ask_again_that_day(furnished: Furnished) -> None:
    hub = furnished.program.hub
    await settle_at(furnished, *DESKS)
    await hub.settings.set("hot_desk", raw=True)
    asked = await dialog(HotDeskDialog)
    asked.reject()
    await until(lambda: hub.settings.get("hot_desk_asked"), "the note")
    assert hub.settings.get("own_number") is None
    furnished.window.activateWindow()
    await hub.settings.set("own_phones", DESKS[::-1])
    assert not [each for each in furnished.window.findChildren(QDialog) if isValid(each) and each.isVisible()]
    furnished.program.clock.jump_wall(timedelta(days=1))
    await hub.settings.set("hot_desk", raw=False)
    await hub.settings.set("hot_desk", raw=True)
    (await dialog(HotDeskDialog)).reject()


async def test_changed_at_the_foot_of_the_side_bar_by_keyboard(furnished: Furnished) -> None:
    await settle_at(furnished, *DESKS)
    foot = furnished.desk.side_bar.foot
    foot.setFocus()
    press(foot, Qt.Key.Key_Return)
    press(menu(), Qt.Key.Key_Down)
    press(menu(), Qt.Key.Key_Return)
    settings = furnished.program.hub.settings
    await until(lambda: settings.get("own_number") == "020 305 7700", "the choice")
    await until(lambda: furnished.window.windowTitle() == "Dialer \u2013 Front desk", "the title")
    await settings.set("own_number", "020 305 7799")
    assert furnished.window.windowTitle() == "Dialer"


async def test_the_organisation_may_have_decided(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle_at(furnished, *DESKS)
    settings = furnished.program.hub.settings
    monkeypatch.setattr(settings, "managed_by", lambda key: "Gemeente" if key == "own_number" else None)
    await settings.set("hot_desk", raw=True)
    assert not [each for each in furnished.window.findChildren(HotDeskDialog) if each.isVisible()]
    furnished.desk.side_bar.foot.click()
    assert [action.isEnabled() for action in menu().actions() if action.isCheckable()] == [False, False]
    menu().close()


async def test_the_line_says_how_the_phone_is(furnished: Furnished, provider: FakeTelephony) -> None:
    await furnished.program.hub.settings.set("own_number", "+31205550112")
    provider.statuses = [SOURCE_RINGS, BUSY]
    furnished.desk.phone_actions.call_number(JANSEN)
    await until(lambda: provider.orders, "the call")
    await furnished.program.clock.advance(3)
    await until(lambda: _line(furnished).endswith("at 9:30."), "the ring")
    assert _line(furnished).startswith("Your phone is ready. The last call rang here after 0.")
    button(furnished.desk, _line(furnished)).click()
    shown = await dialog(PhoneReadyDialog)
    said = " ".join(words(shown))
    for part in ("Your phone is ready", "Fine: Scripted is ready.", "The last call rang here"):
        assert part in said
    assert "Fine: \u2066+31 20 555 0112\u2069 rings first." in said  # as people write it
    assert not nameless(shown)
    press(shown, Qt.Key.Key_Escape)
    assert provider.log.count("dial") == 1


def _line(furnished: Furnished) -> str:
    from dialer.ui.ready.line import ReadyLine

    (line,) = furnished.phone.home.findChildren(ReadyLine)
    return line.accessibleName()
