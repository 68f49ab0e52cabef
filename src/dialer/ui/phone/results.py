"""The rows of the results list.

Of most of a long list the model knows no more than the ids: contacts are read when they are about to be seen,
and forgotten when many others have been seen since. So a list of 100,000 costs what a list of 100 does.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal

from dialer.contacts.documents import rule_name
from dialer.contacts.labels import label_text
from dialer.contacts.model import LOCAL
from dialer.ui.blocks.widgets import capital, isolate, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject

    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.model import Contact, Hit
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.strings import Strings
    from dialer.ui.phone.finder import Found

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_ROLES = frozenset({ROW_ROLE, int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)})
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_PENDING_DIGITS = 8
_AROUND = 40
_MOST_KNOWN = 600


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
        warning: what must not be overlooked, also where there is no room for the card.
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
    warning: str = ""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        parts = (self.title, self.warning, self.subtitle, self.source, self.label, self.shown_number)
        return ", ".join(part for part in parts if part)


class ResultsModel(QStringListModel):
    """The rows of the newest search: the text read as a number, contacts, and what directories answered.

    How many rows there are is left to Qt's own model of nothing but strings, which stay empty: a list asks
    that several times for every row whenever it is laid out, and asking Python would stop the window.

    Signals:
        more_wanted: the end was reached; the number of hits that are there.
        rows_wanted: the ids (a list) of contacts that are about to be seen, to be given with `fill`.
    """

    more_wanted = Signal(int)
    rows_wanted = Signal(object)

    def __init__(
        self, strings: Strings, title_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        """Start empty; `title_of` names a contact's source."""
        super().__init__(parent)
        self._strings, self._title_of = strings, title_of
        self._numbers: list[Row] = []
        self._ids: list[str] = []
        self._read: dict[str, Row | Hit] = {}
        self._asked: set[str] = set()
        self._answers: list[Row] = []
        self._may_have_more = False
        self._held, self._asked_after = "", -1
        self._coming: tuple[list[str], list[Row]] = [], []
        self.found: Found | None = None
        # Before any view hears of it, since it asks for the rows then.
        self.rowsInserted.connect(self._on_inserted)

    def show(self, found: Found) -> None:
        """Show what was found."""
        self.found = found
        self._numbers = self._number_rows(found)
        self._ids = [hit.contact.id for hit in found.hits]
        self._read = dict(zip(self._ids, found.hits, strict=True))
        self._asked, self._answers = set(), []
        for answer in found.answers:
            self._answers += self._new_rows(answer.hits)
        self._asked_after = -1
        self._may_have_more = len(self._ids) < found.total or not found.total_is_exact
        self.setStringList([""] * (len(self._numbers) + len(self._ids) + len(self._answers)))

    def add(self, ids: Sequence[str]) -> None:
        """Append further contacts, above what directories answered; who they are is asked for when needed."""
        answered = {row.key for row in self._answers}
        new = [each for each in ids if each not in answered]
        if not new:
            self._may_have_more = False
            return
        self._coming = new, []
        self.insertRows(len(self._numbers) + len(self._ids), len(new))

    def fill(self, hits: Sequence[Hit]) -> None:
        """Show contacts that were asked for."""
        self._forget_some()
        # An answer for the list before this one may still come.
        new = {hit.contact.id: hit for hit in hits if hit.contact.id in self._asked}
        self._read.update(new)
        self._asked -= new.keys()
        if new:
            places = [self.place_of(key) for key in (next(iter(new)), next(reversed(new)))]
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))

    def add_answer(self, answer: Answer) -> None:
        """Append what a directory answered; no row that is there moves."""
        rows = self._new_rows(answer.hits)
        if rows:
            self._coming = [], rows
            self.insertRows(self.rowCount(), len(rows))

    @property
    def answered(self) -> int:
        """How many rows are answers of directories."""
        return len(self._answers)

    def row(self, place: int) -> Row | None:
        """The row at a place; None where there is none, or where it is not known yet and was asked for."""
        place -= len(self._numbers)
        if place < 0:
            return self._numbers[place] if place >= -len(self._numbers) else None
        if place < len(self._ids):
            return self._contact_row(place)
        place -= len(self._ids)
        return self._answers[place] if place < len(self._answers) else None

    def hold(self, place: int) -> None:
        """Never forget who stands there, until somebody else is held."""
        place -= len(self._numbers)
        self._held = self._ids[place] if 0 <= place < len(self._ids) else ""

    def place_of(self, key: str) -> int:
        """Where a row stands, or -1."""
        if key in self._read:
            return len(self._numbers) + self._ids.index(key)
        for first, rows in ((0, self._numbers), (len(self._numbers) + len(self._ids), self._answers)):
            for place, row in enumerate(rows):
                if row.key == key:
                    return first + place
        return -1

    def first_callable(self) -> int:
        """The row that is marked at first: the first one that Enter can call, else the first."""
        known = len(self._numbers) + len(self._read)
        first_answer = len(self._numbers) + len(self._ids)
        for place in chain(range(known), range(first_answer, self.rowCount())):
            row = self.row(place)
            if row is not None and row.callable:
                return place
        return 0 if self.rowCount() else -1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Rows can be marked, and nothing else."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, and its words for assistive technology."""
        if role not in _ROLES or not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        return self._strings.text("ui.results.reading") if row is None else row.spoken()

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether the search has further hits."""
        return not parent.isValid() and self._may_have_more

    def fetchMore(self, _parent: AnyIndex) -> None:
        """Ask for the next page, once."""
        if self._asked_after != len(self._ids):
            self._asked_after = len(self._ids)
            self.more_wanted.emit(len(self._ids))

    def _on_inserted(self, _parent: AnyIndex, _first: int, _last: int) -> None:
        ids, answers = self._coming
        self._ids += ids
        self._answers += answers
        self._coming = [], []

    def _contact_row(self, place: int) -> Row | None:
        key = self._ids[place]
        known = self._read.get(key)
        if known is None:
            self._want(place)
            return None
        if not isinstance(known, Row):
            known = self._read[key] = self._hit_row(known)
        return known

    def _want(self, place: int) -> None:
        """Ask for those around a place who are not known."""
        if self._ids[place] in self._asked:
            return
        around = self._ids[max(0, place - _AROUND) : place + _AROUND]
        wanted = [key for key in around if key not in self._read and key not in self._asked]
        self._asked.update(wanted)
        self.rows_wanted.emit(wanted)

    def _forget_some(self) -> None:
        """Forget those who were read first, once they are many; whoever looks at them again asks again."""
        for key in list(islice(self._read, max(0, len(self._read) - _MOST_KNOWN))):
            if key != self._held:
                del self._read[key]

    def _new_rows(self, hits: Sequence[Hit]) -> list[Row]:
        """Make the rows of those who are not there yet: a directory may answer with somebody stored."""
        there = {*self._ids, *(row.key for row in self._answers)}
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
                    subtitle=" · ".join(filter(None, (reason or kind, self._rule_words(candidate)))),
                    number=candidate.e164 or candidate.raw,
                    callable=candidate.callable,
                )
            )
        return rows

    def _rule_words(self, candidate: Candidate) -> str:
        rule = rule_name(candidate, self._strings)
        return "" if rule is None else self._strings.text("number_rules.read_by", rule=isolate(rule))

    def _hit_row(self, hit: Hit) -> Row:
        contact = hit.contact
        number = contact.numbers[hit.number_index] if 0 <= hit.number_index < len(contact.numbers) else None
        kept_back = contact.instructions.never_put_through
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
            warning=self._strings.text("contacts.door.never") if kept_back else "",
            source="" if contact.source == LOCAL else one_line(self._title_of(contact.source)),
        )
