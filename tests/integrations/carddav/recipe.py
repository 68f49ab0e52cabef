"""How a CardDAV server answers, for the conformance tests and the rules of quality."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.testing import PASSWORD, Answer, Request
from dialer.testing.directory import DirectoryRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping


HOME, BOOK = "/reception/", "/reception/customers/"
_SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'


class CardDavRecipe(DirectoryRecipe):
    """A server with one account and one book; what it told at each token is in ``_told``."""

    domain = "carddav"
    secrets: Mapping[str, str] = {"password": PASSWORD}
    options: Mapping[str, object] = {"writable": True}

    def __init__(self) -> None:
        self._told: list[dict[str, str]] = []

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"url": base_url, "username": "reception"}

    def other(self) -> Mapping[str, object]:
        return {"username": "second"}

    def answer(self, request: Request) -> Answer:
        if not self._is_signed_in(request):
            return Answer.text("Unauthorized", 401)
        if request.method == "PROPFIND":
            return self._look(request)
        if request.method in {"GET", "PUT", "DELETE"}:
            return self._card(request)
        if request.method != "REPORT" or request.path != BOOK:
            return Answer.text("Not found", 404)
        body = request.body.decode()
        return self._changes(body) if "sync-collection" in body else self._cards(body)

    def acts(self, request: Request) -> bool:
        return request.method in {"PUT", "DELETE"}

    def _card(self, request: Request) -> Answer:
        """Read, write or remove a card, in the version that the client names."""
        here = self._now().get(request.path)
        if request.method == "GET":
            if here is None:
                return Answer.text("Not found", 404)
            return Answer(body=here.encode(), headers={"ETag": _version(here)})
        if request.headers.get("if-match", "") != (_version(here) if here else ""):
            return Answer.text("Changed meanwhile", 412)
        uid = request.path.removeprefix(BOOK).removesuffix(".vcf")
        if request.method == "DELETE":
            self.people = tuple(person for person in self.people if person.uid != uid)
            return Answer(status=204)
        person = _person(uid, request.body.decode())
        if here is None:
            self.people = (*self.people, person)
        else:
            self.people = tuple(person if each.uid == uid else each for each in self.people)
        return Answer(status=201 if here is None else 204)

    def _look(self, request: Request) -> Answer:
        match request.path:
            case "/.well-known/carddav":
                return Answer(status=301, headers={"Location": "/"})
            case "/":
                return _multistatus(_principal("/"))
            case path if path == HOME:
                return _multistatus(_principal(HOME) + (_book() if request.headers["depth"] == "1" else ""))
            case path if path == BOOK:
                return _multistatus(_book())
            case _:
                return Answer.text("Not found", 404)

    def _is_signed_in(self, request: Request) -> bool:
        _, _, encoded = request.headers.get("authorization", "").partition(" ")
        username, _, password = base64.b64decode(encoded).decode().partition(":")
        return username in {"reception", "second"} and password == self.secrets["password"]

    def _now(self) -> dict[str, str]:
        return {f"{BOOK}{person.uid}.vcf": _card(person) for person in self.people}

    def _changes(self, body: str) -> Answer:
        token = re.findall("<d:sync-token>(.*)</d:sync-token>", body)[0]
        now, before = self._now(), self._told[int(token)] if token else {}
        self._told.append(now)
        changed = "".join(_etag(path, card) for path, card in now.items() if before.get(path) != card)
        gone = "".join(_status(path, "404 Not Found") for path in before if path not in now)
        return _multistatus(f"{changed}{gone}<sync-token>{len(self._told) - 1}</sync-token>")

    def _cards(self, body: str) -> Answer:
        now = self._now()
        wanted = re.findall("<d:href>(.*?)</d:href>", body)
        return _multistatus(
            "".join(
                _etag(path, now[path], with_card=True) if path in now else _status(path, "404 Not Found")
                for path in wanted
            )
        )


def _card(person: ContactDraft) -> str:
    numbers = "".join(f"TEL;TYPE={number.label}:{number.raw}\r\n" for number in person.numbers)
    head = f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{person.uid}\r\nFN:{person.name}\r\nN:{person.name};;;;\r\n"
    return f"{head}{numbers}END:VCARD\r\n"


def _person(uid: str, card: str) -> ContactDraft:
    numbers = re.findall(r"(?m)^TEL(?:;TYPE=([^:\r]*))?:([^\r]*)", card)
    return ContactDraft(
        uid=uid,
        name=re.findall(r"(?m)^FN:([^\r]*)", card)[0],
        numbers=tuple(NumberDraft(raw=raw, label=label.lower()) for label, raw in numbers),
    )


def _version(card: str) -> str:
    return f'"{hashlib.sha256(card.encode()).hexdigest()}"'


def _etag(path: str, card: str, *, with_card: bool = False) -> str:
    data = f"<C:address-data>{escape(card)}</C:address-data>" if with_card else ""
    return _found(path, f"<getetag>{escape(_version(card))}</getetag>{data}")


def _principal(path: str) -> str:
    return _found(
        path,
        "<resourcetype><collection/></resourcetype>"
        f"<current-user-principal><href>{HOME}</href></current-user-principal>"
        + (f"<C:addressbook-home-set><href>{HOME}</href></C:addressbook-home-set>" if path == HOME else ""),
    )


def _book() -> str:
    kind = "<resourcetype><collection/><C:addressbook/></resourcetype>"
    return _found(BOOK, f"{kind}<displayname>Customers</displayname>")


def _found(path: str, properties: str) -> str:
    prop = f"<propstat><prop>{properties}</prop><status>HTTP/1.1 200 OK</status></propstat>"
    return f"<response><href>{path}</href>{prop}</response>"


def _status(path: str, status: str) -> str:
    return f"<response><href>{path}</href><status>HTTP/1.1 {status}</status></response>"


def _multistatus(inner: str) -> Answer:
    document = f'<?xml version="1.0" encoding="utf-8"?><multistatus {_SPACES}>{inner}</multistatus>'
    return Answer.text(document, 207, "application/xml")
