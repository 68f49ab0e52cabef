"""Passwords and tokens: kept by the operating system's key ring, and by nothing else.

The key ring blocks by design: a locked one asks the user and waits, a broken one waits for ever. It is
therefore asked on a thread of its own with a deadline. Only this file imports keyring, when it is first used.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import sys
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar, cast

from dialer.core.errors import SecretsUnavailable
from dialer.core.redact import REDACTOR
from dialer.core.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dialer.core.secret_change import SecretChanges

_LOGGER = logging.getLogger(__name__)

DEADLINE = 20.0
# Windows stores at most 2,560 bytes, two for each of these. The limit holds everywhere: a home may move.
LONGEST = 1280

# Key rings that encrypt and belong to the operating system. Whatever else is installed, or named by the
# environment or a configuration file (null, plain text, any module at all), is not used.
_ALLOWED = {
    "win32": ("keyring.backends.Windows:WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS:Keyring",),
}
_ALLOWED_ELSEWHERE = ("keyring.backends.SecretService:Keyring", "keyring.backends.kwallet:DBusKeyring")

T = TypeVar("T")


class Secret:
    """A password or token that shows itself only when asked to."""

    __slots__ = ("_value",)
    __hash__ = None  # type: ignore[assignment] # a hash tells something about the value

    def __init__(self, value: str) -> None:
        """Wrap the value, and keep it out of the log from now on."""
        self._value = value
        REDACTOR.register(value)

    def reveal(self) -> str:
        """Return the value; only for handing it to the key ring or the provider."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # loads OpenSSL

        mine, theirs = (value.encode("utf-8", "surrogatepass") for value in (self._value, other._value))
        return hmac.compare_digest(mine, theirs)

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret cannot be copied or pickled")


class SecretStore(ABC):
    """Keeps secrets by reference: ``<entry id>/<field>``."""

    @abstractmethod
    async def get(self, ref: str) -> Secret | None:
        """Return a secret, or None where there is none.

        Raises:
            SecretsUnavailable: it could not be read; the key says why.
        """

    @abstractmethod
    async def set(self, ref: str, secret: Secret) -> None:
        """Keep a secret, in place of the one before.

        Raises:
            SecretsUnavailable: it could not be kept; the key says why.
        """

    @abstractmethod
    async def delete(self, ref: str) -> None:
        """Forget a secret; nothing happens where there is none.

        Raises:
            SecretsUnavailable: it could not be deleted; the key says why.
        """

    async def probe(self) -> str:
        """Keep, read and delete something made up, and return the name of what keeps the secrets.

        Raises:
            SecretsUnavailable: secrets cannot be kept; the key says why.
        """
        import secrets as tokens  # loads OpenSSL

        ref, secret = f"self-test/{tokens.token_hex(4)}", Secret(tokens.token_urlsafe(24))
        await self.set(ref, secret)
        try:
            found = await self.get(ref)
        finally:
            await self.delete(ref)
        if found != secret or await self.get(ref) is not None:
            raise SecretsUnavailable("core.secrets.failed")
        return self.name

    @property
    @abstractmethod
    def name(self) -> str:
        """What keeps the secrets."""

    @property
    def slow(self) -> bool:
        """Whether somebody waits for longer than a key ring takes that is not locked."""
        return False


class MemorySecrets(SecretStore):
    """Keeps secrets until the program ends."""

    def __init__(self) -> None:
        """Start empty."""
        self._secrets: dict[str, Secret] = {}

    @property
    def name(self) -> str:
        """What keeps the secrets."""
        return "memory"

    async def get(self, ref: str) -> Secret | None:
        """Return a secret, or None where there is none."""
        secret = self._secrets.get(ref)
        return None if secret is None else _remembered(secret)

    async def set(self, ref: str, secret: Secret) -> None:
        """Keep a secret until the program ends."""
        _check_length(secret)
        self._secrets[ref] = secret

    async def delete(self, ref: str) -> None:
        """Forget a secret."""
        self._secrets.pop(ref, None)


class KeyringBackend(Protocol):
    """What is used of a key ring of the keyring library."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a secret."""


