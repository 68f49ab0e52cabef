"""The settings of phone links: who opens them now, and the button that makes it Dialer or gives them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from shiboken6 import isValid

from dialer.core.errors import DialerError
from dialer.core.issues import IssuesChanged
from dialer.core.settings import PHONE_LINKS, SettingsChanged
from dialer.desktop import handlers_watch
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.managed import managed_row, managed_words
from dialer.ui.blocks.widgets import Card, SecondaryButton, isolate
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.outside.link_trial import LinkTrial

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from typing import Any

    from PySide6.QtGui import QShowEvent

    from dialer.core.hub import Hub
    from dialer.desktop.handlers import Owner


class LinkCard(Card):
    """Shows the owner of tel:, callto: and sip: links as it is whenever people look at it."""

    def __init__(self, hub: Hub) -> None:
        """Draw the card; who opens the links is looked up when it is shown."""
        super().__init__()
        self._hub = hub
        self._can_take = handlers_watch.handlers_of(hub).can_take
        self._ours = False
        self._state = FoldingLabel(wrap=True)
        self._trouble = FoldingLabel(style=TextStyle.SMALL, tone=Tone.BAD, wrap=True)
        self._trouble.hide()
        self._button = SecondaryButton(self._text("take"))
        self._button.shorten()
        self._button.clicked.connect(self._press)
        hint = self._text("hint") if self._can_take else hub.strings.text("links.error.mac")
        self._each = FoldingLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self.body.addWidget(self._state)
        self.body.addWidget(self._each)
        self.body.addWidget(FoldingLabel(hint, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        self.body.addWidget(self._trouble)
        self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._button.setVisible(self._can_take)
        if self._can_take:
            self.body.addWidget(LinkTrial(hub))
        if (words := managed_words(hub.settings, PHONE_LINKS, hub.strings)) is not None:
            self.body.addLayout(managed_row(words))
            self._button.setEnabled(False)
            self._button.setAccessibleDescription(words)
        self.destroyed.connect(hub.bus.listen(IssuesChanged, self._on_change))
        self.destroyed.connect(hub.bus.listen(SettingsChanged, self._on_change))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._hub.strings.text(f"links.settings.{key}", **placeholders)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again: other programs take links without telling."""
        super().showEvent(event)
        self._look()

    def _on_change(self, event: IssuesChanged | SettingsChanged) -> None:
        if self.isVisible() and (isinstance(event, IssuesChanged) or event.key == PHONE_LINKS):
            self._look()

    def _look(self) -> None:
        self._hub.scope.spawn(self._show_owners(), "look who opens phone links")

    async def _show_owners(self) -> None:
        found = await handlers_watch.owners(self._hub)
        if not isValid(self):
            return
        self._ours = handlers_watch.all_ours(found)
        self._state.setText(self._words(found))
        self._each.setText(self._one_by_one(found))
        self._each.setVisible(bool(self._each.text()))
        wanted = bool(self._hub.settings.get(PHONE_LINKS))
        name = "give_back" if self._ours and wanted else "take"
        self._button.set_label(self._text(name))

    def _words(self, found: Mapping[str, Owner]) -> str:
        ours = [f"{scheme}:" for scheme, owner in found.items() if owner.ours]
        theirs = [f"{scheme}:" for scheme, owner in found.items() if not owner.ours]
        names = list(dict.fromkeys(owner.name for owner in found.values() if owner.name))
        if not theirs:
            return self._text("ours")
        if ours:
            return self._text("mixed", ours=", ".join(ours), theirs=", ".join(theirs))
        if names:
            return self._text("theirs", program=", ".join(isolate(name) for name in names))
        return self._text("nobody")

    def _one_by_one(self, found: Mapping[str, Owner]) -> str:
        """Return who opens which links, where that is not the same for all."""
        if len({(owner.name, owner.ours) for owner in found.values()}) == 1:
            return ""
        names = {scheme: isolate(owner.name) if owner.name else "–" for scheme, owner in found.items()}
        return "   ".join(f"{scheme}: {name}" for scheme, name in names.items())

    def _press(self) -> None:
        give_back = self._ours and self._hub.settings.get(PHONE_LINKS)
        work = handlers_watch.give_back(self._hub) if give_back else handlers_watch.take(self._hub)
        self._button.setEnabled(False)
        self._hub.scope.spawn(self._carry_out(work), "take or give back phone links")

    async def _carry_out(self, work: Coroutine[Any, Any, bool | None]) -> None:
        trouble, tone = "", Tone.BAD
        try:
            if await work:
                trouble, tone = self._text("choose"), Tone.DIM
        except DialerError as error:
            trouble = self._hub.strings.text(error.key, **error.placeholders)
        if not isValid(self):
            return
        await self._show_owners()
        self._trouble.set_tone(tone)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._button.setEnabled(True)
