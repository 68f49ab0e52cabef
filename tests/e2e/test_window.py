"""The real program in a real window, driven by the keyboard alone."""

from __future__ import annotations

import asyncio
import signal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from dialer.sandbox import Sandbox, serve
from tests.e2e.program import PASSWORD, SOURCE, Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SANNE, KAREL, ZOE = "+31205550142", "+31205550143", "+31205550144"
RINGS_FOR_EVER = "+31205559027"
PEOPLE = f"""BEGIN:VCARD
VERSION:3.0
FN:Sanne de Vries
TEL;TYPE=WORK:{SANNE}
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Karel Bakker
TEL;TYPE=work:{KAREL}
END:VCARD
"""
ANOTHER = f"BEGIN:VCARD\nVERSION:4.0\nFN:Zoë Ærø\nTEL:{ZOE}\nEND:VCARD\n"
CODE_WRONG_PARAMETERS = 104
TYPEABLE = PASSWORD.replace("é", "e")


@pytest.fixture
async def furnished(program: Program, tmp_path: Path) -> Program:
    """A home with an account and people, past its first start."""
    people = tmp_path / "people.vcf"
    people.write_text(PEOPLE)
    _, imported = await asyncio.gather(program.add_account(), program.run("contacts", "import", str(people)))
    assert imported.code == 0
    (program.home / "settings.json").write_text('{"version": 1, "welcomed": true}')
    return program


@pytest.mark.parametrize("speed", [1.0])
async def test_the_main_job(program: Program, sandbox: Sandbox, tmp_path: Path) -> None:
    """First start, import, search, call, watch the legs, hang up, call again, quit; what the server saw."""
    people, another = tmp_path / "people.vcf", tmp_path / "another.vcf"
    people.write_text(PEOPLE)
    another.write_text(ANOTHER)
    async with Window(program) as window:
        await window.reads("Welcome to Dialer")
        await window.focus("Import contacts")
        await window.press("Return")
        await window.in_front("Choose vCard or CSV files")
        await window.type(str(people))
        await window.press("Return")
        await window.reads("Import finished: 2 new")
        await window.press("Escape")
        await window.in_front("Dialer")
        await program.add_account()

        imported = await program.run("contacts", "import", str(another), "--json")
        assert (imported.code, imported.json["new"]) == (0, 1)
        await window.search("zoe", "Zoë Ærø")

        await window.search("san", "Sanne de Vries")
        await window.press("Return")
        for words in ("Your phone rings: pick up", "Ringing Sanne de Vries", "Talking with Sanne de Vries"):
            await window.says(words)
        await window.press("Escape")
        await window.says("You hung up")

        await window.search("kar", "Karel Bakker")
        await window.press("Return")
        await window.says("Ringing Karel Bakker")
        await window.press("Escape")
        await window.says("You hung up")
        await window.press("alt+F4")
        assert await window.ended() == 0

    assert_documented_order(sandbox)
    assert_polls_apart(sandbox)
    assert [(record["number"], record["reason"]) for record in reversed(await program.history())] == [
        (SANNE, "hung_up"),
        (KAREL, "hung_up"),
    ]


def assert_documented_order(sandbox: Sandbox) -> None:
    commands = [entry.command for entry in sandbox.journal]
    # The document wants a hang-up before each further call of a session.
    assert [command for command in commands if command != "getStatus"] == [
        "login", "hangUp", "hangUp", "connect", "hangUp", "end",
    ]  # fmt: skip
    polled = [after for before, after in pairwise(commands) if before == "getStatus" != after]
    assert polled == ["hangUp", "hangUp"]
    assert commands[1] == "getStatus"
    assert CODE_WRONG_PARAMETERS not in {entry.code for entry in sandbox.journal}
    assert sandbox.connect_call.open_sessions == 0


def assert_polls_apart(sandbox: Sandbox) -> None:
    polls = sandbox.journal.of("getStatus")
    assert {poll.in_flight for poll in polls} == {0}
    dial = sandbox.journal.of("connect")[0].at
    gaps = [later.at - earlier.at for earlier, later in pairwise(polls) if not earlier.at < dial < later.at]
    assert [gap for gap in gaps if not 0.9 <= gap <= 1.6] == []


