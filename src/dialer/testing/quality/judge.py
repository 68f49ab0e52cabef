"""Holding integrations to the rules."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from dialer.testing.bench import Bench
from dialer.testing.quality import behaviour, files, source  # noqa: F401  # for the rules that they make
from dialer.testing.quality.rule import RULES, Outcome, Rule, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.testing.quality.subject import Subject
    from dialer.testing.recipe import Recipe

EXEMPTIONS = "exemptions-honest"
"""The rule about ``quality.toml`` itself."""

LONGEST = 30.0
"""Seconds that one rule may try an integration out."""


def judge(subject: Subject) -> list[Verdict]:
    """Hold an integration to every rule."""
    exempt, wrong = subject.exemptions()
    wrong += [f"there is no rule {name}" for name in exempt if name not in RULES]
    verdicts = []
    for rule in sorted(RULES.values(), key=lambda rule: rule.tries is not None):  # what is read comes first
        verdict = check(rule, subject)
        reason = exempt.get(rule.name)
        if reason is not None and verdict.outcome is Outcome.HELD:
            wrong.append(f"{rule.name} holds: its exemption must go")
        elif reason is not None:
            verdict = Verdict(rule=rule.name, outcome=Outcome.EXEMPT, why=(reason,))
        verdicts.append(verdict)
    outcome = Outcome.FAILED if wrong else Outcome.HELD
    return [*verdicts, Verdict(rule=EXEMPTIONS, outcome=outcome, why=tuple(wrong))]


def check(rule: Rule, subject: Subject) -> Verdict:
    """Hold an integration to one rule, whatever its exemptions."""
    try:
        if rule.reads is not None:
            why = tuple(dict.fromkeys(rule.reads(subject)))
        elif subject.recipe is None:
            return Verdict(rule=rule.name, outcome=Outcome.NOT_CHECKED, why=("there is no recipe",))
        else:
            why = tuple(dict.fromkeys(_tried(rule, subject.recipe)))
    except Exception as error:  # noqa: BLE001  # whatever an integration throws is what is looked for here
        why = (f"{type(error).__name__}: {error}",)
    return Verdict(rule=rule.name, outcome=Outcome.FAILED if why else Outcome.HELD, why=why)


def _tried(rule: Rule, recipe: type[Recipe]) -> Iterator[str]:
    async def play() -> list[str]:
        assert rule.tries is not None
        with TemporaryDirectory(prefix="dialer-quality-") as folder:
            async with asyncio.timeout(LONGEST), Bench.open(recipe(), Path(folder)) as bench:
                return [problem async for problem in rule.tries(bench)]

    yield from asyncio.run(play())
