"""The whole window as a test drives it: keys go where the focus is, and real managers stand behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dialer.contacts.model import ContactDraft, NumberDraft
from tests.ui.driving import until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.contacts.model import Contact
    from dialer.ui import desk as ui
    from dialer.ui.phone.page import PhonePage
    from dialer.ui.phone.results import Row
    from dialer.ui.window import MainWindow
    from tests.calls.conftest import Desk

SANNE, SAMUEL, KAREL = "+31620417735", "+31302861000", "+31205550142"
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Furnished:
    """A window, and the program behind it."""

    window: MainWindow
    program: Desk

    @property
    def desk(self) -> ui.Desk:
        """Everything in the window."""
        assert self.window.desk is not None
        return self.window.desk

    @property
    def phone(self) -> PhonePage:
        """The Phone page."""
        return self.desk.phone

    @property
    def dialled(self) -> list[str]:
        """The numbers that the provider was asked to call, in order."""
        return [order.destination for order in self.program.provider.orders]

    @property
    def rows(self) -> list[Row]:
        """The rows of the results."""
        model = self.phone.results.model
        rows = [model.row(place) for place in range(model.rowCount())]
        return [row for row in rows if row is not None]

    async def add(
        self, name: str, *numbers: str, organisation: str = "", favourite: bool = False, note: str = ""
    ) -> Contact:
        """Keep a contact."""
        drafts = tuple(NumberDraft(raw=number, label="work") for number in numbers)
        draft = ContactDraft(
            name=name, organisation=organisation, numbers=drafts, favourite=favourite, note=note
        )
        return await self.program.contacts.add(draft)

    async def people(self) -> None:
        """Keep three people, two of whom "sa" finds."""
        await self.add("Sanne de Vries", SANNE, organisation="Van Dijk Advocaten", note="Not before 9:30")
        await self.add("Samuel Verhoeven", SAMUEL)
        await self.add("Karel Bakker", KAREL, favourite=True)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self._focused(), text)

    def _focused(self) -> QWidget:
        focused: QWidget | None = self.window.focusWidget()
        return self.window if focused is None else focused

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self._focused(), key, modifier)

    async def find(self, text: str) -> None:
        """Search afresh, and wait until everything is found."""
        self.press(Qt.Key.Key_K, CTRL)
        self.type(text)
        await self.settled(text)

    async def settled(self, text: str) -> None:
        """Wait until everything is found for a text, and the card is that of who is marked."""

        def ready() -> bool:
            results = self.phone.results
            found, row = results.model.found, results.view.row()
            is_found = found is not None and found.text == text and found.settled
            return is_found and (row is None or row.contact in {None, results.card.contact})

        await until(ready, f"the results of {text!r}")

    async def says(self, words: str) -> None:
        """Wait until the call bar says this."""
        bar = self.desk.call_bar
        await until(lambda: bar.isVisible() and words in bar.status.text(), words)

    async def tells(self, words: str) -> None:
        """Wait until the strip below the call bar says this."""
        strip = self.desk.strip
        await until(lambda: strip.isVisible() and words in strip.text(), words)
