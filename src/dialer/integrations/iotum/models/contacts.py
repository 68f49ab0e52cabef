"""Contacts of a host or a company."""

from __future__ import annotations

from dialer.core.answers import Id  # noqa: TC001 - the models' fields are read from their annotations
from dialer.integrations.iotum.reading import Record


class Contact(Record, frozen=True, kw_only=True):
    """Somebody who can be invited.

    Attributes:
        has_host: it is the entry of a host, not one that stands for itself.
    """

    contact_id: Id
    name: str | None = None
    email: str | None = None
    business_phone: str | None = None
    mobile_phone: str | None = None
    home_phone: str | None = None
    other_phone: str | None = None
    time_zone: str | None = None
    has_host: bool | None = None


class ParticipantDetails(Record, frozen=True, kw_only=True):
    """The contacts of those who were invited to a conference, and of those who lead it."""

    participants: tuple[Contact, ...] = ()
    moderators: tuple[Contact, ...] = ()
