"""People who are in memory only, by what a command line calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import DirectoryFeature
from dialer.contacts.model import live_id
from dialer.contacts.text import words
from dialer.core.errors import DialerError, NotSent, OutcomeUnknown

if TYPE_CHECKING:
    from dialer.contacts.directories.directories import DirectoryManager
    from dialer.contacts.model import Contact


async def named(directories: DirectoryManager, target: str) -> list[Contact]:
    """Return whom a text names among the people of directories that are copied into memory.

    Args:
        directories: who knows them; they are copied first where that was not done yet.
        target: an id as a search tells it, a whole name, or an e-mail address.

    Raises:
        DialerError: nobody is found, and a directory could not be asked.
    """
    target = target.strip()
    found: list[Contact] = []
    failure: DialerError | None = None
    for source in directories.loaded:
        if not (source.provider.private and DirectoryFeature.SYNC in source.provider.features):
            continue
        # An id is no word that a search looks for.
        query = "" if target.startswith(live_id(source.entry.id, "")) else target
        try:
            hits = await directories.copies.search_memory(source, query, 0)
        except DialerError as error:
            failure = error
        else:
            found += [hit.contact for hit in hits if _is(hit.contact, target)]
    if failure is not None and not found:
        if isinstance(failure, OutcomeUnknown):
            # A question leaves nothing in doubt: nobody was rung or invited.
            raise NotSent(failure.key, **failure.placeholders) from None
        raise failure
    return found


def _is(contact: Contact, target: str) -> bool:
    emails = {email.casefold() for email in contact.emails}
    called = words(contact.name)
    return contact.id == target or target.casefold() in emails or bool(called and called == words(target))
