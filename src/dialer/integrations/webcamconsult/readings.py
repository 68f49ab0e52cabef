"""Reading answers: bare lists, objects wrapped or not, and the names under which the same thing comes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from dialer.core.answers import read_json
from dialer.core.errors import OutcomeUnknown
from dialer.integrations.webcamconsult.models import Client, Deleted, Record, User

R = TypeVar("R", bound=Record)

_HALF_A_DAY = timedelta(hours=12)


def read_list(body: bytes, shape: type[R]) -> list[R]:
    """Return a bare list of records.

    Raises:
        OutcomeUnknown: it is something else.
    """
    return read_json(body, list[shape])  # type: ignore[valid-type]  # known at run time


def read_record(body: bytes, name: str, shape: type[R]) -> R | None:
    """Return one record, wrapped in its kind's name or not; None for an empty answer.

    Raises:
        OutcomeUnknown: it is something else.
    """
    if not body.strip():
        return None
    inner = bytes(read_json(body, dict[str, msgspec.Raw]).get(name, body))
    names = {field.encode_name for field in msgspec.structs.fields(shape)}
    if not names & read_json(inner, dict[str, msgspec.Raw]).keys():
        raise OutcomeUnknown("answers.unreadable")
    return read_json(inner, shape)


def read_deleted(body: bytes) -> Deleted | None:
    """Return how a removal was confirmed; None for an empty answer.

    Raises:
        OutcomeUnknown: it was not.
    """
    if not body.strip():
        return None
    deleted = read_json(body, Deleted)
    if deleted.status == "ok" or (deleted.status is None and deleted.message):
        return deleted
    raise OutcomeUnknown("answers.unreadable")


def refused_fields(body: bytes, editable: frozenset[str]) -> tuple[str, ...]:
    """Return the fields that a 422 blames; names that the document does not know are none."""
    try:
        errors = read_json(body, dict[str, Any]).get("errors")
    except OutcomeUnknown:
        return ()
    return tuple(sorted(editable & errors.keys())) if isinstance(errors, dict) else ()


def moment(text: str | None) -> datetime | None:
    """Return a time that has an offset, in this computer's zone; None for whatever else."""
    try:
        found = datetime.fromisoformat(text or "")
        return found.astimezone() if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def day_of_birth(text: str | None) -> date | None:
    """Return a birthday: the day whose midnight is meant, in whatever offset that is written.

    ``2014-12-18T00:00:00.000+01:00`` and ``2014-12-17T23:00:00.000Z`` are the same day in Amsterdam.
    """
    try:
        return (datetime.fromisoformat(text or "") + _HALF_A_DAY).date()
    except (ValueError, OverflowError):
        return None


def user_name(user: User) -> str:
    """Return what people call a user."""
    return _joined(user.full_name) or _joined(user.titles, user.initials, user.last_name)


def client_name(client: Client) -> str:
    """Return what people call a client."""
    parts = client.titles, client.initials, client.surname_prefix, client.last_name
    return _joined(client.client_full_name) or _joined(*parts)


def _joined(*parts: str | None) -> str:
    return " ".join(" ".join(filter(None, parts)).split())
