"""Contacts from files and to files, by the real program: alone, beside its window, killed in the middle."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.people import write_vcard
from tests.e2e.screen import Window

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.program import Program

ZOE = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1:Meer;Zo{name};van der
TEL;WORK;VOICE:020 555 0142
TEL;CELL;PREF:06-12345678
EMAIL;INTERNET;HOME:zoe@example.com
PHOTO;PNG;BASE64:
 iVBORw0KGgo=

CATEGORIES:klant,vip
X-ICQ:123
END:VCARD
"""
MANY = 3000


@pytest.fixture
def zoe(tmp_path: Path) -> Path:
    file = tmp_path / "zoe.vcf"
    file.write_bytes(ZOE.format(name="ë").encode("latin-1"))
    return file


async def found(program: Program, query: str = "") -> list[str]:
    done = await program.run("contacts", "find", query, "--limit", "0", "--json")
    assert done.code == 0, done.err
    return [contact["name"] for contact in done.json]


async def test_out_of_one_home_and_into_another(program: Program, zoe: Path, tmp_path: Path) -> None:
    other, file = program.beside("other"), tmp_path / "all.vcf"
    imported = await program.run("contacts", "import", str(zoe), "--json")
    assert (imported.json["new"], imported.json["skipped"]) == (1, [])
    assert (await program.run("contacts", "export", str(file))).code == 0
    lines = set(file.read_text(encoding="utf-8").splitlines())
    assert {
        "FN:Zoë van der Meer",
        "N:Meer;Zoë;van der",
        "TEL;TYPE=work;VALUE=text:020 555 0142",
        "TEL;TYPE=cell;PREF=1;VALUE=text:06-12345678",
        "EMAIL;TYPE=home:zoe@example.com",
        "CATEGORIES:klant,vip",
        "PHOTO:data:image/png;base64,iVBORw0KGgo=",
        "X-ICQ:123",
    } <= lines
    again = await program.run("contacts", "import", str(file), "--json")
    assert [again.json[key] for key in ("new", "changed", "unchanged")] == [0, 0, 1]
    there = await other.run("contacts", "import", str(file), "--json")
    assert there.json["new"] == 1
    assert (await other.run("contacts", "export", str(tmp_path / "back.vcf"))).code == 0
    assert (tmp_path / "back.vcf").read_bytes() == file.read_bytes()


async def test_beside_an_open_window(program: Program, zoe: Path, tmp_path: Path) -> None:
    assert (await program.run("contacts", "add", "--name", "Bram Bakker")).code == 0
    async with Window(program) as window:
        assert (await program.run("contacts", "import", str(zoe))).code == 0
        await window.search("zoe", "Zoë van der Meer")
        assert (await program.run("contacts", "export", str(tmp_path / "all.vcf"))).code == 0
        assert (await program.run("contacts", "change", "c2", "--set", "title=Chef")).code == 0
        refused = await program.run("contacts", "undo")
        assert (refused.code, len(refused.err.splitlines())) == (7, 1)
        assert (await program.run("contacts", "undo", "--yes")).code == 0
        await window.search("b", "Bram Bakker")
        assert await found(program) == ["Bram Bakker"]
    assert (tmp_path / "all.vcf").read_text(encoding="utf-8").count("END:VCARD") == 2


@pytest.mark.parametrize("seconds", [0.9, 1.4])
async def test_killed_while_importing(program: Program, tmp_path: Path, seconds: float) -> None:
    people = tmp_path / "people.vcf"
    write_vcard(people, MANY)
    running = await program.start("contacts", "import", str(people))
    await asyncio.sleep(seconds)  # the moment is the point
    running.send(signal.SIGKILL)
    await running.done()
    kept = len(await found(program))
    done = await program.run("contacts", "import", str(people), "--json")
    assert [done.json[key] for key in ("new", "changed", "unchanged")] == [MANY - kept, 0, kept]
    taken = []
    while (one := await program.run("contacts", "undo", "--json")).code == 0:
        taken.append(one.json["removed"])
    assert sorted(taken) == sorted(filter(None, (MANY - kept, kept)))
    assert await found(program) == []
