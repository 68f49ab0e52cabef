"""How Idiligo answers, for the conformance tests and the rules of quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.testing import PASSWORD, Answer, Request
from dialer.testing.meetings import MeetingRecipe
from tests.integrations.idiligo.server import APIKEY, USERNAME, Idiligo, xml

if TYPE_CHECKING:
    from collections.abc import Mapping


class IdiligoRecipe(MeetingRecipe):
    """The service of the document, with one user."""

    domain = "idiligo"
    secrets: Mapping[str, str] = {"apikey": APIKEY, "password": PASSWORD}
    options: Mapping[str, object] = {"trajectCode": "advice"}
    meeting_options: Mapping[str, object] = {"value.amount": "250 000"}

    def __init__(self) -> None:
        self._base_url = ""
        self.idiligo = Idiligo(lambda: self._base_url, lambda: self.secrets)

    def data(self, base_url: str) -> Mapping[str, object]:
        self._base_url = base_url
        return {"base_url": base_url, "username": USERNAME}

    def other(self) -> Mapping[str, object]:
        return {"username": "second@office.example"}

    def acts(self, request: Request) -> bool:
        return request.path.endswith("/CreateCall")

    def signs_in(self, request: Request) -> bool:
        return request.path.endswith(("/Login", "/Impersonate"))

    def answer(self, request: Request) -> Answer:
        return self.idiligo.answer(request)

    def refusal(self) -> Answer:
        return xml("long", "0")
