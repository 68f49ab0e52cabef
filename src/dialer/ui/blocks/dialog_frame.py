"""What every dialog begins with: its name, the room around what is in it, and its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.look.theme import TextStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

MARGIN = 24
"""Between the edge of a dialog and what is in it."""

SPACING = 12


def framed(dialog: QDialog, title: str, spacing: int = SPACING) -> QVBoxLayout:
    """Name a dialog, for the eye and for screen readers; return the column that all of it stands in."""
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(spacing)
    return column


def headed(dialog: QDialog, title: str, spacing: int = SPACING) -> QVBoxLayout:
    """Name a dialog as `framed` does, and say its title at the top."""
    column = framed(dialog, title, spacing)
    column.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
    return column
