"""The calendar file, read back by parsers that did not write it: vobject, and dateutil for the zones."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dialer.core.mail import plain
from dialer.core.strings import LANGUAGES, Strings
from dialer.meetings.calendar_file import calendar_file, file_name
from dialer.meetings.provider import MeetingPerson
from tests.meetings.shares import END, GUEST, START, share

NOW = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
ENGLISH = Strings("en")
ZONES = (
    "Europe/Amsterdam",
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour of summer time, in the southern summer
    "Africa/Casablanca",  # the clocks follow the moon: no yearly rule
)
# Anything that people paste into a field: line ends, what the format itself is made of, emoji, directions.
SPECIAL = [*'\n\r\t,;:\\"^=\u202e\u2066é👩\u200d']
PASTED = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(SPECIAL)))


def _written(**changes: Any) -> bytes:
    return calendar_file(share(**changes), sequence=3, now=NOW, strings=ENGLISH, local=UTC)


def _read(content: bytes) -> tuple[Any, Any]:
    """The event, as each of the two parsers has it."""
    (event,) = Calendar.from_ical(content).events
    return event, vobject.readOne(content.decode()).vevent


def test_both_parsers_read_the_same() -> None:
    content = _written()
    assert (
        Calendar.from_ical(content)["METHOD"] == vobject.readOne(content.decode()).method.value == "REQUEST"
    )
    one, other = _read(content)
    assert one["UID"] == other.uid.value == "ab12@dialer"
    assert one["SEQUENCE"] == int(other.sequence.value) == 3
    assert one["SUMMARY"] == other.summary.value == "Mortgage"
    assert one["URL"] == one["LOCATION"] == other.location.value == GUEST
    assert other.url.value == GUEST
    assert (
        (one.decoded("DTSTART"), one.decoded("DTEND"))
        == (other.dtstart.value, other.dtend.value)
        == (START, END)
    )
    assert one.decoded("DTSTAMP") == other.dtstamp.value == NOW.replace(microsecond=0)
    assert one["STATUS"] == other.status.value == "CONFIRMED"
    assert one["ATTENDEE"] == other.attendee.value == "mailto:anne@example.com"
    assert one["ATTENDEE"].params["CN"] == other.attendee.params["CN"][0] == "Anne Vermeer"
    assert str(one["DESCRIPTION"]) == other.description.value
    assert GUEST in other.description.value


def test_the_format_of_its_lines() -> None:
    content = _written(subject="é👩‍👩‍👧‍👦" * 60)
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in lines:  # no character is cut in two
        line.decode()
    assert lines[1].startswith((b"VERSION:2.0", b"PRODID:-//Dialer//"))


def test_nobody_who_is_not_known_organises_it() -> None:
    assert b"ORGANIZER" not in _written()


def test_a_meeting_that_is_off_takes_itself_out_of_the_calendar() -> None:
    content = _written(called_off=True)
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    one, other = _read(content)
    assert one["STATUS"] == other.status.value == "CANCELLED"
    assert one["UID"] == "ab12@dialer"
    assert b"meet.example.com" not in content


def test_without_a_link_there_is_none() -> None:
    one, _ = _read(_written(guest=None, dial_in="+31 20 555 0199"))
    assert "URL" not in one
    assert one["LOCATION"] == "+31 20 555 0199"


@pytest.mark.parametrize("email", ["", "anne", "a@b@c", "anne@example.com\r\nX-EVIL:1", "a <b@c>", "a@b c"])
def test_whoever_has_no_address_is_no_attendee(email: str) -> None:
    content = _written(people=(MeetingPerson(name="Anne", email=email),))
    assert b"ATTENDEE" not in content
    assert b"EVIL" not in content


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_in_the_guests_language(language: str) -> None:
    strings = Strings(language)
    content = calendar_file(share(subject=""), sequence=0, now=NOW, strings=strings)
    one, other = _read(content)
    assert one["SUMMARY"] == other.summary.value == strings.text("meetings.subject.plain")
    assert strings.text("invitation.hello") in other.description.value


@pytest.mark.parametrize("zone", [*ZONES, "UTC"])
@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("hour", [0, 1, 2, 3])
def test_a_moment_stays_the_same_moment_across_clock_changes(zone: str, day: str, hour: int) -> None:
    start = datetime.fromisoformat(f"{day}T0{hour}:30").replace(tzinfo=ZoneInfo(zone))
    one, other = _read(_written(start=start, end=start.astimezone(UTC) + timedelta(hours=2)))
    moment = start.astimezone(UTC)
    assert one.decoded("DTSTART") == other.dtstart.value == moment
    assert one.decoded("DTEND") == other.dtend.value == moment + timedelta(hours=2)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [1, 10])
def test_a_weekly_meeting_stays_at_its_hour_across_clock_changes(zone: str, hour: int) -> None:
    home = ZoneInfo(zone)
    start = datetime(2026, 3, 1, hour, tzinfo=home)
    content = _written(
        start=start, end=start + timedelta(minutes=30), recurrence="FREQ=WEEKLY;BYDAY=SU;COUNT=60", zone=zone
    )
    one, other = _read(content)
    told = tzical(io.StringIO(content.decode())).get(zone)
    assert one["DTSTART"].params["TZID"] == zone
    wall = start.replace(tzinfo=None)
    rule = one["RRULE"].to_ical().decode()
    assert rrulestr(rule, dtstart=wall).count() == 60
    for moment in rrulestr(rule, dtstart=wall):
        right = moment.replace(tzinfo=home)
        if right.astimezone(UTC).astimezone(home).replace(tzinfo=None) != moment:
            continue  # there is no such time on that day
        assert moment.replace(tzinfo=told).utcoffset() == right.utcoffset(), moment
    assert other.rruleset.count() == 60


def test_a_rule_of_the_zone_is_told_as_one_and_others_as_dates() -> None:
    content = _written(recurrence="FREQ=DAILY", zone="Europe/Amsterdam").decode()
    assert "DTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n" in content
    assert "RDATE" not in content
    assert "RDATE" in _written(recurrence="FREQ=DAILY", zone="Africa/Casablanca").decode()


def test_the_last_day_is_told_to_its_last_second() -> None:
    content = _written(recurrence="rrule:FREQ=WEEKLY;UNTIL=20260331;BYDAY=TU", zone="Europe/Amsterdam")
    assert b"UNTIL=20260331T215959Z" in content


BROKEN = ["", "COUNT=3", "FREQ=WEEKLY\r\nX-EVIL:1", "FREQ=", "FREQ=WEEKLY;;COUNT=2", "nonsense"]


@pytest.mark.parametrize("rule", BROKEN)
def test_what_is_no_rule_is_left_out(rule: str) -> None:
    content = _written(recurrence=rule, zone="Europe/Amsterdam")
    assert b"RRULE" not in content.partition(b"BEGIN:VEVENT")[2]
    assert b"EVIL" not in content


@pytest.mark.parametrize("zone", ["UTC", "", "Atlantis/Capital", "../../etc/passwd"])
def test_a_meeting_that_repeats_in_utc_or_nobody_knows_where_is_told_in_utc(zone: str) -> None:
    content = _written(recurrence="FREQ=DAILY", zone=zone)
    assert b"DTSTART:20260312T130000Z" in content
    assert b"VTIMEZONE" not in content


@settings(max_examples=150, deadline=None)
@given(subject=PASTED, name=PASTED)
def test_whatever_is_pasted_comes_back_and_writes_no_line_of_its_own(subject: str, name: str) -> None:
    told = plain(subject)
    people = (MeetingPerson(name=name, email="anne@example.com"),)
    content = _written(subject=told, people=people)
    one, other = _read(content)
    assert one["SUMMARY"] == other.summary.value == (told or "Meeting")
    assert [person.value for person in other.attendee_list] == ["mailto:anne@example.com"]
    shown = plain(name).replace('"', "'").replace("^", "").replace("\\", "/")
    assert one["ATTENDEE"].params.get("CN", "") == shown
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    names = {line.partition(":")[0].partition(";")[0] for line in lines}
    assert names <= {
        "", "ATTENDEE", "BEGIN", "CALSCALE", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "END", "LOCATION",
        "METHOD", "PRODID", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID", "URL", "VERSION",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Mortgage", "Mortgage.ics"),
        ("Team: plan/2026?", "Team plan 2026.ics"),
        ("../../etc/passwd", "etc passwd.ics"),
        ("C:\\Windows\\x", "C Windows x.ics"),
        ("con", "meeting con.ics"),
        ("LPT1.txt", "meeting LPT1 txt.ics"),
        (".hidden", "hidden.ics"),
        ("ends with dots...", "ends with dots.ics"),
        ("gnp\u202eexe", "gnp exe.ics"),
        ("-rf", "rf.ics"),
        ("🙂", "meeting.ics"),
        ("", "Meeting.ics"),
        ("Hypothekengespräch mit Ümit (2)", "Hypothekengespräch mit Ümit (2).ics"),
        ("x" * 300, "x" * 80 + ".ics"),
    ],
)
def test_the_file_has_a_name_that_every_system_takes(subject: str, name: str) -> None:
    assert file_name(share(subject=plain(subject)), ENGLISH) == name
