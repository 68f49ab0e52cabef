"""Settings in a file, for the next computer: without secrets and accounts, and shown before it holds.

The file is JSON: ``{"format": "dialer-settings", "version": 1, "settings": {key: value}}``. It holds what
differs from what Dialer comes with. Accounts go by the organisation's policy or a set-up link instead.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core.errors import DialerError, InputError
from dialer.core.fields import FieldError
from dialer.core.home_region import NUMBER_SETTINGS
from dialer.core.settings_declared import DECLARED, SETTINGS
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dialer.core.settings import Settings

FORMAT = "dialer-settings"
VERSION = 1

# Whoever has the address of a company's program may often write to it: it is as good as a password.
SECRET = ("webhook_url",)

# Whose word is taken on newer versions is no matter for a file that somebody was sent (SAFETY T62).
TRUST = ("update_address", "update_key")

EXCHANGED = tuple(
    key
    for key in (*(field.key for field in SETTINGS), *NUMBER_SETTINGS)
    if key not in SECRET and key not in TRUST
)
"""The settings that go from one computer to another, in the order in which people see them."""

_MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Change:
    """What a file changes in one setting.

    Attributes:
        key: the setting.
        before: its value now.
        after: its value then.
    """

    key: str
    before: object
    after: object


@dataclass(frozen=True)
class Refusal:
    """A value that is not taken over.

    Attributes:
        key: the setting.
        reason: why not.
    """

    key: str
    reason: DialerError


@dataclass(frozen=True)
class Plan:
    """What reading a file would do.

    Attributes:
        changes: what it would change.
        unknown: the names in it that no setting has.
        refused: what does not fit.
        locked: what the organisation decides.
    """

    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    locked: tuple[str, ...] = ()


def exported(settings: Settings) -> dict[str, object]:
    """Return what the file of these settings holds."""
    values = {key: settings.get(key) for key in EXCHANGED if settings.is_own(key)}
    return {"format": FORMAT, "settings": values}


async def export_to(settings: Settings, path: Path) -> int:
    """Write the settings to a file that only its owner may read; return how many it holds.

    Raises:
        StorageError: it cannot be written.
    """
    content = exported(settings)
    await asyncio.to_thread(JsonStore(path, VERSION).save, content)
    values = content["settings"]
    return len(values) if isinstance(values, dict) else 0


async def read_file(path: Path) -> Mapping[str, object]:
    """Return the settings in a file, as they stand there.

    Raises:
        InputError: it is none of ours, cannot be read, or is of a newer Dialer.
    """
    try:
        content = await asyncio.to_thread(_read, path)
    except OSError:
        raise InputError("settings.file.unreadable", file=path.name) from None
    try:
        document = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError("settings.file.not_ours", file=path.name)
    version, values = document.get("version"), document.get("settings")
    if not isinstance(version, int) or not isinstance(values, dict):
        raise InputError("settings.file.not_ours", file=path.name)
    if version > VERSION:
        raise InputError("settings.file.newer", file=path.name)
    return values


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def plan(
    settings: Settings,
    values: Mapping[str, object],
    check: Callable[[str, object], DialerError | None] | None = None,
) -> Plan:
    """Return what these values would do, without doing it.

    Args:
        settings: what is set now.
        values: what a file says.
        check: says why a value that has the right form cannot hold all the same, for what other rooms know.
    """
    from dialer.core.policy_file import read_value  # both files have the same forms of values

    changes: list[Change] = []
    refused: list[Refusal] = []
    locked: list[str] = []
    for key in (key for key in EXCHANGED if key in values):
        try:
            value = read_value(DECLARED[key], values[key])
        except FieldError as error:
            refused.append(Refusal(key, InputError(error.key)))
            continue
        if value == settings.get(key):
            continue
        if settings.managed_by(key) is not None:
            locked.append(key)
        elif check is not None and (reason := check(key, value)) is not None:
            refused.append(Refusal(key, reason))
        else:
            changes.append(Change(key, settings.get(key), value))
    unknown = tuple(sorted(key for key in values if key not in EXCHANGED))
    return Plan(tuple(changes), unknown, tuple(refused), tuple(locked))


async def carry_out(settings: Settings, wanted: Plan) -> None:
    """Make the changes of a plan, all at once.

    Raises:
        StorageError: they could not be kept; nothing has changed.
    """
    await settings.set_all({change.key: change.after for change in wanted.changes})
