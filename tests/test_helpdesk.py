"""What the helpdesk reads is true: commands, keys, places, hosts, ports, exit codes, switches."""

from __future__ import annotations

import itertools
import re
import shlex
import sys
import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from dialer.cli.commands import self_test
from dialer.cli.exitcodes import Exit
from dialer.cli.parser import parse
from dialer.cli.wishes import PrintAndLeave
from dialer.core import home, loader, policy
from dialer.core.home import Home
from dialer.core.log import MAX_BYTES, MAX_FILES
from dialer.core.policy import POLICY_NAME, Policy
from dialer.core.settings import DECLARED
from dialer.core.strings import Strings
from dialer.desktop import autostart_linux, autostart_mac, autostart_windows
from dialer.integrations.carddav import services
from dialer.integrations.ldap.place import Place
from dialer.integrations.webcamconsult import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.core.config_flow import ConfigFlow

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGE = (DOCS / "helpdesk.md").read_text(encoding="utf-8")
KEYS = (DOCS / "policy.md").read_text(encoding="utf-8")
PLACEHOLDERS = {
    "ACCOUNT": "reception",
    "FILE": "file",
    "DIR": "folder",
    "TEXT": "text",
    "DOMAIN": "ldap",
    "NUMBER": "0",
}
CODE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
STRINGS = Strings("en")
HTTPS = 443


def section(title: str, text: str = PAGE) -> str:
    """Return what stands under a title."""
    return re.split(r"^## ", text.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of a table, row by row, without its head and its line."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(cell: str) -> list[str]:
    """Return what is set as code in a cell or a sentence."""
    return re.findall(r"`([^`]+)`", cell)


def commands(text: str) -> Iterator[str]:
    """Every command of ours that the text has somebody type, without what a shell takes from it."""
    inline = code(CODE.sub("", text))
    scripts = [
        line for language, block in CODE.findall(text) if language == "sh" for line in block.splitlines()
    ]
    for each in (*inline, *scripts):
        if each.strip().startswith("dialer "):
            yield each.strip().split(" < ")[0]


@pytest.mark.parametrize("command", sorted({*commands(PAGE), *commands(KEYS)}))
def test_each_command_is_understood(command: str) -> None:
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)[1:]]
    try:
        args = parse(words, STRINGS)
    except PrintAndLeave:
        return
    for key in (*getattr(args, "keys", ()), *([args.key] if hasattr(args, "key") else ())):
        assert key in DECLARED


def test_there_are_commands_to_check() -> None:
    assert len(set(commands(PAGE))) > 15  # else the pattern finds them no longer


