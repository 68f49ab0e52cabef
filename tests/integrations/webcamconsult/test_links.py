"""Where links lead, by the address of the interface."""

from __future__ import annotations

import pytest

from dialer.core.answers import Id
from dialer.core.links import is_own_link
from dialer.integrations.webcamconsult import links
from dialer.integrations.webcamconsult.models import Appointment


@pytest.mark.parametrize(
    ("base_url", "given", "room"),
    [
        ("https://eapi.webcamconsult.com/", None, "https://app.webcamconsult.com/"),
        ("https://eapi.webcamconsult.com/", "", "https://app.webcamconsult.com/"),
        ("https://eapi.doctor2go.online/", None, "https://app.doctor2go.online/"),
        ("https://eapi.webcamconsult.com/", "https://zorg.example/", "https://zorg.example/"),
        ("https://zorg.example/eapi/", None, "https://zorg.example/eapi/"),
        ("http://127.0.0.1:8931/webcamconsult/", None, "http://127.0.0.1:8931/webcamconsult/"),
        ("http://localhost:8931/", None, "http://localhost:8931/"),
    ],
)
def test_the_waiting_room_follows_from_the_interface(base_url: str, given: str | None, room: str) -> None:
    assert links.waiting_room(base_url, given) == room


def test_the_document_default_is_one_of_them() -> None:
    assert links.waiting_room("https://eapi.webcamconsult.com/", None) == links.WAITING_ROOM


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de"])
def test_a_guest_waits_in_his_language(language: str) -> None:
    appointment = Appointment(id=Id("5f"), token="t0k")
    link = links.guest_url(links.WAITING_ROOM, appointment, language)
    assert link == f"https://app.webcamconsult.com/wachtkamer/t0k?locale={language}"


def test_what_a_server_sends_cannot_lead_elsewhere() -> None:
    appointment = Appointment(id=Id("../../x?y"), token="../@evil.example/#")
    host = links.host_url(links.WAITING_ROOM, appointment)
    guest = links.guest_url(links.WAITING_ROOM, appointment, "nl")
    assert host == "https://app.webcamconsult.com/admin/appointments/..%2F..%2Fx%3Fy"
    assert guest == "https://app.webcamconsult.com/wachtkamer/..%2F%40evil.example%2F%23?locale=nl"
    assert [is_own_link(link, [links.WAITING_ROOM]) for link in (host, guest)] == [True, True]


@pytest.mark.parametrize("token", [None, ""])
def test_a_link_is_never_made_up(token: str | None) -> None:
    assert links.guest_url(links.WAITING_ROOM, Appointment(id=Id("1"), token=token), "nl") is None
