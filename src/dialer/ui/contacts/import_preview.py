"""The first rows of a list as the contacts that they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.contacts.labels import label_text
from dialer.ui.blocks.widgets import Card, PlainLabel, ltr, one_line
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dialer.contacts.model import ContactDraft
    from dialer.core.strings import Strings

_LONGEST = 200


class ImportPreview(QWidget):
    """A card with a few contacts, drawn afresh whenever the map of columns changes."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Show nobody yet."""
        super().__init__(parent)
        self._strings = strings
        self._card: Card | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_drafts(self, drafts: Sequence[ContactDraft]) -> None:
        """Show these contacts."""
        if self._card is not None:
            self._layout.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = Card()
        people = QHBoxLayout()
        people.setSpacing(16)
        for draft in drafts:
            people.addLayout(self._person(draft), 1)
        self._card.body.addLayout(people)
        self._layout.addWidget(self._card)

    def _person(self, draft: ContactDraft) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(0)
        name = one_line(draft.name or draft.organisation)
        if not (name or draft.numbers or draft.emails):
            lines.addWidget(PlainLabel(self._text("nobody"), tone=Tone.WARNING, wrap=True))
            lines.addStretch()
            return lines
        lines.addWidget(PlainLabel(name or self._text("nameless"), style=TextStyle.STRONG, elide=True))
        for words in filter(None, self._lines(draft)):
            lines.addWidget(PlainLabel(words[:_LONGEST], style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        lines.addStretch()
        return lines

    def _lines(self, draft: ContactDraft) -> Iterator[str]:
        organisation = draft.organisation if draft.name else ""
        yield _joined((draft.title, draft.department, organisation))
        yield _joined(
            f"{label_text(one_line(number.label), self._strings)} {ltr(number.raw)}".strip()
            for number in draft.numbers
        )
        yield _joined(draft.emails)
        if draft.tags:
            yield self._text("tags", tags=", ".join(map(one_line, draft.tags)))
        if draft.note:
            yield self._text("note", note=one_line(draft.note))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"importing.preview.{key}", **placeholders)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(filter(None, map(one_line, texts)))
