"""CSV files for tests, and what Dialer reads of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dialer.contacts.exchange.csv_reader import CsvReader
from dialer.contacts.exchange.reader import Card

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dialer.contacts.model import ContactDraft


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a file of this text."""
    file.write_bytes(text.encode(encoding))
    return file


def read(file: Path) -> list[ContactDraft]:
    """Return everybody in a file."""
    return [one.draft for one in CsvReader(file) if isinstance(one, Card)]


def table(*rows: Iterable[str], delimiter: str = ",") -> str:
    """Return rows as the standard library writes them."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()
