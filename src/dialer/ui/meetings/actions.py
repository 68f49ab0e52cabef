"""What people do with meetings, forwarded to the manager; what comes back is a meeting or a sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from dialer.core.errors import DialerError, InputError
from dialer.meetings.model import THERE
from dialer.meetings.requests import MeetingEdit, MeetingRequest, PressDropped
from dialer.ui.blocks.dialogs import confirm, result_of
from dialer.ui.blocks.guarded import guarded
from dialer.ui.blocks.open_link import open_link
from dialer.ui.blocks.widgets import one_line

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.scope import Scope
    from dialer.meetings.model import Meeting

_MOST_PAST = 100

_LOGGER = logging.getLogger(__name__)


class MeetingActions(QObject):
    """Starts what the user asked for.

    Signals:
        shown: a meeting to be shown.
        told: tone and sentence about the meeting that is shown.
        asked: what the form asked for is on its way, as this meeting.
        refused: it cannot be: the error, and its sentence.
        answered: the form may be used again.
        past_read: the meetings that are over, the last first.
    """

    shown = Signal(object)
    told = Signal(str, str)
    asked = Signal(object)
    refused = Signal(object, str)
    answered = Signal()
    past_read = Signal(list)

    def __init__(self, app: App, page: QWidget, scope: Scope) -> None:
        """Act on the app's meetings; dialogs stand in front of `page`, tasks belong to `scope`."""
        super().__init__(page)
        self._app, self._page, self._scope = app, page, scope
        self._strings = app.hub.strings
        self._manager = app.meetings

    def create(self, request: MeetingRequest) -> None:
        """Create a meeting: one press."""
        self._scope.spawn(self._submit(self._manager.create(request)), "create a meeting")

    def save(self, meeting_id: str, edit: MeetingEdit) -> None:
        """Change a meeting."""
        self._scope.spawn(self._submit(self._manager.change(meeting_id, edit)), "change a meeting")

    def show(self, meeting_id: str) -> None:
        """Show a meeting, and then its links as the provider tells them now."""
        self.run(self._show(meeting_id), "show a meeting")

    def open(self, meeting_id: str) -> None:
        """Open a meeting as its host."""
        self.run(self._open(meeting_id), "open a meeting")

    def end(self, meeting_id: str) -> None:
        """End a meeting for everybody, after a question."""
        self.run(self._finish(meeting_id, "end"), "end a meeting")

    def cancel(self, meeting_id: str) -> None:
        """Call a meeting off, after a question."""
        self.run(self._finish(meeting_id, "cancel"), "call a meeting off")

    def documents(self, meeting_id: str) -> None:
        """Show what a meeting has left behind."""
        self.run(self._documents(meeting_id), "show a meeting's documents")

    def refresh(self, _meeting_id: str = "") -> None:
        """Ask the accounts for their meetings."""
        self._scope.spawn(self._manager.refresh(), "read the meetings")

    def read_past(self) -> None:
        """Read which meetings are over."""
        self.run(self._read_past(), "read past meetings")

    async def _read_past(self) -> None:
        self.past_read.emit(await self._manager.past(_MOST_PAST))

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_meetings.{key}", **placeholders)

    def run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start something with the meeting that is shown; if it fails, the user reads why."""
        if self._scope.closed:  # the window is going
            work.close()
            return
        task = self._scope.spawn(self._guarded(work), name)
        # Where it is cancelled before its first turn, nobody has begun with the work.
        task.add_done_callback(lambda _task: work.close())

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        await guarded(work, self.told.emit, self._strings, PressDropped)

    async def _submit(self, work: Coroutine[Any, Any, Meeting]) -> None:
        """Carry out what the form asks for; it stays with what was typed where that is not possible."""
        try:
            self.asked.emit(await work)
        except PressDropped:
            pass
        except DialerError as error:
            sentence = self._strings.text(error.key, **error.placeholders)
            self.refused.emit(error if isinstance(error, InputError) else None, sentence)
        except Exception:  # as above
            _LOGGER.exception("a meeting could not be asked for")
            self.refused.emit(None, self._strings.text("ui.error.bug"))
        finally:
            self.answered.emit()

    async def _show(self, meeting_id: str) -> None:
        meeting = await self._manager.get(meeting_id)
        if meeting is not None:
            self.shown.emit(meeting)
            if meeting.state in THERE and meeting.host is None:
                await self._manager.read(meeting_id)

    async def _open(self, meeting_id: str) -> None:
        meeting = await self._manager.get(meeting_id)
        if meeting is None or meeting.host is None or not open_link(meeting.host.reveal()):
            self.told.emit("bad", self._text("link.not_opened"))

    async def _documents(self, meeting_id: str) -> None:
        from dialer.ui.meetings.documents import DocumentsDialog  # hardly ever needed

        await result_of(DocumentsDialog(self._app, meeting_id, self._page))

    async def _finish(self, meeting_id: str, act: str) -> None:
        meeting = await self._manager.get(meeting_id)
        if meeting is None:
            return
        sure = await confirm(
            self._page,
            self._strings,
            title=self._text(f"{act}.title"),
            text=self._text(f"{act}.text", subject=one_line(meeting.subject)),
            action=self._text(f"card.{act}"),
            danger=True,
        )
        if sure:
            await (self._manager.end if act == "end" else self._manager.cancel)(meeting_id)
