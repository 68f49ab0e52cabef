"""Whether there is a newer Dialer: looks at a signed list of versions, and only says what it found.

Nothing is ever fetched but the list and its signature, and nothing is run or installed. It is off until an
address and a key are set; the organisation may fix both, or fix that there are none.

What is believed (SAFETY T62): a list that one of the keys has signed, that still holds, and that is not older
than one that was seen before. So whoever has the server or the network, but not the key, can at most keep new
versions from being told of, until the list has expired and is said to be old.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer import __version__
from dialer.core.errors import (
    ApiError,
    DialerError,
    ErrorKind,
    InputError,
    OutcomeUnknown,
    Refused,
    SafetyError,
)
from dialer.core.issues import Issue, Severity
from dialer.core.update_memory import Memory, load, proof_of, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hub import Hub
    from dialer.core.update_manifest import Manifest

_LOGGER = logging.getLogger(__name__)

ADDRESS, KEY = "update_address", "update_key"
SETTINGS = frozenset({ADDRESS, KEY})
ISSUE = "updates"
SIGNATURE_ENDING = ".minisig"

FIRST_LOOK = (300.0, 900.0)
"""Seconds from the start to the first look, at least and at most: the morning's start has enough to do."""

EVERY = timedelta(days=1)
_SPREAD = 7200.0
_RETRY = (3600.0, 5400.0)
_CALL_PAUSE = 300.0
_DEADLINE = 20.0
_OK = 200


@dataclass(frozen=True)
class UpdatesChanged:
    """What there is to tell about versions has changed."""


