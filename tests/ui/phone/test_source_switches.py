"""Where the window searches is switched above the results, and remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.contacts.directories.directory import DirectoryFeature, Matches
from dialer.ui.phone.source_switches import SourceSwitch
from tests.contacts.room import person
from tests.fakes import FakeDirectory
from tests.ui.driving import nameless, press, until

if TYPE_CHECKING:
    from tests.ui.furnished import Furnished

SPACE = Qt.Key.Key_Space


def switch(furnished: Furnished, name: str) -> SourceSwitch:
    found = furnished.phone.results.sources.findChildren(SourceSwitch)
    return next(each for each in found if each.accessibleName() == name)


def titles(furnished: Furnished) -> list[str]:
    return [row.title for row in furnished.rows]


async def test_with_one_source_there_is_nothing_to_switch(furnished: Furnished) -> None:
    await furnished.people()
    await furnished.find("sa")
    await until(lambda: len(furnished.rows) == 2, "the contacts")
    assert not furnished.phone.results.sources.isVisible()


async def test_a_source_is_left_out_until_it_is_switched_on_again(furnished: Furnished) -> None:
    await furnished.people()
    sara = person("7", "Sara Willems", "020 555 0177")
    directory = FakeDirectory(features=DirectoryFeature.SEARCH, matches=[Matches(people=(sara,))] * 3)
    hub = furnished.program.hub
    hub.provide(hub.entries.all[0], directory)
    await furnished.find("sa")
    everybody = ["Samuel Verhoeven", "Sanne de Vries", "Sara Willems"]
    await until(lambda: sorted(titles(furnished)) == everybody, "both sources")
    await until(furnished.phone.results.sources.isVisible, "the switches")
    assert nameless(furnished.phone.results.sources) == []
    press(switch(furnished, "My contacts (3)"), SPACE)
    await until(lambda: titles(furnished) == ["Sara Willems"], "the directory alone")
    assert hub.settings.get("search_without") == "local"
    press(switch(furnished, "Scripted"), SPACE)
    await until(lambda: titles(furnished) == [], "nobody")
    asked = len(directory.log)
    press(switch(furnished, "My contacts (3)"), SPACE)
    await until(lambda: titles(furnished) == everybody[:2], "the contacts alone")
    assert len(directory.log) == asked, "a source that is switched off is not asked"
    press(switch(furnished, "Scripted"), SPACE)
    await until(lambda: sorted(titles(furnished)) == everybody, "both again")
