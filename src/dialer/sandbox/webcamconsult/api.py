"""Plays Webcamconsult: users, clients and appointments, the waiting room and the consultant's page.

From the vendor's document; where its own plug-in is known to meet another server, ``choices`` has both.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from dialer.sandbox import pages
from dialer.sandbox.params import header, json_body, media_type
from dialer.sandbox.provider import Provider
from dialer.sandbox.webcamconsult import people, rules
from dialer.sandbox.webcamconsult.people import DIVISIONS, USER_ID
from dialer.sandbox.webcamconsult.records import FIELDS, Records
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.wire import Request

TOKEN = "5e8b2f6c1d9a4730b8e6f0a1c2d3e4f5"  # noqa: S105  # opens the sandbox only

_SINGULAR = {"users": "user", "clients": "client", "appointments": "appointment"}
_LIST = re.compile(r"(?P<resource>users|clients|appointments)\.json")
_ONE = re.compile(r"(?P<resource>users|clients?|appointments?)/(?P<id>[^/]+)\.json")
_WAITING_ROOM = re.compile(r"wachtkamer/(?P<token>[^/]*)")
_CONSULTING_ROOM = re.compile(r"admin/appointments/(?P<appointment_id>[^/]*)")
_AUTHORIZATION = re.compile(r"Token token=\"?(?P<token>[^\",]*)\"?", re.IGNORECASE)
_VERBS = {"GET": "view", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


class Webcamconsult(Provider):
    """The simulated provider.

    Attributes:
        choices: whether the paths of one client or appointment are plural, as the vendor's plug-in has them,
            or singular, as the document has them; how a record's id is called; what a removed appointment is
            answered with; whether appointments tell the token of their waiting room.
    """

    name = "webcamconsult"
    prefix = "/webcamconsult/"
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "paths": ("plural", "singular"),
        "ids": ("both", "id", "_id"),
        "deletion": ("message", "status", "empty"),
        "token": ("present", "absent"),
    }

    def __init__(self, pace: Pace) -> None:
        """Begin with three users, thirty clients and some appointments."""
        super().__init__(pace)
        self._key = TOKEN
        self.records = Records()

    @property
    def account(self) -> dict[str, str]:
        """What to fill in for an account here."""
        return {
            "token": self._key,
            "user_id": USER_ID,
            "division_id": DIVISIONS[0],
            "waiting_room_url": "{base_url}",
        }

    def reset(self) -> None:
        """Be as at the beginning."""
        self.records = Records()

    def change_password(self, password: str) -> None:
        """Take another token from now on."""
        self._key = password

    def command(self, request: Request) -> str:
        """Return the operation's name, such as ``users.list``."""
        path = request.path.removeprefix(self.prefix)
        if match := _LIST.fullmatch(path):
            verb = {"GET": "list", "POST": "create"}.get(request.method)
            return f"{match['resource']}.{verb or request.method}"
        if match := _ONE.fullmatch(path):
            verb = _VERBS.get(request.method)
            return f"{_plural(match['resource'])}.{verb or request.method}"
        if _WAITING_ROOM.fullmatch(path):
            return "waiting_room.page"
        return "consulting_room.page" if _CONSULTING_ROOM.fullmatch(path) else f"{request.method} {path}"

    def path_parameters(self, request: Request) -> dict[str, str]:
        """Return the ids in a request's path."""
        path = request.path.removeprefix(self.prefix)
        if match := _ONE.fullmatch(path):
            return {f"{_SINGULAR[_plural(match['resource'])]}_id": match["id"]}
        match = _WAITING_ROOM.fullmatch(path) or _CONSULTING_ROOM.fullmatch(path)
        return match.groupdict() if match else {}

    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""
        path = request.path.removeprefix(self.prefix)
        if request.method == "GET" and (match := _WAITING_ROOM.fullmatch(path)):
            return self._waiting_room(match["token"], request, entry)
        if request.method == "GET" and (match := _CONSULTING_ROOM.fullmatch(path)):
            return self._consulting_room(match["appointment_id"], entry)
        if (match := _LIST.fullmatch(path)) and request.method in {"GET", "POST"}:
            resource, id_ = match["resource"], None
        elif (
            (match := _ONE.fullmatch(path)) and request.method in _VERBS and self._is_path(match["resource"])
        ):
            resource, id_ = _plural(match["resource"]), match["id"]
        else:
            return _no_route()  # a double slash, a POST where a PUT belongs: Rails knows no such route
        if not self._may(request):
            return _denied()
        if id_ is not None:
            return self._one(resource, id_, request)
        return self._list(resource) if request.method == "GET" else self._create(resource, request, entry)

    def _is_path(self, written: str) -> bool:
        """Whether the paths of one record are written so here; those of users are plural everywhere."""
        plural = self.chosen["paths"] == "plural" or _plural(written) == "users"
        return plural == (written == _plural(written))

    def _may(self, request: Request) -> bool:
        match = _AUTHORIZATION.fullmatch(header(request, "authorization") or "")
        token = match["token"] if match else dict(request.params).get("authentication_token")
        return token == self._key

    def _list(self, resource: str) -> Reply:
        return _json([self._document(resource, id_, listed=True) for id_ in self.records.of(resource)])

    def _create(self, resource: str, request: Request, entry: Entry) -> Reply:
        given = _wrapped(request, resource)
        if given is None:
            return _bad_request(resource)
        if given.get("id") in self.records.of(resource):
            return _json({"errors": {"id": [rules.TAKEN]}}, 422)
        if errors := self.records.errors(resource, "", given):
            return _json({"errors": errors}, 422)
        entry.made = self.records.put(resource, given)
        return self._whole(resource, entry.made)

    def _one(self, resource: str, id_: str, request: Request) -> Reply:
        if id_ not in self.records.of(resource):
            return _no_route()
        if request.method == "GET":
            return self._whole(resource, id_)
        if request.method == "DELETE":
            self.records.remove(resource, id_)
            return self._removed(resource)
        given = _wrapped(request, resource)
        if given is None:
            return _bad_request(resource)
        changed = {name: given[name] for name in FIELDS[resource] if name in given}
        record = {**self.records.of(resource)[id_], **changed}
        if errors := self.records.errors(resource, id_, record):
            return _json({"errors": errors}, 422)
        self.records.put(resource, record, id_)
        return self._whole(resource, id_)

    def _removed(self, resource: str) -> Reply:
        style = self.chosen["deletion"]
        if style == "empty":
            return Reply(status=204, headers=())
        if style == "message" and resource == "appointments":
            return _json({"message": "Your appointment was destroyed."})
        return _json({"status": "ok"})

    def _whole(self, resource: str, id_: str) -> Reply:
        return _json({_SINGULAR[resource]: self._document(resource, id_, listed=False)})

    def _document(self, resource: str, id_: str, *, listed: bool) -> dict[str, Any]:
        names = {"both": ("_id", "id")}.get(self.chosen["ids"], (self.chosen["ids"],))
        with_token = self.chosen["token"] == "present"  # noqa: S105  # no password
        record = self.records.document(resource, id_, listed=listed, with_token=with_token)
        return {**dict.fromkeys(names, id_), **record}

    def _waiting_room(self, token: str, request: Request, entry: Entry) -> Reply:
        """Let the client in."""
        language = dict(request.params).get("locale", "nl")[:2]
        id_ = self.records.by_token(token)
        if id_ is None:
            return pages.wrong_link(language)
        client = self.records.clients.get(self.records.appointments[id_]["client_id"])
        name = people.client_full_name(client) if client else ""
        return self._page(entry, id_, pages.GUEST, name, language)

    def _consulting_room(self, id_: str, entry: Entry) -> Reply:
        """Let the consultant in, who is signed in here by the browser."""
        if id_ not in self.records.appointments:
            return pages.wrong_link("nl")
        user = self.records.users.get(self.records.appointments[id_]["user_id"])
        return self._page(entry, id_, pages.HOST, people.full_name(user) if user else "", "nl")

    def _page(self, entry: Entry, id_: str, role: str, name: str, language: str) -> Reply:
        appointment = self.records.appointments[id_]
        user = self.records.users.get(appointment["user_id"])
        subject = f"Consult bij {people.full_name(user)}" if user else "Consult"
        facts = {"date": appointment["date"], "duration": str(appointment["duration"])}
        return pages.meeting_page(entry, role, subject, name=name, language=language, facts=facts)


