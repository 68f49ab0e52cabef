"""The numbers one needs most, as a plain page to print: for the day on which computer or line is down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from dialer.core.readable import when

if TYPE_CHECKING:
    from datetime import datetime

    from dialer.calls.history import History
    from dialer.contacts.book import ContactBook
    from dialer.core.strings import Strings

LOOKED_AT = 2000
"""How many of the newest call records are counted."""

MOST_CALLED = 40

# Nothing is loaded and nothing is run, whatever a name holds; escaping alone should do.
_HEAD = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>"
    "body{{font:12pt sans-serif;margin:2em}}table{{border-collapse:collapse;width:100%}}"
    "td{{border-bottom:1px solid #999;padding:.3em .6em .3em 0;vertical-align:top}}"
    "td.n{{white-space:nowrap;text-align:right}}h2{{font-size:13pt;margin-top:1.5em}}tr{{break-inside:avoid}}"
    "</style></head><body>"
)


@dataclass(frozen=True)
class Line:
    """One number with whose it is."""

    who: str
    label: str
    number: str


async def lines(contacts: ContactBook, history: History) -> tuple[list[Line], list[Line]]:
    """Return the numbers on speed dial, and those called most that are not among them."""
    favourites = [
        Line(person.name, number.label, number.display or number.raw)
        for person in await contacts.favourites()
        if not person.private
        for number in person.numbers
    ]
    known = {
        number.e164
        for person in await contacts.favourites()
        for number in person.numbers
        if number.e164 is not None
    }
    calls = [call for call in await history.recent(LOOKED_AT) if call.number and call.number not in known]
    names = {call.number: call.name or "" for call in reversed(calls)}
    often = Counter(call.number for call in calls).most_common(MOST_CALLED)
    return favourites, [Line(names[number], "", number) for number, _ in often]


def page(favourites: list[Line], called: list[Line], strings: Strings, now: datetime) -> str:
    """Return the page: HTML without scripts, pictures or links."""
    title = escape(strings.text("fall_back.list.title"))
    made = escape(strings.text("fall_back.list.made", when=when(now, now, strings)))
    parts = [_HEAD.format(language=escape(strings.language), title=title), f"<h1>{title}</h1>"]
    parts.append(f"<p>{made}, {now.day}-{now.month}-{now.year}</p>")
    for key, rows in (("fall_back.list.favourites", favourites), ("fall_back.list.called", called)):
        if rows:
            parts.append(f"<h2>{escape(strings.text(key))}</h2><table>{''.join(map(_row, rows))}</table>")
    if not favourites and not called:
        parts.append(f"<p>{escape(strings.text('fall_back.list.empty'))}</p>")
    return "".join([*parts, "</body></html>\n"])


def _row(line: Line) -> str:
    number = f'<td class="n"><bdo dir="ltr">{escape(line.number)}</bdo></td>'
    return f"<tr><td>{escape(line.who)}</td><td>{escape(line.label)}</td>{number}</tr>"
