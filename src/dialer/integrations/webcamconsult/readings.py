"""Reading answers: bare lists, objects wrapped or not, and the names under which the same thing comes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec

from dialer.core.answers import read_json
from dialer.core.errors import OutcomeUnknown
from dialer.integrations.webcamconsult.models import MASK, Client, Deleted, Record, User

R = TypeVar("R", bound=Record)

_OTHER_NAMES = ("_id", "emails")
"""Under which id and email come, too."""

_HALF_A_DAY = timedelta(hours=12)


def read_list(body: bytes, name: str, shape: type[R]) -> list[R]:
    """Return a bare list of records.

    Raises:
        OutcomeUnknown: it is something else.
    """
    items = read_json(body, list[dict[str, Any]])
    plain = [_plain(_unwrapped(item, name)) for item in items]
    return read_json(msgspec.json.encode(plain), list[shape])  # type: ignore[valid-type]  # known at run time


def read_record(body: bytes, name: str, shape: type[R]) -> R | None:
    """Return one record, wrapped in its kind's name or not; None for an empty answer.

    Raises:
        OutcomeUnknown: it is something else.
    """
    if not body.strip():
        return None
    record = _unwrapped(read_json(body, dict[str, Any]), name)
    if not record.keys() & {*shape.__struct_fields__, *_OTHER_NAMES}:
        raise OutcomeUnknown("answers.unreadable")
    return read_json(msgspec.json.encode(_plain(record)), shape)


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


def _unwrapped(record: dict[str, Any], name: str) -> dict[str, Any]:
    inner = record.get(name, record)
    if not isinstance(inner, dict):
        raise OutcomeUnknown("answers.unreadable")
    return inner


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record under the names of our models, without the client's own token."""
    other_id, other_email = _OTHER_NAMES
    id_ = record.get("id") or record.get(other_id)
    if isinstance(id_, dict):  # as MongoDB writes its ids out
        id_ = id_.get("$oid")
    email = record.get("email") or record.get(other_email)
    if isinstance(email, list):
        email = next(iter(email), None)
    token = None if record.get("authentication_token") is None else MASK
    return {**record, "id": id_, "email": email, "authentication_token": token}
