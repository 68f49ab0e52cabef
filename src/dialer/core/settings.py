"""What is set in a home.

What holds is, in this order: what the organisation has locked, what people chose, the organisation's default,
and the declared one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dialer.core.errors import InputError
from dialer.core.fields import Choice, Toggle
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES, OUTSIDE_LINE, CompanyLines, HomeRegion
from dialer.core.settings_declared import DECLARED, OWNER, PHONE_LINKS, SETTINGS
from dialer.core.storage import JsonStore
from dialer.core.strings import system_language

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from dialer.core.bus import EventBus
    from dialer.core.policy import Policy

__all__ = ["DECLARED", "OWNER", "PHONE_LINKS", "SETTINGS", "Settings", "SettingsChanged"]

VERSION = 1


class SettingsChanged(NamedTuple):
    """A setting has a new value."""

    key: str


class Settings:
    """The settings of one home."""

    def __init__(self, path: Path, bus: EventBus, policy: Policy | None = None) -> None:
        """Read the file; what it does not hold has its default.

        Args:
            path: the file.
            bus: where changes are told.
            policy: what the organisation decides.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        self._store = JsonStore(path, VERSION)
        self._bus = bus
        self._policy = policy
        self._writing: asyncio.Lock | None = None
        content = self._store.load()
        self._values = {key: value for key, value in content.items() if _is_known(key, value)}
        # What a newer Dialer has set is kept for it, as long as nobody chooses something else here.
        self._others = {key: value for key, value in content.items() if key not in self._values}
        self._others.pop("version", None)

    def get(self, key: str) -> object:
        """Return a setting's value."""
        policy = self._policy
        if policy is not None and key in policy.locked:
            return policy.locked[key]
        if key in self._values:
            return self._values[key]
        if policy is not None and key in policy.defaults:
            return policy.defaults[key]
        return DECLARED[key].default

    def managed_by(self, key: str) -> str | None:
        """Return who decides a setting: the organisation (empty if it has no name), or None: the user."""
        if self._policy is None or key not in self._policy.locked:
            return None
        return self._policy.organisation

    def is_open(self, key: str) -> bool:
        """Whether neither the user nor the organisation has given a setting a value."""
        policy = self._policy
        return key not in self._values and (
            policy is None or (key not in policy.locked and key not in policy.defaults)
        )

    def without(self, key: str) -> object:
        """Return what a setting is where nobody here has chosen: the organisation's default, or Dialer's."""
        policy = self._policy
        if policy is not None and key in policy.defaults:
            return policy.defaults[key]
        return DECLARED[key].default

    def is_own(self, key: str) -> bool:
        """Whether somebody here has chosen something else than what it is without that."""
        if self.managed_by(key) is not None or key not in self._values:
            return False
        # An emptied list is no list.
        return (self._values[key] or None) != (self.without(key) or None)

    async def set(self, key: str, raw: object) -> None:
        """Change a setting and keep it.

        Raises:
            FieldError: the value does not fit.
            InputError: the organisation has locked it.
            StorageError: it could not be written; the old value stays.
        """
        await self.set_all({key: raw})

    async def set_all(self, raw: Mapping[str, object]) -> None:
        """Change several settings at once: all of them, or none.

        Raises:
            FieldError: a value does not fit.
            InputError: the organisation has locked one.
            StorageError: they could not be written; the old values stay.
        """
        wanted = {key: DECLARED[key].parse(value) for key, value in raw.items()}
        await self._change(lambda: {**self._values, **wanted}, wanted)

    async def reset(self, *keys: str) -> None:
        """Go back to what settings are where nobody here has chosen; what is locked stays.

        Raises:
            StorageError: it could not be written; the old values stay.
        """
        back = {key: self.without(key) for key in keys if self.managed_by(key) is None}
        await self._change(
            lambda: {key: value for key, value in self._values.items() if key not in back}, back
        )

    async def _change(self, changed: Callable[[], dict[str, Any]], wanted: Mapping[str, object]) -> None:
        import asyncio  # slow to load, and commands that only read settings need none of it

        from dialer.core.threads import to_its_end

        if self._writing is None:
            self._writing = asyncio.Lock()
        async with self._writing:  # two changes at once must both be there in the end
            before = {key: self.get(key) for key in wanted}
            different = [key for key, value in wanted.items() if before[key] != value]
            if not different:
                return
            if any(self.managed_by(key) is not None for key in different):
                raise InputError("policy.locked")
            values, kept = changed(), False

            def keep() -> None:
                nonlocal kept
                self._store.save({**self._others, **values})
                kept = True

            try:
                await to_its_end(keep)
            finally:
                if kept:  # also for whoever is cancelled: the file has it
                    self._values = values
                    for key in different:
                        self._bus.fire(SettingsChanged(key))

    @property
    def region(self) -> HomeRegion:
        """The home's country, in which numbers without a country are read, with its company's rules."""
        company = CompanyLines(
            outside_line=str(self.get(OUTSIDE_LINE) or ""),
            internal=_lines(self.get(INTERNAL_NUMBERS)),
            patterns=_lines(self.get(NUMBER_RULES)),
        )
        return HomeRegion(str(self.get("region")), company)

    @property
    def language(self) -> str:
        """The language to speak, the system's where none is chosen."""
        chosen = str(self.get("language"))
        return system_language() if chosen == "system" else chosen


def _is_known(key: str, value: object) -> bool:
    """Whether this Dialer knows a setting, and a value that is one of a few."""
    field = DECLARED.get(key)
    if isinstance(field, Choice):
        return value in field.options
    if isinstance(field, Toggle):
        return isinstance(value, bool)
    return field is not None


def _lines(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
