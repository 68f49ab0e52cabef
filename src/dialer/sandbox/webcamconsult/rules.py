"""What the simulated Webcamconsult refuses, and in which words: those of a Dutch Rails application."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dialer.sandbox.webcamconsult.people import DIVISIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.sandbox.webcamconsult.records import Records

Errors = dict[str, list[str]]

TAKEN = "is al in gebruik"
_EMPTY = "moet opgegeven zijn"
_INVALID = "is ongeldig"
_NO_NUMBER = "is geen getal"
_TOO_SMALL = "moet groter zijn dan 0"

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID = re.compile(r"[0-9a-f]{24}")


def person_errors(given: dict[str, Any], id_: str, others: dict[str, dict[str, Any]]) -> Errors:
    """Return what is wrong with a user or a client as it shall be."""
    errors: Errors = {}
    email = given.get("email") or ""
    taken = {one["email"].casefold() for key, one in others.items() if key != id_ and one["email"]}
    if not _EMAIL.fullmatch(str(email)):
        errors["email"] = [_INVALID if email else _EMPTY]
    elif email.casefold() in taken:
        errors["email"] = [TAKEN]
    if not str(given.get("last_name") or "").strip():
        errors["last_name"] = [_EMPTY]
    return errors


def client_errors(given: dict[str, Any], id_: str, others: dict[str, dict[str, Any]]) -> Errors:
    """Return what is wrong with a client as it shall be."""
    errors = person_errors(given, id_, others)
    if given.get("gender") not in {"male", "female", None, ""}:
        errors["gender"] = [_INVALID]
    birth = given.get("date_of_birth")
    if birth not in {None, ""} and not _is_date(birth):
        errors["date_of_birth"] = [_INVALID]
    if not _is_list_of(given.get("division_ids") or [], DIVISIONS):
        errors["division_ids"] = [_INVALID]
    return errors


def appointment_errors(given: dict[str, Any], records: Records) -> Errors:
    """Return what is wrong with an appointment as it shall be."""
    errors: Errors = {}
    for key, known in (("user_id", records.users), ("client_id", records.clients)):
        if not given.get(key):
            errors[key] = [_EMPTY]
        elif given[key] not in known:
            errors[key] = [_INVALID]
    if given.get("created_by_user_id") not in {None, *records.users}:
        errors["created_by_user_id"] = [_INVALID]
    if given.get("division_id") not in {None, *DIVISIONS}:
        errors["division_id"] = [_INVALID]
    date, duration = given.get("date"), given.get("duration")
    if not _is_moment(date):
        errors["date"] = [_INVALID if date else _EMPTY]
    if duration is not None:
        if isinstance(duration, bool) or not isinstance(duration, int):
            errors["duration"] = [_NO_NUMBER]
        elif duration <= 0:
            errors["duration"] = [_TOO_SMALL]
    others = given.get("external_participant_ids") or []
    if not isinstance(others, list) or not all(isinstance(one, str) and _ID.fullmatch(one) for one in others):
        errors["external_participant_ids"] = [_INVALID]
    return errors


def _is_moment(text: Any) -> bool:
    """Whether it is a time of day with an offset."""
    try:
        return isinstance(text, str) and "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_date(text: Any) -> bool:
    try:
        return isinstance(text, str) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_list_of(given: Any, known: Iterable[str]) -> bool:
    return isinstance(given, list) and set(map(str, given)) <= set(known)
