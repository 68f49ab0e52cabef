"""Searching while typing: the newest text wins, and nothing is ever waited for in the window."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dialer.contacts.search.search_sources import switched_off
from dialer.core.errors import DialerError

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Hit, SearchResult
    from dialer.contacts.numbers.reading import Reading
    from dialer.core.scope import Scope

FIRST_PAGE = 16
"""How many contacts are read for each text: as many as a large window shows. The list asks for more."""
PAGE = 50
_LARGEST_PAGE = 5_000
_NUMBER = re.compile(r"\s*(?:(?:tel|callto|sips?):\S+|[+(]?[\d][\d\s().,/+\-–]*)\s*", re.IGNORECASE)
_LEAST_DIGITS = 3
_DIGITS_IN_TEXT = 7
_LEAST_LETTERS = 2
_PAUSE = 0.15
_PAINTED = 0.015


def may_be_number(text: str) -> bool:
    """Whether a text is worth reading as a number: digits and their separators, or enough digits in words."""
    digits = sum(character.isdecimal() for character in text)
    if digits < _LEAST_DIGITS:
        return False
    return digits >= _DIGITS_IN_TEXT or _NUMBER.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known for a text so far.

    Attributes:
        text: what was typed.
        hits: the contacts, best first.
        number: the text read as a number; None while that is not known, or if it is none.
        settled: whether nothing more comes for this text, but what directories answer.
        answers: what directories answered to it so far.
    """

    text: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    count_all: int = 0
    number: Reading | None = None
    number_pending: bool = False
    settled: bool = False
    answers: tuple[Answer, ...] = ()


