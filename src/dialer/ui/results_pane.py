"""What the Phone page shows while something is typed: the results, and the marked one's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dialer.ui.contact_card import ContactCard
from dialer.ui.results import ResultsModel, Row
from dialer.ui.results_view import ResultsView
from dialer.ui.theme import Styled, TextStyle, Tone, px
from dialer.ui.widgets import FramedCard, IconLabel, PlainLabel, SecondaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from dialer.core.strings import Strings
    from dialer.ui.finder import Found

_CARD = 280
_LIST = 420
_GAP = 14


class ResultsPane(QWidget, Styled):
    """Keeps list and card together; the mark stays on a row when the same search is read again.

    Signals:
        call_wanted: a `Row` to call.
        contact_marked: the marked contact, or None.
        contact_wanted: the user wants to add a contact.
    """

    call_wanted = Signal(object)
    contact_marked = Signal(object)
    contact_wanted = Signal()

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._strings = strings
        self.model = ResultsModel(strings, self)
        self.view = ResultsView(self.model, strings)
        self.view.call_wanted.connect(self.call_wanted)
        self.view.marked.connect(self._on_mark)
        self.card = ContactCard(strings)
        self._chosen = False
        self._nobody = self._build_nobody()
        # A layout of stacked widgets that lies in no widget yet would show the first one as a window.
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nobody)
        frame = FramedCard(self._stack)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(frame, 20)
        row.addWidget(self.card, 11)
        self.restyle()

    def show_found(self, found: Found) -> None:
        """Show what was found for the newest text."""
        before = self.model.found
        same_text = before is not None and before.text == found.text
        row = self.view.row()
        keep = row.key if same_text and self._chosen and row is not None else None
        self.model.show(found)
        place = self.model.place_of(keep) if keep is not None else -1
        if place < 0:
            self._chosen = False
            place = self.model.first_callable()
        self.view.mark(place)
        empty = self.model.rowCount() == 0
        if empty:
            self._nobody_words.setText(self._strings.text("ui.results.nobody", text=found.text.strip()))
        self._stack.setCurrentIndex(1 if empty else 0)

    def move_mark(self, steps: int, *, pages: bool) -> None:
        """Move the mark at the user's wish."""
        self._chosen = True
        self.view.move_mark(steps * self.view.rows_on_page() if pages else steps)

    def restyle(self) -> None:
        """Take the card's width at the present text size."""
        self.card.setMinimumWidth(px(_CARD))
        self._show_card()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card goes where there is no room for it."""
        super().resizeEvent(event)
        self._show_card()

    def _show_card(self) -> None:
        row = self.view.row()
        has_contact = row is not None and row.contact is not None
        self.card.setVisible(has_contact and self.width() >= px(_CARD) + px(_LIST) + _GAP)

    def _on_mark(self, row: Row | None) -> None:
        contact = row.contact if row is not None else None
        if contact is not None:
            self.card.show_contact(contact)
        self._show_card()
        self.contact_marked.emit(contact)

    def _build_nobody(self) -> QWidget:
        page = QWidget()
        # Seldom seen, it must not claim height from the call bar.
        page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(10)
        self._nobody_words = PlainLabel(style=TextStyle.STRONG, wrap=True)
        self._nobody_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint = PlainLabel(self._strings.text("ui.results.nobody.hint"), tone=Tone.DIM, wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        add = SecondaryButton(self._strings.text("ui.contact.add"), "account-plus-outline")
        add.clicked.connect(self.contact_wanted)
        column.addWidget(IconLabel("account-search-outline", size=36), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._nobody_words)
        column.addWidget(hint)
        column.addSpacing(6)
        column.addWidget(add, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page
