"""What a page shows where there is nothing to show: what it is for, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, PrimaryButton
from dialer.ui.look.theme import TextStyle, Tone


class EmptyCard(Card):
    """An icon, a title, a sentence, and perhaps a button, in the middle.

    Signals:
        wanted: the button was pressed.
    """

    wanted = Signal()

    def __init__(self, icon: str, title: str, text: str, *, action: str = "") -> None:
        """Draw it; without words for the action there is no button."""
        super().__init__(margin=40)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.body.addStretch()
        self.body.addWidget(IconLabel(icon, tint="accent", size=48), 0, centre)
        for words, style, tone in (
            (title, TextStyle.SUBTITLE, Tone.TEXT),
            (text, TextStyle.BODY, Tone.DIM),
        ):
            label = PlainLabel(words, style=style, tone=tone, wrap=True)
            label.setAlignment(centre)
            self.body.addWidget(label)
        if action:
            button = PrimaryButton(action, "plus")
            button.clicked.connect(self.wanted)
            self.body.addWidget(button, 0, centre)
        self.body.addStretch()
