"""What the simulated Idiligo service keeps: scripts, people, meetings, documents."""

from __future__ import annotations

import base64
import itertools
import random
from dataclasses import dataclass, field

# Beyond what a double or a 32-bit number can hold: 2**53 + 1 and on.
FIRST_ID = 9_007_199_254_740_993


@dataclass(frozen=True)
class Script:
    """A script of a meeting; people call it a traject.

    Attributes:
        code: its trajectCode.
        uploads: the external ids of its nodes of type Upload.
        leaves_documents: whether documents come of it.
    """

    code: str
    title: str
    uploads: tuple[str, ...] = ()
    leaves_documents: bool = False


DEFAULT_SCRIPT = "HYPOTHEEK"
SCRIPTS = {
    script.code: script
    for script in (
        Script(DEFAULT_SCRIPT, "Hypotheekgesprek", ("OFFERTE", "INVENTARISATIE"), leaves_documents=True),
        Script("KENNISMAKING", "Kennismakingsgesprek"),
        Script("SCHADE", "Schademelding", ("POLIS",), leaves_documents=True),
    )
}
NO_CALL = "GEEN-ID"
"""A code for which the service answers well, and with 0 instead of an id."""


@dataclass(frozen=True)
class Contact:
    """Somebody who takes part."""

    id: int
    email: str
    first_name: str
    last_name: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Document:
    """A document that the service fetched from an address; here nothing is fetched."""

    id: int
    url: str
    filename: str
    external_id: str


@dataclass
class Call:
    """A meeting.

    Attributes:
        id: not for the public.
        public_id: what the participant's link has; it needs to be encoded there.
        values: what was filled in before, by the fields' names.
        documents: by their external ids.
    """

    id: int
    public_id: str
    script: Script
    contact: Contact | None = None
    values: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)


class Records:
    """Everything that the service keeps; the ids are the same after every start."""

    def __init__(self) -> None:
        self._random = random.Random(8)
        self._ids = itertools.count(FIRST_ID, 2)
        self.contacts: dict[int, Contact] = {}
        self.calls: dict[int, Call] = {}
        self.documents: dict[int, Document] = {}

    def new_contact(self, email: str, first_name: str, last_name: str) -> Contact:
        """Make a participant."""
        contact = Contact(next(self._ids), email, first_name, last_name)
        self.contacts[contact.id] = contact
        return contact

    def new_call(self, script: Script) -> Call:
        """Make a meeting."""
        noise = base64.b64encode(self._random.randbytes(9)).decode()
        call = Call(next(self._ids), f"{noise[:6]}+{noise[6:]}/==", script)
        self.calls[call.id] = call
        return call

    def restore(self, call_id: int, name: str) -> None:
        """Know a meeting again that was made before the service was started, with its participant."""
        first, _, last = name.partition(" ")
        noise = base64.b64encode(call_id.to_bytes(8)).decode()
        contact = Contact(call_id - 1, "", first, last)
        self.calls[call_id] = Call(call_id, noise, SCRIPTS[DEFAULT_SCRIPT], contact)
        self._ids = itertools.count(max(next(self._ids), call_id + 2), 2)

    def new_document(self, url: str, filename: str, external_id: str) -> Document:
        """Make a document."""
        document = Document(next(self._ids), url, filename, external_id)
        self.documents[document.id] = document
        return document

    def by_public_id(self, public_id: str) -> Call | None:
        """Return the meeting with this public id."""
        return next((call for call in self.calls.values() if call.public_id == public_id), None)
