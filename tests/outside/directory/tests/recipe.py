"""How Kaartenbak answers: its server as a plain function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialer.contacts.model import ContactDraft
from dialer.testing import TOKEN, Answer, Request
from dialer.testing.directory import DirectoryRecipe

PAGE = 5


class KaartenbakRecipe(DirectoryRecipe):
    """One company, with the people whom a test puts in."""

    domain = "kaartenbak"
    secrets: Mapping[str, str] = {"token": TOKEN}

    def data(self, base_url: str) -> Mapping[str, object]:
        """Return what a user fills in."""
        return {"base_url": base_url}

    def answer(self, request: Request) -> Answer:
        """Answer as Kaartenbak does."""
        if request.headers.get("x-api-key") != self.secrets["token"]:
            return Answer.json({"error": "unauthorized"}, 401)
        if request.path == "/v1/company":
            return Answer.json({"name": "Smit BV"})
        if "q" in request.query:
            text, limit = request.query["q"].casefold(), int(request.query["limit"])
            found = [person for person in self.people if person.name.casefold().startswith(text)]
            return _cards(found[:limit], 2 if len(found) > limit else 0)
        first = (int(request.query["page"]) - 1) * PAGE
        more = len(self.people) > first + PAGE
        return _cards(self.people[first : first + PAGE], int(request.query["page"]) + 1 if more else 0)


def _cards(people: Sequence[ContactDraft], following: int) -> Answer:
    cards = [
        {"key": person.uid, "name": person.name, "phones": [number.raw for number in person.numbers]}
        for person in people
    ]
    return Answer.json({"cards": cards, "next": following})
