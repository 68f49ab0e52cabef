"""``dialer self-test``."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.cli.commands import self_test, self_test_parts
from dialer.cli.console import Console
from dialer.core.errors import EntryError, SecretsUnavailable, StorageError
from dialer.core.policy import Policy
from dialer.core.policy_account import PolicyProblem
from dialer.core.secrets import MemorySecrets
from dialer.desktop import handlers_watch
from tests.cli.conftest import STRINGS, FakeLink

if TYPE_CHECKING:
    import pytest

    from dialer.app import App
    from tests.cli.conftest import Shell

NAMES = [
    "python", "qt", "plugins", "sqlite", "expat", "openssl", "trust", "keyring", "database", "integrations",
    "languages", "policy", "handlers",
]  # fmt: skip


async def test_a_sound_installation(shell: Shell) -> None:
    assert await shell("self-test", "--json") == 0
    result = shell.link.document
    assert result["ok"] is True
    assert [check["name"] for check in result["checks"]] == NAMES
    assert await shell("self-test") == 0
    assert len(shell.link.shown) == len(NAMES)
    assert all(line.startswith("ok ") for line in shell.link.shown)


async def test_it_leaves_nothing_behind(app: App, shell: Shell) -> None:
    before = await app.hub.database.read(lambda c: c.execute("SELECT name FROM sqlite_schema").fetchall())
    await shell("self-test")
    after = await app.hub.database.read(lambda c: c.execute("SELECT name FROM sqlite_schema").fetchall())
    assert after == before


async def test_a_part_that_is_off_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_self: object) -> str:
        raise SecretsUnavailable("core.secrets.missing")

    import_module = importlib.import_module

    def crash(name: str) -> object:
        if name.startswith(("PySide6", "pyexpat")):
            raise ImportError("with a path of this computer")
        return import_module(name)

    monkeypatch.setattr(MemorySecrets, "probe", fail)
    monkeypatch.setattr(importlib, "import_module", crash)
    assert await shell("self-test", "--json") == 2
    off = {check["name"]: check["text"] for check in shell.link.document["checks"] if not check["ok"]}
    assert set(off) == {"qt", "plugins", "expat", "keyring"}
    assert "path" not in "".join(off.values())
    assert await shell("self-test") == 2
    assert sum(line.startswith("not ok ") for line in shell.link.shown) == 4


async def test_an_integration_that_a_build_has_lost_is_missed(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else would tell: an integration is there because its folder is."""
    made = {"integrations": ["ldap", "lost"], "plugins": []}
    monkeypatch.setattr(self_test_parts, "built_with", made.__getitem__)
    assert await shell("self-test", "--json") == 2
    (off,) = (check for check in shell.link.document["checks"] if not check["ok"])
    assert off["name"] == "integrations"
    assert "lost" in off["text"]


async def test_a_home_that_cannot_be_used_is_one_of_the_results(tmp_path: Path) -> None:
    link = FakeLink()
    console = Console(link, STRINGS, tmp_path, interactive=False, json=True)
    error = StorageError("core.database.newer", path=tmp_path)
    assert await self_test.run_without(error, console) == 2
    database = next(check for check in link.document["checks"] if check["name"] == "database")
    assert database["ok"] is False
    assert str(tmp_path) in database["text"] or "core.database" in database["text"]


def texts(shell: Shell) -> dict[str, str]:
    """Return what was said of each check."""
    return {check["name"]: check["text"] for check in shell.link.document["checks"]}


async def test_what_does_not_hold_in_a_policy_is_told_whole(app: App, shell: Shell) -> None:
    app.hub.policy = Policy(files=("/etc/dialer/policy.toml",), organisation="Acme")
    assert await shell("self-test", "--json") == 0
    assert texts(shell)["policy"] == "policy: /etc/dialer/policy.toml, Acme"
    problems = tuple(
        PolicyProblem(key="policy.problem.unknown", placeholders={"path": "policy.toml", "name": f"odd{n}"})
        for n in range(12)
    )
    app.hub.policy = Policy(problems=problems)
    assert await shell("self-test", "--json") == 2
    assert all(f"odd{n}" in texts(shell)["policy"] for n in range(12))


async def test_accounts_that_wait_for_the_policy_are_named(app: App, shell: Shell) -> None:
    app.hub.policy = Policy(
        problems=(PolicyProblem(key="policy.problem.encoding", placeholders={"path": "p"}),)
    )
    [entry] = app.hub.entries.all
    entry.held = EntryError("policy.held", path="p")
    assert await shell("self-test", "--json") == 2
    assert texts(shell)["policy"].endswith(f"nothing is sent for: {entry.title}.")
    app.hub.policy = Policy()  # the file is gone
    entry.held = EntryError("policy.address_gone", path="p")
    assert await shell("self-test", "--json") == 2
    assert "p gave its address" in texts(shell)["policy"]
    entry.held = EntryError("policy.held", path="p")
    assert await shell("accounts", "retry", entry.id) == 2
    assert "Let your administrator mend the file" in shell.link.errors[-1]
    assert await shell("accounts", "sign-in", entry.id, "--secret", "password", answers=["s3cret"]) == 2
    assert await shell("accounts", "--json") == 0
    [account] = shell.link.document
    assert (account["state"], "administrator" in account["error"]) == ("failed", True)


async def test_it_tells_who_opens_phone_links(
    app: App, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_DIRS", "XDG_CONFIG_DIRS"):  # what is installed on this computer has no say
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    assert await shell("self-test", "--json") == 0
    assert texts(shell)["handlers"] == "phone links: tel: none, callto: none, sip: none"
    await handlers_watch.take(app.hub)
    assert await shell("self-test", "--json") == 0
    assert texts(shell)["handlers"] == "phone links: tel: Dialer, callto: Dialer, sip: Dialer"
    Path(os.environ["XDG_CONFIG_HOME"], "mimeapps.list").unlink()
    assert await shell("self-test", "--json") == 2
    assert "not opened with Dialer any more" in texts(shell)["handlers"]
