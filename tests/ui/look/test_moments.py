"""Points in time and lengths of time, as people say them in each language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.core.strings import Strings
from dialer.ui.look.moments import count, day_and_time, elapsed, length
from dialer.ui.phone.finder import may_be_number

NOW = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)  # a Thursday


@pytest.mark.parametrize(
    ("language", "ago", "words"),
    [
        ("en", timedelta(minutes=5), "14:25"),
        ("en", timedelta(hours=-26), "6 Mar 16:30"),  # the clock went back
        ("de", timedelta(hours=-26), "6. März 16:30"),
        ("en", timedelta(hours=26), "Yesterday 12:30"),
        ("nl", timedelta(hours=26), "Gisteren 12:30"),
        ("fr", timedelta(hours=26), "Hier 12:30"),
        ("de", timedelta(hours=26), "Gestern 12:30"),
        ("en", timedelta(days=3), "Mon 14:30"),
        ("nl", timedelta(days=3), "ma 14:30"),
        ("en", timedelta(days=20), "13 Feb"),
        ("en", timedelta(days=400), "29 Jan 2025"),
        ("en", timedelta(minutes=-5), "14:35"),
        ("de", timedelta(days=20), "13. Feb."),
        ("de", timedelta(days=3), "Mo. 14:30"),
        ("fr", timedelta(days=20), "13 févr."),
    ],
)
def test_when(language: str, ago: timedelta, words: str) -> None:
    assert day_and_time(NOW - ago, NOW, Strings(language)) == words


@pytest.mark.parametrize(
    ("language", "ago", "words"),
    [("nl", timedelta(hours=26), "gisteren 12:30"), ("de", timedelta(days=3), "Mo. 14:30")],
)
def test_when_inside_a_sentence(language: str, ago: timedelta, words: str) -> None:
    assert day_and_time(NOW - ago, NOW, Strings(language), inside=True) == words


def test_a_time_elsewhere_is_told_in_the_time_here() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=1)))
    assert day_and_time(NOW, here, Strings("en")) == "15:30"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (42.9, "0:42"), (66, "1:06"), (3600, "1:00:00"), (3723, "1:02:03"), (-1, "0:00")],
)
def test_a_running_time(seconds: float, shown: str) -> None:
    assert elapsed(seconds) == shown


def test_how_long_a_call_was() -> None:
    assert length(42, Strings("en")) == "42 s"
    assert length(240, Strings("en")) == "4 min"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "12,480"), ("nl", "12.480"), ("de", "12.480"), ("fr", "12\u202f480")]
)
def test_a_count(language: str, shown: str) -> None:
    assert count(12480, Strings(language)) == shown


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("020 305 7700", True),
        ("+31 (0)20 305-7700", True),
        ("tel:%2B31203057700", True),
        ("sip:101@pbx.example", True),
        ("112", True),
        ("12", False),
        ("sanne", False),
        ("studio 54", False),
        ("call me at 0203057700 please", True),
        ("", False),
    ],
)
def test_what_is_worth_reading_as_a_number(text: str, is_number: bool) -> None:
    assert may_be_number(text) is is_number


@given(st.text(max_size=200))
def test_any_text_can_be_judged(text: str) -> None:
    assert may_be_number(text) in {True, False}
