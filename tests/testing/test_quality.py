"""Every rule of quality holds for what the scaffold writes, and fails for something that breaks it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dialer.testing.quality.__main__ import main
from dialer.testing.quality.judge import EXEMPTIONS, check, judge
from dialer.testing.quality.report import table
from dialer.testing.quality.rule import RULES, Outcome, Verdict
from dialer.testing.quality.subject import Subject
from tests.outside_packages import installed
from tests.testing.packages import NAME, PACKAGE, spoil, subject, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SET_UP = "    client = MadeWorseClient(hub.http"
CHECK = "        account = await client.account()\n"
GOT = "        if response.status in _REFUSALS:"
DIAL = "        self._call = await self._client.dial("

FOLLOW = """\
        if place := response.headers.get('location'):
            await self._http.request('GET', place, deadline=1.0, purpose='moved')
"""
TWICE = """\
        try:
            self._call = await self._client.dial('1', '2')
        except ApiError:
            pass
"""
SAY = """\
        import logging
        if response.status == 500:
            for _ in range(3): logging.getLogger(__name__).warning('down')
"""

BAD: list[tuple[str, str, str, str, str]] = [
    ("manifest-valid", "manifest.json", "telephony", "fax", "core.manifest.bad_field"),
    ("file-names", "notes.txt", "", "later", "notes.txt has no place here"),
    ("icon", "icon.svg", "<path", "<script>x()</script><path", "<script>"),
    ("icon", "icon.svg", "<path", '<path onload="x()"', "onload may run"),
    ("icon", "icon.svg", "<path", '<path fill="url(https://x.example/a)"', "fill may run or load"),
    ("icon", "icon.svg", "<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg', "DTDForbidden"),
    ("icon", "icon.svg", "0 0 24 24", "0 0 48 48", "viewBox"),
    (
        "strings-complete",
        "strings/nl.json",
        '"error.sign_in"',
        '"error.signin"',
        "nl: error.sign_in is missing",
    ),
    ("strings-complete", "strings/de.json", "{", "", "strings/de.json is missing or damaged"),
    ("strings-complete", "strings/fr.json", "Appels par", "Appels par {who}", "fr: description has other"),
    ("fields-explained", "strings/en.json", "field.token.hint", "field.token.tip", "no field.token.hint"),
    ("errors-said", "client.py", "error.sign_in", "error.log_in", "made_worse.error.log_in has no sentence"),
    (
        "no-qt",
        "client.py",
        "import re",
        "import re\nfrom PySide6 import QtCore",
        "client.py:7: imports PySide6",
    ),
    ("own-rooms", "client.py", "import re", "import httpx", "imports httpx"),
    ("own-rooms", "client.py", "import re", "import urllib.request", "imports urllib.request"),
    ("own-rooms", "client.py", "import re", "from dialer.app import App", "dialer.app.App is not for"),
    (
        "own-rooms",
        "client.py",
        "import re",
        "import dialer.integrations.connect_call",
        "dialer.integrations.connect_call is not for",
    ),
    ("tasks-owned", "__init__.py", SET_UP, "    asyncio.create_task(x())\n" + SET_UP, "asyncio.create_task"),
    ("tasks-owned", "__init__.py", SET_UP, "    time.sleep(1)\n" + SET_UP, "time.sleep"),
    ("typed", "client.py", "-> str:", ":", "account is not typed"),
    ("typed", "telephony.py", "order: DialOrder", "order", "async_dial is not typed, order"),
    ("no-module-state", "client.py", "_GOOD =", "seen = []\n_GOOD =", "seen can be changed by everyone"),
    (
        "no-module-state",
        "client.py",
        "_GOOD =",
        "def f() -> None:\n    _GOOD.add(2)\n\n\n_GOOD =",
        "_GOOD is",
    ),
    (
        "no-module-state",
        "telephony.py",
        "    poll_interval",
        "    calls = {}\n    poll_interval",
        "calls can be",
    ),
    (
        "polling-on-purpose",
        "telephony.py",
        "poll_interval = 1.0",
        "interval = 1.0",
        "declares no poll_interval",
    ),
    ("polling-on-purpose", "telephony.py", "poll_interval = 1.0", "poll_interval = 0.2", "is below 1 s"),
    ("import-light", "client.py", "import re", "import re\nimport phonenumbers", "loads phonenumbers"),
    ("import-light", "client.py", "import re", "import re\nimport no_such_module", "cannot be imported"),
    (
        "features-honest",
        "telephony.py",
        ".HANG_UP",
        ".HANG_UP | TelephonyFeature.RESUME",
        "RESUME is declared",
    ),
    ("features-honest", "telephony.py", " | TelephonyFeature.HANG_UP", "", "HANG_UP is not declared"),
    ("test-before-configure", "config_flow.py", CHECK, '        account = "a"\n', "a wrong secret is added"),
    ("test-before-configure", "client.py", "ErrorKind.AUTH", "ErrorKind.PROVIDER", "not told as a refused"),
    ("test-before-setup", "__init__.py", "    await client.account()", "    pass", "ends in loaded"),
    (
        "reauthentication",
        "config_flow.py",
        "(Url(",
        '(SecretField(key="pin", required=False), Url(',
        "signing in again asks for pin",
    ),
    (
        "reconfiguration",
        "config_flow.py",
        CHECK,
        CHECK + "        assert check.kind != 'reconfigure'\n",
        "the account cannot be changed",
    ),
    ("unique-account", "config_flow.py", 'unique_id=f"{host} ', 'unique_id=f"{id(check)} ', "added twice"),
    ("unload-clean", "__init__.py", SET_UP, "    hub.bus.listen(str, print)\n" + SET_UP, "a listener"),
    (
        "unload-clean",
        "__init__.py",
        SET_UP,
        "    import asyncio\n    asyncio.create_task(asyncio.sleep(9), name='mine')\n" + SET_UP,
        "the task mine goes on",
    ),
    (
        "no-secret-leaks",
        "client.py",
        GOT,
        "        import logging; logging.info('%s', self._token.reveal())\n" + GOT,
        "a secret in the log",
    ),
    (
        "no-secret-leaks",
        "client.py",
        "Refused(key, kind, ",
        "Refused(key, kind, token=self._token.reveal(), ",
        "a secret in the error of a refused",
    ),
    (
        "no-secret-leaks",
        "client.py",
        "OutcomeUnknown(kind=ErrorKind.PROVIDER)",
        "OutcomeUnknown('core.error.outcome_unknown', said=response.body.decode())",
        "the server's words in an error",
    ),
    (
        "own-server-only",
        "client.py",
        GOT,
        FOLLOW + GOT,
        "a request to elsewhere.invalid",
    ),
    (
        "no-retry-of-actions",
        "telephony.py",
        DIAL,
        TWICE + DIAL,
        "sent 2 times (reset)",
    ),
    (
        "log-once",
        "client.py",
        GOT,
        SAY + GOT,
        "warnings while the server is away",
    ),
]
"""Rule, file, what stands there, what breaks it, and what is said."""


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installed package in which everything is right."""
    write(tmp_path)
    with installed(tmp_path):
        yield tmp_path