@pytest.fixture
async def typeable(speed: float) -> AsyncIterator[Sandbox]:
    """A provider whose password stands on the tests' keyboard."""
    sandbox = await serve(speed=speed, password=TYPEABLE)
    yield sandbox
    await sandbox.close()


async def test_an_account_is_added_by_keyboard(program: Program, typeable: Sandbox) -> None:
    async with Window(program) as window:
        await window.focus("Add an account")
        await window.press("Return")
        await window.in_front("Which provider?")
        await assert_named(window, {"Connect Call", "Cancel"})
        await window.focus("Connect Call")
        await window.press("Return")
        await window.in_front("Add Connect Call")
        fields = {"Address of the service", "User name", "Password", "Show Password", "Your own number"}
        await assert_named(window, {*fields, "Which phone rings", "How numbers are sent", "Add", "Cancel"})
        for name, value in (("User name", "demo"), ("Password", TYPEABLE), ("Your own number", SOURCE)):
            await window.focus(name)
            await window.type(value)
        await window.focus("Address of the service", "shift+Tab")
        await window.press("ctrl+a")
        await window.type(typeable.base_url)
        await window.press("Return")
        await window.in_front("Dialer")
        await window.reads("Ready")
        await window.press("ctrl+k")
        await window.type(SANNE)
        await window.reads("Call +31 20 555 0142")
        await window.press("Return")
        await window.says("Talking with")
        await window.press("Escape")
        await window.says("You hung up")
        await window.press("alt+F4")
        assert await window.ended() == 0
    assert [entry.code for entry in typeable.journal.of("login")] == [103]


async def test_enter_twice_dials_once(furnished: Program, sandbox: Sandbox) -> None:
    async with Window(furnished) as window:
        await window.search("san", "Sanne de Vries")
        await window.press("Return", "Return", "Return")
        await window.says("Talking with Sanne de Vries")
        await window.press("Escape", "Escape")
        await window.says("You hung up")
    assert sandbox.journal.placed == 1
    assert [entry.command for entry in sandbox.journal].count("hangUp") == 1


async def test_terminal_and_window_show_the_same_call(furnished: Program) -> None:
    async with Window(furnished) as window:
        calling = await furnished.start("call", RINGS_FOR_EVER, "--json")
        await calling.line('"source_ringing"')
        await window.says("Your phone rings: pick up")
        status = await furnished.run("status", "--json")
        assert (status.json["state"], status.json["text"]) == ("source_ringing", await window.status())
        ended = await furnished.run("hang-up", "--json")
        assert (ended.code, ended.json["reason"], ended.json["ended_by"]) == (0, "hung_up", "user")
        await window.says("You hung up")
        done = await calling.done()
        assert (done.code, done.events[-1]["reason"]) == (3, "hung_up")
        await window.press("alt+F4")
        assert await window.ended() == 0


@pytest.mark.parametrize(
    ("cancel", "answer"), [("Escape", "Keep the call and quit"), ("Return", "Hang up and quit")]
)
async def test_quitting_during_a_call_asks(
    furnished: Program, sandbox: Sandbox, cancel: str, answer: str
) -> None:
    """Unless one chooses, nothing happens."""
    async with Window(furnished) as window:
        await window.search("san", "Sanne de Vries")
        await window.press("Return")
        await window.says("Talking with Sanne de Vries")
        await window.press("alt+F4")
        await window.in_front("A call is still running")
        await window.press(cancel)
        await window.in_front("Dialer")
        await window.says("Talking with Sanne de Vries")
        await window.press("alt+F4")
        await window.in_front("A call is still running")
        await window.focus(answer)
        await window.press("Return")
        assert await window.ended() == 0
    kept = answer.startswith("Keep")
    ends = [entry.command for entry in sandbox.journal if entry.command in {"hangUp", "end"}]
    assert ends == ([] if kept else ["hangUp", "end"])
    assert sandbox.connect_call.live_calls == int(kept)
    (record,) = await furnished.history()
    assert record["reason"] != "hung_up" if kept else record["reason"] == "hung_up"


