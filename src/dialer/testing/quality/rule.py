"""What a rule is: a small function that yields what is wrong, and a docstring that says why it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from dialer.testing.bench import Bench
    from dialer.testing.quality.subject import Subject

    Reading = Callable[[Subject], Iterator[str]]
    Trying = Callable[[Bench], AsyncIterator[str]]


class Outcome(StrEnum):
    """What became of a rule."""

    HELD = "held"
    EXEMPT = "exempt"
    NOT_CHECKED = "not checked"
    FAILED = "FAILED"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of one rule for one integration.

    Attributes:
        rule: its name.
        outcome: what became of it.
        why: what is wrong, or the reason of an exemption.
    """

    rule: str
    outcome: Outcome
    why: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule; either it reads the integration's files, or it tries the integration out on a bench.

    Attributes:
        name: as ``quality.toml`` names it.
        reason: why it is one.
    """

    name: str
    reason: str
    reads: Reading | None = None
    tries: Trying | None = None


RULES: dict[str, Rule] = {}
"""All rules, in the order in which they are shown."""


def reads(function: Reading) -> Reading:
    """Make a rule of a function that looks at an integration's files."""
    _keep(Rule(name=_name(function), reason=_reason(function), reads=function))
    return function


def tries(function: Trying) -> Trying:
    """Make a rule of a function that tries an integration out."""
    _keep(Rule(name=_name(function), reason=_reason(function), tries=function))
    return function


def _keep(rule: Rule) -> None:
    RULES[rule.name] = rule


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")


def _reason(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip()
