"""What an import did, file by file, and the lines that it skipped, however many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget

from dialer.ui.blocks.widgets import Card, PlainLabel, one_line
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dialer.contacts.model import FileReport
    from dialer.core.strings import Strings

_ROWS_SHOWN = 6
_NAMES_SHOWN = 12


class SkippedModel(QAbstractListModel):
    """The skipped lines of one file, each with its reason; made into words only where they are seen."""

    def __init__(self, skipped: Sequence[tuple[int, str]], strings: Strings, parent: QWidget) -> None:
        """Hold these pairs of a line and the key of a reason."""
        super().__init__(parent)
        self._skipped, self._strings = skipped, strings

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many lines were skipped."""
        return len(self._skipped)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return the sentence about one line."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        line, reason = self._skipped[index.row()]
        return self._strings.text("importing.report.line", line=line, reason=self._strings.text(reason))


class ReportPage(QWidget):
    """A card per file."""

    def __init__(
        self,
        reports: Sequence[FileReport],
        left_out: Mapping[str, Sequence[str]],
        strings: Strings,
        parent: QWidget | None = None,
    ) -> None:
        """Show the reports.

        Args:
            reports: what became of each file.
            left_out: by file, the columns that were not taken over.
            strings: the words.
            parent: the widget it belongs to.
        """
        super().__init__(parent)
        self._strings = strings
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for report in reports:
            layout.addWidget(self._build_file(report, left_out.get(report.file, ())), 0)
        layout.addStretch(1)

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"importing.report.{key}", **placeholders)

    def _build_file(self, report: FileReport, left_out: Sequence[str]) -> Card:
        card = Card()
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        card.body.addWidget(PlainLabel(one_line(Path(report.file).name), style=TextStyle.STRONG, elide=True))
        if report.error_key is None or report.new or report.changed or report.unchanged:
            card.body.addWidget(PlainLabel(counts(report, self._strings), wrap=True))
        if report.error_key is not None:
            why = self._strings.text(report.error_key, file=report.file, path=report.file)
            card.body.addWidget(PlainLabel(why, tone=Tone.BAD, wrap=True))
        if left_out:
            card.body.addWidget(self._build_left_out(left_out))
        if report.incomplete:
            words = self._text("incomplete", count=count(report.incomplete, self._strings))
            card.body.addWidget(PlainLabel(words, tone=Tone.WARNING, wrap=True))
        if report.skipped:
            words = self._text("skipped", count=count(len(report.skipped), self._strings))
            card.body.addWidget(PlainLabel(words, tone=Tone.WARNING, wrap=True))
            card.body.addWidget(self._build_skipped(report, words))
        return card

    def _build_left_out(self, left_out: Sequence[str]) -> PlainLabel:
        names = [one_line(name) for name in left_out[:_NAMES_SHOWN]]
        if len(left_out) > _NAMES_SHOWN:
            names.append("…")
        words = self._text("left_out", columns=", ".join(names))
        return PlainLabel(words, tone=Tone.WARNING, wrap=True)

    def _build_skipped(self, report: FileReport, name: str) -> QListView:
        view = QListView()
        view.setModel(SkippedModel(report.skipped, self._strings, view))
        view.setAccessibleName(f"{one_line(Path(report.file).name)}: {name}")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setWordWrap(False)
        height = view.sizeHintForRow(0) or px(20)
        view.setFixedHeight(min(len(report.skipped), _ROWS_SHOWN) * height + px(8))
        return view


def counts(report: FileReport, strings: Strings) -> str:
    """Return how many contacts of a file were new, changed and unchanged."""
    return strings.text(
        "importing.report.counts",
        new=count(report.new, strings),
        changed=count(report.changed, strings),
        unchanged=count(report.unchanged, strings),
    )
