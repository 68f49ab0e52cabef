"""The numbers of the two legs, as typed and as sent."""

from __future__ import annotations

import pytest

from dialer.core.errors import InputError
from dialer.core.home_region import CompanyLines, HomeRegion
from dialer.integrations.connect_call.legs import STYLES, own_number, split, written


def test_several_own_numbers() -> None:
    assert split("020 123 4567, 201 ,+31612345678") == ("020 123 4567", "201", "+31612345678")


@pytest.mark.parametrize(
    ("typed", "region", "meant"),
    [
        ("020 624 1111", "NL", "+31206241111"),
        ("+32 2 209 88 88", "NL", "+3222098888"),
        ("0612345678", "NL", "+31612345678"),
        ("201", "NL", "201"),
        ("12", "NL", "12"),
        ("123456", "BE", "123456"),
        ("0044 20 7031 3000", "NL", "+442070313000"),
    ],
)
def test_own_numbers(typed: str, region: str, meant: str) -> None:
    assert own_number(typed, region) == meant


@pytest.mark.parametrize(
    ("typed", "region"), [("112", "NL"), ("911", "NL"), ("999", "GB"), ("144", "CH"), ("+31 112", "NL")]
)
def test_an_emergency_number_is_nobodys_own(typed: str, region: str) -> None:
    with pytest.raises(InputError) as caught:
        own_number(typed, region)
    assert caught.value.key == "connect_call.error.source_emergency"


@pytest.mark.parametrize(
    ("typed", "internal", "meant"),
    [("100", "3", "100"), ("101", "3 = +3222098", "101"), ("100", "4", None), ("112", "3", None)],
)
def test_what_the_company_says_is_internal_is_an_own_number(
    typed: str, internal: str, meant: str | None
) -> None:
    home = HomeRegion("BE", CompanyLines(internal=(internal,)))
    if meant is not None:
        assert own_number(typed, home) == meant
        return
    with pytest.raises(InputError) as caught:
        own_number(typed, home)
    assert caught.value.key == "connect_call.error.source_emergency"


@pytest.mark.parametrize("typed", ["", "1", "1234567", "+31 20 12", "٢٠١", "201*", "201 202", "*21*201#"])
def test_what_cannot_be_an_own_number(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        own_number(typed, "NL")
    assert caught.value.key == "connect_call.error.source"


@pytest.mark.parametrize(
    ("style", "home", "abroad"),
    [
        ("e164", "31206241111", "3222098888"),
        ("e164_plus", "+31206241111", "+3222098888"),
        ("international_00", "0031206241111", "003222098888"),
        ("national", "0206241111", "003222098888"),
    ],
)
def test_styles(style: str, home: str, abroad: str) -> None:
    assert written("+31206241111", style, "NL") == home
    assert written("+3222098888", style, "NL") == abroad


@pytest.mark.parametrize("style", STYLES)
def test_an_internal_number_is_sent_as_it_is(style: str) -> None:
    assert written("201", style, "NL") == "201"
