"""What the simulated Webcamconsult keeps, and its documents as they go over the wire."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialer.sandbox.webcamconsult import people, rules
from dialer.sandbox.webcamconsult.people import DIVISIONS, USER_ID

USER_FIELDS = ("titles", "initials", "last_name", "email", "address", "postal_code", "city")
CLIENT_FIELDS = (
    "email", "titles", "initials", "surname_prefix", "last_name", "external", "gender", "date_of_birth",
    "reference_code", "division_ids",
)  # fmt: skip
APPOINTMENT_FIELDS = (
    "user_id", "client_id", "created_by_user_id", "date", "division_id", "duration",
    "external_participant_ids", "inloop_json",
)  # fmt: skip
_HERE = ZoneInfo("Europe/Amsterdam")
_USUAL_MINUTES = 30
# When the first appointments are, in hours from the half hour that it is.
_HOURS = (-21.0, -1.5, 0.0, 0.5, 2.5, 24.0)


class Records:
    """Users, clients and appointments by id; what is generated is not kept.

    Attributes:
        tokens: an appointment's token by its id; it opens the waiting room.
    """

    def __init__(self) -> None:
        self._random = random.Random(21)
        self.users = people.users()
        self.clients = people.clients()
        self.appointments: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, str] = {}
        self._portals = {id_: self._token(20) for id_ in self.clients}
        half_hour = datetime.now(UTC).replace(second=0, microsecond=0)
        half_hour = half_hour.replace(minute=half_hour.minute // 30 * 30)
        for number, (id_, hours) in enumerate(zip(self.clients, _HOURS, strict=False)):
            date = half_hour + timedelta(hours=hours)
            self.put(
                "appointments",
                {
                    "user_id": USER_ID,
                    "client_id": id_,
                    "created_by_user_id": USER_ID,
                    "date": written(date),
                    "division_id": DIVISIONS[number % 3],
                    "duration": 20 + 10 * (number % 3),
                },
            )

    def of(self, resource: str) -> dict[str, dict[str, Any]]:
        """Return what is kept of a resource, by id."""
        kept: dict[str, dict[str, Any]] = getattr(self, resource)
        return kept

    def errors(self, resource: str, id_: str, given: dict[str, Any]) -> rules.Errors:
        """Return what is wrong with a record as it shall be, nothing if it may be so."""
        if resource == "users":
            return rules.person_errors(given, id_, self.users)
        if resource == "clients":
            return rules.client_errors(given, id_, self.clients)
        return rules.appointment_errors(given, self)

    def put(self, resource: str, given: dict[str, Any], id_: str = "") -> str:
        """Keep a new record, or one as it is now; return its id."""
        id_ = id_ or f"{self._random.getrandbits(96):024x}"
        record: dict[str, Any] = {name: given.get(name) for name in FIELDS[resource]}
        if resource == "appointments":
            record["date"] = written(datetime.fromisoformat(record["date"]))
            record["duration"] = record["duration"] or _USUAL_MINUTES
            record["external_participant_ids"] = record["external_participant_ids"] or []
            self.tokens.setdefault(id_, self._token(24))
        elif resource == "clients":
            record = {name: "" if value is None else value for name, value in record.items()}
            record |= {"external": given.get("external"), "division_ids": record["division_ids"] or []}
            record["date_of_birth"], record["gender"] = given.get("date_of_birth"), given.get("gender")
            self._portals.setdefault(id_, self._token(20))
        else:
            record = {name: value or "" for name, value in record.items()}
        self.of(resource)[id_] = record
        return id_

    def remove(self, resource: str, id_: str) -> None:
        """Forget a record."""
        del self.of(resource)[id_]
        self.tokens.pop(id_, None)

    def by_token(self, token: str) -> str | None:
        """Return the id of the appointment whose waiting room a token opens."""
        return next((id_ for id_, own in self.tokens.items() if own == token), None)

    def document(self, resource: str, id_: str, *, listed: bool, with_token: bool) -> dict[str, Any]:
        """Return a record with what is generated.

        Args:
            resource: of which kind it is.
            id_: which one.
            listed: whether it stands in a list, where some names differ.
            with_token: whether an appointment tells the token of its waiting room.
        """
        record = dict(self.of(resource)[id_])
        if resource == "users":
            record |= {"full_name": people.full_name(record), "roles": ["consultant"]}
            if listed:
                record["emails"] = record.pop("email")  # so it is in the document, and so it is
        elif resource == "clients":
            record["client_full_name"] = people.client_full_name(record)
            if listed:
                record["authentication_token"] = self._portals[id_]
        else:
            record["state"] = "idle"
            if with_token:
                record["token"] = self.tokens[id_]
        return record

    def _token(self, length: int) -> str:
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
        return "".join(self._random.choice(letters) for _ in range(length))


FIELDS = {"users": USER_FIELDS, "clients": CLIENT_FIELDS, "appointments": APPOINTMENT_FIELDS}


def written(at: datetime) -> str:
    """Return a moment as the interface writes it: the practice's own time, milliseconds, offset."""
    return at.astimezone(_HERE).isoformat(timespec="milliseconds")
