"""Another number of the same person: which one comes next, and the press that calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.gate import DialRequest

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.contacts.model import Contact, PhoneNumber


def next_number(contact: Contact, number: str) -> PhoneNumber | None:
    """Return the number to try after this one; None where the person has no other that somebody answers.

    They come in the order of the card, and after the last one the first again.

    Args:
        contact: the person.
        number: the one that was called, in E.164 form.
    """
    numbers = [each for each in contact.numbers if each.callable and not each.is_machine]
    # Of a number that the card does not have (any more), the first comes next.
    place = next((at for at, each in enumerate(numbers) if each.e164 == number), -1)
    turned = numbers[place + 1 :] + numbers[: place + 1]
    return next((each for each in turned if each.e164 != number), None)


def next_press(call: Call, number: PhoneNumber) -> DialRequest:
    """Return the press of Call for another number of a call's person, over the same account and phone."""
    return DialRequest(
        number=number.e164 or number.raw,
        contact_id=call.contact_id,
        name=call.name,
        entry_id=call.entry_id,
        source=call.source,
        private=call.private,
    )
