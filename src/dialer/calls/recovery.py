"""What a crash left open: a call that may still go on is found again, all other records are closed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls import machine
from dialer.calls.model import EndReason
from dialer.calls.provider import TelephonyFeature, TelephonyProvider, telephony

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.calls.history import History
    from dialer.calls.model import Call
    from dialer.calls.sessions import KeptSessions
    from dialer.core.hub import Hub
    from dialer.core.records import Records

WRITE_DEADLINE = 3.0


class Recovery:
    """Settles, once at the start, the records that no end was written for; it never dials."""

    def __init__(
        self,
        hub: Hub,
        history: History,
        records: Records[Call],
        sessions: KeptSessions,
        take_over: Callable[[Call, TelephonyProvider], None],
    ) -> None:
        """Hand a call that is found again to ``take_over``."""
        self._hub = hub
        self._history = history
        self._records = records
        self._sessions = sessions
        self._take_over = take_over
        self._working = asyncio.Lock()
        self._stopped = False
        self._found: Call | None = None

    async def run(self) -> None:
        """Find the newest call again if it goes on, and close the records of all others."""
        async with self._working:
            open_calls = await self._history.open_calls()
            if open_calls:
                await self._hub.entries.settled()
            # The newest first: what becomes of the others must not keep a call that goes on from being found.
            for call in reversed(open_calls):
                if self._stopped:
                    return
                if call is not open_calls[-1] or not await self._find_again(call):
                    await self._give_up(call)

    async def finished(self) -> None:
        """Wait until it is known what an earlier run left: that may have to be ended first."""
        async with self._working:
            pass

    def stop(self) -> None:
        """Settle nothing more; the next run does."""
        self._stopped = True

    async def _find_again(self, call: Call) -> bool:
        provider = self._provider(call)
        needed = TelephonyFeature.RESUME | TelephonyFeature.STATUS
        if call.accepted_at is None or provider is None or needed not in provider.features:
            return False
        session = await self._sessions.find(call)
        if session is None or self._stopped:
            return False
        provider.resume(session)
        self._found = replace(call, found_again=True)
        self._take_over(self._found, provider)
        return True

    async def _give_up(self, call: Call) -> None:
        """Close the record of a call of which nobody will learn more."""
        if self._stopped:
            return
        reason, key = EndReason.UNKNOWN, None if call.accepted_at else "calls.error.interrupted"
        provider = self._provider(call)
        if call.accepted_at and provider is not None and TelephonyFeature.STATUS not in provider.features:
            reason, key = EndReason.LOST, machine.NOT_FOLLOWED
        written = self._records.keep(machine.end(call, reason, self._hub.clock.now(), error_key=key))
        # An account has one session, which the call that was found again may need.
        if self._found is None or self._found.entry_id != call.entry_id:
            self._records.spawn(self._sessions.forget(call), "forget a session")
        await asyncio.wait({written}, timeout=WRITE_DEADLINE)

    def _provider(self, call: Call) -> TelephonyProvider | None:
        return next((found for entry, found in telephony(self._hub) if entry.id == call.entry_id), None)
