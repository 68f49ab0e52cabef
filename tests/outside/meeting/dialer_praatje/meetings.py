"""Meetings in Praatje's rooms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dialer.core.fields import Choice
from dialer.meetings.provider import MeetingFeature, MeetingOrder, MeetingProvider, Progress, ProviderMeeting

from .client import PraatjeClient, part


class PraatjeMeetings(MeetingProvider):
    """A room for each meeting of one account."""

    options = (Choice(key="layout", options=("round", "stage"), default="round"),)

    def __init__(self, client: PraatjeClient) -> None:
        self._ask, can = client.ask, MeetingFeature
        self.features = can.SCHEDULE | can.CHANGE | can.CANCEL | can.LIST | can.GUEST_LINK

    async def async_create(self, order: MeetingOrder, progress: Progress) -> ProviderMeeting:
        room = read(await self._ask("POST", "v2/rooms", room_of(order)))
        progress.step("praatje.step.room")
        progress.made(room.provider_id)  # from here on it can be called off, whatever fails
        for person in order.people:
            await self._ask("POST", f"v2/rooms/{room.provider_id}/guests", {"email": person.email})
            progress.step("praatje.step.guest", name=person.name)
        return room

    async def async_change(self, id_: str, order: MeetingOrder, changed: frozenset[str]) -> ProviderMeeting:
        return read(await self._ask("PATCH", f"v2/rooms/{id_}", room_of(order)))

    async def async_cancel(self, id_: str) -> None:
        await self._ask("DELETE", f"v2/rooms/{id_}")

    async def async_list(self, start: datetime, end: datetime) -> list[ProviderMeeting]:
        return [read(room) for room in part(await self._ask("GET", "v2/rooms"), "rooms", list)]


def room_of(order: MeetingOrder) -> dict[str, Any]:
    start = int((order.start or datetime.now(UTC)).timestamp())
    return {"title": order.subject, "from": start, "minutes": order.minutes, **order.options}


def read(room: Any) -> ProviderMeeting:
    start = datetime.fromtimestamp(part(room, "from", int), UTC)
    return ProviderMeeting(
        provider_id=str(part(room, "id", int)),
        subject=part(room, "title", str),
        start=start,
        end=start + timedelta(minutes=part(room, "minutes", int)),
        host_url=part(room, "host", str),
        guest_url=part(room, "guest", str),
    )
