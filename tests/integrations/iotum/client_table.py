"""The 51 operations as the document lists them: path, what must be given, what may be given, what comes back.

Answers are the document's examples (mended where they are no JSON), as short as they can be; what is expected
is what ``dialer api`` prints of them, without the fields of which nothing was said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.integrations.iotum.client_samples import (
    CONFERENCE,
    CONFERENCE_READ,
    CONTACT,
    CONTACT_READ,
    FILE,
    FILE_READ,
    HOST,
    HOST_READ,
    OK,
    SUMMARY,
)


@dataclass(frozen=True)
class Operation:
    """One operation of the document."""

    path: str
    required: dict[str, Any]
    optional: dict[str, Any] = field(default_factory=dict)
    answer: Any = field(default_factory=lambda: OK)
    read: Any = field(default_factory=lambda: OK)
    method: str = "POST"
    status: int = 200


_PLACE = {"host_id": 31, "company_id": 5}
_TIMES = {"time_zone": "UTC", "start_date": "2020-01-01", "end_date": "2020-12-31"}
_SUBSCRIPTION = {"company_id": 5, "slug": "small_plan"}
_ROOM = {"conference_id": 183}
_HOST = {
    "role": "HOST",
    "openid_sub": "23081912eca",
    "moderator_pin": 9876543,
    "access_code": "0234567",
    "auto_record": "none",
    "auto_stream": "none",
    "host_initiated_recording": True,
    "waiting_room": True,
    "stream_preview": {"duration": 60, "interval": 300, "image_preview": True},
    "subscription_ids": [102, 104],
    "plan_slug": "small_plan",
    "add_on_slugs": ["recording"],
    "disable_emails": {"conference_invitations": True},
    "public_username": "john",
    "time_format": {"time_24hr": True},
    "locale": "en-US",
    "country_code": "US",
    "time_zone": "US/Eastern",
}
_PLAN = {
    "agenda": "An agenda",
    "auto_record": "none",
    "auto_stream": "none",
    "auto_transcribe": False,
    "one_time_access_code": True,
    "secure_url": False,
    "host_initiated_recording": True,
    "security_pin": "012345",
    "mute_mode": "q&a",
    "participants": [2, 3],
    "participant_emails": [{"email": "bob@iotum.com", "moderator": True}],
    "participant_hosts": [{"host_id": 4, "moderator": False}],
    "broadcast_stream_url": "https://domain/something.mp4",
    "schedule": "FREQ=DAILY;INTERVAL=2",
}
_WHEN = {"subject": "Test", "start": "2020-09-19 13:00:00", "time_zone": "America/Toronto", "duration": 60}
_PHONES = dict.fromkeys(("business_phone", "mobile_phone", "home_phone", "other_phone"), "+12345678901")
_COMPANY = {"subdomain": "joe", "name": "Joe", "host_count": 3, "hosts": [6, 7], "customer_id": "Acme"}
_COMPANY_READ = {**_COMPANY, "hosts": ["6", "7"]}

OPERATIONS = (
    Operation(
        "domain/descendants",
        {},
        {},
        {"id": 3, "domain": "website.com", "display_name": "Video Meetings R Us", "descendants": []},
        [{"id": "3", "domain": "website.com", "display_name": "Video Meetings R Us"}],
    ),
    Operation("authenticate", {}, {}, {"auth_token": "dd6d5d51-9ea5"}, {"auth_token": "***"}),
    Operation(
        "company/create",
        {"subdomain": "joe", "name": "The Joe Company"},
        {
            "partner_id": 7,
            "customer_id": "Acme",
            "openid_provider": False,
            "primary_color": "#00ff00",
            "accent_color": "#00ff00",
            "currency": "usd",
            "product_id": 12,
        },
        {"id": 5},
        {"id": "5"},
    ),
    Operation("company/fetch", {"company_id": 5}, {}, _COMPANY, _COMPANY_READ),
    Operation(
        "company/update",
        {"company_id": 5},
        {"subdomain": "jane", "name": "Jane", "partner_id": 7, "customer_id": "Acme"},
        _COMPANY,
        _COMPANY_READ,
    ),
    Operation(
        "company/fetch_all",
        {},
        {},
        [{"id": 5, **_COMPANY, "openid_provider": False}],
        [{"company_id": "5", **_COMPANY_READ, "openid_provider": False}],
    ),
    Operation("company/delete", {"company_id": "12345"}, {}),
    Operation(
        "subscription/fetch_products",
        {},
        {"include_description": True},
        [{"slug": "small_plan", "name": "Small", "plan": True, "description": "Small plan"}],
        [{"slug": "small_plan", "name": "Small", "plan": True, "description": "Small plan"}],
    ),
    Operation(
        "subscription/create",
        _SUBSCRIPTION,
        {"switch_plan": None, "host_limit": 10, "subscribe_all_hosts": False},
        "OK",
    ),
    Operation("subscription/update", {**_SUBSCRIPTION, "host_limit": 10}, {}, "OK", method="PUT"),
    Operation("subscription/suspend", _SUBSCRIPTION, {}, "OK"),
    Operation("subscription/reactivate", _SUBSCRIPTION, {}, "OK"),
    Operation("subscription/cancel", _SUBSCRIPTION, {}, "OK"),
    Operation("subscription/suspend_all", {"company_id": 5}, {"slug": "small_plan"}, "OK", status=202),
    Operation("subscription/reactivate_all", {"company_id": 5}, {"slug": "small_plan"}, "OK", status=202),
    Operation(
        "subscription/fetch",
        {"company_id": 5},
        {},
        [{"id": 100, "status": "Active", "host_limit": 10, "product": {"slug": "small_plan", "plan": True}}],
        [
            {
                "id": "100",
                "status": "Active",
                "host_limit": 10,
                "product": {"slug": "small_plan", "plan": True},
            }
        ],
    ),
    Operation(
        "host/create",
        {"name": "John Host", "email": "john@company.tld"},
        {
            "company_id": 5,
            "password": "SoSecret5!",
            "no_welcome_email": True,
            "native_streaming": True,
            "no_login": False,
            **_HOST,
        },
        HOST,
        HOST_READ,
    ),
    Operation("host/fetch", {"host_id": 9}, {}, HOST, HOST_READ),
    Operation(
        "host/update",
        {"host_id": 9},
        {
            "company_id": 5,
            "name": "John ChangedName",
            "email": "newemail@company.tld",
            "image_url": "https://link.to/image.jpg",
            **_HOST,
        },
        HOST,
        HOST_READ,
    ),
    Operation("host/delete", {"host_id": 8}, {}, b"", None, status=202),
    Operation("host/resend_invitation", {"host_id": 8}, {}),
    Operation("host/reset_password", {"host_id": 8}, {}),
    Operation(
        "host/conferences",
        {"host_id": 8},
        {"output": "summary", **_TIMES, "page": "c2"},
        [SUMMARY],
        [{**SUMMARY, "conference_id": "256"}],
    ),
    Operation(
        "host/cdrs",
        {"host_id": 8},
        {"conference_id": 256, **_TIMES},
        [{"id": 69226060, "participant_id": 1, "from": "+15551236789", "to": 2342342, "minutes": 880}],
        [{"id": "69226060", "participant_id": "1", "from": "+15551236789", "to": "2342342", "minutes": 880}],
    ),
    Operation(
        "host/active_calls",
        {"host_id": 8},
        {"time_zone": "UTC"},
        [{"conference_id": 256, "subject": "Call Subject", "agenda": "Call Agenda", "start_time": "2020"}],
        [{"conference_id": "256", "subject": "Call Subject", "agenda": "Call Agenda", "start_time": "2020"}],
    ),
    Operation(
        "host/fetch_all",
        {},
        {"company_id": 8},
        [{"host_id": 9, "name": "John Host", "role": "COMPANY_ADMIN", "access_code": "0234567"}],
        [{"host_id": "9", "name": "John Host", "role": "COMPANY_ADMIN", "access_code": "0234567"}],
    ),
    Operation(
        "contact/create",
        {"contacts": [{"name": "John Smith", "email": "john@smith.com", **_PHONES, "time_zone": "UTC"}]},
        _PLACE,
        [CONTACT],
        [CONTACT_READ],
    ),
    Operation("contact/fetch", {"contact_id": 35}, _PLACE, CONTACT, CONTACT_READ),
    Operation("contact/fetch_all", {}, _PLACE, [CONTACT], [CONTACT_READ]),
    Operation(
        "contact/update",
        {"contact_id": 35},
        {**_PLACE, "name": "J", "email": "j@smith.com", **_PHONES, "time_zone": "UTC"},
        CONTACT,
        CONTACT_READ,
    ),
    Operation("contact/delete", {"contact_id": 37}, _PLACE),
    Operation(
        "drive/fetch_all",
        {"host_id": 31},
        {"page": 1},
        {"files": [FILE], "total_pages": 1, "current_page": 1, "next_page": None},
        {"files": [FILE_READ], "total_pages": 1, "current_page": 1},
    ),
    Operation("drive/file/fetch", {"host_id": 31, "id": 37}, {}, FILE, FILE_READ),
    Operation(
        "drive/create",
        {"host_id": 31, "filename": "presentation.mp4"},
        {},
        {"id": 37, "upload_url": "https://s3.example/x?sig=1", "download_link": "https://d.example/x"},
        {"id": "37", "upload_url": "https://s3.example/x?sig=1", "download_link": "https://d.example/x"},
    ),
    Operation("drive/file/finish_upload", {"host_id": 31, "id": 37}, {}, FILE, FILE_READ),
    Operation("drive/file/delete", {"host_id": 31, "id": 37}, {}, b"", None, status=204),
    Operation("chat/create", {"company_id": 183, "id": 123, "message": "Hello"}, {"slug": "general"}),
    Operation("conference/create", {"host_id": 1, **_WHEN}, _PLAN, CONFERENCE, CONFERENCE_READ),
    Operation(
        "conference/create/reservationless",
        {"host_id": 183, "one_time_access_code": True},
        {"secure_url": True},
        {**CONFERENCE, "active": True},
        {**CONFERENCE_READ, "active": True},
    ),
    Operation(
        "conference/update",
        _ROOM,
        {**_WHEN, "end_time": "2020-09-19 14:00:00", "active": False, **_PLAN},
        CONFERENCE,
        CONFERENCE_READ,
    ),
    Operation("conference/fetch", _ROOM, {"output": None}, CONFERENCE, CONFERENCE_READ),
    Operation(
        "conference/fetch_all",
        {"host_id": 1},
        {"output": None, "page": "c2"},
        [CONFERENCE],
        [CONFERENCE_READ],
    ),
    Operation("conference/cancel", _ROOM),
    Operation("conference/end", _ROOM),
    Operation(
        "conference/fetch_participant_details",
        _ROOM,
        {},
        {"participants": [CONTACT], "moderators": [{**CONTACT, "has_host": True}]},
        {"participants": [CONTACT_READ], "moderators": [{**CONTACT_READ, "has_host": True}]},
    ),
    Operation("conference/fetch_livestream_viewer_count", _ROOM, {}, {"count": "4"}, {"count": 4}),
    Operation("conference/stop_streaming", _ROOM),
    Operation(
        "conference/dial_number",
        {**_ROOM, "country_code": "CA", "phone_number": "14165551212"},
        {"name": "Jane", "invitation_text": "John is bringing you into his meeting"},
        {"dialout_status": "new"},
        {"dialout_status": "new"},
    ),
    Operation("conference/message/create", {**_ROOM, "message": "This is a message"}),
    Operation("conference/delete_recordings", _ROOM),
    Operation("conference/delete_transcriptions", _ROOM),
)
