"""What a cell says beyond its text: Excel's wrapping, and the mark by which no spreadsheet runs it."""

from __future__ import annotations

import re

# What makes Excel, LibreOffice or Google Sheets take a cell for a formula or for more than one cell; also
# after our own mark, so that a text which begins with the mark comes back as it was.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# A number as people write it holds nothing to run, and must be readable for other programs.
_PLAIN_NUMBER = re.compile(r"\+[0-9(][0-9 ()./\-]*")
_WRAPPED = re.compile(r'=\s*"(.*)"', re.DOTALL)


def guarded(text: str) -> str:
    """Return a text as a cell that is text to every spreadsheet: it begins with an apostrophe."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(cell: str) -> str:
    """Return the text of a cell that may have been guarded."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def plain(cell: str) -> str:
    """Return what a cell of any program says, without ``="020…"``, by which Excel keeps the zero."""
    text = cell.strip()
    if text[:1] == "'":
        text = unguarded(text)
    if text[:1] == "=" and (found := _WRAPPED.fullmatch(text)):
        return found.group(1).replace('""', '"').strip()
    return text
