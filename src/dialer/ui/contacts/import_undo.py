"""Taking an import back, after a question where somebody has edited its contacts since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.exchange.undo import EditedSince
from dialer.core.errors import InputError
from dialer.ui.blocks.dialogs import confirm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.contacts.book import ContactBook
    from dialer.contacts.model import ImportRun
    from dialer.core.strings import Strings


async def take_back(
    contacts: ContactBook, parent: QWidget, strings: Strings, run: ImportRun | None
) -> ImportRun | None:
    """Take an import back; returns what was taken back, or None where the user thought better of it.

    Raises:
        InputError: it is not the last import any more, and only that can be taken back.
        StorageError: what is left can still be taken back.
    """
    if run is None:
        raise InputError("importing.undo.not_last")
    try:
        return await contacts.undo(run=run.id)
    except EditedSince as edited:
        sure = await confirm(
            parent,
            strings,
            title=strings.text("importing.undo.title"),
            text=strings.text("importing.undo.edited", count=edited.run.edited),
            action=strings.text("importing.undo"),
            danger=True,
        )
    return await contacts.undo(run=run.id, allow_edited=True) if sure else None


def told(undone: ImportRun, strings: Strings) -> tuple[str, str]:
    """Return how to say what was taken back, and the words."""
    if undone.left:
        key, tone = "importing.undo.left", "warning"
    else:
        key, tone = "importing.undone", "ok"
    words = strings.text(key, removed=undone.new, restored=undone.changed, left=undone.left)
    return tone, words
