"""Resellers' domains, the sign-in, and companies."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import Company, Created, Domain, Message, SignIn


class Companies(Operations):
    """``domain/…``, ``authenticate`` and ``company/…``."""

    async def domain_descendants(self) -> tuple[Domain, ...]:
        """Return the domains below the reseller's own, each with those below it."""
        return await self._list("domain/descendants", {}, Domain)

    async def authenticate(self) -> SignIn:
        """Sign in anew with the account's API token."""
        await self.session.sign_in()
        return SignIn()

    async def company_create(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        subdomain: str,
        name: str,
        partner_id: int | str | UnsetType | None = UNSET,
        customer_id: int | str | UnsetType | None = UNSET,
        openid_provider: bool | UnsetType | None = UNSET,
        primary_color: str | UnsetType | None = UNSET,
        accent_color: str | UnsetType | None = UNSET,
        currency: str | UnsetType | None = UNSET,
        product_id: int | str | UnsetType | None = UNSET,
    ) -> Created:
        """Add a company; return its id."""
        return await self._write("company/create", given(locals()), Created, fresh=True)

    async def company_fetch(self, *, company_id: int | str) -> Company:
        """Return a company."""
        return await self._ask("company/fetch", given(locals()), Company)

    async def company_update(
        self,
        *,
        company_id: int | str,
        subdomain: str | UnsetType | None = UNSET,
        name: str | UnsetType | None = UNSET,
        partner_id: int | str | UnsetType | None = UNSET,
        customer_id: int | str | UnsetType | None = UNSET,
    ) -> Company:
        """Change a company; return it as it is then."""
        return await self._write("company/update", given(locals()), Company, fresh=False)

    async def company_fetch_all(self) -> tuple[Company, ...]:
        """Return all companies."""
        return await self._list("company/fetch_all", {}, Company)

    async def company_delete(self, *, company_id: int | str) -> Message | None:
        """Remove a company, with its hosts and all that it subscribes to."""
        return await self._do("company/delete", given(locals()))
