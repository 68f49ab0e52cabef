"""What people do to invite guests: the mail program, a calendar file, a QR code, a code to read out.

All of it is made of what guests may know (`shared`), so the host's link cannot come along.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from dialer.core.strings import Strings
from dialer.meetings.inviting import calendar_of, guests_language, save_calendar
from dialer.meetings.shared import shared
from dialer.ui.blocks.dialogs import ask_save_file, result_of
from dialer.ui.blocks.widgets import isolate
from dialer.ui.meetings.invite import ALOUD, CODE, FILE, MAIL

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from dialer.app import App
    from dialer.meetings.model import Meeting
    from dialer.ui.meetings.actions import MeetingActions


class MeetingInviting(QObject):
    """Starts what the user asked for.

    Signals:
        language_known: a meeting's id, and the language of its guests.
    """

    language_known = Signal(str, str)

    def __init__(self, app: App, page: QWidget, actions: MeetingActions) -> None:
        """Invite to the app's meetings; dialogs stand in front of `page`, and `actions` tells what fails."""
        super().__init__(page)
        self._app, self._page, self._actions = app, page, actions
        self._strings = app.hub.strings
        self._open: dict[tuple[str, str], QDialog] = {}

    def find_language(self, meeting: Meeting) -> None:
        """Find out in which language a meeting's guests are written to."""
        self._actions.run(self._find_language(meeting), "find the guests' language")

    def invite(self, way: str, meeting_id: str, language: str) -> None:
        """Invite to a meeting in one of the ways, in a language."""
        work = {MAIL: self._mail, FILE: self._file, CODE: self._code, ALOUD: self._aloud}[way]
        self._actions.run(work(meeting_id, language), "invite guests")

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_invite.{key}", **placeholders)

    async def _find_language(self, meeting: Meeting) -> None:
        language = await guests_language(meeting, self._app.contacts, self._strings.language)
        self.language_known.emit(meeting.id, language)

    async def _mail(self, meeting_id: str, language: str) -> None:
        from dialer.meetings.invitation import invitation
        from dialer.meetings.mailto import mail_link
        from dialer.ui.blocks.open_link import open_mail

        if (meeting := await self._app.meetings.get(meeting_id)) is None:
            return
        addresses = [person.email for person in meeting.people if person.email]
        link = mail_link(addresses, invitation(shared(meeting), _strings_in(language)))
        if not open_mail(link):
            self._actions.told.emit("bad", self._text("mail.not_opened"))
        elif link.left_out:
            self._actions.told.emit("warning", self._text("mail.left_out", count=len(link.left_out)))

    async def _file(self, meeting_id: str, language: str) -> None:
        from dialer.meetings.calendar_file import file_name

        if (meeting := await self._app.meetings.get(meeting_id)) is None:
            return
        strings = _strings_in(language)
        kind = f"{self._text('file')} (*.ics)"
        name = await ask_save_file(self._page, self._text("file"), file_name(shared(meeting), strings), kind)
        if not name:
            return
        # It may have been changed or called off while the dialog stood open.
        now = await self._app.meetings.get(meeting_id) or meeting
        await save_calendar(Path(name), await calendar_of(self._app.hub, now, strings))
        self._actions.told.emit("ok", self._text("file.saved", file=isolate(Path(name).name)))

    async def _code(self, meeting_id: str, _language: str) -> None:
        from dialer.ui.meetings.dialogs import QrDialog

        meeting = await self._app.meetings.get(meeting_id)
        if meeting is None or meeting.guest is None or self._raised(CODE, meeting_id):
            return
        name = shared(meeting).name(self._strings)
        await self._beside(CODE, meeting_id, QrDialog(meeting.guest, name, self._strings, self._page))

    async def _aloud(self, meeting_id: str, language: str) -> None:
        from dialer.ui.meetings.dialogs import AloudDialog

        meeting = await self._app.meetings.get(meeting_id)
        if meeting is None or self._raised(ALOUD, meeting_id):
            return
        dialog = AloudDialog(shared(meeting), _strings_in(language), self._strings, self._page)
        await self._beside(ALOUD, meeting_id, dialog)

    def _raised(self, way: str, meeting_id: str) -> bool:
        """Whether this stands open already; then it is brought to the front."""
        dialog = self._open.get((way, meeting_id))
        if dialog is None or not isValid(dialog):
            return False
        dialog.raise_()
        dialog.activateWindow()
        return True

    async def _beside(self, way: str, meeting_id: str, dialog: QDialog) -> None:
        self._open[way, meeting_id] = dialog
        try:
            await result_of(dialog, modal=False)
        finally:
            del self._open[way, meeting_id]


@cache
def _strings_in(language: str) -> Strings:
    return Strings(language)
