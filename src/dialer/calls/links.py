"""Links of other programs (tel:, callto:, sip:): read strictly, put before a person, never dialled here."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.calls.events import LinkOpened
from dialer.contacts.numbers.links import is_link
from dialer.contacts.numbers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Collection

    from dialer.core.hub import Hub


async def open_link(hub: Hub, text: str) -> Reading:
    """Read a link and have a person asked about it; return how it was read."""
    # phonenumbers is heavy to import and must not hold up the window.
    reading = await asyncio.to_thread(_read, text, hub.settings.region, own_hosts(hub))
    hub.bus.fire(LinkOpened(reading))
    return reading


def own_hosts(hub: Hub) -> set[str]:
    """Return the hosts of the own accounts: a sip: link to any other one is refused."""
    values = [value for entry in hub.entries.all for value in entry.data.values() if isinstance(value, str)]
    hosts = set()
    for value in values:
        try:
            hosts.add(urlsplit(value).hostname)
        except ValueError:  # not an address
            continue
    return {host for host in hosts if host}


def refusal(reading: Reading) -> str | None:
    """Return the key of the sentence that says why nothing of a link can be called; None if something can."""
    if any(candidate.callable for candidate in reading.candidates):
        return None
    reasons = (reading.reason, *(candidate.reason for candidate in reading.candidates))
    return next((reason for reason in reasons if reason), "contacts.number.no_number")


def _read(text: str, region: str, hosts: Collection[str]) -> Reading:
    from dialer.contacts.numbers.numbers import read_link  # heavy

    if not is_link(text):
        return Reading(input=text, reason="links.refused.not_a_link")
    return read_link(text, region, own_hosts=hosts)
