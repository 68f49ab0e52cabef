"""How Connect Call answers, for the conformance tests and the rules of quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.model import CallState
from dialer.testing import PASSWORD, Answer, Request
from dialer.testing.telephony import TelephonyRecipe

if TYPE_CHECKING:
    from collections.abc import Mapping

GUID = "canary-guid-7c1f"
_STATUS = {CallState.SOURCE_RINGING: 27, CallState.CONNECTED: 9, CallState.ENDED: 4}


class ConnectCallRecipe(TelephonyRecipe):
    """The server of the document, with one account and one call."""

    domain = "connect_call"
    secrets: Mapping[str, str] = {"password": PASSWORD}

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"base_url": f"{base_url}api/", "login": "reception", "source": "020 624 1100, 201"}

    def other(self) -> Mapping[str, object]:
        return {"login": "second"}

    def acts(self, request: Request) -> bool:
        return request.query.get("cmd", "login") in {"login", "connect"}

    def answer(self, request: Request) -> Answer:
        match request.query.get("cmd", "login"):
            case "login" if request.query["password"] != self.secrets["password"]:
                return _xml(102)
            case "login":
                return _xml(103, GUID)
            case "getStatus":
                return _xml(_STATUS[self.state])
            case _:
                return _xml(100)

    def refusal(self) -> Answer:
        return _xml(101)


def _xml(code: int, message: str = "OK") -> Answer:
    text = f"<response><code>{code}</code><message>{message}</message></response>"
    return Answer.text(text, kind="text/xml")
