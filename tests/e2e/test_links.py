"""Links of other programs, and what an organisation presets: the real program, as the desktop starts it."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.program import PASSWORD, SOURCE, Done, Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from dialer.sandbox import Sandbox

QUESTION = "Call this number?"
LINK = "tel:+31%2020%20555%200142"
RINGS_FOR_EVER = "tel:+31205559027"
PROFILE = """
organisation = "Gemeente Voorbeeld"
[settings]
phone_links = true
text_size = 100
[defaults]
welcomed = true
[[accounts]]
id = "office"
domain = "connect_call"
title = "Reception"
base_url = "{base_url}"
login = "demo"
source = "{source}"
"""


# Starting so many processes would take many seconds: one of them hands in most of them.
FLOOD = """
from dialer.__main__ import run
print({run() for _ in range(49)})
"""


@pytest.fixture
def managed(program: Program, sandbox: Sandbox) -> Program:
    """A home in which the organisation presets an account and takes phone links."""
    program.home.mkdir(mode=0o700)
    (program.home / "profile.toml").write_text(PROFILE.format(base_url=sandbox.base_url, source=SOURCE))
    return program


async def questions(window: Window) -> int:
    """Count the dialogs that ask about a link."""
    return sum(node.name == QUESTION and node.role == "dialog" for node in await window.nodes())


async def press_call(program: Program) -> None:
    """Click where the button Call is, as soon as there is one."""
    click = (
        f'id=$(xdotool search --sync --onlyvisible --name "{QUESTION}" | tail -1); '
        'eval "$(xdotool getwindowgeometry --shell $id)"; '
        "xdotool mousemove --window $id $((WIDTH - 65)) $((HEIGHT - 42)) click 1"
    )
    process = await asyncio.create_subprocess_shell(click, env=program.environment)
    assert await process.wait() == 0


async def flood(program: Program) -> str:
    """Open forty-nine links in a row; return their exit codes."""
    command = (sys.executable, "-c", FLOOD, "--home", str(program.home), "link", RINGS_FOR_EVER)
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env=program.environment
    )
    out, _ = await process.communicate()
    return out.decode().strip()


async def test_a_preset_account_asks_for_its_secret_and_works(managed: Program, sandbox: Sandbox) -> None:
    listed = await managed.run("accounts", "list", "--json")
    [account] = listed.json
    assert (account["id"], account["title"], account["state"]) == (
        "policy-office",
        "Reception",
        "auth_needed",
    )
    assert (await managed.call("020 555 0142")).code == 4
    assert len(sandbox.journal) == 0
    for refused in (("change", "policy-office", "--set", "login=other"), ("remove", "policy-office")):
        done = await managed.run("accounts", *refused)
        assert (done.code, len(done.err.splitlines())) == (2, 1)
    signed_in = await managed.run(
        "accounts", "sign-in", "policy-office", "--secret", "password", stdin=PASSWORD + "\n"
    )
    assert signed_in.code == 0, signed_in.err
    called = await managed.call("020 555 0142", "--hang-up-after", "1")
    assert called.events[-1]["reason"] == "hung_up", called.err
    assert sandbox.journal.placed == 1
    assert PASSWORD not in (managed.home / "accounts.json").read_text()


async def test_fifty_links_in_a_second_are_one_question_and_one_deliberate_click(
    managed: Program, sandbox: Sandbox
) -> None:
    done = await managed.run(
        "accounts", "sign-in", "policy-office", "--secret", "password", stdin=PASSWORD + "\n"
    )
    assert done.code == 0, done.err
    async with Window(managed) as window:
        await window.reads("Reception: Ready")
        # Somebody clicks there at that very moment, and cannot have read anything.
        await asyncio.gather(press_call(managed), managed.run("link", RINGS_FOR_EVER))
        assert await flood(managed) == "{0}"
        await window.reads(
            "49 more ignored", "+31 20 555 9027", "Netherlands", "Calls through", "another program"
        )
        assert await questions(window) == 1
        assert sandbox.journal.placed == 0
        await press_call(managed)
        await window.says("Your phone rings")
        assert sandbox.journal.placed == 1


async def test_the_desktop_opens_links_with_dialer_and_keys_stay_where_they_were(managed: Program) -> None:
    if shutil.which("gio") is None:
        pytest.skip("needs gio, of GLib, to open a link as a desktop does")

    async def opened() -> int:
        process = await asyncio.create_subprocess_exec("gio", "open", LINK, env=managed.environment)
        return await process.wait()

    async with Window(managed) as window:
        registered = Path(managed.environment["XDG_CONFIG_HOME"], "mimeapps.list")
        await until(lambda: _is_there(registered), "the registration")
        await window.press("ctrl+k")
        assert await opened() == 0
        await window.reads(QUESTION, "+31 20 555 0142")
        await window.type("0612")
        await window.reads("0612")
        assert await questions(window) == 1


async def test_eight_processes_at_once_are_one_window_and_one_question(
    managed: Program, sandbox: Sandbox
) -> None:
    running = [await managed.start("link", LINK) for _ in range(8)]
    done: list[Done] = []

    async def seven_are_done() -> bool:
        ended = [each for each in running if each.process.returncode is not None]
        return len(ended) == 7

    try:
        await until(seven_are_done, "the end of seven processes")
        [owner] = [each for each in running if each.process.returncode is None]
        async with Window(managed, running=owner) as window:
            await window.reads("7 more ignored")
            assert await questions(window) == 1
            assert sum(node.name == "Dialer" for node in await window.nodes() if node.depth == 1) == 1
            running.remove(owner)
            done = [await each.done() for each in running]
            assert [(each.code, each.out, each.err) for each in done] == [(0, "", "")] * 7
            assert len(sandbox.journal) == 0
            owner.process.terminate()
            assert (await owner.done()).code == 130
    finally:
        for each in running:
            if each.process.returncode is None:
                each.process.kill()


async def _is_there(file: Path) -> bool:
    return file.exists()
