"""The words for days and spans of time that people type, in Dialer's four languages, whichever one it speaks.

They are read together: a colleague's note is typed as it stands. No word means two things: "morgen" is
tomorrow in Dutch and in German.
"""

from __future__ import annotations

HOUR, AFTERNOON, TODAY, TOMORROW = "hour", "afternoon", "today", "tomorrow"

NAMED = {
    "hour": HOUR, "uur": HOUR, "heure": HOUR, "stunde": HOUR,
    "afternoon": AFTERNOON, "this afternoon": AFTERNOON, "middag": AFTERNOON, "vanmiddag": AFTERNOON,
    "après-midi": AFTERNOON, "cet après-midi": AFTERNOON, "nachmittag": AFTERNOON,
    "heute nachmittag": AFTERNOON,
    "today": TODAY, "vandaag": TODAY, "aujourd'hui": TODAY, "heute": TODAY,
    "tomorrow": TOMORROW, "morgen": TOMORROW, "demain": TOMORROW,
    "tomorrow morning": TOMORROW, "morgenochtend": TOMORROW, "demain matin": TOMORROW,
    "morgen früh": TOMORROW,
}  # fmt: skip
"""What is said with one word, or with the words of the window's buttons."""

_WEEKS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
)
WEEKDAYS = {word: day for week in _WEEKS for day, word in enumerate(week.split())} | {"sonnabend": 5}
"""The days of the week; Monday is 0."""

IN = ("in", "over", "dans")
"""What stands before a span of time."""

AT = ("at", "om", "à", "um")
"""What stands between a day and a time of that day."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
UNITS = dict.fromkeys(("m", "min", "minute", "minutes", "minuut", "minuten"), _MINUTE)
UNITS |= dict.fromkeys(
    ("h", "hour", "hours", "u", "uur", "heure", "heures", "stunde", "stunden", "std"), _HOUR
)
UNITS |= dict.fromkeys(
    ("d", "day", "days", "dag", "dagen", "j", "jour", "jours", "tag", "tage", "tagen"), _DAY
)
"""Seconds of a unit; a day is one of the calendar."""

OCLOCK = ("uhr", "uur", "h", "u")
"""What stands behind a whole hour."""
