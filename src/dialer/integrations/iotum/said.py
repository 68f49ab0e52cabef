"""What Iotum says of an error: the documented texts, each with a sentence of ours; nothing else is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dialer.core.answers import check_status
from dialer.core.errors import ErrorKind, Refused

if TYPE_CHECKING:
    from dialer.core.http import Response

_READ = 64 * 1024
_UNAUTHORIZED = 401
_NOT_FOUND = 404
_PROXY = 407
# These have a meaning of their own, whatever the text.
_CLEAR = frozenset({_UNAUTHORIZED, _NOT_FOUND, _PROXY})

# The document's texts, in small letters and without their ends; one that is a part of another is after it.
_TEXTS = {
    "video recording feature not enabled": "iotum.error.no_video_recording",
    "recording feature not enabled": "iotum.error.no_recording",
    "transcription feature not enabled": "iotum.error.no_transcription",
    "one time access code feature not available": "iotum.error.no_one_time_code",
    "must enable one_time_access_code to use security_pin": "iotum.error.pin_needs_code",
    "participants must be an array of contacts": "iotum.error.participants_list",
    "participants has one or more contact that does not exist": "iotum.error.participants_unknown",
    "can only include schedule details in the master": "iotum.error.schedule_master",
    "failed to parse the schedule rule": "iotum.error.schedule_unreadable",
    "schedule freq must be daily, weekly or monthly": "iotum.error.schedule_frequency",
    "schedule monthly byday only supports one item": "iotum.error.schedule_one_weekday",
    "schedule monthly bymonthday only supports one item": "iotum.error.schedule_one_date",
    "schedule monthly supports byday or bymonthday": "iotum.error.schedule_weekday_or_date",
    "schedule monthly byday must include number and day": "iotum.error.schedule_which_week",
    "schedule monthly must include byday or bymonthday": "iotum.error.schedule_month_day",
    "schedule weekly must include byday": "iotum.error.schedule_week_day",
}


def check(response: Response) -> None:
    """Return if the request was carried out.

    Raises:
        NotSent: a proxy on the way did not let it through.
        Refused: the provider clearly said no; where it gave a documented reason, the sentence names it.
        OutcomeUnknown: a fault of the server.
    """
    if response.status >= 400 and response.status not in _CLEAR:  # noqa: PLR2004  # HTTP's
        refuse_if_documented(response)
    check_status(response)


def refuse_if_documented(response: Response) -> None:
    """Return unless the body is one of the document's error texts; some come with an odd status.

    Raises:
        Refused: it is one.
    """
    if (key := _documented(response.body)) is not None:
        raise Refused(key, ErrorKind.VALIDATION, code=response.status)


def check_sign_in(response: Response) -> None:
    """As `check`, for the sign-in.

    What is not found then is no object but the service itself, and a lost answer leaves nothing in doubt.
    """
    if response.status in {_NOT_FOUND, 410}:
        raise Refused("answers.wrong_address", ErrorKind.PROVIDER, code=response.status)
    check_status(response)


def _documented(body: bytes) -> str | None:
    """Return the key of our sentence for a documented error text."""
    try:
        said = msgspec.json.decode(body[:_READ])
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if isinstance(said, dict):
        # The document names "message"; "error" is what its second version says.
        said = said.get("message") or said.get("error")
    if not isinstance(said, str):
        return None
    text = " ".join(said.lower().split())
    return next((key for known, key in _TEXTS.items() if known in text), None)
