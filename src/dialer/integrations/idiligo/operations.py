"""The document's operations under their own names, for ``dialer api``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.integrations.idiligo.client import IdiligoClient


def operations(client: IdiligoClient) -> Mapping[str, Callable[..., Awaitable[object]]]:
    """Return an account's operations, in the document's order."""
    return {
        "Login": client.login,
        "Impersonate": client.impersonate,
        "CreateContact": client.create_contact,
        "CreateCall": client.create_call,
        "SetContact": client.set_contact,
        "GetAgentUrl": client.get_agent_url,
        "GetPublicCallId": client.get_public_call_id,
        "SetValues": client.set_values,
        "AddDocumentFromUrl": client.add_document_from_url,
        "SetDocumentToUploadAction": client.set_document_to_upload_action,
        "GetAttachments": client.get_attachments,
    }
