"""The settings page: drawn from the declared settings, in groups; a change holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import StorageError
from dialer.core.fields import FieldError, Phone
from dialer.core.settings import OWNER, SETTINGS, SettingsChanged
from dialer.ui.duplicates_card import DuplicatesCard
from dialer.ui.export_card import ExportCard
from dialer.ui.field_editors import make_editor
from dialer.ui.link_card import LinkCard
from dialer.ui.managed import show_if_managed
from dialer.ui.number_check import NumberCheck
from dialer.ui.number_rules_card import NumberRulesCard
from dialer.ui.page import Page
from dialer.ui.strip import Strip
from dialer.ui.widgets import Card, SectionHeading

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.ui.field_editor import FieldEditor

_WIDTH = 620
_LOOK = "look"
_PHONE = "phone"
_NETWORK = "network"
_GROUPS = {
    _PHONE: ("region", "own_number"),
    _LOOK: ("language", "theme", "text_size"),
    _NETWORK: ("proxy", "extra_ca"),
}


class SettingsPage(Page):
    """Shows each declared setting in its group and keeps what is changed."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Draw the settings as they are."""
        super().__init__(app.hub.strings.text("ui_pages.settings.title"), _WIDTH, parent)
        self._hub = app.hub
        self._language = self._hub.settings.get("language")
        self._editors: dict[str, FieldEditor] = {}
        body = self.column.body
        self._strip = Strip("bad")
        self._strip.hide()
        body.addWidget(self._strip)
        for group in (_PHONE, _LOOK, _NETWORK):
            body.addWidget(SectionHeading(self._hub.strings.text(f"settings.group.{group}")))
            body.addWidget(self._build_group(group))
            if group == _PHONE:
                body.addWidget(SectionHeading(self._hub.strings.text("number_rules.title")))
                body.addWidget(NumberRulesCard(self._hub))
        if not app.demo:  # whose home goes, and the links would go with it
            body.addWidget(SectionHeading(self._hub.strings.text("links.settings.title")))
            body.addWidget(LinkCard(self._hub))
        body.addWidget(SectionHeading(self._hub.strings.text("exporting.title")))
        body.addWidget(ExportCard(app))
        body.addWidget(DuplicatesCard(app))
        body.addStretch()
        self.destroyed.connect(self._hub.bus.listen(SettingsChanged, self._setting_changed))

    def _text(self, key: str) -> str:
        return self._hub.strings.text(f"ui_pages.settings.{key}")

    def _build_group(self, group: str) -> Card:
        card = Card()
        card.body.setSpacing(20)
        for field in SETTINGS:
            if field.key not in _GROUPS[group]:
                continue
            editor = make_editor(field, OWNER, self._hub.strings, self._hub.settings.get(field.key))
            card.body.addWidget(editor)
            if show_if_managed(editor, self._hub.settings, self._hub.strings):
                continue
            editor.committed.connect(self._keep)
            if isinstance(field, Phone):
                NumberCheck(editor, self._hub.scope, self._region)
            self._editors[field.key] = editor
        return card

    def _region(self) -> str:
        return str(self._hub.settings.region)  # an internal phone is rung as that, whatever the number rules

    def _keep(self) -> None:
        self._hub.scope.spawn(self._keep_all(), "keep settings")

    async def _keep_all(self) -> None:
        """Keep every setting that differs from what is stored."""
        self._strip.hide()
        for key, editor in self._editors.items():
            try:
                await self._hub.settings.set(key, editor.value())
            except FieldError as error:
                editor.set_error(self._hub.strings.text(error.key))
            except StorageError as error:
                self._strip.say("bad", self._hub.strings.text(error.key, **error.placeholders))
                return

    def _setting_changed(self, event: SettingsChanged) -> None:
        editor = self._editors.get(event.key)
        if editor is None:
            return
        value = self._hub.settings.get(event.key)
        if editor.value() != value:
            editor.set_value(value)
        if event.key == "language":
            changed = value != self._language
            editor.set_note(self._text("language.restart") if changed else "")
