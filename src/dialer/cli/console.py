"""Where a command talks to its user, whichever process the user sits at."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from dialer.cli.terminal import dumps, printable
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from dialer.core.errors import DialerError
    from dialer.core.strings import Strings


T = TypeVar("T")


class Interrupted(Exception):
    """The user wants no more of a command."""


class Link(Protocol):
    """What carries lines, questions and interruptions to and from the user.

    Attributes:
        interrupted: set when the user pressed Ctrl-C or is gone.
        left: whether the user is gone because Dialer did not answer, and was told to look at what runs.
    """

    interrupted: asyncio.Event
    left: bool

    def out(self, line: str) -> None:
        """Print a line."""

    def err(self, line: str) -> None:
        """Print a line on standard error."""

    async def ask(self, prompt: str, *, secret: bool) -> str | None:
        """Return the answer, None where there is nothing more to read."""


class Console:
    """A command's side of the conversation.

    Attributes:
        strings: the sentences, in the user's language.
        cwd: the folder that relative file names start from.
        interactive: whether a person can answer questions.
        json: whether to print JSON instead of text.
    """

    def __init__(self, link: Link, strings: Strings, cwd: Path, *, interactive: bool, json: bool) -> None:
        """Talk over a link."""
        self._link = link
        self.strings = strings
        self.cwd = cwd
        self.interactive = interactive
        self.json = json

    @property
    def interrupted(self) -> asyncio.Event:
        """Set when the user wants no more of this command."""
        return self._link.interrupted

    @property
    def left(self) -> bool:
        """Whether the user is gone because Dialer did not answer, and was told to look at what runs."""
        return self._link.left

    def line(self, text: str) -> None:
        """Print a line for people."""
        self._link.out(printable(text))

    def say(self, key: str, **placeholders: object) -> None:
        """Print a sentence."""
        self.line(self.strings.text(key, **placeholders))

    def document(self, content: object) -> None:
        """Print a JSON document in one line."""
        self._link.out(dumps(content))

    def warn(self, key: str, **placeholders: object) -> None:
        """Print a sentence on standard error."""
        self.warn_text(self.strings.text(key, **placeholders))

    def warn_text(self, text: str) -> None:
        """Print words that were put together already on standard error."""
        self._link.err(printable(text))

    def fail(self, error: DialerError) -> None:
        """Print an error's sentence on standard error."""
        self.warn(error.key, **error.placeholders)

    async def ask(self, prompt: str, *, secret: bool = False) -> str:
        """Return what the user answers.

        Raises:
            InputError: there is no answer to read.
        """
        answer = await self._link.ask(printable(prompt), secret=secret)
        if answer is None:
            raise InputError("cli.input.missing", what=prompt)
        return answer

    async def confirm(self, question: str) -> bool:
        """Return whether a person says yes; without a person, nobody does."""
        if not self.interactive:
            return False
        answer = await self._link.ask(self.strings.text("cli.confirm", question=question), secret=False)
        yes = self.strings.text("cli.confirm.yes")
        return (answer or "").strip().casefold() in {yes, yes[:1]}

    async def unless_interrupted(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something that may be given up when the user presses Ctrl-C.

        Raises:
            Interrupted: the user did, and the work was cancelled.
        """
        doing = asyncio.ensure_future(work)
        interruption = asyncio.ensure_future(self.interrupted.wait())
        both: set[asyncio.Future[Any]] = {doing, interruption}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            doing.cancel()
            await asyncio.wait({doing})
            raise Interrupted
        finally:
            doing.cancel()
            interruption.cancel()

    def path(self, name: str) -> Path:
        """Return the file that the user means."""
        return self.cwd / Path(name).expanduser()
