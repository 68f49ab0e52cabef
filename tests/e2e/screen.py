"""A program's windows on the tests' screen: typed into with xdotool, read as a screen reader reads them."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from tests.e2e.program import Program, Running

PATIENCE = 20.0
_PAUSE = 0.05
_MOST_TABS = 40
_LONGEST_ANSWER = 2**22
"""Bytes that everything to be read in a window may have."""

INTERACTIVE = frozenset(
    {
        "push button", "toggle button", "check box", "radio button", "combo box", "entry", "text", "link",
        "password text", "spin button", "slider", "list", "list box", "list item", "tree", "table",
        "menu item", "page tab",
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Node:
    """Something that assistive technology finds in a window."""

    depth: int
    role: str
    name: str
    description: str
    text: str
    labels: list[str]
    focused: bool
    enabled: bool
    place: tuple[int, int, int, int] | None = None
    """Left, top, width and height on the screen, where that was asked for."""

    @property
    def nameless(self) -> bool:
        """Whether a blind user cannot tell what this control is for."""
        return self.role in INTERACTIVE and not (self.name.strip() or any(self.labels))


async def until(condition: Callable[[], Awaitable[object]], what: str) -> None:
    """Wait for something that another process brings about."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await condition():  # noqa: ASYNC110  # another process tells nobody
                await asyncio.sleep(_PAUSE)
    except TimeoutError:
        raise AssertionError(f"{what} did not come about") from None


class Window:
    """The program with its window, from its start to its end; one that runs already is taken as it is."""

    def __init__(self, program: Program, *arguments: str, running: Running | None = None) -> None:
        self._program = program
        self._arguments = arguments
        self._runs = running
        self._reader: asyncio.subprocess.Process

    async def __aenter__(self) -> Self:
        self._reader = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.e2e.accessible_tree",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._program.environment,
            limit=_LONGEST_ANSWER,
            cwd=ROOT,
        )
        if self._runs is None:
            self._runs = await self._program.start(*self._arguments)
            try:
                await until(self.is_active, "a window with the focus")
                await until(self.nodes, "anything to read in the window")
            except BaseException:
                await self._end()
                raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def _end(self) -> None:
        """A window that a failed test left open must not catch the next one's keys."""
        if self.running.process.returncode is None:
            self.running.process.kill()
            await self.running.process.communicate()
        await self._reader.communicate(b"")

    @property
    def running(self) -> Running:
        """The program."""
        assert self._runs is not None
        return self._runs

    @property
    def pid(self) -> int:
        """The number of the program's process."""
        return self.running.process.pid

    async def _tool(self, *command: str) -> str | None:
        """Run a tool on the screen; None if it fails."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._program.environment,
        )
        out, _ = await process.communicate()
        return out.decode() if process.returncode == 0 else None

    async def tool(self, *command: str) -> str | None:
        """Have xdotool do something; return what it prints, or None if it fails."""
        return await self._tool("xdotool", *command)

    async def is_active(self) -> bool:
        """Whether keys go to the program."""
        pid = await self._tool("xdotool", "getactivewindow", "getwindowpid")
        return pid is not None and int(pid) == self.pid

    async def title(self) -> str:
        """The title of the window that keys go to, a dialog's if one is open."""
        return (await self._tool("xdotool", "getactivewindow", "getwindowname") or "").strip()

    async def in_front(self, title: str) -> None:
        """Wait until the window or dialog with this title gets the keys."""

        async def has_title() -> bool:
            return await self.is_active() and await self.title() == title

        await until(has_title, f"a window {title!r}")

    async def press(self, *keys: str) -> None:
        """Press keys, by the names of X."""
        assert await self.is_active()
        assert await self._tool("xdotool", "key", "--delay", "4", *keys) is not None

    async def type(self, text: str) -> None:
        """Type a text; for other letters the tool changes the keyboard faster than programs notice."""
        assert text.isascii()
        assert await self.is_active()
        assert await self._tool("xdotool", "type", "--delay", "4", text) is not None

    async def nodes(self, *, where: bool = False, **only: object) -> list[Node]:
        """What is shown, in its order; nothing while there is nothing to read.

        Args:
            where: tell the places on the screen, too.
            only: leave out what has not this role, this name, or the focus, which takes less time.
        """
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        question = json.dumps({"pid": self.pid, "where": where, "only": only})
        self._reader.stdin.write(f"{question}\n".encode())
        return [Node(**node) for node in json.loads(await self._reader.stdout.readline())]

    async def focus(self, name: str, key: str = "Tab") -> None:
        """Go to a control with the Tab key, or another."""
        for _ in range(_MOST_TABS):
            focused = await self.nodes(focused=True)
            if any(name in {node.name, node.description, *node.labels} for node in focused):
                return
            await self.press(key)
        msg = f"{key} never came to {name!r}"
        raise AssertionError(msg)

    async def reads(self, *wanted: str) -> None:
        """Wait until each of these can be read somewhere in the window."""
        seen: set[str] = set()

        async def all_there() -> bool:
            nodes = await self.nodes()
            seen.clear()
            seen.update(part for node in nodes for part in (node.name, node.description, node.text) if part)
            return all(any(part in text for text in seen) for part in wanted)

        try:
            await until(all_there, f"{wanted}")
        except AssertionError as error:
            error.add_note(f"to be read was {sorted(seen)}")
            raise

    async def status(self) -> str:
        """The plain sentence of the call bar; empty where there is none."""
        return next((node.description for node in await self.nodes(name="Call status")), "")

    async def says(self, words: str) -> None:
        """Wait until the call bar says this."""
        said: list[str] = []

        async def is_said() -> bool:
            if (status := await self.status()) not in said:
                said.append(status)
            return words in said[-1]

        try:
            await until(is_said, f"the status {words!r}")
        except AssertionError as error:
            error.add_note(f"it said {said}")
            raise

    async def search(self, text: str, first: str) -> None:
        """Search, and wait until the first result is this."""
        await self.press("ctrl+k")
        await self.type(text)

        async def is_first() -> bool:
            items = await self.nodes(role="list item")
            return bool(items) and first in items[0].name

        await until(is_first, f"{first!r} as the first result")

    async def ended(self) -> int:
        """Wait until the program has ended, and return its exit code."""
        return (await self.running.done()).code
