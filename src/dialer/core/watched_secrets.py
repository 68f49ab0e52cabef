"""The key ring, watched: whoever cannot get at a password reads why, and what to do."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dialer.core.errors import SecretsUnavailable
from dialer.core.issues import KEYRING_ISSUE, FixAction, Issue, Severity
from dialer.core.secrets import SecretStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.core.issues import IssueManager
    from dialer.core.secrets import Secret

# A secret that is too long says nothing about the key ring.
_REASONS = {"missing", "locked", "timeout", "failed"}

SLOW = 3.0
"""Seconds after which a key ring that has not answered is most likely locked, and asks the user."""


class WatchedSecrets(SecretStore):
    """Hands everything on to another store, and reports when that fails and when it works again."""

    def __init__(self, store: SecretStore, issues: IssueManager) -> None:
        """Watch a store."""
        self._store = store
        self._issues = issues
        self._asked: list[float] = []

    @property
    def name(self) -> str:
        """What keeps the secrets."""
        return self._store.name

    @property
    def slow(self) -> bool:
        """Whether somebody waits for longer than a key ring takes that is not locked."""
        return any(time.monotonic() - asked > SLOW for asked in self._asked)

    async def get(self, ref: str) -> Secret | None:
        """Return a secret, or None where there is none."""
        with self._watching():
            return await self._store.get(ref)

    async def set(self, ref: str, secret: Secret) -> None:
        """Keep a secret, in place of the one before."""
        with self._watching():
            await self._store.set(ref, secret)

    async def delete(self, ref: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        with self._watching():
            await self._store.delete(ref)

    async def probe(self) -> str:
        """Try everything; only how all of it ends says how the key ring is."""
        with self._watching():
            return await self._store.probe()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        self._asked.append(asked := time.monotonic())
        try:
            yield
        except SecretsUnavailable as error:
            reason = error.key.rpartition(".")[2]
            if reason in _REASONS:
                self._report(reason)
            raise
        finally:
            self._asked.remove(asked)
        self._issues.clear(KEYRING_ISSUE)

    def _report(self, reason: str) -> None:
        self._issues.report(
            Issue(
                id=KEYRING_ISSUE,
                severity=Severity.ERROR,
                key=f"repairs.issue.keyring.{reason}",
                fix=FixAction.CHECK_KEYRING,
            )
        )
