"""Other countries: asked about, and called no more often a day than was allowed; expensive ranges by data."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from dialer.calls.by_hand import placed
from dialer.contacts.numbers.abroad import is_abroad
from dialer.contacts.numbers.dialling import ABROAD, PREMIUM, ConfirmNeeded
from dialer.contacts.numbers.expensive import RANGES
from dialer.contacts.numbers.numbers import check
from dialer.core.errors import NotSent, SafetyError
from tests.fakes import settle

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

BERN, VIENNA = "+41315551234", "+4315551234"
EXPENSIVE = (
    "+870 773 111 632", "+878 10 1234567890", "+881 6 1234 5678", "+882 16 1234 5678",
    "+883 5100 1234 5678", "+979 1 1234 5678", "+44 70 1234 5678",
)  # fmt: skip


async def _hang_up(desk: Desk) -> None:
    await desk.calls.hang_up()
    await settle()
    await desk.clock.advance(10)


async def test_a_number_abroad_is_asked_about_with_its_country(desk: Desk, provider: FakeTelephony) -> None:
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press(BERN)
    assert caught.value.what == ABROAD
    said = desk.hub.strings.text(caught.value.key, **caught.value.placeholders)
    assert "+41 31 555 12 34" in said
    assert "Switzerland" in said
    assert provider.log == []
    await desk.press(BERN, ABROAD)
    assert provider.log.count("dial") == 1


@pytest.mark.parametrize("setting", [{"abroad": ["AT", "CH"]}, {"region": "CH"}])
async def test_chosen_countries_and_the_own_one_are_called_without_a_question(
    desk: Desk, provider: FakeTelephony, setting: dict[str, object]
) -> None:
    for key, value in setting.items():
        await desk.hub.settings.set(key, value)
    await desk.press(BERN)
    assert provider.log.count("dial") == 1


@pytest.mark.parametrize(
    "number",
    ["+3225551234", "+493012345678", "+33142685300", "+442079460123", "+35224555123", "+31205550142"],
)
async def test_where_offices_call_each_other_all_day_nobody_is_asked(
    desk: Desk, provider: FakeTelephony, number: str
) -> None:
    await desk.hub.settings.set("abroad_per_day", 1)
    for _ in range(2):
        await desk.press(number)
        await _hang_up(desk)
    assert provider.log.count("dial") == 2


@pytest.mark.parametrize("none", [[], ""])
async def test_whoever_allows_no_country_is_asked_about_the_neighbours_too(
    desk: Desk, provider: FakeTelephony, none: object
) -> None:
    await desk.hub.settings.set("abroad", none)
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press("+3225551234")
    assert caught.value.what == ABROAD
    await desk.hub.settings.reset("abroad")
    await desk.press("+3225551234")
    assert provider.log.count("dial") == 1


@pytest.mark.parametrize("number", EXPENSIVE)
async def test_an_expensive_range_asks_once_and_as_what_it_is(
    desk: Desk, provider: FakeTelephony, number: str
) -> None:
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press(number, ABROAD)
    assert caught.value.what == PREMIUM
    await desk.press(number, PREMIUM)
    assert provider.log.count("dial") == 1


def test_every_range_of_the_list_is_tried() -> None:
    tried = ["".join(number.split()) for number in EXPENSIVE]
    assert [each for each in RANGES if not any(number.startswith(each.prefix) for number in tried)] == []


@pytest.mark.parametrize(
    ("number", "home", "abroad"),
    [
        ("+252 61 2345678", "NL", True),
        ("+53 5 1234567", "NL", True),
        ("+371 21234567", "NL", True),
        ("+1 876 555 1234", "US", True),  # the country code is the same, the price is not
        ("+44 1534 123456", "GB", True),
        ("+800 1234 5678", "NL", False),
        ("+808 1234 5678", "NL", True),
        ("+358 18 12345", "FI", False),
        ("020 555 0142", "NL", False),
        ("0800 1234", "NL", False),
    ],
)
def test_what_is_abroad(number: str, home: str, abroad: bool) -> None:
    candidate = check(number, home)
    assert candidate.callable
    assert is_abroad(candidate, home) is abroad


async def test_a_day_has_so_many_calls_abroad_and_no_more(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("abroad_per_day", 2)
    for number in (BERN, VIENNA):
        await desk.press(number, ABROAD)
        await _hang_up(desk)
    provider.log.clear()
    for number, steps in ((BERN, [ABROAD]), ("+881 6 1234 5678", [PREMIUM, ABROAD])):
        with pytest.raises(SafetyError) as caught:
            await desk.press(number, *steps)
        assert (type(caught.value), caught.value.key) == (SafetyError, "calls.safety.abroad_per_day")
        assert caught.value.placeholders == {"most": 2}
    assert provider.log == []
    await desk.press()  # the own country
    await _hang_up(desk)
    await desk.hub.settings.set("abroad", ["CH"])
    await desk.press(BERN)
    await _hang_up(desk)
    await desk.press(VIENNA, ABROAD)  # only it counts by now, once
    await _hang_up(desk)
    with pytest.raises(SafetyError, match="abroad_per_day"):
        await desk.press(VIENNA, ABROAD)
    await desk.clock.advance(24 * 3600)
    await desk.press(VIENNA, ABROAD)


async def test_a_call_that_is_made_private_counts_still(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("abroad_per_day", 1)
    call = await desk.press(BERN, ABROAD)
    await desk.calls.set_private(call.id, True)
    await _hang_up(desk)
    with pytest.raises(SafetyError, match="abroad_per_day"):
        await desk.press(VIENNA, ABROAD)
    assert provider.log.count("dial") == 1


@pytest.mark.parametrize("number", [BERN, "+31205550142"])
async def test_a_private_call_counts_and_nothing_tells_whether_it_went_abroad(
    desk: Desk, provider: FakeTelephony, number: str
) -> None:
    await desk.hub.settings.set("abroad_per_day", 1)
    call = await desk.press(number, ABROAD)
    await desk.calls.set_private(call.id, True)
    await _hang_up(desk)
    with pytest.raises(SafetyError, match="abroad_per_day") as caught:
        await desk.press(VIENNA, ABROAD)
    said = desk.hub.strings.text(caught.value.key, **caught.value.placeholders)
    assert said.startswith("Calls abroad today, all private ones among them: 1;")


async def test_a_day_is_one_day_also_when_the_clocks_are_changed(desk: Desk, provider: FakeTelephony) -> None:
    """At 00:30 in summer time, then at 23:50 in winter time: by that offset the first was yesterday."""
    await desk.hub.settings.set("abroad_per_day", 1)
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    desk.clock.set_wall(datetime(2026, 10, 25, 0, 30, tzinfo=summer))
    await desk.press(BERN, ABROAD)
    await _hang_up(desk)
    desk.clock.set_wall(datetime(2026, 10, 25, 23, 50, tzinfo=winter))
    with pytest.raises(SafetyError, match="abroad_per_day"):
        await desk.press(VIENNA, ABROAD)
    desk.clock.set_wall(datetime(2026, 10, 26, 0, 1, tzinfo=winter))
    await desk.press(VIENNA, ABROAD)
    assert provider.log.count("dial") == 2


async def test_what_was_not_sent_does_not_count(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("abroad_per_day", 1)
    provider.dials = [NotSent("core.net.unreachable")]
    await desk.press(BERN, ABROAD)
    await settle()
    await desk.clock.advance(10)
    await desk.press(BERN, ABROAD)
    assert provider.log.count("dial") == 2


async def test_without_a_limit_there_is_none(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("abroad_per_day", 0)
    for _ in range(3):
        await desk.press(BERN, ABROAD)
        await _hang_up(desk)
    assert provider.log.count("dial") == 3


async def test_an_operation_by_hand_is_bound_by_it_too(desk: Desk) -> None:
    entry = desk.hub.entries.all[0]
    with pytest.raises(ConfirmNeeded) as caught:
        async with placed(desk.calls, desk.hub, entry, [[BERN]], confirmed=False):
            pytest.fail("nothing may be sent")
    assert caught.value.what == ABROAD
    await desk.hub.settings.set("abroad_per_day", 1)
    async with placed(desk.calls, desk.hub, entry, [[BERN]], confirmed=True):
        pass
    with pytest.raises(SafetyError, match="abroad_per_day"):
        async with placed(desk.calls, desk.hub, entry, [[BERN]], confirmed=True):
            pytest.fail("nothing may be sent")


async def test_whom_an_operation_calls_into_a_meeting_counts_too(desk: Desk) -> None:
    """Of an account that makes meetings and places no calls."""
    entry = replace(desk.hub.entries.all[0], id="e2", title="Meet")
    await desk.hub.settings.set("abroad_per_day", 1)
    sent = []

    async def ring(number: str) -> None:
        async with placed(desk.calls, desk.hub, entry, [[number]], confirmed=True):
            sent.append(number)

    done = await asyncio.gather(ring(BERN), ring(VIENNA), return_exceptions=True)
    assert [each.key for each in done if isinstance(each, SafetyError)] == ["calls.safety.abroad_per_day"]
    assert len(sent) == 1
    [row] = await desk.calls.history.recent(5)
    assert (row.number, row.account, row.live) == (sent[0], "Meet", False)
