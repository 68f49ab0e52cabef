"""Saving the emergency list: where it goes is chosen, and it is for the user to open and print."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.calls.emergency_list import lines, page
from dialer.core.errors import StorageError
from dialer.ui.blocks.dialogs import ask_save_file

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App


async def save_emergency_list(app: App, window: QWidget) -> str:
    """Let a place be chosen and write the list there; return what to tell, empty where nothing was chosen.

    Raises:
        StorageError: it could not be written there.
    """
    strings = app.hub.strings
    favourites, called = await lines(app.contacts, app.calls.history)
    kind = f"{strings.text('fall_back.list.kind')} (*.html)"
    title, name = strings.text("fall_back.list.save"), strings.text("fall_back.list.file")
    place = await ask_save_file(window, title, name, kind)
    if not place:
        return ""
    text = page(favourites, called, strings, app.hub.clock.now())
    try:
        await asyncio.to_thread(Path(place).write_text, text, encoding="utf-8")
    except OSError:
        raise StorageError("fall_back.list.not_saved") from None
    return strings.text("fall_back.list.saved")
