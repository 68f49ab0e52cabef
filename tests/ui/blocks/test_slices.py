"""A page that is visited first shows its head at once, and the rest while people can go on working."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from dialer.core.scope import Scope
from dialer.core.settings import SETTINGS
from dialer.ui.blocks import slices as slicing
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.history.page import HistoryPage
from dialer.ui.meetings.page import MeetingsPage
from dialer.ui.settings.page import SettingsPage
from tests.ui.driving import button, line, until, whole, words
from tests.ui.furnished import CTRL
from tests.ui.meetings.test_page import program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from tests.meetings.conftest import Desk as Program
    from tests.ui.furnished import Furnished

__all__ = ["program"]

ESC = Qt.Key.Key_Escape
ITS_KEY = {SettingsPage: Qt.Key.Key_5, HistoryPage: Qt.Key.Key_3}


@pytest.fixture(autouse=True)
def _one_step_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each slice be one step, so that what takes how many does not depend on the computer."""
    monkeypatch.setattr(slicing, "SLICE_S", 0.0)


class Painted(QObject):
    """What could be read in a page whenever something of it was painted."""

    def __init__(self, application: QApplication, kind: type[QWidget]) -> None:
        super().__init__()
        self.kind, self.seen, self.offered = kind, list[list[str]](), list[list[str]]()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        if event.type() == QEvent.Type.Paint and isinstance(watched, self.kind):
            self.seen.append(words(watched))
            pressable = watched.findChildren(QAbstractButton)
            self.offered.append([each.text() for each in pressable if each.isVisible()])
        return False


@pytest.fixture
def painted(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Painted]:
    made = Painted(qapp, request.param)
    yield made
    qapp.removeEventFilter(made)


def visit(furnished: Furnished, kind: type[QWidget]) -> QWidget:
    furnished.press(ITS_KEY[kind], CTRL)
    page = furnished.desk.current_page
    assert isinstance(page, kind)
    return page


def settings(furnished: Furnished) -> SettingsPage:
    page = visit(furnished, SettingsPage)
    assert isinstance(page, SettingsPage)
    return page


@pytest.mark.parametrize("painted", ITS_KEY, indirect=True)
async def test_the_title_is_seen_before_the_rest(furnished: Furnished, painted: Painted) -> None:
    page = visit(furnished, painted.kind)
    at_once = set(words(page))
    await until(lambda: painted.seen, "the first sight")
    title = page.findChildren(PlainLabel)[0].text()
    assert title in painted.seen[0]
    assert set(painted.seen[0]) == at_once
    slices = page.findChildren(slicing.Slices)
    assert len(slices) == 1
    await until(lambda: slices[0].whole, "the rest")
    assert slices[0].count > 3
    assert not any("Call again" in seen for seen in painted.offered)
    whole(page)
    assert title in words(page)


async def test_a_meeting_can_be_begun_before_the_page_is_made(program: Program, window: QWidget) -> None:
    scope = Scope("test")
    page = MeetingsPage(program.app, scope)
    QVBoxLayout(window).addWidget(page)
    assert button(page, "New meeting").isEnabled()
    assert not page.slices.count
    button(page, "New meeting").click()
    subject = line(page, "Subject")
    await until(lambda: page.slices.whole, "the rest")
    assert page.slices.count > 5
    assert line(page, "Subject") is subject
    await scope.close()


async def test_a_key_is_answered_while_a_page_is_made_and_it_waits_meanwhile(furnished: Furnished) -> None:
    page = settings(furnished)
    await until(lambda: page.slices.count >= 2, "the first settings")
    furnished.press(Qt.Key.Key_1, CTRL)
    assert furnished.phone.isVisible()  # no slice in between
    made = len(page.rows)
    assert 0 < made < len(SETTINGS)
    furnished.type("sanne")
    await furnished.settled("sanne")
    assert len(page.rows) == made
    assert settings(furnished) is page
    await until(lambda: page.slices.whole, "the rest")
    assert [row.editor.label for row in page.rows] == [
        page._strings.text(f"settings.field.{field.key}.label")  # noqa: SLF001  # as the page has it
        for field in SETTINGS
    ]


async def test_what_is_typed_at_once_finds_a_setting_far_below_first(furnished: Furnished) -> None:
    page = settings(furnished)
    furnished.type("appearance")
    search = line(page, "Search settings")
    assert search.text() == "appearance"
    await until(lambda: page.rows, "the first setting")
    await until(lambda: "Appearance" in words(page), "what is looked for")
    assert len(page.rows) < len(SETTINGS) // 2
    assert "Country" not in words(page)
    await until(lambda: "1 found" in words(page), "how many there are")
    assert search.hasFocus()
    search.clear()
    assert "Country" in words(page)
    stops, stop = [], search
    while (stop := stop.nextInFocusChain()) is not search:  # type: ignore[assignment]  # it ends where it began
        stops.append(stop)
    rows = {row.editor.target(): row.editor.label for row in page.rows}
    order = [rows[stop] for stop in stops if stop in rows]
    assert order.index("Country") < order.index("Appearance")


async def test_the_end_of_the_window_is_the_end_of_its_pages(furnished: Furnished) -> None:
    page = settings(furnished)
    await until(lambda: page.slices.count >= 2, "the first settings")
    await furnished.window.aclose()
    made = page.slices.count
    furnished.window.hide()
    await furnished.program.hub.entries.settled()
    assert page.slices.count == made
    assert not page.slices.whole


async def test_escape_still_ends_the_call_while_a_page_is_made(furnished: Furnished) -> None:
    furnished.press(Qt.Key.Key_K, CTRL)
    furnished.type("0203057700")
    await furnished.settled("0203057700")
    furnished.press(Qt.Key.Key_Return)
    await furnished.says("Calling")
    page = settings(furnished)
    await until(lambda: page.slices.count >= 2, "the first settings")
    furnished.press(ESC)
    assert not page.slices.whole
    await furnished.says("You hung up")
