"""The history as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import EndReason
from dialer.core.errors import InputError
from dialer.core.strings import LANGUAGES, Strings
from dialer.journal.filter import Filter
from tests.journal.conftest import BAKKER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journal.conftest import Room

_AT = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def _read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


async def test_a_row_says_everything_in_the_language_asked_for(room: Room, tmp_path: Path) -> None:
    await room.call(
        at=_AT,
        name="Zoë Jansen",
        note='says "later",\nthen hangs up',
        tags=("vip", "sales"),
        talk_seconds=61.6,
        both_connected=True,
        reason=EndReason.COMPLETED,
        outcome="message_left",
    )
    path = tmp_path / "history.csv"
    assert await room.journal.export(Filter(), path, Strings("nl")) == 1
    assert path.read_bytes().startswith(b"\xef\xbb\xbfSoort,Tijdstip,")
    assert b"\r\n" in path.read_bytes()
    assert _read(path) == [
        {
            "Soort": "Gesprek",
            "Tijdstip": "2026-03-02 09:30:00+01:00",
            "Naam": "Zoë Jansen",
            "Nummer": "+31 20 555 0142",
            "Onderwerp": "",
            "Account": "Scripted",
            "Bereikt": "ja",
            "Hoe het eindigde": "Het gesprek is beëindigd",
            "Gesprekstijd (seconden)": "62",
            "Resultaat": "Boodschap achtergelaten",
            "Labels": "vip, sales",
            "Notitie": 'says "later",\nthen hangs up',
        }
    ]


async def test_a_meeting_has_its_people_and_its_subject(room: Room, tmp_path: Path) -> None:
    await room.meeting(at=_AT, subject="Advice")
    await room.journal.export(Filter(), tmp_path / "history.csv", Strings("en"))
    [row] = _read(tmp_path / "history.csv")
    assert (row["Kind"], row["Name"], row["Subject"]) == ("Meeting", "Sanne Jansen", "Advice")


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\tx"]
)
async def test_no_cell_is_a_formula(room: Room, tmp_path: Path, text: str) -> None:
    await room.call(name=text, note=text, tags=(text,))
    await room.journal.export(Filter(), tmp_path / "history.csv", Strings("en"))
    [row] = _read(tmp_path / "history.csv")
    assert [cell for cell in row.values() if cell.startswith(tuple("=-@\t\r"))] == []
    assert [cell for cell in row.values() if cell.startswith("+")] == ["+31 20 555 0142"]


async def test_private_calls_are_left_out_and_forgotten_ones_say_nothing(room: Room, tmp_path: Path) -> None:
    await room.call(private=True)
    await room.call(BAKKER, name="Piet Bakker")
    await room.journal.forget(number=BAKKER)
    assert await room.journal.export(Filter(), tmp_path / "history.csv", Strings("en")) == 1
    [row] = _read(tmp_path / "history.csv")
    assert (row["Name"], row["Number"], row["Note"]) == ("", "", "")
    assert "Piet" not in (tmp_path / "history.csv").read_text("utf-8")


async def test_many_rows_come_in_order_each_once(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialer.journal.export._BATCH", 5)
    for number in range(12):
        await room.call(name=f"Person {number}")
    told: list[tuple[int, int]] = []
    which = Filter(text="person")
    written = await room.journal.export(
        which, tmp_path / "history.csv", progress=lambda done, total: told.append((done, total))
    )
    names = [list(row.values())[2] for row in _read(tmp_path / "history.csv")]
    assert written == 12
    assert names == [f"Person {number}" for number in reversed(range(12))]
    assert told == [(5, 12), (10, 12), (12, 12)]


async def test_a_file_that_cannot_be_written_leaves_what_was_there(room: Room, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        await room.journal.export(Filter(), tmp_path / "nowhere" / "history.csv")
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_has_its_headers(room: Room, tmp_path: Path, language: str) -> None:
    await room.call()
    await room.journal.export(Filter(), tmp_path / "history.csv", Strings(language))
    assert "history." not in (tmp_path / "history.csv").read_text("utf-8")
