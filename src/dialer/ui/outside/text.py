"""A text that people point at in another program: its numbers, and what the settings do with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from dialer.calls.gate import DialRequest
from dialer.calls.provider import telephony
from dialer.contacts.numbers.abroad import asks_abroad
from dialer.ui.outside.call_question import CallQuestion

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate, Reading
    from dialer.core.home_region import HomeRegion
    from dialer.ui.desk import Desk
    from dialer.ui.outside.undo_dialog import UndoDialog

ASK, PREFILL, DIAL = "ask", "prefill", "dial"


class OutsideText(QObject):
    """Asks about the numbers of a text, puts them into the search box, or calls the one that there is.

    A window has one, whatever key the text comes by: what is pressed last is what people mean.
    """

    def __init__(self, desk: Desk) -> None:
        """Act in this window, with `of`; what it needs is loaded with the first text."""
        super().__init__(desk)
        self._desk, self._hub = desk, desk.app.hub
        self._undo: UndoDialog | None = None
        self._round = 0

    @classmethod
    def of(cls, desk: Desk) -> OutsideText:
        """Return the one of a window."""
        return desk.findChild(cls) or cls(desk)

    def offer(self, text: str, source: Literal["selection", "clipboard"]) -> None:
        """Do what the settings say with a text that people have just pointed at; one press, at most one call.

        Args:
            text: what is selected or copied, as it is.
            source: where it comes from.
        """
        self.stop()  # whoever presses again means the new text
        self._desk.scope.spawn(self._offer(text, source, self._round), f"read a {source}")

    def stop(self) -> None:
        """Take back what is not sent yet, also what is still being read."""
        self._round += 1
        if self._undo is not None:
            self._undo.reject()

    async def _offer(self, text: str, source: Literal["selection", "clipboard"], this: int) -> None:
        # phonenumbers is heavy to import and must not hold up the window.
        reading = await asyncio.to_thread(_read, text, self._hub.settings.region)
        if self._round != this:
            return
        does = self._hub.settings.get(f"{source}_does")
        if does == PREFILL and any(each.callable for each in reading.candidates):
            from dialer.ui.phone.prefill import prefill

            prefill(self._desk, reading)
        elif does == DIAL and (candidate := self._the_only_one(reading)) is not None:
            await self._dial(candidate, this)
        else:
            CallQuestion.of(self._desk).ask(reading, source)

    def _the_only_one(self, reading: Reading) -> Candidate | None:
        """Return the number that can be called without anything to ask; None where there is none."""
        call = self._desk.app.calls.current
        is_free = call is None or not call.live
        if len(reading.candidates) != 1 or not is_free or not telephony(self._hub):
            return None
        [candidate] = reading.candidates
        asks = candidate.confirm or asks_abroad(self._hub, candidate)
        return None if asks or not candidate.callable else candidate

    async def _dial(self, candidate: Candidate, this: int) -> None:
        """Call at once, or after the seconds in which that can be taken back."""
        seconds = int(str(self._hub.settings.get("undo_seconds")))
        if seconds and not await self._is_let(candidate, seconds, this):
            return
        self._desk.phone_actions.call(DialRequest(number=str(candidate.e164)))

    async def _is_let(self, candidate: Candidate, seconds: int, this: int) -> bool:
        from dialer.ui.blocks.dialogs import result_of
        from dialer.ui.blocks.widgets import isolate, ltr, one_line
        from dialer.ui.outside.undo_dialog import UndoDialog

        people = await self._desk.app.contacts.who(str(candidate.e164))
        if self._round != this:
            return False
        # A number is not broken over two lines.
        who = ltr((candidate.international or candidate.raw).replace(" ", "\N{NO-BREAK SPACE}"))
        if len(people) == 1:
            who = f"{isolate(one_line(people[0].name))}, {who}"
        self._undo = dialog = UndoDialog(self._hub.strings, who, seconds)
        try:
            result = await result_of(dialog, modal=False)
            if result == UndoDialog.LATE:
                self._desk.phone_actions.told.emit("warning", self._hub.strings.text("outside.undo.late"))
            return result == UndoDialog.DialogCode.Accepted and self._round == this
        finally:
            if self._undo is dialog:
                self._undo = None


def _read(text: str, region: HomeRegion) -> Reading:
    from dialer.contacts.numbers.numbers import read  # heavy

    return read(text, region)
