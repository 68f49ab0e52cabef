"""Resellers' domains, companies, and what they subscribe to."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - as below
from typing import ClassVar

from dialer.core.answers import Id  # noqa: TC001 - the models' fields are read from their annotations
from dialer.integrations.iotum.reading import Record


class SignIn(Record, frozen=True, kw_only=True):
    """That the sign-in succeeded; the token itself stays with the session."""

    auth_token: str = "***"  # noqa: S105 - that is the point


class Message(Record, frozen=True, kw_only=True):
    """That something was done: ``{"message": "OK"}``, or a bare ``"OK"``."""

    message: str | None = None


class Created(Record, frozen=True, kw_only=True):
    """The id of what was made."""

    id: Id


class Domain(Record, frozen=True, kw_only=True):
    """A domain of a reseller, with the domains below it."""

    id: Id | None = None
    domain: str | None = None
    display_name: str | None = None
    descendants: tuple[Domain, ...] = ()


class Company(Record, frozen=True, kw_only=True):
    """A customer.

    Attributes:
        company_id: missing in the document's examples; known to be in the answer to ``company/fetch_all``,
            under a name that is not documented.
        hosts: the ids of its hosts.
    """

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"company_id": "id"}

    company_id: Id | None = None
    subdomain: str | None = None
    name: str | None = None
    host_count: int | None = None
    hosts: tuple[Id, ...] = ()
    partner_id: Id | None = None
    customer_id: Id | None = None
    openid_provider: bool | None = None


class Product(Record, frozen=True, kw_only=True):
    """A plan, or an add-on (``plan`` is false)."""

    slug: str | None = None
    name: str | None = None
    plan: bool | None = None
    description: str | None = None


class Subscription(Record, frozen=True, kw_only=True):
    """What a company subscribes to; ``status`` is Active or Suspended."""

    id: Id | None = None
    status: str | None = None
    host_limit: int | None = None
    product: Product | None = None
