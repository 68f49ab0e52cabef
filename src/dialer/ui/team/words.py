"""What colleagues did with a number, in one quiet line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.readable import when
from dialer.ui.blocks.widgets import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dialer.app import App


def team_line(app: App, numbers: Iterable[str]) -> str:
    """Return who of the colleagues called one of these numbers last; empty where nobody did."""
    if "team" not in vars(app):
        return ""
    found = [call for number in numbers if (call := app.team.last_call(number)) is not None]
    if not found:
        return ""
    last, strings = max(found, key=lambda call: call.at), app.hub.strings
    who = isolate(last.who) if last.who else strings.text("callbacks.team.colleague")
    now = app.hub.clock.now().astimezone()
    return strings.text("callbacks.team.called", name=who, time=when(last.at, now, strings))
