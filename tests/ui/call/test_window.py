"""The small call window: there when it is wanted, never in the way of keys, and gone with its call."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from dialer.ui.call import said as call_said
from dialer.ui.call.window_part import CallWindowPart
from tests.calls.test_manager import BUSY, SOURCE_RINGS, TALKING
from tests.fakes import settle
from tests.ui.driving import button, line, nameless, press, until
from tests.ui.furnished import KAREL

if TYPE_CHECKING:
    import pytest

    from dialer.ui.call.window import CallWindow
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished


def part(furnished: Furnished) -> CallWindowPart:
    (found,) = [each for each in furnished.desk._parts if isinstance(each, CallWindowPart)]  # noqa: SLF001  # no page has it
    return found


async def small(furnished: Furnished) -> CallWindow:
    parts = part(furnished)
    await until(lambda: parts.window is not None and parts.window.isVisible(), "the small window")
    assert parts.window is not None
    return parts.window


async def call(furnished: Furnished, provider: FakeTelephony, setting: str) -> None:
    await furnished.program.hub.settings.set("call_window", setting)
    await furnished.people()
    provider.statuses = [TALKING]
    await furnished.program.press(KAREL)
    await furnished.says("Talking with Karel Bakker")


async def test_it_is_off_by_default_and_not_even_loaded(
    furnished: Furnished, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "dialer.ui.call.window", raising=False)
    await call(furnished, provider, "never")
    assert part(furnished).window is None
    assert "dialer.ui.call.window" not in sys.modules


async def test_it_says_what_the_bar_says_and_leaves_the_keys_alone(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    await call(furnished, provider, "always")
    window = await small(furnished)
    assert window.said.text() == "Talking with Karel Bakker"
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert window.windowHandle().flags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert nameless(window) == []
    press(window.hang_up, Qt.Key.Key_Space)
    await furnished.says("You hung up")
    assert window.said.text() == "You hung up"
    furnished.desk.call_bar.dismiss()
    assert not window.isVisible()


async def test_a_note_is_written_in_it(furnished: Furnished, provider: FakeTelephony) -> None:
    await call(furnished, provider, "always")
    window = await small(furnished)
    press(button(window, "Note"), Qt.Key.Key_Space)
    note = line(window, "Call note")
    QTest.keyClicks(note, "contract")
    press(note, Qt.Key.Key_Return)
    await settle()
    (record,) = await furnished.program.calls.history.recent(1)
    assert record.note == "contract"
    assert furnished.desk.call_bar.note.text() == "contract"


async def test_away_means_while_another_program_is_in_front(
    furnished: Furnished, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    await call(furnished, provider, "away")
    parts = part(furnished)
    assert parts.window is None
    with monkeypatch.context() as patch:
        patch.setattr(QGuiApplication, "focusWindow", lambda: None)
        parts.refresh()
        window = await small(furnished)
    parts.refresh()
    assert not window.isVisible()


async def test_closed_it_stays_away_for_that_call(furnished: Furnished, provider: FakeTelephony) -> None:
    await call(furnished, provider, "always")
    window = await small(furnished)
    window.close()
    assert not window.isVisible()
    provider.statuses = [BUSY]
    await furnished.program.clock.advance(2)
    await settle()
    assert not window.isVisible()
    assert furnished.desk.call_bar.isVisible()
    await furnished.program.clock.advance(10)
    provider.statuses = [SOURCE_RINGS]
    await furnished.program.press("+31205550199")
    await until(window.isVisible, "the window of the next call")


async def test_it_remembers_its_place(furnished: Furnished, provider: FakeTelephony) -> None:
    await call(furnished, provider, "always")
    window = await small(furnished)
    window.move(40, 60)
    place = window.pos()
    furnished.desk.phone_actions.hang_up()
    await furnished.says("You hung up")
    furnished.desk.call_bar.dismiss()
    await until((furnished.program.home.path / "call_window.json").is_file, "the file with its place")
    window.move(300, 200)
    await furnished.program.clock.advance(10)
    await furnished.program.press(KAREL)
    await until(window.isVisible, "the window of the next call")
    assert window.pos() == place


async def test_each_state_is_announced_once_whichever_window_is_in_front(
    furnished: Furnished, provider: FakeTelephony, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(call_said, "announce", lambda _widget, text, **_: said.append(text))
    await furnished.program.hub.settings.set("call_window", "always")
    provider.statuses = [SOURCE_RINGS, SOURCE_RINGS, TALKING, TALKING, BUSY]
    await furnished.program.press("+31205550199")
    await furnished.says("Your phone rings")
    await until(lambda: furnished.desk.call_bar.number == "+31 20 555 0199", "the number as people write it")
    await furnished.program.clock.advance(6)
    await furnished.says("is busy")
    kinds = [text.replace("\u2066", "").partition("+31")[0] for text in said]
    assert kinds == ["Calling ", "Your phone rings: pick up", "Talking with ", ""]