def _plural(resource: str) -> str:
    return resource if resource.endswith("s") else f"{resource}s"


def _wrapped(request: Request, resource: str) -> dict[str, Any] | None:
    """Return the object in the body under its resource's name, None if there is none."""
    if media_type(request) != "application/json":
        return None
    try:
        body = json_body(request)
    except ValueError:
        return None
    given = body.get(_SINGULAR[resource]) if isinstance(body, dict) else None
    return given if isinstance(given, dict) and given else None


def _json(value: object, status: int = 200) -> Reply:
    return Reply(
        status=status,
        body=json.dumps(value, ensure_ascii=False).encode(),
        headers=(("Content-Type", "application/json; charset=utf-8"),),
    )


def _denied() -> Reply:
    return Reply(
        status=401,
        body=b"HTTP Token: Access denied.\n",
        headers=(*Reply().headers, ("WWW-Authenticate", 'Token realm="Application"')),
    )


def _bad_request(resource: str) -> Reply:
    text = f"param is missing or the value is empty: {_SINGULAR[resource]}\n"
    return Reply(status=400, body=text.encode())


def _no_route() -> Reply:
    page = b"<!DOCTYPE html><html><body><h1>The page you were looking for doesn't exist.</h1></body></html>"
    return Reply(status=404, body=page, headers=(("Content-Type", "text/html; charset=utf-8"),))
