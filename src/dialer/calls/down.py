"""Telephone down: no account can call now. What can be done is said; nothing waits to be dialled."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.calls.events import CallChanged
from dialer.calls.provider import callers, telephony
from dialer.core.entry import EntryChanged, EntryRemoved, EntryState
from dialer.core.errors import SecretsUnavailable
from dialer.core.hub import ProvidersChanged
from dialer.core.issues import FixAction, Issue, Severity

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope

_LOGGER = logging.getLogger(__name__)

ISSUE = "telephone-down"

PROBE_SECONDS = 5.0
"""Seconds between two looks whether the provider's address answers again; nothing is sent to it."""

_GONE = {"core.net.dns", "core.net.offline", "core.net.proxy", "core.net.refused", "core.net.timeout"}
_PASSING = {EntryState.LOADING, EntryState.UNLOADING}


@dataclass(frozen=True)
class TelephoneBack:
    """An account can call again; nothing was dialled meanwhile."""


def is_unreachable(hub: Hub, entry: ConfigEntry) -> bool:
    """Whether the last request of an account did not get to its provider."""
    hosts = hub.network.hosts_of(entry)
    if not hosts:
        return False
    last = max((hub.network.seen[host] for host in hosts), key=lambda seen: seen.at)
    return last.failure in _GONE


def is_down(hub: Hub) -> bool | None:
    """Whether no account can call and nothing but waiting helps; None where that is not known yet."""
    entries = [entry for entry in callers(hub) if not entry.disabled]
    if not entries or hub.safe_mode:
        return False
    if any(entry.state in _PASSING for entry in entries):
        return None
    if all(_waits_for_a_person(entry) for entry in entries):
        return False  # what mends it is said already
    return all(is_unreachable(hub, entry) for entry, _ in telephony(hub))


def _waits_for_a_person(entry: ConfigEntry) -> bool:
    """Whether an account has to be signed in to, or waits for the key ring."""
    return entry.state is EntryState.AUTH_NEEDED or isinstance(entry.error, SecretsUnavailable)


class TelephoneWatch:
    """Reports that the telephone is down, and tells when it is back.

    Attributes:
        down: whether no account can call now.
    """

    def __init__(self, hub: Hub, scope: Scope) -> None:
        """Watch from now on; the tasks are of this scope."""
        self._hub, self._scope = hub, scope
        self._probing: asyncio.Task[None] | None = None
        self.down = False
        kinds = (EntryChanged, EntryRemoved, ProvidersChanged)
        self._unlisten: list[Callable[[], None]] = [hub.bus.listen(kind, self._on_change) for kind in kinds]
        self._unlisten.append(hub.bus.listen(CallChanged, self._on_call))
        self.look()

    def stop(self) -> None:
        """Watch no longer."""
        for unlisten in self._unlisten:
            unlisten()
        if self._probing is not None:
            self._probing.cancel()

    def look(self) -> None:
        """See how it is now."""
        down = is_down(self._hub)
        if down is None:
            return
        if down:
            self._hub.issues.report(
                Issue(
                    id=ISSUE,
                    severity=Severity.WARNING,
                    key="fall_back.down",
                    fix=FixAction.EMERGENCY_LIST,
                )
            )
            if self._probing is None and telephony(self._hub):
                self._probing = self._scope.spawn(self._probe(), "look whether the provider is back")
        else:
            self._hub.issues.clear(ISSUE)
            if self.down and telephony(self._hub):
                _LOGGER.info("the telephone is back")
                self._hub.bus.fire(TelephoneBack())
        self.down = down

    async def _probe(self) -> None:
        """Look whether the address of an account answers; it is not asked anything, so that nothing rings."""
        try:
            while is_down(self._hub) and telephony(self._hub):
                await self._hub.clock.sleep(PROBE_SECONDS)
                for entry, _ in telephony(self._hub):
                    await self._hub.network.look_for(entry)
        finally:
            self._probing = None
        self.look()

    def _on_change(self, _event: object) -> None:
        self.look()

    def _on_call(self, event: CallChanged) -> None:
        if not event.call.live or event.call.accepted_at is not None:
            self.look()
