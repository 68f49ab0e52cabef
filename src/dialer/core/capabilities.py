"""What which account can do: one table of all kinds and features, and why something is greyed out.

Core knows no kind of provider by itself: the features are those of the providers that there are. Their texts
are the strings ``capabilities.<kind>.<feature>`` and, for an account without it, ``….missing``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.manifest import KINDS
from dialer.core.provider import Provider

if TYPE_CHECKING:
    from enum import Flag

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

NOT_READY = "capabilities.not_ready"
OTHER_KIND = "capabilities.other_kind"

_KIND_OF = {
    "TelephonyFeature": "telephony",
    "MeetingFeature": "meetings",
    "DirectoryFeature": "directory",
    "TeamFeature": "team",
}


@dataclass(frozen=True)
class Cell:
    """Whether an account can do something.

    Attributes:
        can: None where nobody knows, because the account is not connected.
        key: the key of the sentence that says why not; it is filled in with the account's title.
    """

    can: bool | None
    key: str = ""


@dataclass(frozen=True)
class Row:
    """A feature, and which accounts have it.

    Attributes:
        key: the key of what it is.
        cells: one for each account of the table.
    """

    kind: str
    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Features by kind, in rows, for the accounts in columns."""

    entries: tuple[ConfigEntry, ...]
    rows: tuple[Row, ...]


def kind_of(feature: Flag) -> str:
    """Return of which kind of provider something is a feature."""
    return _KIND_OF[type(feature).__name__]


def key_of(feature: Flag, kind: str = "") -> str:
    """Return the key of what a feature is."""
    return f"capabilities.{kind or kind_of(feature)}.{str(feature.name).lower()}"


def lacks(hub: Hub, feature: Flag, entry: ConfigEntry | None) -> str | None:
    """Return the key of why a connected account cannot do something; None if it can, or nobody knows."""
    found = _providers(hub, kind_of(feature)).get(entry.id if entry else "")
    if not found or any(_has(provider, feature) for provider in found):
        return None
    return f"{key_of(feature)}.missing"


def why_not(hub: Hub, feature: Flag, entry: ConfigEntry | None = None) -> str | None:
    """Return the key of why something cannot be done, for its greyed-out control; None if it can.

    Args:
        hub: the hub.
        feature: what a control needs.
        entry: the account; None stands for the one that is used where nobody chooses one: the first.
    """
    ready = _providers(hub, kind_of(feature))
    if entry is None:
        entry = next((each for each in hub.entries.all if each.id in ready), None)
        if entry is None:
            return f"capabilities.{kind_of(feature)}.none"
    if entry.id not in ready:
        return NOT_READY
    return lacks(hub, feature, entry)


def table(hub: Hub) -> Table:
    """Return everything that the accounts can do, or could if they could do more."""
    entries = tuple(entry for entry in hub.entries.all if not entry.disabled)
    rows: list[Row] = []
    for kind in KINDS:
        providers = _providers(hub, kind)
        # Those that ship features of their own making are read as well; the usual ones come first.
        features = {
            str(feature.name): feature
            for found in providers.values()
            for provider in found
            for feature in type(provider.features)
        }
        rows += [
            Row(kind, key_of(feature, kind), tuple(_cell(each, kind, feature, providers) for each in entries))
            for feature in features.values()
        ]
    return Table(entries, tuple(rows))


def _cell(entry: ConfigEntry, kind: str, feature: Flag, providers: dict[str, list[Provider]]) -> Cell:
    found = providers.get(entry.id)
    if found:
        can = any(_has(provider, feature) for provider in found)
        return Cell(can, "" if can else f"{key_of(feature, kind)}.missing")
    manifest = loader.find(entry.domain)
    if manifest is not None and kind not in manifest.kinds:
        return Cell(can=False, key=OTHER_KIND)
    return Cell(can=None, key=NOT_READY)


def _has(provider: Provider, feature: Flag) -> bool:
    return isinstance(provider.features, type(feature)) and feature in provider.features


def _providers(hub: Hub, kind: str) -> dict[str, list[Provider]]:
    """Return the providers of a kind by the ids of their accounts."""
    found: dict[str, list[Provider]] = {}
    every = hub.providers(Provider)
    for entry, provider in every:
        if provider.kind == kind:
            found.setdefault(entry.id, []).append(provider)
    return found
