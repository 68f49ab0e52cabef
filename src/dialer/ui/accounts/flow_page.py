"""One page of a flow: the editors of its fields, and what is wrong with which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.core import onboarding
from dialer.core.config_flow import FlowKind
from dialer.ui.blocks import folder_editor as _folder_editor  # noqa: F401  # draws its field
from dialer.ui.blocks.field_editors import SecretEditor, make_editor
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.fields import Field
    from dialer.core.flow import Flow
    from dialer.core.strings import Strings
    from dialer.ui.blocks.field_editor import FieldEditor


class FlowPage(QWidget):
    """Draws the page at which a flow stands.

    Attributes:
        page: what it draws.
    """

    def __init__(self, flow: Flow, strings: Strings, parent: QWidget | None = None) -> None:
        """Draw the fields with what is known."""
        super().__init__(parent)
        self.page = flow.page
        self._strings = strings
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        if flow.onboarding is not None and self.page == flow.first:
            key, placeholders = onboarding.notice(flow)
            self._layout.addWidget(Strip("warning", strings.text(key, **placeholders)))
        self.title = self._text(flow, "title")
        for text, style, tone in (
            (self.title, TextStyle.STRONG, Tone.TEXT),
            (self._text(flow, "text"), TextStyle.BODY, Tone.DIM),
        ):
            if text:
                self._layout.addWidget(PlainLabel(text, style=style, tone=tone, wrap=True))
        shown = (field for field in flow.fields if flow.kind is FlowKind.OPTIONS or not field.advanced)
        self._editors = {field.key: self._make_editor(field, flow) for field in shown}
        for editor in self._editors.values():
            self._layout.addWidget(editor)
        self._layout.addStretch()

    def _text(self, flow: Flow, part: str) -> str:
        key = f"{flow.domain}.step.{self.page.step}.{part}"
        if self._strings.has(key):
            return self._strings.text(key)
        return "" if self.page == flow.first else self._strings.text(f"flow.step.{part}")

    def _make_editor(self, field: Field, flow: Flow) -> FieldEditor:
        editor = make_editor(field, flow.domain, self._strings, flow.values.get(field.key))
        if isinstance(editor, SecretEditor):
            if not flow.keeps(field):
                editor.show_used_once()
            elif flow.kind is FlowKind.RECONFIGURE and self.page == flow.first and _has(flow, field):
                editor.show_kept()
        return editor

    def values(self) -> dict[str, object]:
        """What was filled in."""
        return {key: editor.value() for key, editor in self._editors.items()}

    def first_empty(self) -> QWidget | None:
        """The first field with nothing in it, else the first one, where there is one."""
        editors = list(self._editors.values())
        empty = (editor for editor in editors if editor.value() in {"", None})
        return next(empty, next(iter(editors), None))

    def show_errors(self, errors: Mapping[str, str]) -> FieldEditor | None:
        """Show what is wrong at the fields, by the keys of its sentences; return the first one."""
        wrong = []
        for key, editor in self._editors.items():
            editor.set_error(self._strings.text(errors[key]) if key in errors else "")
            if key in errors:
                wrong.append(editor)
        return wrong[0] if wrong else None

    def forget_secrets(self) -> None:
        """Leave no password behind in a widget."""
        for editor in self._editors.values():
            if isinstance(editor, SecretEditor):
                editor.set_value("")


def _has(flow: Flow, field: Field) -> bool:
    """Whether the account has a secret; of two that stand for each other it may lack one."""
    return field.required or (flow.entry is not None and field.key in flow.entry.secret_keys)
