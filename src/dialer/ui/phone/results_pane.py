"""What the Phone page shows while something is typed: the results, and the marked one's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from dialer.ui.blocks.widgets import FramedCard, IconLabel, PlainLabel, SecondaryButton, one_line
from dialer.ui.contacts.card import ContactCard
from dialer.ui.look.theme import Styled, TextStyle, Tone, px
from dialer.ui.phone.results import ResultsModel, Row
from dialer.ui.phone.results_view import ResultsView
from dialer.ui.phone.source_switches import SourceSwitches

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from dialer.contacts.directories.directories import Answer
    from dialer.core.strings import Strings
    from dialer.ui.phone.finder import Found

_CARD = 280
_LIST = 420
_LEAST_LIST = 130
_LEAST_CARD = 140
_LEAST_FOR_MORE = 200
_LEAST_FOR_SOURCES = 120
_UNBOUNDED = 16_777_215  # as Qt has it
_GAP = 14
_CARD_AFTER_MS = 150


class ResultsPane(QWidget, Styled):
    """Keeps list and card together; the mark stays on a row when the same search is read again.

    Signals:
        call_wanted: a `Row` to call.
        contact_marked: the marked contact, or None.
        contact_wanted: the user wants to add a contact.
        roomy: whether there is room for more than the list.
        number_marked: the `Candidate` that is marked; None where a contact or nothing is.
    """

    call_wanted = Signal(object)
    contact_marked = Signal(object)
    contact_wanted = Signal()
    number_marked = Signal(object)
    roomy = Signal(bool)

    def __init__(
        self, strings: Strings, title_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """Start empty; `title_of` names a contact's source."""
        super().__init__(parent)
        self._strings = strings
        self.model = ResultsModel(strings, title_of, self)
        self.view = ResultsView(self.model, strings)
        self.view.call_wanted.connect(self.call_wanted)
        self.view.marked.connect(self._on_mark)
        self.card = ContactCard(strings, title_of)
        # While somebody types, the list comes first: the card is that of where the typing pauses.
        self._card_soon = QTimer(self)
        self._card_soon.setSingleShot(True)
        self._card_soon.setInterval(_CARD_AFTER_MS)
        self._card_soon.timeout.connect(self._fill_card)
        self._is_typed = False
        self._chosen = False
        self._asked: list[str] = []
        self.nobody = self._build_nobody()
        # A layout of stacked widgets that lies in no widget yet would show the first one as a window.
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nobody)
        self._troubles = TroubleLines()
        self.sources = SourceSwitches(strings)
        self._left = left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.sources)
        left.addWidget(FramedCard(self._stack), 1)
        left.addWidget(self._troubles)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(_GAP)
        self._sides.addLayout(left, 20)
        self._sides.addWidget(self.card, 11)
        self.restyle()

    def add_below(self, widget: QWidget) -> None:
        """Put something below the list."""
        self._left.addWidget(widget)

    def _tell_number(self, row: Row | None) -> None:
        found = self.model.found
        reading = found.number if found is not None else None
        place = row.key.removeprefix("number:") if row is not None and row.contact is None else ""
        known = reading.candidates if reading is not None and place.isdecimal() else ()
        self.number_marked.emit(known[int(place)] if place and int(place) < len(known) else None)

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
        self._is_typed = not same_text or self._card_soon.isActive()
        self.view.mark(place)
        self._is_typed = False
        if not same_text:
            self._asked = []
        self._say_nobody()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._troubles.clear()
        for answer in found.answers:
            self._tell_trouble(answer)

    def show_answer(self, answer: Answer) -> None:
        """Show what a directory answered, below what is there; the mark stays where it is."""
        was_empty = self.model.rowCount() == 0
        self.model.add_answer(answer)
        if was_empty and self.model.rowCount():
            self.view.mark(self.model.first_callable())
            self._stack.setCurrentIndex(0)
        self._tell_trouble(answer)

    def show_asking(self, titles: list[str]) -> None:
        """Say, where nobody was found yet, who is still being asked."""
        self._asked = titles
        self._say_nobody()

    def _say_nobody(self) -> None:
        if self._asked:
            titles = ", ".join(map(one_line, self._asked))
            self._nobody_words.setText(self._strings.text("directories.asking", titles=titles))
        elif self.model.found is not None:
            text = self.model.found.text.strip()
            self._nobody_words.setText(self._strings.text("ui.results.nobody", text=text))

    def _tell_trouble(self, answer: Answer) -> None:
        """Name a directory whose people are not, or not all, among the results."""
        title, text = one_line(answer.title), self._strings.text
        if answer.error is not None:
            why = text(answer.error.key, **answer.error.placeholders)
            self._troubles.add_words(text("directories.trouble", title=title, why=why))
        elif not answer.complete:
            self._troubles.add_words(text("directories.incomplete", title=title))

    def move_mark(self, steps: int, *, pages: bool) -> None:
        """Move the mark at the user's wish."""
        self._chosen = True
        self.view.move_mark(steps * self.view.rows_on_page() if pages else steps)

    def restyle(self) -> None:
        """Take the card's width at the present text size."""
        self._show_card()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card goes where there is no room for it."""
        super().resizeEvent(event)
        self._show_card()
        self.sources.setMaximumHeight(0 if self.height() < px(_LEAST_FOR_SOURCES) else _UNBOUNDED)
        self.roomy.emit(self.height() >= px(_LEAST_FOR_MORE))

    def _show_card(self) -> None:
        """Show the card beside the list, below it where the window is narrow, or not if there is no room."""
        row = self.view.row()
        has_contact = row is not None and row.contact is not None
        beside = self.width() >= px(_CARD) + px(_LIST) + _GAP
        below = not beside and self.height() >= px(_LEAST_LIST) + px(_LEAST_CARD) + _GAP
        self._sides.setDirection(
            QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        )
        self._sides.setStretch(1, 22 if below else 11)
        self.card.setMinimumSize(0 if below else px(_CARD), px(_LEAST_CARD) if below else 0)
        self.card.setVisible(has_contact and (beside or below))

    def _on_mark(self, row: Row | None) -> None:
        self._tell_number(row)
        if self._is_typed and row is not None and row.contact is not None:
            self._card_soon.start()
        else:
            self._fill_card()

    def _fill_card(self) -> None:
        """Show the marked row's contact."""
        self._card_soon.stop()
        row = self.view.row()
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


class TroubleLines(QWidget):
    """Says below the results why some people may be missing from them; takes no room where none are."""

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self._lines: list[str] = []
        self._label = PlainLabel(style=TextStyle.SMALL, tone=Tone.WARNING, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("alert-outline", tint="warning", size=16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.hide()

    def clear(self) -> None:
        """Say nothing any more."""
        self._lines = []
        self.hide()

    def add_words(self, words: str) -> None:
        """Say this, too."""
        self._lines.append(words)
        self._label.setText("\n".join(self._lines))
        self.show()

    def text(self) -> str:
        """What is said."""
        return self._label.text() if self._lines else ""
