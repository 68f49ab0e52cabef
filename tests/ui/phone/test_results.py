"""The results' model, and the order in which it says things."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QColor

from dialer.contacts.model import Contact, Hit, PhoneNumber
from dialer.contacts.numbers.reading import Candidate, NumberType, Reading
from dialer.core.strings import Strings
from dialer.ui.look.theme import TextStyle, Theme
from dialer.ui.phone.finder import Found
from dialer.ui.phone.results import ResultsModel
from dialer.ui.phone.results_delegate import _formats
from dialer.ui.phone.results_look import Look
from dialer.ui.phone.results_view import ResultsView

if TYPE_CHECKING:
    from types import FrameType

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

WORK = PhoneNumber(raw="020", label="work", e164="+3120", callable=True, display="+31 20")
SHORT = PhoneNumber(raw="101", label="", display="101", reason="contacts.number.short")


def hit(name: str, *numbers: PhoneNumber, index: int = 0) -> Hit:
    return Hit(contact=Contact(id=name, name=name, numbers=numbers), number_index=index if numbers else -1)


def number(text: str, *, callable_: bool = True) -> Reading:
    candidate = Candidate(
        raw=text,
        e164="+31203057700" if callable_ else None,
        national=text,
        international="+31 20 305 7700",
        region="NL",
        type=NumberType.FIXED_LINE,
        callable=callable_,
        reason=None if callable_ else "contacts.number.invalid",
    )
    return Reading(input=text, candidates=(candidate,))


def test_it_is_a_sound_model(qtbot: QtBot, qtmodeltester: object) -> None:
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("Ann", WORK), hit("Bob"), hit("Cas", SHORT)), total=3, settled=True))
    assert isinstance(model, QAbstractItemModel)
    qtmodeltester.check(model)  # type: ignore[attr-defined]  # pytest-qt has no types for it
    model.add(["Dan"])
    assert model.rowCount() == 4
    qtmodeltester.check(model)  # type: ignore[attr-defined]  # pytest-qt has no types for it


def test_what_a_row_says(qapp: QApplication) -> None:
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("Ann", WORK), hit("Bob")), total=2, settled=True))
    said = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert said == ["Ann, Work, +31 20", "Bob, No number"]


def test_the_first_that_can_be_called_is_marked(qapp: QApplication) -> None:
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("Bob"), hit("Cas", SHORT), hit("Ann", WORK)), total=3))
    assert model.first_callable() == 2
    model.show(Found(text="a", hits=(hit("Bob"), hit("Cas", SHORT)), total=2))
    assert model.first_callable() == 0
    model.show(Found(text="a"))
    assert model.first_callable() == -1


def test_a_number_stands_first_and_keeps_its_place_while_it_is_read(qapp: QApplication) -> None:
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="0203057700", hits=(hit("Ann", WORK),), total=1, number_pending=True))
    first = model.row(0)
    assert first is not None
    assert (first.key, first.number) == ("number:0", "")
    model.show(Found(text="0203057700", hits=(hit("Ann", WORK),), total=1, number=number("0203057700")))
    row = model.row(0)
    assert row is not None
    assert (row.key, row.number, row.callable) == ("number:0", "+31203057700", True)
    assert row.title == "Call +31 20 305 7700"


def test_pages_end(qapp: QApplication) -> None:
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("Ann"),), total=1, total_is_exact=False))
    assert model.canFetchMore(model.index(-1))
    model.add([])
    assert not model.canFetchMore(model.index(-1))


def listed(count: int) -> tuple[ResultsModel, list[list[str]]]:
    """Return a long list of whom only the first is known, and what it asks for."""
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("0", WORK),), total=count, settled=True))
    model.add([str(number) for number in range(1, count)])
    asked: list[list[str]] = []
    model.rows_wanted.connect(asked.append)
    return model, asked


def test_contacts_are_read_when_they_are_seen(qapp: QApplication) -> None:
    model, asked = listed(10_000)
    assert model.rowCount() == 10_000
    assert model.row(5_000) is None
    assert model.row(5_001) is None
    assert len(asked) == 1
    assert {"5000", "5001"} < set(asked[0])
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.fill([hit(key, WORK) for key in asked[0]])
    row = model.row(5_000)
    assert row is not None
    assert row.title == "5000"
    (span,) = changed
    assert span == (int(asked[0][0]), int(asked[0][-1]))


def test_an_answer_for_the_list_before_changes_nothing(qapp: QApplication) -> None:
    model, asked = listed(1_000)
    model.row(500)
    model.show(Found(text="b", hits=(hit("500"), hit("501")), total=2, settled=True))
    model.fill([hit("Stranger", WORK)])
    model.fill([hit(key, WORK) for key in asked[0]])
    assert [row.title for place in range(2) if (row := model.row(place)) is not None] == ["500", "501"]
    row = model.row(0)
    assert row is not None
    assert row.number == ""


def test_a_long_list_does_not_fill_the_memory(qapp: QApplication) -> None:
    model, asked = listed(20_000)
    model.hold(0)
    for place in range(20_000):
        if model.row(place) is None:
            model.fill([hit(key, WORK) for key in asked[-1]])
    known = sum(model.row(place) is not None for place in range(20_000))
    assert known < 1_000
    held = model.row(0)
    assert held is not None
    assert held.title == "0"


def test_a_view_of_a_long_list_asks_python_for_what_it_shows_only(qapp: QApplication, qtbot: QtBot) -> None:
    Theme(qapp, "light")
    model, _ = listed(1)
    view = ResultsView(model, Strings("en"))
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    calls: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            calls.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        model.add([str(number) for number in range(1, 50_000)])
        view.doItemsLayout()
        view.scrollToBottom()
        view.grab()
    finally:
        sys.setprofile(None)
    assert view.verticalScrollBar().maximum() > 50_000
    assert len(calls) < 5_000


@pytest.mark.parametrize(("text_size", "width"), [(100, 380), (200, 760)])
def test_a_number_is_the_last_that_a_name_takes_the_room_of(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, text_size: int, width: int
) -> None:
    theme = Theme(qapp, "light", text_size)
    mobile = PhoneNumber(raw="06", label="mobile", e164="+316", callable=True, display="+31 6 5555 0735")
    model = ResultsModel(Strings("en"), str)
    model.show(Found(text="a", hits=(hit("Sanne de Vries-van den Broeck", mobile),), total=1, settled=True))
    view = ResultsView(model, Strings("en"))
    qtbot.addWidget(view)
    drawn: list[str] = []
    draw = Look.draw_text

    def note(look: Look, painter: QPainter, left: float, middle: float, text: str, style: TextStyle) -> None:
        drawn.append(text)
        draw(look, painter, left, middle, text, style)

    monkeypatch.setattr(Look, "draw_text", note)
    view.resize(width, 400)
    view.show()
    view.mark(0)
    view.grab()
    theme.set_text_size(100)
    assert any("5555 0735" in text for text in drawn)
    assert "Mobile" in drawn


def test_the_end_is_asked_for_once(qapp: QApplication) -> None:
    model, _ = listed(1)
    wanted: list[int] = []
    model.more_wanted.connect(wanted.append)
    model.show(Found(text="a", hits=(hit("0"),), total=3))
    for _ in range(3):
        model.fetchMore(model.index(-1))
    model.add(["1"])
    model.fetchMore(model.index(-1))
    assert wanted == [1, 2]


def test_the_accent_counts_letters_as_qt_does(qapp: QApplication) -> None:
    """A letter beyond the first plane is two units to Qt."""
    name = "\U0001d4d0nn Bell"
    (part,) = _formats(name, name, ((4, 6),), QColor("red"))
    assert (part.start, part.length) == (5, 2)
    assert _formats("Ann…", "Anna Bell", ((5, 9),), QColor("red")) == []
