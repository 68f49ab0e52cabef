"""Due times: what one press means and what is typed, in local time, also where the clocks change."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.calls.due import quick_choices, read_due
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _choices(now: str) -> list[tuple[str, str]]:
    return [(each.name, f"{each.at:%a %d %b %H:%M %z}") for each in quick_choices(_at(now))]


def test_in_the_morning_everything_can_be_chosen() -> None:
    assert _choices("2026-11-25T09:52:10+01:00") == [
        ("hour", "Wed 25 Nov 10:55 +0100"),
        ("afternoon", "Wed 25 Nov 14:00 +0100"),
        ("tomorrow", "Thu 26 Nov 09:00 +0100"),
        ("monday", "Mon 30 Nov 09:00 +0100"),
    ]


def test_what_makes_no_sense_any_more_is_left_out() -> None:
    assert [name for name, _ in _choices("2026-11-29T15:00:00+01:00")] == ["hour", "tomorrow"], "Sunday"


def test_the_clocks_go_forward_between_now_and_then() -> None:
    """At 2:00 on 29 March 2026 it is 3:00."""
    assert _choices("2026-03-28T15:00:00+01:00") == [
        ("hour", "Sat 28 Mar 16:00 +0100"),
        ("tomorrow", "Sun 29 Mar 09:00 +0200"),
        ("monday", "Mon 30 Mar 09:00 +0200"),
    ]
    assert quick_choices(_at("2026-03-29T01:30:00+01:00"))[0].at == _at("2026-03-29T03:30:00+02:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1h", "2026-11-25T11:00:00+01:00"),
        ("in 30 min", "2026-11-25T10:30:00+01:00"),
        ("hour", "2026-11-25T11:00:00+01:00"),
        ("afternoon", "2026-11-25T14:00:00+01:00"),
        ("Tomorrow", "2026-11-26T09:00:00+01:00"),
        ("monday", "2026-11-30T09:00:00+01:00"),
        ("3d", "2026-11-28T09:00:00+01:00"),
        ("16:05", "2026-11-25T16:05:00+01:00"),
        ("9.30", "2026-11-26T09:30:00+01:00"),
        ("2026-12-01", "2026-12-01T09:00:00+01:00"),
        ("2027-07-01T15:00", "2027-07-01T15:00:00+02:00"),
        ("2026-12-01T09:00Z", "2026-12-01T10:00:00+01:00"),
        ("2026-12-01 14:30", "2026-12-01T14:30:00+01:00"),
        ("+2h", "2026-11-25T12:00:00+01:00"),
        ("over 2 uur", "2026-11-25T12:00:00+01:00"),
        ("dans 30 minutes", "2026-11-25T10:30:00+01:00"),
        ("in 3 Tagen", "2026-11-28T09:00:00+01:00"),
        ("vanmiddag", "2026-11-25T14:00:00+01:00"),
        ("cet après-midi", "2026-11-25T14:00:00+01:00"),
        ("morgen", "2026-11-26T09:00:00+01:00"),
        ("demain à 14h30", "2026-11-26T14:30:00+01:00"),
        ("morgen um 14 Uhr", "2026-11-26T14:00:00+01:00"),
        ("Vandaag 16:00", "2026-11-25T16:00:00+01:00"),
        ("aujourd’hui 16 h", "2026-11-25T16:00:00+01:00"),
        ("tomorrow at 2:30 pm", "2026-11-26T14:30:00+01:00"),
        ("12 am", "2026-11-26T00:00:00+01:00"),
        ("vrijdag 9.30", "2026-11-27T09:30:00+01:00"),
        ("mercredi", "2026-12-02T09:00:00+01:00"),  # it is Wednesday: the next one
        ("Sonnabend", "2026-11-28T09:00:00+01:00"),
    ],
)
def test_what_is_typed(text: str, meant: str) -> None:
    assert read_due(text, _at("2026-11-25T10:00:00+01:00")) == _at(meant)


def test_an_hour_that_does_not_exist_comes_after_the_leap() -> None:
    assert read_due("2026-03-29T02:30", _at("2026-03-28T10:00:00+01:00")) == _at("2026-03-29T03:30:00+02:00")


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "2026-13-01", "0m", "1000h", "-1h", "2 pears", "monday soon", "monday 25:00"],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(InputError, match="not_a_time"):
        read_due(text, _at("2026-11-25T10:00:00+01:00"))


def test_what_is_over_is_said_to_be() -> None:
    with pytest.raises(InputError, match="over"):
        read_due("2026-11-24", _at("2026-11-25T10:00:00+01:00"))


@given(st.integers(min_value=1_735_689_600, max_value=1_900_000_000))
def test_every_choice_is_still_to_come_and_on_its_hour(seconds: int) -> None:
    now = datetime.fromtimestamp(seconds).astimezone()
    for choice in quick_choices(now):
        assert choice.at > now
        if choice.name == "hour":
            assert timedelta(minutes=60) <= choice.at - now <= timedelta(minutes=65)
        else:
            assert (choice.at.hour, choice.at.minute) in {(9, 0), (14, 0)}
