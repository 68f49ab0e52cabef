"""What a row says about a person, where the cells are not what their column promises or say more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.exchange.csv_export import TableWriter
from dialer.contacts.exchange.csv_reader import CsvReader
from dialer.contacts.exchange.exporter import Widest
from dialer.contacts.model import Contact, Extras, PhoneNumber
from tests.contacts.csv_files import read, table, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize(
    "header",
    [
        *("E-mail, weergavenaam", "Weergavenaam e-mail 2", "E-mail 2: weergavenaam", "E-mailweergavenaam"),
        *(
            "E-Mail-Anzeigename",
            "E-Mail 2-Anzeigename",
            "E-Mail: Angezeigter Name",
            "E-Mail 3: Angezeigter Name",
        ),
        *("Nom complet de l'adresse de messagerie 2", "Nom d'affichage de l'adresse de messagerie"),
        *("Nom complet de l'adresse e-mail", "E-mail Display Name", "E-mail 2 Display Name"),
    ],
)
def test_the_name_that_a_program_shows_for_an_address_is_no_address(file: Path, header: str) -> None:
    write(file, table(("Naam", "E-mail", header), ("Jan", "jan@x.example", "Jan (jan@x.example)")))
    reader = CsvReader(file)
    (draft,) = read(file)
    assert (draft.emails, draft.note) == (("jan@x.example",), "")
    assert reader.preview.is_certain


def test_what_is_no_address_is_kept_where_it_is_read(file: Path) -> None:
    write(file, table(("Naam", "E-mail", "Notitie"), ("Jan", "volgt nog ::: jan@x.example", "vip")))
    (draft,) = read(file)
    assert (draft.emails, draft.note) == (("jan@x.example",), "E-mail: volgt nog\nvip")


def test_the_number_to_call_comes_before_fax_and_pager(file: Path) -> None:
    header = (
        "Naam",
        "Fax op werk",
        "Pager",
        "Telefoon op werk",
        "Phone 1 - Label",
        "Phone 1 - Value",
        "Mobiel",
    )
    row = ("Jan", "020 5550101", "020 5550102", "020 5550100", "Thuis Fax", "030 5550103", "06 12345678")
    (draft,) = read(write(file, table(header, row)))
    assert [(number.raw, number.label) for number in draft.numbers] == [
        *(("020 5550100", "work"), ("06 12345678", "mobile")),
        *(("020 5550101", "work fax"), ("020 5550102", "pager"), ("030 5550103", "home fax")),
    ]


def test_an_export_of_ones_own_keeps_its_order(file: Path) -> None:
    numbers = tuple(PhoneNumber(raw=raw, label=label) for raw, label in (("1", "fax"), ("2", "work")))
    writer = TableWriter()
    file.write_bytes(
        writer.begin(Widest(2, 0)) + writer.write([(Contact(id="c1", name="Jan", numbers=numbers), Extras())])
    )
    (draft,) = read(file)
    assert [number.label for number in draft.numbers] == ["fax", "work"]


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        *(("1988-02-03", "BDAY:19880203"), ("19880203", "BDAY:19880203"), ("--02-29", "BDAY:--0229")),
        *(("1988-02-30", "BDAY;VALUE=text:1988-02-30"), ("3/4/1988", "BDAY;VALUE=text:3/4/1988")),
    ],
)
def test_a_birthday_that_means_one_day_is_a_date(file: Path, cell: str, line: str) -> None:
    (draft,) = read(write(file, table(("Name", "Birthday"), ("Jan", cell))))
    assert draft.extras.lines == (line,)


@pytest.mark.parametrize(
    "header",
    [
        "Birth Year,Birth Month,Birth Day",
        "Geboortejaar,Geboortemaand,Geboortedag",
        "Geburtsjahr,Geburtsmonat,Geburtstag",
        "Année de naissance,Mois de naissance,Jour de naissance",
    ],
)
@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (("742", "4", "2"), ("BDAY:07420402",)),
        (("", "12", "24"), ("BDAY:--1224",)),
        (("1970", "", ""), ("BDAY:1970",)),
        (("1970", "13", "2"), ("BDAY;VALUE=text:1970-13-2",)),
        (("", "", ""), ()),
    ],
)
def test_thunderbirds_three_columns_are_one_birthday(
    file: Path, header: str, cells: tuple[str, str, str], lines: tuple[str, ...]
) -> None:
    (draft,) = read(write(file, table(("Organisation", *header.split(",")), ("Jan", *cells))))
    assert draft.extras.lines == lines
    assert CsvReader(file).preview.is_certain


@pytest.mark.parametrize("header", ["Title", "Aanspreektitel", "Anrede", "Titre"])
def test_outlooks_title_before_the_name_is_kept_with_its_parts(file: Path, header: str) -> None:
    write(file, table((header, "First Name", "Last Name", "Job Title"), ("Dr.", "Jan", "Berg", "Chef")))
    (draft,) = read(file)
    assert (draft.title, draft.extras.lines) == ("Chef", ("N:Berg;Jan;;Dr.;",))
