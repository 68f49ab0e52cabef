"""The exit codes are a contract."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from dialer.calls.gate import PressDropped
from dialer.calls.model import Call, CallState, EndReason
from dialer.calls.provider import SessionGone
from dialer.cli.exitcodes import of_call, of_error
from dialer.cli.wishes import UsageError
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core import errors
from dialer.core.errors import ApiError, DialerError, ErrorKind

_WHEN = datetime(2026, 3, 2, tzinfo=UTC)

# Reason, code where both legs were connected before, code where they were not.
_CALLS = {
    EndReason.COMPLETED: (0, 3),
    EndReason.HUNG_UP: (0, 3),
    EndReason.BUSY: (0, 3),
    EndReason.NO_ANSWER: (0, 3),
    EndReason.REJECTED: (0, 3),
    EndReason.WRONG_SOURCE: (0, 3),
    EndReason.WRONG_DESTINATION: (0, 3),
    EndReason.NO_FUNDS: (0, 3),
    EndReason.AUTH_FAILED: (4, 4),
    EndReason.NOT_SENT: (5, 5),
    EndReason.UNKNOWN: (6, 6),
    EndReason.LOST: (6, 6),
}


@pytest.mark.parametrize(("reason", "connected"), list(itertools.product(EndReason, (True, False))))
def test_a_call_that_is_over(reason: EndReason, connected: bool) -> None:
    call = Call(
        id="1", entry_id="e", account="a", number="+31201234567", started_at=_WHEN, reason=reason,
        state=CallState.ENDED, both_connected=connected,
    )  # fmt: skip
    assert of_call(call) == _CALLS[reason][0 if connected else 1]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputError("x"), 2),
        (UsageError("x"), 2),
        (errors.StorageError("x"), 2),
        (errors.SecretsUnavailable("x"), 2),
        (errors.EntryError("x"), 2),
        (errors.EntryAuthFailed("x"), 4),
        (errors.EntryNotReady("x"), 5),
        (errors.NotSent("x"), 5),
        (errors.OutcomeUnknown(), 6),
        (errors.SafetyError("x"), 7),
        (ConfirmNeeded("premium"), 7),
        (PressDropped(), 7),
        (SessionGone(), 3),
        (errors.Refused("x", ErrorKind.AUTH), 4),
        (errors.Refused("x", ErrorKind.VALIDATION), 3),
        (ApiError("x", ErrorKind.PERMISSION), 3),
        (ApiError("x", ErrorKind.NOT_FOUND), 3),
        (ApiError("x", ErrorKind.PROVIDER), 3),
        (ApiError("x", ErrorKind.NETWORK), 5),
        (ApiError("x", ErrorKind.PROTOCOL), 6),
    ],
)
def test_an_error_that_ended_a_command(error: DialerError, code: int) -> None:
    assert of_error(error) == code
