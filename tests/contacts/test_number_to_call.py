"""Which number of a contact is called where nobody chose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.model import ContactDraft, NumberDraft

if TYPE_CHECKING:
    from dialer.contacts.book import ContactBook

FAX, DESK, MOBILE = "020 555 0111", "020 555 0112", "06 20417735"


@pytest.mark.parametrize(
    ("numbers", "called"),
    [
        ((("work", DESK), ("mobile", MOBILE)), DESK),
        ((("work fax", FAX), ("work", DESK)), DESK),
        ((("Fax kantoor", FAX), ("pager", DESK), ("mobile", MOBILE)), MOBILE),
        ((("fax", FAX),), FAX),
        ((("fax", FAX), ("work", "5550112")), FAX),
    ],
)
async def test_a_fax_is_called_only_if_there_is_nothing_else(
    book: ContactBook, numbers: tuple[tuple[str, str], ...], called: str
) -> None:
    drafts = tuple(NumberDraft(raw=raw, label=label) for label, raw in numbers)
    contact = await book.add(ContactDraft(name="Anne", numbers=drafts))
    assert contact.number_to_call is not None
    assert contact.number_to_call.raw == called
    [hit] = (await book.search("anne")).hits
    assert contact.numbers[hit.number_index].raw == called


async def test_a_fax_whose_digits_were_typed_is_called(book: ContactBook) -> None:
    drafts = (NumberDraft(raw=DESK, label="work"), NumberDraft(raw=FAX, label="fax"))
    contact = await book.add(ContactDraft(name="Anne", numbers=drafts))
    [hit] = (await book.search("0111")).hits
    assert contact.numbers[hit.number_index].raw == FAX


async def test_who_has_no_number_is_not_called(book: ContactBook) -> None:
    assert (await book.add(ContactDraft(name="Anne"))).number_to_call is None
