"""The settings of a company's number rules: outside line, internal numbers, patterns, a line to try them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from dialer.contacts.numbers.company_rules import InternalText
from dialer.contacts.numbers.rule_book import RuleBook
from dialer.core.errors import DialerError
from dialer.core.fields import FieldError
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES, NUMBER_SETTINGS, OUTSIDE_LINE
from dialer.core.settings import DECLARED, SettingsChanged
from dialer.ui.blocks.dialogs import confirm, result_of
from dialer.ui.blocks.field_editors import make_editor
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.managed import managed_row, managed_words, show_if_managed
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.tab_order import order_tabs
from dialer.ui.blocks.widgets import Card, SecondaryButton, isolate, ltr
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.settings.number_rules_dialog import OWNER, RuleDialog
from dialer.ui.settings.number_rules_rows import RuleRow, RuleRows
from dialer.ui.settings.number_trial import NumberTrial

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping
    from typing import Any

    from PySide6.QtGui import QShowEvent

    from dialer.contacts.numbers.company_patterns import PatternText
    from dialer.contacts.numbers.rule_book import Row
    from dialer.core.hub import Hub


class NumberRulesCard(Card):
    """Shows the rules as they are whenever people look at them; a change holds at once."""

    def __init__(self, hub: Hub) -> None:
        """Draw the card; the rules themselves are read when it is shown."""
        super().__init__()
        self._hub, self._strings = hub, hub.strings
        self._book = RuleBook(hub.settings)
        self._internal: list[InternalText] = []
        self._patterns: list[PatternText] = []
        self.body.setSpacing(12)
        self._strip = Strip("bad")
        self._strip.hide()
        self.body.addWidget(self._strip)
        self._build_outside_line()
        self._internal_rows = self._build_list("internal", INTERNAL_NUMBERS, ordered=False)
        self._internal_rows.changed.connect(self._edit_internal)
        self._internal_rows.removed.connect(self._remove_internal)
        self._pattern_rows = self._build_list("patterns", NUMBER_RULES, ordered=True)
        self._pattern_rows.changed.connect(self._edit_pattern)
        self._pattern_rows.removed.connect(self._remove_pattern)
        self._pattern_rows.moved.connect(self._move_pattern)
        self._trial = NumberTrial(self._book, hub.scope, hub.strings)
        self.body.addSpacing(8)
        self.body.addWidget(self._trial)
        self.destroyed.connect(hub.bus.listen(SettingsChanged, self._on_setting))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"number_rules.{key}", **placeholders)

    def _build_outside_line(self) -> None:
        field = DECLARED[OUTSIDE_LINE]
        self._outside = make_editor(field, OWNER, self._strings, self._book.outside_line)
        self.body.addWidget(self._outside)
        if not show_if_managed(self._outside, self._hub.settings, self._strings):
            self._outside.committed.connect(self._on_line)

    def _build_list(self, key: str, setting: str, *, ordered: bool) -> RuleRows:
        hint = self._text(f"{key}.hint")
        heading = QVBoxLayout()
        heading.setContentsMargins(0, 8, 0, 0)
        heading.setSpacing(4)
        heading.addWidget(FoldingLabel(self._text(f"{key}.title"), style=TextStyle.STRONG, wrap=True))
        heading.addWidget(FoldingLabel(hint, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        self.body.addLayout(heading)
        rows = RuleRows(self._strings, ordered=ordered)
        rows.hide()
        self.body.addWidget(rows)
        add = SecondaryButton(self._text(f"{key}.add"), "plus")
        add.setAccessibleDescription(hint)
        add.shorten()
        add.clicked.connect(lambda: self._edit_pattern() if ordered else self._edit_internal())
        self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        if (words := managed_words(self._hub.settings, setting, self._strings)) is not None:
            self.body.addLayout(managed_row(words))
            add.setEnabled(False)
            add.setAccessibleDescription(words)
        return rows

    def showEvent(self, event: QShowEvent) -> None:
        """Read the rules; where there are none, no library is loaded for them."""
        super().showEvent(event)
        self._look()

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == OUTSIDE_LINE:
            self._outside.set_value(self._book.outside_line)
        if event.key in {"region", *NUMBER_SETTINGS} and self.isVisible():
            self._look()

    def _look(self) -> None:
        self._hub.scope.spawn(self._show_rules(), "show the number rules")

    async def _show_rules(self) -> None:
        internal, patterns = await asyncio.to_thread(lambda: (self._book.internal(), self._book.patterns()))
        if not isValid(self):
            return
        self._internal = [row.text for row in internal]
        self._patterns = [row.text for row in patterns]
        settings = self._hub.settings
        self._internal_rows.show_rows(
            [self._internal_row(row) for row in internal],
            locked=settings.managed_by(INTERNAL_NUMBERS) is not None,
        )
        self._pattern_rows.show_rows(
            [self._pattern_row(row) for row in patterns], locked=settings.managed_by(NUMBER_RULES) is not None
        )
        order_tabs(self)
        self._trial.read()

    def _internal_row(self, row: Row[InternalText]) -> RuleRow:
        text = row.text
        detail = self._text("internal.kept")
        if text.base:
            detail = self._text("internal.called", base=ltr(text.base))
        title = self._text("fired.internal", what=text.length)
        return RuleRow(title=title, detail=detail, problem=self._problem(row))

    def _pattern_row(self, row: Row[PatternText]) -> RuleRow:
        text = row.text
        detail = f"{ltr(text.pattern)} → {ltr(text.replacement)}"
        return RuleRow(title=text.name or text.line(), detail=detail, problem=self._problem(row))

    def _problem(self, row: Row[Any]) -> str:
        error = row.problem
        return "" if error is None else self._strings.text(error.key, **error.placeholders)

    def _on_line(self) -> None:
        self._hub.scope.spawn(self._keep_line(), "keep a setting")

    async def _keep_line(self) -> None:
        try:
            await self._book.set_outside_line(str(self._outside.value()))
        except FieldError as error:
            self._outside.set_error(self._strings.text(error.key))
        except DialerError as error:
            self._tell(error)

    def _edit_internal(self, at: int | None = None) -> None:
        text = InternalText("") if at is None else self._internal[at]

        def keep(values: Mapping[str, str]) -> Awaitable[None]:
            return self._book.keep_internal(InternalText(values["length"], values["base"]), at)

        self._edit("internal", at, {"length": text.length, "base": text.base}, keep)

    def _edit_pattern(self, at: int | None = None) -> None:
        from dialer.contacts.numbers.company_patterns import PatternText  # its library is for patterns only

        text = PatternText("", "", "") if at is None else self._patterns[at]
        values = {"name": text.name, "pattern": text.pattern, "replacement": text.replacement}
        self._edit("patterns", at, values, lambda typed: self._book.keep_pattern(PatternText(**typed), at))

    def _edit(
        self,
        key: str,
        at: int | None,
        values: Mapping[str, str],
        keep: Callable[[Mapping[str, str]], Awaitable[None]],
    ) -> None:
        title = self._text(f"{key}.{'add' if at is None else 'change'}")
        dialog = RuleDialog(self._strings, self._hub.scope, title, values, keep, self.window())
        self._hub.scope.spawn(result_of(dialog), "edit a number rule")

    def _remove_internal(self, at: int) -> None:
        text = self._internal[at]

        async def remove() -> None:
            if text in self._internal:  # still, and perhaps in another place
                await self._book.remove_internal(self._internal.index(text))

        name = self._text("fired.internal", what=text.length)
        self._run(self._remove(name, remove), "remove a number rule")

    def _move_pattern(self, at: int, to: int) -> None:
        self._run(self._book.move_pattern(at, to), "move a number rule")

    def _remove_pattern(self, at: int) -> None:
        text = self._patterns[at]

        async def remove() -> None:
            if text in self._patterns:
                await self._book.remove_pattern(self._patterns.index(text))

        self._run(self._remove(text.name or text.line(), remove), "remove a number rule")

    async def _remove(self, name: str, remove: Callable[[], Awaitable[None]]) -> None:
        if await confirm(
            self.window(),
            self._strings,
            title=self._text("remove.title"),
            text=self._text("remove.text", name=isolate(name)),
            action=self._text("remove.action"),
            danger=True,
        ):
            await remove()

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._hub.scope.spawn(self._guarded(work), name)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        self._strip.hide()
        try:
            await work
        except DialerError as error:
            self._tell(error)

    def _tell(self, error: DialerError) -> None:
        if isValid(self):
            self._strip.say("bad", self._strings.text(error.key, **error.placeholders))
