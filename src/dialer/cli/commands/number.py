"""``dialer number``: how a text or a link is read. It needs no home but its country, and dials nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.cli.terminal import dumps, printable
from dialer.contacts.documents import reading_to_json, rule_name, ways_to_send
from dialer.contacts.numbers.numbers import read
from dialer.core.errors import StorageError
from dialer.core.readable import named

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from dialer.cli.terminal import Terminal
    from dialer.contacts.numbers.reading import Candidate, Reading
    from dialer.core.strings import Strings

_WITH_REGION = re.compile(r"([A-Za-z]{2})\t(.*)", re.DOTALL)


def run(args: argparse.Namespace, terminal: Terminal, strings: Strings, region: Callable[[], str]) -> int:
    """Explain one text, or each line of standard input."""
    home = _home(region, asked=args.region)
    place = _place(args.region, home)
    if args.text == "-":
        return _lines(terminal, strings, place, home)
    reading = read(args.text, place)
    if args.json:
        terminal.out(dumps(reading_to_json(reading, strings, place)))
    else:
        for line in _explain(reading, strings, place):
            terminal.out(printable(line))
    return _code(any_callable(reading))


def any_callable(reading: Reading) -> bool:
    """Whether one of the numbers found can be called."""
    return any(candidate.callable for candidate in reading.candidates)


def _home(region: Callable[[], str], *, asked: str | None) -> str | None:
    """Return the home's country with its company's rules; None where it cannot be read but need not."""
    try:
        return region()
    except StorageError:
        if asked is None:
            raise
        return None


def _place(asked: str | None, home: str | None) -> str:
    return home if home is not None and asked in {None, home} else str(asked)


def _lines(terminal: Terminal, strings: Strings, place: str, home: str | None) -> int:
    found = False
    while (line := terminal.line()) is not None:
        given = _WITH_REGION.fullmatch(line)
        region, text = (_place(given[1].upper(), home), given[2]) if given else (place, line)
        reading = read(text, region)
        found = found or any_callable(reading)
        terminal.out(dumps(reading_to_json(reading, strings, region)))
    return _code(found)


def _code(found: bool) -> Exit:  # noqa: FBT001  # the one thing it depends on
    return Exit.DONE if found else Exit.INPUT


def _explain(reading: Reading, strings: Strings, region: str) -> list[str]:
    if not reading.candidates:
        return [strings.text(reading.reason or "contacts.number.no_number")]
    lines = []
    for candidate in reading.candidates:
        lines += [strings.text("cli.number.read", raw=candidate.raw), *_about(candidate, strings, region)]
    return lines


def _how_callable(candidate: Candidate) -> str:
    if not candidate.callable:
        return "not_callable"
    return "confirm" if candidate.confirm else "plainly_callable"


def _about(candidate: Candidate, strings: Strings, region: str) -> list[str]:
    sent = ways_to_send(candidate, region)
    facts = {
        "e164": candidate.e164,
        "national": candidate.national,
        "international": candidate.international,
        "region": candidate.region,
        "type": strings.text(f"contacts.type.{candidate.type.value}"),
        "extension": candidate.extension,
        "callable": strings.text(f"cli.number.{_how_callable(candidate)}"),
        "reason": strings.text(candidate.reason) if candidate.reason else None,
        "rule": rule_name(candidate, strings),
        "sent_as": " · ".join(dict.fromkeys(sent.values())) if sent else None,
    }
    shown = [(strings.text(f"cli.number.{name}"), value) for name, value in facts.items() if value]
    return [f"  {named(name, value, strings)}" for name, value in shown]
