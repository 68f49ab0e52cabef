"""What our fast reading of the numbering plans says is what the library says, for every country."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import phonenumbers
import pytest
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from dialer.contacts.numbers import plans
from dialer.contacts.numbers.numbers import check_stored
from dialer.contacts.numbers.reading import NumberType

from .outside import load, needs_it

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS: dict[int, NumberType] = {
    getattr(PhoneNumberType, kind.name): kind
    for kind in NumberType
    if kind not in {NumberType.PERSONAL, NumberType.SHORT, NumberType.EMERGENCY, NumberType.UNKNOWN}
} | {PhoneNumberType.PERSONAL_NUMBER: NumberType.PERSONAL}
FORMATS = (PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)


def examples(region: str) -> Iterator[str]:
    """Yield numbers of every sort of a country, and the same with a digit changed, added or left out."""
    chance = random.Random(region)
    for kind in KINDS:
        number = phonenumbers.example_number_for_type(region, kind)
        if number is None:
            continue
        yield phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
        written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        yield written
        at = chance.randrange(1, len(written))
        yield written[:at] + chance.choice("0123456789") + written[at + chance.randrange(3) :]


def library(written: str, region: str) -> tuple[object, ...] | None:
    """Return what the library makes of a number; None if it is no valid one."""
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    own = phonenumbers.region_code_for_number(number)
    return (
        *(phonenumbers.format_number(number, style) for style in FORMATS),
        None if own == "001" else own,
        KINDS[phonenumbers.number_type(number)],
    )


def ours(written: str, region: str) -> tuple[object, ...] | None:
    found = check_stored(written, region)
    if not found.callable:
        return None
    return found.e164, found.national, found.international, found.region, found.type


def test_every_number_reads_as_the_library_reads_it() -> None:
    valid = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for written in examples(region):
            expected = library(written, region)
            if check_stored(written, region).type is not NumberType.EMERGENCY:
                assert ours(written, region) == expected, (written, region)
            valid += expected is not None
    assert valid > 1000


@pytest.mark.parametrize("home", ["NL", "US", "IT", "GB", "AR"])
def test_it_does_so_in_another_country_too(home: str) -> None:
    for region in ("NL", "US", "IT", "GB", "AR", "AU", "KR"):
        for written in examples(region):
            if check_stored(written, home).type is not NumberType.EMERGENCY:
                assert ours(written, home) == library(written, home), (written, home)


@pytest.mark.parametrize("code", [800, 808, 870, 878, 881, 882, 883, 888, 979])
def test_numbers_of_no_country(code: int) -> None:
    number = phonenumbers.example_number_for_non_geo_entity(code)
    assert number is not None
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    assert ours(written, "NL") == library(written, "NL")
    assert ours(written, "NL") is not None


def test_most_numbers_need_no_second_reading_by_the_library() -> None:
    numbers = [written for region in ("NL", "BE", "FR", "DE", "GB") for written in examples(region)]
    bare = ["+" * (text[0] == "+") + re.sub("[^0-9]", "", text) for text in numbers]
    regions = [region for region in ("NL", "BE", "FR", "DE", "GB") for _ in examples(region)]
    fast = [text for text, region in zip(bare, regions, strict=True) if plans.split(text, region)]
    assert len(fast) > 0.9 * len(bare)


@needs_it
@pytest.mark.parametrize("home", ["NL", "US", "DE", "JP"])
def test_every_number_of_cards_that_others_wrote_reads_as_the_library_reads_it(home: str) -> None:
    cards = [card for file in dict(load("vcard_expected.json")).values() for card in file["cards"] or ()]
    written = {number.removeprefix("tel:") for card in cards for number in card["tel"]}
    assert len(written) > 20
    lost = {number for number in written if ours(number, home) != library(number, home)}
    # The letters of its pauses are digits to the library.
    assert lost <= {"p1234p5678w9"}
