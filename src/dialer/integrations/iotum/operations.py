"""The document's operations by their paths, in its order: what ``dialer api`` reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.integrations.iotum.client import IotumClient

RINGS = {"conference/dial_number": (("country_code", "phone_number"),)}
"""Which operations ring phones, and which of their parameters are the numbers."""


def operations(client: IotumClient) -> dict[str, Callable[..., Awaitable[object]]]:
    """Return a client's methods by what follows ``/enterprise_api/``."""
    return {
        "domain/descendants": client.domain_descendants,
        "authenticate": client.authenticate,
        "company/create": client.company_create,
        "company/fetch": client.company_fetch,
        "company/update": client.company_update,
        "company/fetch_all": client.company_fetch_all,
        "company/delete": client.company_delete,
        "subscription/fetch_products": client.subscription_fetch_products,
        "subscription/create": client.subscription_create,
        "subscription/update": client.subscription_update,
        "subscription/suspend": client.subscription_suspend,
        "subscription/reactivate": client.subscription_reactivate,
        "subscription/cancel": client.subscription_cancel,
        "subscription/suspend_all": client.subscription_suspend_all,
        "subscription/reactivate_all": client.subscription_reactivate_all,
        "subscription/fetch": client.subscription_fetch,
        "host/create": client.host_create,
        "host/fetch": client.host_fetch,
        "host/update": client.host_update,
        "host/delete": client.host_delete,
        "host/resend_invitation": client.host_resend_invitation,
        "host/reset_password": client.host_reset_password,
        "host/conferences": client.host_conferences,
        "host/cdrs": client.host_cdrs,
        "host/active_calls": client.host_active_calls,
        "host/fetch_all": client.host_fetch_all,
        "contact/create": client.contact_create,
        "contact/fetch": client.contact_fetch,
        "contact/fetch_all": client.contact_fetch_all,
        "contact/update": client.contact_update,
        "contact/delete": client.contact_delete,
        "drive/fetch_all": client.drive_fetch_all,
        "drive/file/fetch": client.drive_file_fetch,
        "drive/create": client.drive_create,
        "drive/file/finish_upload": client.drive_file_finish_upload,
        "drive/file/delete": client.drive_file_delete,
        "chat/create": client.chat_create,
        "conference/create": client.conference_create,
        "conference/create/reservationless": client.conference_create_reservationless,
        "conference/update": client.conference_update,
        "conference/fetch": client.conference_fetch,
        "conference/fetch_all": client.conference_fetch_all,
        "conference/cancel": client.conference_cancel,
        "conference/end": client.conference_end,
        "conference/fetch_participant_details": client.conference_fetch_participant_details,
        "conference/fetch_livestream_viewer_count": client.conference_fetch_livestream_viewer_count,
        "conference/stop_streaming": client.conference_stop_streaming,
        "conference/dial_number": client.conference_dial_number,
        "conference/message/create": client.conference_message_create,
        "conference/delete_recordings": client.conference_delete_recordings,
        "conference/delete_transcriptions": client.conference_delete_transcriptions,
    }
