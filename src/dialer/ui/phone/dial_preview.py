"""What a press of Call would send, as one quiet line that opens: from what was read to what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.calls.preview import preview_of
from dialer.contacts.documents import rule_name
from dialer.ui.blocks.widgets import IconButton, PlainLabel, isolate, ltr, one_line
from dialer.ui.look.countries import country_name
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.calls.preview import DialPreview
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.hub import Hub
    from dialer.core.scope import Scope
    from dialer.ui.phone.results_pane import ResultsPane

_LONGEST_READ = 40


class DialPreviewLine(QWidget):
    """Shows what was read, as what, by which rule, and what would be sent; hidden where nothing would be.

    Signals:
        resized: it takes more or less room.
    """

    resized = Signal()

    def __init__(self, hub: Hub, scope: Scope, parent: QWidget | None = None) -> None:
        """Show nothing yet; `scope` owns the task that looks up what would be sent."""
        super().__init__(parent)
        self._hub, self._scope = hub, scope
        self._candidate: Candidate | None = None
        self._open = self._known = False
        self._has_room = True
        self._line = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._toggle = IconButton("chevron-right", self._text("show"), kind="bare")
        self._toggle.clicked.connect(self._on_toggle)
        self._more = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        self._more.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._more)
        self.hide()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._hub.strings.text(f"preview.{key}", **placeholders)

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show what a press would send for this number; nothing where it cannot be called."""
        self._candidate = candidate
        if candidate is None or not candidate.callable:
            self._known = False
            self._show()
            return
        self._scope.spawn(self._look(candidate), "look up what would be sent")

    async def _look(self, candidate: Candidate) -> None:
        preview = await preview_of(self._hub, candidate)
        if not isValid(self) or self._candidate is not candidate:
            return
        self._line.setText(self._short(candidate, preview))
        self._more.setText("\n".join(self._steps(candidate, preview)))
        self.setAccessibleName(self._line.text())
        self._known = True
        self._show()

    def set_room(self, *, enough: bool) -> None:
        """Leave it out where there is hardly room for what it belongs to."""
        if enough is not self._has_room:
            self._has_room = enough
            self._show()

    def _show(self) -> None:
        self.setVisible(self._known and self._has_room)
        self.resized.emit()

    def _short(self, candidate: Candidate, preview: DialPreview | None) -> str:
        raw, shown = _read(candidate), ltr(candidate.international or candidate.raw)
        parts = [isolate(raw), shown] if raw != candidate.international else [shown]
        if preview is not None:
            parts.append(f"{ltr(preview.sent)} ({isolate(preview.account)})")
        return " → ".join(parts)

    def _steps(self, candidate: Candidate, preview: DialPreview | None) -> list[str]:
        strings = self._hub.strings
        kind = strings.text(f"contacts.type.{candidate.type.value}")
        if candidate.region is not None:
            kind = f"{country_name(strings, candidate.region)} · {kind}"
        steps = [
            self._text("read", raw=isolate(_read(candidate))),
            self._text("number", number=ltr(str(candidate.international or candidate.e164)), kind=kind),
        ]
        rule = rule_name(candidate, strings)
        steps.append(self._text("rule", rule=isolate(rule)) if rule else self._text("no_rule"))
        if preview is None:
            steps.append(self._text("no_account"))
        else:
            steps.append(self._text("sent", number=ltr(preview.sent), account=isolate(preview.account)))
            if preview.phone:
                steps.append(self._text("phone", phone=isolate(preview.phone)))
        return steps

    def _on_toggle(self) -> None:
        self._open = not self._open
        self._toggle.set_icon("chevron-down" if self._open else "chevron-right")
        self._toggle.set_name(self._text("hide" if self._open else "show"))
        self._more.setVisible(self._open)
        self.resized.emit()


def add_preview(results: ResultsPane, hub: Hub, scope: Scope) -> None:
    """Put the line below a list of results; it follows the mark there."""
    line = DialPreviewLine(hub, scope)
    results.add_below(line)
    results.roomy.connect(lambda enough: line.set_room(enough=enough))
    results.number_marked.connect(line.show_candidate)


def _read(candidate: Candidate) -> str:
    raw = one_line(candidate.raw).strip()
    return raw if len(raw) <= _LONGEST_READ else f"{raw[:_LONGEST_READ]}…"
