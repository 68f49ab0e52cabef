"""What people do on the History page, forwarded to the managers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dialer.core.conventions import day_words
from dialer.ui.blocks.dialogs import ask_save_file, confirm
from dialer.ui.blocks.widgets import isolate, ltr
from dialer.ui.look.moments import count
from dialer.ui.meetings.meet_now import MeetNow
from dialer.ui.pages import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dialer.calls.model import Call
    from dialer.journal.filter import Filter
    from dialer.journal.rows import JournalRow
    from dialer.meetings.model import Meeting
    from dialer.ui.desk import Desk
    from dialer.ui.history.card import HistoryCard


class HistoryActions(QObject):
    """Starts what the user asked for; what fails is told where everything is told."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Act on the app behind this desk."""
        super().__init__(parent)
        self._desk, self._app = desk, desk.app
        self._strings = desk.app.hub.strings
        self._run = desk.phone_actions.run

    def wire(self, card: HistoryCard) -> None:
        """Do what is asked for on the card."""
        card.call_wanted.connect(self._desk.phone_actions.call_again)
        card.call_back_wanted.connect(self._on_call_back)
        card.find_wanted.connect(self._on_find)
        card.meeting_wanted.connect(self.show_meeting)
        card.note_written.connect(self._desk.phone_actions.keep_note)
        card.tags_written.connect(lambda call, tags: self._run(self._keep_tags(call, tags), "keep tags"))
        card.outcome_chosen.connect(
            lambda call, to: self._run(self._keep_outcome(call, to), "keep an outcome")
        )
        card.private_wanted.connect(lambda call: self._run(self._make_private(call), "make a call private"))
        card.forget_wanted.connect(lambda call: self._run(self._forget(call), "forget somebody"))

    def press(self, row: JournalRow) -> None:
        """Do what one most likely wants with a row: call again, or look at the meeting."""
        if row.meeting is not None:
            self.show_meeting(row.meeting)
        elif row.call is not None and row.call.number:
            self._desk.phone_actions.call_again(row.call)

    def show_meeting(self, meeting: Meeting) -> None:
        """Show a meeting on its own page."""
        MeetNow(self._desk).show(meeting)

    def export(self, which: Filter, progress: Callable[[int, int], None]) -> None:
        """Write what is meant to a file that the user chooses."""
        self._run(self._export(which, progress), "export the history")

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_history.{key}", **placeholders)

    def _on_call_back(self, call: Call) -> None:
        from dialer.ui.callbacks.dialog import ask_call_back

        self._run(ask_call_back(self._desk, call), "promise a call")

    def _on_find(self, call: Call) -> None:
        """Look a call's other party up: there is everything else that is known."""
        self._desk.show_page(PHONE)
        self._desk.phone.box.entry.setText(call.name or call.number)
        self._desk.phone.box.take_focus()

    async def _keep_tags(self, call_id: str, tags: str) -> None:
        await self._app.calls.set_tags(call_id, tuple(tags.split(",")))

    async def _keep_outcome(self, call_id: str, outcome: str) -> None:
        await self._app.calls.set_outcome(call_id, outcome)

    async def _make_private(self, call: Call) -> None:
        if await self._is_sure("private", call):
            await self._app.calls.set_private(call.id, True)

    async def _forget(self, call: Call) -> None:
        if not await self._is_sure("forget", call):
            return
        gone = await self._app.journal.forget(number=call.number, contact_id=call.contact_id)
        words = self._text(
            "forget.done", calls=gone.calls, meetings=gone.meetings, call_backs=gone.call_backs
        )
        if gone.copies_until is not None:
            day = day_words(gone.copies_until.astimezone().date(), self._strings.language)
            words = f"{words} {self._strings.text('history.forget.copies', date=day)}"
        self._desk.phone_actions.told.emit("ok", words)

    async def _is_sure(self, what: str, call: Call) -> bool:
        name = isolate(call.name) if call.name else ltr(call.number)
        return await confirm(
            self._desk.main_window,
            self._strings,
            title=self._text(f"{what}.title"),
            text=self._text(f"{what}.text", name=name),
            action=self._text(f"{what}.action"),
            danger=True,
        )

    async def _export(self, which: Filter, progress: Callable[[int, int], None]) -> None:
        name, files = f"{self._text('export.file')}.csv", f"{self._text('export.table')} (*.csv)"
        chosen = await ask_save_file(self._desk.main_window, self._text("export"), name, files)
        if chosen:
            written = await self._app.journal.export(which, Path(chosen), self._strings, progress)
            shown = count(written, self._strings)
            words = self._text("export.done", count=shown, file=isolate(Path(chosen).name))
            self._desk.phone_actions.told.emit("ok", words)
