"""Whether the own phone is ready for a call, known without ringing it (SAFETY 0.1: to sign in is to dial).

Nothing is asked of anybody: what was seen since the start and what the call records tell is put together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dialer.calls import own_phones
from dialer.calls.machine import source_failed
from dialer.calls.model import CallState
from dialer.calls.provider import callers, telephony
from dialer.core.entry import EntryState
from dialer.core.issues import KEYRING_ISSUE
from dialer.core.readable import when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.calls.history import History
    from dialer.calls.model import Call
    from dialer.calls.provider import TelephonyProvider
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings

LOOKED_AT = 50
"""How many of the newest call records are looked at."""

SLOW = 10.0
"""Seconds from the press until the own phone rings that are worth a warning."""

OFTEN = 2
"""How many calls in a row the own phone must have missed before that is a warning."""


class Level(StrEnum):
    """How good a fact is; the worst of all says how ready the phone is."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARNING = "warning"
    BAD = "bad"


_ORDER = tuple(Level)

_OF_STATE = {
    EntryState.LOADED: Level.OK,
    EntryState.LOADING: Level.UNKNOWN,
    EntryState.UNLOADING: Level.UNKNOWN,
    EntryState.NOT_LOADED: Level.BAD,
    EntryState.RETRYING: Level.BAD,
    EntryState.AUTH_NEEDED: Level.BAD,
    EntryState.FAILED: Level.BAD,
}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that is known of the way to the phone.

    Attributes:
        name: what it is about: account, contact, network, keyring, phone, ring or end.
        level: how good it is.
        key: the key of its sentence.
        placeholders: what the sentence is filled in with.
        at: when it was so; fills in ``when``.
    """

    name: str
    level: Level
    key: str
    placeholders: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None

    def sentence(self, strings: Strings, now: datetime) -> str:
        """Return it as the user reads it."""
        moment = {"when": when(self.at, now, strings)} if self.at is not None else {}
        return strings.text(self.key, **self.placeholders, **moment)


@dataclass(frozen=True)
class Readiness:
    """What is known of the phone through which a call would go now.

    Attributes:
        account: the account, None where there is none for calling.
        number: the own phone that rings first, as it was typed; empty where that is not known.
        label: what people call that phone.
        facts: in the order in which a call meets them.
    """

    account: ConfigEntry | None
    number: str = ""
    label: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def level(self) -> Level:
        """How ready it is; what is only unknown keeps nobody from calling."""
        worst = max((fact.level for fact in self.facts), key=_ORDER.index, default=Level.UNKNOWN)
        return Level.OK if worst is Level.UNKNOWN and self.account is not None else worst

    @property
    def key(self) -> str:
        """The key of the one sentence that says it."""
        return f"readiness.is.{self.level if self.account is not None else 'nothing'}"

    def to_document(self, strings: Strings, now: datetime) -> dict[str, Any]:
        """Return it as the command line's JSON has it."""
        return {
            "state": self.level.value if self.account is not None else "nothing",
            "account": self.account.id if self.account is not None else None,
            "number": self.number or None,
            "label": self.label or None,
            "text": strings.text(self.key),
            "facts": [
                {
                    "name": fact.name,
                    "state": fact.level.value,
                    "at": fact.at and fact.at.isoformat(timespec="milliseconds"),
                    "text": fact.sentence(strings, now),
                }
                for fact in self.facts
            ],
        }


async def readiness(hub: Hub, history: History) -> Readiness:
    """Put together what is known; nothing is sent to anybody."""
    ready = telephony(hub)
    entries = [entry for entry in callers(hub) if not entry.disabled]
    if not entries:
        return Readiness(None)
    entry, provider = ready[0] if ready else (entries[0], None)
    number = str(hub.settings.get(own_phones.OWN_NUMBER) or "")
    if provider is not None:
        number = own_phones.rings(hub.settings, provider) or number
    calls = [call for call in await history.recent(LOOKED_AT) if call.entry_id == entry.id]
    here = [call for call in calls if _rang_here(call, number, provider)]
    facts = (
        _account(entry),
        _contact(hub, entry, calls),
        *_network(hub, entry),
        *_keyring(hub, entry),
        *_phone(hub, number),
        *_ring(here, hub.strings),
        *_end(here),
    )
    return Readiness(entry, number, own_phones.label_of(hub.settings, number), facts)


