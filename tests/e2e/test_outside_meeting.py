"""A meeting provider that others wrote, in the real program: nothing of Dialer knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.testing import Fault
from dialer.testing.meetings import MeetingRecipe
from tests.e2e.installed import MOST_LINES, Installed, folder_of
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.program import Done, Program


ANOTHER = "another-key-8e2f"


class Outside(Installed[MeetingRecipe]):
    """The program with the package installed, and the provider's server."""

    source = folder_of("meeting")
    domain = "praatje"
    secret = "api_key"

    async def furnish(self) -> None:
        """Add the account, and somebody to meet."""
        added = await self.add()
        assert added.code == 0, added.err
        person = ("--name", "Anne Vermeer", "--email", "anne@vermeer.example")
        assert (await self.program.run("contacts", "add", *person)).code == 0

    async def meet(self, *more: str) -> Done:
        """Create a meeting."""
        return await self.program.run("meet", "praatje", "--with", "Anne Vermeer", "--json", *more)

    async def meetings(self) -> list[dict[str, Any]]:
        """Return what the command line lists."""
        listed: list[dict[str, Any]] = (await self.program.run("meetings", "--json")).json
        return listed


@pytest.fixture
async def outside(desktop: dict[str, str], tmp_path: Path, program: Program) -> AsyncIterator[Outside]:
    """The package, installed."""
    async with Outside.beside(program, tmp_path / "site") as outside:
        yield outside


def test_it_is_short() -> None:
    assert Outside.lines() < MOST_LINES


async def test_it_meets_and_what_goes_wrong_is_settled(outside: Outside) -> None:
    refused = await outside.add("a wrong one")
    assert refused.code == 4
    assert "Praatje refused the sign-in" in refused.err
    await outside.furnish()
    start = ("--start", "2031-03-02T14:00:00+01:00", "--minutes", "45", "--subject", "Mortgage")
    done = await outside.meet(*start, "--set", "layout=stage")
    assert done.code == 0, done.err
    address = f"{outside.server.base_url}in/17"
    assert (done.json["host_url"], done.json["guest_url"]) == (f"{address}?as=host&t=canary-3b9e", address)
    [room] = outside.server.acts
    assert room.json == {"title": "Mortgage", "from": 1930222800, "minutes": 45, "layout": "stage"}
    id_ = done.json["id"]
    changed = await outside.program.run("meetings", "change", id_, "--subject", "Another", "--json")
    assert (changed.code, changed.json["subject"]) == (0, "Another")
    assert (await outside.program.run("meetings", "end", id_)).code == 2
    assert (await outside.program.run("meetings", "cancel", id_)).code == 0
    assert outside.server.requests[-1].method == "DELETE"

    await outside.server.break_(Fault.ERROR_500)
    lost = await outside.meet("--subject", "Lost")
    assert lost.code == 0, lost.err
    assert lost.json["guest_url"] == f"{outside.server.base_url}in/18"
    await outside.server.mend()
    outside.server.answer_acts(outside.recipe.refusal() or pytest.fail("it knows a refusal"))
    refused = await outside.meet("--subject", "Refused")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err == "Praatje refused; no room was opened. Check the time and the people.\n"
    await outside.server.mend()
    assert [(one["subject"], one["state"]) for one in await outside.meetings()] == [
        ("Lost", "ready"), ("Refused", "not_made"), ("Another", "cancelled"),
    ]  # fmt: skip
    assert len(outside.server.acts) == 3


async def test_killed_in_between_the_meeting_is_found_once(outside: Outside) -> None:
    await outside.furnish()
    await outside.server.break_(Fault.SLOW)
    running = await outside.program.start("meet", "praatje", "--with", "Anne Vermeer")

    async def asked() -> bool:
        return bool(outside.server.acts)

    await until(asked, "the request")
    running.process.kill()
    await running.process.communicate()
    await outside.server.mend()
    [meeting] = await outside.meetings()
    assert (meeting["state"], meeting["subject"]) == ("ready", "Meeting with Anne Vermeer")
    assert [one["id"] for one in await outside.meetings()] == [meeting["id"]]
    assert len(outside.server.acts) == 1


async def test_the_window_meets_with_it(outside: Outside) -> None:
    await outside.furnish()
    async with Window(outside.program) as window:
        await window.focus("Phone")
        await window.press("Down", "Return")  # from one page to the next the arrow keys go
        await window.focus("New meeting")
        await window.press("Return")
        await window.focus("People")
        await window.type("verm")
        await window.reads("Anne Vermeer, anne@vermeer.example")
        await window.press("Return")
        await window.focus("Create meeting")
        await window.press("Return")
        await window.reads("Room opened", "Anne Vermeer added", f"{outside.server.base_url}in/17")
        nodes = await window.nodes()
        assert [node for node in nodes if node.nameless] == []
        assert "canary-3b9e" not in str(nodes)
        assert {"Host link", "Guest link", "Copy guest link"} <= {node.name for node in nodes}
        assert [node.name for node in nodes if node.focused] == ["Open as host"]
        [meeting] = await outside.meetings()
        assert meeting["state"] == "ready"

        # The key is changed at the provider: one refused request, and the window goes on with a new one.
        outside.recipe.secrets = {"api_key": ANOTHER}
        outside.server.requests.clear()
        for _ in range(2):
            assert (await outside.meet("--subject", "With the old key")).code == 4
        assert len(outside.server.requests) == 1
        await window.reads("Praatje (reception): the provider refused the sign-in")
        signed_in = await outside.program.run(
            "accounts", "sign-in", "praatje", "--secret", "api_key", stdin=f"{ANOTHER}\n"
        )
        assert signed_in.code == 0, signed_in.err
        assert (await outside.meet("--subject", "With the new key")).code == 0
        await window.reads("With the new key")
        assert (await outside.program.run("accounts", "remove", "praatje")).code == 0
        assert (await outside.meet()).code == 2