class Finder(QObject):
    """Looks up what is typed.

    Signals:
        found: a `Found` for the newest text; first the contacts, then the text read as a number.
        counted: a `Found`, how many there are for its text, and whether there are no more.
        more: a `Found`, and the ids of further contacts for its text (a list).
        read: hits (a list) that were asked for by their ids.
        asking: what was typed, and the titles of the directories that are asked; none when all have answered.
        answered: what was typed, and what one directory answered to it.
        failed: the error of a search that could not be carried out.
    """

    found = Signal(object)
    counted = Signal(object, int, bool)
    more = Signal(object, object)
    read = Signal(object)
    asking = Signal(str, object)
    answered = Signal(str, object)
    failed = Signal(object)

    def __init__(self, app: App, scope: Scope, parent: QObject) -> None:
        """Look in the app's contacts; tasks belong to `scope`."""
        super().__init__(parent)
        self._app, self._scope = app, scope
        self._wanted: str | None = None
        self._running = False
        self._begun: tuple[str, asyncio.Future[SearchResult]] | None = None
        self._fetching = False
        self._more_wanted: tuple[Found, int] | None = None
        self._asking: asyncio.Task[None] | None = None
        self._asked = ""
        self._answers: tuple[Answer, ...] = ()

    def look(self, text: str) -> None:
        """Look this up; texts that were wanted before and not begun are dropped."""
        self._wanted = text
        if text != self._asked and self._asking is not None:
            self._asking.cancel()
            self._asking, self._asked, self._answers = None, "", ()
        if not self._running:
            # Before the box paints the letter: both take their time.
            self._begin()
            if self._begun is not None:
                self._running = True
                self._scope.spawn(self._run(), "search")

    def look_again(self, text: str) -> None:
        """Look this up afresh, in the directories too: where to search was changed."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking, self._asked, self._answers = None, "", ()
        if text.strip():
            self.look(text)

    def fetch_more(self, found: Found, have: int) -> None:
        """Look up which contacts follow for a text: the further down, the more at once."""
        self._more_wanted = (found, have)
        if not self._fetching:
            self._fetching = True
            self._scope.spawn(self._fetch(), "search on")

    def read_rows(self, found: Found, ids: list[str]) -> None:
        """Read contacts that are about to be seen."""
        self._scope.spawn(self._read_rows(found, ids), "read what is scrolled to")

    def _begin(self) -> None:
        """Begin to search for what is wanted."""
        text, self._wanted, self._begun = self._wanted, None, None
        if text is None:
            return
        without = switched_off(self._app.hub.settings)
        try:
            self._begun = text, self._app.contacts.begin_search(text, FIRST_PAGE, without=without)
        except DialerError as error:
            self.failed.emit(error)

    async def _run(self) -> None:
        try:
            while self._begun is not None:
                await self._search(*self._begun)
                self._begin()
        finally:
            self._running = False

    async def _search(self, text: str, searching: asyncio.Future[SearchResult]) -> None:
        pending = may_be_number(text)
        try:
            result = await searching
        except DialerError as error:
            self.failed.emit(error)
            return
        if self._wanted is not None:
            return
        found = Found(
            text=text,
            hits=result.hits,
            total=result.total,
            total_is_exact=result.total_is_exact,
            count_all=result.count_all,
            number_pending=pending,
            settled=not pending,
            answers=self._answers if text == self._asked else (),
        )
        self.found.emit(found)
        self._ask(text)
        if pending or not found.total_is_exact:
            # What is not seen at once comes once the list is painted: a second thread would hold that up.
            await asyncio.sleep(_PAINTED)
        if not found.total_is_exact and self._wanted is None:
            found = await self._count(found)
        if pending and self._wanted is None:
            await self._read_number(found)

    async def _count(self, found: Found) -> Found:
        """Count those who were found for a text that has more than a page."""
        without = switched_off(self._app.hub.settings)
        try:
            total, exact = await self._app.contacts.count_matches(found.text, found.total, without=without)
        except DialerError as error:
            self.failed.emit(error)
            return found
        self.counted.emit(found, total, exact)
        return replace(found, total=total, total_is_exact=exact)

    async def _read_number(self, found: Found) -> None:
        """Read a text as a number."""
        # phonenumbers is heavy to import and must not hold up the window.
        reading = await asyncio.to_thread(_read, found.text, self._app.hub.settings.region)
        if self._wanted is None:
            answers = self._answers if found.text == self._asked else ()
            self.found.emit(
                replace(found, number=reading, number_pending=False, settled=True, answers=answers)
            )

    def _ask(self, text: str) -> None:
        """Let the directories be asked, unless they were for the same text."""
        if text == self._asked or not self._app.hub.entries.all:
            return
        self._asked, self._answers = text, ()
        if len(text.strip()) >= _LEAST_LETTERS:
            self._asking = self._scope.spawn(self._ask_directories(text), "ask directories")

    async def _ask_directories(self, text: str) -> None:
        def tell(answer: Answer) -> None:
            if self._asked == text:
                self._answers = (*self._answers, answer)
                self.answered.emit(text, answer)

        # Whoever types on at once asks nobody for half a name.
        await asyncio.sleep(_PAUSE)
        directories = self._app.directories
        self.asking.emit(text, directories.asked)
        try:
            await directories.search(text.strip(), PAGE, tell, without=switched_off(self._app.hub.settings))
        except DialerError as error:
            self.failed.emit(error)
        self.asking.emit(text, [])

    async def _fetch(self) -> None:
        try:
            while self._more_wanted is not None:
                (found, have), self._more_wanted = self._more_wanted, None
                limit = min(max(PAGE, have), _LARGEST_PAGE)
                without = switched_off(self._app.hub.settings)
                rows = await self._app.contacts.ranked(found.text, limit, have, without=without)
                self.more.emit(found, rows)
        except DialerError as error:
            self.failed.emit(error)
        finally:
            self._fetching = False

    async def _read_rows(self, found: Found, ids: list[str]) -> None:
        try:
            self.read.emit(await self._app.contacts.hits(found.text, ids))
        except DialerError as error:
            self.failed.emit(error)


def _read(text: str, region: str) -> Reading:
    from dialer.contacts.numbers.numbers import read

    return read(text, region)
