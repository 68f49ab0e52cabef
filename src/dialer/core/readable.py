"""When something was, within a sentence; and a value with its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.conventions import day_words, time_words

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.core.strings import Strings


def when(moment: datetime, now: datetime, strings: Strings) -> str:
    """Return a moment as it stands within a sentence: "at 16:02", "yesterday at 16:02"."""
    moment = moment.astimezone(now.tzinfo)
    time = time_words(moment, strings.language)
    days = (now.date() - moment.date()).days
    if days == 0:
        return strings.text("readiness.when.today", time=time)
    if days == 1:
        return strings.text("readiness.when.yesterday", time=time)
    return strings.text("readiness.when.earlier", time=time, day=day_words(moment, strings.language))


def named(name: str, value: str, strings: Strings) -> str:
    """Return a value with its name before it: "Name: value", with a space before the colon in French."""
    return f"{name}\u00a0: {value}" if strings.language == "fr" else f"{name}: {value}"
