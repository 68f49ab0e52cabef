"""``python -m dialer.testing.quality``: the table of rules and integrations."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.testing.quality.judge import judge
from dialer.testing.quality.report import table
from dialer.testing.quality.rule import Outcome
from dialer.testing.quality.subject import Subject, find_recipes

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Print the table; return 1 where a rule is broken."""
    parser = argparse.ArgumentParser(prog="python -m dialer.testing.quality", description=__doc__)
    parser.add_argument("domains", nargs="*", metavar="DOMAIN", help="only these integrations")
    parser.add_argument("--tests", type=Path, default=Path("tests"), help="where recipe.py files are")
    parser.add_argument("--strict", action="store_true", help="a rule that is not checked is broken")
    arguments = parser.parse_args(argv)
    known = {*loader.discover(), *(each.name for each in loader.broken())}
    if unknown := set(arguments.domains) - known:
        parser.error(f"there is no integration {', '.join(sorted(unknown))}")
    recipes = find_recipes(arguments.tests)
    subjects = [
        Subject(manifest, recipes.get(domain))
        for domain, manifest in loader.discover().items()
        if not arguments.domains or domain in arguments.domains
    ]
    verdicts = {subject.domain: judge(subject) for subject in subjects}
    broken = {f"{each.distribution or each.name}": each.key for each in loader.broken()}
    sys.stdout.write(table(verdicts, broken) + "\n")
    bad = {Outcome.FAILED, *([Outcome.NOT_CHECKED] if arguments.strict else [])}
    failed = any(verdict.outcome in bad for found in verdicts.values() for verdict in found)
    return int(failed or bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
