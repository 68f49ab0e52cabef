"""Plays ALLOcloud's web meeting server: version 6 of its interface, and the page on which people meet.

From ALLOcloud's own tutorial; the join page, the calendar's content and what a refusal looks like are not
documented. They are as probable as can be, and say so in ``choices``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from dialer.sandbox import pages
from dialer.sandbox.allocloud import rules
from dialer.sandbox.allocloud.calendar import calendar
from dialer.sandbox.allocloud.records import ACCOUNT_ID, USER_ID, Records
from dialer.sandbox.params import header, json_body, media_type, origin
from dialer.sandbox.provider import Provider
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.wire import Request

API_KEY = "allocloud-sandbox-key-59c1e0"  # opens the sandbox only
COOKIE = "organiser=signed-in"

OK = 0
NOT_ALLOWED = -3
NOT_VALID = -4
EXISTS = -10

_ROUTES = (
    ("account.create", "POST", re.compile(r"api/v6/account")),
    ("account.admin", "GET", re.compile(r"api/v6/account/admin/(?P<accountId>[^/]+)")),
    ("meeting.create", "POST", re.compile(r"api/v6/meeting")),
    ("meeting.update", "PUT", re.compile(r"api/v6/meeting/(?P<id>[^/]+)/(?P<flag>true|false)")),
    ("meeting.calendar", "GET", re.compile(r"api/v6/meeting/calender/user/(?P<token>[0-9a-f-]+)")),
    ("meeting.page", "GET", re.compile(r"meeting/(?P<meetingId>[^/]*)")),
    ("organiser.page", "GET", re.compile(r"organiser")),
)
_OPEN = {"meeting.calendar", "meeting.page", "organiser.page"}


class Allocloud(Provider):
    """The simulated provider."""

    name = "allocloud"
    prefix = "/allocloud/"
    # How it refuses a wrong key: by an HTTP status, or by a code in an answer that looks well.
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"refusal": ("401", "403", "200")}

    def __init__(self, pace: Pace) -> None:
        """Begin with one account, its organiser and no meeting."""
        super().__init__(pace)
        self._key = API_KEY
        self.records = Records()
        self._acts: dict[str, Callable[[Request, dict[str, str], Entry], Reply]] = {
            "account.create": self._create_account,
            "account.admin": self._show_admins,
            "meeting.create": self._create_meeting,
            "meeting.update": self._update_meeting,
            "meeting.calendar": self._show_calendar,
            "meeting.page": self._show_page,
            "organiser.page": self._sign_in,
        }

    @property
    def account(self) -> dict[str, str]:
        """What to fill in for an account here."""
        return {
            "api_key": self._key,
            "account_id": ACCOUNT_ID,
            "user_id": USER_ID,
            "join_url_template": "{base_url}meeting/{meetingId}",
        }

    def reset(self) -> None:
        """Forget what was made."""
        self.records = Records()

    def change_password(self, password: str) -> None:
        """Take another key from now on."""
        self._key = password

    def command(self, request: Request) -> str:
        """Return the operation's name."""
        return self._route(request)[0]

    def path_parameters(self, request: Request) -> dict[str, str]:
        """Return the ids in a request's path."""
        return self._route(request)[1]

    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""
        act = self._acts.get(entry.command)
        if act is None:
            return _json({"error": "Not found"}, 404)
        if entry.command not in _OPEN and header(request, "x-api-key") != self._key:
            status = int(self.chosen["refusal"])
            return _refused(NOT_ALLOWED, "This API key is not valid", entry, status)
        return act(request, self._route(request)[1], entry)

    def _route(self, request: Request) -> tuple[str, dict[str, str]]:
        path = request.path.removeprefix(self.prefix)
        for command, method, pattern in _ROUTES:
            if method == request.method and (match := pattern.fullmatch(path)):
                return command, match.groupdict()
        return f"{request.method} {path}", {}

    def _create_account(self, request: Request, _path: dict[str, str], entry: Entry) -> Reply:
        asked = _body(request)
        if (why := rules.wrong(asked, rules.ACCOUNT)) is not None:
            return _refused(NOT_VALID, why, entry)
        if "@" not in asked["adminEmail"] or not asked["paidUntil"]:
            return _refused(NOT_VALID, "adminEmail is no address", entry)
        if self.records.has_email(asked["adminEmail"]):
            return _refused(EXISTS, "The account already exists", entry)
        account = self.records.new_account(asked)
        entry.made = account["id"]
        return _done(account, entry)

    def _show_admins(self, _request: Request, path: dict[str, str], entry: Entry) -> Reply:
        admins = self.records.admins.get(path["accountId"])
        if admins is None:
            return _refused(NOT_VALID, "There is no such account", entry, 404)
        return _done(admins, entry)

    def _create_meeting(self, request: Request, _path: dict[str, str], entry: Entry) -> Reply:
        user = self.records.user(header(request, "x-user-id") or "")
        if user is None:
            return _refused(NOT_ALLOWED, "There is no such user", entry)
        asked = _body(request)
        why = rules.wrong(asked, rules.MEETING, rules.MEETING_MORE) or rules.wrong_meeting(asked)
        if why is not None:
            return _refused(NOT_VALID, why, entry)
        meeting = self.records.new_meeting(asked, user)
        entry.made = meeting.id
        return _done(meeting.document, entry)

    def _update_meeting(self, request: Request, path: dict[str, str], entry: Entry) -> Reply:
        user = self.records.user(header(request, "x-user-id") or "")
        meeting = self.records.meetings.get(path["id"])  # by the internal id: nothing else leads to it
        if meeting is None:
            return _refused(NOT_VALID, "There is no such meeting", entry, 404)
        if user is None or user["id"] != meeting.document["addedByUserId"]:
            return _refused(NOT_ALLOWED, "It is another user's meeting", entry)
        asked = _body(request)
        why = rules.wrong(asked, rules.CHANGE, rules.MEETING_MORE) or rules.wrong_meeting(asked)
        if why is None and asked["id"] != meeting.id:
            why = "id is another meeting's"
        if why is not None:
            return _refused(NOT_VALID, why, entry)
        self.records.change(meeting, asked)
        return _done(meeting.document, entry)

    def _show_calendar(self, request: Request, path: dict[str, str], _entry: Entry) -> Reply:
        everybody = (admin for admins in self.records.admins.values() for admin in admins)
        user = next((admin for admin in everybody if admin["icsToken"] == path["token"]), None)
        if user is None:
            return _json({"error": "Not found"}, 404)
        own = [one for one in self.records.meetings.values() if one.document["addedByUserId"] == user["id"]]
        text = calendar(own, f"{origin(request)}{self.prefix}meeting/")
        return Reply(body=text.encode(), headers=(("Content-Type", "text/calendar; charset=utf-8"),))

    def _show_page(self, request: Request, path: dict[str, str], entry: Entry) -> Reply:
        """Let somebody in: one page for all, on which whoever is signed in here is the organiser."""
        given = dict(request.params)
        language = given.get("culture", "en")[:2]
        meeting = self.records.by_public_id(path["meetingId"])
        if meeting is None:
            return pages.wrong_link(language)
        if given.get("skipJoinMeetingScreen") == "true" and not given.get("participantName"):
            return _json({"error": "participantName is missing"}, 400)
        host = COOKIE in (header(request, "cookie") or "")
        return pages.meeting_page(
            entry,
            pages.HOST if host else pages.GUEST,
            meeting.document["topic"],
            name=meeting.document["addedByUserName"] if host else given.get("participantName", ""),
            language=language,
            facts={"meetingId": meeting.public_id},
        )

    def _sign_in(self, _request: Request, _path: dict[str, str], _entry: Entry) -> Reply:
        """Sign the organiser in, as a password would: from then on the browser joins as the host."""
        cookie = f"{COOKIE}; Path={self.prefix}; HttpOnly; SameSite=Lax"
        return Reply(
            body=b"Signed in as the organiser.\n", headers=(*Reply().headers, ("Set-Cookie", cookie))
        )


def _body(request: Request) -> Any:
    """Return the JSON body, None if it is none or is not called so."""
    if media_type(request) != "application/json":
        return None
    try:
        return json_body(request)
    except ValueError:
        return None


def _done(data: Any, entry: Entry) -> Reply:
    entry.code = OK
    return _json({"responseCode": OK, "data": data})


def _refused(code: int, why: str, entry: Entry, status: int = 200) -> Reply:
    entry.code = code
    return _json({"responseCode": code, "responseMessage": why}, status)


def _json(value: object, status: int = 200) -> Reply:
    return Reply(
        status=status,
        body=json.dumps(value).encode(),
        headers=(("Content-Type", "application/json; charset=utf-8"),),
    )
