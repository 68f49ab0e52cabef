"""The four meeting providers in the real program: accounts, meetings, and both links in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.browser import Browser
from tests.e2e.program import Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.sandbox import Sandbox

SECRETS = {
    "iotum": ("api_token",),
    "allocloud": ("api_key",),
    "idiligo": ("apikey", "password"),
    "webcamconsult": ("token",),
}
FIRST = "iotum"
PERSON = ("--name", "Anne Vermeer", "--email", "anne@vermeer.example")
# In which role the host's link leads in. ALLOcloud has one link for all: who is signed in there is the host.
HOSTS = {"iotum": "host", "allocloud": "guest", "idiligo": "host", "webcamconsult": "host"}


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    (tmp_path / "browser").mkdir()
    return Browser.found(tmp_path / "browser")


@pytest.fixture
def desk(program: Program, browser: Browser) -> Program:
    """The program at a desk whose browser is the real one."""
    return Program(program.home, browser.open_links_in(program.environment), program.sandbox)


async def _add(desk: Program, domain: str) -> None:
    """Add an account with what the sandbox says for it."""
    fields, secrets = desk.sandbox.accounts[domain], SECRETS[domain]
    given = [(key, value) for key, value in fields.items() if key not in secrets]
    settings = [part for key, value in given for part in ("--set", f"{key}={value}")]
    asked = [part for key in secrets for part in ("--secret", key)]
    typed = "".join(f"{fields[key]}\n" for key in secrets)
    added = await desk.run("accounts", "add", domain, *settings, *asked, stdin=typed)
    assert added.code == 0, (domain, added.err)


async def _joined(sandbox: Sandbox, provider: str, role: str) -> None:
    """Wait until somebody has joined."""

    async def has_joined() -> bool:
        return (provider, role) in {(entry.provider, entry.role) for entry in sandbox.journal}

    await until(has_joined, f"a {role} in the meeting at {provider}")


async def _meet_everywhere(desk: Program, browser: Browser) -> None:
    """Meet at each provider from the command line, and have both links opened in the browser."""
    sandbox, meetings = desk.sandbox, {}
    for domain in SECRETS:
        if domain != FIRST:
            await _add(desk, domain)
        done = await desk.run("meet", domain, "--with", "Anne Vermeer", "--json", "--open")
        assert done.code == 0, (domain, done.err)
        meetings[domain] = done.json
        await _joined(sandbox, domain, HOSTS[domain])  # the host's link, and no other, was opened
    before = len(sandbox.journal)
    assert await browser.roles(*(one["guest_url"] for one in meetings.values())) == ["guest"] * 4
    guests = {(entry.provider, entry.role) for entry in sandbox.journal.entries[before:] if entry.role}
    assert guests == {(domain, "guest") for domain in SECRETS}
    listed = {
        one["id"]: (one["provider"], one["state"]) for one in (await desk.run("meetings", "--json")).json
    }
    for domain, meeting in meetings.items():
        assert listed[meeting["id"]] == (domain, "ready")


async def _click_as_host(window: Window) -> None:
    """Meet with the only account in the window, and press the button that opens the host's link."""
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
    await window.focus("Open as host")
    await window.press("Return")


@pytest.mark.timeout(120)  # nine browsers, beside whatever else this machine does
async def test_meetings_at_four_providers_and_their_links_in_a_browser(
    desk: Program, sandbox: Sandbox, browser: Browser
) -> None:
    assert (await desk.run("contacts", "add", *PERSON)).code == 0
    await _add(desk, FIRST)
    async with Window(desk) as window:
        await _click_as_host(window)
        await _joined(sandbox, FIRST, "host")
        assert "moderator_token=" not in str(await window.nodes())
        sandbox.journal.clear()
        await _meet_everywhere(desk, browser)
