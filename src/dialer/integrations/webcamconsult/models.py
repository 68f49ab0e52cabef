"""What the interface answers: users, clients and appointments, under the document's names.

Of a record nothing but its kind shows itself: clients are patients, and an appointment's token lets one in.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType, field
from msgspec.structs import force_setattr

from dialer.core.answers import Answer, Id

MASK = "***"


class Record(Answer, frozen=True, kw_only=True):
    """A record of the organisation.

    Attributes:
        id: its key, under whichever name it came.
        other_id: as it came; unset once it is read.
    """

    id: Id | None = None
    other_id: Any | UnsetType = field(default=UNSET, name="_id")

    def __post_init__(self) -> None:
        """Take the key from where it is."""
        if self.other_id is UNSET:
            return
        # MongoDB writes its ids out in an object.
        other = self.other_id.get("$oid") if isinstance(self.other_id, dict) else self.other_id
        if not self.id and isinstance(other, str | int) and not isinstance(other, bool):
            force_setattr(self, "id", Id(other))
        force_setattr(self, "other_id", UNSET)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({MASK})"


class Person(Record, frozen=True, kw_only=True):
    """A user or a client.

    Attributes:
        email: also where it came under the name ``emails``.
        emails: as it came; unset once it is read.
    """

    email: str | None = None
    emails: Any | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Take key and address from where they are."""
        super().__post_init__()
        if self.emails is UNSET:
            return
        other = next(iter(self.emails), None) if isinstance(self.emails, list) else self.emails
        if not self.email and isinstance(other, str):
            force_setattr(self, "email", other)
        force_setattr(self, "emails", UNSET)


class User(Person, frozen=True, kw_only=True):
    """Somebody who works there.

    Attributes:
        roles: such as ``consultant``.
    """

    titles: str | None = None
    initials: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    address: str | None = None
    postal_code: Id | None = None
    city: str | None = None
    roles: list[str] | None = None


class Client(Person, frozen=True, kw_only=True):
    """Somebody who comes for advice: a patient.

    Attributes:
        external: of no documented type.
        date_of_birth: a moment, at midnight of the day; see `readings.day_of_birth`.
        authentication_token: opens the patient's own file, so it is never kept: only that there is one.
    """

    titles: str | None = None
    initials: str | None = None
    surname_prefix: str | None = None
    last_name: str | None = None
    client_full_name: str | None = None
    external: Any = None
    gender: str | None = None
    date_of_birth: str | None = None
    reference_code: Id | None = None
    division_ids: list[Id] | None = None
    authentication_token: Any = None

    def __post_init__(self) -> None:
        """Drop what nobody may have."""
        super().__post_init__()
        if self.authentication_token is not None:
            force_setattr(self, "authentication_token", MASK)


class Appointment(Record, frozen=True, kw_only=True):
    """A meeting of a user and a client.

    Attributes:
        date: when it begins, ISO 8601 with an offset.
        state: ``idle`` is the only documented value.
        duration: in minutes, as far as anybody knows: the document names no unit.
        inloop_json: what a walk-in filled in.
        token: lets the client in. It is not documented; the provider's own programs read it.
    """

    user_id: Id | None = None
    client_id: Id | None = None
    created_by_user_id: Id | None = None
    date: str | None = None
    orig_date: str | None = None
    started_at: str | None = None
    created_at: str | None = None
    state: str | None = None
    division_id: Id | None = None
    duration: int | None = None
    external_participant_ids: list[Id] | None = None
    inloop_json: Any = None
    token: str | None = None


class Deleted(Answer, frozen=True, kw_only=True):
    """Something was removed: the document's ``status``, or the ``message`` that comes in its place."""

    status: str | None = None
    message: str | None = None
