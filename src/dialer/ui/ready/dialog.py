"""Whether the own phone is ready, fact by fact; nothing rings and nothing is sent to find out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from dialer.calls.readiness import readiness
from dialer.core.readable import named
from dialer.ui.blocks.dialog_frame import framed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import fitting_size
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, PrimaryButton, SecondaryButton, ltr, one_line
from dialer.ui.look.theme import TextStyle, Tone, px
from dialer.ui.ready.line import LOOKS

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.readiness import Readiness
    from dialer.core.strings import Strings
    from dialer.ui.desk import Desk

_WIDTH = 480
_LIST = 2


class PhoneReadyDialog(QDialog):
    """The verdict, the phone, and each fact with its icon, its word and its sentence."""

    def __init__(self, parent: QWidget, strings: Strings, found: Readiness, now: datetime) -> None:
        """Show what was found; the result `_LIST` wants the emergency list."""
        super().__init__(parent)
        title = strings.text("readiness.title")
        layout = framed(self, title)
        layout.addWidget(PlainLabel(strings.text(found.key), style=TextStyle.SUBTITLE, wrap=True))
        if found.number:
            words = (
                f"{one_line(found.label)} \u00b7 {ltr(found.number)}" if found.label else ltr(found.number)
            )
            layout.addWidget(PlainLabel(words, tone=Tone.DIM, wrap=True))
        layout.addLayout(self._build_facts(strings, found, now))
        layout.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        listed = SecondaryButton(strings.text("repairs.fix.emergency_list"), "file-document-outline")
        listed.setAutoDefault(False)
        listed.clicked.connect(self._want_list)
        close = PrimaryButton(strings.text("ui_pages.dialog.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(listed)
        row.addStretch()
        row.addWidget(close)
        layout.addLayout(row)
        self.setFixedSize(fitting_size(self, layout, max(px(_WIDTH), layout.minimumSize().width())))
        close.setFocus()

    def _build_facts(self, strings: Strings, found: Readiness, now: datetime) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(found.facts):
            icon, tint = LOOKS[fact.level]
            grid.addWidget(IconLabel(icon, tint=tint, size=18), row, 0, Qt.AlignmentFlag.AlignTop)
            level = strings.text(f"readiness.level.{fact.level}")
            words = named(level, fact.sentence(strings, now), strings)
            grid.addWidget(PlainLabel(one_line(words), wrap=True), row, 1)
        return grid

    def _want_list(self) -> None:
        self.done(_LIST)


def _written(found: Readiness, number: str) -> Readiness:
    """Return it with the own number as people write it."""
    facts = [
        replace(fact, placeholders={**fact.placeholders, "phone": ltr(number)})
        if fact.placeholders.get("phone") == found.number
        else fact
        for fact in found.facts
    ]
    return replace(found, number=number, facts=tuple(facts))


async def show_ready(desk: Desk) -> None:
    """Show whether the phone is ready, and save the emergency list where that is wanted.

    Raises:
        StorageError: the list could not be written.
    """
    app = desk.app
    found = await readiness(app.hub, app.calls.history)
    if found.number:
        found = _written(found, await desk.phone.numbers.of(found.number))
    dialog = PhoneReadyDialog(desk.main_window, app.hub.strings, found, app.hub.clock.now())
    if await result_of(dialog) == _LIST:
        from dialer.ui.phone.emergency_list import save_emergency_list

        desk.phone_actions.told.emit("ok", await save_emergency_list(app, desk.main_window))
