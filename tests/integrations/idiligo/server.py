"""Idiligo's service as the document and PROVIDERS describe it: tokens, contacts, meetings, documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from dialer.testing.recipe import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.testing.recipe import Request

APIKEY = "canary-key-51be&+="
USERNAME = "reception@office.example"
FIRST_CALL = 9_007_199_254_740_993  # no double has this number, and no 32-bit integer

_TYPE = "text/xml"
_FORM = "application/x-www-form-urlencoded"

PARAMETERS = {
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
"""What each method takes, in the document's order."""


class Exception500(Exception):
    """What ASP.NET turns into status 500, plain text."""


@dataclass
class Call:
    """A meeting on the server."""

    script: str
    contacts: list[int] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    attachments: list[Mapping[str, str]] = field(default_factory=list)


class Idiligo:
    """The service; whoever changes ``secrets`` changes what it accepts from then on.

    Attributes:
        asked: each request's method and parameters, in their order.
        signing_in: how a wrong password is answered; nobody knows how Idiligo does it.
    """

    def __init__(self, root: Callable[[], str], secrets: Callable[[], Mapping[str, str]]) -> None:
        self._root, self._secrets = root, secrets
        self._tokens: dict[str, Mapping[str, str]] = {}
        self.contacts: dict[int, tuple[str, ...]] = {}
        self.calls: dict[int, Call] = {}
        self.documents: dict[int, tuple[str, ...]] = {}
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []
        self.files: dict[int, bytes] = {}
        self._places: dict[str, bytes] = {}
        self._told = 0
        self.refusal = Answer.text("System.Exception: Invalid login", 500)

    def answer(self, request: Request) -> Answer:
        """Answer as ASP.NET does: by the method's name in the path, every parameter needed."""
        if request.method == "GET":
            return self._file(request)
        assert request.method == "POST", "secrets would stand in the address"
        assert not request.query
        assert request.headers["content-type"] == _FORM
        service, _, method = request.path.rpartition("/")
        assert service.lower().endswith("/insideservice20.asmx"), request.path
        given = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        self.asked.append((method, given))
        try:
            return self._carry_out(method, given)
        except Exception500 as error:
            return Answer.text(f"System.InvalidOperationException: {error}", 500)

    def leave(self, call_id: int, name: str, content: bytes, **other: str) -> None:
        """Have a meeting leave a document behind, whose address is another one each time it is asked for."""
        id_ = 9001 + len(self.files)
        self.files[id_] = content
        known = {"Id": str(id_), "Description": name, "Attach": "true", "SignStatus": "1"}
        self.calls[call_id].attachments.append({**known, "Size": str(len(content)), **other})

    def _file(self, request: Request) -> Answer:
        assert "token" not in repr(request.headers).lower(), "the document's address is enough"
        self.asked.append(("file", []))
        content = self._places.pop(request.path, None)
        return (
            Answer(status=404) if content is None else Answer(body=content, headers={"Content-Type": "x/y"})
        )

    def _place(self, id_: int) -> str:
        self._told += 1
        place = f"files/{self._told}/{id_}.pdf"
        self._places[f"/{place}"] = self.files[id_]
        return f"{self._root()}{place}?sig=canary-signature-4c"

    def forget_tokens(self) -> None:
        """Have all tokens expire."""
        self._tokens.clear()

    def _carry_out(self, method: str, given: list[tuple[str, str]]) -> Answer:
        if method not in PARAMETERS:
            raise Exception500(f"Method {method} not defined in service InsideService20.")
        values: dict[str, list[str]] = {}
        for key, value in given:
            values.setdefault(key, []).append(value)
        for key in PARAMETERS[method]:
            if key not in values:
                raise Exception500(f"Missing parameter: {key}.")
        assert set(values) == set(PARAMETERS[method]), values
        if method in {"Login", "Impersonate"}:
            return self._sign_in(method, values)
        if (secrets := self._tokens.get(values["token"][0])) is None:
            raise Exception500("Token expired.")
        if secrets != self._secrets():
            return Answer(status=401)  # the front end knows this user no more
        work = getattr(self, f"_{method}")
        answer: Answer = work(values)
        return answer

    def _sign_in(self, method: str, values: Mapping[str, list[str]]) -> Answer:
        key = PARAMETERS[method][2]
        secrets = self._secrets()
        right = (values["apikey"][0], values["username"][0].lower(), values[key][0])
        if key not in secrets or right not in {
            (secrets["apikey"], user, secrets[key]) for user in (USERNAME, "second@office.example")
        }:
            return self.refusal
        token = f"canary-token-{len(self._tokens) + 1}+/="
        self._tokens[token] = dict(secrets)
        return xml("string", token)

    def _CreateContact(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        self.contacts[501 + len(self.contacts)] = tuple(
            values[key][0] for key in ("email", "firstName", "lastName")
        )
        return xml("string", str(500 + len(self.contacts)))  # as the older document has it

    def _CreateCall(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        id_ = FIRST_CALL + len(self.calls)
        self.calls[id_] = Call(values["trajectCode"][0])
        return xml("slong", str(id_))

    def _SetContact(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        contact = int(values["contactId"][0])
        assert contact in self.contacts
        self._call(values).contacts.append(contact)
        return Answer()

    def _GetAgentUrl(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        self._call(values)
        after = f"&r={values['returnUrl'][0]}" if values["returnUrl"][0] else ""
        return xml("string", f"{self._root()}agent?id={values['callId'][0]}&t=canary-agent-77{after}")

    def _GetPublicCallId(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        self._call(values)
        return xml("string", f"pub/{values['callId'][0]}+x&y")

    def _SetValues(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        id_ = values["publicId"][0].removeprefix("pub/").removesuffix("+x&y")
        assert id_ != values["publicId"][0], "this one takes the public id"
        call = self._call({"callId": [id_]})
        call.values += zip(values["names"], values["values"], strict=True)
        return Answer()

    def _AddDocumentFromUrl(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        id_ = 701 + len(self.documents)
        self.documents[id_] = tuple(values[key][0] for key in ("url", "filename", "externalId"))
        return xml("long", str(id_))

    def _SetDocumentToUploadAction(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        document = int(values["documentId"][0])
        assert self.documents[document][2] == values["externalId"][0]
        self._call(values).documents[values["externalId"][0]] = document
        return xml("long", "0")

    def _GetAttachments(self, values: Mapping[str, list[str]]) -> Answer:  # noqa: N802
        items = ""
        for attachment in self._call(values).attachments:
            id_ = int(attachment["Id"])
            told = {"Url": self._place(id_), **attachment} if id_ in self.files else attachment
            parts = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in told.items())
            items += f"<AttachmentDTO>{parts}</AttachmentDTO>"
        name = "ArrayOfAttachmentDTO"
        inner = f' xmlns="http://www.idiligo.com/">{items}</{name}>' if items else "/>"
        return Answer.text(f'<?xml version="1.0" encoding="utf-8"?>\n<{name}{inner}', kind=_TYPE)

    def _call(self, values: Mapping[str, list[str]]) -> Call:
        try:
            return self.calls[int(values["callId"][0])]
        except (KeyError, ValueError):
            raise Exception500("Object reference not set to an instance of an object.") from None


def xml(name: str, text: str) -> Answer:
    """Answer with a value as the document prints it."""
    return Answer.text(
        f'<?xml version="1.0" encoding="utf-8"?>\n'
        f'<{name} xmlns="http://www.idiligo.com/">{escape(text)}</{name}>',
        kind=_TYPE,
    )
