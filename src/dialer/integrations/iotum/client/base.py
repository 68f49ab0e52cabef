"""What all operations share: sending what was given, and reading what comes back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import UNSET

from dialer.core.errors import OutcomeUnknown
from dialer.integrations.iotum.models import Message
from dialer.integrations.iotum.reading import parse, shaped
from dialer.integrations.iotum.said import refuse_if_documented

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dialer.core.http import Response
    from dialer.integrations.iotum.session import Session

T = TypeVar("T")

READ_DEADLINE = 15.0
WRITE_DEADLINE = 30.0
# 5,000 conferences: more than a host can have in the 18 months that are listed.
MOST_PAGES = 500
# From here on, reading takes longer than an interface may stand still.
_LONG = 128 * 1024


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a method that are to be sent, from its local names."""
    return {name: value for name, value in values.items() if name != "self" and value is not UNSET}


class Operations:
    """A part of the interface: one method for each operation.

    All of them raise `NotSent` where nothing was sent, `Refused` where the provider said no, and
    `OutcomeUnknown` where it may have been carried out.
    """

    def __init__(self, session: Session) -> None:
        """Send through this session."""
        self.session = session

    async def _ask(self, path: str, values: Mapping[str, Any], shape: type[T]) -> T:
        """Ask for one record; nothing changes."""
        response = await self.session.send("POST", path, values, deadline=READ_DEADLINE, fresh=False)
        return await _read(response, lambda body: shaped(parse(body), shape))

    async def _write(self, path: str, values: Mapping[str, Any], shape: type[T], *, fresh: bool) -> T:
        """Have something made or changed; return it as it is then.

        Args:
            path: of the operation.
            values: its parameters.
            shape: what it answers.
            fresh: done twice, there would be two.
        """
        response = await self.session.send("POST", path, values, deadline=WRITE_DEADLINE, fresh=fresh)
        return await _read(response, lambda body: shaped(parse(body), shape))

    async def _do(
        self, path: str, values: Mapping[str, Any], *, method: str = "POST", fresh: bool = False
    ) -> Message | None:
        """Have something done that answers with ``OK`` in one of its forms, or with nothing (None)."""
        response = await self.session.send(method, path, values, deadline=WRITE_DEADLINE, fresh=fresh)
        return await _read(response, _message)

    async def _list(self, path: str, values: Mapping[str, Any], shape: type[T]) -> tuple[T, ...]:
        """Ask for a list: all of it, or the page that was asked for."""
        found, _ = await self._pages(path, values, shape)
        return found

    async def _make_list(self, path: str, values: Mapping[str, Any], shape: type[T]) -> tuple[T, ...]:
        """Have several things made that must not be made twice; return them."""
        response = await self.session.send("POST", path, values, deadline=WRITE_DEADLINE, fresh=True)
        found, _ = await _read(response, lambda body: _rows(parse(body), shape))
        return tuple(found)

    async def _pages(
        self, path: str, values: Mapping[str, Any], shape: type[T]
    ) -> tuple[tuple[T, ...], dict[str, Any]]:
        """As `_list`; return also what else the last answer said."""
        found: list[T] = []
        asked = dict(values)
        seen = [asked.get("page")]
        for _ in range(MOST_PAGES):
            response = await self.session.send("POST", path, asked, deadline=READ_DEADLINE, fresh=False)
            rows, rest = await _read(response, lambda body: _rows(parse(body), shape))
            found += rows
            cursor = rest.get("next_page")
            if "page" in values or not cursor or cursor in seen:
                return tuple(found), rest
            seen.append(cursor)
            asked["page"] = cursor
        # Half a list would pass for all that there is.
        raise OutcomeUnknown("core.net.too_large")


async def _read(response: Response, read: Callable[[bytes], T]) -> T:
    """Read an answer, beside the loop if it is long.

    Raises:
        Refused: it is the text of an error, whatever the status says.
        OutcomeUnknown: it is no answer.
    """
    try:
        if len(response.body) > _LONG:
            return await asyncio.to_thread(read, response.body)
        return read(response.body)
    except OutcomeUnknown:
        refuse_if_documented(response)
        raise


def _message(body: bytes) -> Message | None:
    text = body.strip()
    if not text:
        return None
    answer = "OK" if text == b"OK" else parse(body)
    if isinstance(answer, str):
        return Message(message=answer)
    return shaped(answer, Message) if isinstance(answer, dict) else None


def _rows(answer: Any, shape: type[T]) -> tuple[list[T], dict[str, Any]]:
    """Return the records of a list, which stands alone or in an object of which it is the only list."""
    rest: dict[str, Any] = {}
    if isinstance(answer, dict) and answer.keys() >= {"domain", "descendants"}:
        # The document's one example of domains is a single one, in which the list is of those below it.
        answer = [answer]
    elif isinstance(answer, dict):
        rest = answer
        lists = [value for value in answer.values() if isinstance(value, list)]
        answer = lists[0] if len(lists) == 1 else None
    if not isinstance(answer, list):
        raise OutcomeUnknown("answers.unreadable")
    return [shaped(row, shape) for row in answer if row is not None], rest
