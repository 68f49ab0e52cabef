"""How Webcamconsult answers: the server of the document, as a plain function over some records."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from dialer.testing import TOKEN, Answer, Request
from dialer.testing.directory import DirectoryRecipe
from dialer.testing.meetings import MeetingRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.contacts.model import ContactDraft

DOCTOR, NURSE = "5492ba6da19ea682ea00000a", "5492ba6da19ea682ea00000b"
DIVISION = "5492ba6da19ea682ea0000d1"
CLIENT_TOKEN = "canary-client-M94sNGjyKEH2U3yTxRAx"  # opens nothing
ROOM_TOKEN = "canary-room-8c1d"  # opens nothing

USERS = (
    {
        "id": NURSE, "titles": None, "initials": "P", "last_name": "Zegers", "full_name": "P Zegers",
        "emails": "pzegers@example.com", "roles": ["admin"],
    },
    {
        "id": DOCTOR, "titles": "Dokter", "initials": "J", "last_name": "Akkermans",
        "full_name": "Dokter J Akkermans", "emails": "jakkermans@example.com", "address": "Vlietlaan 1",
        "postal_code": "3011AA", "city": "Ergens", "roles": ["consultant"],
    },
)  # fmt: skip


class WebcamconsultRecipe(MeetingRecipe, DirectoryRecipe):
    """One organisation; what was created, and every request's path, stays in it.

    Attributes:
        singular: whether one client or appointment is where the document has it, instead of where the
            provider's own programs find it.
        waits: whether an appointment comes with the token of its waiting room.
        clients: by id.
        appointments: by id.
    """

    domain = "webcamconsult"
    secrets: Mapping[str, str] = {"token": TOKEN}
    meeting_options: Mapping[str, object] = {"division_id": DIVISION, "external_participant_ids": "x1, x2"}
    singular = False
    waits = True

    def __init__(self) -> None:
        self.clients: dict[str, dict[str, Any]] = {}
        self.appointments: dict[str, dict[str, Any]] = {}
        self._numbers = count(1)

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"base_url": base_url, "user_id": DOCTOR, "division_id": DIVISION}

    def other(self) -> Mapping[str, object]:
        return {"user_id": NURSE}

    def acts(self, request: Request) -> bool:
        return (request.method, request.path) == ("POST", "/appointments.json")

    def options_of(self, provider_id: str) -> Mapping[str, object]:
        kept = self.appointments[provider_id]
        return {key: kept.get(key) for key in ("division_id", "external_participant_ids", "user_id")}

    def refusal(self) -> Answer:
        return Answer.json({"errors": {"date": ["is al bezet"]}}, 422)

    @property
    def people(self) -> tuple[ContactDraft, ...]:
        return self._people

    @people.setter
    def people(self, people: tuple[ContactDraft, ...]) -> None:
        self._people = people
        self.clients = {
            person.uid: {
                "id": person.uid,
                "email": next(iter(person.emails), None),
                "client_full_name": person.name,
                "authentication_token": CLIENT_TOKEN,
            }
            for person in people
        }

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Token token={self.secrets['token']}":
            return Answer.text("HTTP Token: Access denied.\n", 401)
        folder, _, id_ = request.path.removeprefix("/").removesuffix(".json").partition("/")
        if (folder, id_) == ("users", ""):
            return Answer.json(USERS)
        for name, records in (("client", self.clients), ("appointment", self.appointments)):
            if (folder, id_) == (f"{name}s", ""):
                return self._collection(request, name, records)
            if folder == (name if self.singular else f"{name}s"):
                return self._one(request, name, records, id_)
        return _gone()

    def _collection(self, request: Request, name: str, records: dict[str, dict[str, Any]]) -> Answer:
        if request.method == "GET":
            return Answer.json(list(records.values()))
        id_ = f"{next(self._numbers):024x}"
        generated = {"state": "idle"} if name == "appointment" else {"authentication_token": CLIENT_TOKEN}
        if name == "appointment" and self.waits:
            generated["token"] = f"{ROOM_TOKEN}-{id_}"
        records[id_] = {"id": id_, **request.json[name], **generated}
        return Answer.json({name: records[id_]}, 201)

    def _one(self, request: Request, name: str, records: dict[str, dict[str, Any]], id_: str) -> Answer:
        if id_ not in records:
            return _gone()
        if request.method == "PUT":
            records[id_].update(request.json[name])
        if request.method == "DELETE":
            del records[id_]
            return Answer.json({"message": f"Your {name} was destroyed."})
        return Answer.json({name: records[id_]})


class AsDocumented(WebcamconsultRecipe):
    """The server exactly as in the document: one record is in a folder of its own name."""

    singular = True


def _gone() -> Answer:
    return Answer.text("<!DOCTYPE html><html><body>Not found</body></html>", 404, "text/html")
