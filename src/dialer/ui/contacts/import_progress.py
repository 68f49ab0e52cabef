"""How far an import is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from dialer.ui.blocks.widgets import PlainLabel, one_line
from dialer.ui.look.moments import count
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.contacts.model import ImportProgress
    from dialer.core.strings import Strings

_STEPS = 1000


class ProgressPage(QWidget):
    """A bar, the file, and how many contacts were seen; the bar only moves until it is known how far."""

    def __init__(self, strings: Strings, parent: QWidget | None = None) -> None:
        """Begin without knowing how much there is."""
        super().__init__(parent)
        self._strings = strings
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        self._file = PlainLabel(elide=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(strings.text("importing.progress"))
        self._seen = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM)
        for part in (self._file, self._bar, self._seen):
            layout.addWidget(part)
        layout.addStretch()

    def show_progress(self, progress: ImportProgress) -> None:
        """Show how far the import is."""
        self._file.setText(one_line(Path(progress.file).name))
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(_STEPS * progress.done / max(progress.total, 1)))
        self._seen.setText(
            self._strings.text("importing.seen", count=count(progress.contacts, self._strings))
        )
