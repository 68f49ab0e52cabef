"""Where accounts are kept: accounts.json, and what the user did with those that the organisation presets."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import shutil
import threading
from typing import TYPE_CHECKING, Any

from dialer.core.entry import KEPT, ConfigEntry
from dialer.core.errors import EntryError, StorageError
from dialer.core.policy_account import PolicyAccount
from dialer.core.storage import JsonStore
from dialer.core.threads import to_its_end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from dialer.core.home import Home
    from dialer.core.policy import Policy

VERSION = 2
"""1 had neither the version of an account's data nor the keys of its secrets."""

_MANAGED = "policy-"
# Of an account that the organisation presets, this alone is the user's.
_OWN = ("disabled", "auth_refused", "unique_id", "secret_keys")


class EntryStore:
    """Reads the accounts once, and writes them all at each change.

    Attributes:
        entries: the accounts by their ids, the organisation's first.
    """

    def __init__(self, home: Home, policy: Policy) -> None:
        """Name the file and what the organisation presets; nothing is read yet."""
        self._file = home.accounts_file
        self._policy = policy
        self._presets = {_MANAGED + account.id: account for account in policy.accounts}
        self._json = JsonStore(self._file, VERSION)
        self._managed: dict[str, dict[str, Any]] = {}
        self._left: dict[str, list[str]] = {}
        self.entries: dict[str, ConfigEntry] = {}
        self._keeping = asyncio.Lock()
        self._writing = threading.Lock()
        self._number = self._written = 0

    def load(self) -> None:
        """Read the accounts.

        Raises:
            StorageError: the file is damaged or a newer Dialer wrote it.
        """
        content = self._json.load()
        try:
            self._left = {str(key): [*map(str, keys)] for key, keys in content.get("left", {}).items()}
            self._managed = {str(key): dict(state) for key, state in content.get("managed", {}).items()}
            own = [
                ConfigEntry(**{name: item[name] for name in KEPT if name in item})
                for item in content.get("accounts", [])
            ]
        except (TypeError, ValueError, AttributeError):
            raise StorageError("core.storage.damaged", path=self._file) from None
        preset = [self._preset(key, account) for key, account in self._presets.items()]
        self.entries = {entry.id: entry for entry in (*preset, *self._hidden(), *own)}

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Write what is changed inside; where that fails, the same accounts are there as before.

        Whoever is cancelled while it is being written has changed it all the same, and goes on: what belongs
        to it, such as secrets, must fit what is on the disk.

        Raises:
            StorageError: they cannot be written; the old file is still there.
        """
        async with self._keeping:
            before = dict(self.entries)
            try:
                yield
                try:
                    await to_its_end(self._write, *self._numbered())
                except asyncio.CancelledError as given_up:
                    if given_up.__cause__ is not None:  # it could not be written either
                        raise
            except BaseException:
                self.entries = before
                raise

    async def save(self) -> None:
        """Write the accounts as they are.

        Raises:
            StorageError: they cannot be written; the old file is still there.
        """
        async with self._keeping:
            await asyncio.to_thread(self._write, *self._numbered())

    def _numbered(self) -> tuple[int, dict[str, Any]]:
        """Return what is to be written, with its number."""
        entries = self.entries.values()
        self._managed |= {entry.id: self._state(entry) for entry in entries if entry.managed}
        content: dict[str, Any] = {
            "accounts": [entry.stored() for entry in entries if not entry.managed],
            "managed": self._managed,
        }
        if self._left:
            content["left"] = self._left
        self._number += 1
        return self._number, copy.deepcopy(content)  # what is there may change while a thread writes it

    async def keep_copy(self, name: str) -> None:
        """Copy the file aside, unless there is such a copy already: that one is from before the first change.

        Raises:
            StorageError: it cannot be copied.
        """
        await asyncio.to_thread(self._copy, name)

    def found(self, entry: ConfigEntry) -> dict[str, Any]:
        """Return what sign-ins found out about an account that the organisation presets."""
        return dict(self._managed.get(entry.id, {}).get("found", {}))

    def keep_found(self, entry: ConfigEntry, found: dict[str, Any]) -> None:
        """Remember it, in place of what was found out before; it is written with the next save."""
        self._managed.setdefault(entry.id, {})["found"] = found

    def preset(self, entry: ConfigEntry) -> PolicyAccount:
        """Return how the organisation presets an account."""
        return self._presets[entry.id]

    def gone(self) -> dict[str, list[str]]:
        """Return the accounts that are gone, with the keys of their secrets: removed, or preset no more.

        As long as something is wrong in the organisation's files, none of theirs is taken for gone.
        """
        if self._policy.problems:
            return dict(self._left)
        preset_no_more = {
            key: [str(each) for each in state.get("secret_keys", [])]
            for key, state in self._managed.items()
            if key not in self._presets
        }
        return {**preset_no_more, **self._left}

    def forget(self, entry_id: str) -> bool:
        """Drop what is known of an account that is gone; return whether there is anything to write."""
        known = entry_id in self._managed or entry_id in self._left
        self._managed.pop(entry_id, None)
        self._left.pop(entry_id, None)
        return known

    def forget_later(self, entry_id: str, keys: Iterable[str]) -> bool:
        """Remember secrets that may still be there; return whether there is anything to write."""
        known = entry_id in self._managed or entry_id in self._left
        if not known:
            self._left[entry_id] = list(keys)
        return not known

    def _preset(self, key: str, account: PolicyAccount) -> ConfigEntry:
        state = self._managed.get(key, {})
        entry = ConfigEntry(
            id=key,
            domain=account.domain,
            title=account.title or str(state.get("title") or account.domain),
            unique_id="",
            data={**state.get("found", {}), **account.data} if account.held is None else {},
            options=dict(account.options),
            managed=True,
        )
        gave = state.get("address_from", "")
        if account.held is not None:
            entry.held = EntryError("policy.held", path=account.held.placeholders["path"])
        elif account.open and gave:  # the file is gone, or the line: the secret was meant for that address
            entry.held, entry.data = EntryError("policy.address_gone", path=gave), {}
        for name in _OWN:
            if name in state:
                setattr(entry, name, state[name])
        return entry

    def _hidden(self) -> list[ConfigEntry]:
        """Return the accounts that the policy gave when it was read last, as long as it cannot be read.

        Nothing can be done with them; without them people would not know where their accounts went.
        """
        if self._policy.refused is None:
            return []
        return [
            self._preset(key, PolicyAccount(id=key, domain=str(state["domain"]), held=self._policy.refused))
            for key, state in self._managed.items()
            if key not in self._presets and state.get("domain")
        ]

    def _state(self, entry: ConfigEntry) -> dict[str, Any]:
        found = self._managed.get(entry.id, {}).get("found", {})
        preset = self._presets.get(entry.id)
        gave = self._managed.get(entry.id, {}).get("address_from", "")
        if preset is not None and preset.held is None and not preset.open:
            gave = preset.file
        state = {name: getattr(entry, name) for name in _OWN}
        return state | {"domain": entry.domain, "title": entry.title, "found": found, "address_from": gave}

    def _write(self, number: int, content: dict[str, Any]) -> None:
        with self._writing:
            if number > self._written:  # else a later one has overtaken it
                self._json.save(content)
                self._written = number

    def _copy(self, name: str) -> None:
        aside = self._file.with_name(f"accounts-before-{name}.json")
        if aside.exists() or not self._file.exists():
            return
        try:
            shutil.copy2(self._file, aside)  # with its mode: nobody else may read it
        except OSError:
            raise StorageError("core.storage.unwritable", path=aside) from None
