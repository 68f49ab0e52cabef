"""The card in the settings that opens the list of all keys, for whoever has only the mouse at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.ui.blocks.widgets import Card, SecondaryButton

if TYPE_CHECKING:
    from dialer.core.hub import Hub


class KeysCard(Card):
    """One button, which does what F1 does."""

    def __init__(self, hub: Hub) -> None:
        """Offer the list."""
        super().__init__()
        self._hub = hub
        button = SecondaryButton(hub.strings.text("shortcuts.do.help"), "information-outline")
        button.shorten()
        button.clicked.connect(self._on_button)
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_button(self) -> None:
        self._hub.scope.spawn(self._show(), "show the keys")

    async def _show(self) -> None:
        from dialer.ui.keys.shortcuts_dialog import show_shortcuts  # only who looks needs it

        await show_shortcuts(self._hub, self._hub.scope, self.window())
