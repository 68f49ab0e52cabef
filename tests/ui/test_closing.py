"""A closed window can be seen for a moment more: what is done in it then begins nothing, and never fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from tests.fakes import settle
from tests.ui.driving import line, retype, whole

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished


async def test_what_is_typed_then_finds_nothing(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.window.aclose()
    furnished.type("sanne")
    await settle()
    assert furnished.rows == []
    assert furnished.desk.scope.tasks == frozenset()


async def test_a_page_that_is_gone_to_then_reads_nothing(furnished: Furnished) -> None:
    await furnished.window.aclose()
    furnished.desk.show_page("history")
    await settle()
    assert furnished.desk.scope.tasks == frozenset()


async def test_what_was_to_come_a_little_later_does_not(furnished: Furnished) -> None:
    retype(line(whole(furnished.desk.show_page("settings")), "Try a number"), "020 555 0142")
    waiting = [timer for timer in furnished.window.findChildren(QTimer) if timer.isActive()]
    assert waiting
    await furnished.window.aclose()
    assert [timer for timer in waiting if timer.isActive()] == []
