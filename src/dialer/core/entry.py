"""A config entry: one account, with what is known of it and how it is doing."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dialer.core.errors import InputError
from dialer.core.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dialer.core.errors import DialerError

KEPT = (
    "id", "domain", "title", "unique_id", "data", "options", "disabled", "auth_refused", "version",
    "secret_keys",
)  # fmt: skip


class EntryState(StrEnum):
    """Where an account is in its life."""

    NOT_LOADED = "not_loaded"
    LOADING = "loading"
    LOADED = "loaded"
    RETRYING = "retrying"
    AUTH_NEEDED = "auth_needed"
    FAILED = "failed"
    UNLOADING = "unloading"


@dataclass(eq=False)
class ConfigEntry:
    """An account: what the user set up, and how it is doing.

    Attributes:
        id: ours, for life.
        unique_id: the provider's view of the account, against adding it twice.
        data: how to reach it, without secrets.
        options: how it behaves.
        disabled: the user switched it off.
        auth_refused: the provider refused the sign-in; nothing is sent until a person signs in again.
        error: why it is not loaded.
        retry_at: when set-up is tried again.
        scope: what it began, until it is taken down.
        changing: one change after the other.
        version: the layout of data and options, the integration's own; see ``ConfigFlow.VERSION``.
        secret_keys: the fields whose values the key ring has, known also when the integration is gone.
        managed: the organisation presets it: it cannot be changed or removed here. Not stored.
        held: why nothing may be sent for it, whatever a person does here: the organisation's file, which
            may decide its address, does not hold. Not stored.
        counters: how often what happened to it since the start, for diagnostics. Not stored.
    """

    id: str
    domain: str
    title: str
    unique_id: str
    data: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)
    disabled: bool = False
    auth_refused: bool = False
    version: int = 1
    secret_keys: list[str] = field(default_factory=list)
    managed: bool = False
    held: DialerError | None = None
    state: EntryState = EntryState.NOT_LOADED
    error: DialerError | None = None
    retry_at: datetime | None = None
    scope: Scope = field(default_factory=lambda: Scope("entry"))
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    counters: Counter[str] = field(default_factory=Counter)

    def stored(self) -> dict[str, Any]:
        """Return what is kept of it; secrets are in the key ring."""
        return {name: getattr(self, name) for name in KEPT}


@dataclass(frozen=True)
class EntryChanged:
    """An account was added or changed, or its state did."""

    entry: ConfigEntry


@dataclass(frozen=True)
class EntryRemoved:
    """An account is gone."""

    entry: ConfigEntry


def named(entries: Sequence[ConfigEntry], text: str) -> ConfigEntry:
    """Return the account of this id, title, or domain where only one account has it.

    Raises:
        InputError: there is none, or more than one.
    """
    for attribute in ("id", "title", "domain"):
        fitting = [entry for entry in entries if getattr(entry, attribute) == text]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise InputError("core.entry.ambiguous", name=text)
    raise InputError("core.entry.not_found", name=text)


def refuse_twin(
    entries: Sequence[ConfigEntry], domain: str, unique_id: str, but: ConfigEntry | None = None
) -> None:
    """Refuse what would be a second account of one that is there already.

    Raises:
        InputError: it is there, and is not the one that this is about.
    """
    for each in entries:
        if each is not but and (each.domain, each.unique_id) == (domain, unique_id):
            raise InputError("core.flow.already_there", title=each.title)
