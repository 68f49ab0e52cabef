"""What can be said of an appointment beside its client and its time, under the document's names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.core.fields import Choice, Field, FieldError, Text
from dialer.integrations.webcamconsult.readings import user_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.integrations.webcamconsult.models import User

_PRACTITIONER = "consultant"


class IdList(Text):
    """Ids with commas between them, or as a JSON list; the value has commas."""

    def _read(self, raw: object) -> object:
        given = raw if isinstance(raw, list | tuple) else str(raw).strip()
        if isinstance(given, str):
            try:
                given = json.loads(given) if given.startswith("[") else given.split(",")
            except (ValueError, RecursionError):
                raise FieldError("webcamconsult.error.not_ids") from None
        if not all(isinstance(item, str | int) for item in given):
            raise FieldError("webcamconsult.error.not_ids")
        return ", ".join(text for item in given if (text := str(item).strip()))


class OpenChoice(Choice):
    """One of some values that are known, or another one that is typed."""

    def _read(self, raw: object) -> object:
        return str(raw).strip()


def ids(value: object) -> list[str]:
    """Return the ids of an `IdList`."""
    return [text.strip() for text in str(value or "").split(",") if text.strip()]


def user_field(users: Sequence[User], usual: str | None = None) -> Field:
    """Return the field for one of the users, practitioners first; a line of text where nobody is known."""
    labels = user_labels(users)
    if not labels:
        return Text(key="user_id", required=False, default=usual)
    default = usual if usual in labels else None
    if default is None and len(labels) == 1:
        default = next(iter(labels))
    return Choice(key="user_id", options=tuple(labels), labels=labels, default=default)


def user_labels(users: Sequence[User]) -> Mapping[str, str]:
    """Return the users' names by their ids, practitioners first."""
    sorted_users = sorted(
        (user for user in users if user.id),
        key=lambda user: (_PRACTITIONER not in (user.roles or ()), user_name(user).casefold()),
    )
    return {str(user.id): user_name(user) or str(user.id) for user in sorted_users}


def meeting_options(users: Sequence[User], user_id: str | None, division_id: str | None) -> tuple[Field, ...]:
    """Return the option fields of an account's appointments."""
    return (
        user_field(users, user_id),
        Text(key="division_id", required=False, default=division_id),
        IdList(key="external_participant_ids", required=False),
    )
