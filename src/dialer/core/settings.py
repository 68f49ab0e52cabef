"""The settings, each declared once: its kind, its default, and when it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.core.fields import Choice, Field, Phone, Region, Toggle
from dialer.core.storage import JsonStore
from dialer.core.strings import LANGUAGES, system_language

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

    from dialer.core.bus import EventBus

VERSION = 1

SETTINGS: tuple[Field, ...] = (
    Region(key="region", default="NL"),
    Phone(key="own_number", required=False),
    Choice(key="language", options=("system", *LANGUAGES), default="system"),
    Choice(key="theme", options=("system", "light", "dark"), default="system"),
    Choice(key="text_size", options=("100", "125", "150", "175", "200"), default="100"),
)
_HIDDEN: tuple[Field, ...] = (Toggle(key="welcomed", default=False),)
_FIELDS = {field.key: field for field in (*SETTINGS, *_HIDDEN)}


@dataclass(frozen=True)
class SettingsChanged:
    """A setting has a new value."""

    key: str


class Settings:
    """The settings of one home."""

    def __init__(self, path: Path, bus: EventBus) -> None:
        """Read the file; what it does not hold has its default.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        self._store = JsonStore(path, VERSION)
        self._bus = bus
        self._writing: asyncio.Lock | None = None
        self._values = {key: value for key, value in self._store.load().items() if key in _FIELDS}

    def get(self, key: str) -> object:
        """Return a setting's value."""
        return self._values.get(key, _FIELDS[key].default)

    async def set(self, key: str, raw: object) -> None:
        """Change a setting and keep it.

        Raises:
            FieldError: the value does not fit.
            StorageError: it could not be written; the old value stays.
        """
        import asyncio  # slow to load, and commands that only read settings need none of it

        value = _FIELDS[key].parse(raw)
        if self._writing is None:
            self._writing = asyncio.Lock()
        async with self._writing:  # two changes at once must both be there in the end
            if value == self.get(key):
                return
            values = {**self._values, key: value}
            await asyncio.to_thread(self._store.save, values)
            self._values = values
        self._bus.fire(SettingsChanged(key))

    @property
    def region(self) -> str:
        """The home's country, in which numbers without a country are read."""
        return str(self.get("region"))

    @property
    def language(self) -> str:
        """The language to speak, the system's where none is chosen."""
        chosen = str(self.get("language"))
        return system_language() if chosen == "system" else chosen
