"""Selections under X11: PRIMARY is what is marked, CLIPBOARD what was copied; both stay.

Inter-Client Communication Conventions Manual 2.0, section 2.4. A connection of its own for each reading:
whatever the owner still does after it ended reaches nobody.
"""

from __future__ import annotations

import asyncio
import struct

from dialer.desktop.selection import MOST, PATIENCE, NoText, TextReader, usable
from dialer.desktop.xcb import NONE, SELECTION_NOTIFY, Connection, NoServer

_LONGEST = 4 * MOST + 4
"""Bytes that are fetched at most; a character of UTF-8 has up to four."""


class X11Reader(TextReader):
    """Asks the owner of a selection for its text."""

    async def selected(self) -> str:
        """Return what is marked (PRIMARY).

        Raises:
            NoText: nothing is, it is too long, or its owner does not answer.
        """
        return await self._read("PRIMARY")

    async def copied(self) -> str:
        """Return what was copied (CLIPBOARD), where another program has it.

        Raises:
            NoText: nothing was, it is too long, or its owner does not answer.
        """
        return await self._read("CLIPBOARD")

    async def _read(self, name: str) -> str:
        try:
            connection = Connection()
        except NoServer:
            raise NoText("hotkeys.text.nothing") from None
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        descriptor = connection.descriptor
        loop.add_reader(descriptor, ready.set)
        try:
            async with asyncio.timeout(PATIENCE):
                return usable(await _Asking(connection, ready).text(connection.atom(name)))
        except TimeoutError:
            raise NoText("hotkeys.text.no_answer") from None
        finally:
            loop.remove_reader(descriptor)
            connection.close()


class _Asking:
    """One reading, over one connection."""

    def __init__(self, connection: Connection, ready: asyncio.Event) -> None:
        self._connection, self._ready = connection, ready
        self._window = connection.make_window()
        self._into = connection.atom("DIALER_TEXT")

    async def text(self, selection: int) -> str:
        """Return the text; empty where there is none."""
        if self._connection.selection_owner(selection) == NONE:
            return ""
        for target, encoding in (("UTF8_STRING", "utf-8"), ("STRING", "latin-1")):
            if (data := await self._convert(selection, self._connection.atom(target))) is not None:
                return data.decode(encoding, errors="replace")
        return ""

    async def _convert(self, selection: int, target: int) -> bytes | None:
        """Return what the owner hands over in a form; None where it has no such form.

        Raises:
            NoText: it is too long.
        """
        connection = self._connection
        connection.convert_selection(self._window, selection, target, self._into)
        if not await self._answered():
            return None
        found = connection.property(self._window, self._into, _LONGEST)
        # What is handed over piece by piece (INCR) is longer than a request can be; none of it is fetched.
        if found.more or found.kind == connection.atom("INCR"):
            raise NoText("hotkeys.text.too_long")
        return found.data

    async def _answered(self) -> bool:
        """Wait for the owner; return whether it handed something over."""
        while True:
            self._ready.clear()
            for event in self._connection.events():
                if event.kind == SELECTION_NOTIFY:
                    return bool(struct.unpack_from("=I", event.raw, 20)[0] != NONE)
            if not self._connection.alive:
                raise NoText("hotkeys.text.no_answer")
            await self._ready.wait()
