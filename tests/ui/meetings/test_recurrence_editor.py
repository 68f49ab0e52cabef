"""When a meeting comes again, chosen in the form."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from dialer.core.strings import Strings
from dialer.meetings.recurrence import RecurrenceField
from dialer.ui.meetings.recurrence_editor import RecurrenceEditor
from tests.ui.driving import words

# A Wednesday, the third one of its month.
START = datetime(2026, 3, 18, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def editor(window: QWidget) -> RecurrenceEditor:
    field = RecurrenceField(key="schedule", required=False)
    made = RecurrenceEditor(field, "iotum.meeting", Strings("en"), window)
    made.set_start(START)
    made.show()
    return made


def choose(editor: RecurrenceEditor, name: str, text: str) -> None:
    """Choose from the list of this name, as a click on an item does."""
    [combo] = [each for each in editor.findChildren(QComboBox) if each.accessibleName() == name]
    place = combo.findText(text)
    assert place >= 0, [combo.itemText(at) for at in range(combo.count())]
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_a_meeting_comes_once_unless_somebody_says_otherwise(editor: RecurrenceEditor) -> None:
    assert editor.value() == ""


def test_a_week_takes_the_day_of_the_meeting_and_more(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Weekly")
    assert editor.value() == "FREQ=WEEKLY;BYDAY=WE"
    [friday] = [each for each in editor.findChildren(QCheckBox) if each.accessibleName() == "Friday"]
    friday.click()
    assert editor.value() == "FREQ=WEEKLY;BYDAY=WE,FR"
    shown = " ".join(words(editor))
    assert "Every week on Wednesday and Friday\nWed 18 March 2026 10:00, Fri 20 March 2026 10:00" in shown
    editor.set_start(START.replace(day=19))
    assert editor.value() == "FREQ=WEEKLY;BYDAY=WE,FR"


def test_the_day_follows_the_meeting_until_it_is_chosen(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Weekly")
    editor.set_start(START.replace(day=20))
    assert editor.value() == "FREQ=WEEKLY;BYDAY=FR"


def test_a_month_offers_what_the_day_may_stand_for(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Monthly")
    assert editor.value() == "FREQ=MONTHLY;BYMONTHDAY=18"
    choose(editor, "Day of the month", "on the third Wednesday")
    assert editor.value() == "FREQ=MONTHLY;BYDAY=3WE"
    editor.set_start(START.replace(month=4, day=29))
    choose(editor, "Day of the month", "on the last Wednesday")
    assert editor.value() == "FREQ=MONTHLY;BYDAY=-1WE"


def test_it_ends_after_so_many_or_on_a_day(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Daily")
    choose(editor, "When it ends", "This many times in all")
    assert editor.value() == "FREQ=DAILY;COUNT=10"
    choose(editor, "When it ends", "Last meeting on")
    choose(editor, "Day of the last meeting", "20 March 2026")
    assert editor.value() == "FREQ=DAILY;UNTIL=20260320"
    assert "Fri 20 March 2026 10:00" in " ".join(words(editor))


def test_the_clock_stays_when_the_clocks_change(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Weekly")
    assert "Wed 1 April 2026 10:00" in " ".join(words(editor))


def test_what_is_no_distance_is_left_to_the_field_to_refuse(editor: RecurrenceEditor) -> None:
    choose(editor, "Repetition", "Weekly")
    [every] = [
        each for each in editor.findChildren(QLineEdit) if each.accessibleName().startswith("Distance")
    ]
    every.setText("0")
    every.textEdited.emit("0")
    assert editor.value() == "FREQ=WEEKLY;INTERVAL=0;BYDAY=WE"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=3;INTERVAL=2",
        "FREQ=WEEKLY;UNTIL=20270101;BYDAY=MO,FR",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=3WE",
    ],
)
def test_a_rule_that_is_there_comes_back_as_it_is(editor: RecurrenceEditor, rule: str) -> None:
    editor.set_value(rule)
    assert editor.value() == rule
    editor.set_start(START.replace(day=19))
    assert editor.value() == rule
