"""The two links, and times as a clock on a wall shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from dialer.core.answers import Id
from dialer.integrations.iotum.links import guest_url, host_url
from dialer.integrations.iotum.models import Conference
from dialer.integrations.iotum.times import begins, ends, on_the_wall, usual_zone

ROOM = "https://acme.conferencing.example/conf/call/60865828"


def _conference(**values: object) -> Conference:
    return Conference(conference_id=Id("1"), **values)  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(
    ("room", "host"),
    [
        (ROOM, f"{ROOM}?moderator_token=EL9IiPB8Uzy9"),
        (f"{ROOM}?", f"{ROOM}?moderator_token=EL9IiPB8Uzy9"),
        (
            f"{ROOM}==--4af1?encrypted_pin=true",
            f"{ROOM}==--4af1?encrypted_pin=true&moderator_token=EL9IiPB8Uzy9",
        ),
        (f"{ROOM}?a=1&b=%26#top", f"{ROOM}?a=1&b=%26&moderator_token=EL9IiPB8Uzy9#top"),
    ],
)
def test_the_token_goes_into_the_query_that_is_there(room: str, host: str) -> None:
    conference = _conference(room_url=room, moderator_token="EL9IiPB8Uzy9")
    assert (host_url(conference), guest_url(conference)) == (host, room)


def test_a_token_is_no_part_of_the_query_whatever_it_holds() -> None:
    token = "a&b=c#d e/é?"
    url = host_url(_conference(room_url=f"{ROOM}?encrypted_pin=true", moderator_token=token))
    assert url is not None
    assert parse_qs(urlsplit(url).query) == {"encrypted_pin": ["true"], "moderator_token": [token]}
    assert url.isascii()


def test_a_room_that_holds_a_token_is_no_link_for_guests() -> None:
    conference = _conference(room_url=f"{ROOM}?moderator_token=old", moderator_token="new")
    assert guest_url(conference) is None
    assert host_url(conference) == f"{ROOM}?moderator_token=new"


def test_what_is_missing_is_not_made_up() -> None:
    assert host_url(_conference(room_url=ROOM)) is None
    assert guest_url(_conference(moderator_token="x")) is None
    assert host_url(_conference(moderator_token="x")) is None


@pytest.mark.parametrize(
    ("moment", "zone", "wall"),
    [
        ("2026-12-01T09:00:00+00:00", "Europe/Amsterdam", "2026-12-01 10:00:00"),
        ("2026-12-01T10:00:00+01:00", "America/Toronto", "2026-12-01 04:00:00"),
        ("2026-07-01T10:00:00.987+02:00", "Europe/Amsterdam", "2026-07-01 10:00:00"),
        ("2026-03-29T00:59:59+00:00", "Europe/Amsterdam", "2026-03-29 01:59:59"),
        ("2026-03-29T01:00:00+00:00", "Europe/Amsterdam", "2026-03-29 03:00:00"),
        ("2026-10-25T00:30:00+00:00", "Europe/Amsterdam", "2026-10-25 02:30:00"),
        ("2026-10-25T02:00:00+00:00", "Europe/Amsterdam", "2026-10-25 03:00:00"),
    ],
)
def test_a_moment_is_what_the_clock_there_shows(moment: str, zone: str, wall: str) -> None:
    assert on_the_wall(datetime.fromisoformat(moment), zone) == (wall, zone)
    back = begins(_conference(start=wall, time_zone=zone))
    assert back == datetime.fromisoformat(moment).replace(microsecond=0)


def test_of_two_moments_that_look_alike_only_the_first_can_be_sent() -> None:
    assert on_the_wall(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Amsterdam") is None


@pytest.mark.parametrize(
    ("start", "zone", "expected"),
    [
        ("2020-09-19 13:00:00", "America/Toronto", "2020-09-19T17:00:00+00:00"),
        ("2020-09-19 13:00:00", None, "2020-09-19T13:00:00+00:00"),
        ("2020-09-19T13:00:00Z", "America/Toronto", "2020-09-19T13:00:00+00:00"),
        ("2020-09-19T13:00:00.000-04:00", "UTC", "2020-09-19T17:00:00+00:00"),
    ],
)
def test_a_start_is_read_in_its_zone(start: str, zone: str | None, expected: str) -> None:
    conference = _conference(start=start, time_zone=zone, duration=60)
    assert begins(conference) == datetime.fromisoformat(expected)
    assert ends(conference) == datetime.fromisoformat(expected).replace(hour=begins(conference).hour + 1)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("start", "zone"), [("soon", "UTC"), ("", "UTC"), ("2020-09-19 13:00:00", "Mars/Base")]
)
def test_a_start_that_cannot_be_read_is_none(start: str, zone: str) -> None:
    assert begins(_conference(start=start, time_zone=zone, duration=60)) is None


@pytest.mark.parametrize(
    ("computer", "host", "expected"),
    [
        ("Europe/Brussels", "America/Toronto", "Europe/Brussels"),
        (":Europe/Brussels", "", "Europe/Brussels"),
        ("UTC", "America/Toronto", "America/Toronto"),
        ("CET-1CEST", "America/Toronto", "America/Toronto"),
        ("UTC", "", "UTC"),
        ("UTC", "Mars/Base", "UTC"),
    ],
)
def test_meetings_are_planned_in_the_time_of_this_computer_or_the_hosts(
    computer: str, host: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", computer)
    monkeypatch.setattr("dialer.integrations.iotum.times._LINK", "/nowhere")
    assert usual_zone(host) == expected
