"""Phoning somebody into a meeting: once for a press, under the rules of a call, and told as it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.numbers.dialling import ABROAD, MAY_STILL_RUN, PREMIUM, ConfirmNeeded
from dialer.core.errors import (
    ErrorKind,
    InputError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
    StorageError,
)
from dialer.meetings.phoned import Phoned, PhonedRows, PhonedState
from dialer.meetings.phoning import PhoneRequest
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.requests import PressDropped
from tests.fakes import settle
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from dialer.meetings.model import Meeting
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

NUMBER = "+31205550142"
EXPENSIVE = "0906 1234567"
DIALLED = f"dial m1 {NUMBER} Jan NL"


@pytest.fixture
async def meeting(desk: Desk) -> Meeting:
    return await desk.made()


def _press(meeting: Meeting, number: str = "020 555 0142", **more: object) -> PhoneRequest:
    return replace(PhoneRequest(meeting_id=meeting.id, number=number, name="Jan"), **more)  # type: ignore[arg-type]


async def _rows(desk: Desk, meeting: Meeting) -> list[tuple[str, PhonedState]]:
    return [(row.number, row.state) for row in await desk.meetings.phoning.phoned(meeting.id)]


def _dials(provider: FakeMeetings) -> list[str]:
    return [line for line in provider.log if line.startswith("dial ")]


async def test_whoever_is_phoned_is_asked_for_by_the_whole_number(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    phoned = await desk.meetings.phoning.phone(_press(meeting))
    assert _dials(provider) == [DIALLED]
    assert (phoned.number, phoned.name, phoned.state) == (NUMBER, "Jan", PhonedState.TAKEN_ON)
    await desk.again()
    assert await _rows(desk, meeting) == [(NUMBER, PhonedState.TAKEN_ON)]


async def test_a_row_is_on_the_disk_before_anything_is_sent(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.gate = asyncio.Event()
    press = asyncio.ensure_future(desk.meetings.phoning.phone(_press(meeting)))
    await settle()
    assert _dials(provider) == [DIALLED]
    rows = await PhonedRows(desk.app.hub.database).of_meeting(meeting.id)
    assert [row.state for row in rows] == [PhonedState.REQUESTED]
    provider.gate.set()
    await press


async def test_what_cannot_be_written_down_is_not_sent(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_rows: PhonedRows, _phoned: Phoned) -> None:
        raise StorageError("core.storage.full")

    monkeypatch.setattr(PhonedRows, "insert", full)
    with pytest.raises(StorageError, match=r"phone\.not_written"):
        await desk.meetings.phoning.phone(_press(meeting))
    assert _dials(provider) == []
    monkeypatch.undo()
    await desk.meetings.phoning.phone(_press(meeting))
    assert _dials(provider) == [DIALLED]


async def test_many_presses_at_once_are_one(desk: Desk, provider: FakeMeetings, meeting: Meeting) -> None:
    provider.gate = asyncio.Event()
    numbers = [NUMBER, "020 555 0142", "+31 20 555 0143"] * 10
    presses = [desk.meetings.phoning.phone(_press(meeting, number)) for number in numbers]
    doing = asyncio.gather(*presses, return_exceptions=True)
    await settle()
    provider.gate.set()
    done = await doing
    assert len([one for one in done if isinstance(one, Phoned)]) == 1
    assert all(isinstance(one, Phoned | PressDropped) for one in done)
    assert len(_dials(provider)) == 1


async def test_a_bouncing_key_phones_once_and_another_number_may_follow(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    await desk.meetings.phoning.phone(_press(meeting))
    with pytest.raises(PressDropped):
        await desk.meetings.phoning.phone(_press(meeting, NUMBER))
    await desk.meetings.phoning.phone(_press(meeting, "+31205550143"))
    await desk.clock.advance(6)
    await desk.meetings.phoning.phone(_press(meeting))
    assert len(_dials(provider)) == 3


@pytest.mark.parametrize("number", ["112", "999", "911", "+31112", "0800-1"])
async def test_emergency_numbers_and_what_is_none_are_never_sent(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, number: str
) -> None:
    everything = frozenset({PREMIUM, MAY_STILL_RUN})
    with pytest.raises((SafetyError, InputError)) as refused:
        await desk.meetings.phoning.phone(_press(meeting, number, confirmed=everything))
    assert not isinstance(refused.value, ConfirmNeeded)
    assert _dials(provider) == []
    assert await _rows(desk, meeting) == []


async def test_a_number_abroad_wants_a_second_step_and_counts_with_the_calls(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    settings = desk.app.hub.settings
    await settings.set("abroad_per_day", 1)
    with pytest.raises(ConfirmNeeded) as needed:
        await desk.meetings.phoning.phone(_press(meeting, "+41 31 555 12 34"))
    assert needed.value.what == ABROAD
    assert _dials(provider) == []
    await desk.meetings.phoning.phone(_press(meeting, "+41 31 555 12 34", confirmed=frozenset({ABROAD})))
    assert _dials(provider) == ["dial m1 +41315551234 Jan CH"]
    with pytest.raises(SafetyError, match="abroad_per_day"):
        await desk.meetings.phoning.phone(_press(meeting, "+43 1 5551234", confirmed=frozenset({ABROAD})))
    await settings.set("abroad", ["AT"])
    await desk.meetings.phoning.phone(_press(meeting, "+43 1 5551234"))
    assert len(_dials(provider)) == 2


async def test_presses_at_once_share_what_is_left_of_the_day(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    """In two meetings: each alone would be the last that is allowed."""
    other = await desk.made("Lunch")
    await desk.app.hub.settings.set("abroad_per_day", 1)
    said = frozenset({ABROAD})
    presses = [
        desk.meetings.phoning.phone(_press(each, number, confirmed=said))
        for each, number in ((meeting, "+41 31 555 12 34"), (other, "+43 1 5551234"))
    ]
    done = await asyncio.gather(*presses, return_exceptions=True)
    refused = [each.key for each in done if isinstance(each, SafetyError)]
    assert (len(_dials(provider)), refused) == (1, ["calls.safety.abroad_per_day"])


async def test_an_expensive_number_wants_a_second_step(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    with pytest.raises(ConfirmNeeded) as needed:
        await desk.meetings.phoning.phone(_press(meeting, EXPENSIVE))
    assert needed.value.what == PREMIUM
    assert _dials(provider) == []
    await desk.meetings.phoning.phone(_press(meeting, EXPENSIVE, confirmed=frozenset({PREMIUM})))
    assert len(_dials(provider)) == 1


async def test_an_unknown_outcome_is_told_never_repeated_and_asked_about_for_a_while(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.trouble = OutcomeUnknown("core.net.no_answer")
    with pytest.raises(OutcomeUnknown, match=r"phone\.doubt"):
        await desk.meetings.phoning.phone(_press(meeting))
    provider.trouble = None
    assert await _rows(desk, meeting) == [(NUMBER, PhonedState.UNKNOWN)]
    await desk.again()
    provider.features &= ~MeetingFeature.LIST
    other = "+31205550143"
    with pytest.raises(ConfirmNeeded) as needed:
        await desk.meetings.phoning.phone(_press(meeting, other))
    assert needed.value.what == MAY_STILL_RUN
    assert _dials(provider) == [DIALLED]
    await desk.meetings.phoning.phone(_press(meeting, other, confirmed=frozenset({MAY_STILL_RUN})))
    await desk.clock.advance(200)
    await desk.meetings.phoning.phone(_press(meeting))
    assert len(_dials(provider)) == 3


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (Refused("answers.refused", ErrorKind.VALIDATION), PhonedState.REFUSED),
        (NotSent("core.net.dns"), PhonedState.NOT_SENT),
        (InputError("iotum.error.no_country"), PhonedState.NOT_SENT),
        (RuntimeError("a bug"), PhonedState.UNKNOWN),
    ],
)
async def test_each_end_is_told_as_what_it_is(
    desk: Desk, provider: FakeMeetings, meeting: Meeting, trouble: Exception, state: PhonedState
) -> None:
    provider.trouble = trouble
    with pytest.raises((Refused, NotSent, InputError, OutcomeUnknown)):
        await desk.meetings.phoning.phone(_press(meeting))
    assert await _rows(desk, meeting) == [(NUMBER, state)]
    provider.trouble = None
    sure = frozenset({MAY_STILL_RUN})
    if state is PhonedState.UNKNOWN:
        with pytest.raises(PressDropped):
            await desk.meetings.phoning.phone(_press(meeting, confirmed=sure))
    else:  # nobody was phoned: the same press is meant
        await desk.meetings.phoning.phone(_press(meeting))
        assert len(_dials(provider)) == 2


async def test_who_stops_waiting_recalls_nothing(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.gate = asyncio.Event()
    press = asyncio.ensure_future(desk.meetings.phoning.phone(_press(meeting)))
    await settle()
    press.cancel()
    await settle()
    assert await _rows(desk, meeting) == [(NUMBER, PhonedState.REQUESTED)]
    provider.gate.set()
    await settle()
    assert await _rows(desk, meeting) == [(NUMBER, PhonedState.TAKEN_ON)]


async def test_quitting_meanwhile_leaves_it_in_doubt(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.gate = asyncio.Event()
    press = asyncio.ensure_future(desk.meetings.phoning.phone(_press(meeting)))
    await settle()
    await desk.crash()
    provider.gate = None
    await asyncio.gather(press, return_exceptions=True)
    await desk.start()
    assert await _rows(desk, meeting) == [(NUMBER, PhonedState.UNKNOWN)]
    assert _dials(provider) == [DIALLED]


async def test_of_private_people_only_the_id_is_kept(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    private = _press(meeting, name=f"Patient {CANARY}", contact_id="live-7", private=True)
    await desk.meetings.phoning.phone(private)
    [row] = await desk.meetings.phoning.phoned(meeting.id)
    assert (row.number, row.name, row.contact_id) == ("", "", "live-7")
    assert _dials(provider) == [f"dial m1 {NUMBER} Patient {CANARY} NL"]


async def test_only_meetings_that_are_there_and_providers_that_can(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.features &= ~MeetingFeature.DIAL_OUT
    with pytest.raises(InputError, match=r"phone\.cannot"):
        await desk.meetings.phoning.phone(_press(meeting))
    provider.features |= MeetingFeature.DIAL_OUT
    await desk.meetings.end(meeting.id)
    with pytest.raises(InputError, match=r"phone\.over"):
        await desk.meetings.phoning.phone(_press(meeting))
    with pytest.raises(InputError, match="no_such"):
        await desk.meetings.phoning.phone(replace(_press(meeting), meeting_id="nowhere"))
    assert _dials(provider) == []


async def test_a_refused_sign_in_silences_the_account(
    desk: Desk, provider: FakeMeetings, meeting: Meeting
) -> None:
    provider.trouble = Refused("answers.sign_in_refused", ErrorKind.AUTH)
    with pytest.raises(Refused):
        await desk.meetings.phoning.phone(_press(meeting))
    with pytest.raises(Refused, match="account_not_ready"):
        await desk.meetings.phoning.phone(_press(meeting))
    assert _dials(provider) == [DIALLED]