class Updates:
    """The notice of one home."""

    def __init__(self, hub: Hub, *, running: str = __version__) -> None:
        """Nothing is read or asked yet.

        Args:
            hub: the platform.
            running: the version of this program.
        """
        self._hub = hub
        self.running = running
        self._memory: Memory | None = None
        self._said = ""

    @property
    def is_on(self) -> bool:
        """Whether there is an address to look at, and a key to believe."""
        return all(self._hub.settings.get(key) for key in SETTINGS)

    @property
    def host(self) -> str:
        """Whom the list comes from."""
        return urlsplit(str(self._hub.settings.get(ADDRESS) or "")).netloc

    @property
    def memory(self) -> Memory:
        """What is known by now, once `recall` has been called."""
        known, source = self._memory, self._source
        return known if known is not None and known.source == source else Memory(source=source)

    @property
    def _source(self) -> str:
        return "\n".join(str(self._hub.settings.get(key) or "") for key in (ADDRESS, KEY))

    async def recall(self) -> None:
        """Read what an earlier look has found."""
        self._memory = await asyncio.to_thread(load, self._hub.home.path, self._source)

    def newest(self) -> Manifest | None:
        """Return the newest list that was seen, whether it still holds or not."""
        return self.memory.newest() if self.is_on else None

    def has_expired(self, manifest: Manifest) -> bool:
        """Whether a list holds no more."""
        return manifest.expires < self._hub.clock.now().date()

    def is_newer(self, manifest: Manifest) -> bool:
        """Whether a list names a newer version than this one."""
        from packaging.version import Version

        return manifest.version > Version(self.running)

    def offer(self) -> Manifest | None:
        """Return what the user is to be told: a newer version that was not put away."""
        newest = self.newest()
        if newest is None or self.has_expired(newest) or not self.is_newer(newest):
            return None
        return None if str(newest.version) == self.memory.dismissed else newest

    async def dismiss(self) -> None:
        """Say nothing more of the newest version; the next one is told again.

        Raises:
            StorageError: this could not be kept.
        """
        newest = self.newest()
        if newest is not None:
            await self._keep(replace(self.memory, dismissed=str(newest.version)))

    async def check(self) -> Manifest:
        """Fetch the list now, and return it.

        Raises:
            InputError: nothing is set, or the list is not one.
            SafetyError: the list is not signed with one of the keys, or is older than one seen before.
            ApiError: it could not be fetched, or has expired.
            StorageError: what was found could not be kept.
        """
        if not self.is_on:
            raise InputError("updates.error.off")
        await self.recall()
        keys = str(self._hub.settings.get(KEY))
        content, signature = await self._fetch()
        if not await self._is_signed(content, signature, keys):
            # The publisher may just be replacing one file after the other.
            content, signature = await self._fetch()
            if not await self._is_signed(content, signature, keys):
                raise self._not_signed()
        manifest = await self._read(content)
        self._hub.issues.clear(ISSUE)
        newest = self.memory.newest()
        if newest is not None and (manifest.version < newest.version or manifest.dated < newest.dated):
            raise SafetyError("updates.error.replayed", host=self.host)
        if self.has_expired(manifest):
            raise Refused(
                "updates.error.expired", ErrorKind.PROVIDER, host=self.host, date=str(manifest.expires)
            )
        await self._keep(
            replace(
                self.memory,
                checked=self._hub.clock.now().isoformat(timespec="seconds"),
                proof=proof_of(content, signature, keys),
                manifest=content.decode(),
            )
        )
        return manifest

    async def run(self, is_busy: Callable[[], bool]) -> None:
        """Look once a day, for the first time some minutes from now, and never during a call.

        Args:
            is_busy: whether a call is under way.
        """
        clock = self._hub.clock
        await self.recall()
        self._hub.bus.fire(UpdatesChanged())
        await clock.sleep(random.uniform(*FIRST_LOOK))  # noqa: S311  # jitter
        while True:
            await clock.sleep(self._seconds_left())
            if is_busy():
                await clock.sleep(_CALL_PAUSE)
                continue
            try:
                await self.check()
            except DialerError as error:
                self._log(error.key)
                self._hub.bus.fire(UpdatesChanged())  # what was offered may have expired
                await clock.sleep(random.uniform(*_RETRY))  # noqa: S311  # jitter
            else:
                self._log("")

    def forget_issue(self) -> None:
        """Say nothing more about a list that is no longer looked at."""
        self._hub.issues.clear(ISSUE)

    def _seconds_left(self) -> float:
        """Return how long the last look is good for."""
        checked, now = self.memory.checked_at, self._hub.clock.now()
        if checked is None or checked > now:  # the clock went back: nobody knows how long ago it was
            return 0.0
        left = (checked + EVERY - now).total_seconds()
        return left + random.uniform(0, _SPREAD) if left > 0 else 0.0  # noqa: S311  # jitter

    def _log(self, key: str) -> None:
        """Log a failure when it begins, and when it is over; the address may be nobody's business."""
        if key != self._said:
            self._said = key
            _LOGGER.info("looking for a newer version: %s", key or "works again")

    async def _fetch(self) -> tuple[bytes, bytes]:
        address = str(self._hub.settings.get(ADDRESS))
        return await self._get(address), await self._get(address + SIGNATURE_ENDING)

    async def _get(self, address: str) -> bytes:
        from dialer.core.update_manifest import MOST_BYTES

        try:
            response = await self._hub.http.request(
                "GET",
                address,
                deadline=_DEADLINE,
                max_bytes=MOST_BYTES,
                fresh=True,
                purpose="list of versions",
            )
        except OutcomeUnknown as error:  # a question leaves nothing in doubt
            if error.kind is ErrorKind.NETWORK:
                raise ApiError("updates.error.no_answer", ErrorKind.NETWORK, host=self.host) from None
            raise InputError("updates.error.unreadable", host=self.host) from None
        if response.status != _OK:
            raise Refused("updates.error.status", ErrorKind.PROVIDER, host=self.host, status=response.status)
        return response.body

    async def _is_signed(self, content: bytes, signature: bytes, keys: str) -> bool:
        from dialer.core.update_manifest import NotSigned, check_signature

        # What was found to be signed once need not be checked again, which would load much.
        if proof_of(content, signature, keys) == self.memory.proof:
            return True
        try:
            await asyncio.to_thread(check_signature, content, signature, keys)
        except NotSigned:
            return False
        return True

    def _not_signed(self) -> SafetyError:
        """Say it to everybody at this desk, and return the error that says it to who asked."""
        error = SafetyError("updates.error.signature", host=self.host)
        self._hub.issues.report(
            Issue(id=ISSUE, severity=Severity.WARNING, key=error.key, placeholders=error.placeholders)
        )
        return error

    async def _read(self, content: bytes) -> Manifest:
        from dialer.core.update_manifest import NotAList, read_manifest

        try:
            return await asyncio.to_thread(read_manifest, content)
        except NotAList:
            raise InputError("updates.error.unreadable", host=self.host) from None

    async def _keep(self, memory: Memory) -> None:
        await asyncio.to_thread(save, self._hub.home.path, memory)
        self._memory = memory
        self._hub.bus.fire(UpdatesChanged())
