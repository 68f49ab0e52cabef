"""The state machine: a table for what a status makes of a call, and properties that hold for any answers."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.calls import machine
from dialer.calls.model import Call, CallState, EndedBy, EndReason, LegState
from dialer.calls.provider import StatusUpdate
from dialer.calls.sentences import sentence
from dialer.core.strings import Strings

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=7)
IDLE, RINGING, CONNECTED, ENDED, FAILED, UNKNOWN = LegState
NEW = Call(id="c", entry_id="e", account="Scripted", number="+31205550142", started_at=NOW)

UPDATES = st.builds(
    StatusUpdate,
    code=st.none() | st.integers(0, 200),
    state=st.none() | st.sampled_from([state for state in CallState if state is not CallState.ENDED]),
    source_leg=st.none() | st.sampled_from(LegState),
    destination_leg=st.none() | st.sampled_from(LegState),
)
ENDS = st.builds(
    StatusUpdate,
    code=st.none() | st.integers(0, 200),
    state=st.just(CallState.ENDED),
    source_leg=st.none() | st.just(FAILED),
    destination_leg=st.none() | st.just(FAILED),
    reason=st.sampled_from(EndReason),
    ended_by=st.none() | st.sampled_from(EndedBy),
)
ANSWERS = st.lists(st.none() | UPDATES | ENDS, max_size=12)


def say(state: CallState) -> StatusUpdate:
    return StatusUpdate(state=state)


def fail(reason: EndReason) -> StatusUpdate:
    return StatusUpdate(state=CallState.ENDED, reason=reason)


def after(answers: Sequence[StatusUpdate | None], call: Call = NEW) -> list[Call]:
    """Return what is known after each answer."""
    known = [call]
    for place, answer in enumerate(answers, 1):
        known.append(machine.advance(known[-1], answer, NOW + timedelta(seconds=place)))
    return known


@pytest.mark.parametrize(
    ("states", "source", "destination", "connected"),
    [
        ([], IDLE, IDLE, False),
        ([CallState.SOURCE_RINGING], RINGING, IDLE, False),
        ([CallState.SOURCE_RINGING, CallState.SOURCE_CONNECTED], CONNECTED, IDLE, False),
        ([CallState.SOURCE_CONNECTED, CallState.DESTINATION_RINGING], CONNECTED, RINGING, False),
        ([CallState.SOURCE_CONNECTED, CallState.DESTINATION_CONNECTED], CONNECTED, CONNECTED, True),
        ([CallState.CONNECTED], CONNECTED, CONNECTED, True),
        # Both legs ring at once, and the other party is first.
        ([CallState.DESTINATION_CONNECTED], IDLE, CONNECTED, False),
        ([CallState.DESTINATION_CONNECTED, CallState.SOURCE_CONNECTED], CONNECTED, CONNECTED, True),
        # Late news takes nothing back.
        ([CallState.CONNECTED, CallState.SOURCE_RINGING], CONNECTED, CONNECTED, True),
    ],
)
def test_the_legs_follow_the_states(
    states: list[CallState], source: LegState, destination: LegState, connected: bool
) -> None:
    call = after([say(state) for state in states])[-1]
    assert (call.source_leg, call.destination_leg, call.both_connected) == (source, destination, connected)


@pytest.mark.parametrize(
    ("states", "reason", "source", "destination"),
    [
        ([CallState.SOURCE_RINGING], EndReason.NO_ANSWER, FAILED, IDLE),
        ([CallState.SOURCE_CONNECTED], EndReason.NO_ANSWER, ENDED, FAILED),
        ([CallState.SOURCE_CONNECTED], EndReason.BUSY, ENDED, FAILED),
        ([CallState.SOURCE_CONNECTED, CallState.DESTINATION_RINGING], EndReason.NO_ANSWER, ENDED, FAILED),
        ([CallState.SOURCE_CONNECTED, CallState.DESTINATION_RINGING], EndReason.REJECTED, ENDED, FAILED),
        ([], EndReason.WRONG_SOURCE, FAILED, IDLE),
        ([CallState.SOURCE_CONNECTED], EndReason.WRONG_DESTINATION, ENDED, FAILED),
        ([CallState.CONNECTED], EndReason.NO_FUNDS, ENDED, ENDED),
        ([CallState.CONNECTED], EndReason.COMPLETED, ENDED, ENDED),
        ([CallState.CONNECTED], EndReason.LOST, UNKNOWN, UNKNOWN),
    ],
)
def test_the_leg_that_failed_is_the_one_that_had_not_connected(
    states: list[CallState], reason: EndReason, source: LegState, destination: LegState
) -> None:
    call = after([*map(say, states), fail(reason)])[-1]
    assert (call.state, call.reason) == (CallState.ENDED, reason)
    assert (call.source_leg, call.destination_leg) == (source, destination)


@pytest.mark.parametrize(
    ("states", "reason", "lost_sight"),
    [
        ([CallState.SOURCE_RINGING], EndReason.BUSY, False),  # picked up since, and the other party is busy?
        ([CallState.SOURCE_RINGING], EndReason.REJECTED, False),
        ([CallState.SOURCE_RINGING], EndReason.NO_ANSWER, True),
        # Both rung at once.
        ([CallState.SOURCE_RINGING, CallState.DESTINATION_RINGING], EndReason.NO_ANSWER, False),
        ([], EndReason.BUSY, False),
        ([], EndReason.NO_ANSWER, False),
    ],
)
def test_where_nobody_knows_which_leg_failed_neither_is_blamed(
    states: list[CallState], reason: EndReason, lost_sight: bool
) -> None:
    call = after([say(state) for state in states])[-1]
    call = machine.go_stale(call, NOW) if lost_sight else call
    call = after([fail(reason)], call)[-1]
    assert FAILED not in {call.source_leg, call.destination_leg}
    assert not machine.source_failed(call)
    said = sentence(call, Strings())
    assert said.startswith("The call did not come about: your phone or ")


@pytest.mark.parametrize("hanging_up", [True, False])
@pytest.mark.parametrize("reason", list(EndReason))
def test_who_wanted_the_end_is_said(reason: EndReason, hanging_up: bool) -> None:
    call = machine.end(
        Call(**{**vars(NEW), "hanging_up": hanging_up}), reason, LATER, ended_by=EndedBy.SOURCE
    )
    if hanging_up and reason in {EndReason.COMPLETED, EndReason.LOST}:
        assert (call.reason, call.ended_by) == (EndReason.HUNG_UP, EndedBy.USER)
    else:
        assert (call.reason, call.ended_by) == (reason, EndedBy.SOURCE)
    assert not call.hanging_up


@given(ANSWERS)
def test_it_only_moves_forward(answers: list[StatusUpdate | None]) -> None:
    known = after(answers)
    for before, now in itertools.pairwise(known):
        assert now.state.rank >= before.state.rank
        assert now.both_connected >= before.both_connected
        assert before.connected_at is None or now.connected_at == before.connected_at
        assert (now.reason is not None) == (now.state is CallState.ENDED) == (now.ended_at is not None)


@given(ANSWERS, ENDS, ANSWERS, st.sampled_from(EndReason))
def test_the_end_is_final(
    first: list[StatusUpdate | None],
    last: StatusUpdate,
    late: list[StatusUpdate | None],
    reason: EndReason,
) -> None:
    ended = after([*first, last])[-1]
    assert not ended.live
    assert after(late, ended)[-1] == ended
    assert machine.end(ended, reason, LATER) == ended
    assert machine.go_stale(ended, LATER) == ended
    assert not {RINGING, CONNECTED} & {ended.source_leg, ended.destination_leg}
    assert (ended.stale, ended.hanging_up, ended.hang_up_failed) == (False, False, False)


@given(ANSWERS)
def test_an_old_status_takes_nothing_away_and_goes_with_the_next_answer(
    answers: list[StatusUpdate | None],
) -> None:
    call = after(answers)[-1]
    stale = machine.go_stale(call, LATER)
    assert stale.live == call.live
    assert (stale.state, stale.source_leg, stale.destination_leg) == (
        call.state, call.source_leg, call.destination_leg,
    )  # fmt: skip
    assert machine.go_stale(stale, LATER + timedelta(hours=1)) == stale
    assert machine.advance(stale, None, LATER) == call


@given(st.lists(UPDATES, max_size=8))
def test_an_answer_that_comes_twice_says_nothing_new(updates: list[StatusUpdate]) -> None:
    doubled = [update for update in updates for _ in range(2)]
    once, twice = after(updates)[-1], after(doubled)[-1]
    assert (once.state, once.source_leg, once.destination_leg, once.both_connected) == (
        twice.state, twice.source_leg, twice.destination_leg, twice.both_connected,
    )  # fmt: skip
