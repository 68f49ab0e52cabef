"""``dialer contacts duplicates``, ``merge`` and ``distinct``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


async def add(shell: Shell, name: str, number: str) -> str:
    assert await shell("contacts", "add", "--name", name, "--number", number, "--json") == 0
    return str(shell.link.document["id"])


async def test_two_are_suggested_merged_and_apart_again(shell: Shell) -> None:
    one = await add(shell, "Anna Smit", "020 555 0142")
    other = await add(shell, "Smit, Anna", "+31 20 555 01 42")
    assert await shell("contacts", "duplicates", "--json") == 0
    (group,) = shell.link.document["groups"]
    assert [contact["id"] for contact in group["contacts"]] == [one, other]
    assert (group["reasons"], shell.link.document["total"]) == (["number"], 1)
    assert await shell("contacts", "duplicates") == 0
    assert shell.link.shown[0] == "same number, similar name:"

    assert await shell("contacts", "merge", one, other, "--keep", other, "--json") == 0
    (whole,) = shell.link.document
    assert (whole["id"], whole["name"]) == (other, "Smit, Anna")
    assert await shell("contacts", "find", "", "--json") == 0
    assert shell.link.document == [whole]

    assert await shell("contacts", "merge", "--undo") == 0
    assert await shell("contacts", "find", "anna", "--json") == 0
    assert {contact["id"] for contact in shell.link.document} == {one, other}
    assert await shell("contacts", "merge", "--undo") == 2
    assert any("no merge" in line for line in shell.link.errors)


async def test_different_people_are_no_suggestion(shell: Shell) -> None:
    ids = [await add(shell, "Anna Smit", "020 555 0142") for _ in range(2)]
    assert await shell("contacts", "distinct", *ids) == 0
    assert await shell("contacts", "duplicates") == 0
    assert "Nobody seems to be there more than once." in shell.link.shown


async def test_what_is_asked_wrongly_changes_nothing(shell: Shell) -> None:
    one = await add(shell, "Anna Smit", "020 555 0142")
    for asked in ((), (one,), (one, "c99"), (one, "--undo")):
        assert await shell("contacts", "merge", *asked) == 2
    assert await shell("contacts", "find", "", "--json") == 0
    assert [contact["id"] for contact in shell.link.document] == [one]
