"""One round of copying: what changed in the books since the last one, by token or by comparing versions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dialer.contacts.directories.directory import Changes
from dialer.core.errors import ApiError, ErrorKind
from dialer.integrations.carddav import cards
from dialer.integrations.carddav.client import FULL, NOT_FOUND, CannotTell, TokenRefused
from dialer.integrations.carddav.memory import Memory, kept, remembered
from dialer.integrations.carddav.multistatus import CARDDAV, DAV

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from dialer.integrations.carddav.client import CardDavClient
    from dialer.integrations.carddav.multistatus import Found, Multistatus

    Versions = Callable[[], Awaitable[Mapping[str, str]]]

BATCH = 100
AT_ONCE = 2
_MOST_PARTS = 1000
_TOO_LARGE = "core.net.too_large"
_THEIR_TROUBLE = range(500, 600)


@dataclass
class _Listing:
    """What a server tells about its cards.

    Attributes:
        versions: of the cards that are there, or are others than before; "" where it names none.
        gone: the keys of those that are not there any more.
        token: where to go on.
        complete: False where the server left some out.
    """

    versions: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    token: str = ""
    complete: bool = True


@dataclass
class _Fetched:
    """The cards that came."""

    read: list[cards.Read] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    complete: bool = True


class Round:
    """One round through the books of an account."""

    def __init__(self, client: CardDavClient, books: Sequence[str], versions: Versions) -> None:
        """Ask nothing yet.

        Args:
            client: asks.
            books: their paths.
            versions: tells which cards were copied, in which version.
        """
        self._client, self._books, self._versions = client, books, versions
        self._before = Memory()
        self._known: Mapping[str, str] | None = None

    async def changes(self, token: str) -> Changes:
        """Return what changed since the round that ended with this token.

        Raises:
            ApiError: there is no answer.
        """
        before, after = remembered(token), Memory()
        self._before = before
        wanted: dict[str, list[str]] = {}
        gone: set[str] = set()
        complete = True
        for book in self._books:
            listing = await self._list(book, before.tokens.get(book, ""))
            complete = complete and listing.complete
            gone |= listing.gone
            if listing.token:
                after.tokens[book] = listing.token
            if listing.versions:
                known = await self._copied()
                # A card whose version nobody tells is read each time.
                different = [
                    key
                    for key, version in listing.versions.items()
                    if not version or known.get(key) != version
                ]
                if different:
                    wanted[book] = different
        if set(before.tokens) - set(self._books) or not before.tokens:
            gone |= {key for key in await self._copied() if self._book_of(key) is None}
        fetched = await self._fetch(wanted)
        gone |= fetched.gone
        groups = {key: group for key, group in before.groups.items() if key not in gone}
        groups |= {each.draft.uid: each.group for each in fetched.read if each.group is not None}
        if groups != before.groups and await self._read_the_rest(gone, fetched):
            groups |= {each.draft.uid: each.group for each in fetched.read if each.group is not None}
        after.groups = groups
        return Changes(
            people=tuple(cards.tagged(_people(fetched.read), groups)),
            removed=tuple(sorted(gone)),
            versions=fetched.versions,
            full=False,
            complete=complete and fetched.complete,
            token=kept(after),
        )

    async def _list(self, book: str, token: str) -> _Listing:
        """Return what changed in a book; everything where there is no token, or the server cannot tell."""
        try:
            return await self._list_since(book, token)
        except TokenRefused:
            return await self._list_since(book, "")
        except CannotTell:
            listing = _Listing()
            listing.complete = not self._take(book, await self._client.versions(book), listing)
        if listing.complete:  # who is not in a list that was cut may be there all the same (C04)
            listing.gone |= await self._unlisted(book, listing)
        return listing

    async def _list_since(self, book: str, token: str) -> _Listing:
        listing = _Listing(token=token)
        for _ in range(_MOST_PARTS):
            answer = await self._client.changes(book, listing.token)
            has_more = self._take(book, answer, listing)
            stuck = has_more and answer.token == listing.token
            listing.token = answer.token
            if not has_more:
                break
            if stuck:
                raise _unreadable()
        else:
            raise _unreadable()
        if not token:
            # Who is not listed any more is gone: everybody is compared, and nobody is removed unseen (C03).
            listing.gone |= await self._unlisted(book, listing)
        return listing

    async def _unlisted(self, book: str, listing: _Listing) -> set[str]:
        return {
            key for key in await self._copied() if self._book_of(key) == book and key not in listing.versions
        }

    def _take(self, book: str, answer: Multistatus, listing: _Listing) -> bool:
        """Add an answer to a listing; return whether there is more (RFC 6578, section 3.6).

        Raises:
            ApiError: the book itself was not listed, which is not to say that nobody is in it.
        """
        has_more = False
        for found in answer.found:
            key = self._client.path(book, found.href)
            if key.rstrip("/") == book.rstrip("/"):
                if found.status != FULL and found.status >= 400:  # noqa: PLR2004  # HTTP's
                    raise _unreadable()
                has_more = has_more or found.status == FULL
            elif found.status in NOT_FOUND:
                listing.gone.add(key)
                listing.versions.pop(key, None)
            elif not found.holds(f"{DAV}resourcetype", f"{DAV}collection") and _is_in(key, book):
                listing.gone.discard(key)
                listing.versions[key] = found.text(f"{DAV}getetag")
        return has_more

    async def _fetch(self, wanted: Mapping[str, Iterable[str]]) -> _Fetched:
        """Return the texts of cards, a few questions at a time; what does not come is said to be missing."""
        fetched, turns = _Fetched(), asyncio.Semaphore(AT_ONCE)
        batches = [(book, batch) for book, keys in wanted.items() for batch in _batches(sorted(keys))]
        trouble: list[ApiError] = []

        async def fetch(book: str, batch: list[str]) -> None:
            async with turns:
                if trouble:
                    return
                try:
                    await self._fetch_some(book, batch, fetched)
                except ApiError as error:
                    trouble.append(error)

        await asyncio.gather(*(fetch(book, batch) for book, batch in batches))
        if trouble:
            # What came is kept, and what did not is asked for in the next round; nobody is removed for it.
            if not fetched.read or trouble[0].kind is ErrorKind.AUTH:
                raise trouble[0]
            fetched.complete = False
        return fetched

    async def _fetch_some(self, book: str, batch: list[str], fetched: _Fetched) -> None:
        try:
            answer = await self._client.cards(book, batch)
        except ApiError as error:
            if error.key != _TOO_LARGE:
                raise
            if len(batch) == 1:  # a card that no address book can use
                fetched.read.append(cards.unreadable(batch[0]))
                return
            half = len(batch) // 2
            await self._fetch_some(book, batch[:half], fetched)
            await self._fetch_some(book, batch[half:], fetched)
            return
        missing = set(batch)
        texts: list[tuple[str, str, bytes]] = []
        for found in answer.found:
            key = self._client.path(book, found.href)
            if key not in missing:
                continue
            missing.discard(key)
            if found.status in NOT_FOUND:
                fetched.gone.add(key)
            elif f"{CARDDAV}address-data" in found.properties:
                texts.append((key, found.text(f"{DAV}getetag"), _text_of(found)))
            elif max(found.status, found.failed) in _THEIR_TROUBLE:
                missing.add(key)
            else:
                fetched.read.append(cards.unreadable(key))
        fetched.complete = fetched.complete and not missing
        read = await asyncio.to_thread(_read_all, texts)
        fetched.read += read
        groups = {each.draft.uid for each in read if each.group is not None}
        fetched.versions.update({key: version for key, version, _ in texts if key not in groups})

    async def _read_the_rest(self, gone: set[str], fetched: _Fetched) -> bool:
        """Read those again who were copied already: a group that changed changes the tags of its members."""
        came = {each.draft.uid for each in fetched.read}
        rest: dict[str, list[str]] = {}
        for key in await self._copied():
            book = self._book_of(key)
            if book is not None and key not in came and key not in gone:
                rest.setdefault(book, []).append(key)
        if not rest:
            return False
        more = await self._fetch(rest)
        fetched.read += more.read
        fetched.versions |= more.versions
        gone |= more.gone
        fetched.complete = fetched.complete and more.complete
        return True

    async def _copied(self) -> Mapping[str, str]:
        if self._known is None:
            groups = {key: group.version for key, group in self._before.groups.items()}
            self._known = {**await self._versions(), **groups}
        return self._known

    def _book_of(self, key: str) -> str | None:
        return next((book for book in self._books if _is_in(key, book)), None)


def _people(read: Iterable[cards.Read]) -> list[cards.Read]:
    """Return the cards that are people, and groups that can be called or written to."""
    return [each for each in read if each.group is None or each.draft.numbers or each.draft.emails]


def _is_in(key: str, book: str) -> bool:
    return key.startswith(book) and "/" not in key.removeprefix(book)


def _text_of(found: Found) -> bytes:
    return found.text(f"{CARDDAV}address-data").encode("utf-8", "replace")


def _read_all(texts: Iterable[tuple[str, str, bytes]]) -> list[cards.Read]:
    return [cards.read(text, key, version) for key, version, text in texts]


def _batches(keys: Sequence[str]) -> list[list[str]]:
    return [list(keys[start : start + BATCH]) for start in range(0, len(keys), BATCH)]


def _unreadable() -> ApiError:
    return ApiError("carddav.error.unreadable", ErrorKind.PROTOCOL)
