"""Plays Idiligo: the operations of InsideService20.asmx, the agent's and participant's pages, and files."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlsplit

from dialer.sandbox import pages
from dialer.sandbox.idiligo import asmx
from dialer.sandbox.idiligo.asmx import AsmxError
from dialer.sandbox.idiligo.files import FOLDER, Files
from dialer.sandbox.idiligo.records import DEFAULT_SCRIPT, NO_CALL, SCRIPTS, Call, Records
from dialer.sandbox.params import origin
from dialer.sandbox.provider import Provider
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.sandbox.idiligo.asmx import Arguments
    from dialer.sandbox.journal import Entry
    from dialer.sandbox.pace import Pace
    from dialer.sandbox.wire import Request

API_KEY = "idiligo-sandbox-key-2b77e4"  # opens the sandbox only
TICKET = "idiligo-sandbox-ticket-90d3"  # opens the sandbox only
TOKEN_LASTS = 24 * 3600.0
"""Scenario seconds."""

_SERVICE = "insideservice20.asmx"

_PARAMETERS = {
    "Login": ("apikey", "username", "password"),
    "Impersonate": ("apikey", "username", "ticket"),
    "CreateContact": ("token", "email", "firstName", "lastName"),
    "CreateCall": ("token", "trajectCode"),
    "SetContact": ("token", "callId", "contactId"),
    "GetAgentUrl": ("token", "callId", "returnUrl"),
    "GetPublicCallId": ("token", "callId"),
    "SetValues": ("token", "publicId", "names", "values"),
    "AddDocumentFromUrl": ("token", "url", "filename", "externalId"),
    "SetDocumentToUploadAction": ("token", "callId", "externalId", "documentId"),
    "GetAttachments": ("token", "callId"),
}
_SIGN_INS = ("Login", "Impersonate")


class Idiligo(Provider):
    """The simulated provider."""

    name = "idiligo"
    prefix = "/idiligo/"
    # How it refuses a sign-in: by an error, or by an empty token in an answer that looks well.
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"refusal": ("error", "empty")}

    def __init__(self, pace: Pace, login: str, password: str) -> None:
        """Begin without any meeting."""
        super().__init__(pace)
        self._login = login
        self._secrets = {"password": password, "ticket": TICKET}
        self._tokens: dict[str, float] = {}
        self._agents: dict[str, int] = {}
        self._files = Files(pace)
        self.records = Records()
        self._pages: dict[str, Callable[[Request, Entry], Reply]] = {
            "agent": self._show_agent,
            "client": self._show_client,
        }

    @property
    def account(self) -> dict[str, str]:
        """What to fill in for an account here."""
        return {
            "username": self._login,
            "password": self._secrets["password"],
            "apikey": API_KEY,
            "trajectCode": DEFAULT_SCRIPT,
        }

    def reset(self) -> None:
        """Forget what was made, and who is signed in."""
        self.records = Records()
        self._files.forget()
        self._agents.clear()
        self.expire_sessions()

    def change_password(self, password: str) -> None:
        """Take another password, and ticket, from now on."""
        self._secrets = {"password": password, "ticket": password}
        self.expire_sessions()

    def expire_sessions(self) -> None:
        """End all sessions."""
        self._tokens.clear()

    def command(self, request: Request) -> str:
        """Return the method's name, or what kind of page it is."""
        path = request.path.removeprefix(self.prefix)
        service, _, method = path.partition("/")
        if service.lower() == _SERVICE:  # on IIS the case of a path does not matter
            return method
        if path.startswith(FOLDER):
            return "file"
        return f"{path}.page" if path in self._pages else f"{request.method} {path}"

    def answer(self, request: Request, entry: Entry) -> Reply:
        """Answer a request, and note in its entry what was decided."""
        path = request.path.removeprefix(self.prefix)
        if path.lower().startswith(f"{_SERVICE}/"):
            try:
                return self._call(entry.command, request, entry)
            except AsmxError as error:
                return asmx.failure(error)
        if request.method == "GET" and path in self._pages:
            return self._pages[path](request, entry)
        if request.method == "GET" and path.startswith(FOLDER):
            return self._files.answer(path)
        return Reply(status=404, body=b"Not found\n")

    def _call(self, method: str, request: Request, entry: Entry) -> Reply:
        if method not in _PARAMETERS:
            raise AsmxError(f"{method} Web Service method name is not valid.")
        arguments = asmx.read(request, _PARAMETERS[method])
        if method in _SIGN_INS:
            return self._sign_in(_PARAMETERS[method][2], arguments)
        if self._tokens.get(arguments.text("token"), 0.0) <= self._pace.now():
            raise AsmxError("Token is not valid.")
        acts: dict[str, Callable[[Arguments, Request, Entry], Reply]] = {
            "CreateContact": self._create_contact,
            "CreateCall": self._create_call,
            "SetContact": self._set_contact,
            "GetAgentUrl": self._agent_url,
            "GetPublicCallId": self._public_id,
            "SetValues": self._set_values,
            "AddDocumentFromUrl": self._add_document,
            "SetDocumentToUploadAction": self._set_document,
            "GetAttachments": self._attachments,
        }
        return acts[method](arguments, request, entry)

    def _sign_in(self, secret: str, arguments: Arguments) -> Reply:
        right = (API_KEY, self._login, self._secrets[secret])
        if (arguments.text("apikey"), arguments.text("username"), arguments.text(secret)) != right:
            if self.chosen["refusal"] == "empty":
                return asmx.value("string", "")
            raise AsmxError("Login failed.")
        token = secrets.token_hex(16)
        self._tokens[token] = self._pace.now() + TOKEN_LASTS
        return asmx.value("string", token)

    def _create_contact(self, arguments: Arguments, _request: Request, entry: Entry) -> Reply:
        email = arguments.text("email")
        if "@" not in email:
            raise AsmxError("Email is not valid.")
        contact = self.records.new_contact(email, arguments.text("firstName"), arguments.text("lastName"))
        entry.made = str(contact.id)
        return asmx.value("long", contact.id)

    def _create_call(self, arguments: Arguments, _request: Request, entry: Entry) -> Reply:
        code = arguments.text("trajectCode")
        if code == NO_CALL:
            return asmx.value("long", 0)
        if code not in SCRIPTS:
            raise AsmxError("Traject was not found.")
        call = self.records.new_call(SCRIPTS[code])
        entry.made = str(call.id)
        return asmx.value("long", call.id)

    def _set_contact(self, arguments: Arguments, _request: Request, _entry: Entry) -> Reply:
        call, contact = self._found(arguments), self.records.contacts.get(arguments.long("contactId"))
        if contact is None:
            raise AsmxError("Contact was not found.")
        call.contact = contact
        return asmx.nothing()

    def _agent_url(self, arguments: Arguments, request: Request, _entry: Entry) -> Reply:
        call = self._found(arguments)
        token = secrets.token_urlsafe(24)
        self._agents[token] = call.id
        back = quote(arguments.text("returnUrl"), safe="")
        url = f"{origin(request)}{self.prefix}agent?id={call.id}&token={token}"
        return asmx.value("string", f"{url}&returnUrl={back}" if back else url)

    def _public_id(self, arguments: Arguments, _request: Request, _entry: Entry) -> Reply:
        return asmx.value("string", self._found(arguments).public_id)

    def _set_values(self, arguments: Arguments, _request: Request, _entry: Entry) -> Reply:
        call = self.records.by_public_id(arguments.text("publicId"))
        if call is None:
            raise AsmxError("Call was not found.")
        names, values = arguments.texts("names"), arguments.texts("values")
        if not names or len(names) != len(values):
            raise AsmxError("Names and values do not match.")
        call.values |= dict(zip(names, values, strict=True))
        return asmx.nothing()

    def _add_document(self, arguments: Arguments, _request: Request, entry: Entry) -> Reply:
        url, external_id = arguments.text("url"), arguments.text("externalId")
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise AsmxError("The document could not be downloaded.")
        if not arguments.text("filename") or not external_id:
            raise AsmxError("The document has no name.")
        document = self.records.new_document(url, arguments.text("filename"), external_id)
        entry.made = str(document.id)
        return asmx.value("long", document.id)

    def _set_document(self, arguments: Arguments, _request: Request, _entry: Entry) -> Reply:
        call, external_id = self._found(arguments), arguments.text("externalId")
        document = self.records.documents.get(arguments.long("documentId"))
        if document is None or document.external_id != external_id:
            raise AsmxError("Document was not found.")
        if external_id not in call.script.uploads:
            raise AsmxError("The script has no Upload node with this external id.")
        call.documents[external_id] = document
        return asmx.value("long", document.id + 2)  # of a meaning that nobody tells

    def _attachments(self, arguments: Arguments, request: Request, _entry: Entry) -> Reply:
        root = f"{origin(request)}{self.prefix}"
        rows = []
        for file in self._files.of(self._found(arguments)):
            url = root + self._files.place(file)
            rows.append(
                {
                    "Id": str(file.id),
                    "Description": file.name,
                    "Url": url,
                    "Preview": "",
                    "Attach": "true",
                    "Size": f"{len(file.content)}",
                    "Date": "2026-11-20 14:05",
                    "SignUrl": "",
                    "SignStatus": str(file.sign_status),
                }
            )
        return asmx.attachments(rows)

    def _found(self, arguments: Arguments) -> Call:
        call = self.records.calls.get(arguments.long("callId"))
        if call is None:
            raise AsmxError("Call was not found.")
        return call

    def _show_agent(self, request: Request, entry: Entry) -> Reply:
        """Let the organiser in, who is signed in by the link."""
        given = dict(request.params)
        call_id = self._agents.get(given.get("token", ""))
        call = None if call_id is None else self.records.calls.get(call_id)
        if call is None or given.get("id") != str(call.id):
            return pages.wrong_link("nl")
        return self._page(entry, call, pages.HOST, self._login)

    def _show_client(self, request: Request, entry: Entry) -> Reply:
        call = self.records.by_public_id(dict(request.params).get("id", ""))
        if call is None:
            return pages.wrong_link("nl")
        return self._page(entry, call, pages.GUEST, call.contact.name if call.contact else "")

    @staticmethod
    def _page(entry: Entry, call: Call, role: str, name: str) -> Reply:
        filled_in = {f"value-{key}": value for key, value in call.values.items()}
        documents = {f"document-{key}": one.filename for key, one in call.documents.items()}
        facts = {**filled_in, **documents} if role == pages.HOST else {}
        return pages.meeting_page(entry, role, call.script.title, name=name, language="nl", facts=facts)
