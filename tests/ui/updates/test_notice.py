"""A newer Dialer is said in one quiet line; the page opens on a press, and nothing else ever happens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import respx
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from dialer.calls.gate import DialRequest
from dialer.core.issues import Issue, Severity
from dialer.core.power import ComputerWoke
from dialer.ui.updates.dialog import UpdateDialog
from dialer.ui.updates.line import UpdateLine
from tests.calls.conftest import JANSEN
from tests.core.publisher import ADDRESS, Publisher, listing
from tests.fakes import FakeClock
from tests.ui.driving import button, dialog, named, nameless, press, until, words

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished

SENTENCE = "There is a newer Dialer: 0.5.0."


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What other programs are given."""
    links: list[str] = []

    def take(url: QUrl) -> bool:
        links.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return links


async def _look(furnished: Furnished, publisher: Publisher | None = None, content: bytes = b"") -> None:
    """Have a list published, and Dialer look at it."""
    hub, publisher = furnished.program.hub, publisher or Publisher()
    await hub.settings.set_all({"update_address": ADDRESS, "update_key": publisher.key})
    content = content or listing()
    with respx.mock() as router:
        router.get(ADDRESS).respond(200, content=content)
        router.get(ADDRESS + ".minisig").respond(200, content=publisher.sign(content))
        await hub.updates.check()


def _is_said(furnished: Furnished) -> bool:
    lines = furnished.desk.findChildren(UpdateLine)
    return any(line.isVisible() and SENTENCE in words(line) for line in lines)


async def test_without_an_address_nothing_of_it_is_made(furnished: Furnished) -> None:
    assert furnished.desk.findChildren(UpdateLine) == []
    assert "updates" not in furnished.program.hub.__dict__


async def test_the_line_takes_no_focus_and_its_page_opens_on_a_press(
    furnished: Furnished, opened: list[str]
) -> None:
    focus = QApplication.focusWidget()
    await _look(furnished)
    assert _is_said(furnished)
    assert QApplication.focusWidget() is focus
    assert QApplication.activeModalWidget() is None
    assert not nameless(furnished.desk)
    press(button(furnished.desk, "What is new"), Qt.Key.Key_Space)
    news = await dialog(UpdateDialog)
    assert news.windowTitle() == "New in Dialer 0.5.0"
    notes = named(news, QPlainTextEdit, "What is new")
    assert (notes.toPlainText(), notes.isReadOnly()) == ("Faster search.\nA quieter bell.", True)
    assert any("dialer.example" in text for text in words(news))
    assert not nameless(news)
    assert opened == []
    press(button(news, "Open the page"), Qt.Key.Key_Space)
    assert opened == ["https://dialer.example/0.5"]


async def test_a_version_that_is_put_away_stays_away_and_the_next_one_is_said(furnished: Furnished) -> None:
    publisher = Publisher()
    await _look(furnished, publisher)
    press(button(furnished.desk, "Not this one"), Qt.Key.Key_Space)
    await until(lambda: not _is_said(furnished), "the line to go")
    await _look(furnished, publisher)
    assert not _is_said(furnished)
    await _look(furnished, publisher, listing(version="0.5.1"))
    (line,) = furnished.desk.findChildren(UpdateLine)
    assert "There is a newer Dialer: 0.5.1." in words(line)


async def test_a_call_and_what_is_wrong_go_before_it(furnished: Furnished) -> None:
    await _look(furnished)
    issues = furnished.program.hub.issues
    issues.report(
        Issue(id="disk", severity=Severity.WARNING, key="repairs.issue.disk", placeholders={"free": 3})
    )
    assert not _is_said(furnished)
    issues.clear("disk")
    assert _is_said(furnished)
    await furnished.desk.app.calls.dial(DialRequest(number=JANSEN))
    assert not _is_said(furnished)


async def test_after_a_sleep_it_is_looked_for_anew_where_a_day_has_passed(furnished: Furnished) -> None:
    publisher, hub = Publisher(), furnished.program.hub
    await _look(furnished, publisher, listing(version="0.0.1"))
    clock = hub.clock
    assert isinstance(clock, FakeClock)
    clock.jump_wall(timedelta(days=2))  # no time passes for a task meanwhile
    hub.bus.fire(ComputerWoke())
    with respx.mock() as router:
        router.get(ADDRESS).respond(200, content=listing())
        router.get(ADDRESS + ".minisig").respond(200, content=publisher.sign(listing()))
        await clock.advance(299)
        assert router.calls.call_count == 0
        await clock.advance(602)
        await until(lambda: _is_said(furnished), "the line")


async def test_switching_it_off_takes_the_line_away(furnished: Furnished) -> None:
    await _look(furnished)
    await furnished.program.hub.settings.set("update_address", "")
    assert not _is_said(furnished)
    furnished.program.hub.bus.fire(ComputerWoke())
    assert not _is_said(furnished)


async def test_hostile_notes_are_plain_text(furnished: Furnished) -> None:
    notes = {"en": "<img src='file:///etc/passwd'><a href='https://evil.example'>Update now</a>\u202egpj.exe"}
    await _look(furnished, content=listing(notes=notes))
    press(button(furnished.desk, "What is new"), Qt.Key.Key_Space)
    news = await dialog(UpdateDialog)
    assert named(news, QPlainTextEdit, "What is new").toPlainText() == notes["en"].replace("\u202e", "")
    news.reject()
