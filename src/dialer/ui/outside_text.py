"""A text that people point at in another program: its numbers, and what the settings do with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from dialer.calls.gate import DialRequest
from dialer.calls.provider import telephony
from dialer.contacts.abroad import asks_abroad
from dialer.ui.call_question import CallQuestion

if TYPE_CHECKING:
    from dialer.contacts.reading import Candidate, Reading
    from dialer.core.home_region import HomeRegion
    from dialer.ui.desk import Desk
    from dialer.ui.undo_dialog import UndoDialog

ASK, PREFILL, DIAL = "ask", "prefill", "dial"


class OutsideText:
    """Asks about the numbers of a text, puts them into the search box, or calls the one that there is."""

    def __init__(self, desk: Desk) -> None:
        """Act in this window; what it needs is loaded with the first text."""
        self._desk, self._hub = desk, desk.app.hub
        self._undo: UndoDialog | None = None

    def offer(self, text: str, source: Literal["selection", "clipboard"]) -> None:
        """Do what the settings say with a text that people have just pointed at; one press, at most one call.

        Args:
            text: what is selected or copied, as it is.
            source: where it comes from.
        """
        self._desk.scope.spawn(self._offer(text, source), f"read a {source}")

    def stop(self) -> None:
        """Take a call back that is not sent yet: the window goes."""
        if self._undo is not None:
            self._undo.reject()

    async def _offer(self, text: str, source: Literal["selection", "clipboard"]) -> None:
        # phonenumbers is heavy to import and must not hold up the window.
        reading = await asyncio.to_thread(_read, text, self._hub.settings.region)
        does = self._hub.settings.get(f"{source}_does")
        if self._undo is not None:
            self._undo.reject()  # whoever presses again means the new text
        if does == PREFILL and any(each.callable for each in reading.candidates):
            from dialer.ui.prefill import prefill

            prefill(self._desk, reading)
        elif does == DIAL and (candidate := self._the_only_one(reading)) is not None:
            await self._dial(candidate)
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

    async def _dial(self, candidate: Candidate) -> None:
        """Call at once, or after the seconds in which that can be taken back."""
        seconds = int(str(self._hub.settings.get("undo_seconds")))
        if seconds and not await self._is_let(candidate, seconds):
            return
        self._desk.phone_actions.call(DialRequest(number=str(candidate.e164)))

    async def _is_let(self, candidate: Candidate, seconds: int) -> bool:
        from dialer.ui.dialogs import result_of
        from dialer.ui.undo_dialog import UndoDialog
        from dialer.ui.widgets import isolate, ltr, one_line

        people = await self._desk.app.contacts.who(str(candidate.e164))
        # A number is not broken over two lines.
        who = ltr((candidate.international or candidate.raw).replace(" ", "\N{NO-BREAK SPACE}"))
        if len(people) == 1:
            who = f"{isolate(one_line(people[0].name))}, {who}"
        self._undo = dialog = UndoDialog(self._hub.strings, who, seconds)
        try:
            return await result_of(dialog, modal=False) == UndoDialog.DialogCode.Accepted
        finally:
            if self._undo is dialog:
                self._undo = None


def _read(text: str, region: HomeRegion) -> Reading:
    from dialer.contacts.numbers import read  # heavy

    return read(text, region)
