"""The card in the settings from which one looks for people who are there more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.widgets import Card, SecondaryButton
from dialer.ui.look.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App


class DuplicatesCard(Card):
    """A sentence and a button."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Offer to look in the contacts of this home."""
        super().__init__(parent)
        self._app = app
        text = app.hub.strings.text
        self.body.setSpacing(12)
        self.body.addWidget(FoldingLabel(text("ui_duplicates.text"), tone=Tone.DIM, wrap=True))
        button = SecondaryButton(text("ui_duplicates.action"), "account-multiple-outline")
        button.clicked.connect(self._on_button)
        button.shorten()
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_button(self) -> None:
        from dialer.ui.contacts.duplicates_dialog import look_for_duplicates  # seldom needed

        self._app.hub.scope.spawn(look_for_duplicates(self._app, self.window()), "look for duplicates")
