"""An hour at the reception, condensed, in Dutch, with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.reception import Eyes
from tests.e2e.reception_desk import (
    KAREL,
    LINKED,
    NOOR,
    NOTE,
    SANNE,
    SCREENS,
    TAG,
    assert_done,
    furnish,
    own,
    rings,
    says,
)
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.sandbox import Sandbox
    from tests.e2e.program import Program
    from tests.e2e.reception_desk import Reception


@pytest.mark.timeout(300)  # beside whatever else this machine does
@pytest.mark.parametrize("speed", [1.5])
async def test_with_the_keyboard_alone(program: Program, sandbox: Sandbox, tmp_path: Path) -> None:
    async with furnish(program, tmp_path) as reception, Window(reception.program) as window:
        eyes = Eyes(window, keyboard=True)
        await eyes.look("start", own("ui_pages.accounts.state.loaded"))
        await call_note_and_promise_by_keys(window, eyes)
        await search_the_history_by_keys(window, eyes)
        await write_and_meet_by_keys(window, eyes, reception)
        await call_from_elsewhere_by_keys(window, eyes, reception)
        await set_by_keys(window, eyes, reception)
        await window.press("ctrl+q")
        assert await window.ended() == 0
        assert eyes.wrong == []
        assert eyes.screens >= SCREENS
        await assert_done(reception, sandbox)


async def hang_up_by_key(window: Window, eyes: Eyes, screen: str) -> None:
    """Hang up, once that is what the screen offers."""
    await eyes.look(screen, own("ui.call.hang_up"))
    await window.press("Escape")
    await says(window, "calls.ended.hung_up")


async def call_note_and_promise_by_keys(window: Window, eyes: Eyes) -> None:
    """Search, call, the other number, note, outcome and tag while talking, promise, call back, mark done."""
    await window.search("karel", KAREL)
    await window.press("Return")
    other = own("contacts.label.mobile")
    await says(window, "calls.ended.busy_other", who=KAREL, other=other)
    await eyes.look("busy", own("ui.leg.failed"))
    await window.press("ctrl+shift+n")
    await rings(window)
    await says(window, "calls.state.connected", who=KAREL)
    await eyes.look("talking", own("ui.leg.connected"))
    await window.press("ctrl+n")
    await window.type(NOTE)
    await eyes.look("note", NOTE)
    await window.press("Return", "ctrl+o", "Return")
    await eyes.look("outcome", f"· {own('calls.outcome.reached')}")
    await window.focus(own("call_bar.more"))
    await window.press("Return", "Down", "Down", "Return")
    await window.type(TAG)
    await eyes.look("tag", TAG)
    await window.press("Return")
    await hang_up_by_key(window, eyes, "tagged")
    await window.press("ctrl+b")
    await window.in_front(own("callbacks.dialog.title"))
    await eyes.look("promise", own("callbacks.dialog.keep"))
    await window.press("Return")
    await window.in_front("Dialer")
    await window.press("Escape")
    await eyes.look("call-backs", own("callbacks.card.heading"))
    await window.focus(own("callbacks.row.keys"))
    await window.press("Return")
    await rings(window)
    await hang_up_by_key(window, eyes, "calling back")
    await window.press("space")
    await eyes.look("done", own("ui.home.recent"))


async def search_the_history_by_keys(window: Window, eyes: Eyes) -> None:
    """Search, filter, and the charts."""
    await window.press("ctrl+3", "ctrl+f")
    await window.type("dakkapel")
    await eyes.look("history", own("ui_history.count", count=1), KAREL)
    await window.press("Tab")
    await window.focus(own("ui_history.filter.kind"))
    await window.press("Down", "Down")
    await eyes.look("filtered", own("ui_history.none.title"))
    await window.press("shift+Tab", "shift+Tab")
    await eyes.look("tabs")
    await window.press("Right", "Right")
    await eyes.look("charts")


async def write_and_meet_by_keys(window: Window, eyes: Eyes, reception: Reception) -> None:
    """A message slip to a colleague, and a meeting with a client."""
    await window.press("ctrl+shift+m")
    await window.in_front(own("slips.dialog.title"))
    await eyes.look("slip", own("slips.dialog.preview"))
    await window.type("noor")
    await reception.list_opened(window)
    await window.press("Down", "Return")
    await window.reads(NOOR)
    await window.press("Return")
    await reception.was_opened(f"mailto:{NOOR}?")
    await window.in_front("Dialer")
    await eyes.look("after the slip")
    await window.search("sanne", SANNE)
    await window.focus(own("ui_meetings.meet.now"))
    await window.press("Return")
    await eyes.look("meeting", own("ui_meetings.link.open"))
    await window.focus(own("ui_meetings.link.open"))
    await window.press("Return")
    await reception.was_opened(f"mailto:{NOOR}?", "http://127.0.0.1:")


async def call_from_elsewhere_by_keys(window: Window, eyes: Eyes, reception: Reception) -> None:
    """A link of a browser that is in front, what is marked in it, and what was copied there."""
    question = own("links.dialog.title")
    await reception.browse(window)
    assert (await reception.program.run("link", f"tel:{LINKED}")).code == 0
    await window.reads(question)

    async def is_in_front() -> bool:
        if await window.title() == question:
            return True
        await window.tool("key", "alt+Tab")  # a window that came by itself takes no focus in its first moment
        return False

    await until(is_in_front, "the question about the link, by the desktop's own keys")
    await answer_by_keys(window, eyes, "link", "+31 20 555 9026")
    reception.other.own("PRIMARY", UTF8_STRING=b"Bel 020 555 9027 terug")
    await reception.browse(window)
    await window.tool("key", "ctrl+alt+d")
    await answer_by_keys(window, eyes, "hotkey", "+31 20 555 9027")
    reception.other.own("CLIPBOARD", UTF8_STRING=b"020 555 9028")
    await window.press("ctrl+shift+v")
    await answer_by_keys(window, eyes, "copied", "+31 20 555 9028")


async def answer_by_keys(window: Window, eyes: Eyes, screen: str, number: str) -> None:
    """Say yes to the question about a number, and hang up."""
    await window.in_front(own("links.dialog.title"))
    await eyes.look(f"question: {screen}", number)
    await window.focus(own("links.dialog.call"))
    await window.press("Return")
    await rings(window)
    await hang_up_by_key(window, eyes, screen)


async def set_by_keys(window: Window, eyes: Eyes, reception: Reception) -> None:
    """Quiet on and off, another setting, and the list of keys."""
    quiet, small = own("settings.field.quiet.label"), own("settings.field.call_window.label")
    await window.press("ctrl+5", "ctrl+f")
    await window.type(quiet)
    await eyes.look("settings", quiet)
    await window.focus(quiet)
    await window.press("space")
    await reception.is_set("quiet", True)
    await window.press("space")
    await reception.is_set("quiet", False)
    await window.press("ctrl+f")
    await window.type(small)
    await window.focus(small)
    await window.press("Down")
    await reception.is_set("call_window", "away")
    await window.press("F1")
    await window.in_front(own("shortcuts.title"))
    await eyes.look("keys", own("shortcuts.area.window"))
    await window.press("Escape")
    await window.in_front("Dialer")
    await eyes.look("after the keys")
