"""What people say and do about the call in the bar, forwarded to the managers; and the keys for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from dialer.calls.events import CallChanged, HistoryChanged
from dialer.calls.next_number import next_number, next_press
from dialer.contacts.model import ContactsChanged
from dialer.ui.blocks.widgets import capital, ltr
from dialer.ui.call.buttons import number_label
from dialer.ui.call.menu import add_item, add_outcomes, new_menu, open_below
from dialer.ui.keys.shortcuts import bind, hint

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from dialer.calls.model import Call
    from dialer.contacts.model import PhoneNumber
    from dialer.ui.desk import Desk


class CallDoings:
    """Works for the call bar of a desk."""

    def __init__(self, desk: Desk) -> None:
        """Begin to listen."""
        self._desk, self._app, self._bar = desk, desk.app, desk.call_bar
        self._strings = self._app.hub.strings
        self._text = self._strings.text
        self._looked_up = ""
        bar = self._bar
        bar.tags_written.connect(self._write_tags)
        bar.outcomes_wanted.connect(self.offer_outcomes)
        bar.more_wanted.connect(self.offer_more)
        bar.next_wanted.connect(self._call_next)
        for key, act in (
            ("note", bar.write_note),
            ("outcome", self.offer_outcomes),
            ("redial", bar.redial_now),
            ("next_number", bar.call_next),
        ):
            bind(desk, key, act)
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallChanged, self._on_call),
            bus.listen(HistoryChanged, self._on_history),
            bus.listen(ContactsChanged, self._on_contacts),
        ]
        if (call := bar.call) is not None:
            self._look_up(call)

    def stop(self) -> None:
        """Listen no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def offer_outcomes(self) -> None:
        """Let people say what the call came to."""
        if (call := self._bar.call) is None:
            return
        button = self._bar.buttons.outcome
        menu = new_menu(button)
        add_outcomes(menu, call, self._strings, lambda outcome: self._set_outcome(call, outcome))
        open_below(menu, button if button.isVisible() else self._bar.buttons.more)

    def offer_more(self) -> None:
        """Let people choose from what has no button now."""
        if (call := self._bar.call) is not None:
            button = self._bar.buttons.more
            menu = new_menu(button)
            self._fill(menu, call)
            open_below(menu, button)

    def _fill(self, menu: QMenu, call: Call) -> None:
        bar, buttons, text = self._bar, self._bar.buttons, self._text
        why = text("call_bar.private.why") if call.private else ""
        if buttons.meet in buttons.folded:
            add_item(menu, buttons.meet.label(), bar.meet, keys=self._keys("meet"))
        if buttons.note in buttons.folded:
            add_item(menu, buttons.note.label(), bar.write_note, keys=self._keys("note"), why_not=why)
        if bar.following is not None and not buttons.next.isVisible():
            label = number_label(bar.following, self._strings)
            words = capital(text("call_bar.next", label=label))
            add_item(menu, words, bar.call_next, keys=self._keys("next_number"))
        if not buttons.outcome.isVisible():
            outcomes = menu.addMenu(text("call_bar.outcome"))
            add_outcomes(outcomes, call, self._strings, lambda outcome: self._set_outcome(call, outcome))
        add_item(menu, text("call_bar.tags"), bar.write_tags, why_not=why)
        add_item(menu, text("call_bar.call_back"), self._call_back, keys=self._keys("call_back"))
        menu.addSeparator()
        if call.number:
            add_item(menu, text("call_bar.copy"), self._copy)
        if buttons.close_button in buttons.folded:
            add_item(menu, buttons.close_button.accessibleName(), bar.dismiss, keys=self._keys("hang_up"))
        private = add_item(menu, text("call_bar.private"), lambda: self._turn_private(call))
        private.setCheckable(True)
        private.setChecked(call.private)

    def _keys(self, name: str) -> str:
        return hint(name, self._strings)

    def _set_outcome(self, call: Call, outcome: str) -> None:
        work = self._app.calls.set_outcome(call.id, outcome)
        self._desk.phone_actions.run(work, "keep an outcome")

    def _write_tags(self, call_id: str, tags: str) -> None:
        self._desk.phone_actions.run(self._app.calls.set_tags(call_id, tags.split(",")), "keep tags")

    def _call_back(self) -> None:
        if (call := self._bar.call) is not None:
            from dialer.ui.callbacks.dialog import ask_call_back

            self._desk.phone_actions.run(ask_call_back(self._desk, call), "promise a call")

    def _copy(self) -> None:
        number = self._bar.number
        QGuiApplication.clipboard().setText(number)
        self._desk.phone_actions.told.emit("ok", self._text("call_bar.copied", number=ltr(number)))

    def _turn_private(self, call: Call) -> None:
        self._desk.phone_actions.run(self._turn(call), "make a call private")

    async def _turn(self, call: Call) -> None:
        from dialer.ui.blocks.dialogs import confirm

        text = self._text
        erases = not call.private and (call.note or call.tags)
        if not erases or await confirm(
            self._desk.main_window,
            self._strings,
            title=text("call_bar.private.title"),
            text=text("call_bar.private.text"),
            action=text("call_bar.private.action"),
            danger=True,
        ):
            await self._app.calls.set_private(call.id, not call.private)

    def _call_next(self, call: Call, number: PhoneNumber) -> None:
        request = next_press(call, number)
        if self._app.hub.entries.get(call.entry_id) is None:
            request = replace(request, entry_id=None)
        self._desk.phone_actions.call(request)

    def _on_call(self, event: CallChanged) -> None:
        if event.call.id != self._looked_up:
            self._look_up(event.call)

    def _on_contacts(self, _event: ContactsChanged) -> None:
        if (call := self._bar.call) is not None:
            self._look_up(call)

    def _on_history(self, event: HistoryChanged) -> None:
        """Show what was marked, here or elsewhere."""
        current, shown = self._app.calls.current, self._bar.call
        if shown is not None and current is not None and event.call_id == shown.id == current.id:
            self._bar.show_call(current)

    def _look_up(self, call: Call) -> None:
        self._looked_up = call.id
        self._desk.scope.spawn(self._offer_next(call), "look for another number")

    async def _offer_next(self, call: Call) -> None:
        contact = await self._app.contacts.get(call.contact_id) if call.contact_id is not None else None
        self._bar.offer_next(call.id, next_number(contact, call.number) if contact is not None else None)
