"""``dialer repairs``: what is wrong, the command that mends it, and repairs that no other command makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import trustme

from dialer.core.errors import EntryAuthFailed, EntryError, EntryNotReady, SecretsUnavailable
from dialer.core.issues import FixAction, Issue, Severity
from tests.cli.conftest import ENTRY
from tests.cli.test_accounts import ADD

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from dialer.app import App
    from tests.cli.conftest import FakeIntegration, Shell


def report(
    app: App, name: str, severity: Severity, fix: FixAction | None, entry_id: str | None = None
) -> None:
    key = "repairs.issue.keyring.locked"
    app.hub.issues.report(Issue(id=name, severity=severity, key=key, fix=fix, entry_id=entry_id))


async def test_nothing_is_wrong(shell: Shell) -> None:
    assert await shell("repairs") == 0
    assert shell.link.shown == ["Nothing needs repair"]
    assert await shell("repairs", "list", "--json") == 0
    assert shell.link.document == []


async def test_what_is_wrong_stands_with_the_command_that_mends_it(shell: Shell, app: App) -> None:
    report(app, "links", Severity.WARNING, None)
    report(app, f"sign-in/{ENTRY}", Severity.ERROR, FixAction.SIGN_IN, ENTRY)
    assert await shell("repairs") == 0, "a list is no failure"
    first, command, second = shell.link.shown
    assert first.startswith("Does not work: Dialer cannot get at your passwords")
    assert command.strip() == f"dialer accounts sign-in {ENTRY}"
    assert second.startswith("Needs attention: ")
    assert await shell("repairs", "--json") == 0
    assert shell.link.document[0] == {
        "id": f"sign-in/{ENTRY}",
        "severity": "error",
        "text": first.removeprefix("Does not work: "),
        "fix": "sign_in",
        "account": ENTRY,
        "command": f"dialer accounts sign-in {ENTRY}",
    }
    assert (shell.link.document[1]["fix"], shell.link.document[1]["command"]) == (None, None)


async def test_the_command_that_signs_in_names_the_secrets(app: App, shell: Shell) -> None:
    assert await shell(*ADD, "--secret", "password", "--json", lines=["s3cret"]) == 0
    account_id = shell.link.document["id"]
    entry = app.hub.entries.get(account_id)
    assert entry is not None
    await app.hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
    await shell("repairs", "--json")
    [issue] = shell.link.document
    assert issue["command"] == f"dialer accounts sign-in {account_id} --secret password"
    assert await shell(*issue["command"].split()[1:], lines=["n3w"]) == 0
    await shell("repairs")
    assert shell.link.shown == ["Nothing needs repair"]


async def test_an_account_that_is_not_ready_is_listed_until_it_is_tried_again(
    app: App, shell: Shell, integration: FakeIntegration
) -> None:
    integration.failures = [EntryNotReady("core.entry.slow"), EntryError("core.entry.bug")]
    await app.hub.entries.reload(app.hub.entries.find(ENTRY))
    assert await shell("repairs") == 0
    sentence, command = shell.link.shown
    assert sentence.startswith("Good to know: Office cannot be used at the moment. ")
    assert command.strip() == f"dialer accounts retry {ENTRY}"
    assert await shell(*command.split()[1:]) == 2
    assert "fault" in shell.link.errors[0]
    assert await shell("repairs") == 0
    assert shell.link.shown[0].startswith("Does not work: Office cannot be used. ")
    assert shell.link.shown[1].strip() == command.strip()
    assert await shell(*command.split()[1:]) == 0
    assert shell.link.shown == ["Ready: Office."]
    await shell("repairs")
    assert shell.link.shown == ["Nothing needs repair"]


async def test_a_key_ring_is_listed_until_it_works_again(
    shell: Shell, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(_ref: str) -> None:
        raise SecretsUnavailable("core.secrets.locked")

    with monkeypatch.context() as broken:
        broken.setattr(app.hub.secrets._store, "get", locked)  # type: ignore[attr-defined]  # noqa: SLF001  # the key ring itself
        assert await shell("self-test") == 2
    await shell("repairs", "--json")
    assert [(issue["id"], issue["command"]) for issue in shell.link.document] == [
        ("keyring", "dialer self-test")
    ]
    assert await shell("self-test") == 0
    await shell("repairs", "--json")
    assert shell.link.document == []


async def test_numbers_that_are_read_differently_are_listed_until_seen(shell: Shell, app: App) -> None:
    await shell("contacts", "add", "--name", "Jan", "--number", "0475 12 34 56")
    await app.hub.settings.set("region", "BE")
    await app.number_rules.keep_up()
    await shell("repairs")
    assert shell.link.shown[1].strip() == "dialer repairs numbers"
    assert await shell("repairs", "numbers") == 0
    assert shell.link.shown == ["c1  Jan  0475 12 34 56: +31 475 123 456 → +32 475 12 34 56"]
    assert await shell("repairs", "numbers", "--json") == 0
    assert shell.link.document == []
    await shell("repairs")
    assert shell.link.shown == ["Nothing needs repair"]


async def test_certificates_are_trusted_or_refused_with_the_reason(
    shell: Shell, app: App, tmp_path: Path
) -> None:
    file = tmp_path / "company.pem"
    file.write_text("hello")
    assert await shell("repairs", "add-certificate", "company.pem") == 2
    assert "There are no certificates in this file" in shell.link.errors[0]
    trustme.CA().cert_pem.write_to_path(str(file))
    assert await shell("repairs", "add-certificate", "company.pem") == 0
    assert app.hub.settings.get("extra_ca") == str(file)
