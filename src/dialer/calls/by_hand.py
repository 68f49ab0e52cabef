"""Calls that are placed with an account's own interface (`dialer api`) instead of the call manager.

What holds for every call holds for these: emergency numbers are never sent, expensive ones after a second
step only, and a record is on the disk before anything is sent. Nobody follows them from here.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls import machine
from dialer.calls.model import Call, EndReason
from dialer.calls.provider import callers
from dialer.contacts.numbers.abroad import check_abroad
from dialer.contacts.numbers.dialling import ABROAD, PREMIUM, ConfirmNeeded
from dialer.contacts.numbers.reading import NumberType
from dialer.core.errors import (
    DialerError,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
    Refused,
    SafetyError,
)
from dialer.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from dialer.calls.manager import CallManager
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

NOT_FOLLOWED = "calls.ended.by_hand"

WRITE_DEADLINE = 3.0
"""Seconds for which the answer waits until it is written down, too."""

_COUNTRY = re.compile(r"[A-Za-z]{2}")


def numbers(rings: Sequence[Sequence[str]], values: Mapping[str, object]) -> list[list[str]]:
    """Return the numbers that an operation would ring, each as the parts that it is given in."""
    parts = [[str(values[key]) for key in keys if values.get(key) is not None] for keys in rings]
    return [number for number in parts if number]


@asynccontextmanager
async def placed(
    manager: CallManager, hub: Hub, entry: ConfigEntry, rung: Sequence[Sequence[str]], *, confirmed: bool
) -> AsyncIterator[None]:
    """Watch over a request that rings these numbers; the first is the other party's. Without any, do nothing.

    Args:
        manager: whose call must not be disturbed.
        hub: the platform.
        entry: the account.
        rung: the numbers, each as the parts that it is given in.
        confirmed: whether the user has taken the second step that an expensive number needs.

    Raises:
        SafetyError: a safety rule refuses it, or asks for a second step first.
        StorageError: it could not be written down, so nothing is sent.
    """
    if not rung:
        yield
        return
    manager.records.refuse_when_stopping()
    read = [
        await asyncio.to_thread(_check, parts, hub.settings.region, confirmed=confirmed) for parts in rung
    ]
    number = (read[0] and read[0].e164) or "".join(rung[0])
    alone = entry in callers(hub)  # else somebody is called into a meeting, beside any other call
    if alone and manager.current is not None and manager.current.live:
        raise SafetyError("calls.safety.call_runs")
    if alone:
        manager.gate.enter()
    try:
        async with hub.counting:
            for parts, candidate in zip(rung, read, strict=True):
                if candidate is not None:
                    # Whoever names a country has said that it is abroad; it counts all the same.
                    sure = confirmed or candidate.region in _countries(parts)
                    await check_abroad(hub, candidate, {ABROAD} if sure else set())
            call = await _write_first(manager, hub, entry, number)
        async with _written_down(manager, hub, call):
            yield
    finally:
        if alone:
            manager.gate.leave()


async def _write_first(manager: CallManager, hub: Hub, entry: ConfigEntry, number: str) -> Call:
    """Write a record before the request."""
    call = Call(
        id=new_id(),
        entry_id=entry.id,
        account=entry.title,
        number=number,
        started_at=hub.clock.now(),
    )
    await manager.records.begin(call)
    return call


@asynccontextmanager
async def _written_down(manager: CallManager, hub: Hub, call: Call) -> AsyncIterator[None]:
    """Write down what became of a request."""
    reason, key = EndReason.UNKNOWN, None
    try:
        yield
        call, key = replace(call, accepted_at=hub.clock.now()), NOT_FOLLOWED
    except DialerError as error:
        reason, key = _reason(error)
        raise
    finally:
        ended = machine.end(call, reason, hub.clock.now(), error_key=key)
        # A disk that is full by now must not hide what became of it: it is written when there is room.
        await asyncio.wait({manager.records.keep(ended)}, timeout=WRITE_DEADLINE)


def _countries(parts: Sequence[str]) -> list[str]:
    """Return the countries that parts name, in which the number is read."""
    return [part.upper() for part in parts if _COUNTRY.fullmatch(part)]


def _check(parts: Sequence[str], region: str, *, confirmed: bool) -> Candidate | None:
    """Refuse a number that may not be rung; return how it reads, None where it is none that we know.

    The provider may read it in more ways than one: all of them count.
    """
    from dialer.contacts.numbers.numbers import check  # heavy

    countries = _countries(parts)
    whole = "".join(part for part in parts if not _COUNTRY.fullmatch(part))
    digits = "".join(char for char in whole if char.isdigit())
    texts = dict.fromkeys((whole, *parts, digits, f"+{digits}"))
    found = [check(text, each) for text in texts if text.strip() for each in (region, *countries)]
    for candidate in found:
        if candidate.type is NumberType.EMERGENCY:
            raise SafetyError("calls.safety.emergency", number=candidate.raw)
    for candidate in found:
        if candidate.confirm and not confirmed:
            raise ConfirmNeeded(PREMIUM, number=candidate.international or candidate.raw)
    return next((candidate for candidate in found if candidate.callable), None)


def _reason(error: DialerError) -> tuple[EndReason, str | None]:
    match error:
        case OutcomeUnknown():
            return EndReason.UNKNOWN, None
        case Refused(kind=ErrorKind.AUTH):
            return EndReason.AUTH_FAILED, None
        case Refused():
            return EndReason.REJECTED, error.key
        case NotSent():
            return EndReason.NOT_SENT, error.key
        case _:
            return EndReason.NOT_SENT, None
