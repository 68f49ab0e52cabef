"""What time it is where a number belongs."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dialer.contacts.numbers.local_time import LocalTime, local_time

SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


def at(number: str, now: datetime) -> LocalTime:
    found = local_time(number, now)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("number", "summer", "winter"),
    [
        ("+31205550142", "14:00", "13:00"),
        ("+12125550123", "08:00", "07:00"),
        ("+61291234567", "22:00", "23:00"),
        ("+34922123456", "13:00", "12:00"),
        ("+390612345678", "14:00", "13:00"),
    ],
)
def test_a_number_has_the_time_of_its_place(number: str, summer: str, winter: str) -> None:
    for now, expected in ((SUMMER, summer), (WINTER, winter)):
        found = at(number, now)
        assert found.is_one
        assert f"{found.earliest:%H:%M}" == expected


@pytest.mark.parametrize("number", ["+18005550123", "+79161234567", "+870773111632"])
def test_where_nobody_can_tell_nothing_is_said(number: str) -> None:
    assert local_time(number, SUMMER) is None


def test_a_mobile_that_may_be_in_two_zones_has_two_times() -> None:
    found = at("+351912345678", SUMMER)
    assert not found.is_one
    assert (f"{found.earliest:%H:%M}", f"{found.latest:%H:%M}") == ("12:00", "13:00")


def test_another_time_than_here_is_noticed() -> None:
    here = SUMMER.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert not at("+31205550142", here).differs_from(here)
    assert not at("+33155570142", here).differs_from(here)
    assert at("+442079460123", here).differs_from(here)
    assert at("+351912345678", here).differs_from(here)


@pytest.mark.parametrize(("hour", "asleep"), [(5, True), (6, False), (17, False), (18, True)])
def test_the_night_is_noticed(hour: int, asleep: bool) -> None:
    assert at("+31205550142", SUMMER.replace(hour=hour)).may_be_asleep is asleep
