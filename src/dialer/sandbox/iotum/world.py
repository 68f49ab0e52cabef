"""What the simulated server keeps: companies, hosts, contacts, files and meetings."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar

from dialer.sandbox.iotum.problem import absent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dialer.sandbox.iotum.meeting import Meeting

# The real server counts in 64 bits; above 2**53 a number that was read as a float is another one.
FIRST_ID = 2**53 + 1001

T = TypeVar("T")


class Role(StrEnum):
    """What an account may do."""

    HOST = "HOST"
    COMPANY_ADMIN = "COMPANY_ADMIN"
    RESELLER_ADMIN = "RESELLER_ADMIN"


@dataclass(frozen=True)
class Product:
    """A plan, or an add-on to one."""

    slug: str
    name: str
    plan: bool


@dataclass(kw_only=True)
class Subscription:
    """A company's subscription; a cancelled one is gone."""

    id: int
    product: Product
    host_limit: int | None = None
    suspended: bool = False


@dataclass(kw_only=True)
class Company:
    """A customer of a reseller."""

    id: int
    reseller: int
    subdomain: str
    name: str
    customer_id: object = None
    partner_id: object = None
    openid_provider: bool = False
    subscriptions: list[Subscription] = field(default_factory=list)
    chat_rooms: set[int] = field(default_factory=set)


@dataclass(kw_only=True)
class Host:
    """An account that can hold meetings.

    Attributes:
        access_code: digits of the host's own room.
        subscription_ids: what the host is subscribed to among the company's subscriptions.
        settings: what a request set and an answer gives back as it came.
    """

    id: int
    company: Company
    name: str
    email: str
    role: Role
    access_code: str
    moderator_pin: str
    subscription_ids: list[int]
    auto_record: str = "none"
    auto_stream: str = "none"
    country_code: str = "NL"
    time_zone: str = "Europe/Amsterdam"
    sso_key: str = field(default_factory=lambda: secrets.token_hex(20))
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def subscriptions(self) -> list[Subscription]:
        """What is in force for this host."""
        return [
            one for one in self.company.subscriptions if one.id in self.subscription_ids and not one.suspended
        ]

    def has(self, slug: str) -> bool:
        """Whether the host has a feature."""
        return any(one.product.slug == slug for one in self.subscriptions)


@dataclass(kw_only=True)
class Contact:
    """Somebody to invite: a host's own, or a company's for all its hosts.

    Attributes:
        owner: the host's or the company's id.
        of_company: whether the owner is a company.
        host_id: the host whose own entry this is.
    """

    id: int
    owner: int
    of_company: bool
    name: str
    email: str
    business_phone: str | None = None
    mobile_phone: str | None = None
    home_phone: str | None = None
    other_phone: str | None = None
    time_zone: str | None = "Europe/Amsterdam"
    host_id: int | None = None


@dataclass(kw_only=True)
class DriveFile:
    """A document on a host's drive.

    Attributes:
        key: what its links are made of; ``signature`` lets one upload it.
        content: None until it was uploaded.
        finished: the scenario second in which its upload was said to be complete.
    """

    id: int
    host: Host
    filename: str
    created: datetime
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    signature: str = field(default_factory=lambda: secrets.token_hex(16))
    content: bytes | None = None
    finished: float | None = None


@dataclass
class World:
    """Everything, by id."""

    products: dict[str, Product] = field(default_factory=dict)
    companies: dict[int, Company] = field(default_factory=dict)
    hosts: dict[int, Host] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    files: dict[int, DriveFile] = field(default_factory=dict)
    meetings: dict[int, Meeting] = field(default_factory=dict)
    ids: Iterable[int] = field(default_factory=lambda: count(FIRST_ID, 2))
    codes: set[str] = field(default_factory=set)

    def new_id(self) -> int:
        """Return an id that nothing else has."""
        return next(iter(self.ids))

    def new_code(self, digits: int = 9) -> str:
        """Return an access code that is not in use."""
        while (code := str(secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1))) in self.codes:
            pass
        self.codes.add(code)
        return code

    def hosts_of(self, company: Company) -> list[Host]:
        """Return a company's hosts."""
        return [host for host in self.hosts.values() if host.company is company]

    def contacts_for(self, host: Host) -> list[Contact]:
        """Return whom a host may invite: the host's own contacts and those of the company."""
        return [
            contact
            for contact in self.contacts.values()
            if contact.owner == (host.company.id if contact.of_company else host.id)
        ]

    def contact_of(self, host: Host) -> Contact:
        """Return a host's own entry among the contacts."""
        for contact in self.contacts.values():
            if contact.host_id == host.id:
                return contact
        return self.add_contact(host, host.name, host.email, host_id=host.id)

    def add_contact(self, owner: Host | Company, name: str, email: str, **details: Any) -> Contact:
        """Keep a new contact."""
        contact = Contact(
            id=self.new_id(),
            owner=owner.id,
            of_company=isinstance(owner, Company),
            name=name,
            email=email,
            **details,
        )
        self.contacts[contact.id] = contact
        return contact

    def meetings_of(self, host: Host) -> list[Meeting]:
        """Return a host's meetings, the earliest first."""
        mine = (meeting for meeting in self.meetings.values() if meeting.host is host)
        return sorted(mine, key=lambda meeting: (meeting.start, meeting.id))


def found(things: dict[int, T], key: int, kind: str) -> T:
    """Return what has this id.

    Raises:
        Problem: nothing has.
    """
    try:
        return things[key]
    except KeyError:
        raise absent(kind) from None
