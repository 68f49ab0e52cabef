"""Where the two meet: the user's page and the client's waiting room, which have an address of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from dialer.core.fields import is_loopback

if TYPE_CHECKING:
    from dialer.integrations.webcamconsult.models import Appointment

WAITING_ROOM = "https://app.webcamconsult.com/"
_INTERFACE, _PAGES = "eapi.", "app."


def waiting_room(base_url: str, given: str | None) -> str:
    """Return the address of the pages of an account, as given or else as it follows from the interface's.

    The provider's own hosts come in pairs: eapi.webcamconsult.com and app.webcamconsult.com, and the same
    under the names of those who resell it. Where the interface is on this computer, as for a trial, or at an
    address of another form, its pages are taken to be there too: no link may lead to strangers.
    """
    if given:
        return given
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if host.startswith(_INTERFACE) and not is_loopback(host):
        return f"https://{_PAGES}{host.removeprefix(_INTERFACE)}/"
    return base_url


def host_url(room: str, appointment: Appointment) -> str:
    """Return the page on which the user opens an appointment, who has to be signed in there."""
    return f"{room.rstrip('/')}/admin/appointments/{quote(str(appointment.id), safe='')}"


def guest_url(room: str, appointment: Appointment, language: str) -> str | None:
    """Return the client's waiting room; None where the answer has no token: it cannot be made up."""
    if not appointment.token:
        return None
    token = quote(appointment.token, safe="")
    return f"{room.rstrip('/')}/wachtkamer/{token}?{urlencode({'locale': language})}"
