"""Somebody who was to be called back was reached: is that it? Nothing is marked before a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from dialer.calls.call_back import CallBackReached, CallBacksChanged
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import Card, IconLabel, PlainLabel, PrimaryButton, SecondaryButton, isolate

if TYPE_CHECKING:
    from dialer.calls.call_back import CallBack
    from dialer.ui.callbacks.actions import CallBackActions
    from dialer.ui.desk import Desk


class CallBackOffer(Card):
    """One question at a time, the first one first; Not yet leaves the call-back open."""

    def __init__(self, desk: Desk, actions: CallBackActions) -> None:
        """Ask above the desk's pages."""
        super().__init__(margin=12, stripe="ok")
        self._desk, self._app, self._actions = desk, desk.app, actions
        self._strings = self._app.hub.strings
        self._waiting: list[CallBack] = []
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._words = PlainLabel("", wrap=True)
        words.addWidget(self._words)
        row.addWidget(IconLabel("phone-clock", tint="ok"))
        row.addLayout(words, 1)
        later = SecondaryButton(self._text("not_yet"))
        later.clicked.connect(self._next)
        self._done = PrimaryButton(self._text("done"), "check")
        self._done.clicked.connect(self._on_done)
        row.addWidget(later)
        row.addWidget(self._done)
        self.body.addLayout(row)
        self.hide()
        bus = self._app.hub.bus
        self._unsubscribe = [
            bus.listen(CallBackReached, self._on_reached),
            bus.listen(CallBacksChanged, self._on_changed),
        ]

    def stop(self) -> None:
        """Ask no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"callbacks.offer.{key}", **placeholders)

    def _on_reached(self, event: CallBackReached) -> None:
        if all(each.id != event.call_back.id for each in self._waiting):
            self._waiting.append(event.call_back)
            self._show()

    def _on_changed(self, _event: CallBacksChanged) -> None:
        if self._waiting:
            self._desk.scope.spawn(self._forget_closed(), "see which call-backs are open")

    async def _forget_closed(self) -> None:
        """Ask about none that is done or removed meanwhile, here or at a colleague's."""
        still = {each.id for each in await self._app.callbacks.open_ones()}
        self._waiting = [each for each in self._waiting if each.id in still]
        self._show()

    def _show(self) -> None:
        if self._waiting:
            first = self._waiting[0]
            about = {"name": isolate(first.name or first.number), "note": isolate(first.note)}
            words = self._text("text_note" if first.note else "text", **about)
            if words != self._words.text() or self.isHidden():
                self._words.setText(words)
                announce(self, words)
        self.setVisible(bool(self._waiting))
        self._desk.close_gap()

    def _next(self) -> None:
        self._waiting = self._waiting[1:]
        self._show()

    def _on_done(self) -> None:
        if self._waiting:
            self._actions.mark(self._waiting[0])
            self._next()
