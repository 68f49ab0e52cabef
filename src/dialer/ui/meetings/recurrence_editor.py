"""When a meeting comes again: chosen in words, with the next dates below."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.core.conventions import row_time_words
from dialer.meetings.recurrence import (
    LAST_WEEK,
    WEEKDAYS,
    Frequency,
    Recurrence,
    RuleError,
    next_dates,
    parse,
)
from dialer.meetings.recurrence_words import day_words, place_words, words
from dialer.ui.blocks.field_editor import FieldEditor
from dialer.ui.blocks.folding import FoldingBox
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from datetime import date

_SHOWN = 4
_ENDS = 60
_DIGITS = 3
_NARROW = 64
_NEVER, _COUNT, _UNTIL = "never", "count", "until"
_WEEK = 7


class RecurrenceEditor(FieldEditor):
    """Edits a rule; the value is its text, empty where the meeting does not come again."""

    def _build_input(self) -> QWidget:
        self._start = datetime.now(UTC).astimezone()
        self._days_chosen = False
        self._known: Recurrence | None = None
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._often = ComboBox()
        self._often.activated.connect(self._on_choice)
        self._often.addItem(self._text("once"), None)
        for frequency in Frequency:
            self._often.addItem(self._text(f"often.{frequency.value.lower()}"), frequency)
        column.addWidget(self._often)
        self._interval_row, self._interval = self._number("every", _DIGITS - 1)
        self._unit = PlainLabel()
        self._interval_row.addWidget(self._unit)
        self._interval_row.addStretch()
        self._every = _boxed(self._interval_row)
        column.addWidget(self._every)
        self._days = self._build_days()
        column.addWidget(self._days)
        self._place = self._combo("place")
        column.addWidget(self._place)
        column.addWidget(self._build_end())
        self._preview = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._preview.setAccessibleName(self._text("preview"))
        column.addWidget(self._preview)
        self._interval.setText("1")
        self._count.setText("10")
        self._refill()
        return box

    def target(self) -> QWidget:
        """How often takes focus, name and error."""
        return self._often

    def value(self) -> object:
        """The rule, as it is chosen so far; what is wrong in it, the field says."""
        frequency = self._frequency
        if frequency is None:
            return ""
        parts = [f"FREQ={frequency}", f"INTERVAL={self._interval.text().strip()}"]
        if frequency is Frequency.WEEKLY:
            names = [name for name, each in zip(WEEKDAYS, self._weekdays, strict=True) if each.isChecked()]
            parts += [f"BYDAY={','.join(names)}"] if names else []
        elif frequency is Frequency.MONTHLY:
            parts.append(str(self._place.currentData()))
        if self._end.currentData() == _COUNT:
            parts.append(f"COUNT={self._count.text().strip()}")
        elif self._end.currentData() == _UNTIL and self._last.currentData():
            parts.append(f"UNTIL={self._last.currentData()}")
        text = ";".join(parts)
        with suppress(RuleError):
            return parse(text).rule
        return text

    def set_value(self, value: object) -> None:
        """Show a rule."""
        self._known = None
        with suppress(RuleError):
            self._known = parse(str(value)) if value else None
        known = self._known
        self._days_chosen = known is not None
        self._often.setCurrentIndex(self._often.findData(known.frequency if known else None))
        if known is not None:
            self._interval.setText(str(known.interval))
            for day, each in enumerate(self._weekdays):
                each.setChecked(day in known.weekdays)
            end = _COUNT if known.count else _UNTIL if known.until else _NEVER
            self._end.setCurrentIndex(self._end.findData(end))
            if known.count:
                self._count.setText(str(known.count))
        self._refill()
        if known is not None and known.frequency is Frequency.MONTHLY:
            self._place.setCurrentIndex(max(0, self._place.findData(_place_of(known))))
            self._show_dates()

    def set_start(self, start: datetime) -> None:
        """The meeting begins then: its day is what comes again, unless other days were chosen."""
        self._start = start
        self._refill()

    @property
    def _frequency(self) -> Frequency | None:
        value = self._often.currentData()  # Qt keeps the text of it
        return Frequency(value) if value else None

    def _text(self, key: str, **placeholders: object) -> str:
        return self.strings.text(f"ui_meetings.repeat.{key}", **placeholders)

    def _combo(self, name: str) -> ComboBox:
        combo = ComboBox()
        combo.setAccessibleName(self._text(f"{name}.name"))
        combo.activated.connect(self._on_choice)
        return combo

    def _number(self, name: str, digits: int) -> tuple[QHBoxLayout, Line]:
        row, line = QHBoxLayout(), Line()
        row.setSpacing(8)
        line.setMaxLength(digits)
        line.setFixedWidth(px(_NARROW))
        line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        line.setAccessibleName(self._text(f"{name}.name"))
        line.textEdited.connect(self._on_choice)
        row.addWidget(PlainLabel(self._text(name)))
        row.addWidget(line)
        return row, line

    def _build_days(self) -> QWidget:
        days, locale = QWidget(), QLocale(self.strings.language)
        row = WrapLayout(days)
        self._weekdays: list[FoldingBox] = []
        for day in range(_WEEK):
            box = FoldingBox(locale.dayName(day + 1, QLocale.FormatType.ShortFormat))
            box.setAccessibleName(locale.dayName(day + 1))
            box.clicked.connect(self._on_day)
            row.addWidget(box)
            self._weekdays.append(box)
        return days

    def _build_end(self) -> QWidget:
        self._end = self._combo("end")
        for end in (_NEVER, _COUNT, _UNTIL):
            self._end.addItem(self._text(f"end.{end}"), end)
        self._count = Line()
        self._count.setMaxLength(_DIGITS)
        self._count.setFixedWidth(px(_NARROW))
        self._count.setAccessibleName(self._text("count.name"))
        self._count.textEdited.connect(self._on_choice)
        self._last = self._combo("last")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._end, 1)
        row.addWidget(self._count)
        row.addWidget(self._last, 1)
        self._ending = _boxed(row)
        return self._ending

    def _on_day(self) -> None:
        self._days_chosen = True
        self._on_choice()

    def _on_choice(self) -> None:
        self._refill()
        self._chosen()

    def _refill(self) -> None:
        """Offer what goes with how often it comes again, and show the dates."""
        frequency = self._frequency
        for widget in (self._every, self._ending, self._preview):
            widget.setVisible(frequency is not None)
        self._days.setVisible(frequency is Frequency.WEEKLY)
        self._place.setVisible(frequency is Frequency.MONTHLY)
        self._count.setVisible(self._end.currentData() == _COUNT)
        self._last.setVisible(self._end.currentData() == _UNTIL)
        if frequency is None:
            return
        number = "one" if self._interval.text().strip() == "1" else "many"
        self._unit.setText(self._text(f"unit.{frequency.value.lower()}.{number}"))
        if not self._days_chosen:
            for day, box in enumerate(self._weekdays):
                box.setChecked(day == self._start.weekday())
        self._offer_places()
        self._offer_ends()
        self._show_dates()

    def _offer_places(self) -> None:
        places = _places(self._start.date(), self._known)
        offered = [_place_of(each) for each in places]
        if offered == [self._place.itemData(at) for at in range(self._place.count())]:
            return
        chosen, before = max(0, self._place.currentIndex()), self._place.currentData()
        if before in offered:
            chosen = offered.index(before)
        self._place.clear()
        for each, data in zip(places, offered, strict=True):
            self._place.addItem(place_words(each, self.strings), data)
        self._place.setCurrentIndex(min(chosen, len(offered) - 1))

    def _offer_ends(self) -> None:
        """Offer the meetings themselves as the last one."""
        chosen = self._last.currentData()
        if chosen is None and self._known is not None and self._known.until is not None:
            chosen = self._known.until.strftime("%Y%m%d")
        self._last.clear()
        rule = self._rule(without_end=True)
        days = [moment.date() for moment in next_dates(rule, self._start, _ENDS)] if rule else []
        if self._known is not None and self._known.until is not None and self._known.until not in days:
            days = sorted([*days, self._known.until])
        for day in days:
            self._last.addItem(day_words(day, self.strings), day.strftime("%Y%m%d"))
        self._last.setCurrentIndex(max(0, self._last.findData(chosen)) if chosen else len(days) - 1)

    def _show_dates(self) -> None:
        rule = self._rule()
        if rule is None:
            self._preview.setText("")
            return
        found = next_dates(rule, self._start, _SHOWN + 1)
        locale = QLocale(self.strings.language)
        dates = ", ".join(
            f"{locale.dayName(moment.isoweekday(), QLocale.FormatType.ShortFormat)}"
            f" {day_words(moment.date(), self.strings)} {row_time_words(moment, self.strings.language)}"
            for moment in found[:_SHOWN]
        )
        more = "" if len(found) <= _SHOWN else self._text("more")
        said = words(rule, self.strings)
        key = "dates" if found else "no_dates"
        self._preview.setText(self._text(key, rule=said[:1].upper() + said[1:], dates=dates + more))
        self._preview.setAccessibleDescription(self._preview.text())

    def _rule(self, *, without_end: bool = False) -> Recurrence | None:
        text = str(self.value())
        if without_end:
            text = ";".join(part for part in text.split(";") if not part.startswith(("COUNT=", "UNTIL=")))
        try:
            return parse(text)
        except RuleError:
            return None


def _places(start: date, known: Recurrence | None) -> list[Recurrence]:
    """Return the days of a month that a first meeting on this day may stand for."""
    week, after = (start.day - 1) // _WEEK + 1, (start.replace(day=28).toordinal() + 4)
    last_day = type(start).fromordinal(after).replace(day=1).toordinal() - 1 - start.toordinal()
    monthly, weekdays = Frequency.MONTHLY, (start.weekday(),)
    found = [Recurrence(frequency=monthly, month_day=start.day)]
    if week < LAST_WEEK:
        found.append(Recurrence(frequency=monthly, weekdays=weekdays, week=week))
    if last_day < _WEEK:
        found.append(Recurrence(frequency=monthly, weekdays=weekdays, week=-1))
    if last_day == 0:
        found.append(Recurrence(frequency=monthly, month_day=-1))
    if known is not None and known.frequency is monthly:
        places = [_place_of(each) for each in found]
        if _place_of(known) not in places:
            found.append(known)
    return found


def _place_of(recurrence: Recurrence) -> str:
    """Return the part of a rule that names a month's day."""
    parts = recurrence.rule.split(";")
    return next((part for part in parts if part.startswith(("BYDAY=", "BYMONTHDAY="))), "")


def _boxed(row: QHBoxLayout) -> QWidget:
    box = QWidget()
    row.setContentsMargins(0, 0, 0, 0)
    box.setLayout(row)
    return box
