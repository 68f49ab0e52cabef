"""The HTTP interface of Webcamconsult: one method per documented operation.

The parameters have the document's names, and only the fields that it calls editable are sent. What is left
out is not sent; None is sent as null.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, UnsetType

from dialer.integrations.webcamconsult.models import Appointment, Client, Deleted, User
from dialer.integrations.webcamconsult.readings import read_deleted, read_list, read_record
from dialer.integrations.webcamconsult.transport import Resource, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.http import HttpClient
    from dialer.core.secrets import Secret

DEFAULT_BASE_URL = "https://eapi.webcamconsult.com/"
"""The document's host; it writes http, but the token is never sent in clear."""

Text = str | None | UnsetType
Ids = list[str] | None | UnsetType

USERS = Resource(
    name="user",
    folder="users",
    documented="users",
    editable=frozenset({"titles", "initials", "last_name", "email", "address", "postal_code", "city"}),
)
CLIENTS = Resource(
    name="client",
    folder="clients",
    documented="client",
    editable=frozenset(
        {
            "email",
            "titles",
            "initials",
            "surname_prefix",
            "last_name",
            "external",
            "gender",
            "date_of_birth",
            "reference_code",
            "division_ids",
        }
    ),
)
APPOINTMENTS = Resource(
    name="appointment",
    folder="appointments",
    documented="appointment",
    editable=frozenset(
        {
            "user_id",
            "client_id",
            "created_by_user_id",
            "date",
            "division_id",
            "duration",
            "external_participant_ids",
        }
    ),
)


class WebcamconsultClient:
    """Speaks for one organisation.

    Every method raises an `ApiError` where the provider did not do it: `OutcomeUnknown` where nobody knows.
    None stands for an empty answer to what was done.
    """

    def __init__(self, http: HttpClient, base_url: str, token: Secret) -> None:
        self._transport = Transport(http, base_url, token)

    @property
    def folders(self) -> Mapping[str, str]:
        """In which folder one record of a kind is, as far as that is known by now."""
        return self._transport.folders

    async def users_list(self) -> list[User]:
        """Return everybody who works there."""
        return await self._transport.list(USERS, partial(read_list, shape=User))

    async def users_create(
        self,
        *,
        titles: Text = UNSET,
        initials: Text = UNSET,
        last_name: Text = UNSET,
        email: Text = UNSET,
        address: Text = UNSET,
        postal_code: Text = UNSET,
        city: Text = UNSET,
    ) -> User | None:
        """Add a user."""
        return await self._transport.create(USERS, _given(locals()), _USER)

    async def users_view(self, *, user_id: str) -> User | None:
        """Return a user."""
        return await self._transport.member("GET", USERS, user_id, _USER)

    async def users_update(
        self,
        *,
        user_id: str,
        titles: Text = UNSET,
        initials: Text = UNSET,
        last_name: Text = UNSET,
        email: Text = UNSET,
        address: Text = UNSET,
        postal_code: Text = UNSET,
        city: Text = UNSET,
    ) -> User | None:
        """Change a user."""
        fields = _given(locals(), without="user_id")
        return await self._transport.member("PUT", USERS, user_id, _USER, fields)

    async def users_delete(self, *, user_id: str) -> Deleted | None:
        """Remove a user."""
        return await self._transport.member("DELETE", USERS, user_id, read_deleted)

    async def clients_list(self) -> list[Client]:
        """Return every client of the organisation."""
        return await self._transport.list(CLIENTS, partial(read_list, shape=Client))

    async def clients_create(  # noqa: PLR0913
        self,
        *,
        email: Text = UNSET,
        titles: Text = UNSET,
        initials: Text = UNSET,
        surname_prefix: Text = UNSET,
        last_name: Text = UNSET,
        external: object = UNSET,
        gender: Text = UNSET,
        date_of_birth: Text = UNSET,
        reference_code: Text = UNSET,
        division_ids: Ids = UNSET,
    ) -> Client | None:
        """Add a client."""
        return await self._transport.create(CLIENTS, _given(locals()), _CLIENT)

    async def clients_view(self, *, client_id: str) -> Client | None:
        """Return a client."""
        return await self._transport.member("GET", CLIENTS, client_id, _CLIENT)

    async def clients_update(  # noqa: PLR0913
        self,
        *,
        client_id: str,
        email: Text = UNSET,
        titles: Text = UNSET,
        initials: Text = UNSET,
        surname_prefix: Text = UNSET,
        last_name: Text = UNSET,
        external: object = UNSET,
        gender: Text = UNSET,
        date_of_birth: Text = UNSET,
        reference_code: Text = UNSET,
        division_ids: Ids = UNSET,
    ) -> Client | None:
        """Change a client."""
        fields = _given(locals(), without="client_id")
        return await self._transport.member("PUT", CLIENTS, client_id, _CLIENT, fields)

    async def clients_delete(self, *, client_id: str) -> Deleted | None:
        """Remove a client."""
        return await self._transport.member("DELETE", CLIENTS, client_id, read_deleted)

    async def appointments_list(self) -> list[Appointment]:
        """Return every appointment of the organisation."""
        read = partial(read_list, shape=Appointment)
        return await self._transport.list(APPOINTMENTS, read)

    async def appointments_create(
        self,
        *,
        user_id: Text = UNSET,
        client_id: Text = UNSET,
        created_by_user_id: Text = UNSET,
        date: Text = UNSET,
        division_id: Text = UNSET,
        duration: int | UnsetType | None = UNSET,
        external_participant_ids: Ids = UNSET,
    ) -> Appointment | None:
        """Make an appointment."""
        return await self._transport.create(APPOINTMENTS, _given(locals()), _APPOINTMENT)

    async def appointments_view(self, *, appointment_id: str) -> Appointment | None:
        """Return an appointment."""
        return await self._transport.member("GET", APPOINTMENTS, appointment_id, _APPOINTMENT)

    async def appointments_update(
        self,
        *,
        appointment_id: str,
        user_id: Text = UNSET,
        client_id: Text = UNSET,
        created_by_user_id: Text = UNSET,
        date: Text = UNSET,
        division_id: Text = UNSET,
        duration: int | UnsetType | None = UNSET,
        external_participant_ids: Ids = UNSET,
    ) -> Appointment | None:
        """Change an appointment."""
        fields = _given(locals(), without="appointment_id")
        return await self._transport.member("PUT", APPOINTMENTS, appointment_id, _APPOINTMENT, fields)

    async def appointments_delete(self, *, appointment_id: str) -> Deleted | None:
        """Call an appointment off."""
        return await self._transport.member("DELETE", APPOINTMENTS, appointment_id, read_deleted)


_USER = partial(read_record, name="user", shape=User)
_CLIENT = partial(read_record, name="client", shape=Client)
_APPOINTMENT = partial(read_record, name="appointment", shape=Appointment)


def _given(parameters: dict[str, Any], without: str = "") -> dict[str, object]:
    """Return what was given of a method's parameters, besides an id that belongs into the path."""
    return {
        name: value
        for name, value in parameters.items()
        if value is not UNSET and name not in {"self", without}
    }
