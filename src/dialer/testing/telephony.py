"""What every telephone provider must pass."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from dialer.calls.gate import DialRequest
from dialer.calls.model import CallState, EndReason
from dialer.calls.provider import TelephonyFeature, TelephonyProvider, telephony
from dialer.core.entry import EntryState
from dialer.testing.conformance import QUIET, Conformance, scenario
from dialer.testing.faults import Fault
from dialer.testing.recipe import Answer, Recipe
from dialer.testing.uses import NUMBER, call

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.core.entry import ConfigEntry
    from dialer.testing.bench import Bench

SHORTEST_POLL = 1.0
"""Seconds: a provider is asked no more often."""


class TelephonyRecipe(Recipe):
    """A recipe for a telephone provider.

    ``acts`` tells the requests that ring a phone. A status is answered from ``state``, in the provider's way.

    Attributes:
        state: where the call is; tests move it along. After a hang-up that is asked for, set it to ``ENDED``.
    """

    state: CallState = CallState.SOURCE_RINGING

    def refusal(self) -> Answer | None:
        """Return how the provider says no to a call, such as to a barred number; None if it never does."""
        return None


class TelephonyConformance(Conformance):
    """The tests; name the recipe in a class of your own below this one."""

    recipe: ClassVar[type[TelephonyRecipe]]

    async def use(self, bench: Bench, entry: ConfigEntry) -> None:
        """Press Call, and hang up if that brings a call about."""
        await call(bench, entry)

    @scenario
    async def test_it_is_asked_no_more_often_than_that(self, bench: Bench) -> None:
        await bench.add()
        assert _provider(bench).poll_interval >= SHORTEST_POLL

    @scenario
    async def test_a_call_is_placed_once_however_often_it_is_pressed(self, bench: Bench) -> None:
        entry = await bench.add()
        presses = [_press(bench, entry) for _ in range(10)]
        done = await asyncio.gather(*presses, return_exceptions=True)
        await _placed(bench)
        assert sum(not isinstance(press, BaseException) for press in done) == 1
        assert len(bench.server.acts) == 1
        assert _now(bench).accepted_at is not None, f"not accepted: {_now(bench).error_key}"

    @scenario
    async def test_a_call_is_followed_to_its_end(self, bench: Bench) -> None:
        entry = await bench.add()
        _needs(bench, TelephonyFeature.STATUS)
        await _dial(bench, entry)
        _recipe(bench).state = CallState.CONNECTED
        await bench.until(lambda: _now(bench).state is CallState.CONNECTED, "the call is connected")
        _recipe(bench).state = CallState.ENDED
        await bench.until(lambda: not _now(bench).live, "the call is over")
        assert _now(bench).reason is EndReason.COMPLETED
        assert len(bench.server.acts) == 1

    @scenario
    async def test_the_next_call_is_another_one(self, bench: Bench) -> None:
        entry = await bench.add()
        await self.use(bench, entry)
        first = _now(bench)
        _recipe(bench).state = CallState.SOURCE_RINGING
        await _dial(bench, entry)
        assert (_now(bench).id != first.id, _now(bench).live) == (True, True), _now(bench).error_key
        assert len(bench.server.acts) == 2  # noqa: PLR2004  # two presses

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_a_fault_is_told_as_what_it_is_and_nothing_is_repeated(
        self, bench: Bench, fault: Fault
    ) -> None:
        entry = await bench.add()
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault)
        await _dial(bench, entry)
        expected = EndReason.NOT_SENT if fault is Fault.REFUSED else EndReason.UNKNOWN
        await bench.until(lambda: not _now(bench).live, "the call is given up")
        await bench.server.mend()
        await asyncio.sleep(QUIET)
        assert _now(bench).reason is expected
        assert len(bench.server.acts) == (0 if fault is Fault.REFUSED else 1)
        [record] = await bench.app.calls.history.recent()
        assert (record.reason, record.live) == (expected, False)

    @scenario
    async def test_a_clear_no_rings_nobody_and_says_so(self, bench: Bench) -> None:
        entry = await bench.add()
        refusal = _recipe(bench).refusal()
        if refusal is None:
            pytest.skip("the recipe knows no refusal")
        bench.server.answer_acts(refusal)
        await _dial(bench, entry)
        assert _now(bench).reason is EndReason.REJECTED
        assert entry.state is EntryState.LOADED
        assert len(bench.server.acts) == 1

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_a_status_that_cannot_be_read_ends_no_call(self, bench: Bench, fault: Fault) -> None:
        entry = await bench.add()
        _needs(bench, TelephonyFeature.STATUS)
        await _dial(bench, entry)
        _recipe(bench).state = CallState.CONNECTED
        await bench.until(lambda: _now(bench).state is CallState.CONNECTED, "the call is connected")
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault, meets=lambda _request: True)
        await asyncio.sleep(QUIET)
        assert _now(bench).state is CallState.CONNECTED
        await bench.server.mend()
        _recipe(bench).state = CallState.ENDED
        await bench.until(lambda: not _now(bench).live, "the end of the call is seen")
        assert _now(bench).reason is EndReason.COMPLETED

    @scenario
    async def test_hanging_up_is_confirmed_by_the_provider(self, bench: Bench) -> None:
        entry = await bench.add()
        _needs(bench, TelephonyFeature.HANG_UP)
        await _dial(bench, entry)
        await bench.server.break_(Fault.ERROR_500, meets=lambda _request: True)
        await bench.app.calls.hang_up()
        assert (_now(bench).live, _now(bench).hang_up_failed) == (True, True)
        await bench.server.mend()
        asked = len(bench.server.requests)
        await bench.app.calls.hang_up()
        assert _now(bench).reason is EndReason.HUNG_UP
        assert len(bench.server.requests) > asked
        assert len(bench.server.acts) == 1

    @scenario
    async def test_a_restart_finds_the_call_again(self, bench: Bench) -> None:
        entry = await bench.add()
        _needs(bench, TelephonyFeature.RESUME)
        await _dial(bench, entry)
        _recipe(bench).state = CallState.CONNECTED
        await bench.until(lambda: _now(bench).state is CallState.CONNECTED, "the call is connected")
        await bench.app.stop(keep_call=True)
        await bench.start()
        await bench.until(lambda: bench.app.calls.current is not None, "the call is found again")
        assert (_now(bench).live, _now(bench).found_again) == (True, True)
        await bench.app.calls.hang_up()
        assert len(bench.server.acts) == 1

    @scenario
    async def test_it_takes_the_choices_that_it_declares(self, bench: Bench) -> None:
        entry = await bench.add()
        provider = _provider(bench)
        both = True if TelephonyFeature.BOTH_AT_ONCE in provider.features else None
        source = provider.sources[-1] if TelephonyFeature.CHOOSE_SOURCE in provider.features else None
        await _press(bench, entry, both_at_once=both, source=source)
        await _placed(bench)
        assert _now(bench).accepted_at is not None, f"not accepted: {_now(bench).error_key}"


async def _press(bench: Bench, entry: ConfigEntry, **choices: Any) -> Call:
    return await bench.app.calls.dial(DialRequest(number=NUMBER, entry_id=entry.id, **choices))


async def _placed(bench: Bench) -> None:
    await bench.until(lambda: not bench.app.calls.dialling, "an end of placing the call")


async def _dial(bench: Bench, entry: ConfigEntry) -> None:
    await _press(bench, entry)
    await _placed(bench)


def _now(bench: Bench) -> Call:
    call = bench.app.calls.current
    assert call is not None, "no call was placed"
    return call


def _provider(bench: Bench) -> TelephonyProvider:
    [(_, provider)] = telephony(bench.hub)
    return provider


def _recipe(bench: Bench) -> TelephonyRecipe:
    assert isinstance(bench.recipe, TelephonyRecipe), (
        "the recipe of a telephone provider is a TelephonyRecipe"
    )
    return bench.recipe


def _needs(bench: Bench, feature: TelephonyFeature) -> None:
    if feature not in _provider(bench).features:
        pytest.skip(f"does not declare {feature.name}")
