"""What an integration declares of its accounts: the fields, and one check."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from dialer.core.fields import Field, SecretField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.hub import Hub
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
    """What a check found out about an account."""

    unique_id: str
    title: str


class ConfigFlow(ABC):
    """What an integration asks for.

    Attributes:
        domain: the integration.
        FIELDS: what it needs to reach the account.
        OPTIONS: how it behaves, with defaults.
    """

    domain: ClassVar[str]
    FIELDS: ClassVar[tuple[Field, ...]]
    OPTIONS: ClassVar[tuple[Field, ...]] = ()

    @abstractmethod
    async def async_check(self, hub: Hub, data: Mapping[str, Any], secrets: Mapping[str, Secret]) -> Account:
        """Find out whether the account works, without costing the user anything, and name it.

        Raises:
            FieldErrors: a value does not fit.
            ApiError: the provider refuses it or cannot be reached.
        """

    @property
    def secret_fields(self) -> tuple[SecretField, ...]:
        """The fields whose values go to the key ring."""
        return tuple(field for field in self.FIELDS if isinstance(field, SecretField))
