"""Shows the numbers that are read differently than before; whoever has looked is not told again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.widgets import Card, PlainLabel, PrimaryButton, ltr, one_line
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.contacts.numbers.rereading import Changes
    from dialer.contacts.numbers.rereading_store import Change
    from dialer.core.strings import Strings

_WIDTH = 560
_MOST = 200


async def show_numbers(app: App, parent: QWidget) -> None:
    """Show what is read differently; once it was closed, it counts as seen.

    Raises:
        StorageError: this could not be read or written.
    """
    changes = await app.number_rules.changes(_MOST)
    await result_of(NumbersDialog(changes, app.hub.strings, parent))
    await app.number_rules.seen()


class NumbersDialog(QDialog):
    """A card for each number: whose it is, how it was written, and both readings."""

    def __init__(self, changes: Changes, strings: Strings, parent: QWidget | None = None) -> None:
        """List these changes."""
        super().__init__(parent)
        self._strings = strings
        title = strings.text("repairs.numbers.title")
        layout = headed(self, title)
        layout.addWidget(PlainLabel(strings.text("repairs.numbers.text"), tone=Tone.DIM, wrap=True))
        layout.addWidget(self._build_list(changes), 1)
        foot = QHBoxLayout()
        foot.addStretch()
        seen = PrimaryButton(strings.text("repairs.numbers.seen"))
        seen.setDefault(True)
        seen.clicked.connect(self.accept)
        foot.addWidget(seen)
        layout.addLayout(foot)
        self.resize(fitting_size(self, layout, px(_WIDTH)))

    def _build_list(self, changes: Changes) -> FormScroll:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        for change in changes.shown:
            column.addWidget(self._build_card(change))
        if hidden := changes.count - len(changes.shown):
            column.addWidget(
                PlainLabel(self._strings.text("repairs.numbers.more", count=hidden), tone=Tone.DIM)
            )
        column.addStretch()
        return FormScroll(inner)

    def _build_card(self, change: Change) -> Card:
        card = Card(margin=12)
        card.body.setSpacing(4)
        text = self._strings.text
        none = text("repairs.numbers.none")
        written = text("repairs.numbers.written", number=ltr(change.raw))
        card.body.addWidget(PlainLabel(one_line(change.name), style=TextStyle.STRONG, elide=True))
        card.body.addWidget(PlainLabel(written, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        before, now = (ltr(number) if number else none for number in (change.before, change.now))
        card.body.addWidget(PlainLabel(text("repairs.numbers.before", number=before), wrap=True))
        tone = Tone.TEXT if change.now else Tone.WARNING
        card.body.addWidget(PlainLabel(text("repairs.numbers.now", number=now), tone=tone, wrap=True))
        return card
