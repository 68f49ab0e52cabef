"""Meetings that come again: which is next, and that the row lives as long as they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from dialer.core.fields import Text
from dialer.core.strings import Strings
from dialer.meetings.invitation import invitation
from dialer.meetings.model import Meeting, MeetingState
from dialer.meetings.recurrence import RecurrenceField, dates, parse
from dialer.meetings.repeats import last_end, next_start
from tests.fakes import START
from tests.meetings.shares import share

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = datetime(2026, 3, 12, 10, 0, tzinfo=AMSTERDAM)
WEEKLY = Meeting(
    id="m", entry_id="e", domain="d", account="a", subject="s", start=FIRST, minutes=30, requested_at=FIRST,
    recurrence="FREQ=WEEKLY;BYDAY=TH;COUNT=4", zone="Europe/Amsterdam",
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (FIRST - timedelta(days=3), "2026-03-12 10:00"),
        (FIRST + timedelta(minutes=29), "2026-03-12 10:00"),
        (FIRST + timedelta(minutes=30), "2026-03-19 10:00"),
        (datetime(2026, 3, 27, tzinfo=UTC), "2026-04-02 10:00"),  # at the same hour in summer time
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-04-02 10:00"),
    ],
)
def test_the_next_one_is_that_which_goes_on_or_comes(now: datetime, day: str) -> None:
    assert next_start(WEEKLY, now).astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M") == day


@pytest.mark.parametrize("rule", ["", "nonsense", "FREQ=YEARLY"])
def test_what_does_not_come_again_is_over_once(rule: str) -> None:
    once = replace(WEEKLY, recurrence=rule)
    assert next_start(once, FIRST + timedelta(days=9)) == FIRST
    assert last_end(once) == once.end


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=20",
        "FREQ=DAILY;INTERVAL=3;UNTIL=20260601",
        "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=9",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=9",
        "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5",
        "FREQ=MONTHLY;BYDAY=5TH;COUNT=4",
        "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20261231",
    ],
)
def test_it_is_over_after_the_last(rule: str) -> None:
    last = max(dates(parse(rule), FIRST))
    assert last_end(replace(WEEKLY, recurrence=rule)) >= last + timedelta(minutes=30)


def test_one_without_an_end_lasts_for_years() -> None:
    assert last_end(replace(WEEKLY, recurrence="FREQ=DAILY")) > FIRST + timedelta(days=3000)


def test_guests_read_the_rule_in_their_language() -> None:
    weekly = share(recurrence="FREQ=WEEKLY;BYDAY=TH;COUNT=4", zone="Europe/Amsterdam")
    told = {language: invitation(weekly, Strings(language)).text for language in ("en", "nl", "fr", "de")}
    assert "Repeats: every week on Thursday, 4 times" in told["en"]
    assert "donderdag" in told["nl"]
    assert "jeudi" in told["fr"]
    assert "Donnerstag" in told["de"]


async def test_its_row_and_its_links_live_until_the_last(desk: Desk, provider: FakeMeetings) -> None:
    zone = Text(key="time_zone", required=False)
    provider.options = (RecurrenceField(key="schedule", required=False), zone)
    options = {"schedule": "FREQ=DAILY;COUNT=5", "time_zone": "Europe/Amsterdam"}
    series = await desk.made(start=START + timedelta(hours=2), options=options)
    once = await desk.made("Once", start=START + timedelta(hours=1))
    await desk.clock.advance(3 * 24 * 3600)
    await desk.again()
    [coming] = await desk.meetings.coming()
    assert (coming.id, coming.state) == (series.id, MeetingState.READY)
    assert (coming.recurrence, coming.zone) == ("FREQ=DAILY;COUNT=5", "Europe/Amsterdam")
    assert [past.id for past in await desk.meetings.past()] == [once.id]
