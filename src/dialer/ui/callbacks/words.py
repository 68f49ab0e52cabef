"""What is said of a call-back: by when, how late, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.ui.blocks.widgets import one_line
from dialer.ui.look.moments import clock_time, date_words, day_and_time

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.call_back import CallBack
    from dialer.core.strings import Strings

_WEEK = 7


def due_words(call_back: CallBack, now: datetime, strings: Strings) -> tuple[str, str]:
    """Return by when it is to be done, and in which tone that is said: dim, warning or bad."""
    due, today = call_back.due_at.astimezone(), now.astimezone().date()
    days = (due.date() - today).days
    if call_back.is_overdue(now):
        return strings.text(
            "callbacks.since", when=day_and_time(due, now.astimezone(), strings, inside=True)
        ), "bad"
    if days == 0:
        return strings.text("callbacks.by", time=clock_time(due, strings)), "warning"
    if days == 1:
        return strings.text("callbacks.by_tomorrow", time=clock_time(due, strings)), "dim"
    if days < _WEEK:
        return f"{date_words(due, 'ddd', strings)} {clock_time(due, strings)}", "dim"
    return date_words(due, "d MMM" if due.year == now.year else "d MMM yyyy", strings), "dim"


def who(call_back: CallBack, number: str) -> str:
    """Return who is to be called; `number` is its number as people write it."""
    return one_line(call_back.name) or number


def about(call_back: CallBack, number: str, my_name: str, strings: Strings) -> str:
    """Return what stands below: what it is about, or the number; and whose it is, if a colleague's."""
    parts = [one_line(call_back.note) or (number if call_back.name else "")]
    if call_back.owner and call_back.owner != my_name:
        parts.append(one_line(call_back.owner))
    return " · ".join(filter(None, parts)) or strings.text("callbacks.no_note")


def done_words(call_back: CallBack, now: datetime, strings: Strings) -> str:
    """Return when and by whom it was done; empty while it is open."""
    if call_back.done_at is None:
        return ""
    time = day_and_time(call_back.done_at.astimezone(), now.astimezone(), strings, inside=True)
    key = "callbacks.done_by" if call_back.done_by else "callbacks.done_at"
    return strings.text(key, name=one_line(call_back.done_by), time=time)
