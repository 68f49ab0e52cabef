"""How Iotum answers, for the conformance tests and the rules of quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.testing import TOKEN, Answer, Request
from dialer.testing.directory import DirectoryRecipe
from dialer.testing.meetings import MeetingRecipe
from tests.integrations.iotum.server import HOST, Platform

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAKING = ("/enterprise_api/conference/create", "/enterprise_api/conference/create/reservationless")
# What a change must not lose.
_KEPT = (
    "one_time_access_code",
    "secure_url",
    "mute_mode",
    "auto_record",
    "security_pin",
    "schedule",
    "time_zone",
)


class IotumRecipe(MeetingRecipe, DirectoryRecipe):
    """One company's host; its meetings begin at once."""

    domain = "iotum"
    secrets: Mapping[str, str] = {"api_token": TOKEN}

    def __init__(self) -> None:
        self.platform = Platform(lambda: self.secrets["api_token"])
        self.platform.contacts = lambda: self.people

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"base_url": base_url, "host_id": str(HOST)}

    def other(self) -> Mapping[str, object]:
        return {"host_id": "184"}

    def acts(self, request: Request) -> bool:
        return request.path in _MAKING

    def signs_in(self, request: Request) -> bool:
        return request.path == "/enterprise_api/authenticate"

    def answer(self, request: Request) -> Answer:
        return self.platform.answer(request)

    def options_of(self, provider_id: str) -> Mapping[str, object] | None:
        conference = self.platform.conferences[int(provider_id)]
        return {key: conference.get(key) for key in _KEPT}

    def refusal(self) -> Answer | None:
        return Answer.json({"message": "One time access code feature not available"}, status=422)
