"""What a row says about a person, where the cells are not what their column promises or say more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.csv_reader import CsvReader
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
