"""What people do in meetings and ask about them, forwarded to the room; dialogs for what takes more words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from dialer.core.errors import DialerError
from dialer.meetings.model import MeetingsListed
from dialer.meetings.phoned import PhonedChanged
from dialer.meetings.requests import PressDropped
from dialer.ui.blocks.dialogs import ask_open_files, result_of
from dialer.ui.meetings.doings import ATTENDANCE, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from dialer.app import App
    from dialer.meetings.model import Meeting
    from dialer.ui.meetings.actions import MeetingActions
    from dialer.ui.meetings.doings import MeetingDoings


class MeetingDoing(QObject):
    """Starts what the user asked for on a meeting's card."""

    def __init__(self, app: App, page: QWidget, actions: MeetingActions, doings: MeetingDoings) -> None:
        """Act on the app's meetings; dialogs stand in front of `page`, and `actions` tells what fails."""
        super().__init__(page)
        self._app, self._page, self._actions, self._doings = app, page, actions, doings
        self._strings = app.hub.strings
        self._open: dict[tuple[str, str], QDialog] = {}
        doings.wanted.connect(self._on_wanted)
        doings.message_wanted.connect(self._on_message)
        doings.phoned_wanted.connect(self._on_phoned_wanted)
        self.destroyed.connect(app.hub.bus.listen(PhonedChanged, self._on_phoned))
        self.destroyed.connect(app.hub.bus.listen(MeetingsListed, self._on_listed))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"meeting_doings.{key}", **placeholders)

    def _on_wanted(self, what: str, meeting_id: str) -> None:
        work = {PHONE: self._phone, ATTENDANCE: self._attendance}.get(what, self._share)
        self._actions.run(work(meeting_id), f"{what} in a meeting")

    def _on_message(self, meeting_id: str, text: str) -> None:
        self._actions.run(self._message(meeting_id, text), "write to a meeting")

    def _on_phoned_wanted(self, meeting_id: str) -> None:
        self._actions.run(self._show_phoned(meeting_id), "tell who was phoned")

    def _on_phoned(self, event: PhonedChanged) -> None:
        self._on_phoned_wanted(event.phoned.meeting_id)

    def _on_listed(self, _event: MeetingsListed) -> None:
        self._doings.refresh()

    async def _show_phoned(self, meeting_id: str) -> None:
        phoned = await self._app.meetings.phoning.phoned(meeting_id)
        if isValid(self._doings):
            self._doings.show_phoned(meeting_id, phoned)

    async def _message(self, meeting_id: str, text: str) -> None:
        tone, words = "ok", self._text("message.sent")
        try:
            await self._app.meetings.doings.message(meeting_id, text)
        except PressDropped:
            return
        except DialerError as error:
            tone, words = "bad", self._strings.text(error.key, **error.placeholders)
        self._doings.tell_message(meeting_id, tone, words)

    async def _phone(self, meeting_id: str) -> None:
        from dialer.ui.meetings.phone_in_dialog import PhoneInDialog

        def tell(tone: str, words: str) -> None:
            if isValid(self._actions):
                self._actions.told.emit(tone, words)

        await self._beside(
            PHONE, meeting_id, lambda meeting: PhoneInDialog(self._app, meeting, tell, self._page)
        )

    async def _attendance(self, meeting_id: str) -> None:
        from dialer.ui.meetings.attendance_dialog import AttendanceDialog

        await self._beside(
            ATTENDANCE, meeting_id, lambda meeting: AttendanceDialog(self._app, meeting, self._page)
        )

    async def _share(self, meeting_id: str) -> None:
        from dialer.ui.meetings.upload_dialog import UploadDialog

        files = await ask_open_files(
            self._page, self._text("upload.choose"), self._text("upload.any"), many=False
        )
        for name in files:

            def make(meeting: Meeting, name: str = name) -> QDialog:
                return UploadDialog(self._app, meeting, Path(name), self._page)

            await self._beside(name, meeting_id, make)

    async def _beside(self, what: str, meeting_id: str, make: Callable[[Meeting], QDialog]) -> None:
        """Open a dialog beside the page, or bring it to the front where it stands open already."""
        before = self._open.get((what, meeting_id))
        if before is not None and isValid(before):
            before.raise_()
            before.activateWindow()
            return
        meeting = await self._app.meetings.get(meeting_id)
        if meeting is None or (what, meeting_id) in self._open:
            return
        dialog = self._open[what, meeting_id] = make(meeting)
        try:
            await result_of(dialog, modal=False)
        finally:
            del self._open[what, meeting_id]
