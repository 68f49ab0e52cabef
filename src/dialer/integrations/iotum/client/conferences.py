"""Planning conferences and reading them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - signatures are read
from typing import Any, Literal, overload

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import Conference, DetailedConference, Message


class Conferences(Operations):
    """``conference/create``, ``…/update``, ``…/fetch`` and ``…/cancel``."""

    async def conference_create(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        host_id: int | str,
        subject: str,
        start: str,
        time_zone: str,
        duration: int,
        agenda: str | UnsetType | None = UNSET,
        auto_record: str | UnsetType | None = UNSET,
        auto_stream: str | UnsetType | None = UNSET,
        auto_transcribe: bool | UnsetType | None = UNSET,
        one_time_access_code: bool | UnsetType | None = UNSET,
        secure_url: bool | UnsetType | None = UNSET,
        host_initiated_recording: bool | UnsetType | None = UNSET,
        security_pin: str | UnsetType | None = UNSET,
        mute_mode: str | UnsetType | None = UNSET,
        participants: Sequence[int | str] | UnsetType | None = UNSET,
        participant_emails: Sequence[Mapping[str, Any]] | UnsetType | None = UNSET,
        participant_hosts: Sequence[Mapping[str, Any]] | UnsetType | None = UNSET,
        broadcast_stream_url: str | UnsetType | None = UNSET,
        schedule: str | UnsetType | None = UNSET,
    ) -> Conference:
        """Plan a conference.

        Args:
            host_id: who holds it.
            subject: what it is about.
            start: such as ``2020-09-19 13:00:00``, on a clock in ``time_zone``.
            time_zone: a name of the IANA database.
            duration: in minutes.
            agenda: what is to be done in it.
            auto_record: none, audio or video.
            auto_stream: as auto_record; where both are given they have to be the same.
            auto_transcribe: whether the recording is to be written out.
            one_time_access_code: whether it gets a code of its own.
            secure_url: whether that code is encrypted in ``room_url``.
            host_initiated_recording: whether recording begins when the host comes.
            security_pin: asked of everybody; only together with a one-time code.
            mute_mode: conversation, q&a or presentation.
            participants: ids of the host's contacts.
            participant_emails: of each ``email`` and ``moderator``; who is no contact becomes one.
            participant_hosts: other hosts of the company: of each ``host_id`` and ``moderator``.
            broadcast_stream_url: a video that is streamed from the start.
            schedule: a series' rule, as in a calendar file's RRULE.
        """
        return await self._write("conference/create", given(locals()), Conference, fresh=True)

    async def conference_create_reservationless(
        self,
        *,
        host_id: int | str,
        one_time_access_code: bool | None,
        secure_url: bool | UnsetType | None = UNSET,
    ) -> Conference:
        """Begin a conference now.

        Args:
            host_id: who holds it.
            one_time_access_code: whether it gets a code of its own.
            secure_url: whether that code is encrypted in ``room_url``.
        """
        path = "conference/create/reservationless"
        values = {"host_id": host_id, "one_time_access_code": one_time_access_code, "secure_url": secure_url}
        return await self._write(path, given(values), Conference, fresh=True)

    async def conference_update(  # noqa: PLR0913 - the document's parameters
        self,
        *,
        conference_id: int | str,
        subject: str | UnsetType | None = UNSET,
        agenda: str | UnsetType | None = UNSET,
        start: str | UnsetType | None = UNSET,
        end_time: str | UnsetType | None = UNSET,
        active: bool | UnsetType | None = UNSET,
        time_zone: str | UnsetType | None = UNSET,
        duration: int | UnsetType | None = UNSET,
        auto_record: str | UnsetType | None = UNSET,
        auto_stream: str | UnsetType | None = UNSET,
        auto_transcribe: bool | UnsetType | None = UNSET,
        one_time_access_code: bool | UnsetType | None = UNSET,
        secure_url: bool | UnsetType | None = UNSET,
        host_initiated_recording: bool | UnsetType | None = UNSET,
        security_pin: str | UnsetType | None = UNSET,
        mute_mode: str | UnsetType | None = UNSET,
        participants: Sequence[int | str] | UnsetType | None = UNSET,
        participant_emails: Sequence[Mapping[str, Any]] | UnsetType | None = UNSET,
        participant_hosts: Sequence[Mapping[str, Any]] | UnsetType | None = UNSET,
        broadcast_stream_url: str | UnsetType | None = UNSET,
        schedule: str | UnsetType | None = UNSET,
    ) -> Conference:
        """Change a planned conference; what is left out stays. The master of a series changes all of it.

        Parameters are as for ``conference/create``; ``end_time`` and ``active`` are in the document's list,
        but follow from the others.
        """
        return await self._write("conference/update", given(locals()), Conference, fresh=False)

    @overload
    async def conference_fetch(
        self, *, conference_id: int | str, output: UnsetType | None = ...
    ) -> Conference: ...

    @overload
    async def conference_fetch(
        self, *, conference_id: int | str, output: Literal["detail"]
    ) -> DetailedConference: ...

    async def conference_fetch(
        self, *, conference_id: int | str, output: str | UnsetType | None = UNSET
    ) -> Conference | DetailedConference:
        """Return a conference; with the output ``detail``, what happened in it."""
        values = given(locals())
        if output == "detail":
            return await self._ask("conference/fetch", values, DetailedConference)
        return await self._ask("conference/fetch", values, Conference)

    @overload
    async def conference_fetch_all(
        self,
        *,
        host_id: int | str,
        output: UnsetType | None = ...,
        page: int | str | UnsetType | None = ...,
    ) -> tuple[Conference, ...]: ...

    @overload
    async def conference_fetch_all(
        self, *, host_id: int | str, output: Literal["detail"], page: int | str | UnsetType | None = ...
    ) -> tuple[DetailedConference, ...]: ...

    async def conference_fetch_all(
        self,
        *,
        host_id: int | str,
        output: str | UnsetType | None = UNSET,
        page: int | str | UnsetType | None = UNSET,
    ) -> tuple[Conference, ...] | tuple[DetailedConference, ...]:
        """Return a host's planned conferences of the next 18 months; all of them, unless a page is given."""
        values = given(locals())
        if output == "detail":
            return await self._list("conference/fetch_all", values, DetailedConference)
        return await self._list("conference/fetch_all", values, Conference)

    async def conference_cancel(self, *, conference_id: int | str) -> Message | None:
        """Call a planned conference off; the master of a series calls all of it off."""
        return await self._do("conference/cancel", given(locals()))
