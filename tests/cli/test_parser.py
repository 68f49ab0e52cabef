"""What may stand on the command line."""

from __future__ import annotations

import pytest

from dialer.cli.parser import parse
from dialer.cli.wishes import PrintAndLeave, UsageError
from dialer.core.strings import LANGUAGES, Strings

STRINGS = Strings("en")


def test_without_a_command_it_is_the_window() -> None:
    args = parse([], STRINGS)
    assert (args.command, args.home, args.demo, args.json) == (None, None, False, False)


@pytest.mark.parametrize(
    "argv",
    [
        ["--home", "/h", "--json", "--demo", "history", "list", "--limit", "3"],
        ["history", "--home", "/h", "list", "--demo", "--json", "--limit", "3"],
        ["history", "list", "--limit", "3", "--json", "--home=/h", "--demo"],
    ],
)
def test_general_options_may_stand_anywhere(argv: list[str]) -> None:
    args = parse(argv, STRINGS)
    assert (args.command, args.subcommand, args.limit) == ("history", "list", 3)
    assert (args.home, args.demo, args.json) == ("/h", True, True)


def test_a_call_with_everything() -> None:
    args = parse(
        [
            "call",
            "Jan",
            "--account",
            "a",
            "--from",
            "+31201234567",
            "--both-at-once",
            "--hang-up-after",
            "2.5",
            "--yes",
            "--region",
            "be",
        ],
        STRINGS,
    )
    assert (args.target, args.account, args.source) == ("Jan", "a", "+31201234567")
    assert (args.both_at_once, args.hang_up_after, args.yes, args.region) == (True, 2.5, True, "BE")


@pytest.mark.parametrize("command", ["accounts", "history"])
def test_a_list_is_what_is_meant_without_more(command: str) -> None:
    assert parse([command], STRINGS).subcommand == "list"
    assert parse([command, "list"], STRINGS).subcommand == "list"


def test_values_and_secrets_in_their_order() -> None:
    args = parse(
        [
            "accounts",
            "add",
            "connect_call",
            "--set",
            "login=a=b",
            "--secret",
            "x",
            "--set",
            "source=",
            "--secret",
            "y",
        ],
        STRINGS,
    )
    assert args.values == [("login", "a=b"), ("source", "")]
    assert args.secrets == ["x", "y"]
    assert parse(["accounts", "add", "connect_call"], STRINGS).values == []


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["dance"], ["dance", "call", "self-test"]),
        (["call"], ["TARGET", "dialer call --help"]),
        (["call", "1", "2"], ["2"]),
        (["call", "1", "--frm", "2"], ["--frm"]),
        (["call", "1", "--acc", "2"], ["--acc"]),
        (["call", "1", "--hang-up-after"], ["--hang-up-after"]),
        (["call", "1", "--hang-up-after", "nan"], ["--hang-up-after", "nan"]),
        (["call", "1", "--hang-up-after", "-1"], ["--hang-up-after"]),
        (["call", "-platform", "minimal"], ["-platform"]),
        (["number", "x", "--region", "NLD"], ["--region", "NLD"]),
        (["contacts"], ["dialer contacts --help"]),
        (["contacts", "import"], ["FILE"]),
        (["contacts", "find", "x", "--limit", "-1"], ["--limit"]),
        (["history", "list", "--limit", "many"], ["many"]),
        (["accounts", "add", "connect_call", "--set", "login"], ["--set", "login"]),
        (["accounts", "add", "connect_call", "--password", "x"], ["--password"]),
        (["sandbox", "--port", "80000"], ["--port", "80000"]),
        (["--home"], ["--home"]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_makes_no_sense_is_said_in_one_sentence(
    argv: list[str], words: list[str], language: str
) -> None:
    strings = Strings(language)
    with pytest.raises(UsageError) as caught:
        parse(argv, strings)
    sentence = strings.text(caught.value.key, **caught.value.placeholders)
    assert all(word in sentence for word in words)
    assert "{" not in sentence
    assert "\n" not in sentence
    if language != "en":
        assert sentence != STRINGS.text(caught.value.key, **caught.value.placeholders)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--help"], ["self-test", "--demo", "call"]),
        (["call", "-h"], ["TARGET", "--both-at-once", "--hang-up-after S"]),
        (["contacts", "--help"], ["import", "who"]),
        (["accounts", "sign-in", "--help"], ["--secret KEY"]),
        (["--version"], ["dialer 0."]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_in_the_users_language(argv: list[str], words: list[str], language: str) -> None:
    with pytest.raises(PrintAndLeave) as caught:
        parse(argv, Strings(language))
    assert all(word in caught.value.text for word in words)
    assert "cli." not in caught.value.text
    if language != "en" and argv != ["--version"]:
        assert "usage:" not in caught.value.text
        assert "options:" not in caught.value.text.splitlines() or language == "fr"
