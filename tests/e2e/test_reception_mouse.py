"""The same hour at the reception with the mouse alone: what is written was marked in another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.reception import Eyes, Mouse
from tests.e2e.reception_desk import (
    KAREL,
    LINKED,
    NOOR,
    NOTE,
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
async def test_with_the_mouse_alone(program: Program, sandbox: Sandbox, tmp_path: Path) -> None:
    async with furnish(program, tmp_path) as reception, Window(reception.program) as window:
        eyes, mouse = Eyes(window, keyboard=False), Mouse(window, reception.other)
        await eyes.look("start", own("ui_pages.accounts.state.loaded"))
        await call_note_and_promise_by_mouse(window, eyes, mouse)
        await search_the_history_by_mouse(eyes, mouse)
        await write_and_meet_by_mouse(window, eyes, mouse, reception)
        await call_from_elsewhere_by_mouse(window, eyes, mouse, reception)
        await set_by_mouse(window, eyes, mouse, reception)
        await mouse.close()
        assert await window.ended() == 0
        assert eyes.wrong == []
        assert eyes.screens >= SCREENS
        await assert_done(reception, sandbox)


async def hang_up_by_mouse(window: Window, eyes: Eyes, mouse: Mouse, screen: str) -> None:
    """Hang up: whoever points at a button while the bar makes room for another looks, and points again."""
    await eyes.look(screen, own("ui.call.hang_up"))

    async def is_pressed() -> bool:
        if any(node.name == own("ui.call.hang_up") and node.enabled for node in await window.nodes()):
            await mouse.click(own("ui.call.hang_up"), "push button")
            return False
        return True

    await until(is_pressed, "the end of the call")
    await says(window, "calls.ended.hung_up")


async def call_note_and_promise_by_mouse(window: Window, eyes: Eyes, mouse: Mouse) -> None:
    """The same as with the keys; the outcome is said at the end, where it has a button."""
    note, more = own("ui.call.note"), own("call_bar.more")
    await mouse.write(own("ui.a11y.search"), "karel")
    await mouse.click(own("ui.call.number", label="Werk", number="+31 20 555 9010"))
    await says(window, "calls.ended.busy_other", who=KAREL, other=own("contacts.label.mobile"))
    await eyes.look("busy", own("ui.leg.failed"))
    await mouse.click(own("call_bar.next.name").partition(":")[0], "push button")
    await says(window, "calls.state.connected", who=KAREL)
    await mouse.click(note, "push button")
    await mouse.write(own("ui.a11y.call_note"), NOTE)
    await eyes.look("note", NOTE)
    await mouse.menu(more, 2)
    await mouse.write(own("call_bar.tags.name"), TAG)
    await eyes.look("tag", TAG)
    await hang_up_by_mouse(window, eyes, mouse, "talking")
    await mouse.menu(own("call_bar.outcome"), 0)
    await eyes.look("outcome", own("call_bar.outcome.said", outcome=own("calls.outcome.reached")))
    await mouse.menu(more, 1)
    await window.in_front(own("callbacks.dialog.title"))
    await eyes.look("promise", own("callbacks.dialog.keep"))
    await mouse.click(own("callbacks.dialog.keep"), "push button")
    await window.in_front("Dialer")
    await mouse.click(own("lines.clear"))
    await eyes.look("call-backs", own("callbacks.card.heading"))
    await mouse.click(own("callbacks.row.keys"), right=30)
    await rings(window)
    await hang_up_by_mouse(window, eyes, mouse, "calling back")
    await mouse.click(own("callbacks.done_one", name=KAREL))
    await eyes.look("done", own("ui.home.recent"))


async def search_the_history_by_mouse(eyes: Eyes, mouse: Mouse) -> None:
    """Search, filter, and the charts."""
    await mouse.click(own("ui_history.title"), "check box")
    await mouse.write(own("ui_history.search"), "dakkapel")
    await eyes.look("history", own("ui_history.count", count=1), KAREL)
    await mouse.choose(own("ui_history.filter.kind"), own("ui_history.kind.meetings"))
    await eyes.look("filtered", own("ui_history.none.title"))
    await mouse.click(own("ui_history.tab.charts"), "page tab")
    await eyes.look("charts")


async def write_and_meet_by_mouse(window: Window, eyes: Eyes, mouse: Mouse, reception: Reception) -> None:
    """A message slip to a colleague, and a meeting with a client."""
    await mouse.click(own("ui.page.phone"), "check box")
    await mouse.write(own("ui.a11y.search"), "karel")
    await mouse.click(own("slips.action"), "push button")
    await window.in_front(own("slips.dialog.title"))
    await eyes.look("slip", own("slips.dialog.preview"))
    await mouse.choose_row(0, mouse.write(own("slips.dialog.to"), "noor"))
    await window.reads(NOOR)
    await mouse.click(own("slips.dialog.mail"), "push button")
    await reception.was_opened(f"mailto:{NOOR}?")
    await window.in_front("Dialer")
    await mouse.click(own("lines.clear"))
    await mouse.write(own("ui.a11y.search"), "sanne")
    await mouse.click(own("ui_meetings.meet.now"), "push button")
    await mouse.click(own("ui_meetings.link.open"), "push button")
    await eyes.look("meeting")
    await reception.was_opened(f"mailto:{NOOR}?", "http://127.0.0.1:")


async def call_from_elsewhere_by_mouse(
    window: Window, eyes: Eyes, mouse: Mouse, reception: Reception
) -> None:
    """A link; what is marked elsewhere, put into the search box; what was copied, by the box's menu."""
    box, question, call = own("ui.a11y.search"), own("links.dialog.title"), own("links.dialog.call")
    assert (await reception.program.run("link", f"tel:{LINKED}")).code == 0
    await eyes.look("question: link", question, "+31 20 555 9026")
    await mouse.click(call, "push button")
    await rings(window)
    await hang_up_by_mouse(window, eyes, mouse, "link")
    await mouse.click(own("ui.page.phone"), "check box")
    await mouse.click(own("lines.clear"))
    await mouse.write(box, "020 555 9027")
    await mouse.click(own("ui.results.call_number", number="+31 20 555 9027"), "list item", right=60)
    await rings(window)
    await hang_up_by_mouse(window, eyes, mouse, "marked")
    reception.other.own("CLIPBOARD", UTF8_STRING=b"020 555 9028")
    await mouse.choose_row(-1, mouse.click(box, "text", button=3))
    await eyes.look("question: copied", question, "+31 20 555 9028")
    await mouse.click(call, "push button")
    await rings(window)
    await hang_up_by_mouse(window, eyes, mouse, "copied")


async def set_by_mouse(window: Window, eyes: Eyes, mouse: Mouse, reception: Reception) -> None:
    """Quiet on and off, another setting, and the list of keys."""
    quiet, small = own("settings.field.quiet.label"), own("settings.field.call_window.label")
    await mouse.click(own("ui.page.settings"), "check box")
    await mouse.write(own("settings.search"), quiet)
    await mouse.click(quiet, "check box")
    await reception.is_set("quiet", True)
    await eyes.look("settings", quiet)
    await mouse.click(quiet, "check box")
    await reception.is_set("quiet", False)
    await mouse.click(own("lines.clear"))
    await mouse.write(own("settings.search"), small)
    await mouse.choose(small, own("settings.field.call_window.option.away"))
    await reception.is_set("call_window", "away")
    await mouse.click(own("lines.clear"))
    await mouse.write(own("settings.search"), own("shortcuts.do.help"))
    await mouse.click(own("shortcuts.do.help"), "push button")
    await window.in_front(own("shortcuts.title"))
    await eyes.look("keys", own("shortcuts.area.window"))
    await mouse.click(own("ui_pages.dialog.close"), "push button")
    await window.in_front("Dialer")
