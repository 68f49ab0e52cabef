"""A meeting's links, details and options, kept in the key ring where nobody can be asked for them again."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.core.errors import SecretsUnavailable
from dialer.core.secrets import LONGEST, Secret
from dialer.meetings.links import guest_link, host_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dialer.core.hub import Hub
    from dialer.meetings.model import Meeting

_LOGGER = logging.getLogger(__name__)

_HOST, _GUEST, _DETAILS, _REFUSED, _OPTIONS = "host", "guest", "details", "refused", "options"
_MADE = "made"


class KeptLinks:
    """Links let people in, so they are secrets: never in the database, a file or the log (SAFETY T32)."""

    def __init__(self, hub: Hub) -> None:
        """Keep them with the hub's secrets."""
        self._hub = hub

    async def keep(self, meeting: Meeting, *, were_refused: bool) -> None:
        """Keep a meeting's links; what the key ring cannot take lasts until the program ends.

        Args:
            meeting: the meeting.
            were_refused: whether one of the links before these was not to be opened.
        """
        values = {
            _HOST: meeting.host.reveal() if meeting.host else "",
            _GUEST: meeting.guest.text if meeting.guest else "",
            _DETAILS: json.dumps(dict(meeting.details)) if meeting.details else "",
        }
        try:
            for part, value in values.items():
                if value and len(value) <= LONGEST:
                    await self._hub.secrets.set(_ref(meeting, part), Secret(value))
            if meeting.refused_links:
                await self._hub.secrets.set(_ref(meeting, _REFUSED), Secret("yes"))
            elif were_refused:
                await self._hub.secrets.delete(_ref(meeting, _REFUSED))
        except SecretsUnavailable as error:
            _LOGGER.info("the links of a meeting are not kept: %s", error.key)

    async def keep_options(self, meeting: Meeting) -> None:
        """Keep the values of a meeting's options: an access code may be among them."""
        try:
            value = json.dumps(dict(meeting.options)) if meeting.options else ""
        except (TypeError, ValueError):  # a field of others may read anything
            _LOGGER.warning("the options of a meeting are not kept: they are no plain values")
            value = ""
        try:
            if value and len(value) <= LONGEST:
                await self._hub.secrets.set(_ref(meeting, _OPTIONS), Secret(value))
            else:  # those before them are not true any more
                await self._hub.secrets.delete(_ref(meeting, _OPTIONS))
        except SecretsUnavailable as error:
            _LOGGER.info("the options of a meeting are not kept: %s", error.key)

    async def keep_made(self, meeting: Meeting, provider_id: str) -> None:
        """Keep that a meeting was made, and as what, while its row cannot be written; forget it if empty."""
        try:
            if provider_id and len(provider_id) <= LONGEST:
                await self._hub.secrets.set(_ref(meeting, _MADE), Secret(provider_id))
            else:
                await self._hub.secrets.delete(_ref(meeting, _MADE))
        except SecretsUnavailable as error:
            _LOGGER.info("that a meeting was made is not kept: %s", error.key)

    async def find_made(self, meeting: Meeting) -> str:
        """Return the provider's id of a meeting whose row could not be written; empty where there is none."""
        try:
            return await self._get(meeting, _MADE)
        except SecretsUnavailable as error:
            _LOGGER.info("whether a meeting was made cannot be looked up: %s", error.key)
            return ""

    async def find_options(self, meeting: Meeting) -> Mapping[str, object]:
        """Return the values of a meeting's options, as far as they were kept.

        Raises:
            SecretsUnavailable: they could not be read.
        """
        kept = await self._get(meeting, _OPTIONS)
        return dict(json.loads(kept)) if kept else {}

    async def find(self, meeting: Meeting, addresses: Iterable[str]) -> Meeting:
        """Return a meeting with the links that were kept of it, if they still lead to these addresses."""
        own = tuple(addresses)
        parts = (_HOST, _GUEST, _DETAILS, _REFUSED)
        try:
            host, guest, details, refused = [await self._get(meeting, part) for part in parts]
        except SecretsUnavailable as error:
            _LOGGER.info("the links of a meeting cannot be read: %s", error.key)
            return meeting
        to_host, to_guest = host_link(host, own), guest_link(guest, own)
        return replace(
            meeting,
            host=to_host,
            guest=to_guest,
            details=json.loads(details) if details else {},
            refused_links=bool(refused or (host and to_host is None) or (guest and to_guest is None)),
        )

    async def forget(self, meeting: Meeting) -> None:
        """Forget the links of a meeting that is over."""
        try:
            for part in (_HOST, _GUEST, _DETAILS, _REFUSED, _OPTIONS):
                await self._hub.secrets.delete(_ref(meeting, part))
        except SecretsUnavailable as error:
            _LOGGER.info("the links of a meeting cannot be removed: %s", error.key)

    async def _get(self, meeting: Meeting, part: str) -> str:
        secret = await self._hub.secrets.get(_ref(meeting, part))
        return secret.reveal() if secret is not None else ""


def _ref(meeting: Meeting, part: str) -> str:
    return f"{meeting.entry_id}/meeting-{meeting.id}-{part}"
