"""People who are there more than once, decided about in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from dialer.ui.contacts.duplicates_card import DuplicatesCard
from dialer.ui.contacts.duplicates_dialog import DuplicatesDialog, look_for_duplicates
from tests.ui.driving import button, dialog, nameless, outcome, press, until, words

if TYPE_CHECKING:
    import asyncio

    from tests.ui.furnished import Furnished

SPACE = Qt.Key.Key_Space


async def opened(furnished: Furnished) -> tuple[DuplicatesDialog, asyncio.Task[None]]:
    """Open the dialog on the window's app, and wait until it has looked."""
    app = furnished.desk.phone._app  # noqa: SLF001  # the one that the window was made with
    task = furnished.program.hub.scope.spawn(look_for_duplicates(app, furnished.window), "test")
    found = await dialog(DuplicatesDialog)
    await until(lambda: "Looking through" not in " ".join(words(found)), "the suggestions")
    return found, task


async def names(furnished: Furnished) -> list[str]:
    found = await furnished.program.contacts.search("", limit=0)
    return [hit.contact.name for hit in found.hits]


async def test_two_are_merged_and_taken_apart_again(furnished: Furnished) -> None:
    await furnished.add("Sanne de Vries", "06 20417735", organisation="Van Dijk")
    await furnished.add("S. de Vries", "06 20417735", "020 305 7700")
    await furnished.add("Karel Bakker", "020 555 0142")
    found, task = await opened(furnished)
    assert nameless(found) == []
    assert any("1 to decide: same number, similar name" in text for text in words(found))
    radios = found.findChildren(QRadioButton)
    assert sorted(radio.text() for radio in radios) == ["S. de Vries", "Sanne de Vries"]
    next(radio for radio in radios if radio.text() == "Sanne de Vries").setChecked(True)
    press(button(found, "Merge"), SPACE)
    await until(
        lambda: any("Sanne de Vries is one contact now" in text for text in words(found)), "the merge"
    )
    assert await names(furnished) == ["Karel Bakker", "Sanne de Vries"]
    assert any("Nobody seems to be there more than once" in text for text in words(found))
    assert not button(found, "Merge").isEnabled()
    press(button(found, "Undo"), SPACE)
    await until(lambda: any("1 to decide" in text for text in words(found)), "the suggestion again")
    assert len(await names(furnished)) == 3
    found.reject()
    await outcome(task)


async def test_different_people_are_not_suggested_again(furnished: Furnished) -> None:
    await furnished.add("Jan Jansen", "06 20417735")
    await furnished.add("J. Jansen", "06 20417735")
    found, task = await opened(furnished)
    press(button(found, "Different people"), SPACE)
    await until(lambda: any("Nobody seems" in text for text in words(found)), "nobody left")
    found.reject()
    await outcome(task)
    found, task = await opened(furnished)
    assert any("Nobody seems" in text for text in words(found))
    found.reject()
    await outcome(task)
    assert len(await names(furnished)) == 2


async def test_what_is_left_for_later_is_there_the_next_time(furnished: Furnished) -> None:
    for number in ("06 20417735", "06 20417736"):
        await furnished.add(f"Jan {number[-1]} Jansen", number)
        await furnished.add(f"J. {number[-1]} Jansen", number)
    found, task = await opened(furnished)
    assert any("2 to decide" in text for text in words(found))
    press(button(found, "Later"), SPACE)
    await until(lambda: any("1 to decide" in text for text in words(found)), "the next")
    found.reject()
    await outcome(task)
    found, task = await opened(furnished)
    assert any("2 to decide" in text for text in words(found))
    found.reject()
    await outcome(task)


async def test_the_card_in_the_settings_leads_there(furnished: Furnished) -> None:
    card = DuplicatesCard(furnished.desk.phone._app, furnished.window)  # noqa: SLF001  # as above
    card.show()
    press(button(card, "Look for duplicates"), SPACE)
    found = await dialog(DuplicatesDialog)
    await until(lambda: any("Nobody seems" in text for text in words(found)), "the answer")
    found.reject()
