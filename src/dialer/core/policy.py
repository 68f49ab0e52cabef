"""What an organisation decides for its desks: accounts without secrets, defaults, locked settings."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class PolicyAccount:
    """An account that an organisation presets; its secrets are asked for on the desk.

    Attributes:
        id: the organisation's own name for it, for life.
        domain: the integration.
        title: what people see; empty stands for the integration's own.
        data: how to reach it.
        options: how it behaves.
    """

    id: str
    domain: str
    title: str = ""
    data: Mapping[str, Any] = _NOTHING
    options: Mapping[str, Any] = _NOTHING


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What holds on this desk.

    Attributes:
        organisation: its name, as people read it; empty where it is not given.
        locked: settings that people cannot change.
        defaults: settings until somebody changes them.
        accounts: the preset accounts.
    """

    organisation: str = ""
    locked: Mapping[str, Any] = _NOTHING
    defaults: Mapping[str, Any] = _NOTHING
    accounts: tuple[PolicyAccount, ...] = ()
