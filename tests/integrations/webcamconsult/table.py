"""The 15 operations as the document lists them: path, what may be given, what comes back.

Answers are the document's examples, mended where they are no JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ID = "1234567890abcdef12345678"

USER_FIELDS = {
    "titles": "Dokter",
    "initials": "J",
    "last_name": "Akkermans",
    "email": "jakkermans@example.com",
    "address": "Vlietlaan 1",
    "postal_code": "3011AA",
    "city": "Ergens",
}
USER = {"id": ID, **USER_FIELDS, "full_name": "Dokter J Akkermans", "roles": ["consultant"]}
LISTED_USER = {("emails" if key == "email" else key): value for key, value in USER.items()}

CLIENT_FIELDS = {
    "email": "urias@sensestudios.com",
    "titles": "Dr.",
    "initials": "T",
    "surname_prefix": "de",
    "last_name": "Ester",
    "external": None,
    "gender": "male",
    "date_of_birth": "2014-12-18T00:00:00.000+01:00",
    "reference_code": "12345",
    "division_ids": ["5492ba6da19ea682ea000001", "5492ba6da19ea682ea000001"],
}
CLIENT = {"id": "5492ba6da19ea682ea000001", **CLIENT_FIELDS, "client_full_name": "Dhr. Dr. T de Ester"}

APPOINTMENT_FIELDS = {
    "user_id": ID,
    "client_id": "5492ba6da19ea682ea000001",
    "created_by_user_id": ID,
    "date": "2015-07-01T15:41:24.306+02:00",
    "division_id": "5492ba6da19ea682ea0000d1",
    "duration": 100,
    "external_participant_ids": [ID, ID],
}
APPOINTMENT = {
    "id": ID,
    **APPOINTMENT_FIELDS,
    "state": "idle",
    "inloop_json": {"email": "someemail@somedomain.com"},
}
OK = {"status": "ok"}


@dataclass(frozen=True)
class Operation:
    """One operation.

    Attributes:
        paths: where it is sent, in the order of trying.
        wrap: what its body is wrapped in; empty where it has none.
        in_path: the parameter that stands in the path.
        fields: what may be given beside that.
        answer: what the server answers.
        read: what is read of it.
    """

    name: str
    method: str
    paths: tuple[str, ...]
    answer: Any
    read: Any
    wrap: str = ""
    in_path: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        """The parameter in the path, with its value."""
        return {self.in_path: ID} if self.in_path else {}


def _five(
    kind: str, fields: dict[str, Any], one: dict[str, Any], listed: dict[str, Any], documented: str
) -> list[Operation]:
    key, many = f"{kind}_id", f"{kind}s"
    paths = tuple(dict.fromkeys((f"{many}/{ID}.json", f"{documented}/{ID}.json")))
    return [
        Operation(f"{many}.list", "GET", (f"{many}.json",), [listed], [one]),
        Operation(f"{many}.create", "POST", (f"{many}.json",), {kind: one}, one, kind, "", fields),
        Operation(f"{many}.view", "GET", paths, {kind: one}, one, "", key),
        Operation(f"{many}.update", "PUT", paths, {kind: one}, one, kind, key, fields),
        Operation(f"{many}.delete", "DELETE", paths, OK, OK, "", key),
    ]


OPERATIONS = (
    *_five("user", USER_FIELDS, USER, LISTED_USER, "users"),
    *_five("client", CLIENT_FIELDS, CLIENT, CLIENT, "client"),
    *_five("appointment", APPOINTMENT_FIELDS, APPOINTMENT, APPOINTMENT, "appointment"),
)
