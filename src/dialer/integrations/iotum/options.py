"""The options of one meeting, under the document's names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.fields import Choice, FieldError, Text, Toggle
from dialer.meetings.recurrence import RecurrenceField
from dialer.meetings.zones import zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.fields import Field

CODE, SECURE, PIN, MODERATORS = "one_time_access_code", "secure_url", "security_pin", "moderators"
RECORD, STREAM, SCHEDULE, ZONE, AGENDA = "auto_record", "auto_stream", "schedule", "time_zone", "agenda"
NONE = "none"

PLAIN = frozenset({CODE, SECURE, ZONE})
"""What a meeting that begins at once can have without being planned."""

SENT = (
    AGENDA,
    RECORD,
    STREAM,
    "auto_transcribe",
    SECURE,
    "host_initiated_recording",
    PIN,
    "mute_mode",
    "broadcast_stream_url",
    SCHEDULE,
)
"""The options that are sent as they are."""

CAN_BE_EMPTIED = (PIN, "broadcast_stream_url")
"""The options that a change can take away; a repetition cannot be taken from a series."""

_MEDIA = (NONE, "audio", "video")
_MODES = ("conversation", "q&a", "presentation")
_USUAL = (None, False, "", NONE, _MODES[0])
"""The document's own defaults."""

_DIGITS = re.compile(r"[0-9]{3,12}")
_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


class Pin(Text):
    """Digits that people type; they are text, and keep their leading zeros."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if not _DIGITS.fullmatch(text):
            raise FieldError("iotum.error.pin_digits")
        return text


class Zone(Text):
    """The name of a time zone in the IANA database."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        if zone(text) is None:
            raise FieldError("iotum.error.time_zone")
        return text


class Addresses(Text):
    """E-mail addresses, with commas between them."""

    def _read(self, raw: object) -> object:
        addresses = split(str(raw))
        if not all(_EMAIL.fullmatch(address) for address in addresses):
            raise FieldError("iotum.error.addresses")
        return ", ".join(addresses)


class Video(Text):
    """The web address of a film, which the provider fetches."""

    def _read(self, raw: object) -> object:
        text = str(raw).strip()
        try:
            parts = urlsplit(text)
        except ValueError:
            raise FieldError("iotum.error.video_address") from None
        if parts.scheme not in {"https", "http"} or not parts.hostname or " " in text:
            raise FieldError("iotum.error.video_address")
        return text


def fields(*, one_time_code: bool, secure_url: bool, time_zone: str) -> tuple[Field, ...]:
    """Return the options that can be asked for.

    Args:
        one_time_code: whether this account's meetings have a code of their own unless somebody says no.
        secure_url: whether it is encrypted in the link unless somebody says otherwise.
        time_zone: where this account plans its meetings.
    """
    return (
        Toggle(key=CODE, default=one_time_code),
        Toggle(key=SECURE, default=secure_url, advanced=True),
        Pin(key=PIN, required=False),
        RecurrenceField(key=SCHEDULE, required=False),
        Zone(key=ZONE, default=time_zone, advanced=True),
        Choice(key="mute_mode", options=_MODES, default=_MODES[0], advanced=True),
        Choice(key=RECORD, options=_MEDIA, default=NONE),
        Toggle(key="auto_transcribe", required=False, advanced=True),
        Toggle(key="host_initiated_recording", required=False, advanced=True),
        Addresses(key=MODERATORS, required=False),
        Text(key=AGENDA, required=False),
        Choice(key=STREAM, options=_MEDIA, default=NONE, advanced=True),
        Video(key="broadcast_stream_url", required=False, advanced=True),
    )


def split(text: object) -> list[str]:
    """Return the addresses of a list."""
    return [part.strip() for part in re.split(r"[,;]", str(text or "")) if part.strip()]


def need_planning(options: Mapping[str, object]) -> bool:
    """Whether options ask for more than a meeting that begins at once can have."""
    return any(value not in _USUAL for key, value in options.items() if key not in PLAIN)
