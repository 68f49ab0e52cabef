"""A company's rules for numbers: what they read, what they leave alone, and what they can never do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.contacts.numbers.company_patterns import Pattern, PatternText
from dialer.contacts.numbers.company_rules import Internal, InternalText
from dialer.contacts.numbers.numbers import check, check_stored, read
from dialer.contacts.numbers.reading import Fired, NumberType, RuleKind
from dialer.core.errors import InputError
from dialer.core.home_region import CompanyLines, HomeRegion

if TYPE_CHECKING:
    from dialer.contacts.numbers.reading import Candidate


def home(outside: str = "", *, internal: tuple[str, ...] = (), patterns: tuple[str, ...] = ()) -> HomeRegion:
    return HomeRegion("NL", CompanyLines(outside_line=outside, internal=internal, patterns=patterns))


def told(candidate: Candidate) -> tuple[str | None, str | None]:
    return candidate.e164, candidate.rule.what if candidate.rule else None


@pytest.mark.parametrize("region", ["NL", home()])
@pytest.mark.parametrize("text", ["9 020 5550142", "0-020 5550142x1", "123", "90205550142"])
def test_without_rules_nothing_is_different(region: str, text: str) -> None:
    assert check(text, region) == check(text, "NL")


@pytest.mark.parametrize(
    ("line", "text", "e164"),
    [
        ("9", "9 020 5550142", "+31205550142"),
        ("9", "90205550142", "+31205550142"),
        ("9", "9-06 12345678", "+31612345678"),
        ("9", "9 0031 6 12345678", "+31612345678"),
        ("0", "0-020 555 01 42", "+31205550142"),
        ("0", "0 020 555 01 42", "+31205550142"),
        ("0", "0 06-12345678", "+31612345678"),
        ("01", "01 020 5550142", "+31205550142"),
    ],
)
def test_the_outside_line_is_no_part_of_the_number(line: str, text: str, e164: str) -> None:
    for candidate in (check(text, home(line)), check_stored(text, home(line))):
        assert (candidate.e164, candidate.raw) == (e164, text)
        assert candidate.rule == Fired(RuleKind.OUTSIDE_LINE, line)


@pytest.mark.parametrize(
    ("line", "text", "e164"),
    [
        ("0", "020 555 01 42", "+31205550142"),
        ("0", "0 20 555 01 42", "+31205550142"),
        ("0", "0031 20 5550142", "+31205550142"),
        ("0", "+31 20 5550142", "+31205550142"),
        ("9", "0900 9292", "+319009292"),
        ("3", "31205550142", "+31205550142"),
        ("0", "00205550142", None),
        ("9", "9 1234567", None),
        ("9", "9", None),
    ],
)
def test_what_is_a_number_by_itself_or_none_at_all_has_no_outside_line(
    line: str, text: str, e164: str | None
) -> None:
    assert told(check(text, home(line))) == (e164, None)


def test_an_internal_number_with_a_base_is_callable() -> None:
    candidate = check("1 42", home(internal=("3 = +31 20 555 0",)))
    assert told(candidate) == ("+31205550142", "3")
    assert (candidate.raw, candidate.type, candidate.callable) == ("1 42", NumberType.FIXED_LINE, True)


@pytest.mark.parametrize(
    "text", ["12-05", "12/05", "12.05", "(12) 05", "+1205", "0012", "12-5", "1205 kamer 3"]
)
def test_a_day_is_no_internal_number(text: str) -> None:
    rules = home(internal=("4 = +31 20 555", "3 = +31 20 555 0"))
    assert [candidate for candidate in read(text, rules).candidates if candidate.rule] == []


def test_an_internal_number_without_a_base_is_kept_as_written_and_says_why() -> None:
    candidate = check("1234", home(internal=("3 = +31 20 555 0", "4")))
    assert (candidate.callable, candidate.raw, candidate.type) == (False, "1234", NumberType.SHORT)
    assert candidate.reason == "number_rules.reason.internal"
    assert candidate.rule == Fired(RuleKind.INTERNAL, "4")


def test_a_base_makes_no_number_that_does_not_exist() -> None:
    candidate = check("99", home(internal=("2 = +31 140",)))
    assert told(candidate) == (None, "2")
    assert (candidate.callable, candidate.reason) == (False, "contacts.number.invalid")


def test_a_premium_number_still_wants_a_confirmation() -> None:
    by_pattern = check("7 9292", home(patterns=("Travel: 7(\\d{4}) => 0900\\1",)))
    by_line = check("9 0900 9292", home("9"))
    assert (by_pattern.e164, by_pattern.confirm) == (by_line.e164, by_line.confirm) == ("+319009292", True)


def test_patterns_are_tried_in_their_order_and_one_fires() -> None:
    rules = home(
        internal=("4 = +31 20 555",),
        patterns=("Site A: 8(\\d{3}) => +31302860$1", "Both: [78](\\d{3}) => +31205550$1"),
    )
    assert told(check("8123", rules)) == ("+31302860123", "Site A")
    assert told(check("7 123", rules)) == ("+31205550123", "Both")
    assert told(check("6123", rules)) == ("+31205556123", "4")


@pytest.mark.parametrize("pattern", ["\\d+", ".*", "0.*", "(?:0|\\d)+", "[^x]+"])
@pytest.mark.parametrize("text", ["+31 20 555 0142", "0031 20 555 0142"])
def test_a_number_with_its_country_is_left_to_patterns_that_say_so(pattern: str, text: str) -> None:
    rules = home(patterns=(f"Greedy: {pattern} => +31612345678",))
    assert told(check(text, rules)) == ("+31205550142", None)


@pytest.mark.parametrize("pattern", ["\\+3120555(\\d{4})", "^(?:\\+)3120555(\\d{4})$", "[+]3120555(\\d{4})"])
@pytest.mark.parametrize("text", ["+31 20 555 0142", "0031 20 555 0142", "020 555 0142"])
def test_a_pattern_that_says_so_moves_a_number_however_it_is_written(pattern: str, text: str) -> None:
    rules = home(patterns=(f"Moved: {pattern} => +3130286\\1",))
    assert told(check(text, rules)) == ("+31302860142", "Moved")


def test_a_pattern_that_never_settles_calls_nobody() -> None:
    candidate = check("010 555 0142", home(patterns=("Round: \\+3110(\\d+)(\\d) => +3110\\2\\1",)))
    assert (candidate.callable, candidate.reason) == (False, "number_rules.reason.loop")
    assert told(candidate) == (None, "Round")


RULES = st.builds(
    home,
    st.sampled_from(["", "0", "9", "1", "11"]),
    internal=st.lists(
        st.sampled_from(["2", "3", "3 = +31", "3 = +31205550", "4 = +3120555", "6 = +31612"]), max_size=2
    ).map(tuple),
    patterns=st.lists(
        st.sampled_from(
            [
                *(
                    "all: \\d+ => 112",
                    "all: (\\d+) => +31\\1",
                    "nought: 0(.*) => $1",
                    "one: 1(.*) => 0201234\\1",
                ),
                *("abroad: \\+31(.*) => +32$1", "two: 00(.*) => +$1", "hide: 112|911|0112 => +31205550142"),
                *("last: (.*)(\\d) => \\1", "plus: \\+(.*) => 112", "cut: (...).* => $1"),
            ]
        ),
        max_size=3,
    ).map(tuple),
)


@given(rules=RULES, text=st.text(alphabet="0123456789+ -", max_size=14))
def test_what_is_dialled_is_what_was_shown(rules: HomeRegion, text: str) -> None:
    candidate = check(text, rules)
    if candidate.e164 is not None:
        again = check(candidate.e164, rules)
        assert (again.e164, again.confirm) == (candidate.e164, candidate.confirm)
        plain = check(candidate.e164, "NL")
        assert (plain.callable, plain.e164) == (True, candidate.e164)


@given(
    rules=RULES, number=st.sampled_from(["112", "911", "1-1-2", "+31112", "0031112", "+44 999", "tel:112"])
)
def test_no_rule_hides_an_emergency_number(rules: HomeRegion, number: str) -> None:
    (candidate,) = read(number, rules).candidates
    assert (candidate.callable, candidate.type) == (False, NumberType.EMERGENCY)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("9112", home("9")),
        ("9 112", home("9", internal=("4 = +3120555",))),
        ("0112", home("0", patterns=("hide: 0112 => +31205550142",))),
        ("0-911", home("0")),
        ("500", home(patterns=("make: 500 => 112",))),
        ("500", home(patterns=("make: 500 => +31112",))),
        ("112", home(internal=("3 = +31205550",))),
    ],
)
def test_no_rule_makes_an_emergency_number_callable(text: str, rules: HomeRegion) -> None:
    candidate = check(text, rules)
    assert (candidate.callable, candidate.type) == (False, NumberType.EMERGENCY)
    assert candidate.reason == "contacts.number.emergency"


def test_a_number_of_hasselt_is_not_taken_for_an_emergency_behind_an_outside_line() -> None:
    rules = HomeRegion("BE", CompanyLines(outside_line="0"))
    assert told(check("011 22 33 44", rules)) == ("+3211223344", None)


def test_rules_hold_for_links_and_their_parameters_do_not_pass() -> None:
    rules = home(internal=("3 = +31205550",))
    assert [told(each) for each in read("tel:142", rules).candidates] == [("+31205550142", "3")]
    assert read("tel:142;ext=1", rules).candidates == ()


def test_rules_do_not_hold_in_another_country() -> None:
    assert check("142", "BE").rule is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (": 1 => 2", "name"),
        ("x" * 61 + ": 1 => 2", "name"),
        ("a:  => 2", "no_pattern"),
        ("a: " + "1" * 201 + " => 2", "no_pattern"),
        ("a: ( => 2", "pattern"),
        ("a: [0-9 => 2", "pattern"),
        ("a: (?P<x => 2", "pattern"),
        ("a: 1{99999999999999999999} => 2", "pattern"),
        ("a: 1 =>", "replacement"),
        ("a: 1 => x", "replacement"),
        ("a: 1 => *21*1#", "replacement"),
        ("a: 1 => 2+3", "replacement"),
        ("a: 1 => \\0", "replacement"),
        ("a: 1 => \\1", "group"),
        ("a: (1) => $2", "group"),
        ("a: (?:\\d|\\d\\d)*[a-z] => 2", "slow"),
        ("a: (\\d+)(\\d+)(\\d+)(\\d+)(\\d+)(\\d+)(\\d+)\\1\\D => 2", "slow"),
        ("no arrow: 1 2", "no_pattern"),
    ],
)
def test_a_bad_pattern_is_told_at_once(line: str, reason: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(InputError) as caught:
        Pattern(PatternText.parse(line))
    assert caught.value.key == f"number_rules.error.{reason}"
    assert time.perf_counter() - begun < 1
    assert told(check("020 5550142", home(patterns=(line,)))) == ("+31205550142", None)


def test_a_pattern_that_is_slow_for_one_number_holds_nobody_up_and_calls_nobody() -> None:
    rules = home(patterns=("Slow: 77(?:\\d|\\d\\d)*[a-z] => 1",))
    begun = time.perf_counter()
    for _ in range(50):
        candidate = check_stored("7" * 38, rules)
        assert (candidate.callable, candidate.reason) == (False, "number_rules.reason.slow")
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1", "length"),
        ("7", "length"),
        ("x", "length"),
        ("", "length"),
        ("33", "length"),
        ("3 = 020555", "base"),
        ("3 = +31 20 555", "base"),
        ("3 = +31 20 555 01 42", "base"),
        ("3 = +999", "base"),
        ("3 = +31 (0)20 5550", "base"),
    ],
)
def test_bad_internal_numbers_are_told_at_once(line: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        Internal(InternalText.parse(line))
    assert caught.value.key == f"number_rules.error.{reason}"


@pytest.mark.parametrize("line", ["3", "3 = +31 20 555 0", "4 = +31205550142"[:12], "2 = +32 2 555 12"])
def test_lines_of_the_settings_come_back_as_they_were(line: str) -> None:
    assert InternalText.parse(line).line() == line
    assert Internal(InternalText.parse(line)).length == int(line[0])


def test_a_pattern_with_colons_and_arrows_comes_back_as_it_was() -> None:
    text = PatternText("Site", "(?:7|8)(\\d{3})", "+3120555$1")
    assert PatternText.parse(text.line()) == text
