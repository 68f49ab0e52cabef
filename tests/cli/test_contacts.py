"""``dialer contacts``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dialer.core.home_region import INTERNAL_NUMBERS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

CARD = """BEGIN:VCARD
VERSION:3.0
UID:1
FN:{name}
ORG:Bakkerij Smit
TEL;TYPE=work:{number}
EMAIL:anna@example.com
END:VCARD
"""


async def test_a_contact_is_added_found_changed_and_removed(shell: Shell) -> None:
    added = ("--name", "Anna Smit", "--organisation", "Bakkerij Smit", "--title", "Owner", "--note", "nice")
    numbers = (
        "--number",
        "work=020 555 0142",
        "--number",
        "tel:+31612345678;x=1",
        "--email",
        "anna@example.com",
    )
    assert await shell("contacts", "add", *added, *numbers, "--json") == 0
    contact = shell.link.document
    assert list(contact) == ["id", "name", "organisation", "title", "numbers", "emails", "source"]
    assert contact["numbers"][0] == {
        "raw": "020 555 0142", "e164": "+31205550142", "label": "work", "callable": True,
    }  # fmt: skip
    assert contact["numbers"][1]["raw"] == "tel:+31612345678;x=1"
    assert (contact["title"], contact["emails"]) == ("Owner", ["anna@example.com"])

    assert await shell("contacts", "find", "smi", "--json") == 0
    assert shell.link.document == [contact]

    changes = ("--set", "title=Director", "--set", "number=0612345678", "--set", "number=fax=020 555 0143")
    assert await shell("contacts", "change", contact["id"], *changes, "--json") == 0
    changed = shell.link.document
    assert changed["title"] == "Director"
    assert [number["label"] for number in changed["numbers"]] == ["", "fax"]
    assert (changed["name"], changed["emails"]) == (contact["name"], contact["emails"])

    assert await shell("contacts", "remove", contact["id"]) == 0
    assert await shell("contacts", "find", "", "--json") == 0
    assert shell.link.document == []


async def test_an_emptied_list_is_empty(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "Anna", "--number", "0205550142", "--email", "a@example.com")
    assert await shell("contacts", "change", "c1", "--set", "number=", "--set", "email=", "--json") == 0
    assert (shell.link.document["numbers"], shell.link.document["emails"]) == ([], [])


async def test_tags_and_what_to_know_at_the_front_desk(shell: Shell) -> None:
    new = ("--name", "Anna", "--department", "Care", "--tag", "VIP", "--tag", "Clinic")
    await shell("contacts", "add", *new)
    changes = ("favourite=yes", "never_put_through=yes", "ask_for=Patient number", "best_time=after 14:00")
    sets = [part for change in changes for part in ("--set", change)]
    assert await shell("contacts", "change", "c1", *sets) == 0
    await shell("contacts", "find", "care")
    door = "Never put through  ·  Ask first: Patient number  ·  Best reached: after 14:00"
    assert shell.link.shown[-1] == f"c1  Anna  ·  #VIP  ·  #Clinic  ·  {door}"
    assert await shell("contacts", "change", "c1", "--set", "tag=", "--set", "never_put_through=no") == 0
    await shell("contacts", "find", "care")
    assert shell.link.shown[-1] == "c1  Anna  ·  Ask first: Patient number  ·  Best reached: after 14:00"


async def test_the_region_of_a_command(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "An", "--number", "02 555 12 12", "--region", "BE", "--json")
    assert shell.link.document["numbers"][0]["e164"] == "+3225551212"
    assert await shell("contacts", "who", "02 555 12 12", "--region", "BE", "--json") == 0
    assert [contact["name"] for contact in shell.link.document] == ["An"]
    assert await shell("contacts", "who", "02 555 12 12", "--json") == 0
    assert shell.link.document == []


async def test_a_changed_number_rule_holds_for_the_next_command(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "Anna", "--number", "142")
    for base, number in (("+31 20 555 0", "+31205550142"), ("+31 30 286 0", "+31302860142")):
        await shell.app.hub.settings.set(INTERNAL_NUMBERS, [f"3 = {base}"])
        assert await shell("contacts", "who", number, "--json") == 0
        assert [contact["numbers"][0]["e164"] for contact in shell.link.document] == [number]
    await shell.app.hub.settings.set(INTERNAL_NUMBERS, ["3 = +31 20 555 1"])
    assert await shell("contacts", "find", "0205551142", "--json") == 0
    assert [contact["name"] for contact in shell.link.document] == ["Anna"]


async def test_limits(shell: Shell) -> None:
    for number in range(60):
        await shell("contacts", "add", "--name", f"Anna {number:02}")
    for options, count in (((), 50), (("--limit", "3"), 3), (("--limit", "0"), 60)):
        assert await shell("contacts", "find", "anna", *options, "--json") == 0
        assert len(shell.link.document) == count
    await shell("contacts", "find")
    assert len(shell.link.shown) == 50


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (("add",), ""),
        (("change", "c99", "--set", "name=x"), "c99"),
        (("change", "c1", "--set", "colour=red"), "colour"),
        (("change", "c1", "--set", "favourite=maybe"), "favourite"),
        (("remove", "c99"), "c99"),
        (("remove", "Anna"), "Anna"),
        (("import", "nowhere.vcf"), "nowhere.vcf"),
        (("import", "."), "."),
    ],
)
async def test_what_cannot_be_done_is_one_sentence(shell: Shell, argv: tuple[str, ...], word: str) -> None:
    await shell("contacts", "add", "--name", "Anna")
    assert await shell("contacts", *argv, "--json") == 2
    [sentence] = shell.link.errors
    assert word in sentence
    assert shell.link.shown == []


async def test_import_tells_what_each_file_brought(shell: Shell) -> None:
    (shell.cwd / "a.vcf").write_text(CARD.format(name="Anna Smit", number="020 555 0142"))
    (shell.cwd / "b.vcf").write_text(CARD.format(name="Anna Smit-de Wit", number="020 555 0142"))
    counts = []
    for files in (("a.vcf",), ("a.vcf",), ("a.vcf", "b.vcf")):
        assert await shell("contacts", "import", *files, "--json") == 0
        counts.append([(r["file"], r["new"], r["changed"], r["unchanged"]) for r in shell.link.documents])
        assert all(
            list(r) == ["file", "new", "changed", "unchanged", "skipped"] for r in shell.link.documents
        )
    assert counts == [[("a.vcf", 1, 0, 0)], [("a.vcf", 0, 0, 1)], [("a.vcf", 0, 0, 1), ("b.vcf", 0, 1, 0)]]


async def test_a_file_that_cannot_be_read_keeps_no_other_out(shell: Shell) -> None:
    (shell.cwd / "good.vcf").write_text(CARD.format(name="Anna", number="1"))
    (shell.cwd / "noise.vcf").write_bytes(os.urandom(300))
    assert await shell("contacts", "import", "gone.vcf", "noise.vcf", "good.vcf", "--json") == 2
    assert [report["new"] for report in shell.link.documents if report["file"] == "good.vcf"] == [1]
    assert "gone.vcf" in shell.link.errors[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in the file system")
async def test_a_pipe_is_no_file(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert await shell("contacts", "import", "pipe") == 2
    assert "pipe" in shell.link.errors[0]


async def test_what_people_read_is_one_line_each(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "Anna\nSmit\x1b[31m", "--number", "work=020 555 0142")
    await shell("contacts", "find", "anna")
    [line] = shell.link.shown
    assert line.startswith("c1")
    assert "+31 20 555 0142" in line
    assert not set("\n\x1b") & set(line)


async def test_what_is_exported_is_imported_without_a_change(shell: Shell) -> None:
    await shell("contacts", "add", "--name", "Anna Smit", "--number", "work=020 555 0142")
    for name in ("all.vcf", "all.vcf", "ALL2.VCF"):
        assert await shell("contacts", "export", name, "--json") == 0
        assert shell.link.document == {"file": name, "contacts": 1}
    text = (shell.cwd / "all.vcf").read_text()
    assert "VERSION:4.0" in text
    assert "TEL;TYPE=work;VALUE=text:020 555 0142" in text
    assert await shell("contacts", "import", "all.vcf", "--json") == 0
    assert [shell.link.document[key] for key in ("new", "changed", "unchanged")] == [0, 0, 1]


@pytest.mark.parametrize("name", ["contacts.doc", "contacts", "nowhere/contacts.vcf", "."])
async def test_a_file_that_cannot_be_written_is_one_sentence(shell: Shell, name: str) -> None:
    assert await shell("contacts", "export", name, "--json") == 2
    assert len(shell.link.errors) == 1
    assert shell.link.shown == []


async def test_one_command_is_one_import_that_can_be_taken_back(shell: Shell) -> None:
    (shell.cwd / "a.vcf").write_text(CARD.format(name="Anna Smit", number="020 555 0142"))
    (shell.cwd / "b.vcf").write_text(CARD.format(name="Bram", number="1").replace("UID:1", "UID:2"))
    await shell("contacts", "import", "a.vcf", "gone.vcf", "b.vcf")
    assert await shell("contacts", "undo", "--json") == 0
    files = [str(shell.cwd / name) for name in ("a.vcf", "gone.vcf", "b.vcf")]
    assert shell.link.document == {"files": files, "removed": 2, "restored": 0, "left": 0}
    assert await shell("contacts", "undo") == 2
    assert len(shell.link.errors) == 1


async def test_an_edit_since_the_import_is_not_lost_unasked(shell: Shell) -> None:
    (shell.cwd / "a.vcf").write_text(CARD.format(name="Anna Smit", number="020 555 0142"))
    await shell("contacts", "import", "a.vcf")
    await shell("contacts", "change", "c1", "--set", "title=Director")
    assert await shell("contacts", "undo", "--json") == 7
    assert "1" in shell.link.errors[0]
    assert await shell("contacts", "find", "", "--json") == 0
    assert [contact["title"] for contact in shell.link.document] == ["Director"]
    assert await shell("contacts", "undo", "--yes") == 0
    await shell("contacts", "find", "", "--json")
    assert shell.link.document == []


async def test_who_was_merged_into_an_imported_contact_is_not_lost_with_it(shell: Shell) -> None:
    (shell.cwd / "a.vcf").write_text(CARD.format(name="Anna Smit", number="020 555 0142"))
    await shell("contacts", "import", "a.vcf")
    await shell("contacts", "add", "--name", "Bram")
    assert await shell("contacts", "merge", "c1", "c2") == 0
    await shell("contacts", "change", "c1", "--set", "title=Director")
    assert await shell("contacts", "undo", "--yes") == 0
    assert "merged into them since: 1." in shell.link.errors[-1]
    await shell("contacts", "find", "", "--json")
    assert [contact["name"] for contact in shell.link.document] == ["Anna Smit"]