class KeyringSecrets(SecretStore):
    """Keeps secrets in the operating system's key ring, one item for each."""

    def __init__(
        self,
        *,
        backend_factory: Callable[[], KeyringBackend | None] | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        """Nothing is asked of the key ring yet.

        Args:
            backend_factory: finds the key ring; None stands for the operating system's.
            deadline: the seconds after which a key ring that does not answer is given up.
        """
        self._find = backend_factory or _system_backend
        self._deadline = deadline
        self._backend: KeyringBackend | None = None
        self._worker = Worker("dialer-keyring")
        self._changes: SecretChanges | None = None

    @property
    def name(self) -> str:
        """The key ring that was found, for diagnostics."""
        kind = type(self._backend)
        return f"{kind.__module__}.{kind.__qualname__}"

    async def get(self, ref: str) -> Secret | None:
        """Return a secret, or None where there is none."""
        value = await self._ask(lambda backend: backend.get_password(*self._item(ref)))
        return None if value is None else _remembered(Secret(value))

    async def set(self, ref: str, secret: Secret) -> None:
        """Keep a secret, in place of the one before."""
        _check_length(secret)
        await self._change(ref, secret)

    async def delete(self, ref: str) -> None:
        """Forget a secret; nothing happens where there is none."""
        await self._change(ref, None)

    async def _change(self, ref: str, secret: Secret | None) -> None:
        from dialer.core.secret_change import SecretChanges  # most desks change none all day

        self._changes = self._changes or SecretChanges()
        change = self._changes.of(self._item(ref), secret)
        try:
            await self._ask(change.carry_out)
        except SecretsUnavailable:
            if change.give_up():  # else it was done at the last moment
                raise
        except asyncio.CancelledError:
            change.give_up()
            raise

    def _item(self, ref: str) -> tuple[str, str]:
        # An account's id is unique by itself. A service for each secret: on Windows two under one service are
        # moved about, which is not atomic.
        return f"dialer/{ref}", ref.rpartition("/")[2]

    async def _ask(self, question: Callable[[KeyringBackend], T]) -> T:
        worker = self._worker
        try:
            async with asyncio.timeout(self._deadline):
                return await worker.run(lambda: self._answer(question), keep=False)
        except TimeoutError:
            # Its thread may hang for good: the next question gets a new one.
            if worker is self._worker:
                worker.stop()
                self._worker, self._backend = Worker("dialer-keyring"), None
            raise SecretsUnavailable("core.secrets.timeout") from None

    def _answer(self, question: Callable[[KeyringBackend], T]) -> T:
        """Ask in the key ring's thread."""
        key = None
        try:
            backend = self._backend or self._find()
            if backend is not None:
                self._backend = backend
                return question(backend)
            key = "core.secrets.missing"
        except Exception as error:  # noqa: BLE001 - backends raise what their libraries raise
            key = _key(error)
            _LOGGER.warning("key ring: %s (%s)", key, type(error).__name__)
        if key != "core.secrets.locked":
            self._backend = None  # look again next time: one may have appeared, or come back
        raise SecretsUnavailable(key)


def _remembered(secret: Secret) -> Secret:
    """Keep what the key ring holds out of the log for good: sessions of calls come by the hundred."""
    REDACTOR.register(secret.reveal(), lasting=True)
    return secret


def _check_length(secret: Secret) -> None:
    if len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise SecretsUnavailable("core.secrets.too_long", limit=LONGEST)


def _system_backend() -> KeyringBackend | None:
    """Return the operating system's key ring, or None where there is none."""
    kinds = []
    for path in _ALLOWED.get(sys.platform, _ALLOWED_ELSEWHERE):
        module, _, name = path.partition(":")
        kind = getattr(importlib.import_module(module), name)
        if kind.viable:
            kinds.append(kind)
    if not kinds:
        return None
    backend = max(kinds, key=lambda kind: float(kind.priority))()
    if sys.platform == "win32":
        backend.persist = "local machine"  # else it may roam with the user's profile
    return cast("KeyringBackend", backend)


def _key(error: BaseException) -> str:
    """Return why the key ring failed; by name, since each backend has its own library behind it."""
    names = {kind.__name__ for cause in _causes(error) for kind in type(cause).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return "core.secrets.locked"
    if names & {"NoKeyringError", "InitError", "SecretServiceNotAvailableException", "ModuleNotFoundError"}:
        return "core.secrets.missing"
    return "core.secrets.failed"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
