"""Points in time and lengths of time, as people say them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from dialer.core.conventions import time_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from dialer.core.strings import Strings

_WEEK = 7


def clock_time(moment: datetime, strings: Strings) -> str:
    """The time of day in the way of the language's country, such as 9:52."""
    return time_words(moment, strings.language)


def day_and_time(moment: datetime, now: datetime, strings: Strings, *, inside: bool = False) -> str:
    """When something was: only the time today, then "Yesterday 14:02", "Thu 9:11", "12 Nov".

    `inside` a sentence, no capital is set at its beginning.
    """
    moment = moment.astimezone(now.tzinfo)
    days = (now.date() - moment.date()).days
    if days == 0:
        return clock_time(moment, strings)
    if days < 0:  # the clock went back since, or somebody set it right
        return f"{date_words(moment, 'd MMM', strings)} {clock_time(moment, strings)}"
    if days == 1:
        words = strings.text("ui.time.yesterday", time=clock_time(moment, strings))
        return words[:1].lower() + words[1:] if inside else words
    if days < _WEEK:
        return f"{date_words(moment, 'ddd', strings)} {clock_time(moment, strings)}"
    return date_words(moment, "d MMM" if moment.year == now.year else "d MMM yyyy", strings)


def date_words(day: date, form: str, strings: Strings) -> str:
    """A day by a form of Qt's, such as "ddd d MMM"; German sets a full stop after the day."""
    if strings.language == "de":
        form = form.replace("d M", "d. M")
    return QLocale(strings.language).toString(QDate(day.year, day.month, day.day), form)


def elapsed(seconds: float) -> str:
    """A running time, such as 0:42 or 1:02:03."""
    minutes, second = divmod(max(0, int(seconds)), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def length(seconds: float, strings: Strings) -> str:
    """How long a call was, such as "42 s" or "4 min"."""
    if seconds < timedelta(minutes=1).total_seconds():
        return strings.text("ui.time.seconds", count=int(seconds))
    return strings.text("ui.time.minutes", count=round(seconds / 60))


def count(number: int, strings: Strings) -> str:
    """A number with the language's grouping, such as 12,480."""
    return QLocale(strings.language).toString(number)
