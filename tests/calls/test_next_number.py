"""The next number of the same person: in the card's order, round, and never one that nobody answers."""

from __future__ import annotations

import pytest

from dialer.calls.model import Call
from dialer.calls.next_number import next_number, next_press
from dialer.contacts.model import Contact, PhoneNumber
from tests.fakes import START

WORK, MOBILE, HOME = "+31205550142", "+31612345678", "+31205550143"


def number(e164: str | None, label: str = "work") -> PhoneNumber:
    return PhoneNumber(raw=e164 or "101", label=label, e164=e164, callable=e164 is not None)


def contact(*numbers: PhoneNumber) -> Contact:
    return Contact(id="c7", name="Ms Jansen", numbers=numbers)


@pytest.mark.parametrize(
    ("numbers", "called", "then"),
    [
        ([number(WORK), number(MOBILE), number(HOME)], WORK, MOBILE),
        ([number(WORK), number(MOBILE), number(HOME)], MOBILE, HOME),
        ([number(WORK), number(MOBILE), number(HOME)], HOME, WORK),
        ([number(WORK)], WORK, None),
        ([number(WORK), number(WORK, "main")], WORK, None),
        ([number(WORK), number(WORK, "main"), number(MOBILE)], WORK, MOBILE),
        ([number(WORK), number(None), number(HOME, "work fax"), number(MOBILE)], WORK, MOBILE),
        ([number(WORK), number(HOME, "fax")], WORK, None),
        # A number that the card does not have: somebody changed it meanwhile.
        ([number(MOBILE), number(HOME)], WORK, MOBILE),
        ([], WORK, None),
    ],
)
def test_the_next_number_is_the_next_on_the_card(
    numbers: list[PhoneNumber], called: str, then: str | None
) -> None:
    found = next_number(contact(*numbers), called)
    assert (found and found.e164) == then


def test_the_press_is_for_the_same_person_over_the_same_account_and_phone() -> None:
    call = Call(
        id="a1", entry_id="e2", account="Desk", number=WORK, name="Ms Jansen", contact_id="c7",
        source="0205550112", started_at=START,
    )  # fmt: skip
    press = next_press(call, number(MOBILE))
    assert (press.number, press.contact_id, press.name) == (MOBILE, "c7", "Ms Jansen")
    assert (press.entry_id, press.source, press.confirmed) == ("e2", "0205550112", frozenset())
