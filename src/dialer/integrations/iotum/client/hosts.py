"""Hosts, and what they have held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - signatures are read
from typing import Any, Literal, overload

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import (
    ActiveCall,
    CallRecord,
    ConferenceSummary,
    DetailedConference,
    Host,
    HostSummary,
    Message,
)


class Hosts(Operations):
    """``host/…``."""

    async def host_create(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        name: str,
        email: str,
        company_id: int | str | UnsetType | None = UNSET,
        password: str | UnsetType | None = UNSET,
        no_welcome_email: bool | UnsetType | None = UNSET,
        role: str | UnsetType | None = UNSET,
        openid_sub: str | UnsetType | None = UNSET,
        moderator_pin: int | str | UnsetType | None = UNSET,
        access_code: int | str | UnsetType | None = UNSET,
        native_streaming: bool | UnsetType | None = UNSET,
        auto_record: str | UnsetType | None = UNSET,
        auto_stream: str | UnsetType | None = UNSET,
        host_initiated_recording: bool | UnsetType | None = UNSET,
        waiting_room: bool | UnsetType | None = UNSET,
        stream_preview: Mapping[str, Any] | UnsetType | None = UNSET,
        subscription_ids: Sequence[int | str] | UnsetType | None = UNSET,
        plan_slug: str | UnsetType | None = UNSET,
        add_on_slugs: Sequence[str] | UnsetType | None = UNSET,
        disable_emails: Mapping[str, bool] | UnsetType | None = UNSET,
        public_username: str | UnsetType | None = UNSET,
        time_format: Mapping[str, Any] | UnsetType | None = UNSET,
        no_login: bool | UnsetType | None = UNSET,
        locale: str | UnsetType | None = UNSET,
        country_code: str | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
    ) -> Host:
        """Add a host; a reseller's token needs ``company_id``."""
        return await self._write("host/create", given(locals()), Host, fresh=True)

    async def host_fetch(self, *, host_id: int | str) -> Host:
        """Return a host."""
        return await self._ask("host/fetch", given(locals()), Host)

    async def host_update(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        host_id: int | str,
        company_id: int | str | UnsetType | None = UNSET,
        name: str | UnsetType | None = UNSET,
        email: str | UnsetType | None = UNSET,
        role: str | UnsetType | None = UNSET,
        openid_sub: str | UnsetType | None = UNSET,
        moderator_pin: int | str | UnsetType | None = UNSET,
        access_code: int | str | UnsetType | None = UNSET,
        auto_record: str | UnsetType | None = UNSET,
        auto_stream: str | UnsetType | None = UNSET,
        host_initiated_recording: bool | UnsetType | None = UNSET,
        waiting_room: bool | UnsetType | None = UNSET,
        stream_preview: Mapping[str, Any] | UnsetType | None = UNSET,
        image_url: str | UnsetType | None = UNSET,
        subscription_ids: Sequence[int | str] | UnsetType | None = UNSET,
        plan_slug: str | UnsetType | None = UNSET,
        add_on_slugs: Sequence[str] | UnsetType | None = UNSET,
        disable_emails: Mapping[str, bool] | UnsetType | None = UNSET,
        public_username: str | UnsetType | None = UNSET,
        time_format: Mapping[str, Any] | UnsetType | None = UNSET,
        locale: str | UnsetType | None = UNSET,
        country_code: str | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
    ) -> Host:
        """Change a host; what is left out stays."""
        return await self._write("host/update", given(locals()), Host, fresh=False)

    async def host_delete(self, *, host_id: int | str) -> Message | None:
        """Have a host removed, some time after the answer."""
        return await self._do("host/delete", given(locals()))

    async def host_resend_invitation(self, *, host_id: int | str) -> Message | None:
        """Mail a host the welcome again."""
        return await self._do("host/resend_invitation", given(locals()), fresh=True)

    async def host_reset_password(self, *, host_id: int | str) -> Message | None:
        """Mail a host a way to choose a new password."""
        return await self._do("host/reset_password", given(locals()), fresh=True)

    @overload
    async def host_conferences(
        self,
        *,
        host_id: int | str,
        output: Literal["summary"] | UnsetType | None = ...,
        time_zone: str | UnsetType | None = ...,
        start_date: str | UnsetType | None = ...,
        end_date: str | UnsetType | None = ...,
        page: int | str | UnsetType | None = ...,
    ) -> tuple[ConferenceSummary, ...]: ...

    @overload
    async def host_conferences(
        self,
        *,
        host_id: int | str,
        output: Literal["detail"],
        time_zone: str | UnsetType | None = ...,
        start_date: str | UnsetType | None = ...,
        end_date: str | UnsetType | None = ...,
        page: int | str | UnsetType | None = ...,
    ) -> tuple[DetailedConference, ...]: ...

    async def host_conferences(
        self,
        *,
        host_id: int | str,
        output: str | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
        start_date: str | UnsetType | None = UNSET,
        end_date: str | UnsetType | None = UNSET,
        page: int | str | UnsetType | None = UNSET,
    ) -> tuple[ConferenceSummary, ...] | tuple[DetailedConference, ...]:
        """Return a host's past conferences; all of them, unless a page is given.

        Args:
            host_id: which host.
            output: summary or detail.
            time_zone: of the dates and of the answer's times; UTC if left out.
            start_date: such as 2020-01-01.
            end_date: as start_date.
            page: a cursor.
        """
        values = given(locals())
        if output == "detail":
            return await self._list("host/conferences", values, DetailedConference)
        return await self._list("host/conferences", values, ConferenceSummary)

    async def host_cdrs(
        self,
        *,
        host_id: int | str,
        conference_id: int | str | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
        start_date: str | UnsetType | None = UNSET,
        end_date: str | UnsetType | None = UNSET,
    ) -> tuple[CallRecord, ...]:
        """Return who took part in a host's conferences; the first 100 records only."""
        return await self._list("host/cdrs", given(locals()), CallRecord)

    async def host_active_calls(
        self, *, host_id: int | str, time_zone: str | UnsetType | None = UNSET
    ) -> tuple[ActiveCall, ...]:
        """Return the conferences that a host is in now."""
        return await self._list("host/active_calls", given(locals()), ActiveCall)

    async def host_fetch_all(
        self, *, company_id: int | str | UnsetType | None = UNSET
    ) -> tuple[HostSummary, ...]:
        """Return a company's hosts; a reseller's token needs ``company_id``."""
        return await self._list("host/fetch_all", given(locals()), HostSummary)
