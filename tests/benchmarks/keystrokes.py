"""What somebody types into the search box, one key at a time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BACKSPACE = "\b"
_LEAST, _MOST = 2, 9


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is known of somebody before looking for them."""

    name: str
    organisation: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key, and the text that it leaves; the first of a text takes the place of what was there.

    Attributes:
        key: a character, or BACKSPACE.
        text: what stands in the box after it.
    """

    key: str
    text: str
    first: bool


def strokes(people: Sequence[Somebody], count: int, seed: int = 7) -> list[Stroke]:
    """Return so many keys: names from the front, words in any order, companies, digits, corrections."""
    chance = random.Random(seed)
    made: list[Stroke] = []
    while len(made) < count:
        made += _typed(_wanted(chance.choice(people), chance), chance)
    return made[:count]


def _wanted(somebody: Somebody, chance: random.Random) -> str:
    words = somebody.name.split()
    number = chance.choice(somebody.numbers) if somebody.numbers else "020"
    digits = re.sub("[^0-9]", "", number)
    ways = [
        somebody.name,
        somebody.name,
        words[-1],
        f"{words[-1]} {words[0]}",
        f"{words[0][:2]} {words[-1]}",
        somebody.organisation,
        f"{words[-1]} {somebody.organisation.split()[0]}",
        number,
        digits,
        digits[-chance.randint(3, 6) :],
    ]
    return chance.choice(ways).lower()


def _typed(wanted: str, chance: random.Random) -> Iterator[Stroke]:
    wanted = wanted[: chance.randint(_LEAST, _MOST)]
    for place in range(len(wanted)):
        yield Stroke(wanted[place], wanted[: place + 1], first=place == 0)
        if place > 1 and chance.random() < 0.1:
            # A key beside the right one, and back.
            yield Stroke("e", wanted[: place + 1] + "e", first=False)
            yield Stroke(BACKSPACE, wanted[: place + 1], first=False)
    for place in range(len(wanted) - 1, max(len(wanted) - chance.choice((0, 0, 2, 4)), 1), -1):
        yield Stroke(BACKSPACE, wanted[:place], first=False)
