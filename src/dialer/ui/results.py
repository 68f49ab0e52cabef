"""The results list: a small model, and a delegate that draws its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from dialer.contacts.labels import label_text
from dialer.contacts.model import LOCAL
from dialer.ui.widgets import capital, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from dialer.contacts.directories import Answer
    from dialer.contacts.model import Contact, Hit
    from dialer.core.strings import Strings
    from dialer.ui.finder import Found

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_PENDING_DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row as it is drawn: a contact with the number to call, or a number that was typed.

    Attributes:
        key: what the row is; it stays the same when the list is read again.
        number: what Enter calls; empty where there is none.
        spans: which parts of the title matched.
        callable: whether Enter can call it.
        contact: the contact, if it is one.
        source: the directory that it comes from; empty where that is this computer.
    """

    key: str
    title: str
    subtitle: str = ""
    number: str = ""
    shown_number: str = ""
    label: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    subtitle_spans: tuple[tuple[int, int], ...] = ()
    callable: bool = False
    contact: Contact | None = None
    source: str = ""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.title, self.subtitle, self.source, self.label, self.shown_number)
        return ", ".join(part for part in parts if part)


class ResultsModel(QAbstractListModel):
    """The rows of the newest search; further pages are read when the list is scrolled to its end.

    Signals:
        more_wanted: the end was reached; the number of hits that are there.
    """

    more_wanted = Signal(int)

    def __init__(
        self, strings: Strings, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        """Start empty; `title_of` names a contact's source."""
        super().__init__(parent)
        self._strings, self._title_of = strings, title_of
        self._rows: list[Row] = []
        self._hits = 0
        self._answered = 0
        self._may_have_more = False
        self.found: Found | None = None

    def show(self, found: Found) -> None:
        """Show what was found."""
        self.beginResetModel()
        self.found = found
        self._rows = [*self._number_rows(found), *(self._hit_row(hit) for hit in found.hits)]
        self._hits, self._answered = len(found.hits), 0
        for answer in found.answers:
            rows = self._new_rows(answer.hits)
            self._rows.extend(rows)
            self._answered += len(rows)
        self._may_have_more = self._hits < found.total or not found.total_is_exact
        self.endResetModel()

    def add(self, hits: Sequence[Hit]) -> None:
        """Show a further page, above what directories answered."""
        if not hits:
            self._may_have_more = False
            return
        self._hits += len(hits)
        self._insert(len(self._rows) - self._answered, self._new_rows(hits))

    def add_answer(self, answer: Answer) -> None:
        """Append what a directory answered; no row that is there moves."""
        rows = self._new_rows(answer.hits)
        self._insert(len(self._rows), rows)
        self._answered += len(rows)

    @property
    def answered(self) -> int:
        """How many rows are answers of directories."""
        return self._answered

    def row(self, place: int) -> Row | None:
        """The row at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, key: str) -> int:
        """Where a row stands, or -1."""
        return next((place for place, row in enumerate(self._rows) if row.key == key), -1)

    def first_callable(self) -> int:
        """The row that is marked at first: the first one that Enter can call, else the first."""
        places = (place for place, row in enumerate(self._rows) if row.callable)
        return next(places, 0 if self._rows else -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, and its words for assistive technology."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.spoken()
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether the search has further hits."""
        return not parent.isValid() and self._may_have_more

    def fetchMore(self, _parent: AnyIndex) -> None:
        """Ask for the next page."""
        self.more_wanted.emit(self._hits)

    def _insert(self, place: int, rows: list[Row]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), place, place + len(rows) - 1)
            self._rows[place:place] = rows
            self.endInsertRows()

    def _new_rows(self, hits: Sequence[Hit]) -> list[Row]:
        """Make the rows of those who are not there yet: a directory may answer with somebody stored."""
        there = {row.key for row in self._rows}
        return [self._hit_row(hit) for hit in hits if hit.contact.id not in there]

    def _number_rows(self, found: Found) -> list[Row]:
        if found.number_pending:
            digits = sum(character.isdecimal() for character in found.text)
            title = self._strings.text("ui.results.call_number", number=one_line(found.text))
            waiting = self._strings.text("ui.results.reading")
            return [Row(key="number:0", title=title, subtitle=waiting, callable=digits >= _PENDING_DIGITS)]
        if found.number is None:
            return []
        rows = []
        for place, candidate in enumerate(found.number.candidates):
            shown = candidate.international or candidate.raw
            reason = self._strings.text(candidate.reason) if candidate.reason else ""
            kind = self._strings.text(f"ui.number.{candidate.type.value}")
            if candidate.extension:
                kind = self._strings.text("ui.number.extension", kind=kind, digits=candidate.extension)
            key = "ui.results.call_number" if candidate.callable else "ui.results.no_call"
            rows.append(
                Row(
                    key=f"number:{place}",
                    title=self._strings.text(key, number=shown),
                    subtitle=reason or kind,
                    number=candidate.e164 or candidate.raw,
                    callable=candidate.callable,
                )
            )
        return rows

    def _hit_row(self, hit: Hit) -> Row:
        contact = hit.contact
        number = contact.numbers[hit.number_index] if 0 <= hit.number_index < len(contact.numbers) else None
        parts = [contact.organisation, contact.title or contact.department]
        label = capital(
            label_text(number.label, self._strings) if number else self._strings.text("ui.results.no_number")
        )
        return Row(
            key=contact.id,
            title=one_line(contact.name),
            subtitle=" · ".join(one_line(part) for part in parts if part),
            number=(number.e164 or number.raw) if number else "",
            shown_number=one_line(number.display or number.raw) if number else "",
            label=label,
            spans=hit.spans,
            subtitle_spans=hit.organisation_spans,
            callable=bool(number and number.callable),
            contact=contact,
            source="" if contact.source == LOCAL else one_line(self._title_of(contact.source)),
        )
