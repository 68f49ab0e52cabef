"""How Pingo answers: its server as a plain function."""

from __future__ import annotations

from collections.abc import Mapping

from dialer.calls.model import CallState
from dialer.testing import TOKEN, Answer, Request
from dialer.testing.telephony import TelephonyRecipe

PHASES = {CallState.SOURCE_RINGING: "ringing", CallState.CONNECTED: "up", CallState.ENDED: "down"}


class PingoRecipe(TelephonyRecipe):
    """One account, with one call in it."""

    domain = "pingo"
    secrets: Mapping[str, str] = {"token": TOKEN}

    def data(self, base_url: str) -> Mapping[str, object]:
        """Return what a user fills in."""
        return {"base_url": base_url, "phone": "020 555 0112"}

    def acts(self, request: Request) -> bool:
        """Whether a request rings a phone."""
        return (request.method, request.path) == ("POST", "/v1/calls")

    def refusal(self) -> Answer:
        """Return how Pingo says no to a call."""
        return Answer.json({"error": "this number is barred"}, 409)

    def answer(self, request: Request) -> Answer:
        """Answer as Pingo does."""
        if request.headers.get("authorization") != f"Bearer {self.secrets['token']}":
            return Answer.json({"error": "unauthorized"}, 401)
        match request.method, request.path:
            case "GET", "/v1/me":
                return Answer.json({"user": "reception"})
            case "POST", "/v1/calls":
                return Answer.json({"id": 17}, 201)
            case "GET", "/v1/calls/17":
                return Answer.json({"phase": PHASES[self.state]})
            case "DELETE", "/v1/calls/17":
                return Answer(status=204)
            case _:
                return Answer.json({"error": "no such thing"}, 404)
