"""What the calls add up to: four charts, and the numbers behind each."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from dialer.core.conventions import hour_words, time_words
from dialer.journal.buckets import Span, buckets
from dialer.ui.blocks.widgets import Card, PlainLabel, ltr, one_line
from dialer.ui.history.bar_chart import Bar, BarChart, Part
from dialer.ui.history.chart_card import ChartCard
from dialer.ui.history.rank_chart import RankChart
from dialer.ui.look.moments import count, date_words, length
from dialer.ui.look.theme import Styled, TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from dialer.core.strings import Strings
    from dialer.journal.buckets import Bucket
    from dialer.journal.statistics import Destination, Statistics, Tally

_WIDE = 820
_MINUTE = 60
_FORMATS = {Span.DAY: "d MMM", Span.WEEK: "d MMM", Span.MONTH: "MMM yyyy"}


class StatisticsView(QWidget, Styled):
    """Draws `Statistics`: one below the other, or two beside each other where there is room."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start without numbers."""
        super().__init__(parent)
        self._strings = strings
        # Blue and orange are told apart by everybody, light and dark as well, and one of them has stripes.
        reached = Part(self._text("reached"), "accent")
        missed = Part(self._text("not_reached"), "warning", hatched=True)
        unknown = Part(self._text("unknown"), "dim")
        self._parts = (reached, missed, unknown)
        self._summary = PlainLabel(style=TextStyle.SUBTITLE, tone=Tone.TEXT, wrap=True)
        self._days = BarChart(self._text("per_day"), self._parts)
        self._hours = BarChart(self._text("per_hour"), self._parts)
        talk = (Part(self._text("talk"), "ok"),)
        self._talk = BarChart(self._text("talk_time"), talk)
        self._most = RankChart(self._text("top"), self._parts)
        self._cards = (
            ChartCard(self._text("per_day"), self._days, self._parts, strings),
            ChartCard(self._text("per_hour"), self._hours, self._parts, strings),
            ChartCard(self._text("talk_time"), self._talk, talk, strings),
            ChartCard(self._text("top"), self._most, self._parts, strings),
        )
        head = Card()
        head.body.addWidget(self._summary)
        self._head = head
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        self._arrange()

    def show_statistics(self, statistics: Statistics, numbers: Mapping[str, str]) -> None:
        """Show these; `numbers` has E.164 numbers as people write them."""
        total = statistics.total
        share = round(100 * total.reached / total.calls) if total.calls else 0
        key = "statistics.summary" if total.calls else "statistics.nothing"
        self._summary.setText(
            self._strings.text(
                key,
                calls=self._count(total.calls),
                reached=self._count(total.reached),
                share=share,
                talk=self._talked(total),
            )
        )
        for card in self._cards:
            card.setVisible(total.calls > 0)
        days = buckets(statistics.per_day)
        self._show(
            self._cards[0], self._days, [(self._short(day), self._long(day), day.tally) for day in days]
        )
        hours = [
            (hour_words(hour, self._strings.language), self._hour(hour), tally)
            for hour, tally in enumerate(statistics.per_hour)
        ]
        self._show(self._cards[1], self._hours, hours)
        self._show_talk(days)
        self._show_top(statistics.top, numbers)

    def restyle(self) -> None:
        """Arrange again: the text size has changed."""
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= px(_WIDE) else 1
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.addWidget(self._head, 0, 0, 1, 2)
        for place, card in enumerate(self._cards):
            row, column = divmod(place, columns)
            self._grid.addWidget(card, row + 1, column, 1, 3 - columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(len(self._cards) + 1, 1)

    def _show(self, card: ChartCard, chart: BarChart, bars: Sequence[tuple[str, str, Tally]]) -> None:
        chart.show_bars(
            [Bar(label, _values(tally), f"{name}: {self._words(tally)}") for label, name, tally in bars]
        )
        columns = (self._text("when"), self._text("calls"), *(part.name for part in self._parts))
        card.show_rows(columns, [(name, *self._cells(tally)) for _, name, tally in bars])

    def _show_talk(self, days: Sequence[Bucket]) -> None:
        self._talk.show_bars(
            [
                Bar(
                    self._short(day),
                    (day.tally.talk_seconds / _MINUTE,),
                    f"{self._long(day)}: {self._talked(day.tally)}",
                )
                for day in days
            ]
        )
        rows = [(self._long(day), self._talked(day.tally)) for day in days]
        self._cards[2].show_rows((self._text("when"), self._text("talk")), rows)

    def _show_top(self, top: Sequence[Destination], numbers: Mapping[str, str]) -> None:
        named = [(self._who(one, numbers), one.tally) for one in top]
        self._most.show_bars(
            [Bar(who, _values(tally), f"{who}: {self._words(tally)}") for who, tally in named]
        )
        columns = (self._text("who"), self._text("calls"), *(part.name for part in self._parts))
        self._cards[3].show_rows(columns, [(who, *self._cells(tally)) for who, tally in named])

    def _who(self, one: Destination, numbers: Mapping[str, str]) -> str:
        number = ltr(numbers.get(one.number, one.number))
        return f"{one_line(one.name)} · {number}" if one.name else number

    def _words(self, tally: Tally) -> str:
        parts = zip(self._parts, _values(tally), strict=True)
        return ", ".join(f"{self._count(value)} {part.name}" for part, value in parts if value) or "0"

    def _cells(self, tally: Tally) -> tuple[str, ...]:
        return tuple(self._count(value) for value in (tally.calls, *_values(tally)))

    def _talked(self, tally: Tally) -> str:
        hours, minutes = divmod(round(tally.talk_seconds / _MINUTE), _MINUTE)
        if hours:
            return self._text("hours", hours=self._count(hours), minutes=minutes)
        return length(tally.talk_seconds, self._strings)

    def _short(self, day: Bucket) -> str:
        return self._date(day.first, _FORMATS[day.span])

    def _long(self, day: Bucket) -> str:
        date = self._date(day.first, _FORMATS[day.span])
        return self._text("week_of", date=date) if day.span is Span.WEEK else date

    def _date(self, day: date, form: str) -> str:
        return date_words(day, form, self._strings)

    def _hour(self, hour: int) -> str:
        first, last = (time_words(time(each % 24), self._strings.language) for each in (hour, hour + 1))
        return self._text("hour", first=first, last=last)

    def _count(self, number: int) -> str:
        return count(number, self._strings)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"statistics.{key}", **placeholders)


def _values(tally: Tally) -> tuple[int, ...]:
    return tally.reached, tally.not_reached, tally.unknown
