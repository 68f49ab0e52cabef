"""Where accounts are kept: accounts.json, and what the user did with those that the organisation presets."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

from dialer.core.entry import KEPT, ConfigEntry
from dialer.core.errors import StorageError
from dialer.core.storage import JsonStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.core.home import Home
    from dialer.core.policy import Policy, PolicyAccount

VERSION = 2
"""1 had neither the version of an account's data nor the keys of its secrets."""

_MANAGED = "policy-"
# Of an account that the organisation presets, this alone is the user's.
_OWN = ("disabled", "auth_refused", "unique_id", "secret_keys")


class EntryStore:
    """Reads the accounts once, and writes them all at each change."""

    def __init__(self, home: Home, policy: Policy) -> None:
        """Name the file and what the organisation presets; nothing is read yet."""
        self._file = home.accounts_file
        self._policy = policy
        self._presets = {_MANAGED + account.id: account for account in policy.accounts}
        self._json = JsonStore(self._file, VERSION)
        self._managed: dict[str, dict[str, Any]] = {}
        self._writing = asyncio.Lock()

    def load(self) -> dict[str, ConfigEntry]:
        """Return the accounts by their ids, the organisation's first.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        content = self._json.load()
        try:
            self._managed = {str(key): dict(state) for key, state in content.get("managed", {}).items()}
            own = [
                ConfigEntry(**{name: item[name] for name in KEPT if name in item})
                for item in content.get("accounts", [])
            ]
        except (TypeError, ValueError, AttributeError):
            raise StorageError("core.storage.damaged", path=self._file) from None
        preset = [self._preset(key, account) for key, account in self._presets.items()]
        return {entry.id: entry for entry in (*preset, *own)}

    async def save(self, entries: Iterable[ConfigEntry]) -> None:
        """Write the accounts; of two saves at once, the later one is what stays.

        Raises:
            StorageError: they cannot be written; the old file is still there.
        """
        async with self._writing:
            entries = list(entries)
            self._managed |= {entry.id: self._state(entry) for entry in entries if entry.managed}
            content = {
                "accounts": [entry.stored() for entry in entries if not entry.managed],
                "managed": self._managed,
            }
            await asyncio.to_thread(self._json.save, content)

    async def keep_copy(self, name: str) -> None:
        """Copy the file aside, unless there is such a copy already: that one is from before the first change.

        Raises:
            StorageError: it cannot be copied.
        """
        await asyncio.to_thread(self._copy, name)

    def keep_found(self, entry: ConfigEntry, found: dict[str, Any]) -> None:
        """Remember what a sign-in found out about an account that the organisation presets."""
        state = self._managed.setdefault(entry.id, {})
        state["found"] = {**state.get("found", {}), **found}

    def preset(self, entry: ConfigEntry) -> PolicyAccount:
        """Return how the organisation presets an account."""
        return self._presets[entry.id]

    def gone(self) -> dict[str, list[str]]:
        """Return the accounts that are preset no more, with the keys of their secrets.

        As long as something is wrong in the organisation's files, no account is taken for gone.
        """
        if self._policy.problems:
            return {}
        return {
            key: [str(each) for each in state.get("secret_keys", [])]
            for key, state in self._managed.items()
            if key not in self._presets
        }

    def forget(self, entry_id: str) -> None:
        """Drop what is known of an account that is preset no more; it is written with the next save."""
        self._managed.pop(entry_id, None)

    def _preset(self, key: str, account: PolicyAccount) -> ConfigEntry:
        state = self._managed.get(key, {})
        entry = ConfigEntry(
            id=key,
            domain=account.domain,
            title=account.title or str(state.get("title") or account.domain),
            unique_id="",
            data={**state.get("found", {}), **account.data},
            options=dict(account.options),
            managed=True,
        )
        for name in _OWN:
            if name in state:
                setattr(entry, name, state[name])
        return entry

    def _state(self, entry: ConfigEntry) -> dict[str, Any]:
        found = self._managed.get(entry.id, {}).get("found", {})
        return {name: getattr(entry, name) for name in _OWN} | {"title": entry.title, "found": found}

    def _copy(self, name: str) -> None:
        copy = self._file.with_name(f"accounts-before-{name}.json")
        if copy.exists() or not self._file.exists():
            return
        try:
            shutil.copy2(self._file, copy)  # with its mode: nobody else may read it
        except OSError:
            raise StorageError("core.storage.unwritable", path=copy) from None
