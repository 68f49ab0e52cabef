"""A telephone provider that others wrote, in the real program: nothing of Dialer knows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState
from dialer.testing import Fault
from dialer.testing.telephony import TelephonyRecipe
from tests.e2e.installed import MOST_LINES, Installed, folder_of
from tests.e2e.program import Program

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


NUMBER = "+31205550142"


class Outside(Installed[TelephonyRecipe]):
    """The program with the package installed, and the provider's server."""

    source = folder_of("telephony")
    domain = "pingo"
    secret = "token"

    async def accounts(self) -> list[tuple[str, str]]:
        """Return title and state of every account."""
        done = await self.program.run("accounts", "list", "--json")
        return [(account["title"], account["state"]) for account in done.json]


@pytest.fixture
async def outside(desktop: dict[str, str], tmp_path: Path, program: Program) -> AsyncIterator[Outside]:
    """The package, installed."""
    async with Outside.beside(program, tmp_path / "site") as outside:
        yield outside


def test_it_is_short() -> None:
    assert Outside.lines() < MOST_LINES


async def test_it_is_found_by_its_entry_point(outside: Outside) -> None:
    done = await outside.program.run("self-test", "--json")
    [integrations] = [check for check in done.json["checks"] if check["name"] == "integrations"]
    assert integrations["ok"]
    assert "pingo" in integrations["text"]
    without = Program(
        outside.program.home, {**outside.program.environment, "PYTHONPATH": ""}, outside.program.sandbox
    )
    assert (await without.run("accounts", "add", "pingo")).code == 2


async def test_it_calls_follows_and_hangs_up(outside: Outside) -> None:
    refused = await outside.add("a wrong one")
    assert refused.code == 4
    assert "Pingo refused the sign-in" in refused.err
    assert await outside.accounts() == []
    assert (await outside.add()).code == 0
    assert await outside.accounts() == [("Pingo (reception)", "loaded")]

    running = await outside.program.start("call", NUMBER, "--json")
    await running.line("source_ringing")
    outside.recipe.state = CallState.CONNECTED
    await running.line('"connected"')
    outside.recipe.state = CallState.ENDED
    done = await running.done()
    assert (done.code, done.events[-1]["reason"]) == (0, "completed")
    assert json.loads(outside.server.acts[0].body) == {"from": "020 555 0112", "to": NUMBER}

    outside.recipe.state = CallState.SOURCE_RINGING
    done = await outside.program.run("call", NUMBER, "--json", "--hang-up-after", "1")
    assert done.events[-1]["reason"] == "hung_up"
    # Until its answer is there, the status is asked for as before.
    assert [request.method for request in outside.server.requests].count("DELETE") == 1
    assert len(outside.server.acts) == 2


async def test_its_errors_are_told_and_nothing_is_repeated(outside: Outside) -> None:
    await outside.add()
    outside.server.answer_acts(outside.recipe.refusal() or pytest.fail("it knows a refusal"))
    barred = await outside.program.run("call", NUMBER)
    assert barred.code == 3
    assert "Pingo refused the call; nobody was called." in barred.out
    await outside.server.mend()
    await outside.server.break_(Fault.ERROR_500)
    doubtful = await outside.program.run("call", NUMBER, "--json")
    assert (doubtful.code, doubtful.events[-1]["reason"]) == (6, "unknown")
    assert len(outside.server.acts) == 2


async def test_a_password_changed_at_the_provider_is_refused_once_and_given_anew(outside: Outside) -> None:
    await outside.add()
    outside.recipe.secrets = {"token": "another-token-8e2f"}
    outside.server.requests.clear()
    for _ in range(3):
        assert (await outside.program.run("call", NUMBER)).code == 4
    assert len(outside.server.requests) == 1
    assert await outside.accounts() == [("Pingo (reception)", "auth_needed")]
    signed_in = await outside.program.run(
        "accounts", "sign-in", "pingo", "--secret", "token", stdin="another-token-8e2f\n"
    )
    assert signed_in.code == 0, signed_in.err
    assert await outside.accounts() == [("Pingo (reception)", "loaded")]
    outside.recipe.state = CallState.ENDED
    assert (await outside.program.run("call", NUMBER, "--json")).events[-1]["reason"] == "completed"


async def test_a_password_changed_in_mid_call_is_refused_once_and_never_sent_again(outside: Outside) -> None:
    await outside.add()
    outside.recipe.state = CallState.CONNECTED
    running = await outside.program.start("call", NUMBER, "--json")
    await running.line('"connected"')
    outside.recipe.secrets = {"token": "another-token-8e2f"}
    outside.server.requests.clear()
    done = await running.done()
    assert (done.code, done.events[-1]["reason"]) == (6, "lost")
    assert done.events[-1]["text"].startswith("The provider refused your sign-in during the call")
    assert await outside.accounts() == [("Pingo (reception)", "auth_needed")]
    for _ in range(2):
        assert (await outside.program.run("call", NUMBER, "--yes")).code == 4
    assert [request.method for request in outside.server.requests] == ["GET"]
    [record] = await outside.program.history()
    assert record["text"] == done.events[-1]["text"]


async def test_it_is_taken_down(outside: Outside) -> None:
    await outside.add()
    assert (await outside.program.run("accounts", "disable", "pingo")).code == 0
    outside.server.requests.clear()
    assert (await outside.program.run("call", NUMBER)).code == 2
    assert outside.server.requests == []
    assert (await outside.program.run("accounts", "remove", "pingo")).code == 0
    assert await outside.accounts() == []
