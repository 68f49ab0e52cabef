"""A recipe: all that tests need to know of a provider, written by the author of its integration."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.testing.server import Server

_NOTHING: Mapping[str, Any] = MappingProxyType({})

# Made up, and found nowhere else: where one of them turns up, it leaked.
PASSWORD = 'cana/ry& pass+wörd"<%'  # noqa: S105  # opens nothing
"""A password that looks different in every encoding, for forms and bodies."""

TOKEN = "canary-7f3a+/9c1e=~token"  # noqa: S105  # opens nothing
"""A token that may stand in a header."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request as the provider's server gets it.

    Attributes:
        method: such as ``POST``.
        path: without the query.
        query: its parameters, decoded; of twins the last one.
        headers: by lower-case name.
        body: as it came.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def form(self) -> dict[str, str]:
        """The body as a web form's fields."""
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the provider's server answers."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: object, status: int = 200) -> Answer:
        """Answer with a JSON document."""
        headers = {"Content-Type": "application/json"}
        return cls(status=status, body=json.dumps(value).encode(), headers=headers)

    @classmethod
    def text(cls, text: str, status: int = 200, kind: str = "text/plain") -> Answer:
        """Answer with a text, or with another kind of it such as ``text/xml``."""
        headers = {"Content-Type": f"{kind}; charset=utf-8"}
        return cls(status=status, body=text.encode(), headers=headers)


class Recipe(ABC):
    """How an account of an integration is set up, and how its provider answers.

    Each test makes a recipe of its own, so the provider's state may live in it: override ``__init__``. It
    answers as the provider would, a wrong secret too; ``secrets`` is what the provider accepts *now*, which
    is how tests change a password behind the account's back.

    Attributes:
        domain: the integration.
        secrets: the account's secrets by field; made up, and such that they stand nowhere else.
        options: values for the options, where the defaults do not do.
    """

    domain: ClassVar[str]
    secrets: Mapping[str, str] = _NOTHING
    options: Mapping[str, object] = _NOTHING

    @abstractmethod
    def data(self, base_url: str) -> Mapping[str, object]:
        """Return what a user fills in, except secrets, for an account on a server at this address."""

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Answer a request as the provider does."""

    def serve(self) -> Server:
        """Return the provider's server, not open yet; override it for another protocol than HTTP."""
        from dialer.testing.server import RecipeServer  # which knows recipes

        return RecipeServer(self)

    def acts(self, request: Request) -> bool:
        """Whether a request does what must not happen twice, such as ringing a phone or booking a meeting."""
        return False

    def signs_in(self, request: Request) -> bool:
        """Whether a request shows the account's secret, not a session that one before it has opened."""
        return True

    def other(self) -> Mapping[str, object]:
        """Return the fields that make it another account at the same provider; empty where none does."""
        return {}

    def wrong_secrets(self) -> dict[str, str]:
        """Return secrets that the provider does not accept."""
        return {key: f"wrong-{value[::-1]}" for key, value in type(self).secrets.items()}
