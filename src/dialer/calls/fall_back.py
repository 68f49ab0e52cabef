"""What else can be done where a call was not sent: each step is offered, and each is a press of its own.

Another account first, then the computer's own program for phone numbers, then the number large on the screen.
Where nobody knows whether it rings, only the number is shown: every other step might ring a second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dialer.calls.gate import DialRequest
from dialer.calls.model import EndReason
from dialer.calls.provider import telephony
from dialer.contacts.numbers.dialling import ConfirmNeeded, read_number
from dialer.core.errors import DialerError, NotSent, SafetyError, SecretsUnavailable

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.core.hub import Hub

SETTING = "fall_back"

_NO_ACCOUNT = {
    "calls.error.account_not_ready",
    "calls.error.account_off",
    "calls.error.account_starting",
    "calls.error.no_account",
}
_SURELY_NOT_SENT = {EndReason.NOT_SENT, EndReason.AUTH_FAILED}
_REFUSED = {EndReason.REJECTED, EndReason.NO_FUNDS}
_EARLIER_CALL = "earlier_call"


class Way(StrEnum):
    """A way to reach somebody without the account that failed."""

    ACCOUNT = "account"
    SYSTEM = "system"
    SHOW = "show"


@dataclass(frozen=True)
class Step:
    """One thing to press.

    Attributes:
        way: what it does.
        name: the account's title, or the program's name.
        entry_id: the account.
    """

    way: Way
    name: str = ""
    entry_id: str = ""


@dataclass(frozen=True)
class FallBack:
    """What is offered in place of a call.

    Attributes:
        request: the press that failed.
        number: the number in E.164 form: the number shown is the number handed on.
        shown: the number as people write it.
        why: the error that kept the call from being sent; None where the call's record says it.
        steps: what there is to press, the best first.
        in_doubt: nobody knows whether it rings.
        entry_id: the account that failed; empty where there was none.
    """

    request: DialRequest
    number: str
    shown: str
    why: DialerError | None = None
    steps: tuple[Step, ...] = ()
    in_doubt: bool = False
    entry_id: str = ""


def is_not_called(error: DialerError) -> bool:
    """Whether a press failed because there is no way to the provider, not because of the number."""
    if isinstance(error, SafetyError):
        return False
    return isinstance(error, NotSent | SecretsUnavailable) or error.key in _NO_ACCOUNT


def needs_another_way(call: Call) -> bool:
    """Whether something is to be offered for a call that is over."""
    if call.live or (call.error_key or "").startswith("calls.safety."):
        return False
    if call.accepted_at is not None:
        return False  # the telephones did ring
    return call.reason in _SURELY_NOT_SENT | _REFUSED | {EndReason.UNKNOWN}


async def after_error(
    hub: Hub, request: DialRequest, error: DialerError, program: str = ""
) -> FallBack | None:
    """Return what to offer for a press that failed before anything was written down.

    Args:
        hub: the platform.
        request: the press.
        error: why it failed.
        program: the computer's own program for phone numbers, where it is not Dialer.
    """
    if not hub.settings.get(SETTING) or not is_not_called(error):
        return None
    return await _offer(hub, request, request.entry_id or "", program, why=error)


async def after_call(hub: Hub, call: Call, program: str = "") -> FallBack | None:
    """Return what to offer for a call that is over; arguments as those of `after_error`."""
    if not hub.settings.get(SETTING) or not needs_another_way(call):
        return None
    request = DialRequest(
        number=call.number, contact_id=call.contact_id, name=call.name, private=call.private
    )
    # An earlier call that could not be ended may still keep the own phone.
    in_doubt = call.reason is EndReason.UNKNOWN or (call.error_key or "").endswith(_EARLIER_CALL)
    return await _offer(hub, request, call.entry_id, program, in_doubt=in_doubt)


async def _offer(
    hub: Hub,
    request: DialRequest,
    failed: str,
    program: str,
    *,
    why: DialerError | None = None,
    in_doubt: bool = False,
) -> FallBack | None:
    try:
        read = await read_number(request.number, hub.settings.region)
    except (DialerError, ConfirmNeeded):  # what must not be called is offered in no way
        return None
    number = str(read.e164)
    steps: list[Step] = []
    if not in_doubt:
        steps += [
            Step(Way.ACCOUNT, entry.title, entry.id) for entry, _ in telephony(hub) if entry.id != failed
        ]
        if program and not read.confirm:  # it would not ask about what a call costs
            steps.append(Step(Way.SYSTEM, program))
    steps.append(Step(Way.SHOW))
    shown = read.international or number
    return FallBack(request, number, shown, why, tuple(steps), in_doubt, failed)
