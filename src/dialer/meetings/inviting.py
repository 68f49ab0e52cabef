"""Inviting guests: in which language, and with which calendar file."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.contacts.language import language_of
from dialer.core.errors import InputError
from dialer.core.replacing import OWNER_ONLY, replace_file
from dialer.core.strings import LANGUAGES
from dialer.meetings.revisions import Revisions
from dialer.meetings.shared import shared

if TYPE_CHECKING:
    from dialer.contacts.book import ContactBook
    from dialer.core.hub import Hub
    from dialer.core.strings import Strings
    from dialer.meetings.links import GuestLink
    from dialer.meetings.model import Meeting


async def guests_language(meeting: Meeting, book: ContactBook, otherwise: str) -> str:
    """Return the language of a meeting's guests, of those that Dialer speaks: the first that a card names."""
    for person in meeting.people:
        if person.contact_id is not None:
            language = language_of((await book.extras(person.contact_id)).lines)
            if language in LANGUAGES:
                return str(language)
    return otherwise


async def calendar_of(hub: Hub, meeting: Meeting, strings: Strings) -> bytes:
    """Return the calendar file of a meeting as it is now, in the language of these strings.

    Raises:
        InputError: there is no meeting that anybody could be invited to.
        StorageError: the number of the change could not be kept.
    """
    from dialer.meetings.calendar_file import calendar_file  # its library is not loaded for nothing

    facts = shared(meeting)
    sequence = await Revisions(hub.database).note(meeting)
    write = partial(calendar_file, facts, sequence=sequence, now=hub.clock.now(), strings=strings)
    return await asyncio.to_thread(write)


async def save_calendar(path: Path, content: bytes) -> None:
    """Write a calendar file, in the place of one of that name: whole or not at all.

    Raises:
        InputError: it cannot be written; what was there before still is.
    """
    try:
        await asyncio.to_thread(_save, path, content)
    except OSError:
        raise InputError("invitation.error.unwritable", path=path) from None


def guest_code(guest: GuestLink) -> tuple[bytes, ...]:
    """Return the guests' link as the rows of a QR code, see `qr_code`."""
    from dialer.core.onboarding import qr_code

    return qr_code(guest.text)


def _save(path: Path, content: bytes) -> None:
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():  # a pipe, or the terminal
        path.write_bytes(content)
        return
    replace_file(path, content, path.stat().st_mode & 0o777 if path.exists() else OWNER_ONLY)
