"""The settings page: drawn from the declared settings, in groups that are searched; changes hold at once."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.core.settings import SettingsChanged
from dialer.core.settings_declared import DECLARED, GROUPS
from dialer.ui.blocks.filter_box import FilterBox
from dialer.ui.blocks.page import Page
from dialer.ui.blocks.slices import Slices
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.tab_order import order_tabs
from dialer.ui.blocks.widgets import PlainLabel, SecondaryButton
from dialer.ui.look.moments import count
from dialer.ui.settings.sections import CardsSection, Section, SettingsSection, setting_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.errors import DialerError
    from dialer.core.settings_declared import Group
    from dialer.ui.settings.file import SettingsFile
    from dialer.ui.settings.row import SettingRow

_WIDTH = 620


class SettingsPage(Page):
    """Shows each declared setting in its group and keeps what is changed.

    Attributes:
        slices: makes all but the head; what it makes needs is imported then.
    """

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        """Draw the head, and the settings as they are once the page is shown."""
        text = app.hub.strings.text
        super().__init__(text("ui_pages.settings.title"), _WIDTH, parent, more=text("settings.more"))
        self._app, self._hub, self._strings = app, app.hub, app.hub.strings
        self._language = self._hub.settings.get("language")
        self._sections: list[Section] = []
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
        self.slices = Slices(self, self._hub.scope, self._make())

    @property
    def rows(self) -> tuple[SettingRow, ...]:
        """The declared settings that are drawn, in their order."""
        return tuple(self._rows().values())

    def search(self) -> None:
        """Go to the line that looks for settings."""
        self._filter.take_focus()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"settings.{key}", **placeholders)

    def _rows(self) -> dict[str, SettingRow]:
        grouped = (section.rows for section in self._sections if isinstance(section, SettingsSection))
        return {key: row for rows in grouped for key, row in rows.items()}

    @cached_property
    def _file(self) -> SettingsFile:
        from dialer.ui.settings.file import SettingsFile

        return SettingsFile(self._hub, self, self._tell)

    def _build_top(self) -> None:
        for key, icon, action in (
            ("import", "file-import-outline", "take_over"),
            ("export", "file-export-outline", "export"),
            ("reset.all", "undo", "reset"),
        ):
            button = SecondaryButton(self._text(key), icon)
            button.clicked.connect(partial(self._do, action))
            self.head.add(button)
        self._filter = FilterBox(self._text("search"), self._strings.text("lines.clear"))
        self._filter.changed.connect(self._look)
        self.above.addWidget(self._filter)
        self._strip = Strip("bad", close=self._strings.text("ui.strip.close"))
        self._strip.hide()
        self.above.addWidget(self._strip)

    def _do(self, action: str) -> None:
        getattr(self._file, action)()  # what it needs is imported when somebody wants it

    # --- what is made in slices ---

    def _add_group(self, group: Group) -> None:
        words = {field.key: setting_words(field, self._hub.settings, self._strings) for field in group.fields}
        self._add(SettingsSection(self._text(f"group.{group.name}"), words, self._make_row))

    def _add_beside(self, group: str) -> None:
        """Add what is set with more than a row, below the group to which it belongs."""
        title = self._strings.text
        if group == "phone":
            self._add(CardsSection(title("number_rules.title"), self._number_rules()))
        elif group == "starting" and not self._app.demo:  # whose home goes, and the links would go with it
            self._add(CardsSection(title("links.settings.title"), self._links()))
        elif group == "hotkeys":
            self._add(CardsSection(title("shortcuts.title"), self._keys()))
        elif group == "history":
            self._add(CardsSection(title("exporting.title"), self._contacts()))

    def _add(self, section: Section) -> None:
        self._sections.append(section)
        self.column.body.addLayout(section.place)

    def _make(self) -> Iterator[None]:
        """Make everything, what is looked for before the rest."""
        from dialer.ui.blocks import list_editors

        list_editors.register()
        left, in_order = list(self._sections), True
        while left:
            matches = self._filter.matcher()
            section = next((each for each in left if each.might_have(matches)), left[0])
            in_order = in_order and section is left[0]
            left.remove(section)
            for _ in section.steps():
                if self._filter.line.text():
                    section.show_found(self._filter.matcher())
                yield
        if not in_order:
            order_tabs(self)
        if self._filter.line.text():
            self._look(complete=True)

    def _make_row(self, key: str) -> SettingRow:
        from dialer.ui.settings.row import SettingRow

        row = SettingRow(self._hub, DECLARED[key], self._tell_error)
        if key == "language" and self._hub.settings.get(key) != self._language:
            self._note_language(row)
        return row

    def _number_rules(self) -> Iterator[QWidget | None]:
        from dialer.ui.settings.number_rules_card import NumberRulesCard

        yield None
        yield NumberRulesCard(self._hub)

    def _links(self) -> Iterator[QWidget | None]:
        from dialer.ui.outside.link_card import LinkCard

        yield None
        yield LinkCard(self._hub)

    def _keys(self) -> Iterator[QWidget]:
        from dialer.ui.keys.card import KeysCard

        yield KeysCard(self._hub)

    def _contacts(self) -> Iterator[QWidget | None]:
        from dialer.ui.contacts.export_card import ExportCard

        yield None
        yield ExportCard(self._app)
        from dialer.ui.contacts.duplicates_card import DuplicatesCard

        yield DuplicatesCard(self._app)

    # --- what people look for, and what they change ---

    def _look(self, *, complete: bool = False) -> None:
        """Show only what has the words that are looked for; how much that is, once everything was seen."""
        matches = self._filter.matcher()
        found = sum(section.show_found(matches) for section in self._sections)
        complete = complete or self.slices.whole
        looking = bool(self._filter.line.text().strip())
        self._nothing.setVisible(complete and not found)
        if found == 1:
            words = self._text("search.one")
        else:
            words = self._text("search.count" if found else "search.none", count=count(found, self._strings))
        self._filter.show_count(words if looking and complete else "")

    def _tell(self, tone: str, words: str) -> None:
        self._strip.say(tone, words)

    def _tell_error(self, error: DialerError) -> None:
        self._tell("bad", self._strings.text(error.key, **error.placeholders))

    def _setting_changed(self, event: SettingsChanged) -> None:
        row = self._rows().get(event.key)
        if row is not None:
            row.refresh()
            if event.key == "language":
                self._note_language(row)

    def _note_language(self, row: SettingRow) -> None:
        changed = self._hub.settings.get("language") != self._language
        row.editor.set_note(self._strings.text("ui_pages.settings.language.restart") if changed else "")
