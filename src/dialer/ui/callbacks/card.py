"""Who is to be called back, on the Phone page: there only while there is somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.calls.call_back import CallBacksChanged
from dialer.core.settings import SettingsChanged
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import Card, SecondaryButton, SectionHeading

if TYPE_CHECKING:
    from dialer.calls.call_back import CallBack
    from dialer.ui.callbacks.actions import CallBackActions
    from dialer.ui.callbacks.row import CallBackRow
    from dialer.ui.desk import Desk

_MOST = 6


class CallBacksCard(QWidget):
    """The soonest ones, with a button for all of them where there are more."""

    def __init__(self, desk: Desk, actions: CallBackActions) -> None:
        """Show those of the app; `stop` ends the listening."""
        super().__init__()
        self._desk, self._app, self._actions = desk, desk.app, actions
        self._strings = self._app.hub.strings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(SectionHeading(self._text("heading")))
        self._rows: list[CallBackRow] = []
        self._card = Card(margin=1)
        self._card.body.setSpacing(0)
        column.addWidget(self._card)
        self._more = SecondaryButton("")
        self._more.clicked.connect(self._show_all)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallBacksChanged, lambda _event: self.refresh()),
            bus.listen(SettingsChanged, self._on_setting),
        ]

    def stop(self) -> None:
        """Stop listening."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def refresh(self) -> None:
        """Read them again."""
        self._desk.scope.spawn(self._load(), "load the call-backs")

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"callbacks.card.{key}", **placeholders)

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key == "my_name":
            self.refresh()

    async def _load(self) -> None:
        found = await self._app.callbacks.open_ones()
        numbers = self._desk.phone.numbers
        await numbers.learn(each.number for each in found[:_MOST])
        self._show(found, numbers.known)

    def _show(self, found: list[CallBack], numbers: dict[str, str]) -> None:
        had_focus = any(row.hasFocus() for row in self._rows)
        rows = self._build_rows(found[:_MOST], numbers) if found else []
        focused = self._to_focus(rows) if had_focus else None
        empty(self._card.body)
        for place, row in enumerate(rows):
            row.last = place == len(rows) - 1
            self._actions.wire(row)
            self._card.body.addWidget(row)
        self._rows = rows
        left_out = len(found) - _MOST
        self._more.set_label(self._text("more", count=left_out) if left_out > 0 else self._text("all"))
        self.setVisible(bool(found))
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:
            self._desk.phone.box.take_focus()

    def _build_rows(self, found: list[CallBack], numbers: dict[str, str]) -> list[CallBackRow]:
        from dialer.ui.callbacks.row import CallBackRow  # on most days there is nobody to call back

        now, my_name = self._app.hub.clock.now(), self._app.callbacks.my_name
        return [
            CallBackRow(each, numbers.get(each.number, each.number), now, my_name, self._strings)
            for each in found
        ]

    def _to_focus(self, rows: list[CallBackRow]) -> CallBackRow | None:
        from dialer.ui.callbacks.row import to_focus

        return to_focus(self._rows, rows)

    def _show_all(self) -> None:
        from dialer.ui.callbacks.view import show_call_backs

        self._desk.phone_actions.run(show_call_backs(self._desk, self._actions), "show the call-backs")
