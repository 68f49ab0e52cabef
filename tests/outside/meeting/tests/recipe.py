"""How Praatje answers: its server as a plain function."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from dialer.testing import TOKEN, Answer, Request
from dialer.testing.meetings import MeetingRecipe


class PraatjeRecipe(MeetingRecipe):
    """One account, with the rooms that were opened in it."""

    domain = "praatje"
    secrets: Mapping[str, str] = {"api_key": TOKEN}

    def __init__(self) -> None:
        """Begin without rooms."""
        self.rooms: dict[int, dict[str, Any]] = {}
        self.numbers = count(17)
        self.guests: list[Any] = []
        self.base_url = ""

    def data(self, base_url: str) -> Mapping[str, object]:
        """Return what a user fills in."""
        self.base_url = base_url
        return {"base_url": base_url}

    def acts(self, request: Request) -> bool:
        """Whether a request opens a room."""
        return (request.method, request.path) == ("POST", "/v2/rooms")

    def refusal(self) -> Answer:
        """Return how Praatje says no to a room."""
        return Answer.json({"error": "your plan has no more rooms"}, 409)

    def answer(self, request: Request) -> Answer:
        """Answer as Praatje does."""
        if request.headers.get("x-api-key") != self.secrets["api_key"]:
            return Answer.text("unauthorized", 401)
        _, _, *path = request.path.split("/")
        match request.method, path:
            case "GET", ["owner"]:
                return Answer.json({"name": "reception"})
            case "GET", ["rooms"]:
                return Answer.json({"rooms": list(self.rooms.values())})
            case "POST", ["rooms"]:
                return Answer.json(self._keep(next(self.numbers), request.json), 201)
            case method, ["rooms", id_, *rest] if id_.isdigit() and int(id_) in self.rooms:
                return self._answer_room(method, int(id_), rest, request)
            case _:
                return Answer.json({"error": "no such room"}, 404)

    def _answer_room(self, method: str, id_: int, rest: list[str], request: Request) -> Answer:
        match method, rest:
            case "POST", ["guests"]:
                self.guests.append(request.json)
                return Answer.json({}, 201)
            case "PATCH", []:
                return Answer.json(self._keep(id_, {**self.rooms[id_], **request.json}))
            case "DELETE", []:
                del self.rooms[id_]
                return Answer(status=204)
            case _:
                return Answer.json({"error": "no such thing"}, 404)

    def _keep(self, id_: int, values: dict[str, Any]) -> dict[str, Any]:
        links = {
            "host": f"{self.base_url}in/{id_}?as=host&t=canary-3b9e",
            "guest": f"{self.base_url}in/{id_}",
        }
        self.rooms[id_] = {**values, "id": id_, **links}
        return self.rooms[id_]
