"""Every page of the real program in both themes, two languages and three widths, with and without a call.

The pictures are in tests/e2e/output: they are there to be looked at.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.camera import Camera
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from tests.e2e.program import Program
    from tests.e2e.screen import Node

OUTPUT = Path(__file__).with_name("output")
SIZES = {360: 640, 800: 600, 1400: 900}
# By what a page is known to be whole: what is made last of what can be read there.
PAGES = {
    "phone": ("ctrl+1", "Speed dial", "Snelkeuze"),
    "meetings": ("ctrl+2", "New meeting", "Nieuwe vergadering"),
    "history": ("ctrl+3", "Show the meeting", "Vergadering tonen"),
    "accounts": ("ctrl+4", "Add account", "Account toevoegen"),
    "settings": ("ctrl+5", "Company certificates", "Certificaten van het bedrijf"),
}
HANG_UP = {"en": "Hang up", "nl": "Ophangen"}
# Words that stand somewhere on most pages, and that Dutch has others for.
ENGLISH = re.compile(
    r"\b(add|and|any|calls?|cancel|change|country|date|edit|history|meetings?|more|name|new|note|phone|ready|remove"
    r"|search|settings|show|speed|text|the|today|with|your)\b",
    re.IGNORECASE,
)
NAME = re.compile("Connect Call|ALLOcloud Web Meeting")  # providers


def wrong(nodes: list[Node], language: str) -> list[str]:
    """Return what somebody could not work with who is blind, or reads Dutch alone."""
    nameless = [f"{node.role} without a name" for node in nodes if node.nameless]
    if language == "en":
        return nameless
    said = {NAME.sub("", node.name) for node in nodes}
    english = sorted(filter(ENGLISH.search, said))
    return nameless + [f"{text!r} is English" for text in english]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "nl"])
async def test_every_page_can_be_looked_at(program: Program, language: str, theme: str) -> None:
    program.home.mkdir(mode=0o700)
    settings = {"version": 1, "language": language, "theme": theme, "welcomed": True}
    (program.home / "settings.json").write_text(json.dumps(settings))
    found: dict[str, list[str]] = {}
    async with Window(program, "--demo") as window:
        await window.in_front("Dialer")
        await window.reads(PAGES["phone"][1 + (language == "nl")])
        async with Camera(program.environment["DISPLAY"], OUTPUT) as camera:
            for state in ("idle", "call"):
                if state == "call":
                    await call(window, HANG_UP[language])
                for width, height in SIZES.items():
                    camera.resize(width, height)
                    assert await window.nodes()  # whoever answers has laid the window out
                    for page, (key, *titles) in PAGES.items():
                        # To read everything takes a while, and its words are the same at every width.
                        if width == min(SIZES) and (theme == "light" or state == "idle"):
                            nodes = await opened(window, key, titles[language == "nl"])
                            found |= {page: bad} if (bad := wrong(nodes, language)) else {}
                        else:
                            await window.press(key)
                        await camera.take(f"{language}-{theme}-{width}-{state}-{page}")
                    await window.press("ctrl+1")
    assert found == {}


async def opened(window: Window, key: str, title: str) -> list[Node]:
    """Press the key of a page until it is open and has something with this name; return all of it."""
    nodes: list[Node] = []

    async def is_there() -> bool:
        await window.press(key)  # a program that has just begun may not have heard the first
        nodes[:] = await window.nodes()
        return title in {node.name for node in nodes}

    await until(is_there, title)
    return nodes


async def call(window: Window, hang_up: str) -> None:
    """Call somebody, and leave the call be."""
    await window.search("sanne", "Sanne de Vries")
    await window.press("Return")
    await window.reads(hang_up)
    await window.press("ctrl+a", "BackSpace")
