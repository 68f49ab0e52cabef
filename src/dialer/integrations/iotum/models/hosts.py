"""Hosts: the accounts that can hold meetings, and what they have held."""

from __future__ import annotations

import msgspec

from dialer.core.answers import Id  # noqa: TC001 - the models' fields are read from their annotations
from dialer.integrations.iotum.reading import Code, Record


class DialInNumber(Record, frozen=True, kw_only=True):
    """A number by which people get into a meeting."""

    phone_number: str | None = None
    domestic_format: str | None = None
    international_format: str | None = None
    country_code: str | None = None
    location: str | None = None
    city: str | None = None


class DisabledEmails(Record, frozen=True, kw_only=True):
    """Which mails a host does not get; true is off."""

    conference_invitations: bool | None = None
    conference_reminders: bool | None = None
    conference_summaries: bool | None = None
    transcription_summaries: bool | None = None


class TimeFormat(Record, frozen=True, kw_only=True):
    """How a host reads times and dates."""

    time_24hr: bool | None = None
    hm_separator: str | None = None
    md_format: str | None = None
    md_y_comma: bool | None = None


class Host(Record, frozen=True, kw_only=True):
    """A host with everything that is known of it.

    Attributes:
        login_token_public_key: signs in whoever has it: a secret.
        password_creation_link: lets whoever has it choose the password: a secret.
        moderator_pin: makes a moderator of whoever dials in with it: a secret.
    """

    host_id: Id
    company_id: Id | None = None
    name: str | None = None
    email: str | None = None
    primary_dialin_number: DialInNumber | None = None
    meeting_url: str | None = None
    role: str | None = None
    openid_sub: str | None = None
    access_code: Code | None = None
    moderator_pin: Code | None = None
    password_creation_link: str | None = None
    login_token_public_key: str | None = None
    plan_slug: str | None = None
    add_on_slugs: tuple[str, ...] = ()
    subscription_ids: tuple[Id, ...] = ()
    sip_uri: str | None = None
    disable_emails: DisabledEmails | None = None
    public_username: str | None = None
    time_format: TimeFormat | None = None
    locale: str | None = None
    country_code: str | None = None
    time_zone: str | None = None


class HostSummary(Record, frozen=True, kw_only=True):
    """A host in the list of a company's hosts."""

    host_id: Id
    name: str | None = None
    email: str | None = None
    meeting_url: str | None = None
    role: str | None = None
    access_code: Code | None = None
    plan_slug: str | None = None
    add_on_slugs: tuple[str, ...] = ()


class ConferenceSummary(Record, frozen=True, kw_only=True):
    """A past conference; times are in the zone that was asked for, else in UTC."""

    conference_id: Id
    start_time: str | None = None
    end_time: str | None = None
    total_participants: int | None = None
    total_participant_minutes: int | float | None = None
    meeting_summary_url: str | None = None


class CallRecord(Record, frozen=True, kw_only=True):
    """One participant's time in a conference; times are in the zone that was asked for, else in UTC."""

    id: Id | None = None
    conference_id: Id | None = None
    host_id: Id | None = None
    host_name: str | None = None
    host_email: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    participant_id: Id | None = None
    participant_name: str | None = None
    participant_email: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    minutes: int | float | None = None


class ActiveCall(Record, frozen=True, kw_only=True):
    """A conference that a host is in now."""

    conference_id: Id
    subject: str | None = None
    agenda: str | None = None
    start_time: str | None = None
