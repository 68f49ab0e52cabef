"""The errors that cross rooms.

An error carries the *key* of a sentence in the strings files, never the sentence and never a server's text:
the room that shows it translates the key. ``str(error)`` is the key, so nothing secret ends up in a log.
"""

from __future__ import annotations

from enum import StrEnum


class DialerError(Exception):
    """Something a person has to read about.

    Attributes:
        key: the key of the sentence in the strings files.
        placeholders: what the sentence is filled in with.
    """

    def __init__(self, key: str, **placeholders: object) -> None:
        """Remember which sentence tells the user about it."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders


class InputError(DialerError):
    """What was typed, given or imported cannot be used as it is."""


class SafetyError(DialerError):
    """A safety rule refuses this."""


class StorageError(DialerError):
    """This computer cannot keep or read Dialer's data (full disk, read-only home, newer database)."""


class SecretsUnavailable(DialerError):
    """The operating system's key ring is missing, locked or does not answer."""


class ErrorKind(StrEnum):
    """What went wrong at a provider, in the terms that decide what to do next."""

    AUTH = "auth"
    PERMISSION = "permission"
    NOT_FOUND = "not_found"
    VALIDATION = "validation"
    PROVIDER = "provider"
    NETWORK = "network"
    PROTOCOL = "protocol"


class ApiError(DialerError):
    """A provider did not do what was asked.

    Attributes:
        kind: what sort of failure it is.
        code: the provider's own code, where it sent one.
        retry_after: the seconds for which the provider wants to be left alone, where it said so.
    """

    def __init__(
        self,
        key: str,
        kind: ErrorKind,
        *,
        code: int | None = None,
        retry_after: float | None = None,
        **placeholders: object,
    ) -> None:
        """Remember the sort of failure beside its sentence."""
        super().__init__(key, **placeholders)
        self.kind = kind
        self.code = code
        self.retry_after = retry_after


class NotSent(ApiError):
    """The request surely did not reach the provider (class N of SAFETY 2.1)."""

    def __init__(self, key: str, **placeholders: object) -> None:
        """Name the reason, such as a host that cannot be found."""
        super().__init__(key, ErrorKind.NETWORK)
        self.placeholders = placeholders


class Refused(ApiError):
    """The provider clearly said no and did nothing (class R)."""


class OutcomeUnknown(ApiError):
    """The provider may have carried the request out (class U): it is never repeated blindly.

    The sentence says what became of the answer. That something is in doubt, only whoever asked for something
    to be done can add: a question that got no answer leaves nothing in doubt.
    """

    def __init__(
        self,
        key: str = "core.error.outcome_unknown",
        kind: ErrorKind = ErrorKind.PROTOCOL,
        *,
        code: int | None = None,
        **placeholders: object,
    ) -> None:
        """Say that nobody knows, and what sort of failure hid the answer."""
        super().__init__(key, kind, code=code)
        self.placeholders = placeholders


class EntryNotReady(DialerError):
    """Set-up cannot succeed now and is tried again later."""


class EntryAuthFailed(DialerError):
    """The provider refused the sign-in: a person has to sign in again."""


class EntryError(DialerError):
    """Set-up cannot succeed until a person changes something."""
