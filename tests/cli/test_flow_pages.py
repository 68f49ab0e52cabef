"""The pages that a check asks for: filled in by --set or by answers; a sentence names what is missing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import FakeIntegration
from tests.core.asking import LINK, AskingFlow
from tests.core.conftest import RIGHT
from tests.fakes import FakeTelephony, integrate, until

if TYPE_CHECKING:
    from dialer.app import App
    from tests.cli.conftest import Shell

ADD = ("accounts", "add", "example", "--set", "login=reception", "--secret", "password")
REST = ("--set", "company=7", "--set", "desk=3", "--set", "format=plus", "--secret", "code")
SETUP = "https://intranet.example/dialer#add=example&base_url=https%3A%2F%2Fvoip.example.com%3A8443%2F"


@pytest.fixture(autouse=True)
def asking(app: App, monkeypatch: pytest.MonkeyPatch) -> AskingFlow:
    """The flow of the integration `example`, whose check asks for more."""
    config = AskingFlow()
    integrate(monkeypatch, "example", FakeIntegration(FakeTelephony()), lambda: config)
    return config


async def test_everything_may_be_given_at_once(app: App, shell: Shell) -> None:
    assert await shell(*ADD, *REST, "--json", lines=[RIGHT, "314159"]) == 0
    assert list(shell.link.document) == ["id", "domain", "title", "state"]
    entry = app.hub.entries.get(shell.link.document["id"])
    assert entry is not None
    assert (entry.data["company"], entry.data["desk"], entry.options["format"]) == ("7", "3", "plus")


async def test_a_person_is_asked_and_sees_the_choices(app: App, shell: Shell) -> None:
    assert await shell(*ADD, answers=[RIGHT, "7", "314159"]) == 0
    assert shell.link.asked == [("password", True), ("company", False), ("code", True)]
    assert "7: Acme" in shell.link.errors
    assert "9: Beta & Sons" in shell.link.errors
    assert shell.link.shown == ["Added: Acme."]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), ["company", "7 (Acme), 9 (Beta & Sons)"]),
        (("--set", "company=Acme", "--set", "desk="), ["company", "7 (Acme), 9 (Beta & Sons)"]),
        (("--set", "company=7"), ["code"]),
        (("--set", "company=7", "--set", "code=314159"), ["--secret code"]),
        ((*REST, "--set", "colour=red"), ["colour", "company", "desk"]),
        ((*REST, "--secret", "pin"), ["pin", "company", "desk"]),
        (("--set", "login="), ["login"]),
    ],
)
async def test_what_is_missing_is_named_and_nothing_is_kept(
    app: App, shell: Shell, asking: AskingFlow, options: tuple[str, ...], words: list[str]
) -> None:
    before = app.hub.entries.all
    assert await shell(*ADD, *options, lines=[RIGHT, "314159"]) == 2
    errors = "\n".join(shell.link.errors)
    assert all(word in errors for word in words)
    assert "314159" not in errors
    assert shell.link.shown == []
    assert app.hub.entries.all == before
    await until(lambda: asking.running == 0)


async def test_the_link_to_sign_in_by_is_printed(app: App, shell: Shell, asking: AskingFlow) -> None:
    asking.sign_in = asyncio.Event()
    running = asyncio.ensure_future(shell(*ADD, *REST, "--json", lines=[RIGHT, "314159"]))
    await until(lambda: any("WDJB-MJHT" in each for each in shell.link.errors))
    assert any(LINK in each for each in shell.link.errors)
    assert shell.link.shown == []
    asking.sign_in.set()
    assert await running == 0
    assert len(shell.link.shown) == 1


async def test_ctrl_c_ends_the_wait_for_the_browser(app: App, shell: Shell, asking: AskingFlow) -> None:
    asking.sign_in = asyncio.Event()
    before = app.hub.entries.all
    running = asyncio.ensure_future(shell(*ADD, *REST, lines=[RIGHT, "314159"]))
    await until(lambda: any("WDJB-MJHT" in each for each in shell.link.errors))
    shell.link.interrupted.set()
    assert await running == 130
    assert (asking.running, app.hub.entries.all) == (0, before)


async def test_people_see_the_progress_on_standard_error_and_scripts_nothing(
    shell: Shell, asking: AskingFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = AskingFlow.ask_and_check

    async def telling(self: AskingFlow, given: object) -> object:
        given.progress("core.field.required")  # type: ignore[attr-defined]  # a Check
        return await check(self, given)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(AskingFlow, "ask_and_check", telling)
    assert await shell(*ADD, *REST, "--json", answers=[RIGHT, "314159"]) == 0
    assert shell.link.errors.count("Please fill this in.") == 1
    assert await shell(*ADD, *REST, "--set", "login=other", "--json", lines=[RIGHT, "314159"]) == 0
    assert shell.link.errors == []


async def test_options_are_set_without_a_sign_in(app: App, shell: Shell, asking: AskingFlow) -> None:
    await shell(*ADD, *REST, "--json", lines=[RIGHT, "314159"])
    account = shell.link.document
    assert await shell("accounts", "options", "example", "--set", "format=plain") == 0
    assert shell.link.shown == ["Saved: the options of Acme."]
    entry = app.hub.entries.get(account["id"])
    assert entry is not None
    assert (entry.options, len(asking.codes)) == ({"format": "plain"}, 1)
    assert await shell("accounts", "options", "example", "--set", "format=other") == 2
    assert "plain" in shell.link.errors[0]
    assert await shell("accounts", "options", "example", "--set", "login=other") == 2
    assert "format" in shell.link.errors[0]


async def test_a_set_up_link_fills_in_and_tells_where_the_password_goes(app: App, shell: Shell) -> None:
    argv = ("accounts", "add", "--link", SETUP, "--set", "login=reception", "--secret", "password", *REST)
    assert await shell(*argv, "--json", lines=[RIGHT, "314159"]) == 0
    assert all(host in shell.link.errors[0] for host in ("intranet.example", "voip.example.com:8443"))
    entry = app.hub.entries.get(shell.link.document["id"])
    assert entry is not None
    assert entry.data["base_url"] == "https://voip.example.com:8443/"


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        (("--set", "login=anna"), "--link"),
        (("example", "--link", SETUP), "--link"),
        (("--link", "https://intranet.example/"), "set-up link"),
        (("--link", f"{SETUP}&password=geheim"), "secret (password)"),
    ],
)
async def test_links_and_providers_are_told_apart(shell: Shell, argv: tuple[str, ...], word: str) -> None:
    assert await shell("accounts", "add", *argv) == 2
    assert word in shell.link.errors[0]
    assert "geheim" not in shell.link.errors[0]
