"""Contacts: a host's own (``host_id``), or a company's (``company_id``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - signatures are read
from typing import Any

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import Contact, Message


class Contacts(Operations):
    """``contact/…``; with neither host nor company, a company's token means its own company."""

    async def contact_create(
        self,
        *,
        contacts: Sequence[Mapping[str, Any]],
        host_id: int | str | UnsetType | None = UNSET,
        company_id: int | str | UnsetType | None = UNSET,
    ) -> tuple[Contact, ...]:
        """Add contacts.

        Args:
            contacts: of each ``name`` and ``email``, and what there is of ``business_phone``,
                ``mobile_phone``, ``home_phone``, ``other_phone`` and ``time_zone``.
            host_id: whose they are to be.
            company_id: or of all of which company's hosts.
        """
        return await self._make_list("contact/create", given(locals()), Contact)

    async def contact_fetch(
        self,
        *,
        contact_id: int | str,
        host_id: int | str | UnsetType | None = UNSET,
        company_id: int | str | UnsetType | None = UNSET,
    ) -> Contact:
        """Return a contact."""
        return await self._ask("contact/fetch", given(locals()), Contact)

    async def contact_fetch_all(
        self,
        *,
        host_id: int | str | UnsetType | None = UNSET,
        company_id: int | str | UnsetType | None = UNSET,
    ) -> tuple[Contact, ...]:
        """Return all contacts of a host or a company."""
        return await self._list("contact/fetch_all", given(locals()), Contact)

    async def contact_update(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        contact_id: int | str,
        host_id: int | str | UnsetType | None = UNSET,
        company_id: int | str | UnsetType | None = UNSET,
        name: str | UnsetType | None = UNSET,
        email: str | UnsetType | None = UNSET,
        business_phone: str | UnsetType | None = UNSET,
        mobile_phone: str | UnsetType | None = UNSET,
        home_phone: str | UnsetType | None = UNSET,
        other_phone: str | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
    ) -> Contact:
        """Change a contact; what is left out stays."""
        return await self._write("contact/update", given(locals()), Contact, fresh=False)

    async def contact_delete(
        self,
        *,
        contact_id: int | str,
        host_id: int | str | UnsetType | None = UNSET,
        company_id: int | str | UnsetType | None = UNSET,
    ) -> Message | None:
        """Remove a contact."""
        return await self._do("contact/delete", given(locals()))
