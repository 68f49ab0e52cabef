"""The codes of Connect Call, and what each one means to each operation."""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum, auto


class Operation(StrEnum):
    """The documented operations; all but the first are sent as ``cmd`` in exactly this spelling."""

    LOGIN = "login"
    CONNECT = "connect"
    GET_STATUS = "getStatus"
    HANG_UP = "hangUp"
    END = "end"


class Response(IntEnum):
    """The document's response codes."""

    OK = 100
    FAILED = 101
    AUTHORIZATION_FAILED = 102
    LOGIN_SUCCESS = 103
    WRONG_PARAMETERS = 104
    NO_CHANGES = 105


class Status(IntEnum):
    """The document's status codes; only ``getStatus`` answers with them."""

    UNKNOWN = 3
    HANG_UP = 4
    ACCOUNT_STATE = 5
    ENDED_INSUFFICIENT_FUNDS = 7
    CLIENTS_CONNECTED = 9
    BUSY = 10
    NO_ANSWER = 11
    REJECTED = 12
    INSUFFICIENT_FUNDS = 16
    WRONG_SOURCE_NUMBER = 24
    WRONG_DESTINATION_NUMBER = 25
    DESTINATION_ALERTING = 26
    SOURCE_ALERTING = 27
    SOURCE_CONNECTED = 28
    DESTINATION_CONNECTED = 29
    DESTINATION_ENDED = 30
    SOURCE_ENDED = 31
    SOURCE_INSUFFICIENT_FUNDS = 32
    DESTINATION_INSUFFICIENT_FUNDS = 33


class Verdict(Enum):
    """What an answer's code means to the operation that got it."""

    ACCEPTED = auto()
    """A dial: the call is being set up (class A)."""
    SIGN_IN_REFUSED = auto()
    """A dial: login or password is wrong, nobody was rung (class R)."""
    REJECTED = auto()
    """A dial: clearly refused, nobody was rung (class R)."""
    WRONG_PARAMETERS = auto()
    """A dial: the server does not accept the numbers, nobody was rung (class R)."""
    SESSION_EXPIRED = auto()
    """A dial in a session that the server has forgotten: nobody was rung (class R), logging in helps."""
    UNCLEAR = auto()
    """A dial: it may have rung (class U)."""
    STATUS = auto()
    """A status question: the code is the call's status, known or not."""
    NO_CHANGE = auto()
    """A status question: nothing is new since the last answer."""
    SESSION_GONE = auto()
    """Any question: the server does not know the session."""
    DONE = auto()
    """A hang-up or log-out: the goal is reached."""
    NOT_DONE = auto()
    """A hang-up or log-out: not confirmed."""


def _table(responses: dict[Response, Verdict], status: Verdict) -> dict[int, Verdict]:
    table: dict[int, Verdict] = dict.fromkeys(Status, status)
    table.update({int(code): meaning for code, meaning in responses.items()})
    return table


VERDICTS: dict[Operation, dict[int, Verdict]] = {
    Operation.LOGIN: _table(
        {
            # The log-in's success is 103; a bare 100 brings no session, so nobody knows what it stands for.
            Response.OK: Verdict.UNCLEAR,
            Response.FAILED: Verdict.REJECTED,
            Response.AUTHORIZATION_FAILED: Verdict.SIGN_IN_REFUSED,
            Response.LOGIN_SUCCESS: Verdict.ACCEPTED,
            Response.WRONG_PARAMETERS: Verdict.WRONG_PARAMETERS,
            Response.NO_CHANGES: Verdict.UNCLEAR,
        },
        Verdict.UNCLEAR,
    ),
    Operation.CONNECT: _table(
        {
            Response.OK: Verdict.ACCEPTED,
            Response.FAILED: Verdict.SESSION_EXPIRED,
            Response.AUTHORIZATION_FAILED: Verdict.SESSION_EXPIRED,
            Response.LOGIN_SUCCESS: Verdict.UNCLEAR,
            Response.WRONG_PARAMETERS: Verdict.WRONG_PARAMETERS,
            Response.NO_CHANGES: Verdict.UNCLEAR,
        },
        Verdict.UNCLEAR,
    ),
    Operation.GET_STATUS: _table(
        {
            Response.OK: Verdict.STATUS,
            Response.FAILED: Verdict.SESSION_GONE,
            Response.AUTHORIZATION_FAILED: Verdict.SESSION_GONE,
            Response.LOGIN_SUCCESS: Verdict.STATUS,
            Response.WRONG_PARAMETERS: Verdict.SESSION_GONE,
            Response.NO_CHANGES: Verdict.NO_CHANGE,
        },
        Verdict.STATUS,
    ),
    Operation.HANG_UP: _table(
        {
            Response.OK: Verdict.DONE,
            Response.FAILED: Verdict.NOT_DONE,
            # There is no number in this request that could be wrong: it is the session.
            Response.AUTHORIZATION_FAILED: Verdict.SESSION_GONE,
            Response.LOGIN_SUCCESS: Verdict.NOT_DONE,
            Response.WRONG_PARAMETERS: Verdict.SESSION_GONE,
            Response.NO_CHANGES: Verdict.DONE,
        },
        Verdict.NOT_DONE,
    ),
    Operation.END: _table(
        {
            Response.OK: Verdict.DONE,
            Response.FAILED: Verdict.DONE,
            Response.AUTHORIZATION_FAILED: Verdict.SESSION_GONE,
            Response.LOGIN_SUCCESS: Verdict.NOT_DONE,
            Response.WRONG_PARAMETERS: Verdict.SESSION_GONE,
            Response.NO_CHANGES: Verdict.DONE,
        },
        Verdict.NOT_DONE,
    ),
}

_UNDOCUMENTED: dict[Operation, Verdict] = {
    Operation.LOGIN: Verdict.UNCLEAR,
    Operation.CONNECT: Verdict.UNCLEAR,
    Operation.GET_STATUS: Verdict.STATUS,
    Operation.HANG_UP: Verdict.NOT_DONE,
    Operation.END: Verdict.NOT_DONE,
}


def verdict(operation: Operation, code: int) -> Verdict:
    """Return what a code means to an operation, undocumented codes too."""
    return VERDICTS[operation].get(code, _UNDOCUMENTED[operation])
