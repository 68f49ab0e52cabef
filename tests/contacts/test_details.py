"""Tags, instructions for the door, and what else a card said: kept beside the contact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.model import ContactDraft, Extras, Instructions
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from dialer.contacts.book import ContactBook

DOOR = Instructions(never_put_through=True, ask_for="Patient number", best_time="after 14:00")
EXTRAS = Extras(lines=("BDAY:19700101", "X-SHOE;TYPE=left:43"), media_type="image/png", photo=b"\x89PNG")


async def test_all_of_it_comes_back(book: ContactBook) -> None:
    draft = ContactDraft(name="Anne", tags=("Suppliers", "VIP"), instructions=DOOR, extras=EXTRAS)
    contact = await book.add(draft)
    assert (contact.tags, contact.instructions) == (("Suppliers", "VIP"), DOOR)
    assert await book.extras(contact.id) == EXTRAS


async def test_tags_are_found_by(book: ContactBook) -> None:
    await book.add(ContactDraft(name="Anne", tags=("Suppliers",)))
    await book.add(ContactDraft(name="Bob"))
    assert [hit.contact.name for hit in (await book.search("suppl")).hits] == ["Anne"]


async def test_an_edit_leaves_what_else_the_card_said(book: ContactBook) -> None:
    contact = await book.add(ContactDraft(name="Anne", extras=EXTRAS))
    changed = await book.change(contact.id, replace(contact.draft(), tags=("VIP",), instructions=DOOR))
    assert (changed.tags, changed.instructions) == (("VIP",), DOOR)
    assert await book.extras(contact.id) == EXTRAS


async def test_nothing_stays_of_who_is_removed(book: ContactBook) -> None:
    contact = await book.add(ContactDraft(name="Anne", extras=EXTRAS))
    await book.remove(contact.id)
    assert not await book.extras(contact.id)


async def test_each_tag_counts_once_and_none_is_empty(book: ContactBook) -> None:
    contact = await book.add(ContactDraft(name="Anne", tags=(" VIP ", "", "VIP")))
    assert contact.tags == ("VIP",)


async def test_a_tag_as_long_as_a_letter_is_refused(book: ContactBook) -> None:
    with pytest.raises(InputError, match="too_long"):
        await book.add(ContactDraft(name="Anne", tags=("x" * 1001,)))
