"""A meeting provider that follows a script, and keeps what was made."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind
from dialer.meetings.provider import MeetingFeature, MeetingProvider, ProviderMeeting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from dialer.core.clock import Clock
    from dialer.core.fields import Field
    from dialer.meetings.document import MeetingDocument
    from dialer.meetings.in_and_after import Attendee
    from dialer.meetings.provider import MeetingOrder, Progress

BASE_URL = "https://meet.example.com/"
EVERYTHING = ~MeetingFeature(0)
CANARY = "canary-7f3a"


@dataclass
class FakeMeetings(MeetingProvider):
    """Answers from a script, and remembers what it was asked.

    Attributes:
        creates: what each creation does: the error, and whether the meeting was made all the same.
        partly: what a creation says of itself before its error.
        there: the provider's meetings by their ids.
        trouble: raised by everything but a creation, where it is set.
        gate: where set, a creation waits for it, and so does whatever else acts.
        places: how its links begin, for the host and for guests.
        attended: who was in its meetings.
        documents: what each meeting leaves behind.
        contents: the pieces of each document, by its id; an error is raised where it stands.
    """

    clock: Clock
    features: MeetingFeature = EVERYTHING & ~MeetingFeature.ANY_TIME
    options: tuple[Field, ...] = ()
    open_options: tuple[Field, ...] = ()
    creates: list[tuple[Exception | None, bool]] = field(default_factory=lambda: [(None, True)])
    partly: bool = False
    there: dict[str, ProviderMeeting] = field(default_factory=dict)
    trouble: Exception | None = None
    gate: asyncio.Event | None = None
    places: tuple[str, str] = (f"{BASE_URL}host/{CANARY}-", f"{BASE_URL}guest/")
    documents: list[MeetingDocument] = field(default_factory=list)
    contents: dict[str, list[bytes | Exception]] = field(default_factory=dict)
    attended: tuple[Attendee, ...] = ()
    log: list[str] = field(default_factory=list)
    orders: list[MeetingOrder] = field(default_factory=list)
    steps: tuple[str, ...] = ()
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        self.log.append("create")
        self.orders.append(order)
        id_ = f"m{next(self.ids)}"
        if self.gate is not None:
            await self.gate.wait()
        error, made = self.creates.pop(0) if len(self.creates) > 1 else self.creates[0]
        for step in self.steps:
            progress.step(step)
        if made:
            self.there[id_] = self.meeting(id_, order)
        if self.partly:
            progress.made(id_)
        if error is not None:
            raise error
        return self.there[id_]

    async def async_change(
        self, provider_id: str, order: MeetingOrder, changed: frozenset[str]
    ) -> ProviderMeeting:
        self.log.append(f"change {provider_id}")
        self.orders.append(order)
        self._stumble(provider_id)
        self.there[provider_id] = self.meeting(provider_id, order)
        return self.there[provider_id]

    async def async_cancel(self, provider_id: str) -> None:
        self.log.append(f"cancel {provider_id}")
        await asyncio.sleep(0)
        self._stumble(provider_id)
        del self.there[provider_id]

    async def async_end(self, provider_id: str) -> None:
        self.log.append(f"end {provider_id}")
        await asyncio.sleep(0)
        self._stumble(provider_id)
        self.there[provider_id] = replace(self.there[provider_id], ended=True)

    async def async_list(self, start: datetime, end: datetime) -> Sequence[ProviderMeeting]:
        self.log.append("list")
        if self.trouble is not None:
            raise self.trouble
        return [replace(one, host_url=None, guest_url=None) for one in self.there.values()]

    async def async_fetch(self, provider_id: str) -> ProviderMeeting | None:
        self.log.append(f"fetch {provider_id}")
        if self.trouble is not None:
            raise self.trouble
        return self.there.get(provider_id)

    async def async_documents(self, provider_id: str) -> Sequence[MeetingDocument]:
        self.log.append(f"documents {provider_id}")
        if self.trouble is not None:
            raise self.trouble
        return self.documents

    async def async_download(
        self, provider_id: str, document_id: str, take: Callable[[bytes], Awaitable[None]]
    ) -> None:
        self.log.append(f"download {document_id}")
        for piece in self.contents[document_id]:
            if isinstance(piece, Exception):
                raise piece
            await take(piece)

    async def async_dial(self, provider_id: str, number: str, name: str, *, region: str) -> None:
        self.log.append(f"dial {provider_id} {number} {name} {region}")
        if self.gate is not None:
            await self.gate.wait()
        self._stumble(provider_id)

    async def async_message(self, provider_id: str, text: str) -> None:
        self.log.append(f"message {provider_id} {text}")
        if self.gate is not None:
            await self.gate.wait()
        self._stumble(provider_id)

    async def async_attendance(self, provider_id: str) -> Sequence[Attendee]:
        self.log.append(f"attendance {provider_id}")
        self._stumble(provider_id)
        return self.attended

    async def async_upload(self, provider_id: str, path: Path, progress: Callable[[int, int], None]) -> None:
        self.log.append(f"upload {provider_id} {path.name}")
        size = len(path.read_bytes())
        progress(0, size)
        if self.gate is not None:
            await self.gate.wait()
        self._stumble(provider_id)
        progress(size, size)

    def meeting(self, id_: str, order: MeetingOrder) -> ProviderMeeting:
        start = order.start or self.clock.now()
        host, guest = self.places
        return ProviderMeeting(
            provider_id=id_,
            subject=order.subject,
            start=start,
            end=start + timedelta(minutes=order.minutes),
            host_url=f"{host}{id_}",
            guest_url=f"{guest}{id_}",
            details={"dial_in": "+31205550199"},
        )

    def _stumble(self, provider_id: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        if provider_id not in self.there:
            raise ApiError("core.error.outcome_unknown", ErrorKind.NOT_FOUND)
