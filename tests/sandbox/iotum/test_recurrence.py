"""Meetings that come again: which rules are taken, and the series that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.sandbox.iotum.problem import Problem
from dialer.sandbox.iotum.recurrence import read_rule
from tests.sandbox.iotum.conftest import HOST, PLAN

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client

UNREADABLE = "Failed to parse the schedule rule. "


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("FREQ=DAILY;INTERVAL=2", None),
        ("FREQ=DAILY;UNTIL=20211231", None),
        ("FREQ=WEEKLY;COUNT=10;BYDAY=MO,WE", None),
        ("FREQ=MONTHLY;COUNT=10;INTERVAL=2;BYDAY=2WE", None),
        ("FREQ=MONTHLY;COUNT=10;INTERVAL=1;BYDAY=-1FR", "FREQ=MONTHLY;COUNT=10;BYDAY=-1FR"),
        ("FREQ=MONTHLY;COUNT=10;INTERVAL=1;BYMONTHDAY=10", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=10"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", None),
        ("FREQ=WEEKLY;BYDAY=FR,MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
    ],
)
def test_the_document_s_examples(rule: str, written: str | None) -> None:
    assert str(read_rule(rule)) == (written or rule)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("FREQ=YEARLY", "Schedule FREQ must be DAILY, WEEKLY or MONTHLY"),
        ("COUNT=3", "Schedule FREQ must be DAILY, WEEKLY or MONTHLY"),
        ("FREQ=WEEKLY", "Schedule WEEKLY must include BYDAY"),
        ("FREQ=MONTHLY", "Schedule MONTHLY must include BYDAY or BYMONTHDAY"),
        ("FREQ=MONTHLY;BYDAY=WE", "Schedule MONTHLY BYDAY must include number and day"),
        ("FREQ=MONTHLY;BYDAY=1WE,2WE", "Schedule MONTHLY BYDAY only supports one item"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,2", "Schedule MONTHLY BYMONTHDAY only supports one item"),
        (
            "FREQ=MONTHLY;BYDAY=1WE;BYMONTHDAY=1",
            "Schedule MONTHLY supports BYDAY or BYMONTHDAY, cannot use both",
        ),
        *(
            (rule, UNREADABLE)
            for rule in (
                "RRULE:FREQ=DAILY",
                "FREQ=DAILY;",
                "FREQ=DAILY;BYSETPOS=1",
                "FREQ=DAILY;COUNT=0",
                "FREQ=DAILY;INTERVAL=x",
                "FREQ=DAILY;UNTIL=20260401T120000Z",
                "FREQ=DAILY;UNTIL=20260230",
                "FREQ=DAILY;COUNT=2;UNTIL=20260401",
                "FREQ=DAILY;FREQ=DAILY",
                "FREQ=DAILY;BYDAY=MO",
                "FREQ=WEEKLY;BYDAY=1MO",
                "FREQ=WEEKLY;BYDAY=MO,XX",
                "FREQ=MONTHLY;BYMONTHDAY=32",
            )
        ),
    ],
)
def test_what_the_document_refuses(rule: str, message: str) -> None:
    with pytest.raises(Problem) as refused:
        read_rule(rule)
    assert refused.value.message.startswith(message)
    assert refused.value.status == 400


async def starts(client: Client) -> list[str]:
    """Return when the coming meetings begin, all pages of them."""
    found: list[str] = []
    page: dict[str, Any] = {}
    while True:
        answer = await client.call("conference/fetch_all", host_id=HOST, **page)
        rows = answer if isinstance(answer, list) else answer["conferences"]
        found += [one["start"] for one in rows]
        if isinstance(answer, list) or answer["next_page"] is None:
            return found
        page = {"page": answer["next_page"]}


async def test_a_series_keeps_its_hour_over_the_change_of_the_clocks(client: Client) -> None:
    master = await client.plan(schedule="FREQ=WEEKLY;COUNT=3;BYDAY=MO")
    assert (master["is_master"], master["master_id"]) == (True, master["conference_id"])
    assert await starts(client) == [f"2026-{day} 10:00:00" for day in ("03-23", "03-30", "04-06")]
    rows = await client.call("conference/fetch_all", host_id=HOST)
    assert [one["is_master"] for one in rows] == [True, False, False]
    assert {one["master_id"] for one in rows} == {master["conference_id"]}
    assert len({one["conference_id"] for one in rows}) == 3
    assert {one["moderator_token"] for one in rows} == {master["moderator_token"]}
    assert {one["schedule"] for one in rows} == {"FREQ=WEEKLY;COUNT=3;BYDAY=MO"}


async def test_the_first_is_when_it_was_planned_even_off_the_rule(client: Client) -> None:
    await client.plan(schedule="FREQ=WEEKLY;COUNT=3;BYDAY=TU")
    assert await starts(client) == [f"2026-03-{day} 10:00:00" for day in (23, 24, 31)]


async def test_the_last_day_is_included(client: Client) -> None:
    await client.plan(schedule="FREQ=DAILY;UNTIL=20260325")
    assert await starts(client) == [f"2026-03-{day} 10:00:00" for day in (23, 24, 25)]


async def test_without_an_end_it_goes_on_for_eighteen_months(client: Client) -> None:
    await client.plan(schedule="FREQ=MONTHLY;BYDAY=-1FR")
    found = await starts(client)
    assert len(found) == 19
    assert found[-1] == "2027-08-27 10:00:00"
    await client.plan(subject="later", start="2027-12-01 10:00:00")
    assert len(await starts(client)) == 19


async def test_the_master_changes_all_and_one_of_them_itself(client: Client) -> None:
    master = await client.plan(schedule="FREQ=DAILY;COUNT=3")
    _, second, third = await client.call("conference/fetch_all", host_id=HOST)
    await client.call("conference/update", conference_id=second["conference_id"], subject="Anders")
    rows = await client.call("conference/fetch_all", host_id=HOST)
    assert [one["subject"] for one in rows] == ["Overleg", "Anders", "Overleg"]
    key = master["conference_id"]
    await client.call("conference/update", conference_id=key, subject="Alle", start="2026-03-23 14:00:00")
    rows = await client.call("conference/fetch_all", host_id=HOST)
    assert [one["subject"] for one in rows] == ["Alle"] * 3
    assert [one["start"] for one in rows] == [f"2026-03-{day} 14:00:00" for day in (23, 24, 25)]
    assert rows[2]["conference_id"] == third["conference_id"]
    await client.call("conference/update", conference_id=key, schedule="FREQ=DAILY;COUNT=2")
    assert await starts(client) == [f"2026-03-{day} 14:00:00" for day in (23, 24)]
    refused = await client.refused(
        "conference/update", conference_id=second["conference_id"], schedule="FREQ=DAILY"
    )
    assert refused == (400, "Can only include schedule details in the master conference")


async def test_one_is_cancelled_and_then_all(client: Client) -> None:
    master = await client.plan(schedule="FREQ=DAILY;COUNT=3")
    second = (await client.call("conference/fetch_all", host_id=HOST))[1]
    await client.call("conference/cancel", conference_id=second["conference_id"])
    assert await starts(client) == [f"2026-03-{day} 10:00:00" for day in (23, 25)]
    await client.call("conference/update", conference_id=master["conference_id"], start="2026-03-23 11:00:00")
    assert await starts(client) == [f"2026-03-{day} 11:00:00" for day in (23, 25)]
    await client.call("conference/cancel", conference_id=master["conference_id"])
    assert await starts(client) == []


async def test_the_series_goes_on_when_its_first_is_over(client: Client) -> None:
    master = await client.plan(schedule="FREQ=DAILY;COUNT=4")
    client.clock.advance(5 * 24 * 3600)
    await client.sign_in()
    assert await starts(client) == [f"2026-03-{day} 10:00:00" for day in (25, 26)]
    await client.call("conference/update", conference_id=master["conference_id"], subject="Anders")
    rows = await client.call("conference/fetch_all", host_id=HOST)
    assert [one["subject"] for one in rows] == ["Anders", "Anders"]
    await client.call("conference/cancel", conference_id=master["conference_id"])
    assert await starts(client) == []


async def test_a_refused_rule_makes_nothing(client: Client) -> None:
    answer = await client.refused("conference/create", **PLAN, schedule="FREQ=WEEKLY")
    assert answer == (400, "Schedule WEEKLY must include BYDAY")
    assert await starts(client) == []
