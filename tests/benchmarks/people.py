"""Made-up people as a vCard file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = (
    "Anna",
    "Bram",
    "Chloé",
    "Daan",
    "Emma",
    "Fenna",
    "Gijs",
    "Hélène",
    "Ivo",
    "Jan",
    "Katrien",
    "Marie",
)
_LAST = ("Aerts", "Bakker", "Claes", "Dubois", "Evers", "de Groot", "Jansen", "Koch", "Lefèvre", "Müller")
_FIRM = ("Advocaten", "Bouw", "Consult", "Drukkerij", "Energie", "Fiduciaire", "Garage", "Hôtel", "Logistik")


def write_vcard(path: Path, count: int, seed: int = 1) -> None:
    """Write `count` cards; the same ones for the same seed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="\r\n") as file:
        for index in range(count):
            first, last = chance.choice(_FIRST), chance.choice(_LAST)
            # The range is narrower than the crowd: some people share a number.
            number = f"+31 20 {chance.randrange(7_940_000, 7_947_999)}"
            file.write(
                f"BEGIN:VCARD\nVERSION:4.0\nUID:bench-{index}\n"
                f"FN:{first} {last} {index}\nN:{last};{first};;;\n"
                f"ORG:{chance.choice(_FIRM)} {last}\nTEL;TYPE=work:{number}\n"
                f"EMAIL:person{index}@example.com\nEND:VCARD\n"
            )
