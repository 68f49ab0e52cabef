"""``dialer accounts``: any integration's fields as options, lines of standard input, or questions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.entry_words import entry_words
from dialer.core.errors import EntryNotReady, OutcomeUnknown
from dialer.core.secrets import MemorySecrets
from tests.cli.conftest import STRINGS
from tests.outside_packages import installed, manifest, write_package

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.app import App
    from tests.cli.conftest import FakeIntegration, Shell
    from tests.fakes import FakeClock

ADD = (
    "accounts", "add", "connect_call", "--set", "base_url=http://127.0.0.1:9/api", "--set", "login=anna",
    "--set", "source=020 555 0100",
)  # fmt: skip


async def test_an_account_is_added_with_its_secret_from_standard_input(app: App, shell: Shell) -> None:
    assert await shell(*ADD, "--secret", "password", "--json", answers=["s3cret"]) == 0
    account = shell.link.document
    assert list(account) == ["id", "domain", "title", "state"]
    assert (account["domain"], account["state"]) == ("connect_call", "loaded")
    assert [secret for _, secret in shell.link.asked] == [True]
    kept = await app.hub.secrets.get(f"{account['id']}/password")
    assert kept is not None
    assert kept.reveal() == "s3cret"
    assert "s3cret" not in app.hub.home.accounts_file.read_text()
    assert await shell("accounts", "--json") == 0
    assert shell.link.document[1] == account


async def test_a_person_is_asked_for_what_is_needed(shell: Shell) -> None:
    assert await shell("accounts", "add", "connect_call", answers=["anna", "s3cret", "0205550100"]) == 0
    assert [secret for _, secret in shell.link.asked] == [False, True, False]
    assert "cli." not in "".join(shell.link.shown)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), ["password"]),
        (("--secret", "password"), ["assword"]),
        (("--set", "password=s3cret"), ["password", "--secret"]),
        (("--set", "colour=red"), ["colour", "login"]),
        (("--secret", "pin"), ["pin", "password"]),
        (("--set", "base_url=http://example.com"), ["base_url", "https", "password"]),
        (("--set", "type=3"), ["type", "password"]),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    shell: Shell, options: tuple[str, ...], words: list[str]
) -> None:
    assert await shell(*ADD, *options) == 2
    errors = "\n".join(shell.link.errors)
    assert all(word in errors for word in words)
    assert "s3cret" not in errors
    assert shell.link.shown == []
    await shell("accounts", "--json")
    assert len(shell.link.document) == 1


async def test_without_a_terminal_a_missing_secret_is_told_with_the_option_that_gives_it(
    shell: Shell,
) -> None:
    assert await shell(*ADD) == 2
    assert shell.link.errors == [
        "password: Please fill this in. Add “--secret password” and give it as a line of standard input."
    ]
    await shell(*ADD, "--secret", "password", "--json", lines=["s3cret"])
    assert await shell("accounts", "sign-in", "connect_call") == 2
    assert "--secret password" in shell.link.errors[0]
    assert await shell("accounts", "sign-in", "connect_call", "--secret", "password", lines=[""]) == 2
    assert shell.link.errors == ["password: Please fill this in."]


async def test_what_is_switched_off_is_not_tried_again(app: App, shell: Shell) -> None:
    await shell("accounts", "disable", "Office")
    assert await shell("accounts", "retry", "Office") == 2
    assert "dialer accounts enable e1" in shell.link.errors[0]
    assert app.hub.entries.find("e1").disabled
    await shell("accounts", "enable", "Office")
    assert await shell("accounts", "retry", "Office", "--json") == 0
    assert shell.link.document == {"id": "e1", "domain": "scripted", "title": "Office", "state": "loaded"}


async def test_an_empty_password_is_refused(shell: Shell) -> None:
    assert await shell(*ADD, "--secret", "password", answers=[""]) == 2
    assert "password" in shell.link.errors[0]


async def test_an_unknown_integration_is_told_with_those_that_there_are(shell: Shell) -> None:
    assert await shell("accounts", "add", "nothing", answers=[]) == 2
    known = ", ".join(sorted(loader.discover()))
    assert shell.link.errors == [f"Dialer knows no provider called nothing. There are: {known}."]


async def test_without_a_domain_the_integrations_are_listed(shell: Shell, tmp_path: Path) -> None:
    kinds = ["telephony", "directory"]
    write_package(tmp_path, "acme_phone", {"manifest.json": manifest("acme_phone", name="Acme", kinds=kinds)})
    with installed(tmp_path):
        assert await shell("accounts", "add") == 0
        assert "connect_call  Connect Call  calls  built in" in shell.link.shown
        assert "carddav  CardDAV  contacts  built in" in shell.link.shown
        # Those of others come last.
        assert shell.link.shown[-1] == "acme_phone  Acme  calls, contacts  add-on from the package acme-phone"
        assert "dialer accounts add DOMAIN" in shell.link.errors[0]
        assert await shell("accounts", "add", "--json") == 0
        *own, others = shell.link.document
        assert {
            "domain": "connect_call",
            "name": "Connect Call",
            "kinds": ["telephony"],
            "package": None,
        } in own
        assert {each["package"] for each in own} == {None}
        assert others == {
            "domain": "acme_phone",
            "name": "Acme",
            "kinds": ["telephony", "directory"],
            "package": "acme-phone",
        }
    assert await shell("accounts", "add", "--set", "login=anna") == 2


async def test_what_has_no_options_says_so(app: App, shell: Shell) -> None:
    assert await shell("accounts", "options", "Office") == 0
    assert shell.link.shown == ["There are no options for Office."]
    assert await shell("accounts", "options", "Office", "--set", "colour=red") == 2
    assert app.hub.entries.find("e1").options == {}


@pytest.mark.parametrize("answers", [[], None])
async def test_with_nothing_to_change_nothing_is_said_to_be_changed(
    shell: Shell, answers: list[str] | None
) -> None:
    await shell(*ADD, "--secret", "password", lines=["s3cret"])
    unchanged = ["Nothing was changed: Connect Call (anna)."]
    for command in ("change", "options"):
        assert await shell("accounts", command, "connect_call", answers=answers) == 0
        assert shell.link.shown == unchanged
    assert await shell("accounts", "change", "connect_call", "--set", "login=anna", answers=answers) == 0
    assert shell.link.shown == unchanged
    assert await shell("accounts", "change", "connect_call", "--secret", "password", lines=["n3w"]) == 0
    assert shell.link.shown == ["Changed: Connect Call (anna)."]
    assert await shell("accounts", "options", "connect_call", "--set", "type=2") == 0
    assert shell.link.shown == ["Saved: the options of Connect Call (anna)."]


async def test_an_account_is_changed_signed_in_to_switched_off_and_removed(app: App, shell: Shell) -> None:
    await shell(*ADD, "--secret", "password", "--json", answers=["s3cret"])
    account_id = shell.link.document["id"]

    assert await shell("accounts", "change", account_id, "--set", "type=2", "--json") == 0
    entry = app.hub.entries.get(account_id)
    assert entry is not None
    assert (entry.options["type"], entry.data["login"]) == ("2", "anna")

    assert await shell("accounts", "sign-in", "connect_call", "--secret", "password", answers=["new"]) == 0
    kept = await app.hub.secrets.get(f"{account_id}/password")
    assert kept is not None
    assert kept.reveal() == "new"

    assert await shell("accounts", "disable", "connect_call", "--json") == 0
    assert shell.link.document["state"] == "disabled"
    assert await shell("accounts", "enable", "connect_call", "--json") == 0
    assert shell.link.document["state"] == "loaded"

    assert await shell("accounts", "remove", "connect_call") == 0
    assert await app.hub.secrets.get(f"{account_id}/password") is None
    assert await shell("accounts", "remove", "connect_call") == 2


async def test_people_read_title_state_and_what_to_do_in_the_words_of_the_window(
    app: App, shell: Shell, integration: FakeIntegration, clock: FakeClock
) -> None:
    await shell("accounts")
    assert shell.link.shown == ["e1  Office  scripted  Ready"]
    integration.failures = [EntryNotReady("core.entry.slow")]
    entry = app.hub.entries.find("e1")
    await app.hub.entries.reload(entry)
    await shell("accounts")
    state = entry_words(entry, STRINGS, app.hub.clock)
    assert state.startswith("Retrying in ")
    why = STRINGS.text("core.entry.slow")
    assert shell.link.shown == [f"e1  Office  scripted  {state}  {why}"]
    clock.be_set(timedelta(hours=-1))  # it waits no longer for that
    assert entry_words(entry, STRINGS, app.hub.clock) == "Retrying"
    await shell("accounts", "--json")
    assert shell.link.document[0]["state"] == "retrying"
    await shell("accounts", "disable", "e1")
    await shell("accounts")
    assert shell.link.shown == ["e1  Office  scripted  Switched off"]


async def test_without_a_key_ring_nothing_is_kept(
    app: App, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dialer.core.errors import SecretsUnavailable

    async def fail(_self: object, _ref: str, _secret: object) -> None:
        raise SecretsUnavailable("core.secrets.missing")

    monkeypatch.setattr(MemorySecrets, "set", fail)
    assert await shell(*ADD, "--secret", "password", answers=["s3cret"]) == 2
    assert len(shell.link.errors) == 1
    await shell("accounts", "--json")
    assert len(shell.link.document) == 1


async def test_an_account_that_is_tried_again_without_an_answer_leaves_nothing_in_doubt(
    shell: Shell, integration: FakeIntegration
) -> None:
    integration.failures = [OutcomeUnknown("core.net.timeout")]
    assert await shell("accounts", "retry", "Office") == 5
    assert shell.link.errors == [STRINGS.text("core.net.timeout")]