@pytest.mark.parametrize("text", [PAGE, KEYS], ids=["helpdesk", "policy"])
def test_each_place_that_is_referred_to_is_there(text: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = link.partition("#")
        if not urlsplit(link).scheme:
            assert not file or (DOCS / file).is_file()
            target = (DOCS / file).read_text(encoding="utf-8") if file.endswith(".md") else text
            titles = re.findall(r"^## (.+)$", target, re.MULTILINE)
            assert not anchor or anchor in {
                re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in titles
            }


# --- the files ---


def test_the_examples_hold_wholly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both files of the page together: nothing in them is unknown, and the account lacks its secret only."""
    monkeypatch.setattr("dialer.core.policy_file.is_administrators", lambda *_: True)
    shown, profile = (text for language, text in CODE.findall(PAGE) if language == "toml")
    system, own = tmp_path / POLICY_NAME, Home(tmp_path).profile_file
    system.write_text(shown)
    own.write_text(profile)
    found = Policy.load(Home(tmp_path), system)
    assert found.problems == ()
    (account,) = found.accounts
    fields = {field.key: field for field in flow(account.domain).FIELDS}
    assert account.data.keys() <= known(account.domain)
    secret = {field.key for field in flow(account.domain).secret_fields}
    assert {key for key, field in fields.items() if field.required} - account.data.keys() <= secret


def test_the_profile_that_a_script_writes_is_one() -> None:
    (script,) = (text for language, text in CODE.findall(PAGE) if "<<EOF" in text)
    (account,) = tomllib.loads(script.split("<<EOF\n")[1].split("   EOF")[0])["accounts"]
    assert account.keys() - {"id", "domain"} <= known(account["domain"])


def test_every_setting_is_told_and_no_other() -> None:
    table = rows(section("Settings", KEYS))
    assert DECLARED.keys() == {code(key)[0] for key, *_ in table}


def test_every_provider_is_told_with_its_fields() -> None:
    (table,) = (part for part in section("Accounts", KEYS).split("\n\n") if part.startswith("| provider"))
    told = {code(domain)[0]: (set(code(must)), set(code(may))) for domain, must, may in rows(table)}
    expected = {}
    for domain, manifest in loader.discover().items():
        if not manifest.third_party:
            each = flow(domain)
            fields = [field for field in each.FIELDS if field not in each.secret_fields]
            must = {field.key for field in fields if field.required and field.default is None}
            expected[domain] = must, known(domain) - must
    assert told == expected


def flow(domain: str) -> ConfigFlow:
    """Return what a provider's accounts are made of."""
    return loader.load_flow(domain)


def known(domain: str) -> set[str]:
    """Return the keys that a provider's account may have in the files."""
    each = flow(domain)
    return {field.key for field in (*each.FIELDS, *each.OPTIONS)} - {
        field.key for field in each.secret_fields
    }


# --- where things are ---


def places(system: str) -> list[str]:
    """Return the column of a system, from the policy to the log."""
    column = ("linux", "win32", "darwin").index(system) + 1
    return [code(row[column])[0] for row in rows(section("Where things are"))[:6]]


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_each_place_is_that_of_the_program(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if system == sys.platform == "win32":
        pytest.skip("the paths of Windows itself are looked at where they can be named freely")
    monkeypatch.setattr(home, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(policy, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(policy, "_program_data", lambda: Path("%ProgramData%"))
    monkeypatch.setattr(Path, "home", lambda: Path("~"))
    monkeypatch.setenv("LOCALAPPDATA", "%LOCALAPPDATA%")
    for variable in ("XDG_DATA_HOME", home.HOME_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    at = Home(home.default_home())
    files = (at.profile_file, at.settings_file, at.accounts_file, at.database_file, at.log_file)
    pure = PureWindowsPath if system == "win32" else PurePosixPath
    assert places(system) == [str(pure(each)) for each in (policy.system_policy_file(), *files)]


def test_the_start_at_login_is_where_it_is_told() -> None:
    linux, windows, mac = rows(section("Where things are"))[6][1:]
    assert code(linux)[0] == f"~/.config/autostart/{autostart_linux.ENTRY_NAME}"
    assert code(windows) == [f"HKCU\\{autostart_windows.RUN}", autostart_windows.NAME]
    assert code(mac)[0] == f"~/Library/LaunchAgents/{autostart_mac.LABEL}.plist"


def test_the_log_is_as_large_as_told() -> None:
    assert f"{MAX_FILES} files of {MAX_BYTES // 1_000_000} MB" in PAGE
    assert f"`dialer.log.{MAX_FILES - 1}`" in PAGE


# --- what a desk says, and what it reaches ---


def test_the_self_test_has_the_lines_of_the_program() -> None:
    shown = next(text for language, text in CODE.findall(section("Check a desk")) if not language)
    names = [*self_test._checks(SimpleNamespace(probe=None), None), "policy", "handlers"]  # type: ignore[arg-type]  # noqa: SLF001
    patterns = [re.escape(STRINGS.text(f"cli.self_test.{name}", found="FOUND")) for name in names]
    for line, pattern in itertools.zip_longest(shown.splitlines(), patterns):
        assert re.fullmatch(f"ok      {pattern.replace('FOUND', '.+')}", line)
    domains = sorted(domain for domain, each in loader.discover().items() if not each.third_party)
    assert f"integrations: {', '.join(domains)}\n" in shown


def test_each_host_and_port_is_that_of_the_provider() -> None:
    told = {code(domain)[0]: (host, port) for domain, host, port in rows(section("Hosts and ports"))}
    assert told.keys() == {domain for domain, each in loader.discover().items() if not each.third_party}
    for domain, (host, port) in told.items():
        fields = {field.key: field for field in flow(domain).FIELDS}
        if "base_url" in fields:
            default = fields["base_url"].default
            first = urlsplit(str(default)).hostname if default else "base_url"
            assert code(host)[0] == first
            assert port == str(HTTPS)
    assert urlsplit(links.WAITING_ROOM).hostname in code(told["webcamconsult"][0])
    assert services._SERVICE in code(told["carddav"][0])  # noqa: SLF001
    assert told["carddav"][1] == str(services._HTTPS)  # noqa: SLF001
    tls, plain = (Place.of({"url": f"{scheme}://host", "start_tls": True}) for scheme in ("ldaps", "ldap"))
    assert re.findall(r"\d+", told["ldap"][1]) == [str(tls.port), str(plain.port)]


def test_each_exit_code_is_that_of_the_contract() -> None:
    assert [int(number) for number, _ in rows(section("Exit codes"))] == sorted(Exit)


# --- the installers ---


def test_the_switches_are_those_of_the_installer() -> None:
    script = (ROOT / "packaging" / "windows" / "dialer.nsi").read_text(encoding="utf-8")
    install, uninstall = section("Install without a question"), section("Uninstall")
    for switch in ("/S", "/AllUsers", "/CurrentUser", "/D=C:\\folder"):
        assert switch in install
        assert switch in script[: script.index("Unicode true")]
    ends = {
        "RUNS": "Dialer runs",
        "NEEDS_ADMINISTRATOR": "needs an administrator",
        "TOO_OLD": "is too old",
        "NOT_REMOVED": "could not be removed",
    }
    for name, words in ends.items():
        (number,) = re.findall(rf"^!define {name} (\d)$", script, re.MULTILINE)
        assert re.search(rf"\b{number} when (?:it |this\sWindows |the older version )?{words}", install)
    assert "dialer-VERSION-setup.exe" in install
    assert "dialer-VERSION-setup.exe" in script
    for name in ("QuietUninstallString", "uninstall.exe"):
        assert name in uninstall
        assert name in script


def test_the_package_for_debian_has_the_name_that_is_told() -> None:
    script = (ROOT / "scripts" / "package.sh").read_text(encoding="utf-8")
    for name in re.findall(r"dialer[_-]VERSION[\w.-]+(?:deb|tar\.xz)", PAGE):
        pattern = (
            re.escape(name).replace("VERSION", r"\$\{?version\}?").replace("amd64", r"(amd64|\$\{?\w+\}?)")
        )
        pattern = pattern.replace("x86_64", r"(x86_64|\$[\w{}()/. -]+)")
        assert re.search(pattern, script), name
