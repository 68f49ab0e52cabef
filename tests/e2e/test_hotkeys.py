"""Hotkeys of the real program, pressed while another program is in front; its clipboard is not touched."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.desktop.x_program import XProgram
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.sandbox import Sandbox
    from tests.e2e.program import Program

QUESTION = "Call this number?"
NUMBER = "020 555 0142"
SETTINGS = {
    "version": 1,
    "welcomed": True,
    "hotkey_dial": "Ctrl+Alt+D",
    "hotkey_search": "Ctrl+Alt+S",
    "hotkey_hang_up": "Ctrl+Alt+H",
}
FORMS = {
    "UTF8_STRING": "gekopieerd – 030 286 1000".encode(),
    "text__html": b"<b>gekopieerd</b>",
    "image__png": b"\x89PNG" + bytes(range(256)) * 40,
}


@pytest.fixture
async def other(program: Program) -> AsyncIterator[XProgram]:
    """Another program in which something is marked and something else was copied; Dialer has its hotkeys."""
    program.home.mkdir(mode=0o700)
    (program.home / "settings.json").write_text(json.dumps(SETTINGS))
    async with XProgram(program.environment["DISPLAY"]) as other:
        other.own("CLIPBOARD", **FORMS)
        other.own("PRIMARY", UTF8_STRING=f"Bel {NUMBER} terug".encode())
        yield other


class Keyboard:
    """Keys that go to whatever is in front."""

    def __init__(self, program: Program) -> None:
        self._environment = program.environment

    async def press(self, *keys: str) -> None:
        """Press keys."""
        assert await self._tool("key", *keys)

    async def activate(self, title: str) -> None:
        """Bring a window to the front."""
        await self._tool("search", "--sync", "--name", f"^{title}$", "windowactivate", "--sync")

    async def _tool(self, *command: str) -> bool:
        process = await asyncio.create_subprocess_exec(
            "xdotool", *command, env=self._environment, stderr=asyncio.subprocess.DEVNULL
        )
        return await process.wait() == 0


async def in_front(other: XProgram, keyboard: Keyboard) -> None:
    """Bring the other program to the front, and wait until it gets the keys."""
    other.show()
    before = other.letters

    async def typed() -> bool:
        await keyboard.activate("Another program")
        await keyboard.press("x")
        return other.letters > before

    await until(typed, "the other program in front")


async def dismissed(window: Window) -> bool:
    """Press Escape until the question is gone: it takes no keys at first."""
    if await window.title() == QUESTION and await window.is_active():
        await window.press("Escape")
    return all(node.name != QUESTION for node in await window.nodes())


async def test_what_is_selected_is_asked_about_and_called_and_hung_up_from_another_program(
    program: Program, other: XProgram, sandbox: Sandbox
) -> None:
    await program.add_account()
    keyboard = Keyboard(program)
    async with Window(program) as window:
        await window.reads("Ready")
        await in_front(other, keyboard)
        await keyboard.press("ctrl+alt+d")
        await window.in_front(QUESTION)
        await window.reads("+31 20 555 0142", "Netherlands")
        assert sandbox.journal.placed == 0
        assert other.owns("CLIPBOARD")
        assert "image/png" not in other.asked
        assert other.owns("PRIMARY")
        await until(lambda: dismissed(window), "the end of the question")

        await in_front(other, keyboard)
        await keyboard.press("ctrl+alt+s")
        await window.in_front("Dialer")
        await window.press("ctrl+shift+v")
        await window.in_front(QUESTION)
        await window.reads("+31 30 286 1000")
        await until(lambda: dismissed(window), "the end of the question")
        assert other.owns("CLIPBOARD")

        await keyboard.press("ctrl+alt+s")
        await window.in_front("Dialer")
        await window.type("+31205559027")
        await window.reads("Call +31 20 555 9027")
        await window.press("Return")
        await window.says("Your phone rings")
        await in_front(other, keyboard)
        await keyboard.press("ctrl+alt+h")
        await window.says("You hung up")
        assert not await window.is_active(), "hanging up moves no window"
        assert sandbox.journal.placed == 1
