"""What the call bar says: the one plain sentence, and below it number, account, time and what was marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialer.calls.model import CallState, EndReason
from dialer.calls.outcomes import outcome_text
from dialer.calls.sentences import phone_label, sentence
from dialer.ui.blocks.announce import announce
from dialer.ui.blocks.widgets import IconLabel, PlainLabel, isolate, ltr
from dialer.ui.look.moments import elapsed
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.app import App
    from dialer.calls.model import Call

_GOOD_ENDS = {EndReason.COMPLETED, EndReason.HUNG_UP}


def call_tone(call: Call) -> tuple[str, Tone]:
    """The colour of a call's stripe, and the tone of its sentence; a warning has an icon too."""
    warns = call.stale or call.hang_up_failed or (call.reason is not None and call.reason.in_doubt)
    failed = not call.live and not warns and call.reason not in _GOOD_ENDS
    if call.hang_up_failed or failed:
        return "bad", Tone.BAD
    if warns:
        return "warning", Tone.WARNING
    if call.state is CallState.CONNECTED:
        return "ok", Tone.TEXT
    return ("accent" if call.live else "dim"), Tone.TEXT


def call_seconds(call: Call, app: App) -> float | None:
    """The talk time once there is one; before that, how long the call takes already."""
    if not call.live:
        return call.talk_seconds if call.both_connected else None
    if not call.followed:  # it may be over
        return None
    if call.state is CallState.CONNECTED and (talked := app.calls.talk_seconds) is not None:
        return talked
    if (seconds := app.calls.seconds) is not None:
        return seconds
    return (app.hub.clock.now() - call.started_at).total_seconds()  # it is not on its way yet


class CallSaid(QWidget):
    """The sentence and the details of one call at a time.

    Attributes:
        status: the sentence.
        details: the line below it.
        stripe: the colour that the sentence goes with.
        speaker: on whose behalf a screen reader says the sentence; the label itself, unless another window
            with the same call is in front.
    """

    def __init__(self, app: App, parent: QWidget) -> None:
        """Start without a call."""
        super().__init__(parent)
        self._app, self._strings = app, app.hub.strings
        self._announced = ("", "")
        self._brief = False
        self.stripe = "accent"
        self.speaker: QWidget | None = None
        self.status = PlainLabel(style=TextStyle.STRONG, wrap=True)
        self.status.setAccessibleName(self._strings.text("ui.a11y.call_status"))
        self._warning = IconLabel("alert-circle-outline", tint="warning", size=20)
        self.details = PlainLabel(style=TextStyle.SMALL, tone=Tone.DIM, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.status, 1)
        column.addLayout(first)
        column.addWidget(self.details)

    def say(self, call: Call, number: str, other: str) -> None:
        """Say how a call is.

        Args:
            call: the call.
            number: the other party's, as people write it: named where no name is known.
            other: what another number of the same person is called, if there is one.
        """
        phone = phone_label(call, self._app.hub.settings)
        words = sentence(replace(call, number=ltr(number)), self._strings, phone=phone, other=other)
        self.stripe, tone = call_tone(call)
        stands_out = self.stripe in {"bad", "warning"}
        self._warning.setVisible(stands_out)
        self._warning.show_icon("alert-circle-outline", self.stripe if stands_out else "dim")
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)
            self.status.setAccessibleDescription(words)
        # Each state once: how the number is written may become known later, and is no other state.
        said = call.id, sentence(call, self._strings, phone=phone, other=other)
        if said != self._announced:
            self._announced = said
            announce(self.speaker or self.status, words, urgent=True)

    def set_brief(self, *, brief: bool) -> None:
        """Keep to one line below the sentence, as long as nothing but number, time and account is in it."""
        self._brief = brief

    def detail(self, call: Call, number: str, *more: str) -> None:
        """Show the line below the sentence; `more` stands at its end."""
        brief = self._brief and not (any(more) or call.tags or call.private)
        words = list(self._details(call, number, more))
        if brief and call.account:
            words.append(words.pop(1))  # the account is what can be cut
        self.details.set_elide(elide=brief)
        self.details.setText(" · ".join(words))

    def _details(self, call: Call, number: str, more: tuple[str, ...]) -> Iterator[str]:
        yield ltr(number)
        if call.account:
            yield self._strings.text("ui.call.through", account=isolate(call.account))
        if (seconds := call_seconds(call, self._app)) is not None:
            yield elapsed(seconds)
        if call.tags:
            yield ", ".join(isolate(tag) for tag in call.tags)
        if call.private:
            yield self._strings.text("call_bar.is_private")
        yield from filter(None, more)

    @property
    def two_line_width(self) -> int:
        """How wide it must be for each line of words to stand in two."""
        labels = (self.status, self.details)
        widths = (label.fontMetrics().horizontalAdvance(label.text()) for label in labels)
        # A word that does not fit any more goes to the next line, so two lines need more than half.
        return int(max(widths) / 2 * 1.25)


def marked(call: Call, app: App) -> str:
    """What a call came to, in words; empty where nobody has said."""
    return outcome_text(call.outcome, app.hub.strings)
