"""How ALLOcloud answers, as its document shows it, for the conformance tests and the rules of quality."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dialer.testing import TOKEN, Answer, Request
from dialer.testing.meetings import MeetingRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT, USER, OTHER_USER = "5e9459c5b863b82cefdddf4f", "7a1159c5b863b82cef00aa01", "7a1159c5b863b82cef00aa02"
NEEDED = {
    "topic", "startTime", "endTime", "duration", "type", "isRecurring", "isRecorded", "isDialin",
    "invitedParticipants", "recurring", "meetingPermissionId",
}  # fmt: skip


def admin(user: str = USER, email: str = "test-user@example.com") -> dict[str, Any]:
    """Return an organiser as the document shows one."""
    token = "ce5494bc-d691-4caf-906c-bfa6403fdc71-32a0633d-99e7-41ff-bfe9-e28fe2f10e73"
    return {
        "email": email, "firstName": "Test", "lastName": "User", "externalUserId": None,
        "preferredLanguage": "en", "timezone": "Europe/Paris", "additionalTimezones": [], "id": user,
        "icsToken": token, "icsPath": f"/api/v6/meeting/calender/user/{token}",
    }  # fmt: skip


def meeting(internal_id: str, public_id: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a meeting as the document shows it, with the traps of its sample."""
    return {
        "invitedParticipants": [], "meetingId": public_id, "id": internal_id, "topic": asked["topic"],
        "startTime": asked["startTime"], "endTime": asked["endTime"], "duration": str(asked["duration"]),
        "type": asked["type"], "roomId": "5e9459c5b863b82cefdddf50", "isRecurring": asked["isRecurring"],
        "isDialin": asked["isDialin"],
        "recurring": {
            "frequencyType": "", "frequency": None, "monthlyPattern": "", "endsType": "",
            "endsOn": "2020-04-13T12:18:07.211Z", "endsAfter": 0,
        },
        "isRecorded": asked["isRecorded"], "agenda": "", "documents": [],
        "meetingPermissionId": asked["meetingPermissionId"], "videoResolution": "standard",
        "dtClosedAt": None, "whitelabelId": "5c737902b377b0f7fbf81fce", "addedByUserId": USER,
        "addedByUserEmail": "test-user@example.com", "accountId": ACCOUNT, "addedByUserName": "Test User",
        "timezone": "Europe/Zurich", "privateDataVisible": True, "icalSequence": "0",
        "icsToken": "c89f842f-3295-4bf9-807d-a46841fbc2ec-25f722e4-70fc-4163-9cda-b4b7d8aec358",
        "isActive": False, "isClosed": True, "isOpen": False, "dialInConferenceRoom": None,
        "dialInNumbers": [], "dialInPin": None, "sipProxy": None, "sipDomain": None, "isDemo": False,
        "isPromo": False,
    }  # fmt: skip


class AllocloudRecipe(MeetingRecipe):
    """The server of the document, with one account and its meetings."""

    domain = "allocloud"
    secrets: Mapping[str, str] = {"api_key": TOKEN}
    meeting_options: Mapping[str, object] = {"isRecorded": True, "recurring.frequencyType": "weekly"}

    def __init__(self) -> None:
        self.meetings: dict[str, dict[str, Any]] = {}
        self.admins = [admin()]

    def data(self, base_url: str) -> Mapping[str, object]:
        return {
            "base_url": base_url,
            "account_id": ACCOUNT,
            "join_url_template": f"{base_url}meeting/{{meetingId}}?culture=nl",
        }

    def other(self) -> Mapping[str, object]:
        return {"user_id": OTHER_USER}

    def acts(self, request: Request) -> bool:
        return request.method == "POST"

    def refusal(self) -> Answer:
        return said(-4)

    def options_of(self, provider_id: str) -> Mapping[str, object]:
        kept = self.meetings[provider_id]
        return {key: kept[key] for key in ("isRecorded", "isDialin", "type", "isRecurring", "recurring")}

    def answer(self, request: Request) -> Answer:
        if request.headers.get("x-api-key") != self.secrets["api_key"]:
            return Answer.json({"responseCode": -3, "responseMessage": "Not allowed"}, 401)
        if request.headers.get("content-type") != "application/json":
            return said(-4)
        match request.method, request.path.split("/")[1:]:
            case "GET", ["api", "v6", "account", "admin", account] if account == ACCOUNT:
                return good(self.admins)
            case "POST", ["api", "v6", "meeting"] if "x-user-id" in request.headers:
                return self._create(request)
            case "PUT", ["api", "v6", "meeting", id_, "false"] if id_ in self.meetings:
                return self._update(id_, request)
        return Answer.text("no such page", 404)

    def _create(self, request: Request) -> Answer:
        asked = request.json
        if not isinstance(asked, dict) or asked.keys() != NEEDED or not isinstance(asked["duration"], int):
            return said(-4)
        number = len(self.meetings)
        internal, public = f"5e945c36b863b82c{number:08x}", f"9974-7653-8886-{number:04d}"
        self.meetings[internal] = {**asked, "meetingId": public}
        return good(meeting(internal, public, asked))

    def _update(self, internal: str, request: Request) -> Answer:
        asked = request.json
        if not isinstance(asked, dict) or asked.keys() != NEEDED | {"id"} or asked["id"] != internal:
            return said(-4)
        kept = self.meetings[internal]
        kept |= {key: value for key, value in asked.items() if key != "id"}
        return good(meeting(internal, kept["meetingId"], kept))


def good(data: object) -> Answer:
    """Return a success."""
    return Answer.json({"responseCode": 0, "data": data})


def said(code: object) -> Answer:
    """Return a clear no, which may well come with status 200."""
    return Answer.json({"responseCode": code, "responseMessage": "canary-server-words", "data": None})


def sample(name: str) -> bytes:
    """Return an answer as it is printed in the document, no-break spaces and all."""
    text = json.dumps({"responseCode": 0, "data": {"name": name, "id": ACCOUNT}}, indent=4)
    return text.replace("    ", "\u00a0\u00a0 ").encode()
