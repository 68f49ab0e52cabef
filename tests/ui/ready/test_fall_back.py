"""Another way where a call was not sent: offered where the hands are, pressed or not, never by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from dialer.core.entry import ConfigEntry
from dialer.core.errors import NotSent, OutcomeUnknown
from dialer.desktop.handlers import Owner
from dialer.desktop.handlers_linux import LinuxHandlers
from dialer.ui.blocks.open_link import open_number
from dialer.ui.ready.number_large_dialog import NumberLargeDialog
from tests.calls.conftest import JANSEN
from tests.fakes import FakeTelephony
from tests.ui.driving import button, dialog, nameless, press, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QUrl

    from tests.ui.furnished import Furnished

SHOWN = "+31 20 555 0142"
LINPHONE = "Dial with Linphone"


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> list[Owner]:
    """The computer's own program for numbers, which a test may change."""
    owners = [Owner("Linphone")]
    monkeypatch.setattr(LinuxHandlers, "owner", lambda _self, _scheme: owners[0])
    return owners


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What other programs are given."""
    links: list[str] = []

    def take(url: QUrl) -> bool:
        links.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return links


async def fail(furnished: Furnished, error: Exception) -> None:
    furnished.program.provider.dials = [error]
    furnished.desk.phone_actions.call_number(JANSEN)
    await until(lambda: "Another way to reach" in " ".join(words(furnished.desk)), "the offer")


async def test_the_steps_in_their_order(furnished: Furnished) -> None:
    spare = ConfigEntry(id="e2", domain="scripted", title="Spare", unique_id="2", data={})
    second = FakeTelephony()
    furnished.program.hub.provide(spare, second)
    await fail(furnished, NotSent("core.net.refused"))
    for name in ("Call with Spare", LINPHONE, "Show number large"):
        assert button(furnished.desk, name).isEnabled()
    assert not nameless(furnished.desk)
    assert second.log == []
    furnished.phone.box.take_focus()
    QTest.keyClick(furnished.phone.box.entry, Qt.Key.Key_Backtab)
    assert button(furnished.desk, "Close this offer").hasFocus()  # where it stands: just above
    press(button(furnished.desk, "Call with Spare"), Qt.Key.Key_Return)
    await until(lambda: "dial" in second.log, "the call")
    assert furnished.program.provider.log.count("dial") == 1


async def test_the_computers_own_program(furnished: Furnished, opened: list[str]) -> None:
    await fail(furnished, NotSent("core.net.refused"))
    assert opened == []
    button(furnished.desk, LINPHONE).click()
    await until(lambda: opened, "the program")
    assert opened == [f"tel:{JANSEN}"]
    assert "Linphone was opened with the number." in furnished.desk.strip.text()


async def test_it_never_comes_back_here(
    furnished: Furnished, opened: list[str], program: list[Owner]
) -> None:
    """Between the offer and the press Dialer has become the program for numbers itself."""
    await fail(furnished, NotSent("core.net.refused"))
    program[0] = Owner("Dialer", ours=True)
    button(furnished.desk, LINPHONE).click()
    await until(lambda: "could not be opened" in furnished.desk.strip.text(), "the news")
    assert opened == []


async def test_an_unknown_outcome_offers_only_the_number(furnished: Furnished) -> None:
    await fail(furnished, OutcomeUnknown())
    assert "It is not known whether it rings." in " ".join(words(furnished.desk))
    assert button(furnished.desk, "Show number large").isEnabled()
    with pytest.raises(AssertionError):
        button(furnished.desk, LINPHONE)


async def test_the_number_large(furnished: Furnished) -> None:
    await fail(furnished, NotSent("core.net.refused"))
    button(furnished.desk, "Show number large").click()
    shown = await dialog(NumberLargeDialog)
    assert SHOWN in shown.number.text()
    assert shown.number.accessibleName() == "plus 3 1 2 0 5 5 5 0 1 4 2"
    assert not shown.isModal()
    assert not nameless(shown)
    QGuiApplication.clipboard().setText("before")
    button(shown, "Copy number").click()
    assert QGuiApplication.clipboard().text() == JANSEN
    await until(shown.isActiveWindow, "the focus")
    press(shown, Qt.Key.Key_Escape)
    await until(lambda: not isValid(shown) or not shown.isVisible(), "the end")


@pytest.mark.parametrize("number", ["112", "+31", "tel:+31205550142", "+31205550142;ext=1", "*21*0900", ""])
def test_only_a_whole_number_is_handed_on(number: str, opened: list[str]) -> None:
    assert not open_number(number)
    assert opened == []


async def test_telephone_down(furnished: Furnished, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Enter offers another way in place of an error, and when it is back nothing is dialled."""
    desk, hub = furnished.desk, furnished.program.hub
    provided = list(hub._providers)  # noqa: SLF001  # as where every account is retrying
    hub._providers.clear()  # noqa: SLF001  # as above
    entry = hub.entries.all[0]
    hub.entries._life._move(entry, entry.state.FAILED, NotSent("core.net.refused"))  # noqa: SLF001  # as above
    keys = [issue.key for issue in hub.issues.all]
    assert "fall_back.down" in keys
    desk.phone_actions.call_number(JANSEN)
    await until(lambda: "Another way to reach" in " ".join(words(desk)), "the offer")
    assert desk.strip.text() == ""
    place = tmp_path / "list.html"

    def choose(shown: QFileDialog) -> None:
        shown.fileSelected.emit(str(place))
        shown.done(1)

    monkeypatch.setattr(QFileDialog, "open", choose)
    issue = next(each for each in hub.issues.all if each.key == "fall_back.down")
    desk.repairs.fixes.carry_out(issue)
    await until(place.exists, "the list")
    await until(lambda: "is saved" in desk.strip.text(), "the news")
    hub._providers.extend(provided)  # noqa: SLF001  # as above
    hub.entries._life._move(entry, entry.state.LOADED)  # noqa: SLF001  # as above
    await until(lambda: "works again" in desk.strip.text(), "the news")
    assert furnished.program.provider.log == []
