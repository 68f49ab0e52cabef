"""Finding the address books behind whatever address somebody was given (RFC 6764).

That may be a book, the folder that holds the books, somebody's own page (principal), a host, or the part of
an e-mail address after the @.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dialer.core.errors import ApiError, ErrorKind
from dialer.integrations.carddav.multistatus import CARDDAV, DAV

if TYPE_CHECKING:
    from dialer.integrations.carddav.client import CardDavClient
    from dialer.integrations.carddav.multistatus import Found

WELL_KNOWN = "/.well-known/carddav"
_MOST_HOMES = 10
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Book:
    """An address book.

    Attributes:
        path: where it is on its server.
        name: what its owner calls it; may be empty.
        writable: whether the account may write to it, as far as the server says.
    """

    path: str
    name: str
    writable: bool


async def find_books(client: CardDavClient, path: str) -> list[Book]:
    """Return the books behind a path, and behind the usual one where there are none.

    Raises:
        ApiError: the sign-in is refused, the server is not reached, or there is no address book.
    """
    trouble: ApiError | None = None
    # What was given comes first: a redirect does not look at the password, which would then go out twice.
    for each in dict.fromkeys((path, WELL_KNOWN, "/")):
        try:
            if books := await _books_behind(client, each):
                return books
        except ApiError as error:
            if error.kind in {ErrorKind.AUTH, ErrorKind.NETWORK}:
                raise
            # The reason of what was given tells more than that of a guess.
            trouble = error if trouble is None or each == path else trouble
    raise trouble or ApiError("carddav.error.no_book", ErrorKind.NOT_FOUND)


async def _books_behind(client: CardDavClient, path: str) -> list[Book]:
    path, answer = await client.look(path)
    here = _itself(client, path, answer.found)
    if here is None:
        return []
    if _is_book(here):
        return [_book(client, path, here)]
    homes = _homes(client, path, here)
    principals = here.hrefs(f"{DAV}current-user-principal")
    if not homes and principals:
        principal = client.path(path, principals[0])
        principal, answer = await client.look(principal)
        owner = _itself(client, principal, answer.found)
        homes = _homes(client, principal, owner) if owner is not None else []
    # A folder that holds books itself is what was meant, whoever owns it.
    if path != "/" and path not in homes and (books := await _books_in(client, path)):
        return books
    found: dict[str, Book] = {}
    for home in homes[:_MOST_HOMES]:
        found |= {book.path: book for book in await _books_in(client, home)}
    return list(found.values())


async def _books_in(client: CardDavClient, path: str) -> list[Book]:
    path, answer = await client.look(path, depth=1)
    return [_book(client, path, each) for each in answer.found if _is_book(each)]


def _itself(client: CardDavClient, path: str, found: tuple[Found, ...]) -> Found | None:
    for each in found:
        if client.path(path, each.href).rstrip("/") == path.rstrip("/"):
            return each
    return found[0] if len(found) == 1 else None


def _homes(client: CardDavClient, path: str, found: Found) -> list[str]:
    return [client.path(path, href) for href in found.hrefs(f"{CARDDAV}addressbook-home-set")]


def _is_book(found: Found) -> bool:
    return found.holds(f"{DAV}resourcetype", f"{CARDDAV}addressbook")


def _book(client: CardDavClient, base: str, found: Found) -> Book:
    privileges = f"{DAV}current-user-privilege-set"
    may = [f"{DAV}{name}" for name in ("all", "write", "write-content")]
    # A server that does not say is believed to allow it until it refuses.
    writable = privileges not in found.properties or any(found.holds(privileges, each) for each in may)
    name = "".join(char if char.isprintable() else " " for char in found.text(f"{DAV}displayname"))
    path = client.path(base, found.href)
    return Book(path if path.endswith("/") else f"{path}/", " ".join(name.split())[:_LONGEST_NAME], writable)


def place(url: str) -> tuple[str, str]:
    """Return the host's name and the path of an address that somebody gave."""
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.path or "/"
