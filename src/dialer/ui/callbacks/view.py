"""All call-backs: the open ones and those that are done, of everybody or of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.call_back import CallBacksChanged
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.press_row import empty
from dialer.ui.blocks.widgets import Card, PlainLabel, PrimaryButton, SecondaryButton
from dialer.ui.callbacks.row import CallBackRow, to_focus
from dialer.ui.look.theme import Tone, px

if TYPE_CHECKING:
    from dialer.calls.call_back import CallBack
    from dialer.ui.callbacks.actions import CallBackActions
    from dialer.ui.desk import Desk

_OPEN, _DONE = "open", "done"
_WIDTH, _HEIGHT = 640, 520
_MOST = 200


class CallBacksView(QWidget):
    """A list for the keyboard: the arrows go through it, Enter calls, Space marks, Delete removes."""

    def __init__(self, desk: Desk, actions: CallBackActions, parent: QWidget | None = None) -> None:
        """Show those of the app; `stop` ends the listening, as the end of the widget does."""
        super().__init__(parent)
        self._desk, self._app, self._actions = desk, desk.app, actions
        self._strings = self._app.hub.strings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head())
        self._rows: list[CallBackRow] = []
        self._none = PlainLabel("", tone=Tone.DIM, wrap=True)
        self._card = Card(margin=1)
        self._card.body.setSpacing(0)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._none)
        rows.addWidget(self._card)
        rows.addStretch(1)
        column.addWidget(FormScroll(page), 1)
        self.stop = self._app.hub.bus.listen(CallBacksChanged, self._on_changed)
        self.destroyed.connect(self.stop)
        self.refresh()

    def refresh(self) -> None:
        """Read them again."""
        self._desk.scope.spawn(self._load(), "load the call-backs")

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._which, self._whose = ComboBox(), ComboBox()
        for key in (_OPEN, _DONE):
            self._which.addItem(self._text(key), key)
        self._which.setAccessibleName(self._text("which"))
        self._whose.setAccessibleName(self._text("whose"))
        self._whose.addItem(self._text("everybody"), None)
        self._which.currentIndexChanged.connect(self.refresh)
        self._whose.activated.connect(self.refresh)
        add = PrimaryButton(self._text("add"), "plus")
        add.clicked.connect(self._add)
        row.addWidget(self._which, 1)
        row.addWidget(self._whose, 1)
        row.addWidget(add)
        return row

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"callbacks.view.{key}", **placeholders)

    def _on_changed(self, _event: CallBacksChanged) -> None:
        self.refresh()

    def _add(self) -> None:
        from dialer.ui.callbacks.dialog import ask_call_back

        self._desk.phone_actions.run(ask_call_back(self._desk), "promise a call")

    async def _load(self) -> None:
        from shiboken6 import isValid

        callbacks = self._app.callbacks
        done, owner = self._which.currentData() == _DONE, self._whose.currentData()
        found = await (callbacks.done_ones(owner) if done else callbacks.open_ones(owner))
        owners = await callbacks.store.owners()
        numbers = self._desk.phone.numbers
        await numbers.learn(each.number for each in found[:_MOST])
        if isValid(self):
            self._show_owners(owners, owner)
            self._show(found[:_MOST], numbers.known)

    def _show_owners(self, owners: list[str], chosen: str | None) -> None:
        self._whose.clear()
        self._whose.addItem(self._text("everybody"), None)
        for owner in owners:
            self._whose.addItem(owner, owner)
        self._whose.setCurrentIndex(max(0, self._whose.findData(chosen)) if chosen else 0)
        self._whose.setVisible(bool(owners))

    def _show(self, found: list[CallBack], numbers: dict[str, str]) -> None:
        had_focus = any(row.hasFocus() for row in self._rows)
        now, my_name = self._app.hub.clock.now(), self._app.callbacks.my_name
        rows = [
            CallBackRow(each, numbers.get(each.number, each.number), now, my_name, self._strings)
            for each in found
        ]
        focused = to_focus(self._rows, rows)
        empty(self._card.body)
        for place, row in enumerate(rows):
            row.last = place == len(rows) - 1
            self._actions.wire(row)
            self._card.body.addWidget(row)
        self._rows = rows
        self._card.setVisible(bool(rows))
        self._none.setText("" if rows else self._text(f"none_{self._which.currentData()}"))
        self._none.setVisible(not rows)
        if had_focus:
            (focused or self._which).setFocus(Qt.FocusReason.OtherFocusReason)


async def show_call_backs(desk: Desk, actions: CallBackActions) -> None:
    """Show all of them in a window of their own; the one behind it goes on."""
    await result_of(_ListDialog(desk, actions), modal=False)


class _ListDialog(QDialog):
    def __init__(self, desk: Desk, actions: CallBackActions) -> None:
        super().__init__(desk.main_window)
        strings = desk.app.hub.strings
        title = strings.text("callbacks.view.title")
        column = headed(self, title)
        self._view = CallBacksView(desk, actions, self)
        column.addWidget(self._view, 1)
        row = QHBoxLayout()
        row.addStretch()
        close = SecondaryButton(strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        row.addWidget(close)
        column.addLayout(row)
        self.setMinimumWidth(px(_WIDTH) // 2)
        size = fitting_size(self, column, px(_WIDTH))
        self.resize(
            size.width(), max(size.height(), min(px(_HEIGHT), self.screen().availableSize().height() - 80))
        )

    def done(self, result: int) -> None:
        """Listen no more."""
        self._view.stop()
        super().done(result)
