"""The settings of a company's number rules: what they take, who decides, and who brings them along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.bus import EventBus
from dialer.core.errors import InputError
from dialer.core.fields import FieldError
from dialer.core.home_region import (
    INTERNAL_NUMBERS,
    NUMBER_RULES,
    NUMBER_SETTINGS,
    OUTSIDE_LINE,
    CompanyLines,
    HomeRegion,
)
from dialer.core.policy import Policy
from dialer.core.settings import DECLARED, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.core.home import Home


async def test_what_was_set_is_there_again_after_a_restart(home: Home) -> None:
    settings = Settings(home.settings_file, EventBus())
    assert (settings.region, settings.region.company) == ("NL", CompanyLines())
    await settings.set(OUTSIDE_LINE, 0)
    await settings.set(INTERNAL_NUMBERS, ["3 = +31205550", " 4 "])
    await settings.set(NUMBER_RULES, "Site: 7(.*) => 1\\1")
    rules = CompanyLines(outside_line="0", internal=("3 = +31205550", "4"), patterns=("Site: 7(.*) => 1\\1",))
    for each in (settings, Settings(home.settings_file, EventBus())):
        assert each.region.company == rules
    await settings.set(OUTSIDE_LINE, "")
    await settings.set(INTERNAL_NUMBERS, [])
    await settings.set(NUMBER_RULES, [])
    assert not Settings(home.settings_file, EventBus()).region.company


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        (OUTSIDE_LINE, "00", "number_rules.error.outside_line"),
        (OUTSIDE_LINE, "123", "number_rules.error.outside_line"),
        (OUTSIDE_LINE, "+", "number_rules.error.outside_line"),
        (OUTSIDE_LINE, "\u0660", "number_rules.error.outside_line"),
        (NUMBER_RULES, ["x"] * 51, "number_rules.error.too_many"),
        (NUMBER_RULES, ["x" * 301], "core.field.not_text"),
        (NUMBER_RULES, ["a\nb"], "core.field.not_text"),
        (INTERNAL_NUMBERS, ["3", " "], "core.field.not_text"),
    ],
)
def test_what_cannot_be_kept_is_refused(key: str, value: object, reason: str) -> None:
    with pytest.raises(FieldError) as caught:
        DECLARED[key].parse(value)
    assert caught.value.key == reason


async def test_the_organisation_may_lock_each_of_them(home: Home, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("")
    home.profile_file.write_text(
        'organisation = "Ministry"\n[settings]\noutside_line = 9\ninternal_numbers = "4"\n'
        "[defaults]\nnumber_rules = ['Site: 7(\\d+) => +3120$1', \"Other: 1 => 2\"]\n"
    )
    read = Policy.load(home, tmp_path / "none.toml")
    assert read.problems == ()
    settings = Settings(home.settings_file, EventBus(), read)
    assert settings.region.company == CompanyLines(
        outside_line="9", internal=("4",), patterns=("Site: 7(\\d+) => +3120$1", "Other: 1 => 2")
    )
    assert [settings.managed_by(key) for key in NUMBER_SETTINGS] == ["Ministry", "Ministry", None]
    with pytest.raises(InputError):
        await settings.set(OUTSIDE_LINE, "0")
    await settings.set(NUMBER_RULES, [])
    assert settings.region.company.patterns == ()


def test_a_country_is_a_text_and_two_homes_differ_by_their_rules() -> None:
    plain, ruled = HomeRegion("NL", CompanyLines()), HomeRegion("NL", CompanyLines(outside_line="0"))
    assert plain == ruled == "NL"
    assert type(str(ruled)) is str
    assert plain.reads_as("NL")
    assert not ruled.reads_as("NL")
    assert not ruled.reads_as(plain)
    assert ruled.reads_as(HomeRegion("NL", CompanyLines(outside_line="0")))
    assert not plain.reads_as("BE")
