"""Contacts on the command line: how they are named, read and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.door import sentences
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.model import Contact


async def one_contact(app: App, text: str) -> Contact | None:
    """Return the contact of this id, full name or e-mail address; None where there is none.

    Raises:
        InputError: several have it.
    """
    return _only(await app.contacts.resolve(text), text)


async def one_live_contact(app: App, text: str) -> Contact | None:
    """Return the contact of this id, full name or e-mail address, also of those who are in memory only.

    Raises:
        InputError: several have it.
        DialerError: there is none, and a directory could not be asked.
    """
    from dialer.contacts.directories import live

    return await one_contact(app, text) or _only(await live.named(app.directories, text), text)


def _only(found: Sequence[Contact], text: str) -> Contact | None:
    if len(found) > 1:
        ids = ", ".join(contact.id for contact in found)
        raise InputError("cli.contact.ambiguous", name=text, ids=ids)
    return found[0] if found else None


def print_contact(contact: Contact, console: Console, source: str = "") -> None:
    """Print a contact on one line for people, with the directory that it comes from."""
    numbers = [f"{number.label} {number.display}".strip() for number in contact.numbers]
    organisation = contact.organisation if contact.organisation != contact.name else ""
    door = sentences(contact.instructions, console.strings)
    tags = [f"#{tag}" for tag in contact.tags]
    about = [organisation, *numbers, *contact.emails, *tags, *door, source]
    # Who is not stored has no id that a command could take.
    name = contact.id if contact.is_stored else "-"
    console.line(f"{name}  " + "  ·  ".join(filter(None, (contact.name, *about))))
