"""The one question about a number from outside the window: of a link, or of a text that people point at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject
from shiboken6 import isValid

from dialer.calls.provider import telephony
from dialer.contacts.numbers.abroad import asks_abroad
from dialer.core.hub import ProvidersChanged

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Reading
    from dialer.ui.desk import Desk
    from dialer.ui.outside.guarded_dialog import GuardedDialog
    from dialer.ui.window import MainWindow

Source = Literal["link", "selection", "clipboard"]
"""Where a number comes from: another program opened a link, or people pointed at a text themselves."""


def come_forward(window: MainWindow) -> None:
    """Show the window and what it asks next: the user has just asked for that."""
    window.come_forward()


class CallQuestion(QObject):
    """Asks whether to call, or says why not; a window has one of these, with at most one dialog.

    What the dialog needs is loaded when there is something to ask.
    """

    def __init__(self, desk: Desk) -> None:
        """Ask nothing yet; `of` makes the one that a window has."""
        super().__init__(desk)
        self._desk, self._app = desk, desk.app
        self._dialog: GuardedDialog | None = None
        self._ignored = 0
        self._round = 0
        self.asking = False

    @classmethod
    def of(cls, desk: Desk) -> CallQuestion:
        """Return the one of a window."""
        return desk.findChild(cls) or cls(desk)

    def ask(self, reading: Reading, source: Source) -> None:
        """Ask about the numbers of a reading; a question that still stands open goes."""
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.reject()
        self._round += 1
        self.asking, self._dialog, self._ignored = True, None, 0
        self._desk.scope.spawn(self._ask(reading, source, self._round), f"ask about a {source}")

    def ignore(self) -> None:
        """Say in the open question that there was one more, which is not asked about."""
        self._ignored += 1
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show_ignored(self._ignored)

    async def _ask(self, reading: Reading, source: Source, this: int) -> None:
        from dialer.calls.links import refusal

        try:
            if reason := refusal(reading):
                await self._refuse(reading.input, reason, source)
            else:
                await self._confirm(reading, source, this)
        finally:
            if self._round == this:
                self.asking, self._dialog = False, None

    async def _refuse(self, text: str, reason: str, source: Source) -> None:
        from dialer.ui.outside.link_dialog import RefusedLinkDialog

        await self._show(RefusedLinkDialog(self._app.hub.strings, text, reason, source))

    async def _confirm(self, reading: Reading, source: Source, this: int) -> None:
        from dialer.ui.outside.link_dialog import LinkChoice, LinkDialog
        from dialer.ui.phone.dial_preview import DialPreviewLine

        choices = [
            LinkChoice(
                candidate=candidate,
                people=await self._app.contacts.who(str(candidate.e164)),
                abroad=asks_abroad(self._app.hub, candidate),
            )
            for candidate in reading.candidates
            if candidate.callable
        ]
        if self._round != this:  # people pointed at something else meanwhile
            return
        preview = DialPreviewLine(self._app.hub, self._desk.scope)
        dialog = LinkDialog(self._app.hub.strings, choices, source, preview)

        def show_account(_event: ProvidersChanged | None = None) -> None:
            if isValid(dialog):
                dialog.show_account(next((entry for entry, _ in telephony(self._app.hub)), None))

        show_account()
        unsubscribe = self._app.hub.bus.listen(ProvidersChanged, show_account)
        try:
            await self._show(dialog)
        finally:
            unsubscribe()
        if dialog.request is not None:
            come_forward(self._desk.main_window)
            self._desk.phone_actions.call(dialog.request)

    async def _show(self, dialog: GuardedDialog) -> None:
        from dialer.ui.blocks.dialogs import result_of

        self._dialog = dialog
        dialog.show_ignored(self._ignored)
        await result_of(dialog, modal=False)
