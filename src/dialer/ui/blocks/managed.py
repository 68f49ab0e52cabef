"""A setting that the organisation decides: its value, greyed out, and who decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dialer.ui.blocks.widgets import IconLabel, PlainLabel, isolate
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.core.settings import Settings
    from dialer.core.strings import Strings
    from dialer.ui.blocks.field_editor import FieldEditor


def show_if_managed(editor: FieldEditor, settings: Settings, strings: Strings) -> bool:
    """Grey a setting's editor out where the organisation decides it, and say so; return whether it does."""
    words = managed_words(settings, editor.field.key, strings)
    if words is None:
        return False
    layout = editor.layout()
    if isinstance(layout, QVBoxLayout):
        layout.addLayout(managed_row(words))
    target = editor.target()
    hint = target.accessibleDescription()
    target.setAccessibleDescription(f"{words}. {hint}" if hint else words)
    editor.setEnabled(False)
    return True


def managed_words(settings: Settings, key: str, strings: Strings) -> str | None:
    """Return the words for who decides a setting; None where the user does."""
    organisation = settings.managed_by(key)
    if organisation is None:
        return None
    if organisation:
        return strings.text("policy.managed_by", organisation=isolate(organisation))
    return strings.text("policy.managed")


def managed_row(words: str) -> QHBoxLayout:
    """Return these words behind a lock."""
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(IconLabel("lock-outline", size=18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(words, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True), 1)
    return row
