"""The table that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.testing.quality.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dialer.testing.quality.rule import Verdict


def table(verdicts: Mapping[str, Sequence[Verdict]], broken: Mapping[str, str]) -> str:
    """Return the rules as rows and the integrations as columns, and below them what needs words."""
    domains = list(verdicts)
    rules = [verdict.rule for verdict in next(iter(verdicts.values()), [])]
    cells = {(domain, found.rule): found.outcome for domain, each in verdicts.items() for found in each}
    rows = [["rule", *domains], *([rule, *(cells[domain, rule] for domain in domains)] for rule in rules)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(domains) + 1)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([*(line.rstrip() for line in lines), "", *_words(verdicts, broken)])


def _words(verdicts: Mapping[str, Sequence[Verdict]], broken: Mapping[str, str]) -> Iterator[str]:
    found = [(domain, verdict) for domain, each in verdicts.items() for verdict in each]
    for outcome in (Outcome.EXEMPT, Outcome.NOT_CHECKED, Outcome.FAILED):
        for domain, verdict in found:
            if verdict.outcome is outcome:
                yield from (f"{outcome}: {domain}, {verdict.rule}: {why}" for why in verdict.why)
    yield from (f"{Outcome.FAILED}: {name} cannot be used: {key}" for name, key in broken.items())
    counts = {outcome: sum(verdict.outcome is outcome for _, verdict in found) for outcome in Outcome}
    yield ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
