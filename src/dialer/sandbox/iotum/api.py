"""Plays the provider: signs in, checks what is asked for by whom, answers, and fails as the script says."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from dialer.sandbox.iotum import companies, contacts, drive, files, history, hosts, running, scheduling
from dialer.sandbox.iotum.bodies import TWISTS
from dialer.sandbox.iotum.call import Call, Operation
from dialer.sandbox.iotum.clock import Clock
from dialer.sandbox.iotum.pages import Rooms, page, plain_page
from dialer.sandbox.iotum.params import Params
from dialer.sandbox.iotum.problem import Problem, forbidden
from dialer.sandbox.iotum.replies import json_reply
from dialer.sandbox.iotum.seed import new_world
from dialer.sandbox.iotum.sessions import COOKIE, Sessions
from dialer.sandbox.params import MASK, SECRETS, header, json_body, media_type, origin
from dialer.sandbox.provider import Provider
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.sandbox.iotum.world import Host
    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.wire import Request

API = "enterprise_api/"
AUTHENTICATE = "authenticate"

OPERATIONS: dict[str, Operation] = {
    **companies.OPERATIONS,
    **hosts.OPERATIONS,
    **history.OPERATIONS,
    **contacts.OPERATIONS,
    **drive.OPERATIONS,
    **scheduling.OPERATIONS,
    **running.OPERATIONS,
}

# The other addresses, by what stands before their last part: that part opens something, and is not kept.
_PAGES = ("conf/call/", "conf/summary/", "upload/", "drive_files/download/", "recording/inline/")
# Beside what is secret everywhere: these let somebody in, or hold an address that does.
_SECRET = SECRETS | {"redirect_url", "signature", "pin"}
_NO_PAGE = plain_page("Not found", "There is nothing at this address.", status=404)
# What the answers of these call the id of what was made.
_MADE = {
    "conference/create": "conference_id",
    "conference/create/reservationless": "conference_id",
    "company/create": "id",
    "host/create": "host_id",
    "drive/create": "id",
}
# Required by the documents, left out by clients that were published.
_LEFT_OUT = ("agenda?", "one_time_access_code", "participants|participant_emails|participant_hosts")
_AS_IT_IS = ":/?#[]@!$&'()*+,;=%-._~"
# A subject that begins with this chooses a fault by its name, to try one by hand.
_MAGIC = "#fault-"


class Iotum(Provider):
    """The simulated provider.

    Attributes:
        clock: its time; a test may set its calendar.
        world: what it keeps.
        sessions: who is signed in.
    """

    name = "iotum"
    prefix = "/iotum/"
    # With which status it refuses a wrong parameter, and whether it insists on all that the documents ask for
    # or, as clients that were published live by, does without some of it.
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "refusal": ("400", "422"),
        "required": ("documented", "published"),
    }

    def __init__(self, pace: Pace, password: str) -> None:
        """Begin with the companies, people and past meetings of the first day."""
        super().__init__(pace)
        self.clock = Clock(pace)
        self.sessions = Sessions(self.clock, password)
        self.world = new_world(self.clock)

    @property
    def account(self) -> dict[str, str]:
        """What to fill in for an account here."""
        return {"api_token": self.sessions.api_token, "company_id": "5", "host_id": "31"}

    def reset(self) -> None:
        """Begin anew, with nobody signed in."""
        self.sessions.clear()
        self.world = new_world(self.clock)

    def change_password(self, password: str) -> None:
        """Take another API token from now on; whoever was signed in with the old one is not any more."""
        self.sessions.clear()
        self.sessions.api_token = password

    def expire_sessions(self) -> None:
        """Let every session run out, as an hour of rest does."""
        self.sessions.expire()

    def command(self, request: Request) -> str:
        """Return the operation's path, or that of a page without its last part, which opens something."""
        path = request.path.removeprefix(self.prefix)
        if path.startswith(API):
            return path.removeprefix(API)
        return next((known.rstrip("/") for known in _PAGES if path.startswith(known)), path)

    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""
        path = request.path.removeprefix(self.prefix)
        if not path.startswith(API):
            entry.params = {name: MASK if name in _SECRET else value for name, value in request.params}
            return self._page(path, request, entry)
        values = self._values(request)
        fault = _fault(values)
        if fault:
            entry.fault = fault
            return TWISTS[fault](self._api(entry, values, request))
        return self._api(entry, values, request)

    def _api(self, entry: Entry, values: dict[str, Any] | None, request: Request) -> Reply:
        try:
            result = self._operate(entry.command, values, request)
        except Problem as problem:
            status = int(self.chosen["refusal"]) if problem.status == 400 else problem.status
            return json_reply({"message": problem.message}, status)
        entry.placed = entry.command == "conference/dial_number"
        if isinstance(result, dict):
            entry.made = str(result.get(_MADE.get(entry.command, ""), ""))
        return result if isinstance(result, Reply) else json_reply(result)

    def _operate(self, name: str, values: dict[str, Any] | None, request: Request) -> object:
        """Answer one operation; the checks come in the order in which the real thing would fail."""
        operation = OPERATIONS.get(name)
        method = operation.method if operation else "POST"
        if request.method != method or (operation is None and name != AUTHENTICATE):
            raise Problem(404, f"No route matches [{request.method}] {name}")
        if values is None:
            raise Problem(400, "The body is not a JSON dictionary")
        params = Params(values)
        if operation is None:
            return {"auth_token": self.sessions.begin(params.text("api_token"), self.world)}
        token = values.get("auth_token")
        caller = self.sessions.caller(token, self.world)
        if caller.role not in operation.roles:
            raise forbidden()
        for required in operation.required:
            if self.chosen["required"] == "documented" or required not in _LEFT_OUT:
                params.require(required.removesuffix("?"), nullable=required.endswith("?"))
        root = origin(request) + self.prefix.rstrip("/")
        call = Call(params=params, caller=caller, world=self.world, clock=self.clock, root=root)
        result = operation.run(call)
        self.sessions.touch(token)
        return result

    def _page(self, path: str, request: Request, entry: Entry) -> Reply:
        before, _, last = path.rpartition("/")
        query = dict(request.params)
        if before == "upload":
            return files.upload(request, last, self.world)
        if request.method not in {"GET", "HEAD"}:
            return Reply(status=405, body=b"Method not allowed\n", headers=(("Allow", "GET, HEAD"),))
        rooms = Rooms(self.world, self.clock)
        pages: dict[str, Callable[[], Reply]] = {
            "": lambda: self._sign_in(query, request) if last == "auth" else _NO_PAGE,
            "conf/call": lambda: rooms.enter(last, query, entry, self._browser(request)),
            "conf/summary": lambda: rooms.summary(last),
            "drive_files/download": lambda: files.document(last, self.world),
            "recording/inline": lambda: files.recording(last, self.world, self.clock),
        }
        return pages.get(before, lambda: _NO_PAGE)()

    def _sign_in(self, query: dict[str, str], request: Request) -> Reply:
        """Sign a browser in as a host and send it on to a page of this server, never to another."""
        host_id, key = query.get("host_id", ""), query.get("login_token_public_key", "")
        host = next((one for one in self.world.hosts.values() if str(one.id) == host_id), None)
        if host is None or not secrets.compare_digest(host.sso_key.encode(), key.encode()):
            return plain_page("Not signed in", "This log-in link is not valid.", status=403)
        target = query.get("redirect_url", "/")
        if not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable():
            return plain_page("Not signed in", "This log-in link leads elsewhere.", status=400)
        cookie = f"{COOKIE}={self.sessions.begin_browser(host)}; Path={self.prefix}; HttpOnly; SameSite=Lax"
        where = origin(request) + self.prefix + target.removeprefix(self.prefix).removeprefix("/")
        headers = (("Location", quote(where, safe=_AS_IT_IS)), ("Set-Cookie", cookie))
        return page("Signed in", "<p>Signed in.</p>", status=302, headers=headers)

    def _browser(self, request: Request) -> Host | None:
        try:
            cookies = SimpleCookie(header(request, "cookie") or "")
        except CookieError:
            return None
        return self.sessions.in_browser(cookies[COOKIE].value, self.world) if COOKIE in cookies else None

    @staticmethod
    def _values(request: Request) -> dict[str, Any] | None:
        """Return the JSON dictionary of a request; without the documents' type its body is not read."""
        if media_type(request) != "application/json":
            return {}
        try:
            values = json_body(request) if request.body else {}
        except (ValueError, RecursionError):
            return None
        return values if isinstance(values, dict) else None


def _fault(values: dict[str, Any] | None) -> str:
    """Return the name of the fault that a subject asks for."""
    subject = str((values or {}).get("subject", ""))
    fault = subject.partition(" ")[0].removeprefix(_MAGIC)
    return fault if subject.startswith(_MAGIC) and fault in TWISTS else ""
