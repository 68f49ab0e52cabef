"""Codes as they are read out."""

from __future__ import annotations

import string

import pytest

from dialer.core.strings import LANGUAGES, Strings
from dialer.meetings.read_aloud import read_aloud


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("8F2K-77Q", "8F2K 77Q"),
        ("1234", "1234"),
        ("12345", "123 45"),
        ("123456", "123 456"),
        ("1234567", "123 4567"),
        ("12345678", "1234 5678"),
        ("123456789012", "123 456 789 012"),
        ("1234567890", "123 456 7890"),
        ("007-", "007"),
        (" 123 456# ", "123 456"),
        ("1234567-1", "123 4567 1"),
        ("", ""),
    ],
)
def test_it_is_shown_in_groups(code: str, shown: str) -> None:
    assert read_aloud(code, Strings()).shown == shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("8 – Foxtrot – 2 – Kilo", "7 – 7 – Quebec")),
        ("nl", ("8 – Ferdinand – 2 – Karel", "7 – 7 – Quirinius")),
        ("fr", ("8 – François – 2 – Kléber", "7 – 7 – Quintal")),
        ("de", ("8 – Frankfurt – 2 – Köln", "7 – 7 – Quickborn")),
    ],
)
def test_its_letters_are_spelled_in_the_language(language: str, words: tuple[str, ...]) -> None:
    assert read_aloud("8F2K-77Q", Strings(language)).words == words
    assert read_aloud("8f2k-77q", Strings(language)).words == words


def test_capitals_are_named_where_small_letters_are_there_too() -> None:
    assert read_aloud("aB_1", Strings("nl")).words == (
        "kleine letter Anna – hoofdletter Bernard – laag streepje – 1",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alphabet_has_a_word_for_each_letter_that_begins_with_it(language: str) -> None:
    words = Strings(language).text("read_aloud.alphabet").split()
    assert "".join(word[0] for word in words).lower() == string.ascii_lowercase


def test_it_is_not_shown_by_itself() -> None:
    assert repr(read_aloud("123456", Strings())) == "ReadAloud()"