async def test_sigterm_leaves_the_call_running(furnished: Program, sandbox: Sandbox) -> None:
    async with Window(furnished) as window:
        await window.search("san", "Sanne de Vries")
        await window.press("Return")
        await window.says("Talking with Sanne de Vries")
        window.running.send(signal.SIGTERM)
        async with asyncio.timeout(5):
            await window.ended()
    assert sandbox.connect_call.live_calls == 1
    assert not {"hangUp", "end"} & {entry.command for entry in sandbox.journal}
    (record,) = await furnished.history()
    assert (record["number"], record["name"]) == (SANNE, "Sanne de Vries")


async def test_a_second_start_shows_the_first_window(furnished: Program) -> None:
    async with Window(furnished) as window, Window(furnished.beside("other")) as other:
        assert not await window.is_active()
        second = await furnished.run()
        assert (second.code, second.out, second.err) == (0, "", "")
        await until(window.is_active, "the first window in front")
        await window.press("alt+F4")
        assert await window.ended() == 0
        other.running.send(signal.SIGTERM)
        await other.ended()


async def test_without_a_key_ring_the_window_says_what_to_do(furnished: Program, sandbox: Sandbox) -> None:
    async with Window(furnished):
        pass
    poor = Program(furnished.home, await without_session_bus(furnished.environment), sandbox)
    async with Window(poor) as window:
        await window.reads("Passwords cannot be kept: this computer has no key ring", "Repairs: 1")
        await window.search("san", "Sanne de Vries")
        await window.press("Return")
        await window.reads("nobody was called")
        await window.focus("Check key ring")
        await window.press("Return")
        await window.reads("This computer has no key ring that Dialer can use. Start one")
        await window.press("alt+F4")
        assert await window.ended() == 0
    assert len(sandbox.journal) == 0


async def test_a_home_that_cannot_be_used_is_told_in_the_window(furnished: Program) -> None:
    accounts = furnished.home / "accounts.json"
    newer = accounts.read_text().replace('"version": 2', '"version": 99')
    accounts.write_text(newer)
    async with Window(furnished) as window:
        await window.in_front("Dialer cannot start")
        await window.reads(
            "was written by a newer Dialer; nothing was changed.", "Install the newer version again"
        )
        await window.reads("“dialer restore” lists the copies.")
        await window.press("Return")
        assert await window.ended() == 2
    assert accounts.read_text() == newer


async def without_session_bus(environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which there is no key ring, but the window can be read all the same."""
    process = await asyncio.create_subprocess_exec(
        "dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus", "/org/a11y/bus",
        "org.a11y.Bus.GetAddress", stdout=asyncio.subprocess.PIPE, env=environment,
    )  # fmt: skip
    address = (await process.communicate())[0].decode().strip()
    left = {name: value for name, value in environment.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    return {**left, "AT_SPI_BUS_ADDRESS": address}


MAIN_CONTROLS = {"Phone", "Accounts", "Settings", "Search or type a number", "Results"}
CALL_CONTROLS = {"Call bar", "Call status", "Hang up"}


async def test_every_control_has_a_name(furnished: Program) -> None:
    async with Window(furnished.beside("first-start")) as window:
        await window.reads("Welcome to Dialer")
        await assert_named(window, {"Add an account", "Import contacts", "Look around with the demo", "Skip"})
    async with Window(furnished) as window:
        await window.search("san", "Sanne de Vries")
        await assert_named(window, MAIN_CONTROLS)
        await window.press("Return")
        await window.says("Talking with")
        await assert_named(window, CALL_CONTROLS)
        await window.focus("Note")
        await window.press("Return")
        await assert_named(window, {"Call note"})
        await window.press("Escape")
        await window.press("Escape")
        await window.says("You hung up")
        await assert_named(window, {"Redial"})
        await window.focus("Phone")  # from one page to the next the arrow keys go
        await window.press("Down")
        await assert_named(window, {"New meeting"})
        await window.press("Down")
        await assert_named(window, {"Search the history"})
        await window.press("Down")
        await assert_named(window, {"Add account"})
        await window.press("Down")
        await assert_named(window, {"Country", "Own phone number", "Language", "Appearance", "Text size"})


async def assert_named(window: Window, wanted: set[str]) -> None:
    """Wait for these controls, and look that there is none without a name."""

    async def are_there() -> bool:
        names = {name for node in await window.nodes() for name in (node.name, *node.labels)}
        return wanted <= names

    await until(are_there, f"{wanted}")
    assert [node for node in await window.nodes() if node.nameless] == []
