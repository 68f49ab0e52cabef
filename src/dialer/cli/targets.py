"""Whom a command calls: a number, or a contact's first number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialer.contacts.numbers.dialling import read_number
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.model import Contact

    Find = Callable[[App, str], Awaitable[Contact | None]]

_LINK = re.compile(r"\s*(?:tel|callto|sips?):", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Target:
    """Somebody to call.

    Attributes:
        number: E.164.
        contact: whose it is, where a contact was named.
    """

    number: str
    contact: Contact | None = None


async def read_target(app: App, text: str, region: str, console: Console, find: Find) -> Target:
    """Read a target as a number if it looks like one, else as a contact.

    Args:
        app: the rooms.
        text: what was typed.
        region: the country in which a number without a country is read.
        console: hears which of several numbers is taken.
        find: returns the contact of a name.

    Raises:
        InputError: it is neither, or it cannot be called.
        SafetyError: it is an emergency number.
    """
    no_number = None
    if _LINK.match(text) or not any(char.isalpha() for char in text):
        try:
            return Target(number=str((await read_number(text, region)).e164))
        except InputError as error:
            no_number = error
    contact = await find(app, text)
    if contact is not None:
        return _of_contact(contact, console)
    if no_number is not None:
        raise no_number
    if any(char.isdigit() for char in text):
        return Target(number=str((await read_number(text, region)).e164))
    raise InputError("cli.call.nobody", target=text)


def _of_contact(contact: Contact, console: Console) -> Target:
    number = contact.number_to_call
    if number is None:
        raise InputError("cli.call.no_number", name=contact.name)
    if len(contact.numbers) > 1:
        console.warn("cli.call.first_number", name=contact.name, number=number.display)
    return Target(number=str(number.e164), contact=contact)
