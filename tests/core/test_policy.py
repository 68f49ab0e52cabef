"""What an organisation decides: two files, and that nothing wrong in them is lost or fatal."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from dialer.core import policy_owner
from dialer.core.bus import EventBus
from dialer.core.errors import InputError
from dialer.core.policy import Policy, system_policy_file
from dialer.core.settings import DECLARED, Settings
from dialer.core.strings import LANGUAGES, Strings
from tests.source import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dialer.core.home import Home

    Load = Callable[..., Policy]

MANUAL = PACKAGE.parents[1] / "docs" / "policy.md"
WHOLE = """
organisation = "Gemeente  Voorbeeld"

[settings]
language = "nl"
text_size = 125

[defaults]
theme = "dark"
region = "be"

[[accounts]]
id = "office"
domain = "example"
title = "Reception"
login = "desk"
format = "plus"
"""


@pytest.fixture
def policy_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of the administrator's file; the administrator is whoever runs the tests."""
    monkeypatch.setattr(policy_owner, "ADMINISTRATOR", os.getuid())
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    return folder / "policy.toml"


@pytest.fixture
def load(policy_file: Path, home: Home) -> Load:
    """Write policy and profile, and read them."""

    def written(policy: str | bytes | None = None, profile: str | None = None) -> Policy:
        if isinstance(policy, str):
            policy = policy.encode()
        if policy is not None:
            policy_file.write_bytes(policy)
            policy_file.chmod(0o644)
        if profile is not None:
            home.profile_file.write_text(profile)
        return Policy.load(home, policy_file)

    return written


@pytest.fixture
def settings(load: Load, home: Home) -> Callable[..., Settings]:
    """Write policy and profile, and read the settings."""

    def made(policy: str, profile: str | None = None, chosen: dict[str, object] | None = None) -> Settings:
        home.settings_file.write_text(json.dumps({"version": 1, **(chosen or {})}))
        return Settings(home.settings_file, EventBus(), load(policy, profile))

    return made


def sentences(policy: Policy) -> list[str]:
    """Return what a person reads about the problems, in English."""
    strings = Strings("en")
    return [strings.text(each.key, **each.placeholders) for each in policy.problems]


def test_without_files_nothing_is_decided(load: Load) -> None:
    assert load() == Policy()


def test_a_whole_policy_is_read(load: Load, policy_file: Path) -> None:
    policy = load(WHOLE)
    assert policy.organisation == "Gemeente Voorbeeld"
    assert policy.locked == {"language": "nl", "text_size": "125"}
    assert policy.defaults == {"theme": "dark", "region": "BE"}
    [account] = policy.accounts
    assert (account.id, account.domain, account.title) == ("office", "example", "Reception")
    assert policy.files == (str(policy_file),)
    assert policy.problems == ()


