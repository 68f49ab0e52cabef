"""Tells, while the number of an own phone is typed, how it is read."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from dialer.contacts.numbers.reading import NumberType
from dialer.ui.blocks.widgets import ltr

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.scope import Scope
    from dialer.ui.blocks.field_editor import FieldEditor

_PAUSE_MS = 250
# What a telephone exchange calls its own phones by; nothing that can be read as a number of a country.
_INTERNAL = re.compile(r"[0-9]{2,6}")


class NumberCheck(QObject):
    """Watches one editor; the reading itself runs in a thread, since its library is heavy."""

    def __init__(self, editor: FieldEditor, scope: Scope, region: Callable[[], str]) -> None:
        """Check what is typed in `editor` as a number of the country that `region` returns at that time."""
        super().__init__(editor)
        self._editor = editor
        self._scope = scope
        self._region = region
        self._task: asyncio.Task[None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        editor.changed.connect(self._pause.start)

    def check(self) -> None:
        """Read what is there now; an older reading is forgotten."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._scope.spawn(self._check(), "read a number")

    async def _check(self) -> None:
        text = str(self._editor.value()).strip()
        if not text:
            return
        candidate = await asyncio.to_thread(_read, text, self._region())
        if isValid(self) and text == str(self._editor.value()).strip():
            self._tell(text, candidate)

    def _tell(self, text: str, candidate: Candidate) -> None:
        strings = self._editor.strings
        if candidate.callable:
            shown = ltr(candidate.international or candidate.raw)
            self._editor.set_note(strings.text("ui_pages.number.ok", number=shown))
        elif _INTERNAL.fullmatch(text) and candidate.type is not NumberType.EMERGENCY:
            self._editor.set_note(strings.text("ui_pages.number.internal", number=ltr(text)))
        else:
            self._editor.set_note(strings.text(candidate.reason or "core.field.not_phone"), "warning")


def _read(text: str, region: str) -> Candidate:
    from dialer.contacts.numbers.own_phone import check_own

    return check_own(text, region)
