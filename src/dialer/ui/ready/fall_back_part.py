"""Offers another way where a call was not sent, and says when the telephone is down or back."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget

from dialer.calls import fall_back
from dialer.calls.down import TelephoneBack, TelephoneWatch
from dialer.calls.events import CallChanged
from dialer.calls.fall_back import Way
from dialer.ui.ready.fall_back_line import FallBackLine

if TYPE_CHECKING:
    from dialer.calls.fall_back import FallBack, Step
    from dialer.calls.gate import DialRequest
    from dialer.core.errors import DialerError
    from dialer.ui.desk import Desk


class FallBackPart:
    """Stands between what failed and what else can be pressed; each step is a press of the user's."""

    def __init__(self, desk: Desk) -> None:
        """Work for this window."""
        self._desk, self._app = desk, desk.app
        hub = desk.app.hub
        self._strings = hub.strings
        self.line = FallBackLine(hub.strings)
        self.line.wanted.connect(self._on_wanted)
        self.line.put_away.connect(self._put_away)
        desk.above.addWidget(self.line)
        desk.phone_actions.otherwise = self._otherwise
        self._unlisten = [
            hub.bus.listen(CallChanged, self._on_call),
            hub.bus.listen(TelephoneBack, self._on_back),
        ]
        self._offered = ""
        self._watch = TelephoneWatch(hub, desk.scope)

    def stop(self) -> None:
        """Stop listening."""
        self._desk.phone_actions.otherwise = None
        self._watch.stop()
        for unlisten in self._unlisten:
            unlisten()

    async def _otherwise(self, request: DialRequest, error: DialerError) -> bool:
        """Offer another way in place of an error; say whether there is one."""
        found = await fall_back.after_error(self._app.hub, request, error, await self._program())
        if found is not None:
            self._show(found)
        return found is not None

    def _on_call(self, event: CallChanged) -> None:
        call = event.call
        if call.live:
            self._put_away()
        elif self._offered != call.id and fall_back.needs_another_way(call):
            self._offered = call.id
            self._desk.scope.spawn(self._offer_after(event), "offer another way")

    async def _offer_after(self, event: CallChanged) -> None:
        found = await fall_back.after_call(self._app.hub, event.call, await self._program())
        current = self._app.calls.current
        if found is not None and current is not None and current.id == event.call.id:
            self._show(found)

    def _show(self, found: FallBack) -> None:
        self.line.offer(found)
        # Tab comes to it where it stands, not last because it was made last.
        above = self._desk.strip.findChildren(QAbstractButton)
        for before, after in pairwise([*above, *self.line.stops]):
            QWidget.setTabOrder(before, after)
        self._desk.close_gap()

    def _put_away(self) -> None:
        if not self.line.isHidden():
            self.line.show_nothing()
            self._desk.close_gap()

    async def _program(self) -> str:
        """Return the computer's own program for numbers, unless that is Dialer: it would come back here."""
        from dialer.desktop.handlers_watch import handlers_of

        owner = await asyncio.to_thread(handlers_of(self._app.hub).owner, "tel")
        return "" if owner.ours or owner.name.strip().casefold() == "dialer" else owner.name

    def _on_wanted(self, step: Step) -> None:
        found = self.line.fall_back
        if found is None:
            return
        match step.way:
            case Way.ACCOUNT:
                self._put_away()
                self._desk.phone_actions.call(_with(found, step.entry_id))
            case Way.SYSTEM:
                self._put_away()
                self._desk.phone_actions.run(self._hand_on(found, step.name), "hand a number on")
            case Way.SHOW:
                self._desk.scope.spawn(self._show_large(found), "show a number large")

    async def _hand_on(self, found: FallBack, name: str) -> None:
        from dialer.ui.blocks.open_link import open_number

        # It may have become Dialer meanwhile.
        opened = await self._program() == name and open_number(found.number)
        tone, key = ("ok", "fall_back.handed") if opened else ("bad", "fall_back.not_opened")
        self._desk.phone_actions.told.emit(tone, self._strings.text(key, name=name))
        if not opened:
            self._show(found)

    async def _show_large(self, found: FallBack) -> None:
        from dialer.ui.blocks.dialogs import result_of
        from dialer.ui.ready.number_large_dialog import NumberLargeDialog

        why = self._strings.text("fall_back.in_doubt") if found.in_doubt else ""
        name = found.request.name or ""
        dialog = NumberLargeDialog(
            self._desk.main_window,
            self._strings,
            name=name,
            number=found.number,
            shown=found.shown,
            why=why,
        )
        await result_of(dialog, modal=False)

    def _on_back(self, _event: TelephoneBack) -> None:
        self._desk.phone_actions.told.emit("ok", self._strings.text("fall_back.back"))


def _with(found: FallBack, entry_id: str) -> DialRequest:
    from dataclasses import replace

    # Its steps are asked anew: another account may be another price.
    return replace(found.request, number=found.number, entry_id=entry_id, confirmed=frozenset())
