"""Contacts as a CSV file (RFC 4180) that spreadsheets, Google Contacts and Dialer itself read.

UTF-8 with a byte order mark, without which Excel takes it for Windows-1252; commas; no cell is a formula. A
person comes back as he was, except for the photo, which no spreadsheet holds.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_cells import guarded
from dialer.contacts.exchange.csv_columns import OWN_FIELDS
from dialer.contacts.exchange.csv_person import GOOGLE_SEPARATOR
from dialer.contacts.model import LOCAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dialer.contacts.exchange.exporter import Widest
    from dialer.contacts.model import Contact, Extras


class TableWriter:
    """One file: a header, and a row for each contact."""

    holds_photos = False

    def begin(self, widest: Widest) -> bytes:
        """Return the header of a file in which nobody has more than this."""
        self._widest = widest
        header = list(OWN_FIELDS)
        for place in range(1, widest.emails + 1):
            header += [f"E-mail {place} - Label", f"E-mail {place} - Value"]
        for place in range(1, widest.numbers + 1):
            header += [f"Phone {place} - Label", f"Phone {place} - Value"]
        return codecs.BOM_UTF8 + _lines([header])

    def write(self, contacts: Sequence[tuple[Contact, Extras]]) -> bytes:
        """Return the rows of the next contacts."""
        return _lines(self._row(contact, extras) for contact, extras in contacts)

    def _row(self, contact: Contact, extras: Extras) -> list[str]:
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
        row += _padded([("", email) for email in contact.emails], self._widest.emails)
        row += _padded([(number.label, number.raw) for number in contact.numbers], self._widest.numbers)
        return [guarded(cell) for cell in row]


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as they stand in the file; a line ends with CR and LF, whatever the system writes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _padded(pairs: Sequence[tuple[str, str]], count: int) -> list[str]:
    """Return so many pairs of cells; nobody loses one who has got another since they were counted."""
    cells = [cell for pair in pairs for cell in pair]
    return cells + [""] * (2 * count - len(cells))


def _tags(tags: Sequence[str]) -> str:
    """Return tags as Google writes them; one a line where a tag itself holds what stands between them."""
    if any(GOOGLE_SEPARATOR in tag for tag in tags):
        return "".join(f"{tag}\n" for tag in tags)
    return f" {GOOGLE_SEPARATOR} ".join(tags)
