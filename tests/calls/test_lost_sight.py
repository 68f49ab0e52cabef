"""Calls whose end nobody saw: the record says what was seen of them, and never that they are over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import EndReason, LegState
from dialer.calls.provider import SessionGone, TelephonyFeature
from dialer.calls.sentences import sentence
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.errors import ApiError, ErrorKind, OutcomeUnknown
from dialer.core.secrets import Secret
from dialer.core.strings import Strings
from tests.calls.test_manager import DEST_RINGS, FAILED, SOURCE_UP, TALKING
from tests.fakes import settle

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

NOT_ENDED = (
    "The call was started, and we could not end it. We do not know how it went on. "
    "If it still runs, hang up at your phone."
)
STOPPED = (
    "The call was started, but Dialer stopped before it was over. We do not know how it went on. "
    "If it still runs, hang up at your phone."
)
REFUSED = ApiError("core.entry.auth_refused", ErrorKind.AUTH, code=401)


def says(call: Call) -> str:
    return sentence(call, Strings("en"))


async def record(desk: Desk) -> Call:
    (found,) = await desk.calls.history.recent()
    return found


async def fail_to_hang_up(desk: Desk) -> None:
    hanging_up = asyncio.create_task(desk.calls.hang_up())
    await desk.clock.advance(10)
    await hanging_up


@pytest.fixture
def unending(provider: FakeTelephony) -> FakeTelephony:
    """A provider whose calls ring on, whatever is asked."""
    provider.statuses, provider.hang_ups = [SOURCE_UP, DEST_RINGS, None], [FAILED]
    return provider


async def test_a_call_that_could_not_be_ended(desk: Desk, unending: FakeTelephony) -> None:
    await desk.press()
    await desk.clock.advance(2)
    await fail_to_hang_up(desk)
    await desk.stop()
    await desk.start()
    left = await record(desk)
    assert (left.reason, left.ended_by, says(left)) == (EndReason.UNKNOWN, None, NOT_ENDED)
    assert (left.source_leg, left.destination_leg) == (LegState.UNKNOWN, LegState.UNKNOWN)
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press()
    assert caught.value.what == "may_still_run"
    assert unending.log.count("dial") == 1


async def test_a_hang_up_that_quitting_broke_off(
    desk: Desk, unending: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it any more: it has not ended the call, and must not be taken for one that has."""
    monkeypatch.setattr("dialer.calls.leaving.QUIT_DEADLINE", 0.05)
    monkeypatch.setattr(unending, "async_hang_up", asyncio.Event().wait)
    await desk.press()
    await desk.stop()
    await desk.start()
    assert says(await record(desk)) == NOT_ENDED


async def test_the_warning_is_back_where_the_call_is_found_again(desk: Desk, unending: FakeTelephony) -> None:
    unending.bearer = Secret("guid")
    await desk.press()
    await fail_to_hang_up(desk)
    unending.statuses = [None]
    await desk.stop()
    await desk.start()
    call = desk.calls.current
    assert call is not None
    assert (call.found_again, call.hang_up_failed) == (True, True)
    assert says(call).startswith("We could not end the call.")
    unending.statuses = [SessionGone(101)]
    await desk.clock.advance(5)
    gone = await record(desk)
    assert (gone.reason, says(gone)) == (EndReason.LOST, NOT_ENDED)


async def test_one_that_nobody_can_follow(desk: Desk, unending: FakeTelephony) -> None:
    unending.features = TelephonyFeature.HANG_UP
    await desk.press()
    await fail_to_hang_up(desk)
    await desk.calls.put_away()
    await settle()
    left = await record(desk)
    assert (left.reason, left.ended_by, says(left)) == (EndReason.LOST, None, NOT_ENDED)


async def test_a_crash_denies_nothing_that_was_seen(desk: Desk, unending: FakeTelephony) -> None:
    await desk.press()
    await desk.clock.advance(2)
    await desk.crash()
    await desk.start()
    left = await record(desk)
    assert (left.reason, says(left)) == (EndReason.UNKNOWN, STOPPED)


async def test_what_nobody_took_is_still_in_doubt(desk: Desk, provider: FakeTelephony) -> None:
    provider.dials = [OutcomeUnknown()]
    await desk.press()
    left = await record(desk)
    assert (left.reason, left.accepted_at) == (EndReason.UNKNOWN, None)
    assert says(left).startswith("We do not know whether the call was started.")


REFUSED_IN_MID_CALL = (
    "The provider refused your sign-in during the call, so Dialer can no longer see it or end it. "
    "The call itself may go on: hang up at your phone. Then sign in to the account again."
)


def names_the_refusal(left: Call) -> None:
    assert (left.reason, left.code, left.ended_by) == (EndReason.LOST, 401, None)
    assert (left.source_leg, left.destination_leg) == (LegState.UNKNOWN, LegState.UNKNOWN)
    assert says(left) == REFUSED_IN_MID_CALL


async def test_a_sign_in_refused_in_mid_call_is_named(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses = [TALKING, REFUSED]
    await desk.press()
    await desk.clock.advance(5)
    names_the_refusal(await record(desk))


async def test_a_sign_in_refused_at_the_hang_up_is_named(desk: Desk, provider: FakeTelephony) -> None:
    provider.statuses, provider.hang_ups = [TALKING, None], [REFUSED]
    await desk.press()
    await desk.calls.hang_up()
    await settle()
    names_the_refusal(await record(desk))
