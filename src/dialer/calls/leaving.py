"""Leaving a call and its provider in bounded time: when Dialer quits, or nobody needs the session any more.

Whatever hangs, a quitting Dialer signs out and writes the record: no step takes the seconds of the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING

from dialer.calls.model import EndReason

if TYPE_CHECKING:
    from dialer.calls.provider import TelephonyProvider
    from dialer.calls.running import RunningCall

_LOGGER = logging.getLogger(__name__)

STOP_DEADLINE = 3.0
"""Seconds that all of it may take when Dialer quits, fewer than the app gives to its rooms."""

QUIT_DEADLINE = 1.8
"""Seconds of these in which the provider may take the running call and end it."""

QUIT_SIGN_OUT_DEADLINE = 0.7
"""Seconds of these for signing out; at least what is left then is there for the record."""

LAST_TURN = 0.05
"""Seconds for what was cancelled, such as code of others that does not care."""

SIGN_OUT_DEADLINE = 1.5
"""Seconds for signing out while Dialer goes on."""


async def leave(running: RunningCall, placing: asyncio.Task[None] | None, *, keep_call: bool) -> bool:
    """Leave or end the running call in time; return whether its session is to be left alone.

    Args:
        running: the call.
        placing: what still asks the provider for it, if anything does.
        keep_call: whether it goes on without Dialer.
    """
    keep = keep_call and not running.call.hanging_up  # the user's wish to end it stands
    try:
        async with asyncio.timeout(QUIT_DEADLINE):
            if not keep and running.call.accepted_at is None:
                await running.hang_up()  # remembered until the provider answers
            if placing is not None:
                await asyncio.wait({placing})
            if not keep:
                await running.hang_up()
    except TimeoutError:
        _LOGGER.warning("quitting waits no longer for the provider's answer about the call")
    if placing is not None:
        placing.cancel()
        await asyncio.wait({placing}, timeout=LAST_TURN)
    kept = keep and (running.call.live or running.call.reason is EndReason.UNKNOWN)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_TURN):
            await running.let_go()
            await running.put_away()
    return kept


async def sign_out(provider: TelephonyProvider, *, kept: bool, patience: float = SIGN_OUT_DEADLINE) -> None:
    """End a provider's session; one in which a call is kept is only forgotten here."""
    try:
        if kept:
            provider.release()
            return
        async with asyncio.timeout(patience):
            await provider.async_end_session()
    except TimeoutError:
        _LOGGER.info("signing out took too long")
    except Exception:  # the edge of an integration: its bug must not keep the records from being written
        _LOGGER.exception("signing out failed")
