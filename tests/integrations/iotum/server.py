"""A company's host as the document has it, in memory: strict where it is clear, loose where its samples are.

Of a change, what is left out falls back to its default, as the document says of each optional parameter.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dialer.testing import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.contacts.model import ContactDraft
    from dialer.testing import Request

Body = dict[str, Any]

PAGE = 10
HOST = 183
COMPANY = 8
ZONE = "Europe/Amsterdam"
MODERATOR = "cnzr vyE+J&p3H"
_WIRE = "%Y-%m-%d %H:%M:%S"
_DEFAULTS = {
    "auto_record": "none",
    "auto_stream": "none",
    "auto_transcribe": False,
    "mute_mode": "conversation",
    "security_pin": None,
    "secure_url": False,
    "host_initiated_recording": False,
    "broadcast_stream_url": None,
    "schedule": None,
}
_PHONES = {"work": "business_phone", "mobile": "mobile_phone", "home": "home_phone", "other": "other_phone"}


class RefusedError(Exception):
    """The platform says no."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.answer = Answer.json({"message": message}, status=status)


class Platform:
    """Answers the operations that the integration needs.

    Attributes:
        api_token: the one that is accepted now; sessions of others are over.
        rooms: where meetings are held, if not where the interface is.
        plain_subject: what a meeting that begins at once is called.
        one_time_codes: whether the host's plan has them.
        reseller: whether the token is a reseller's, of several companies.
        wanted: the last body for each operation.
        sessions: the tokens that were given out, each with the secret that it was for.
    """

    def __init__(self, api_token: Callable[[], str]) -> None:
        self.api_token = api_token
        self.address = "http://127.0.0.1"
        self.rooms = ""
        self.plain_subject = "John Host's Meeting"
        self.one_time_codes = True
        self.reseller = False
        self.contacts: Callable[[], tuple[ContactDraft, ...]] = tuple
        self.conferences: dict[int, Body] = {}
        self.asked: dict[int, Body] = {}
        self.wanted: dict[str, Body] = {}
        self.sessions: dict[str, str] = {}
        self.calls: list[str] = []
        self._ids = itertools.count(24738304)
        self._codes = itertools.count(987654321)

    def answer(self, request: Request) -> Answer:
        """Answer a request."""
        assert request.method == "POST"
        assert request.headers["content-type"] == "application/json"
        assert not request.query
        self.address = f"http://{request.headers['host']}"
        path = request.path.removeprefix("/enterprise_api/")
        body: Body = request.json
        self.calls.append(path)
        try:
            return Answer.json(
                self._authenticate(body) if path == "authenticate" else self._carry_out(path, body)
            )
        except RefusedError as refused:
            return refused.answer

    def expire(self) -> None:
        """Let an hour pass."""
        self.sessions.clear()

    def _carry_out(self, path: str, body: Body) -> object:
        if self.sessions.get(body.pop("auth_token")) != self.api_token():
            raise RefusedError(401, "Session expired")
        self.wanted[path] = body
        method = getattr(self, "_" + path.replace("/", "_"), None)
        if method is None:
            raise RefusedError(404, "Not found")
        return method(body)

    def _authenticate(self, body: Body) -> Body:
        if body != {"api_token": self.api_token()}:
            raise RefusedError(401, "Invalid token")
        token = f"dd6d5d51-9ea5-{len(self.calls):04}"
        self.sessions[token] = self.api_token()
        return {"auth_token": token}

    def _company_fetch_all(self, _body: Body) -> list[Body]:
        if not self.reseller:
            raise RefusedError(403, "Not allowed")
        return [
            {
                "id": COMPANY,
                "subdomain": "joe",
                "name": "The Joe Company",
                "host_count": 2,
                "hosts": [HOST, 184],
            },
            {"id": 9, "subdomain": "jane", "name": "The Jane Company", "host_count": 0, "hosts": []},
        ]

    def _host_fetch_all(self, body: Body) -> list[Body]:
        if self.reseller and "company_id" not in body:
            raise RefusedError(400, "company_id is required")
        if body.get("company_id", COMPANY) != COMPANY:
            return []
        return [
            {"host_id": HOST, "name": "John Host", "email": "john@company.tld", "access_code": "0123456"},
            {"host_id": 184, "name": "Jane Host", "email": "jane@company.tld", "access_code": "1234568"},
        ]

    def _host_fetch(self, body: Body) -> Body:
        if body["host_id"] not in {HOST, 184}:
            raise RefusedError(404, "Host not found")
        return {
            "host_id": body["host_id"],
            "company_id": COMPANY,
            "name": "John Host" if body["host_id"] == HOST else "Jane Host",
            "email": "john@company.tld",
            "primary_dialin_number": {
                "phone_number": "31205550199",
                "international_format": "+31 20 555 0199",
            },
            "meeting_url": f"{self.address}/conf/call/0123456",
            "access_code": {"number": "0123456", "id": None},
            "moderator_pin": {"number": "9876543", "id": None},
            "login_token_public_key": "a1b2c3e4d5f6",
            "time_zone": ZONE,
        }

    def _contact_fetch_all(self, body: Body) -> list[Body]:
        assert body == {"host_id": HOST}
        return [
            {
                "contact_id": person.uid,
                "name": person.name,
                "email": f"{person.uid}@example.com",
                **dict.fromkeys(_PHONES.values()),
                **{_PHONES[number.label]: number.raw for number in person.numbers},
                "time_zone": ZONE,
                "has_host": False,
            }
            for person in self.contacts()
        ]

    def _conference_create_reservationless(self, body: Body) -> Body:
        assert body.keys() <= {"host_id", "one_time_access_code", "secure_url"}
        start = datetime.now(UTC).astimezone(ZoneInfo(ZONE)).strftime(_WIRE)
        plain = {
            "subject": self.plain_subject,
            "agenda": "null",
            "start": start,
            "time_zone": ZONE,
            "duration": 60,
        }
        made = self._keep({**_DEFAULTS, **plain, **body, "participant_emails": []}, active=True)
        return self._shown(made)

    def _conference_create(self, body: Body) -> Body:
        self._refuse_incomplete(body, "host_id")
        made = self._keep({**_DEFAULTS, **body}, active=False)
        shown = self._shown(made)
        if made["schedule"]:  # as the document's sample
            del shown["room_url"], shown["moderator_token"]
        return shown

    def _conference_update(self, body: Body) -> Body:
        conference = self._known(body)
        self._refuse_incomplete(body, "conference_id")
        if body.get("schedule") and conference.get("is_master") is False:
            raise RefusedError(422, "Can only include schedule details in the master conference")
        kept = {key: conference[key] for key in ("participant_emails",) if key not in body}
        conference.update({**_DEFAULTS, **body, **kept})
        return self._shown(conference)

    def _conference_fetch(self, body: Body) -> Body:
        return self._shown(self._known(body))

    def _conference_fetch_all(self, body: Body) -> list[Body] | Body:
        assert body["host_id"] == HOST
        rows = [self._shown(each) for each in self.conferences.values() if each["planned"]]
        first = int(body.get("page", "p0").removeprefix("p"))
        if len(rows) <= PAGE:
            return rows
        more = {"next_page": f"p{first + PAGE}"} if first + PAGE < len(rows) else {"next_page": None}
        return {"conferences": rows[first : first + PAGE], **more}

    def _host_active_calls(self, body: Body) -> list[Body]:
        assert body == {"host_id": HOST}
        active = [each for each in self.conferences.values() if each["active"]]
        return [
            {
                "conference_id": each["conference_id"],
                "subject": each["subject"],
                "agenda": each["agenda"],
                "start_time": each["start"],
            }
            for each in active
        ]

    def _conference_cancel(self, body: Body) -> Body:
        del self.conferences[self._known(body)["conference_id"]]
        return {"message": "OK"}

    def _conference_end(self, body: Body) -> Body:
        conference = self._known(body)
        if conference.get("ended"):
            raise RefusedError(404, "Conference not found")
        conference.update(active=False, ended=True)
        return {"message": "OK"}

    def _refuse_incomplete(self, body: Body, id_: str) -> None:
        required = {id_, "subject", "agenda", "start", "time_zone", "duration", "one_time_access_code"}
        if missing := required - body.keys():
            raise RefusedError(400, f"Missing {sorted(missing)}")
        if body.get("security_pin") and not body["one_time_access_code"]:
            raise RefusedError(422, "Must enable one_time_access_code to use security_pin")

    def _keep(self, body: Body, *, active: bool) -> Body:
        if body["one_time_access_code"] and not self.one_time_codes:
            raise RefusedError(422, "One time access code feature not available")
        id_ = next(self._ids)
        code = next(self._codes) if body["one_time_access_code"] else None
        series = {"is_master": True, "master_id": id_} if body["schedule"] else {}
        self.conferences[id_] = {**body, "conference_id": id_, "code": code, "active": active, **series}
        self.conferences[id_]["planned"] = not active
        self.asked[id_] = dict(body)
        return self.conferences[id_]

    def _known(self, body: Body) -> Body:
        try:
            return self.conferences[body["conference_id"]]
        except KeyError:
            raise RefusedError(404, "Conference not found") from None

    def _shown(self, conference: Mapping[str, Any]) -> Body:
        start = datetime.strptime(conference["start"], _WIRE)  # noqa: DTZ007  # a wall's clock
        shown = {
            key: value
            for key, value in conference.items()
            if key not in {"code", "host_id", "ended", "planned"}
        }
        if conference["code"] is None:
            del shown["one_time_access_code"]
        else:
            shown["one_time_access_code"] = conference["code"]
        del shown["secure_url"]
        code = conference["code"] or "0123456"
        room = "bjZ4==--4af1?encrypted_pin=true" if conference["secure_url"] else code
        video = conference["broadcast_stream_url"]
        return {
            **shown,
            "end_time": (start + timedelta(minutes=conference["duration"])).strftime(_WIRE),
            "room_url": f"{self.rooms or self.address}/conf/call/{room}",
            "recordings": [],
            "participants": [1, 2],
            "moderators": [1],
            "is_streaming": False,
            "moderator_token": MODERATOR,
            "broadcast_stream_url": {"source": video, "state": None} if video else None,
        }
