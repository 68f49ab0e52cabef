"""Changing a company's rules: checked before they hold, in their order, and each says why it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.contacts.numbers.company_patterns import PatternText
from dialer.contacts.numbers.company_rules import InternalText
from dialer.contacts.numbers.rule_book import RuleBook
from dialer.core.bus import EventBus
from dialer.core.errors import InputError
from dialer.core.fields import FieldError
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES
from dialer.core.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

A = PatternText("A", "7(\\d{3})", "+31205550$1")
B = PatternText("B", "8(\\d{3})", "+31302860$1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json", EventBus())


@pytest.fixture
def book(settings: Settings) -> RuleBook:
    return RuleBook(settings)


def patterns(book: RuleBook) -> list[tuple[PatternText, str | None]]:
    return [(row.text, row.problem.key if row.problem else None) for row in book.patterns()]


async def test_patterns_are_added_changed_moved_and_removed(book: RuleBook) -> None:
    await book.keep_pattern(A)
    await book.keep_pattern(B)
    assert patterns(book) == [(A, None), (B, None)]
    await book.move_pattern(1, 0)
    assert patterns(book) == [(B, None), (A, None)]
    other = PatternText("A", "7(\\d{3})", "+31205551\\1")
    await book.keep_pattern(other, 1)
    assert patterns(book) == [(B, None), (other, None)]
    await book.remove_pattern(0)
    assert patterns(book) == [(other, None)]
    [candidate] = book.read("7 123").candidates
    assert candidate.e164 == "+31205551123"


async def test_a_pattern_that_cannot_be_right_changes_nothing(book: RuleBook) -> None:
    await book.keep_pattern(A)
    for wrong, key in (
        (PatternText("A", "1", "2"), "name_taken"),
        (PatternText("C", "(", "2"), "pattern"),
        (PatternText("C", "1", "call me"), "replacement"),
    ):
        with pytest.raises(InputError) as caught:
            await book.keep_pattern(wrong)
        assert caught.value.key == f"number_rules.error.{key}"
    assert patterns(book) == [(A, None)]


async def test_internal_numbers_are_added_changed_and_removed(book: RuleBook) -> None:
    await book.keep_internal(InternalText("3"))
    await book.keep_internal(InternalText("4", "+31 20 555"))
    with pytest.raises(InputError) as caught:
        await book.keep_internal(InternalText("3", "+31 20 555 0"))
    assert caught.value.key == "number_rules.error.length_taken"
    await book.keep_internal(InternalText("3", "+31 20 555 0"), 0)
    assert [row.text for row in book.internal()] == [
        InternalText("3", "+31 20 555 0"),
        InternalText("4", "+31 20 555"),
    ]
    await book.remove_internal(0)
    assert [row.text for row in book.internal()] == [InternalText("4", "+31 20 555")]


async def test_an_outside_line_is_digits(book: RuleBook) -> None:
    await book.set_outside_line(" 9 ")
    assert book.outside_line == "9"
    with pytest.raises(FieldError):
        await book.set_outside_line("nine")
    await book.set_outside_line("")
    assert book.outside_line == ""


async def test_what_a_policy_says_wrongly_is_shown_with_its_reason(
    book: RuleBook, settings: Settings
) -> None:
    await settings.set(NUMBER_RULES, ["nonsense", A.line(), "A: 1 => 2", "C: ( => 1"])
    await settings.set(INTERNAL_NUMBERS, ["three", "3 = 020", "4", "4 = +31 20 555"])
    assert [key for _, key in patterns(book)] == [
        "number_rules.error.no_pattern",
        None,
        "number_rules.error.name_taken",
        "number_rules.error.pattern",
    ]
    assert [row.problem and row.problem.key for row in book.internal()] == [
        "number_rules.error.length",
        "number_rules.error.base",
        None,
        "number_rules.error.length_taken",
    ]
    assert [candidate.rule and candidate.rule.what for candidate in book.read("7123").candidates] == ["A"]
