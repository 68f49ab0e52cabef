"""The calls of people who were merged into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.merging.duplicates import Duplicates
from dialer.contacts.model import ContactDraft

if TYPE_CHECKING:
    from tests.calls.conftest import Desk


async def test_whoever_stays_has_the_calls_of_those_who_went(desk: Desk) -> None:
    one, other = [await desk.contacts.add(ContactDraft(name=name)) for name in ("Jan Meer", "J. Meer")]
    call = await desk.press(contact_id=other.id)
    history = desk.calls.history
    duplicates = Duplicates(desk.hub.database, desk.contacts, desk.clock.now)
    await duplicates.merge([one.id, other.id])
    assert [each.id for each in await history.of_contact(one.id)] == [call.id]
    await duplicates.undo()
    assert await history.of_contact(one.id) == []
    assert [each.id for each in await history.of_contact(other.id)] == [call.id]
