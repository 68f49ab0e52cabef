"""What an integration declares of its accounts: the fields, and one check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from dialer.core.fields import Field, SecretField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.flow_check import Check
    from dialer.core.secrets import Secret


class FlowKind(StrEnum):
    """What a flow is for."""

    USER = "user"
    REAUTH = "reauth"
    RECONFIGURE = "reconfigure"
    OPTIONS = "options"


class FieldErrors(Exception):  # several errors, as one exception
    """What is wrong with which field, by the keys of their sentences."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        """Take the sentence's key for each field's key."""
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a check found out about an account.

    Attributes:
        unique_id: the provider's view of it, against adding it twice.
        title: what people see.
        data: what else is to be kept of it, beside what was filled in.
        secrets: what else goes to the key ring, such as a token that a sign-in in the browser brought; None
            removes one that the account does not need any more.
    """

    unique_id: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, Secret | None] = field(default_factory=dict)


class ConfigFlow(ABC):
    """What an integration asks for.

    Attributes:
        domain: the integration.
        VERSION: the layout of the data and options that it keeps; raise it when that changes.
        FIELDS: what it needs to reach the account.
        OPTIONS: how it behaves, with defaults.
        NAMES_NOBODY: under which keys its checks keep what names no person, no group and no path of one:
            diagnostics show that, and nothing else of what a check found out.
    """

    domain: ClassVar[str]
    VERSION: ClassVar[int] = 1
    FIELDS: ClassVar[tuple[Field, ...]]
    OPTIONS: ClassVar[tuple[Field, ...]] = ()
    NAMES_NOBODY: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    async def async_check(self, check: Check) -> Account:
        """Find out whether the account works, without costing the user anything, and name it.

        It runs for a new account, a new sign-in and a change, and may be cancelled at every ``await``. What
        it raises is shown where it belongs, and a person can mend it.

        Raises:
            FieldErrors: a value does not fit.
            ApiError: the provider refuses it or cannot be reached.
        """

    def migrate(
        self, version: int, data: dict[str, Any], options: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Bring what an earlier version kept to this one's layout.

        It is called only if there was an earlier one. What it raises leaves the account as it was.
        """
        raise NotImplementedError

    @property
    def secret_fields(self) -> tuple[SecretField, ...]:
        """The fields whose values go to the key ring."""
        return tuple(field for field in self.FIELDS if isinstance(field, SecretField))
