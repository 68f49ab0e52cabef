"""Contacts as a CSV file (RFC 4180) that spreadsheets, Google Contacts and Dialer itself read.

UTF-8 with a byte order mark, without which Excel takes it for Windows-1252; commas; no cell is a formula. A
person comes back as he was, except for the photo, which no spreadsheet holds.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dialer.contacts.csv_cells import guarded
from dialer.contacts.csv_columns import OWN_FIELDS
from dialer.contacts.csv_person import GOOGLE_SEPARATOR
from dialer.contacts.model import LOCAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dialer.contacts.model import Contact, Extras

ENCODING = "utf-8-sig"


def header_of(numbers: int, emails: int) -> list[str]:
    """Return the header of a file in which nobody has more numbers and e-mail addresses than these."""
    header = list(OWN_FIELDS)
    for place in range(1, emails + 1):
        header += [f"E-mail {place} - Label", f"E-mail {place} - Value"]
    for place in range(1, numbers + 1):
        header += [f"Phone {place} - Label", f"Phone {place} - Value"]
    return header


def row_of(contact: Contact, extras: Extras, *, numbers: int, emails: int) -> list[str]:
    """Return the cells of a contact under `header_of` the same counts."""
    instructions = contact.instructions
    row = [
        contact.name,
        contact.organisation,
        contact.department,
        contact.title,
        contact.note,
        _tags(contact.tags),
        "yes" if contact.favourite else "",
        "yes" if instructions.never_put_through else "",
        instructions.ask_for,
        instructions.best_time,
        contact.uid,
        "" if contact.source == LOCAL else contact.source,
        "\n".join(extras.lines),
    ]
    row += _padded((("", email) for email in contact.emails), emails)
    row += _padded(((number.label, number.raw) for number in contact.numbers), numbers)
    return [guarded(cell) for cell in row]


def lines_of(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as text; a line ends with CR and LF, whatever the system writes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _padded(pairs: Iterable[tuple[str, str]], count: int) -> Iterator[str]:
    cells = [cell for pair in pairs for cell in pair]
    return iter(cells + [""] * (2 * count - len(cells)))


def _tags(tags: Sequence[str]) -> str:
    """Return tags as Google writes them; one a line where a tag itself holds what stands between them."""
    if any(GOOGLE_SEPARATOR in tag for tag in tags):
        return "".join(f"{tag}\n" for tag in tags)
    return f" {GOOGLE_SEPARATOR} ".join(tags)
