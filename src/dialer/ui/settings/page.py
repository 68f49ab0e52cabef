"""The settings page: drawn from the declared settings, in groups that are searched; changes hold at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from dialer.core.settings import SettingsChanged
from dialer.core.settings_declared import GROUPS
from dialer.ui.blocks import list_editors
from dialer.ui.blocks.filter_box import FilterBox
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.page import Page
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton
from dialer.ui.contacts.duplicates_card import DuplicatesCard
from dialer.ui.contacts.export_card import ExportCard
from dialer.ui.keys.card import KeysCard
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.outside.link_card import LinkCard
from dialer.ui.settings.file import SettingsFile
from dialer.ui.settings.number_rules_card import NumberRulesCard
from dialer.ui.settings.row import SettingRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.errors import DialerError
    from dialer.core.settings_declared import Group

_WIDTH = 620


@dataclass(frozen=True)
class _Section:
    """A heading with what belongs below it.

    Attributes:
        heading: the heading.
        cards: what lies below it, by the words that one may look for.
        rows: the settings in the one card of a declared group.
    """

    heading: PlainLabel
    cards: tuple[QWidget, ...]
    rows: tuple[SettingRow, ...] = ()


class SettingsPage(Page):
    """Shows each declared setting in its group and keeps what is changed."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Draw the settings as they are."""
        super().__init__(app.hub.strings.text("ui_pages.settings.title"), _WIDTH, parent)
        self._app, self._hub, self._strings = app, app.hub, app.hub.strings
        self._language = self._hub.settings.get("language")
        self._rows: dict[str, SettingRow] = {}
        self._sections: list[_Section] = []
        list_editors.register()
        # Large words in a narrow window: what does not fit can at least be reached.
        self.column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._build_top()
        for group in GROUPS:
            self._add_group(group)
            self._add_beside(group.name)
        self._nothing = PlainLabel(self._text("search.nothing"), wrap=True)
        self._nothing.hide()
        self.column.body.addWidget(self._nothing)
        self.column.body.addStretch()
        self.destroyed.connect(self._hub.bus.listen(SettingsChanged, self._setting_changed))

    @property
    def rows(self) -> tuple[SettingRow, ...]:
        """The declared settings, in their order."""
        return tuple(self._rows.values())

    def search(self) -> None:
        """Go to the line that looks for settings."""
        self._filter.take_focus()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"settings.{key}", **placeholders)

    def _build_top(self) -> None:
        self._file = file = SettingsFile(self._hub, self, self._tell)
        for key, icon, action in (
            ("import", "file-import-outline", file.take_over),
            ("export", "file-export-outline", file.export),
            ("reset.all", "undo", file.reset),
        ):
            button = SecondaryButton(self._text(key), icon)
            button.clicked.connect(action)
            self.head.add(button)
        self._filter = FilterBox(self._text("search"), self._strings.text("lines.clear"))
        self._filter.changed.connect(self._look)
        self.above.addWidget(self._filter)
        self._strip = Strip("bad", close=self._strings.text("ui.strip.close"))
        self._strip.hide()
        self.above.addWidget(self._strip)

    def _add_group(self, group: Group) -> None:
        card = Card()
        card.body.setSpacing(20)
        rows = []
        for field in group.fields:
            row = SettingRow(self._hub, field, self._tell_error)
            card.body.addWidget(row)
            self._rows[field.key] = row
            rows.append(row)
        self._add_section(self._text(f"group.{group.name}"), (card,), tuple(rows))

    def _add_beside(self, group: str) -> None:
        """Add what is set with more than a row, below the group to which it belongs."""
        if group == "phone":
            self._add_section(self._strings.text("number_rules.title"), (NumberRulesCard(self._hub),))
        elif group == "starting" and not self._app.demo:  # whose home goes, and the links would go with it
            self._add_section(self._strings.text("links.settings.title"), (LinkCard(self._hub),))
        elif group == "hotkeys":
            self._add_section(self._strings.text("shortcuts.title"), (KeysCard(self._hub),))
        elif group == "history":
            cards = (ExportCard(self._app), DuplicatesCard(self._app))
            self._add_section(self._strings.text("exporting.title"), cards)

    def _add_section(self, title: str, cards: Sequence[QWidget], rows: tuple[SettingRow, ...] = ()) -> None:
        heading = FoldingLabel(title, style=TextStyle.HEADING, tone=Tone.DIM, wrap=True)
        self.column.body.addWidget(heading)
        for card in cards:
            self.column.body.addWidget(card)
        self._sections.append(_Section(heading, tuple(cards), rows))

    def _look(self) -> None:
        """Show only what has the words that are looked for."""
        found = sum(self._filtered(section) for section in self._sections)
        looking = bool(self._filter.line.text().strip())
        self._nothing.setVisible(not found)
        if found == 1:
            words = self._text("search.one")
        else:
            words = self._text("search.count" if found else "search.none", count=count(found, self._strings))
        self._filter.show_count(words if looking else "")

    def _filtered(self, section: _Section) -> int:
        """Show what of a section is found, and return how much that is."""
        matches, title = self._filter.matcher(), section.heading.text()
        found = 0
        for row in section.rows:
            fits = matches(f"{title} {row.words()}")
            row.setVisible(fits)
            found += fits
        for card in section.cards:
            fits = found > 0 if section.rows else matches(f"{title} {_words_in(card)}")
            card.setVisible(fits)
            found += fits and not section.rows
        section.heading.setVisible(found > 0)
        return found

    def _tell(self, tone: str, words: str) -> None:
        self._strip.say(tone, words)

    def _tell_error(self, error: DialerError) -> None:
        self._tell("bad", self._strings.text(error.key, **error.placeholders))

    def _setting_changed(self, event: SettingsChanged) -> None:
        row = self._rows.get(event.key)
        if row is None:
            return
        row.refresh()
        if event.key == "language":
            changed = self._hub.settings.get("language") != self._language
            row.editor.set_note(self._strings.text("ui_pages.settings.language.restart") if changed else "")


def _words_in(card: QWidget) -> str:
    """Return what can be read in a card, as far as it is not hidden there."""
    read: list[QLabel | QAbstractButton] = [*card.findChildren(QLabel), *card.findChildren(QAbstractButton)]
    return " ".join(f"{each.text()} {each.accessibleName()}" for each in read if each.isVisibleTo(card))
