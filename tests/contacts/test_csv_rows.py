"""What is read of any file: its encoding, delimiter, quotes and lines, and no row lost by any of them."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.exchange.csv_reader import CsvReader
from dialer.contacts.exchange.reader import Card, Skipped
from dialer.contacts.model import ContactDraft
from dialer.core.errors import InputError
from tests.contacts.csv_files import read, table, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(file: Path, delimiter: str) -> None:
    rows = [("Naam", "Notitie", "Telefoon"), ('Jan "J" Smit', "a, b; c | d", "020 5550100"), ("Piet", "", "")]
    drafts = read(write(file, table(*rows, delimiter=delimiter)))
    assert [(draft.name, draft.note) for draft in drafts] == [('Jan "J" Smit', "a, b; c | d"), ("Piet", "")]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_that_names_the_delimiter_is_no_row(file: Path, first: str) -> None:
    write(file, f"{first}\r\nNaam;Telefoon\r\nJan, junior;020 5550100\r\n;\r\nPiet;\r\n", "utf-8-sig")
    cards = list(CsvReader(file))
    assert [(card.line, card.draft.name) for card in cards if isinstance(card, Card)] == [
        (3, "Jan, junior"),
        (5, "Piet"),
    ]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman", "cp850"],
)
def test_the_encoding_is_found(file: Path, encoding: str) -> None:
    people = [
        "Zoë Müller",
        "François Lefèvre",
        "Jürgen Größe",
        "Anaïs Bœuf" if encoding == "utf-8" else "Anaïs",
    ]
    write(file, "Naam;Telefoon\n" + "".join(f"{name};020 5550100\n" for name in people), encoding)
    assert [draft.name for draft in read(file)] == people


def test_a_few_bytes_that_are_no_utf8_spoil_nothing_else(file: Path) -> None:
    file.write_bytes("Naam\nZoë\nJürgen\nAndré\n".encode() + "René\n".encode("cp1252"))
    assert [draft.name for draft in read(file)] == ["Zoë", "Jürgen", "André", "René"]


def test_lines_are_counted_as_an_editor_does(file: Path) -> None:
    write(
        file,
        'Naam,Notitie,Telefoon\nJan,"een\ntwee\n\ndrie",020 5550100\n\n,alleen een notitie,\nPiet,,06 1\n',
    )
    assert [(type(one), one.line) for one in CsvReader(file)] == [(Card, 2), (Skipped, 7), (Card, 8)]


def test_a_quote_that_is_never_closed_takes_nobody_along(file: Path) -> None:
    rows = [f"Persoon {number},020 555{number:04}" for number in range(3000)]
    rows[5] = '"Persoon 5,020 5550005'
    rows[2990] = 'Persoon "2990",020 5552990'
    drafts = read(write(file, "\n".join(["Naam,Telefoon", *rows])))
    assert [draft.name.replace('"', "") for draft in drafts] == [
        f"Persoon {number}" for number in range(3000)
    ]


def test_two_stray_quotes_take_nobody_along(file: Path) -> None:
    drafts = read(write(file, 'Naam,Telefoon\n"Jan,020 1\nPiet,020 2\n"Kees,020 3\nEva,020 4\n'))
    assert [draft.name for draft in drafts] == ["Jan", "Piet", "Kees", "Eva"]


def test_a_ragged_row_is_kept_with_all_it_says(file: Path) -> None:
    write(file, "Naam,Telefoon,E-mail\nJan\nPiet,020 5550100,piet@x.example,over,schot\n")
    first, second = read(file)
    assert first == ContactDraft(name="Jan")
    assert (second.emails, second.note) == (("piet@x.example",), "over\nschot")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "csv.empty"),
        (b"\r\n\r\n", "csv.empty"),
        (b"PK\x03\x04rest", "csv.workbook"),
        (b"\x89PNG\r\n\x00\x00", "csv.no_text"),
    ],
)
def test_what_is_no_list_is_named(file: Path, content: bytes, key: str) -> None:
    file.write_bytes(content)
    with pytest.raises(InputError) as raised:
        CsvReader(file)
    assert raised.value.key == key


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(InputError, match=r"contacts\.import\.missing"):
        CsvReader(file)


def test_progress_ends_at_the_size(file: Path) -> None:
    write(file, "Naam,Telefoon\n" + "Jan,020 5550100\n" * 5000)
    reader = CsvReader(file)
    positions = [reader.position for _ in reader]
    assert positions == sorted(positions)
    assert 0 < positions[0] < reader.size
    assert reader.position == reader.size == file.stat().st_size


def test_the_byte_order_mark_belongs_to_no_name(file: Path) -> None:
    file.write_bytes(codecs.BOM_UTF8 + b"Naam\nJan\n")
    assert CsvReader(file).columns.columns[0].header == "Naam"


def test_a_row_of_several_lines_with_too_many_cells_is_one_row(file: Path) -> None:
    write(file, 'Naam,Telefoon,Notitie\nJan,020 5550100,"een\ntwee",meer\nEva,020 5550101,\n')
    assert [(draft.name, draft.note) for draft in read(file)] == [("Jan", "een\ntwee\nmeer"), ("Eva", "")]


@pytest.mark.parametrize(
    ("text", "key"),
    [("Beste Jan,\nTot morgen!\n", "csv.nothing_known"), ("Tot morgen!\nGroet\n", "contacts.import.no_card")],
)
def test_any_text_is_no_list(file: Path, text: str, key: str) -> None:
    with pytest.raises(InputError) as raised:
        read(write(file, text))
    assert raised.value.key == key


def test_a_line_without_end_is_skipped_and_no_other(file: Path) -> None:
    endless = "x" * (3 << 20)
    write(file, f'Naam,Telefoon\nJan,1\nPiet,{endless}\n"Kees,3\nEva,{endless}\nAnna,5\n')
    cards = list(CsvReader(file))
    assert [(card.line, card.draft.name) for card in cards if isinstance(card, Card)] == [
        *((2, "Jan"), (4, "Kees"), (6, "Anna")),
    ]
    assert [(card.line, card.reason) for card in cards if isinstance(card, Skipped)] == [
        *((3, "csv.skipped.too_large"), (5, "csv.skipped.too_large")),
    ]
