"""The charts of the History page: what they say in words, and the numbers behind them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QWidget

from dialer.core.strings import Strings
from dialer.journal.statistics import Destination, Statistics, Tally
from dialer.ui.history.bar_chart import Bar, BarChart, Part
from dialer.ui.history.statistics_view import StatisticsView
from tests.ui.driving import button, named, words

PARTS = (Part("reached", "accent"), Part("not reached", "warning", hatched=True))
TWO_DAYS = (
    (date(2026, 11, 20), Tally(calls=3, reached=2, not_reached=1, talk_seconds=4500)),
    (date(2026, 11, 22), Tally(calls=1, not_reached=1)),
)
AT_NINE = tuple(Tally(calls=4, reached=2, not_reached=2) if hour == 9 else Tally() for hour in range(24))
TOP = (Destination("+31205550142", "Karel Bakker", "c1", Tally(calls=4, reached=2, not_reached=2)),)
SOME = Statistics(Tally(4, 2, 2, 4500), TWO_DAYS, AT_NINE, TOP)
NONE = Statistics(Tally(), (), (Tally(),) * 24, ())


@pytest.fixture
def view(window: QWidget) -> StatisticsView:
    view = StatisticsView(Strings("en"), window)
    window.resize(900, 700)
    view.resize(900, 700)
    view.show()
    return view


def cells(table: QTableWidget) -> list[list[str]]:
    rows = range(table.rowCount())
    return [
        [item.text() for column in range(table.columnCount()) if (item := table.item(row, column))]
        for row in rows
    ]


def test_the_sum_is_a_sentence(view: StatisticsView) -> None:
    view.show_statistics(SOME, {})
    sentence = "Calls: 4 · Talk time: 1 h 15 min · Somebody reached: 2 (50%)"
    assert sentence in words(view)


def test_the_numbers_behind_a_chart_are_a_table(view: StatisticsView) -> None:
    view.show_statistics(SOME, {"+31205550142": "+31 20 555 0142"})
    QTest.mouseClick(button(view, "Figures behind the chart: Calls per day"), Qt.MouseButton.LeftButton)
    table = named(view, QTableWidget, "Calls per day")
    assert cells(table) == [
        ["20 Nov", "3", "2", "1", "0"],
        ["21 Nov", "0", "0", "0", "0"],
        ["22 Nov", "1", "0", "1", "0"],
    ]
    QTest.mouseClick(button(view, "Figures behind the chart: Called most"), Qt.MouseButton.LeftButton)
    (row,) = cells(named(view, QTableWidget, "Called most"))
    assert "Karel Bakker" in row[0]
    assert "+31 20 555 0142" in row[0]
    assert row[1:] == ["4", "2", "2", "0"]


def test_the_hours_are_written_as_in_the_users_country(
    view: StatisticsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    view.show_statistics(SOME, {})
    bars = named(view, BarChart, "Calls per hour of the day")._bars  # noqa: SLF001  # it draws them; nobody else is told
    assert [bar.label for bar in bars[8:14:5]] == ["8 am", "1 pm"]
    assert bars[9].words.startswith("9:00 am to 10:00 am: ")


def test_without_calls_there_is_a_sentence_and_no_chart(view: StatisticsView) -> None:
    view.show_statistics(NONE, {})
    assert words(view) == ["No calls in this selection."]
    view.show_statistics(SOME, {})
    assert named(view, BarChart, "Calls per day").isVisible()


def test_a_chart_is_read_aloud_and_gone_through_with_the_arrows(view: StatisticsView) -> None:
    view.show_statistics(SOME, {})
    chart = named(view, BarChart, "Calls per day")
    assert chart.accessibleDescription().startswith("20 Nov: 2 reached, 1 not reached. 21 Nov: 0.")
    before = chart.grab().toImage()
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.grab().toImage() != before


def test_parts_differ_without_their_colours(window: QWidget) -> None:
    def grey(values: tuple[float, float]) -> QImage:
        chart = BarChart("calls", PARTS, window)
        chart.resize(300, 190)
        chart.show_bars([Bar("", values, "")])
        return chart.grab().toImage().convertToFormat(QImage.Format.Format_Mono)

    assert grey((4, 0)) != grey((0, 4))
