"""What is selected in another program, on a real X server; that program is not written with our means."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.desktop import selection_x11
from dialer.desktop.selection import MOST, NoText
from dialer.desktop.selection_x11 import X11Reader
from tests.desktop.x_program import XProgram

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NUMBER = "020 555 0142"


@pytest.fixture
async def other(desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[XProgram]:
    """Another program, on the display that we read from."""
    monkeypatch.setenv("DISPLAY", desktop["DISPLAY"])
    async with XProgram(desktop["DISPLAY"]) as program:
        yield program


async def why_not() -> str:
    with pytest.raises(NoText) as refused:
        await X11Reader().selected()
    return refused.value.key.rpartition(".")[2]


async def test_what_is_marked_is_read_and_the_clipboard_is_not_asked(other: XProgram) -> None:
    copied = {"UTF8_STRING": b"copied", "text__html": b"<b>copied</b>", "image__png": b"\x89PNG"}
    other.own("CLIPBOARD", **copied)
    other.own("PRIMARY", UTF8_STRING=f" bel {NUMBER} – René\n".encode())
    assert await X11Reader().selected() == f"bel {NUMBER} – René"
    assert other.asked == ["UTF8_STRING"]
    assert other.owns("CLIPBOARD")
    assert other.owns("PRIMARY")
    assert await X11Reader().copied() == "copied"


async def test_an_old_program_hands_over_its_old_form(other: XProgram) -> None:
    other.own("PRIMARY", STRING=b"t\xe9l. 020 555 0142")
    assert await X11Reader().selected() == "tél. 020 555 0142"
    assert other.asked == ["UTF8_STRING", "STRING"]


async def test_nothing_or_only_blanks_or_a_picture_is_nothing(other: XProgram) -> None:
    assert await why_not() == "nothing"
    other.own("PRIMARY", image__png=b"\x89PNG")
    assert await why_not() == "nothing"
    other.own("PRIMARY", UTF8_STRING=b" \0\n")
    assert await why_not() == "nothing"


async def test_a_program_that_never_answers_is_not_waited_for(
    other: XProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection_x11, "PATIENCE", 0.05)
    other.mute = True
    other.own("PRIMARY", UTF8_STRING=b"x")
    ticks = 0

    async def live() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.005)

    living = asyncio.create_task(live())
    assert await why_not() == "no_answer"
    living.cancel()
    assert ticks >= 3, "the loop went on meanwhile"


async def test_a_book_is_neither_read_nor_waited_for(other: XProgram) -> None:
    other.own("PRIMARY", UTF8_STRING=b"1" * MOST)
    assert len(await X11Reader().selected()) == MOST
    other.own("PRIMARY", UTF8_STRING=b"1" * (MOST + 1))
    assert await why_not() == "too_long"
    other.own("PRIMARY", UTF8_STRING=b"1" * 200_000)
    assert await why_not() == "too_long"
    other.own("PRIMARY", UTF8_STRING=b"1" * 50_000_000)
    other.piecewise = True
    assert await why_not() == "too_long"


async def test_without_a_server_nothing_is_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    assert await why_not() == "nothing"
