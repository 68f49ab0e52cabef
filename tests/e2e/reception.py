"""A receptionist at the real program: what is looked at after every step, and a mouse without a keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.screen import until
from tests.e2e.untranslated import is_english

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.desktop.x_program import XProgram
    from tests.e2e.screen import Node, Window

_PRESSABLE = frozenset(
    {"push button", "check box", "page tab", "combo box", "list item", "menu item", "text"}
)
# Of a list and of tabs one is always marked, wherever the keys go.
_MARKED = frozenset({"list item", "page tab"})
_ROW, _EDGE, _CROSS = 28, 5, 11
"""In pixels: a row of a menu, what is around the rows, and where the cross in the frame of a window is."""


class Eyes:
    """Looks at every screen as a blind colleague would who works in Dutch.

    Attributes:
        wrong: what was found, screen by screen.
        screens: how many were looked at.
    """

    def __init__(self, window: Window, *, keyboard: bool) -> None:
        """Look at this window; whoever has the keyboard alone needs something that has the focus."""
        self._window, self._keyboard = window, keyboard
        self.wrong: list[str] = []
        self.screens = 0

    async def look(self, screen: str, *wanted: str) -> list[Node]:
        """Wait until this can be read, and look at everything."""
        await self._window.reads(*wanted)
        nodes = await self._window.nodes()
        self.screens += 1
        for node in nodes:
            if node.nameless:
                self.wrong.append(f"{screen}: {node.role} without a name")
            said = {node.name, node.description, node.text}
            self.wrong += [f"{screen}: {text!r} is English" for text in said if text and is_english(text)]
        if self._keyboard and not any(node.focused for node in nodes if node.role not in _MARKED):
            self.wrong.append(f"{screen}: nothing has the focus")
        if self._keyboard and not await self._window.is_active():
            self.wrong.append(f"{screen}: another program has the keys")
        return nodes


class Mouse:
    """A mouse and nothing else: the middle button writes what was marked in another program."""

    def __init__(self, window: Window, other: XProgram) -> None:
        """Point at this window; the other program is where texts are marked."""
        self._window, self._other = window, other
        other.tells_forms = True

    async def click(self, name: str, role: str = "", *, right: int = 0, button: int = 1) -> None:
        """Click on what has this name, or begins with it.

        Args:
            name: of what is clicked on.
            role: what it is, where several things have that name.
            right: how far from its right edge, in pixels; 0 is its middle.
            button: the mouse's; 2 is the middle one, 3 the right one.
        """
        left, top, width, height = await self._place(name, role)
        x = left + width - right if right else left + width // 2
        await self.click_at(x, top + height // 2, button)

    async def click_at(self, x: int, y: int, button: int = 1) -> None:
        """Click there."""
        assert await self._window.tool("mousemove", str(x), str(y), "click", str(button)) is not None

    async def write(self, name: str, text: str) -> None:
        """Put a text into an empty line."""
        self._other.own("PRIMARY", UTF8_STRING=text.encode())
        await self.click(name, "text", button=2)

    async def choose(self, name: str, option: str) -> None:
        """Choose from a list that opens with a click."""
        await self.click(name, "combo box")
        await self.click(option, "list item")

    async def menu(self, name: str, row: int) -> None:
        """Open a menu with a click, and choose from it."""
        await self.choose_row(row, self.click(name, "push button"))

    async def choose_row(self, row: int, opening: Awaitable[None]) -> None:
        """Click on a row of what opens: those from 0 are counted from above, -1 is the last.

        Qt tells assistive technology of a menu only what the keys are on, so its window is looked for.
        """
        before = await self._windows()
        await opening
        opened: set[str] = set()

        async def is_open() -> bool:
            opened.update(await self._windows() - before)
            return bool(opened)

        await until(is_open, "a menu")
        shape = await self._window.tool("getwindowgeometry", "--shell", opened.pop()) or ""
        left, top, width, height = (
            int(dict(line.split("=") for line in shape.split())[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")
        )
        from_above = _EDGE + _ROW * row if row >= 0 else height - _EDGE + _ROW * row
        await self.click_at(left + width // 2, top + from_above + _ROW // 2)

    async def close(self) -> None:
        """Click on the cross in the frame of the window."""
        left, top, width, _ = await self._place("Dialer")  # its own frame comes first
        await self.click_at(left + width - _CROSS, top - _CROSS)

    async def _windows(self) -> set[str]:
        found = await self._window.tool("search", "--onlyvisible", "--pid", str(self._window.pid))
        return set((found or "").split())

    async def _place(self, name: str, role: str = "") -> tuple[int, int, int, int]:
        """Wait until something with this name can be pressed and stands still, and return where it is."""
        found: list[Node] = []

        async def is_there() -> bool:
            before = [node.place for node in found[:1]]
            every = await self._window.nodes(where=True)
            nodes = [node for node in every if node.place and node.enabled and role in {"", node.role}]
            exact = [node for node in nodes if name in {node.name, node.description, *node.labels}]
            begins = [node for node in nodes if node.name.startswith(name)]
            found[:] = sorted(exact or begins, key=lambda node: node.role not in _PRESSABLE)
            return bool(found) and [found[0].place] == before

        await until(is_there, f"something named {name!r}")
        assert found[0].place is not None
        return found[0].place
