"""What a provider does not declare is not asked of it, and is said as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState, EndReason, LegState
from dialer.calls.provider import DialOrder, StatusUpdate, TelephonyFeature, TelephonyProvider
from dialer.calls.sentences import sentence
from dialer.core.errors import OutcomeUnknown
from dialer.core.secrets import Secret
from dialer.core.strings import Strings
from tests.calls.conftest import JANSEN
from tests.fakes import settle

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

OTHER = "+31205550143"


def _current(desk: Desk) -> Call:
    call = desk.calls.current
    assert call is not None
    return call


def _says(desk: Desk) -> str:
    return sentence(_current(desk), Strings("en"))


@pytest.fixture
def blind(provider: FakeTelephony) -> FakeTelephony:
    """A provider that can end a call, but does not tell how it goes."""
    provider.features = TelephonyFeature.HANG_UP
    return provider


@pytest.fixture
def lame(provider: FakeTelephony) -> FakeTelephony:
    """A provider that tells how a call goes, but cannot end it."""
    provider.features = TelephonyFeature.STATUS
    provider.statuses = [StatusUpdate(state=CallState.CONNECTED)]
    return provider


class LeastTelephony(TelephonyProvider):
    """Can dial, and nothing else."""

    features = TelephonyFeature(0)

    async def async_dial(self, order: DialOrder) -> None:
        """Accept."""


async def test_a_provider_needs_no_more_than_to_dial() -> None:
    least = LeastTelephony()
    assert least.session is None
    least.release()
    await least.async_end_session()
    for method in (least.async_status, least.async_hang_up):
        with pytest.raises(NotImplementedError):
            await method()
    with pytest.raises(NotImplementedError):
        least.resume(Secret("session"))


async def test_a_call_that_cannot_be_followed_is_not_asked_about(desk: Desk, blind: FakeTelephony) -> None:
    await desk.press()
    await desk.clock.advance(600)
    assert blind.log == ["dial"]
    call = _current(desk)
    assert (call.live, call.followed, call.stale) == (True, False, False)
    assert _says(desk) == f"Calling {JANSEN}. Dialer cannot follow this call: your phone shows how it goes."


async def test_it_is_put_away_with_what_is_known(desk: Desk, blind: FakeTelephony) -> None:
    await desk.press()
    await desk.calls.put_away()
    await settle()
    (record,) = await desk.calls.history.recent()
    assert (record.state, record.reason, record.ended_by) == (CallState.ENDED, EndReason.LOST, None)
    assert sentence(record, Strings("en")).startswith("The provider started the call.")
    assert (record.source_leg, record.talk_seconds) == (LegState.IDLE, None)
    await desk.press()
    assert blind.log == ["dial", "dial"]


async def test_a_call_that_is_followed_is_not_put_away(desk: Desk, lame: FakeTelephony) -> None:
    await desk.press()
    await desk.calls.put_away()
    assert _current(desk).live


async def test_the_next_call_puts_it_away_without_a_question(desk: Desk, blind: FakeTelephony) -> None:
    first = await desk.press()
    second = await desk.press(OTHER)
    assert blind.log == ["dial", "dial"]
    records = {record.id: record for record in await desk.calls.history.recent()}
    assert records[first.id].reason is EndReason.LOST
    assert records[second.id].live


async def test_it_can_still_be_hung_up(desk: Desk, blind: FakeTelephony) -> None:
    await desk.press()
    await desk.calls.hang_up()
    assert blind.log == ["dial", "hang_up"]
    assert _current(desk).reason is EndReason.HUNG_UP


async def test_quitting_ends_it_or_leaves_it_with_what_is_known(desk: Desk, blind: FakeTelephony) -> None:
    await desk.press()
    await desk.stop(keep_call=True)
    await desk.start()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.LOST
    assert "hang_up" not in blind.log
    await desk.press()
    await desk.stop()
    await desk.start()
    newest, _ = await desk.calls.history.recent()
    assert newest.reason is EndReason.HUNG_UP


async def test_after_a_crash_its_record_is_closed_with_what_is_known(
    desk: Desk, blind: FakeTelephony
) -> None:
    await desk.press()
    await desk.crash()
    await desk.start()
    await settle()
    (record,) = await desk.calls.history.recent()
    assert record.reason is EndReason.LOST
    assert sentence(record, Strings("en")).startswith("The provider started the call.")


async def test_a_call_in_doubt_is_not_asked_about(desk: Desk, blind: FakeTelephony) -> None:
    blind.dials, blind.bearer = [OutcomeUnknown()], Secret("session")
    await desk.press()
    await desk.clock.advance(60)
    assert blind.log == ["dial"]
    assert _current(desk).reason is EndReason.UNKNOWN


async def test_hanging_up_says_why_not(desk: Desk, lame: FakeTelephony) -> None:
    await desk.press()
    await desk.clock.advance(2)
    await desk.calls.hang_up()
    assert "hang_up" not in lame.log
    assert _says(desk) == "This provider cannot end calls from here. Hang up at your phone."
    lame.statuses = [StatusUpdate(reason=EndReason.COMPLETED)]
    await desk.clock.advance(2)
    assert _current(desk).reason is EndReason.COMPLETED
    assert _says(desk) == "The call has ended"
