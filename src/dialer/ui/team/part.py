"""The team in the window: followed from the first account on; a call tells who called there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialer.calls.events import CallChanged
from dialer.core.hub import ProvidersChanged
from dialer.core.provider import Provider
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import IconLabel, PlainLabel
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from dialer.ui.desk import Desk


class TeamPart:
    """Imports what a team needs when there is one."""

    def __init__(self, desk: Desk) -> None:
        """Look whether there is an account already."""
        self._desk, self._app = desk, desk.app
        self._line: TeamLine | None = None
        bus = self._app.hub.bus
        self._unsubscribe = [bus.listen(ProvidersChanged, self._on_providers)]
        self._follow()

    def stop(self) -> None:
        """Listen no more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()

    def _on_providers(self, _event: ProvidersChanged) -> None:
        self._follow()

    def _follow(self) -> None:
        has_team = any(provider.kind == "team" for _, provider in self._app.hub.providers(Provider))
        if self._line is not None or not has_team:
            return
        from dialer.calls.colleagues import TeamChanged  # hardly any desk has a team

        self._line = TeamLine(self._desk)
        self._desk.above.addWidget(self._line)
        bus = self._app.hub.bus
        self._unsubscribe += [
            bus.listen(TeamChanged, self._on_team),
            bus.listen(CallChanged, lambda event: self._show(event.call)),
        ]
        self._app.team.start()

    def _on_team(self, _event: object) -> None:
        self._desk.phone.refresh_calls()  # the marked contact's card is read again, too

    def _show(self, call: Call) -> None:
        if self._line is not None:
            self._line.show_call(call)


class TeamLine(QWidget):
    """Below the call bar, as long as a call lives."""

    def __init__(self, desk: Desk) -> None:
        """Start hidden."""
        super().__init__()
        self._desk = desk
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("account-multiple-outline", size=18))
        self._words = PlainLabel("", style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        row.addWidget(self._words, 1)
        self.hide()

    def show_call(self, call: Call) -> None:
        """Tell who called there before; what was there when the call began stays as it is."""
        from dialer.ui.team.words import team_line

        words = team_line(self._desk.app, [call.number]) if call.live else ""
        if words and words != self._words.text():
            announce(self, words)
        self._words.setText(words)
        if self.isHidden() is bool(words):
            self.setVisible(bool(words))
            self._desk.close_gap()
