"""One call under way: placing it, watching it, ending it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls import machine
from dialer.calls.model import Call, EndedBy, EndReason
from dialer.calls.provider import SessionGone, TelephonyFeature
from dialer.calls.talk_time import CallTime
from dialer.calls.waking import Waking, pause_after
from dialer.core.errors import (
    ApiError,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
    Refused,
    SecretsUnavailable,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.calls.provider import DialOrder, StatusUpdate, TelephonyProvider
    from dialer.core.clock import Clock
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

STALE_AFTER = 3.0
"""Seconds without an answer after which the status counts as old."""

HANG_UP_PAUSES = (1.0, 2.0, None)
"""Seconds after each failed try to hang up; None ends the tries."""

FIND_OUT = 30.0
"""Seconds of asking whether a call whose start is in doubt is there."""

LONGEST_WATCH = 4 * 3600.0


class RunningCall:
    """Drives one call of one provider; ``changed`` hears of each new state, ``refused`` of a sign-in.

    Attributes:
        call: the call as it is known.
        provider: who carries it out.
        time: how long it takes.
    """

    def __init__(
        self,
        call: Call,
        provider: TelephonyProvider,
        clock: Clock,
        scope: Scope,
        changed: Callable[[Call], None],
        refused: Callable[[Call], None],
        *,
        reconnect: Callable[[], Awaitable[None]],
    ) -> None:
        """Take over a call record that is written; ``reconnect`` drops what a sleep has cut off."""
        self.call = call
        self.provider = provider
        self._clock = clock
        self._scope = scope
        self._changed = changed
        self._refused = refused
        self._reconnect = reconnect
        self._waking = Waking(clock)
        self._watching: asyncio.Task[None] | None = None
        self._hanging_up: asyncio.Task[None] | None = None
        self.time = CallTime(clock, call)

    async def place(self, order: DialOrder) -> None:
        """Ask the provider for the call, once."""
        try:
            await self._place(order)
        except asyncio.CancelledError:
            # The request may be on its way: the provider can still carry it out.
            self._interrupted()
            raise
        except Exception:  # a bug must not leave the record open, nor pretend that nothing happened
            _LOGGER.exception("placing a call failed")
            self._end(EndReason.UNKNOWN)

    def watch(self) -> None:
        """Follow the call until it ends, if the provider took it and tells how it goes."""
        if self.call.live and self.call.followed:
            self._watching = self._scope.spawn(self._watch(), "watch the call")

    def wake(self) -> None:
        """Hear that the computer has woken up: the next question goes another way than the last."""
        self._waking.tell()

    async def hang_up(self) -> None:
        """End the call, or remember the wish until the provider has taken it.

        A failure is in the call's state.
        """
        if not self.call.live:
            return
        if TelephonyFeature.HANG_UP not in self.provider.features:
            self._set(replace(self.call, hang_up_failed=True, error_key="calls.error.no_hang_up"))
            return
        if self._hanging_up is None or self._hanging_up.done():
            self._set(replace(self.call, hanging_up=True, hang_up_failed=False))
            if self.call.accepted_at is None:
                return
            self._hanging_up = self._scope.spawn(self._hang_up(), "hang up")
        await asyncio.wait({self._hanging_up})

    async def put_away(self) -> None:
        """Close the record of a call that cannot be followed; the call itself may go on."""
        await self.rest()
        if self.call.live and not self.call.followed and self.call.accepted_at is not None:
            self._end(EndReason.LOST, key=None if self.call.hang_up_failed else machine.NOT_FOLLOWED)

    async def let_go(self) -> None:
        """Stop watching and leave the call as it is; a hang-up that is not confirmed by now has failed."""
        try:
            for task in (self._watching, self._hanging_up):
                if task is not None and not task.done():
                    task.cancel()
                    await asyncio.wait({task})
        finally:
            if self.call.live and self.call.hanging_up:
                self._set(replace(self.call, hanging_up=False, hang_up_failed=True))

    async def rest(self) -> None:
        """Wait for a hang-up on its way although the call is over: it must not meet the next call."""
        if self._hanging_up is not None and not self._hanging_up.done():
            await asyncio.wait({self._hanging_up})

    async def _place(self, order: DialOrder) -> None:
        try:
            await self.provider.async_dial(order)
        except (NotSent, SecretsUnavailable) as error:
            self._end(EndReason.NOT_SENT, error)
        except Refused as error:
            if error.kind is ErrorKind.AUTH:
                self._end(EndReason.AUTH_FAILED, code=error.code)
                self._refused(self.call)
            else:
                self._end(EndReason.REJECTED, error)
        except OutcomeUnknown as error:
            await self._find_out(error)
        else:
            self._accept()

    def _accept(self) -> None:
        followed = TelephonyFeature.STATUS in self.provider.features
        self._set(replace(self.call, accepted_at=self._clock.now(), followed=followed))
        if self.call.live and self.call.hanging_up:
            self._hanging_up = self._scope.spawn(self._hang_up(), "hang up")

    def _interrupted(self) -> None:
        self._end(EndReason.UNKNOWN, key="calls.error.interrupted")

    async def _find_out(self, error: OutcomeUnknown) -> None:
        """Ask for the status of a call that may have begun; without a session nobody can be asked."""
        until = self._clock.monotonic() + FIND_OUT
        tells = TelephonyFeature.STATUS in self.provider.features
        while tells and self.provider.session is not None and self._clock.monotonic() < until:
            if self.call.hanging_up:
                # Harmless where no call has begun, and the only way to end it where one has.
                if await self._ask_to_hang_up():
                    self._finish_hang_up()
                break
            try:
                update = await self._ask()
            except SessionGone:
                break
            except ApiError as failure:
                if failure.kind is ErrorKind.AUTH:
                    self._refused(self.call)
                    break
                update = None
            if update is not None and machine.is_news(update):
                self._accept()
                self._set(machine.advance(self.call, update, self._clock.now()))
                return
            await self._clock.sleep(self.provider.poll_interval)
        self._end(EndReason.UNKNOWN, error)

    async def _watch(self) -> None:
        began, failures = self._clock.monotonic(), 0
        while self.call.live:
            surely = self._waking.told
            if self._waking.has_slept():  # one question on a new way, before anything is concluded
                began, failures = self._clock.monotonic(), 0
                self._stale()
                await self._reconnect()
            failures = 0 if await self._poll() else failures + 1
            if surely and not failures:
                self.time.sleep_through()
            if self._clock.monotonic() - began > LONGEST_WATCH:
                self._end(EndReason.LOST)
            if self.call.live:
                await self._waking.pause(pause_after(failures, self.provider.poll_interval))

    async def _poll(self) -> bool:
        try:
            update = await self._ask()
        except SessionGone as error:
            self._end(EndReason.LOST, code=error.code)
        except ApiError as error:
            if error.kind is ErrorKind.AUTH:
                self._lose_sight(error)
            self._stale()
            return False
        except Exception:  # a bug must neither end the watch nor pretend that the call is over
            _LOGGER.exception("asking for the status failed")
            self._stale()
            return False
        else:
            self._set(machine.advance(self.call, update, self._clock.now()))
        return True

    async def _ask(self) -> StatusUpdate | None:
        """Ask once; a question that stays unanswered makes the status stale before it fails."""
        watchdog = self._scope.spawn(self._bark(), "notice a slow status")
        try:
            return await self.provider.async_status()
        finally:
            watchdog.cancel()

    async def _bark(self) -> None:
        await self._clock.sleep(STALE_AFTER)
        self._stale()

    def _stale(self) -> None:
        self._set(machine.go_stale(self.call, self._clock.now()))

    async def _hang_up(self) -> None:
        for pause in HANG_UP_PAUSES:
            if not self.call.live:  # its end was seen: a next call in the same session must not be ended
                return
            if await self._ask_to_hang_up():
                self._finish_hang_up()
                return
            if pause is not None and self.call.live:
                await self._clock.sleep(pause)
        if self.call.live:
            self._set(replace(self.call, hanging_up=False, hang_up_failed=True))

    async def _ask_to_hang_up(self) -> bool:
        """Ask the provider once; return whether it confirmed that the call is over."""
        try:
            await self.provider.async_hang_up()
        except ApiError as error:
            _LOGGER.info("hang-up not confirmed: %s", error.key)
            if error.kind is ErrorKind.AUTH:
                self._lose_sight(error)
            return False
        except Exception:  # a bug must not pass for a hang-up that is still going on
            _LOGGER.exception("hanging up failed")
            return False
        return True

    def _lose_sight(self, error: ApiError) -> None:
        """Be done with a call of which nothing can be learnt any more: the sign-in is refused from now on."""
        # The hang-up was not confirmed either: the end must not pass for the user's.
        seen = replace(self.call, hanging_up=False)
        now, key = self._clock.now(), "calls.ended.lost_sign_in"
        self._set(machine.end(seen, EndReason.LOST, now, error_key=key, code=error.code))
        self._refused(self.call)

    def _finish_hang_up(self) -> None:
        now = self._clock.now()
        self._set(machine.end(self.call, EndReason.HUNG_UP, now, ended_by=EndedBy.USER))
        if self._watching is not None:
            self._watching.cancel()

    def _end(
        self,
        reason: EndReason,
        error: ApiError | SecretsUnavailable | None = None,
        *,
        code: int | None = None,
        key: str | None = None,
    ) -> None:
        if isinstance(error, ApiError):
            code = error.code
        if error is not None:
            key = error.key
        if isinstance(error, OutcomeUnknown) and error.key.startswith("core."):
            key = None  # how an answer got lost matters less than that nobody knows
        self._set(machine.end(self.call, reason, self._clock.now(), error_key=key, code=code))

    def _set(self, call: Call) -> None:
        call = self.time.note(call)
        if call != self.call:
            self.call = call
            self._changed(call)
