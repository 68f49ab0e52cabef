"""The history as a CSV file (RFC 4180) that spreadsheets read: UTF-8 with a byte order mark, commas.

No cell is a formula, and numbers are text: they are written with their spaces, which no spreadsheet takes for
an amount. Private calls are left out.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from dialer.calls.outcomes import outcome_text
from dialer.calls.sentences import sentence as call_sentence
from dialer.contacts.exchange.csv_cells import guarded
from dialer.contacts.numbers.numbers import check
from dialer.core.threads import to_its_end
from dialer.core.whole_file import WholeFile
from dialer.meetings.sentences import sentence as meeting_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from dialer.calls.model import Call
    from dialer.core.strings import Strings
    from dialer.journal.filter import Filter
    from dialer.journal.journal import Journal
    from dialer.journal.rows import JournalRow
    from dialer.meetings.model import Meeting

COLUMNS = (
    "kind", "at", "name", "number", "subject", "account", "reached", "result", "talk_seconds", "outcome",
    "tags", "note",
)  # fmt: skip

_BATCH = 500
_BETWEEN = ", "


async def export(
    journal: Journal,
    which: Filter,
    path: Path,
    strings: Strings,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Write the rows that are meant, the newest first; return how many.

    Raises:
        InputError: the file cannot be written.
        StorageError: the rows cannot be read.
    """
    which = replace(which, private=False)
    total = await journal.count(which)
    table, file = _Table(strings), WholeFile(path)
    try:
        await to_its_end(file.open)
        await to_its_end(file.write, codecs.BOM_UTF8 + _lines([table.header]))
        written, after = 0, None
        while True:
            page = await journal.page(which, after, _BATCH)
            await to_its_end(_write, file, table, page.rows)
            written, after = written + len(page.rows), page.next
            if progress is not None:
                progress(written, max(total, written))
            if after is None:
                break
        await to_its_end(file.finish)
    finally:
        await to_its_end(file.discard)
    return written


def _write(file: WholeFile, table: _Table, rows: Sequence[JournalRow]) -> None:
    file.write(_lines(map(table.cells, rows)))


class _Table:
    """Rows as cells, in one language."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._numbers: dict[str, str] = {}
        self.header = [strings.text(f"history.column.{column}") for column in COLUMNS]

    def cells(self, row: JournalRow) -> list[str]:
        known = {"kind": self._strings.text(f"history.kind.{row.kind}"), "at": _local(row.at)}
        if row.call is not None:
            known |= self._of_call(row.call)
        elif row.meeting is not None:
            known |= self._of_meeting(row.meeting)
        return [guarded(known.get(column, "")) for column in COLUMNS]

    def _of_call(self, call: Call) -> dict[str, str]:
        talked = call.talk_seconds
        return {
            "name": call.name or "",
            "number": self._number(call.number),
            "account": call.account,
            "reached": self._reached(call),
            "result": call_sentence(call, self._strings),
            "talk_seconds": "" if talked is None else str(round(talked)),
            "outcome": outcome_text(call.outcome, self._strings),
            "tags": _BETWEEN.join(call.tags),
            "note": call.note,
        }

    def _of_meeting(self, meeting: Meeting) -> dict[str, str]:
        return {
            "name": _BETWEEN.join(person.name for person in meeting.people if person.name),
            "subject": meeting.subject,
            "account": meeting.account,
            "result": meeting_sentence(meeting, self._strings),
        }

    def _reached(self, call: Call) -> str:
        reached = call.reached
        return "" if reached is None else self._strings.text(f"history.{'yes' if reached else 'no'}")

    def _number(self, number: str) -> str:
        if number not in self._numbers:
            # In E.164 form: the country in which it is read is its own.
            self._numbers[number] = check(number, "NL").international or number
        return self._numbers[number]


def _local(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as they stand in the file; a line ends with CR and LF, whatever the system writes."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")
