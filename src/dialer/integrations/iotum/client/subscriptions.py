"""What companies subscribe to: plans and add-ons."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import Message, Product, Subscription


class Subscriptions(Operations):
    """``subscription/…``."""

    async def subscription_fetch_products(
        self, *, include_description: bool | UnsetType | None = UNSET
    ) -> tuple[Product, ...]:
        """Return the plans and add-ons that there are."""
        return await self._list("subscription/fetch_products", given(locals()), Product)

    async def subscription_create(
        self,
        *,
        company_id: int | str,
        slug: str,
        switch_plan: int | str | UnsetType | None = UNSET,
        host_limit: int | UnsetType | None = UNSET,
        subscribe_all_hosts: bool | UnsetType | None = UNSET,
    ) -> Message | None:
        """Subscribe a company to a plan or an add-on.

        Args:
            company_id: which company.
            slug: the product.
            switch_plan: the subscription that it replaces; left out, it replaces the plan; None, none.
            host_limit: for how many hosts.
            subscribe_all_hosts: whether the company's hosts get it too.
        """
        return await self._do("subscription/create", given(locals()), fresh=True)

    async def subscription_update(
        self, *, company_id: int | str, slug: str, host_limit: int | None
    ) -> Message | None:
        """Change for how many hosts a subscription is; the only operation that is a PUT."""
        return await self._do("subscription/update", given(locals()), method="PUT")

    async def subscription_suspend(self, *, company_id: int | str, slug: str) -> Message | None:
        """Suspend a subscription."""
        return await self._do("subscription/suspend", given(locals()))

    async def subscription_reactivate(self, *, company_id: int | str, slug: str) -> Message | None:
        """Take a suspension back."""
        return await self._do("subscription/reactivate", given(locals()))

    async def subscription_cancel(self, *, company_id: int | str, slug: str) -> Message | None:
        """End a subscription for good."""
        return await self._do("subscription/cancel", given(locals()))

    async def subscription_suspend_all(
        self, *, company_id: int | str, slug: str | UnsetType | None = UNSET
    ) -> Message | None:
        """Have all active subscriptions of a company suspended, some time after the answer.

        Args:
            company_id: which company.
            slug: listed by the document, but in no example, and without a meaning here.
        """
        return await self._do("subscription/suspend_all", given(locals()))

    async def subscription_reactivate_all(
        self, *, company_id: int | str, slug: str | UnsetType | None = UNSET
    ) -> Message | None:
        """Have all suspensions of a company taken back, some time after the answer.

        Args:
            company_id: which company.
            slug: as for ``subscription/suspend_all``.
        """
        return await self._do("subscription/reactivate_all", given(locals()))

    async def subscription_fetch(self, *, company_id: int | str) -> tuple[Subscription, ...]:
        """Return what a company subscribes to."""
        return await self._list("subscription/fetch", given(locals()), Subscription)
