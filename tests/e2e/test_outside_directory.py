"""A directory that others wrote, in the real program: nothing of Dialer knows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.testing import Fault
from dialer.testing.directory import DirectoryRecipe
from tests.e2e.installed import MOST_LINES, Installed, folder_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.program import Done, Program


TITLE = "Kaartenbak (Smit BV)"


def people(count: int) -> tuple[ContactDraft, ...]:
    return tuple(
        ContactDraft(
            uid=f"k{number}", name=f"Person {number:02}", numbers=(NumberDraft(raw=f"020 555 {number:04}"),)
        )
        for number in range(count)
    )


class Outside(Installed[DirectoryRecipe]):
    """The program with the package installed, and the provider's server."""

    source = folder_of("directory")
    domain = "kaartenbak"
    secret = "token"

    async def __call__(self, *arguments: str, stdin: str = "") -> Done:
        """Run a command."""
        return await self.program.run(*arguments, stdin=stdin)

    async def names(self, text: str) -> list[str]:
        """Return the names of whom a search finds."""
        return [contact["name"] for contact in (await self("contacts", "find", text, "--json")).json]


@pytest.fixture
async def outside(desktop: dict[str, str], tmp_path: Path, program: Program) -> AsyncIterator[Outside]:
    """The package, installed."""
    async with Outside.beside(program, tmp_path / "site") as outside:
        outside.recipe.people = people(12)
        yield outside


def test_it_is_short() -> None:
    assert Outside.lines() < MOST_LINES


async def test_its_people_are_found_copied_and_gone_with_it(outside: Outside) -> None:
    assert (await outside.add("a wrong one")).code == 4
    assert (await outside.add()).code == 0
    await outside("contacts", "add", "--name", "Person at home")
    assert await outside.names("person 0") == [f"Person {number:02}" for number in range(10)]
    synced = await outside("contacts", "sync", "--json")
    assert synced.json == {**synced.json, "new": 12, "changed": 0, "removed": 0, "unchanged": 0}
    first, *rest = outside.recipe.people
    outside.recipe.people = (replace(first, name="Zoë Zwart"), *rest[:-1])
    assert (await outside("contacts", "sync", "--json")).json == {
        **synced.json, "new": 0, "changed": 1, "removed": 1, "unchanged": 10,
    }  # fmt: skip
    await outside.server.break_(Fault.REFUSED)
    found = await outside("contacts", "find", "zoe", "--json")
    assert (found.code, [contact["name"] for contact in found.json]) == (0, ["Zoë Zwart"])
    assert found.err.startswith(f"{TITLE}: ")
    assert (await outside("contacts", "sync")).code == 5
    await outside.server.mend()
    assert (await outside("accounts", "remove", "kaartenbak")).code == 0
    assert await outside.names("") == ["Person at home"]


async def test_an_emptied_directory_empties_nothing_unasked(outside: Outside) -> None:
    await outside.add()
    await outside("contacts", "sync")
    outside.recipe.people = ()
    refused = await outside("contacts", "sync", "--json")
    assert (refused.code, refused.out) == (7, "")
    assert "12 of the 12" in refused.err
    assert (await outside("contacts", "sync", "--yes", "--json")).json["removed"] == 12


async def test_a_changed_token_is_refused_once_and_given_anew(outside: Outside) -> None:
    await outside.add()
    await outside("contacts", "sync")
    outside.recipe.secrets = {"token": "another-token-8e2f"}
    outside.server.requests.clear()
    assert [(await outside("contacts", "sync")).code for _ in range(2)] == [4, 4]
    found = await outside("contacts", "find", "person 07", "--json")
    assert (len(found.json), found.err.startswith(f"{TITLE}: ")) == (1, True)
    assert len(outside.server.requests) == 1
    secret = ("--secret", "token")
    signed_in = await outside("accounts", "sign-in", "kaartenbak", *secret, stdin="another-token-8e2f\n")
    assert signed_in.code == 0, signed_in.err
    assert (await outside("contacts", "sync", "--json")).json["unchanged"] == 12
    assert (await outside("accounts", "disable", "kaartenbak")).code == 0
    outside.server.requests.clear()
    assert await outside.names("person 07") == ["Person 07"]
    assert outside.server.requests == []
