"""The ways to the providers as the settings say them, and what they say about certificates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.blocking import Blocking
from dialer.core.entry import ConfigEntry, EntryChanged, EntryRemoved, EntryState
from dialer.core.http import HttpClient
from dialer.core.http_exchange import Way
from dialer.core.issues import FixAction, Issue, Severity
from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dialer.core.http_exchange import Outcome
    from dialer.core.hub import Hub

_FILE = "certificate-file"
_PREFIX = "certificate/"


@dataclass(frozen=True)
class Seen:
    """How the last request to a host ended.

    Attributes:
        at: when.
        failure: the key of why there was no answer; empty where there was one.
    """

    at: datetime
    failure: str = ""


class Network:
    """Makes the ways to the providers, and follows what becomes of what is sent.

    Attributes:
        seen: how the last request to each host ended, since the start.
        answered: when each host answered last, since the start.
    """

    def __init__(self, hub: Hub) -> None:
        """Belong to a hub."""
        self._hub = hub
        self._issues: set[str] = set()
        self._unlisten: list[Callable[[], None]] = []
        self.seen: dict[str, Seen] = {}
        self.answered: dict[str, datetime] = {}

    def client(self) -> HttpClient:
        """Return a client whose next request always goes the way that the settings say."""
        return HttpClient(self._way, watch=partial(self._watch, "http"))

    def blocking(self) -> Blocking:
        """Return the way for libraries that block, which trusts as the settings say."""
        return Blocking(self._way, watch=partial(self._watch, "blocking"))

    def hosts_of(self, entry: ConfigEntry) -> list[str]:
        """Return the hosts of an account that something was sent to since the start."""
        return [host for host in self.seen if _names(entry, host)]

    async def look_for(self, entry: ConfigEntry) -> bool:
        """Look whether an account's servers can be reached again, without sending them anything.

        Through a proxy only a request can tell.
        """
        from dialer.core.reach import addresses, answers  # wanted only where something is wrong

        for host in self.hosts_of(entry):
            if not self.seen[host].failure:
                continue
            for address in addresses(entry.data, host) if self._way().proxy is None else []:
                if await answers(*address):
                    self.seen[host] = Seen(self._hub.clock.now())
        return not any(self.seen[host].failure for host in self.hosts_of(entry))

    def _way(self) -> Way:
        proxy, extra_ca = (self._hub.settings.get(key) for key in ("proxy", "extra_ca"))
        return Way(str(proxy) if proxy else None, Path(str(extra_ca)) if extra_ca else None)

    def _watch(self, kind: str, outcome: Outcome) -> None:
        self._hub.counters[f"{kind}.{outcome.what}"] += 1
        if outcome.what != "cancelled":
            now = self._hub.clock.now()
            self.seen[outcome.host] = Seen(now, "" if outcome.answered else outcome.what)
            if outcome.answered:
                self.answered[outcome.host] = now
        if outcome.what == "core.net.certificates":
            path = self._hub.settings.get("extra_ca")
            self._report(_FILE, "file", FixAction.ADD_CERTIFICATE, path=path)
        elif outcome.trouble is not None:
            fix = FixAction.ADD_CERTIFICATE if outcome.trouble == "untrusted" else None
            self._report(_PREFIX + outcome.host, outcome.trouble, fix, host=outcome.host)
        elif outcome.answered:
            self._clear(_PREFIX + outcome.host)

    def _report(self, issue_id: str, what: str, fix: FixAction | None, **placeholders: object) -> None:
        self._issues.add(issue_id)
        if not self._unlisten:  # only while there is something to take back
            listen = self._hub.bus.listen
            self._unlisten = [
                listen(SettingsChanged, self._on_setting),
                listen(EntryChanged, self._on_entry),
                listen(EntryRemoved, self._on_entry),
            ]
        key = f"repairs.issue.certificate.{what}"
        self._hub.issues.report(
            Issue(id=issue_id, severity=Severity.ERROR, key=key, placeholders=placeholders, fix=fix)
        )

    def _clear(self, *issue_ids: str) -> None:
        for issue_id in issue_ids:
            if issue_id in self._issues:
                self._issues.remove(issue_id)
                self._hub.issues.clear(issue_id)
        while self._unlisten and not self._issues:
            self._unlisten.pop()()

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key in {"proxy", "extra_ca", "update_address"}:
            self._clear(*self._issues)  # what is still wrong is found again by the next request

    def _on_entry(self, event: EntryChanged | EntryRemoved) -> None:
        """Say nothing more about the servers of an account that is taken down: to be changed, or for good."""
        if event.entry.state is not EntryState.NOT_LOADED:
            return
        others = [each for each in self._hub.entries.all if each is not event.entry and not each.disabled]
        hosts = (issue_id.removeprefix(_PREFIX) for issue_id in self._issues if issue_id != _FILE)
        self._clear(*[_PREFIX + host for host in hosts if not any(_names(each, host) for each in others)])


def _names(entry: ConfigEntry, host: str) -> bool:
    return any(host in str(value) for value in entry.data.values())
