"""One account, as a card: what it is, how it is doing, and what can be done about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.ui.entry_words import entry_look, entry_words
from dialer.ui.flow_dialog import integration_icon
from dialer.ui.theme import TextStyle, Tone
from dialer.ui.widgets import Button, Card, Chip, IconLabel, PlainLabel, one_line
from dialer.ui.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.core.clock import Clock
    from dialer.core.entry import ConfigEntry
    from dialer.core.strings import Strings


class Action(StrEnum):
    """What can be done with an account."""

    SIGN_IN = "sign_in"
    RETRY = "retry"
    CHANGE = "change"
    ENABLE = "enable"
    DISABLE = "disable"
    REMOVE = "remove"


_ICONS = {
    Action.SIGN_IN: "login",
    Action.RETRY: "refresh",
    Action.CHANGE: "pencil-outline",
    Action.ENABLE: "power",
    Action.DISABLE: "power",
    Action.REMOVE: "delete-outline",
}
_SENTENCE_TONES = {
    EntryState.RETRYING: Tone.WARNING,
    EntryState.AUTH_NEEDED: Tone.WARNING,
    EntryState.FAILED: Tone.BAD,
}


class AccountCard(Card):
    """Draws one account.

    Attributes:
        buttons: the button of each action; those that make no sense now are hidden.

    Signals:
        wanted: the user wants an `Action` with this account.
    """

    wanted = Signal(str, object)

    def __init__(
        self, entry: ConfigEntry, strings: Strings, clock: Clock, parent: QWidget | None = None
    ) -> None:
        """Draw an account as it is now."""
        super().__init__(parent)
        self.entry = entry
        self._strings = strings
        self._clock = clock
        self._title = PlainLabel(style=TextStyle.STRONG, elide=True)
        self._provider = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, elide=True)
        self.state = Chip("")
        self._sentence = PlainLabel(style=TextStyle.SMALL, wrap=True)
        self.body.addLayout(self._build_row())
        self.refresh()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_pages.accounts.{key}", **placeholders)

    def _build_row(self) -> QHBoxLayout:
        row, words, head = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(16)
        icon = IconLabel(integration_icon(self.entry.domain), tint="accent", size=28)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self.state)
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._provider)
        words.addWidget(self._sentence)
        words.addSpacing(12)
        words.addLayout(self._build_actions())
        row.addLayout(words, 1)
        return row

    def _build_actions(self) -> WrapLayout:
        row = WrapLayout()
        self.buttons: dict[Action, Button] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._pressed)
        for place, action in enumerate(Action):
            kind = "primary" if action is Action.SIGN_IN else "secondary"
            button = Button(self._text(action), _ICONS[action], kind=kind)
            self.buttons[action] = button
            self._group.addButton(button, place)
            row.addWidget(button)
        return row

    def set_busy(self, *, busy: bool) -> None:
        """Take no further action while one runs."""
        for button in self.buttons.values():
            button.setEnabled(not busy)

    def refresh(self) -> None:
        """Show how the account is doing now."""
        manifest = loader.discover().get(self.entry.domain)
        title = one_line(self.entry.title)
        self._title.setText(title)
        self._provider.setText(manifest.name if manifest is not None else self.entry.domain)
        words = entry_words(self.entry, self._strings, self._clock)
        self.state.show_state(words, *entry_look(self.entry))
        sentence = self._sentence_below(known=manifest is not None)
        self._sentence.setText(sentence)
        self._sentence.set_tone(_SENTENCE_TONES.get(self.entry.state, Tone.DIM))
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(f"{title}: {words}")
        self._show_actions(known=manifest is not None)

    def _sentence_below(self, *, known: bool) -> str:
        if not known:
            return self._text("state.help.missing")
        if self.entry.disabled:
            return self._text("state.help.disabled")
        if self.entry.error is not None:
            return self._strings.text(self.entry.error.key, **self.entry.error.placeholders)
        return ""

    def _show_actions(self, *, known: bool) -> None:
        state, off = self.entry.state, self.entry.disabled
        shown = {
            Action.SIGN_IN: known and not off and state is EntryState.AUTH_NEEDED,
            Action.RETRY: known and not off and state in {EntryState.RETRYING, EntryState.FAILED},
            Action.CHANGE: known,
            Action.ENABLE: known and off,
            Action.DISABLE: known and not off,
            Action.REMOVE: True,
        }
        for action, visible in shown.items():
            button = self.buttons[action]
            button.setVisible(visible)
            name = self._text("action_name", action=self._text(action), title=self.entry.title)
            button.setAccessibleName(name)

    def _pressed(self, place: int) -> None:
        self.wanted.emit(list(Action)[place], self.entry)
