"""The documented operations by their names, for whoever needs one that Dialer has no place for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.api import Api

if TYPE_CHECKING:
    from dialer.integrations.webcamconsult.client import WebcamconsultClient


def api(client: WebcamconsultClient) -> Api:
    """Return the whole interface of an account, in the document's order."""
    return Api(
        {
            "users.list": client.users_list,
            "users.create": client.users_create,
            "users.view": client.users_view,
            "users.update": client.users_update,
            "users.delete": client.users_delete,
            "clients.list": client.clients_list,
            "clients.create": client.clients_create,
            "clients.view": client.clients_view,
            "clients.update": client.clients_update,
            "clients.delete": client.clients_delete,
            "appointments.list": client.appointments_list,
            "appointments.create": client.appointments_create,
            "appointments.view": client.appointments_view,
            "appointments.update": client.appointments_update,
            "appointments.delete": client.appointments_delete,
        }
    )
