"""``dialer contacts import`` of lists: the choices on the command line, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Shell

_LIST = "Naam;Klantnr;Zaal\nAnna Smit;0205550142;Noord\nEva Bos;;\n;;\n"


async def test_a_column_is_what_the_command_says(shell: Shell) -> None:
    (shell.cwd / "a.csv").write_text(_LIST)
    assert await shell("contacts", "import", "a.csv", "--map", "Klantnr=number:work", "--map", "3=note") == 0
    assert shell.link.errors == []
    await shell("contacts", "find", "anna", "--json")
    [[anna]] = shell.link.documents
    assert [(number["raw"], number["label"]) for number in anna["numbers"]] == [("0205550142", "work")]
    await shell("contacts", "find", "noord", "--json")
    assert len(shell.link.document) == 1


async def test_columns_that_are_left_out_are_named(shell: Shell) -> None:
    (shell.cwd / "a.csv").write_text(_LIST)
    assert await shell("contacts", "import", "a.csv", "--json") == 0
    assert shell.link.document == {"file": "a.csv", "new": 2, "changed": 0, "unchanged": 0, "skipped": []}
    [sentence] = shell.link.errors
    assert sentence.endswith("Klantnr, Zaal")


@pytest.mark.parametrize(
    ("choice", "word"), [("Kleur=note", "Kleur"), ("Zaal=colour", "colour"), ("x", "“x”")]
)
async def test_a_choice_that_does_not_fit_imports_nothing(shell: Shell, choice: str, word: str) -> None:
    (shell.cwd / "a.csv").write_text(_LIST)
    assert await shell("contacts", "import", "a.csv", "--map", choice, "--json") == 2
    [sentence] = shell.link.errors
    assert word in sentence
    assert shell.link.shown == []
    assert await shell("contacts", "find", "--json") == 0
    assert shell.link.document == []


async def test_a_list_is_exported_for_spreadsheets(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "=Anna", "--number", "+31 20 555 0142")
    assert await shell("contacts", "export", "all.csv", "--json") == 0
    assert shell.link.document == {"file": "all.csv", "contacts": 1}
    rows = (shell.cwd / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[1].startswith("'=Anna,")
    assert rows[1].endswith(",+31 20 555 0142")
    assert await shell("contacts", "import", "all.csv", "--json") == 0
    assert [shell.link.document[key] for key in ("new", "changed", "unchanged")] == [0, 0, 1]


async def test_photos_that_no_list_has_room_for_are_mentioned(shell: Shell) -> None:
    photo = "PHOTO:data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="
    (shell.cwd / "a.vcf").write_text(f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\n{photo}\r\nEND:VCARD\r\n")
    await shell("contacts", "add", "--name", "Bram", "--number", "020 555 0142")
    assert await shell("contacts", "export", "all.csv", "--json") == 0
    assert shell.link.errors == []
    await shell("contacts", "import", "a.vcf")
    assert await shell("contacts", "export", "all.vcf", "--json") == 0
    assert shell.link.errors == []
    assert await shell("contacts", "export", "all.csv", "--json") == 0
    assert shell.link.errors == ["Photos are in vCard files only."]
    assert shell.link.document == {"file": "all.csv", "contacts": 2}
