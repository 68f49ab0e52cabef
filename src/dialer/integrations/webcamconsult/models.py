"""What the interface answers: users, clients and appointments, under the document's names.

Of a record nothing but its kind shows itself: clients are patients, and an appointment's token lets one in.
"""

from __future__ import annotations

from typing import Any

from dialer.core.answers import Answer, Id

MASK = "***"


class Record(Answer, frozen=True, kw_only=True):
    """A record of the organisation.

    Attributes:
        id: its key, under whichever name it came.
    """

    id: Id | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({MASK})"


class User(Record, frozen=True, kw_only=True):
    """Somebody who works there.

    Attributes:
        email: also where it came under the name ``emails``.
        roles: such as ``consultant``.
    """

    titles: str | None = None
    initials: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    email: str | None = None
    address: str | None = None
    postal_code: Id | None = None
    city: str | None = None
    roles: list[str] | None = None


class Client(Record, frozen=True, kw_only=True):
    """Somebody who comes for advice: a patient.

    Attributes:
        external: of no documented type.
        date_of_birth: a moment, at midnight of the day; see `readings.day_of_birth`.
        authentication_token: opens the patient's own file, so it is never kept: only that there is one.
    """

    email: str | None = None
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
    authentication_token: str | None = None


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
