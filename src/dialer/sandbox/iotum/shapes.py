"""People and companies as the documents print them, with what is odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call
    from dialer.sandbox.iotum.world import Company, Contact, Host

_DIAL_IN = {
    "NL": ("31205550100", "020 555 0100", "+31 20 555 0100", "Amsterdam"),
    "BE": ("3225550100", "02 555 01 00", "+32 2 555 01 00", "Brussels"),
}
# "Other properties can be safely ignored but are included here for the benefit of strict deserializers."
_NUMBER_IGNORED = [
    "id",
    "created_at",
    "updated_at",
    "feature_id",
    "locale",
    "carrier",
    "state",
    "billing_group",
    "display",
    "organization_id",
    "grouped_billing_id",
    "site_domain_id",
    "billing_code",
    "active",
    "referral_number",
]
_CODE_IGNORED = [
    "id",
    "participant_id",
    "lock_version",
    "updated_at",
    "conference_call_id",
    "person_id",
    "account_id",
    "recording_id",
    "site_domain_id",
    "organization_id",
]
_EMAILS = (
    "conference_invitations",
    "conference_reminders",
    "conference_summaries",
    "transcription_summaries",
)
# Given back only where somebody set them.
_OPTIONAL = ("openid_sub", "public_username")


def dial_in(host: Host) -> tuple[str, str, str, str]:
    """Return the dial-in number: raw, domestic, international, and its city."""
    return _DIAL_IN.get(host.country_code, _DIAL_IN["NL"])


def host_object(host: Host, root: str) -> dict[str, object]:
    """Return a host as host/create, fetch and update do: the codes are objects here."""
    raw, domestic, international, city = dial_in(host)
    plan, add_ons = _slugs(host)
    settings = host.settings
    return {
        "host_id": host.id,
        "company_id": host.company.id,
        "name": host.name,
        "email": host.email,
        "primary_dialin_number": {
            "phone_number": raw,
            "domestic_format": domestic,
            "international_format": international,
            "country_code": host.country_code,
            "location": city,
            **dict.fromkeys(_NUMBER_IGNORED),
        },
        "meeting_url": meeting_url(host, root),
        "role": host.role.value,
        "access_code": {"number": host.access_code, **dict.fromkeys(_CODE_IGNORED)},
        "moderator_pin": {"number": host.moderator_pin, **dict.fromkeys(_CODE_IGNORED)},
        "password_creation_link": f"{root}/password/{host.access_code}",
        "login_token_public_key": host.sso_key,
        "plan_slug": plan,
        "add_on_slugs": add_ons,
        "subscription_ids": list(host.subscription_ids),
        "sip_uri": None,
        "disable_emails": dict.fromkeys(_EMAILS, False) | settings.get("disable_emails", {}),
        "time_format": {"time_24hr": False, "hm_separator": ":", "md_format": "M D", "md_y_comma": True}
        | settings.get("time_format", {}),
        "locale": settings.get("locale", "nl-NL"),
        "country_code": host.country_code,
        "time_zone": host.time_zone,
        **{name: settings[name] for name in _OPTIONAL if name in settings},
    }


def host_summary(host: Host, root: str) -> dict[str, object]:
    """Return a host as host/fetch_all does: the access code is a text here."""
    plan, add_ons = _slugs(host)
    return {
        "host_id": host.id,
        "name": host.name,
        "email": host.email,
        "meeting_url": meeting_url(host, root),
        "role": host.role.value,
        "access_code": host.access_code,
        "plan_slug": plan,
        "add_on_slugs": add_ons,
    }


def company_object(company: Company, call: Call) -> dict[str, object]:
    """Return a company as company/fetch and update do; it does not tell its own id."""
    hosts = [host.id for host in call.world.hosts_of(company)]
    optional = {"partner_id": company.partner_id, "customer_id": company.customer_id}
    return {
        "subdomain": company.subdomain,
        "name": company.name,
        "host_count": len(hosts),
        "hosts": hosts,
        **{name: value for name, value in optional.items() if value is not None},
    }


def contact_object(contact: Contact) -> dict[str, object]:
    """Return a contact with everything, also what is empty."""
    return {
        "contact_id": contact.id,
        "name": contact.name,
        "email": contact.email,
        "business_phone": contact.business_phone,
        "mobile_phone": contact.mobile_phone,
        "home_phone": contact.home_phone,
        "other_phone": contact.other_phone,
        "time_zone": contact.time_zone,
        "has_host": contact.host_id is not None,
    }


def meeting_url(host: Host, root: str) -> str:
    """Return the address of a host's own room."""
    return f"{root}/conf/call/{host.access_code}"


def _slugs(host: Host) -> tuple[str | None, list[str]]:
    """Return the plan and the add-ons of a host."""
    products = [one.product for one in host.subscriptions]
    plan = next((product.slug for product in products if product.plan), None)
    return plan, [product.slug for product in products if not product.plan]