def _account(entry: ConfigEntry) -> Fact:
    placeholders: dict[str, object] = {"title": entry.title}
    level, key = _OF_STATE[entry.state], f"readiness.account.{entry.state}"
    if level is Level.BAD and entry.error is not None:
        key, placeholders["reason"] = "readiness.account.not_ready", entry.error
    return Fact(name="account", level=level, key=key, placeholders=placeholders)


def _contact(hub: Hub, entry: ConfigEntry, calls: list[Call]) -> Fact:
    network = hub.network
    moments = [network.answered[host] for host in network.hosts_of(entry) if host in network.answered]
    moments += [call.accepted_at for call in calls if call.accepted_at is not None][:1]
    if not moments:
        return Fact(name="contact", level=Level.UNKNOWN, key="readiness.contact.never")
    return Fact(name="contact", level=Level.OK, key="readiness.contact.at", at=max(moments))


def _network(hub: Hub, entry: ConfigEntry) -> list[Fact]:
    hosts = hub.network.hosts_of(entry)
    if not hosts:
        return []
    last = max((hub.network.seen[host] for host in hosts), key=lambda seen: seen.at)
    if not last.failure:
        return [Fact(name="network", level=Level.OK, key="readiness.network.ok", at=last.at)]
    return [Fact(name="network", level=Level.WARNING, key="readiness.network.failed", at=last.at)]


def _keyring(hub: Hub, entry: ConfigEntry) -> list[Fact]:
    if any(issue.id == KEYRING_ISSUE for issue in hub.issues.all):
        return [Fact(name="keyring", level=Level.BAD, key="readiness.keyring.failed")]
    if not entry.secret_keys or entry.state is EntryState.LOADING:  # nobody has looked yet
        return []
    return [Fact(name="keyring", level=Level.OK, key="readiness.keyring.ok")]


def _phone(hub: Hub, number: str) -> list[Fact]:
    if not number:
        return []  # the provider knows it
    phone: dict[str, object] = {"phone": own_phones.label_of(hub.settings, number) or number}
    deaf = own_phones.cannot_ring(hub)
    if not deaf:
        return [Fact(name="phone", level=Level.OK, key="readiness.phone.ok", placeholders=phone)]
    wanted = own_phones.chosen(hub.settings)
    told: dict[str, object] = {"title": deaf[0].title, "phone": wanted.name if wanted else ""}
    return [Fact(name="phone", level=Level.WARNING, key="readiness.phone.other", placeholders=told)]


def _ring(calls: list[Call], strings: Strings) -> list[Fact]:
    for call in calls:
        if call.rang_at is not None:
            seconds = max(0.0, (call.rang_at - call.started_at).total_seconds())
            level = Level.WARNING if seconds > SLOW else Level.OK
            number = strings.text("readiness.seconds", whole=int(seconds), tenth=int(seconds * 10) % 10)
            told: dict[str, object] = {"seconds": number}
            return [Fact(name="ring", level=level, key="readiness.ring", placeholders=told, at=call.rang_at)]
    return []


def _end(calls: list[Call]) -> list[Fact]:
    over = [call for call in calls if call.state is CallState.ENDED]
    missed = next((place for place, call in enumerate(over) if not source_failed(call)), len(over))
    if not missed:
        return []
    level = Level.WARNING if missed >= OFTEN else Level.UNKNOWN
    key = "readiness.end.often" if missed >= OFTEN else "readiness.end.once"
    told = {"count": missed}
    return [Fact(name="end", level=level, key=key, placeholders=told, at=over[0].ended_at)]


def _rang_here(call: Call, number: str, provider: TelephonyProvider | None) -> bool:
    """Whether a call rang this phone; one that names none rang the account's first."""
    source = call.source or (provider.sources[0] if provider is not None and provider.sources else number)
    return own_phones.digits(source) == own_phones.digits(number)
