"""One account, as a card: what it is, how it is doing, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from dialer.core import loader
from dialer.core.entry_words import entry_words
from dialer.ui.accounts.actions import ICONS, KEYS, Action, is_refused, main_action, more_actions
from dialer.ui.accounts.provider_icon import integration_icon
from dialer.ui.accounts.provider_words import provider_words
from dialer.ui.accounts.words import entry_look, entry_sentence
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.managed import managed_row
from dialer.ui.blocks.widgets import (
    Button,
    Card,
    Chip,
    IconLabel,
    PlainLabel,
    SecondaryButton,
    isolate,
    one_line,
)
from dialer.ui.blocks.wrap_layout import WrapLayout
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

_GAP = 12
_ICON, _BESIDE = 28, 16
_NARROW = 320
"""Of a card less wide than this, the buttons begin at the left edge."""


class AccountCard(Card):
    """Draws one account.

    Attributes:
        entry: the account.
        state: the state, in a word.

    Signals:
        wanted: the user wants an `Action` with this account.
        more_wanted: the user wants to see what else can be done.
    """

    wanted = Signal(str, object)
    more_wanted = Signal(object)

    def __init__(self, entry: ConfigEntry, hub: Hub, parent: QWidget | None = None) -> None:
        """Draw an account as it is now."""
        super().__init__(parent)
        self.entry = entry
        self._hub = hub
        self._strings = hub.strings
        self._main: Action | None = None
        self._menu: QMenu | None = None
        self._left_from: QWidget | None = None
        self._title = FoldingLabel(style=TextStyle.STRONG, wrap=True)
        self._provider = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self.state = Chip("")
        self._sentence = PlainLabel(style=TextStyle.SMALL, wrap=True)
        self.body.addLayout(self._build_row())
        self.body.addSpacing(4)
        self._below = QHBoxLayout()
        self._below.addLayout(self._build_actions(), 1)
        self.body.addLayout(self._below)
        self.refresh()

    def _build_row(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        self._head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(_BESIDE)
        icon = IconLabel(integration_icon(self.entry.domain), tint="accent", size=_ICON)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self.state)
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._provider)
        words.addWidget(self._sentence)
        if self.entry.managed:
            words.addSpacing(4)
            words.addLayout(managed_row(self._managed_words()))
        row.addLayout(words, 1)
        return row

    def _build_actions(self) -> WrapLayout:
        row = WrapLayout()
        # The loud one and the quiet one of the same place: which is shown depends on the state.
        self._loud = Button("", kind="primary")
        self._quiet = SecondaryButton("")
        self._more = SecondaryButton(self._strings.text("accounts.more"), "chevron-down")
        for button in (self._loud, self._quiet):
            button.clicked.connect(self._pressed)
            row.addWidget(button)
        self._more.clicked.connect(self._want_more)
        row.addWidget(self._more)
        return row

    def _managed_words(self) -> str:
        organisation = self._hub.policy.organisation
        words = self._strings.text("policy.managed")
        if organisation:
            words = self._strings.text("policy.managed_by", organisation=isolate(organisation))
        return f"{words}. {self._strings.text('accounts.managed_help')}"

    def set_busy(self, *, busy: bool) -> None:
        """Take no further action while one runs; meanwhile the focus stays on this account."""
        buttons = (self._loud, self._quiet, self._more)
        focused = self.window().focusWidget()
        if busy and focused in buttons:
            self._left_from = focused
            self.setFocus()
        for button in buttons:
            button.setEnabled(not busy)
        if not busy and focused is self:
            back = self._left_from
            if back is None or back.isHidden():  # another action is the main one now
                back = next(button for button in buttons if not button.isHidden())
            back.setFocus()

    def refresh(self) -> None:
        """Show how the account is doing now."""
        manifest = loader.find(self.entry.domain)
        title = one_line(self.entry.title)
        self._title.setText(title)
        provider = self.entry.domain if manifest is None else provider_words(manifest, self._strings)
        self._provider.setText(provider)
        words = entry_words(self.entry, self._strings, self._hub.clock)
        self.state.show_state(words, *entry_look(self.entry))
        sentence, tone = entry_sentence(self.entry, self._strings, known=manifest is not None)
        self._sentence.setText(sentence)
        self._sentence.set_tone(tone)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(f"{title}: {words}")
        self._show_main(main_action(self.entry, known=manifest is not None))
        self._more.setAccessibleName(self._strings.text("accounts.more_name", title=title))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the state below the title where both do not fit beside each other."""
        needed = self._title.sizeHint().width() + _GAP + self.state.sizeHint().width()
        beside = needed <= self._provider.width()
        indent = 0 if self.width() < px(_NARROW) else px(_ICON) + _BESIDE
        self._below.setContentsMargins(indent, 0, 0, 0)
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._head.setSpacing(_GAP if beside else 2)

    def _show_main(self, action: Action | None) -> None:
        self._main = action
        loud = action is Action.SIGN_IN
        for button, shown in ((self._loud, loud), (self._quiet, action is not None and not loud)):
            if shown and action is not None:
                button.set_label(self._strings.text(KEYS[action]))
                button.set_icon(ICONS[action])
                button.setAccessibleName(self._name(action))
            button.setVisible(shown)

    def _name(self, action: Action) -> str:
        words = self._strings.text(KEYS[action])
        return self._strings.text("ui_pages.accounts.action_name", action=words, title=self.entry.title)

    def _pressed(self) -> None:
        if self._main is not None:
            self.wanted.emit(self._main, self.entry)

    def _want_more(self) -> None:
        self.more_wanted.emit(self.entry)

    def show_more(self) -> None:
        """Open the menu with everything else that can be done now; the keyboard is in it."""
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu = QMenu(self)
        menu.setAccessibleName(self._more.accessibleName())
        menu.setToolTipsVisible(True)
        for action in more_actions(self.entry):
            if action is Action.REMOVE:
                menu.addSeparator()
            menu.addAction(self._item(action, menu))
        menu.triggered.connect(self._chosen)
        below = self._more.mapToGlobal(QPoint(0, self._more.height() + 4))
        menu.popup(below)
        offered = [item for item in menu.actions() if item.isEnabled() and not item.isSeparator()]
        menu.setActiveAction(offered[0])

    def _item(self, action: Action, menu: QMenu) -> QAction:
        refused = is_refused(action, self.entry)
        words = self._strings.text(KEYS[action])
        item = QAction(words.replace("&", "&&"), menu)
        item.setData(action.value)
        if refused:
            item.setEnabled(False)
            item.setToolTip(self._strings.text("core.entry.managed", title=isolate(self.entry.title)))
        return item

    def _chosen(self, item: QAction) -> None:
        self.wanted.emit(item.data(), self.entry)
