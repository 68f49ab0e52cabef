"""The invitation's words, in four languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from dialer.contacts.language import language_of
from dialer.core.strings import LANGUAGES, Strings
from dialer.meetings.invitation import invitation, when
from tests.meetings.shares import GUEST, START, share

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Thursday 12 March 2026, 14:00 to 14:30 (CET, UTC+1)"),
        ("nl", "donderdag 12 maart 2026, 14:00 tot 14:30 (CET, UTC+1)"),
        ("fr", "jeudi 12 mars 2026, de 14:00 à 14:30 (CET, UTC+1)"),
        ("de", "Donnerstag, 12. März 2026, 14:00 bis 14:30 Uhr (CET, UTC+1)"),
    ],
)
def test_the_time_is_told_with_its_zone(language: str, words: str) -> None:
    assert when(share(), Strings(language), local=AMSTERDAM) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (UTC, "13:00 to 13:30 (UTC)"),
        (ZoneInfo("Europe/London"), "13:00 to 13:30 (GMT, UTC)"),
        (ZoneInfo("America/New_York"), "09:00 to 09:30 (EDT, UTC-4)"),
        (ZoneInfo("Asia/Kolkata"), "18:30 to 19:00 (IST, UTC+5:30)"),
        (ZoneInfo("America/St_Johns"), "10:30 to 11:00 (NDT, UTC-2:30)"),
        (timezone(timedelta(hours=1), "West-Europa (standaardtijd)"), "14:00 to 14:30 (UTC+1)"),
    ],
)
def test_zones_are_named_as_people_know_them(zone: timezone, words: str) -> None:
    assert when(share(), Strings(), local=zone).endswith(words)


def test_a_meeting_over_midnight_names_both_days() -> None:
    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    words = when(share(start=late, end=late + timedelta(hours=1)), Strings(), local=AMSTERDAM)
    assert words == "Thursday 31 December 2026 23:30 to Friday 1 January 2027 00:30 (CET, UTC+1)"


def test_a_meeting_that_repeats_is_told_in_its_own_time() -> None:
    weekly = share(recurrence="FREQ=WEEKLY;BYDAY=TH", zone="America/New_York")
    assert "09:00 to 09:30 (EDT, UTC-4)" in invitation(weekly, Strings(), local=AMSTERDAM).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_guest_needs_is_there(language: str) -> None:
    strings = Strings(language)
    meeting = share(dial_in="+31 20 555 0199", codes={"access_code": "1234567"})
    told = invitation(meeting, strings, local=AMSTERDAM)
    assert told.subject == strings.text("invitation.subject", subject="Mortgage")
    for part in ("Mortgage", "14:00", GUEST, "+31 20 555 0199", "1234567"):
        assert part in told.text
    assert GUEST in told.short
    assert "14:00" in told.short


def test_without_a_link_the_way_in_is_the_phone() -> None:
    told = invitation(share(guest=None, dial_in="+31 20 555 0199", codes={"code": "123"}), Strings())
    assert "http" not in told.text
    assert "+31 20 555 0199" in told.short
    assert "Code: 123" in told.short


def test_what_was_called_off_says_so_and_leads_nowhere() -> None:
    told = invitation(share(called_off=True), Strings("nl"), local=AMSTERDAM)
    assert told.subject == "Afgezegd: Mortgage"
    assert "gaat niet door" in told.text
    assert "http" not in told.text + told.short


def test_the_day_is_the_one_where_the_clock_is() -> None:
    assert when(share(start=START.replace(hour=23)), Strings(), local=AMSTERDAM).startswith("Friday 13 March")


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ([], None),
        (["LANG:fr"], "fr"),
        (["lang;type=work:NL-be"], "nl"),
        (["TZ:Europe/Paris", "LANG;PREF=2:de", "LANG;TYPE=home;PREF=1:fr"], "fr"),
        (["LANG:de", "LANG;PREF=1:en"], "en"),
        (["item1.LANG:de_CH"], "de"),
        (["LANGUAGE:de", "X-LANG:de", "LANG:", "LANG:deutsch", "LANG;X=1"], None),
    ],
)
def test_the_language_is_the_one_that_the_card_prefers(lines: list[str], language: str | None) -> None:
    assert language_of(lines) == language
