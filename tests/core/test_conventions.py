"""Days and times are written as people of a language and country write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialer.core.conventions import (
    MONDAY,
    SUNDAY,
    conventions,
    exact_time_words,
    hour_words,
    moment_words,
    time_words,
)
from dialer.core.readable import named
from dialer.core.strings import Strings, system_territory

MOMENT = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "territory", "words"),
    [
        ("en", "GB", "05/03/2026 14:05"),
        ("en", "", "05/03/2026 14:05"),
        ("en", "US", "3/5/2026 2:05 pm"),
        ("nl", "NL", "05-03-2026 14:05"),
        ("nl", "BE", "05/03/2026 14:05"),
        ("fr", "FR", "05/03/2026 14:05"),
        ("fr", "CH", "05.03.2026 14:05"),
        ("de", "DE", "05.03.2026 14:05"),
    ],
)
def test_a_moment(language: str, territory: str, words: str) -> None:
    assert moment_words(MOMENT, language, territory) == words
    assert len(moment_words(MOMENT.replace(hour=9), "nl", "NL")) == len("05-03-2026 09:05")


def test_noon_and_midnight_have_their_hours() -> None:
    hours = [time_words(MOMENT.replace(hour=hour), "en", "US") for hour in (0, 11, 12, 23)]
    assert hours == ["12:05 am", "11:05 am", "12:05 pm", "11:05 pm"]


def test_hours_and_seconds() -> None:
    assert [hour_words(hour, "en", "US") for hour in (0, 9, 12, 23)] == ["12 am", "9 am", "12 pm", "11 pm"]
    assert [hour_words(hour, "nl", "NL") for hour in (0, 9, 12, 23)] == ["0", "9", "12", "23"]
    early = MOMENT.replace(hour=9, second=7)
    assert [exact_time_words(early, *where) for where in (("en", "US"), ("de", "DE"))] == [
        " 9:05:07 am",
        "09:05:07",
    ]


def test_the_week_begins_where_people_begin_it() -> None:
    assert [conventions(language, "").first_day for language in ("en", "nl", "fr", "de")] == [MONDAY] * 4
    assert conventions("en", "US").first_day == SUNDAY


@pytest.mark.parametrize(
    ("session", "language", "territory"),
    [("nl_BE.UTF-8", "nl", "BE"), ("en_US.UTF-8", "nl", ""), ("C.UTF-8", "en", ""), ("de", "de", "")],
)
def test_the_country_is_the_sessions(
    monkeypatch: pytest.MonkeyPatch, session: str, language: str, territory: str
) -> None:
    monkeypatch.setenv("LC_ALL", session)
    assert system_territory(language) == territory


def test_french_has_a_space_before_some_signs_at_which_no_line_is_broken() -> None:
    assert Strings("fr").text("history.forget.question", who="Léa").startswith("Oublier Léa\u00a0? ")
    assert "\u00a0" not in Strings("de").text("history.forget.question", who="Léa")
    assert named("Sujet", "devis", Strings("fr")) == "Sujet\u00a0: devis"
    assert named("Subject", "offer", Strings("en")) == "Subject: offer"