def _verdicts(subject: Subject) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in judge(subject)}


def test_every_rule_has_a_reason_and_a_test() -> None:
    assert all(rule.reason for rule in RULES.values())
    assert {bad[0] for bad in BAD} == set(RULES)


@pytest.mark.parametrize("kind", ["telephony", "meeting", "directory"])
def test_what_the_scaffold_writes_holds_every_rule(tmp_path: Path, kind: str) -> None:
    name = f"good_{kind}"
    write(tmp_path, kind, name)
    with installed(tmp_path):
        found = {verdict.outcome: verdict for verdict in judge(subject(tmp_path, name))}
    assert found.keys() == {Outcome.HELD}, found


@pytest.mark.parametrize(("rule", "file", "old", "new", "said"), BAD)
def test_what_breaks_a_rule_is_found(
    package: Path, rule: str, file: str, old: str, new: str, said: str
) -> None:
    good = subject(package)
    spoil(package, file, old, new)
    verdict = check(RULES[rule], Subject(good.manifest, good.recipe))
    assert verdict.outcome is Outcome.FAILED
    assert said in "\n".join(verdict.why)


def test_a_file_that_is_missing_breaks_the_rule_about_it(package: Path) -> None:
    found = subject(package)
    for name in ("py.typed", "icon.svg", "strings/nl.json", "manifest.json", "telephony.py"):
        (package / PACKAGE / name).unlink()
    for rule in ("typed", "icon", "strings-complete", "manifest-valid", "file-names"):
        assert check(RULES[rule], found).outcome is Outcome.FAILED


def test_an_exemption_with_a_reason_counts_for_one_rule(package: Path) -> None:
    spoil(package, "client.py", "import re", "import re\nimport socket")
    spoil(package, "quality.toml", "", 'own-rooms = "its protocol is no HTTP"\n')
    found = _verdicts(Subject(subject(package).manifest))
    assert found["own-rooms"] == Verdict(
        rule="own-rooms", outcome=Outcome.EXEMPT, why=("its protocol is no HTTP",)
    )
    assert found[EXEMPTIONS].outcome is Outcome.HELD


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('no-qt = "we have none"', "no-qt holds: its exemption must go"),
        ('no-gtk = "we like it"', "there is no rule no-gtk"),
        ('own-rooms = " "', "own-rooms has no reason"),
        ('[done]\nicon = "test_icon.py"', "[done] is not known"),
        ("exempt", "quality.toml cannot be read"),
    ],
)
def test_an_exemption_is_judged_too(package: Path, line: str, said: str) -> None:
    spoil(package, "quality.toml", "", line + "\n")
    verdict = _verdicts(Subject(subject(package).manifest))[EXEMPTIONS]
    assert verdict.outcome is Outcome.FAILED
    assert said in "\n".join(verdict.why)


def test_without_a_recipe_nothing_is_tried_out(
    package: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.rmtree(package / "tests")
    arguments = [NAME, "--tests", str(tmp_path / "tests")]
    assert main(arguments) == 0
    assert f"not checked: {NAME}, unload-clean: there is no recipe" in capsys.readouterr().out
    assert main([*arguments, "--strict"]) == 1


def test_a_package_that_cannot_be_used_is_named(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / PACKAGE / "manifest.json").write_text("{")
    with installed(package):
        assert main([NAME, "--tests", str(package)]) == 1
    assert "FAILED: dialer-made_worse cannot be used: core.manifest.damaged" in capsys.readouterr().out


def test_the_table_has_a_column_for_each_integration() -> None:
    held = Verdict(rule="icon", outcome=Outcome.HELD)
    failed = Verdict(rule="icon", outcome=Outcome.FAILED, why=("it is red",))
    assert table({"one": [held], "other": [failed]}, {}) == (
        "rule  one   other\nicon  held  FAILED\n\nFAILED: other, icon: it is red\n1 held, 1 FAILED"
    )


def test_a_name_that_is_none_does_not_pass() -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["no_such_integration", "--strict"])
