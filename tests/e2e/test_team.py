"""Two programs with two homes and one folder: what one desk does, the other one sees, without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.program import Program

SANNE, KAREL = "+31205550142", "+31205550143"


async def _join(program: Program, name: str, folder: Path) -> None:
    await program.add_account()
    values = ("--set", f"folder={folder}", "--set", f"name={name}")
    done = await program.run("accounts", "add", "team_folder", *values)
    assert done.code == 0, done.err
    settings = f'{{"version": 1, "welcomed": true, "my_name": "{name}"}}'
    (program.home / "settings.json").write_text(settings)


async def _backs(program: Program, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await program.run("--json", "call-backs", "list", *more)).json
    return found


async def test_what_one_desk_does_the_other_sees(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    anna, ben = program, program.beside("ben")
    await _join(anna, "Anna", folder)
    await _join(ben, "Ben", folder)
    async with Window(anna), Window(ben) as window:
        await anna.run("call-backs", "add", KAREL, "--due", "2h", "--name", "Karel", "--note", "invoice 2231")
        called = await anna.call(SANNE, "--hang-up-after", "1")
        assert called.events, called.err

        async def arrived() -> bool:
            return len(await _backs(ben)) == 1

        await until(arrived, "the call-back at the colleague's")
        [theirs], [mine] = await _backs(ben), await _backs(anna)
        assert {key: theirs[key] for key in ("id", "number", "name", "note", "owner", "due_at")} == {
            key: mine[key] for key in ("id", "number", "name", "note", "owner", "due_at")
        }
        done = await ben.run("call-backs", "done", theirs["id"])
        assert done.code == 0, done.err

        async def seen() -> bool:
            return [each["done_by"] for each in await _backs(anna, "--done")] == ["Ben"]

        await until(seen, "the done mark at the first desk")
        assert await _backs(anna) == []
        calling = await ben.start("call", SANNE, "--json", "--yes", "--hang-up-after", "4")
        await window.reads("Anna\u2069 called this number")
        await calling.done()
    assert "Karel" not in "".join(
        line for file in folder.iterdir() for line in file.read_text().splitlines() if '"call"' in line
    )
