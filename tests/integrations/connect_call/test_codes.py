"""Every code has a meaning for every operation, and the call follows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.calls.model import CallState, EndedBy, EndReason, LegState
from dialer.integrations.connect_call.codes import VERDICTS, Operation, Response, Status, Verdict, verdict
from dialer.integrations.connect_call.statuses import update_for

DOCUMENTED_STATUS = {3, 4, 5, 7, 9, 10, 11, 12, 16, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33}
DOCUMENTED_RESPONSE = {100, 101, 102, 103, 104, 105}
DIALS = (Operation.LOGIN, Operation.CONNECT)

A, U = Verdict.ACCEPTED, Verdict.UNCLEAR
DONE, NOT_DONE, GONE = Verdict.DONE, Verdict.NOT_DONE, Verdict.SESSION_GONE
TABLE = {
    Operation.LOGIN: (U, Verdict.REJECTED, Verdict.SIGN_IN_REFUSED, A, Verdict.WRONG_PARAMETERS, U),
    Operation.CONNECT: (A, Verdict.SESSION_EXPIRED, Verdict.SESSION_EXPIRED, U, Verdict.WRONG_PARAMETERS, U),
    Operation.GET_STATUS: (Verdict.STATUS, GONE, GONE, Verdict.STATUS, GONE, Verdict.NO_CHANGE),
    Operation.HANG_UP: (DONE, NOT_DONE, GONE, NOT_DONE, GONE, DONE),
    Operation.END: (DONE, DONE, GONE, NOT_DONE, GONE, DONE),
}


def test_the_documents_codes() -> None:
    assert set(Status) == DOCUMENTED_STATUS
    assert set(Response) == DOCUMENTED_RESPONSE


@pytest.mark.parametrize("operation", Operation)
def test_no_code_is_left_out(operation: Operation) -> None:
    assert VERDICTS[operation].keys() == DOCUMENTED_STATUS | DOCUMENTED_RESPONSE


@pytest.mark.parametrize("operation", Operation)
def test_response_codes(operation: Operation) -> None:
    assert tuple(verdict(operation, code) for code in sorted(DOCUMENTED_RESPONSE)) == TABLE[operation]


@pytest.mark.parametrize("code", sorted(DOCUMENTED_STATUS))
def test_a_status_code_is_news_only_to_the_status_question(code: int) -> None:
    assert verdict(Operation.GET_STATUS, code) is Verdict.STATUS
    assert {verdict(operation, code) for operation in DIALS} == {U}
    assert {verdict(operation, code) for operation in (Operation.HANG_UP, Operation.END)} == {NOT_DONE}


@given(st.integers(0, 10**9).filter(lambda code: code not in DOCUMENTED_STATUS | DOCUMENTED_RESPONSE))
def test_undocumented_codes(code: int) -> None:
    assert {verdict(operation, code) for operation in DIALS} == {U}
    assert verdict(Operation.GET_STATUS, code) is Verdict.STATUS
    assert {verdict(operation, code) for operation in (Operation.HANG_UP, Operation.END)} == {NOT_DONE}
    update = update_for(code)
    assert (update.code, update.state, update.reason) == (code, None, None)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (27, CallState.SOURCE_RINGING),
        (28, CallState.SOURCE_CONNECTED),
        (26, CallState.DESTINATION_RINGING),
        (29, CallState.DESTINATION_CONNECTED),
        (9, CallState.CONNECTED),
        (3, None),
        (5, None),
    ],
)
def test_progress(code: int, state: CallState | None) -> None:
    update = update_for(code)
    assert (update.code, update.state, update.reason) == (code, state, None)


@pytest.mark.parametrize(
    ("code", "reason", "ended_by", "failed"),
    [
        (4, EndReason.COMPLETED, None, None),
        (30, EndReason.COMPLETED, EndedBy.DESTINATION, None),
        (31, EndReason.COMPLETED, EndedBy.SOURCE, None),
        (10, EndReason.BUSY, None, None),
        (11, EndReason.NO_ANSWER, None, None),
        (12, EndReason.REJECTED, None, None),
        (7, EndReason.NO_FUNDS, None, None),
        (16, EndReason.NO_FUNDS, None, None),
        (32, EndReason.NO_FUNDS, None, "source"),
        (33, EndReason.NO_FUNDS, None, "destination"),
        (24, EndReason.WRONG_SOURCE, None, "source"),
        (25, EndReason.WRONG_DESTINATION, None, "destination"),
    ],
)
def test_ends(code: int, reason: EndReason, ended_by: EndedBy | None, failed: str | None) -> None:
    update = update_for(code)
    assert (update.code, update.state, update.reason) == (code, CallState.ENDED, reason)
    assert update.ended_by is ended_by
    assert update.source_leg is (LegState.FAILED if failed == "source" else None)
    assert update.destination_leg is (LegState.FAILED if failed == "destination" else None)


def test_every_documented_status_is_covered_above() -> None:
    progress, informational = {26, 27, 28, 29, 9}, {3, 5}
    ends = {code for code in DOCUMENTED_STATUS if update_for(code).reason}
    assert progress | informational | ends == DOCUMENTED_STATUS
