"""The operations of the document, one row each: how they are asked for, by whom, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sandbox.iotum.conftest import Client

RESELLER, ADMINS = ("",), ("", "-company")
MESSAGE_OK = {"message": "OK"}


def keys(text: str) -> frozenset[str]:
    """Return the keys of an object."""
    return frozenset(text.split())


COMPANY = keys("subdomain name host_count hosts")
HOST = keys(
    "host_id company_id name email primary_dialin_number meeting_url role access_code "
    "moderator_pin password_creation_link login_token_public_key plan_slug add_on_slugs "
    "subscription_ids sip_uri disable_emails time_format locale country_code time_zone"
)
CONTACT = keys("contact_id name email business_phone mobile_phone home_phone other_phone time_zone has_host")
FILE = keys("id created_at filename size presentation_status download_link mimetype page_count")
CONFERENCE = keys(
    "conference_id subject agenda start end_time active time_zone duration auto_record "
    "auto_stream auto_transcribe one_time_access_code mute_mode room_url recordings "
    "participants moderators is_streaming moderator_token broadcast_stream"
)


@dataclass(frozen=True)
class Row:
    """One operation.

    Attributes:
        values: parameters that are right; a text such as ``{meeting}`` stands for an id of ``things``.
        needed: those without which it is refused.
        answer: the whole answer, or the keys of an object, or in a list those of its first item.
    """

    operation: str
    values: dict[str, Any]
    needed: tuple[str, ...]
    answer: object
    roles: tuple[str, ...] = ADMINS
    status: int = 200


def row(operation: str, values: dict[str, Any], answer: object, **rest: Any) -> Row:
    """Return a row in which every parameter is needed, but for those that are named in ``free``."""
    free = rest.pop("free", ())
    needed = tuple(name for name in values if name not in free)
    return Row(operation, values, needed, answer, **rest)


_IN_COMPANY = {"company_id": 5}
_PLAN = {**_IN_COMPANY, "slug": "small_plan"}
_HOST = {"host_id": 31}
_LIVE = {"conference_id": "{live}"}
_PAST = {"conference_id": "{past}"}
_PLANNED = {"conference_id": "{planned}"}
_FILE = {"host_id": 31, "id": "{file}"}
_NEW_HOST = {"company_id": 5, "name": "Nieuw", "email": "nieuw@delinde.example"}

TABLE = (
    row("domain/descendants", {}, {"id", "domain", "display_name", "descendants"}, roles=RESELLER),
    row("company/create", {"subdomain": "nieuw", "name": "Nieuw BV"}, {"id"}, roles=RESELLER),
    row("company/fetch", _IN_COMPANY, COMPANY | {"customer_id"}, roles=RESELLER),
    row(
        "company/update",
        {"company_id": 5, "name": "De Linde"},
        COMPANY | {"customer_id"},
        free=("name",),
        roles=RESELLER,
    ),
    row("company/fetch_all", {}, [COMPANY | {"id", "customer_id", "openid_provider"}], roles=RESELLER),
    row("subscription/fetch_products", {}, [{"slug", "name", "plan"}]),
    row("subscription/create", {**_IN_COMPANY, "slug": "large_plan"}, "OK"),
    row("subscription/update", {**_IN_COMPANY, "slug": "recording", "host_limit": 12}, "OK"),
    row("subscription/suspend", {**_IN_COMPANY, "slug": "recording"}, "OK", roles=RESELLER),
    row("subscription/reactivate", {**_IN_COMPANY, "slug": "recording"}, "OK", roles=RESELLER),
    row("subscription/cancel", {**_IN_COMPANY, "slug": "streaming"}, "OK", roles=RESELLER),
    row("subscription/suspend_all", _IN_COMPANY, "OK", roles=RESELLER, status=202),
    row("subscription/reactivate_all", _IN_COMPANY, "OK", status=202),
    row("subscription/fetch", _IN_COMPANY, [{"id", "status", "host_limit", "product"}], roles=RESELLER),
    row("chat/create", {**_IN_COMPANY, "id": 501, "message": "Hallo"}, MESSAGE_OK, roles=RESELLER),
    row("host/create", _NEW_HOST, HOST),
    row("host/fetch", _HOST, HOST),
    row("host/update", {**_HOST, "access_code": 7654321}, HOST, free=("access_code",)),
    row("host/resend_invitation", _HOST, MESSAGE_OK),
    row("host/reset_password", _HOST, MESSAGE_OK),
    row(
        "host/conferences",
        _HOST,
        [
            {
                "conference_id",
                "start_time",
                "end_time",
                "total_participants",
                "total_participant_minutes",
                "meeting_summary_url",
            }
        ],
    ),
    row(
        "host/cdrs",
        _HOST,
        [
            keys(
                "id conference_id host_id host_name host_email start_time end_time participant_id "
                "participant_name participant_email from to minutes"
            )
        ],
    ),
    row("host/active_calls", _HOST, [{"conference_id", "subject", "agenda", "start_time"}]),
    row(
        "host/fetch_all",
        _IN_COMPANY,
        [keys("host_id name email meeting_url role access_code plan_slug add_on_slugs")],
    ),
    row("contact/create", {**_HOST, "contacts": [{"name": "An", "email": "an@example.com"}]}, [CONTACT]),
    row("contact/fetch", {**_HOST, "contact_id": "{contact}"}, CONTACT),
    row("contact/fetch_all", _HOST, [CONTACT]),
    row("contact/update", {**_HOST, "contact_id": "{contact}"}, CONTACT - {"has_host"}),
    row("contact/delete", {**_HOST, "contact_id": "{contact}"}, MESSAGE_OK),
    row("drive/fetch_all", _HOST, {"files", "total_pages", "current_page", "next_page"}),
    row("drive/create", {**_HOST, "filename": "a.pdf"}, {"id", "upload_url", "download_link"}),
    row("drive/file/finish_upload", _FILE, FILE),
    row("drive/file/fetch", _FILE, FILE),
    row("drive/file/delete", _FILE, None, status=204),
    row(
        "conference/create",
        {
            **_HOST,
            "subject": "Overleg",
            "agenda": None,
            "start": "2026-03-24 10:00:00",
            "time_zone": "Europe/Amsterdam",
            "duration": 60,
            "one_time_access_code": True,
            "participants": [],
        },
        CONFERENCE,
    ),
    row("conference/create/reservationless", {**_HOST, "one_time_access_code": True}, CONFERENCE),
    row("conference/update", {**_PLANNED, "subject": "Anders"}, CONFERENCE, free=("subject",)),
    row("conference/fetch", _PLANNED, CONFERENCE),
    row("conference/fetch_all", _HOST, [CONFERENCE]),
    row("conference/fetch_participant_details", _PLANNED, {"participants", "moderators"}),
    row("conference/fetch_livestream_viewer_count", _LIVE, {"count": "0"}),
    row("conference/stop_streaming", _LIVE, MESSAGE_OK),
    row(
        "conference/dial_number",
        {**_LIVE, "country_code": "NL", "phone_number": "31205550177"},
        {"dialout_status": "new"},
    ),
    row("conference/message/create", {**_LIVE, "message": "Nog vijf minuten"}, MESSAGE_OK),
    row("conference/end", _LIVE, MESSAGE_OK),
    row("conference/delete_transcriptions", _PAST, MESSAGE_OK),
    row("conference/delete_recordings", _PAST, MESSAGE_OK),
    row("conference/cancel", _PLANNED, MESSAGE_OK),
    row("host/delete", {"host_id": 34}, None, status=202),
    row("company/delete", {"company_id": 6}, MESSAGE_OK, roles=RESELLER),
)


async def things(client: Client) -> dict[str, int]:
    """Make what the rows ask about, and return its ids."""
    contacts = await client.call("contact/fetch_all", host_id=31)
    past = await client.call("host/conferences", host_id=31)
    return {
        "planned": (await client.plan())["conference_id"],
        "live": (await client.begin())["conference_id"],
        "past": past[0]["conference_id"],
        "contact": next(one["contact_id"] for one in contacts if not one["has_host"]),
        "file": (await client.upload())["id"],
    }


def filled(values: dict[str, Any], ids: dict[str, int]) -> dict[str, Any]:
    """Return parameters with the ids put in."""
    return {
        name: ids[value.strip("{}")] if isinstance(value, str) and value.startswith("{") else value
        for name, value in values.items()
    }
