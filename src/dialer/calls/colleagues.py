"""What this desk and its colleagues tell each other: who called a number, and who is to be called back."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.calls.call_back import CallBacksChanged
from dialer.calls.events import HistoryChanged
from dialer.calls.model import EndReason
from dialer.calls.team import TeamCall, TeamFeature, teams
from dialer.core.errors import ApiError, StorageError
from dialer.core.hub import ProvidersChanged
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.calls.callbacks import CallBacks
    from dialer.calls.history import History
    from dialer.calls.model import Call
    from dialer.calls.team import TeamNews, TeamProvider
    from dialer.contacts.book import ContactBook
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_LOGGER = logging.getLogger(__name__)

RECENT = timedelta(hours=24)
"""How long a colleague's call is worth telling."""

_MOST_CALLS = 5000
_MOST_OWN = 500


@dataclass(frozen=True)
class TeamChanged:
    """Bus event: colleagues called somebody, or took that back; what shows it asks again."""


class Colleagues:
    """Follows the accounts through which a team shares."""

    def __init__(self, hub: Hub, contacts: ContactBook, history: History, callbacks: CallBacks) -> None:
        """Belong to the rooms of one home."""
        self._hub, self._contacts = hub, contacts
        self._history, self._callbacks = history, callbacks
        self._scope = Scope("team")
        self._calls: OrderedDict[str, TeamCall] = OrderedDict()
        self._following: dict[TeamProvider, asyncio.Task[None]] = {}
        self._rounds: dict[TeamProvider, asyncio.Lock] = {}
        self._told: dict[TeamProvider, set[str]] = {}
        self._doubtful: dict[TeamProvider, set[str]] = {}
        self._wakes: dict[TeamProvider, asyncio.Event] = {}
        self._unsubscribe: list[Callable[[], None]] = []

    def start(self) -> None:
        """Share from now on, and hear of what others share."""
        bus = self._hub.bus
        self._unsubscribe = [
            bus.listen(ProvidersChanged, self._on_providers),
            bus.listen(HistoryChanged, self._on_history),
            bus.listen(CallBacksChanged, self._on_call_backs),
        ]
        self._follow_all()

    async def stop(self) -> None:
        """Share nothing more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        await self._scope.close()

    def last_call(self, number: str) -> TeamCall | None:
        """Return the last call of a colleague to a number, where it is recent; nothing is waited for."""
        since = self._hub.clock.now() - RECENT
        found = [call for call in self._calls.values() if call.number == number and call.at >= since]
        return max(found, key=lambda call: call.at, default=None)

    async def exchange(self, entry: ConfigEntry, provider: TeamProvider) -> bool:
        """Share what is new here and take in what is new there; return whether that worked.

        Where it did not, the account is set up again, after a while.

        Raises:
            StorageError: what is here could not be read.
        """
        lock = self._rounds.setdefault(provider, asyncio.Lock())
        async with lock:
            try:
                await self._share(provider)
                news = await provider.async_read()
            except ApiError:
                self._scope.spawn(self._hub.entries.setup(entry), "try again")
                return False
            with suppress(StorageError):  # the disk's own warning tells; colleagues' news comes again
                await self._callbacks.take_in(news.call_backs)
            self._take_in_calls(news)
        return True

    def _follow_all(self) -> None:
        ready = {provider: entry for entry, provider in teams(self._hub)}
        for gone in self._following.keys() - ready.keys():
            self._following.pop(gone).cancel()
            self._rounds.pop(gone, None)
            self._told.pop(gone, None)
            self._doubtful.pop(gone, None)
        for provider in ready.keys() - self._following.keys():
            work = self._follow(ready[provider], provider)
            self._following[provider] = self._scope.spawn(work, "exchange with colleagues")

    def _on_providers(self, _event: ProvidersChanged) -> None:
        self._follow_all()

    def _on_history(self, event: HistoryChanged) -> None:
        for provider in self._following:  # an earlier run of Dialer may have told of it
            self._doubtful.setdefault(provider, set()).add(event.call_id)
        self._wake()

    def _on_call_backs(self, _event: CallBacksChanged) -> None:
        self._wake()

    def _wake(self) -> None:
        for wake in self._wakes.values():
            wake.set()

    async def _follow(self, entry: ConfigEntry, provider: TeamProvider) -> None:
        wake = self._wakes[provider] = asyncio.Event()
        try:
            while await self._exchanged(entry, provider):
                await self._pause(provider.poll_interval, wake)
                wake.clear()  # what happens from here on is seen by the exchange, or wakes it once more
        finally:
            self._wakes.pop(provider, None)

    async def _exchanged(self, entry: ConfigEntry, provider: TeamProvider) -> bool:
        try:
            return await self.exchange(entry, provider)
        except StorageError as error:
            _LOGGER.warning("nothing was exchanged with colleagues: %s", error.key)
            return True  # it is tried again after the pause

    async def _pause(self, seconds: float, wake: asyncio.Event) -> None:
        """Wait for the next reading, less where there is something to share."""
        await self._scope.first_of((self._hub.clock.sleep(seconds), "pause"), (wake.wait(), "wait for news"))

    async def _share(self, provider: TeamProvider) -> None:
        if TeamFeature.SHARE_CALLS in provider.features:
            if provider not in self._told:
                # What was wiped while they could not be reached may have been told before.
                self._told[provider] = set(await self._history.wiped(_MOST_OWN))
            await self._share_calls(provider, self._told[provider])
        if TeamFeature.SHARE_CALLBACKS in provider.features:
            for call_back in await self._callbacks.store.unsent():
                await provider.async_share_call_back(call_back)
                with suppress(StorageError):  # it is shared once more then, which does no harm
                    await self._callbacks.store.mark_sent(call_back)

    async def _share_calls(self, provider: TeamProvider, told: set[str]) -> None:
        """Tell of calls that are over; of one that was made private or forgotten meanwhile, take it back."""
        since = self._hub.clock.now() - RECENT
        # Records that do not say any more whom they were made to are not among them.
        known = {call.id: call for call in await self._history.recent(_MOST_OWN)}
        told |= self._doubtful.pop(provider, set()) - known.keys()
        for gone in told - known.keys():
            await provider.async_withdraw_call(gone)
            told.discard(gone)
        for call in known.values():
            if call.live or call.started_at < since or call.id in told:
                continue
            if await self._may_be_known(call):
                await provider.async_share_call(TeamCall(id=call.id, number=call.number, at=call.started_at))
            told.add(call.id)

    async def _may_be_known(self, call: Call) -> bool:
        """Whether colleagues may know of it: it is over, rang somebody, and nothing about it is private."""
        if call.live or call.private or call.reason is EndReason.NOT_SENT or not call.number.startswith("+"):
            return False
        return not any(person.private for person in await self._contacts.who(call.number))

    def _take_in_calls(self, news: TeamNews) -> None:
        """Keep what colleagues called; by a clock that is ahead of ours it was now, not later."""
        now, before = self._hub.clock.now(), dict(self._calls)
        for call in news.calls:
            known = self._calls.get(call.id)
            self._calls[call.id] = known or replace(call, at=min(call.at, now))
        for call_id in news.withdrawn:
            self._calls.pop(call_id, None)
        for old in [each.id for each in self._calls.values() if each.at < now - RECENT]:
            del self._calls[old]
        while len(self._calls) > _MOST_CALLS:
            self._calls.popitem(last=False)
        if self._calls != before:
            self._hub.bus.fire(TeamChanged())
