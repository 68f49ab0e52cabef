"""What every provider that phones people into meetings must pass: it costs money."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

import pytest

from dialer.contacts.numbers.dialling import MAY_STILL_RUN
from dialer.core.errors import NotSent, OutcomeUnknown
from dialer.meetings.phoned import PhonedState
from dialer.meetings.phoning import PhoneRequest
from dialer.meetings.provider import MeetingFeature, meetings
from dialer.testing.conformance import QUIET, scenario
from dialer.testing.faults import Fault
from dialer.testing.uses import meet

if TYPE_CHECKING:
    from dialer.meetings.model import Meeting
    from dialer.testing.bench import Bench
    from dialer.testing.meetings import MeetingRecipe

_NUMBERS = ("+31205550142", "+31205550143", "+31205550144")
_LOST = (Fault.RESET, Fault.ERROR_500, Fault.WEB_PAGE)


class DoingsConformance:
    """The tests, a part of `MeetingConformance`; a provider without DIAL_OUT is not asked.

    Attributes:
        recipe: of a meeting provider; its ``rung`` tells which request rings which number.
    """

    recipe: ClassVar[type[MeetingRecipe]]

    @scenario
    async def test_a_phone_is_rung_once_however_often_it_is_pressed(self, bench: Bench) -> None:
        meeting = await _meeting(bench)
        presses = [bench.app.meetings.phoning.phone(_press(meeting, _NUMBERS[0])) for _ in range(10)]
        await asyncio.gather(*presses, return_exceptions=True)
        assert _rung(bench) == [_NUMBERS[0]]
        assert await _states(bench, meeting) == [PhonedState.TAKEN_ON]

    @scenario
    async def test_a_lost_answer_rings_no_phone_twice(self, bench: Bench) -> None:
        meeting = await _meeting(bench)
        for fault, number in zip(_LOST, _NUMBERS, strict=True):
            await bench.server.break_(fault, meets=lambda request: _number(bench, request) is not None)
            with pytest.raises(OutcomeUnknown):
                await bench.app.meetings.phoning.phone(_press(meeting, number))
            await asyncio.sleep(QUIET)
        assert _rung(bench) == list(_NUMBERS)
        assert await _states(bench, meeting) == [PhonedState.UNKNOWN] * len(_NUMBERS)
        await bench.server.break_(Fault.REFUSED)
        with pytest.raises(NotSent):
            await bench.app.meetings.phoning.phone(_press(meeting, "+31205550145"))
        assert _rung(bench) == list(_NUMBERS)


async def _meeting(bench: Bench) -> Meeting:
    entry = await bench.add()
    [(_, provider)] = meetings(bench.hub)
    if MeetingFeature.DIAL_OUT not in provider.features:
        pytest.skip("does not declare DIAL_OUT")
    await meet(bench, entry)
    [meeting] = await bench.app.meetings.coming()
    return meeting


def _press(meeting: Meeting, number: str) -> PhoneRequest:
    return PhoneRequest(meeting_id=meeting.id, number=number, confirmed=frozenset({MAY_STILL_RUN}))


def _number(bench: Bench, request: object) -> str | None:
    # Only the recipe of a meeting provider tells.
    number: str | None = bench.recipe.rung(request)  # type: ignore[attr-defined]
    return number


def _rung(bench: Bench) -> list[str]:
    return [number for request in bench.server.requests if (number := _number(bench, request))]


async def _states(bench: Bench, meeting: Meeting) -> list[PhonedState]:
    return [row.state for row in await bench.app.meetings.phoning.phoned(meeting.id)]