def test_a_file_from_windows_is_read(load: Load) -> None:
    policy = load(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert policy.locked["language"] == "nl"
    assert policy.problems == ()


def test_policy_before_profile_before_choice_before_defaults(settings: Callable[..., Settings]) -> None:
    found = settings(
        '[settings]\nlanguage = "nl"\n[defaults]\ntheme = "dark"\ntext_size = 125\nregion = "BE"',
        '[settings]\nlanguage = "fr"\ntheme = "light"\n[defaults]\nregion = "FR"\nown_number = "101"',
        {"language": "de", "theme": "dark", "text_size": "150"},
    )
    assert found.get("language") == "nl"  # the policy locks it
    assert found.get("theme") == "light"  # the profile locks it
    assert found.get("text_size") == "150"  # the user chose it
    assert found.get("region") == "BE"  # the policy's default before the profile's
    assert found.get("own_number") == "101"  # the profile's default
    assert found.get("welcomed") is False  # the declared one


async def test_a_locked_setting_cannot_be_changed(settings: Callable[..., Settings], home: Home) -> None:
    found = settings('organisation = "Acme"\n[settings]\ntheme = "dark"\n[defaults]\nregion = "BE"')
    with pytest.raises(InputError, match=r"policy\.locked"):
        await found.set("theme", "light")
    await found.set("theme", "dark")
    assert found.managed_by("theme") == "Acme"
    assert found.managed_by("region") is None
    await found.set("region", "NL")
    assert found.region == "NL"
    assert json.loads(home.settings_file.read_text()) == {"version": 1, "region": "NL"}


def test_what_the_user_chose_is_back_when_the_policy_goes(
    settings: Callable[..., Settings], policy_file: Path, home: Home
) -> None:
    assert settings('[settings]\ntheme = "dark"', chosen={"theme": "light"}).get("theme") == "dark"
    policy_file.unlink()
    assert Settings(home.settings_file, EventBus(), Policy.load(home, policy_file)).get("theme") == "light"


def test_what_is_wrong_is_named_and_the_rest_holds(load: Load, policy_file: Path) -> None:
    policy = load(
        'colour = "red"\n[settings]\nlangauge = "nl"\ntheme = "pink"\nregion = 31\nlanguage = "nl"\n'
        '[defaults]\nwelcomed = "perhaps"\ntext_size = "150"\n[printer]\nname = "x"\n'
    )
    assert policy.locked == {"language": "nl"}
    assert policy.defaults == {"text_size": "150"}
    told = sorted(sentences(policy))
    assert len(told) == 6
    assert all(str(policy_file) in sentence for sentence in told)
    for named in ("“colour”", "“printer”", "“settings.langauge”", "“settings.region”", "“defaults.welcomed”"):
        assert sum(named in sentence for sentence in told) == 1, named
    assert any("“settings.theme”" in sentence and "system, light, dark" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('organisation = "Acme"\n[settings]\nlanguage = nl\n[defaults]\ntheme = "dark"\n', 3),
        ('organisation = "Acme"\n[defaults]\ntheme = "dark"\n[settings]\nlanguage = "nl\n', 5),
        ('organisation = "Acme"\n[defaults]\ntheme = "dark"\n[[accounts]\nid = "a"\n', 4),
        ('organisation = "Acme"\n[defaults]\ntheme = "dark"\n[defaults]\ntext_size = 125\n', 4),
        ('organisation = "Acme"\n[defaults]\ntheme = "dark"\n[settings]\nlanguage = """\n', 5),
    ],
)
def test_a_damaged_section_is_named_by_its_line_and_the_others_hold(load: Load, text: str, line: int) -> None:
    policy = load(text)
    assert policy.organisation == "Acme"
    assert policy.defaults["theme"] == "dark"
    assert policy.locked == {}
    [sentence] = sentences(policy)
    assert f"Line {line} of" in sentence


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[settings]\nlanguage = "nl"\n'.encode("utf-16"), "policy.problem.encoding"),
        (b'organisation = "\xe9"\n', "policy.problem.encoding"),
        (b"# " + b"x" * (1 << 20), "policy.problem.too_long"),
        (b"settings = 3\n", "policy.problem.not_a_section"),
        (b'settings = ["nl"]\n', "policy.problem.not_a_section"),
        (b"accounts = {id = 1}\n", "policy.problem.not_a_section"),
        (b"organisation = 3\n", "policy.problem.value"),
        (b"\x00\x01\x02", "policy.problem.damaged"),
        (b"[settings]\ntheme = [1, 2]\n", "policy.problem.choice"),
        (b"[settings]\nown_number = 1979-05-27\n", "policy.problem.value"),
        (b"[settings]\nown_number = true\n", "policy.problem.value"),
    ],
)
def test_no_file_stops_dialer(load: Load, content: bytes, problem: str) -> None:
    policy = load(content)
    assert [each.key for each in policy.problems] == [problem]
    assert policy.locked == {}


def test_a_folder_in_its_place_does_not_stop_dialer(load: Load, policy_file: Path) -> None:
    policy_file.mkdir()
    assert [each.key for each in load().problems] == ["policy.problem.unreadable"]


def test_a_pipe_in_its_place_does_not_hang_dialer(load: Load, policy_file: Path) -> None:
    os.mkfifo(policy_file, 0o644)
    assert [each.key for each in load().problems] == ["policy.problem.unreadable"]


def test_a_policy_of_somebody_else_does_not_count(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_owner, "ADMINISTRATOR", os.getuid() + 1)
    policy = load(WHOLE)
    assert (policy.locked, policy.accounts, policy.files) == ({}, (), ())
    assert [each.key for each in policy.problems] == ["policy.problem.not_administrators"]


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o664, 0o755), (0o646, 0o755), (0o644, 0o777)])
def test_a_policy_that_others_can_write_does_not_count(
    load: Load, policy_file: Path, file_mode: int, folder_mode: int
) -> None:
    load(WHOLE)
    policy_file.chmod(file_mode)
    policy_file.parent.chmod(folder_mode)
    policy = load()
    assert policy.locked == {}
    assert [each.key for each in policy.problems] == ["policy.problem.not_administrators"]


def test_the_environment_does_not_move_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    before = system_policy_file()
    for name in ("XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "ProgramData", "PROGRAMDATA", "HOME", "DIALER_POLICY"):
        monkeypatch.setenv(name, "/nowhere")
    assert system_policy_file() == before


def test_every_problem_has_its_sentence() -> None:
    whats = (
        "not_administrators unreadable too_long encoding damaged unknown value choice not_a_section more "
        "account_id account_domain account_domains account_twice account_unknown account_secret "
        "account_incomplete"
    )
    for language in LANGUAGES:
        strings = Strings(language)
        assert [what for what in whats.split() if not strings.has(f"policy.problem.{what}")] == []


def test_the_manual_names_every_setting() -> None:
    named = set(re.findall(r"^\| `(\w+)`", MANUAL.read_text(), re.MULTILINE))
    assert DECLARED.keys() <= named
