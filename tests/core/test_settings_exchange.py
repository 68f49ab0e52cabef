"""Settings go to another computer in a file: what fits is shown before it holds, and the rest is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.numbers.rule_book import problem_of
from dialer.core.bus import EventBus
from dialer.core.errors import InputError
from dialer.core.policy import Policy
from dialer.core.settings import Settings, SettingsChanged
from dialer.core.settings_exchange import carry_out, export_to, exported, plan, read_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json", EventBus())


async def test_what_is_exported_comes_back_as_it_was(settings: Settings, tmp_path: Path) -> None:
    chosen: dict[str, object] = {
        "region": "BE",
        "quiet": True,
        "abroad": ["DE", "FR"],
        "abroad_per_day": 3,
        "own_phones": ["Front desk = 020 305 7700"],
        "slip_template": "Ms {name} called.\n\nPlease call back.",
        "number_rules": ["Desk: 7(\\d{3}) => +31203050$1"],
    }
    await settings.set_all(chosen)
    assert await export_to(settings, tmp_path / "out.json") == len(chosen)
    assert (tmp_path / "out.json").stat().st_mode & 0o077 == 0
    other = Settings(tmp_path / "other.json", EventBus())
    found = plan(other, await read_file(tmp_path / "out.json"), problem_of)
    assert {change.key: change.after for change in found.changes} == chosen
    assert (found.unknown, found.refused, found.locked) == ((), (), ())
    assert other.get("region") == "NL", "nothing is changed by looking"
    await carry_out(other, found)
    assert {key: other.get(key) for key in chosen} == chosen
    assert plan(other, await read_file(tmp_path / "out.json")).changes == ()


async def test_only_what_somebody_chose_is_exported_and_no_address_that_is_a_key(settings: Settings) -> None:
    await settings.set_all(
        {"theme": "system", "webhook_url": "https://hooks.example/T0/s3cret", "phone_links": True}
    )
    assert exported(settings)["settings"] == {}


async def test_what_does_not_fit_is_named_one_by_one(tmp_path: Path) -> None:
    policy = Policy(organisation="Voorbeeld", locked={"language": "nl"}, defaults={"theme": "dark"})
    settings = Settings(tmp_path / "settings.json", EventBus(), policy)
    values = {
        "theme": "pink",
        "text_size": "150",
        "language": "de",
        "abroad_per_day": "many",
        "abroad": ["BE", "XX"],
        "region": "ZZ",
        "quiet": "maybe",
        "shoe_size": 43,
        "webhook_url": "https://evil.example/",
        "number_rules": ["Desk: 7(\\d{3} => +31203050$1"],
    }
    found = plan(settings, values, problem_of)
    assert [change.key for change in found.changes] == ["text_size"]
    assert {each.key: each.reason.key for each in found.refused} == {
        "theme": "core.field.not_a_choice",
        "abroad_per_day": "core.field.not_number",
        "abroad": "core.field.unknown_region",
        "region": "core.field.unknown_region",
        "quiet": "core.field.not_text",
        "number_rules": "number_rules.error.pattern",
    }
    assert found.locked == ("language",)
    assert found.unknown == ("shoe_size", "webhook_url")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xff\x00", "settings.file.not_ours"),
        (b"[1]", "settings.file.not_ours"),
        (b'{"version": 1, "settings": {}}', "settings.file.not_ours"),
        (b'{"format": "dialer-settings", "version": 1, "settings": [1]}', "settings.file.not_ours"),
        (b'{"format": "dialer-settings", "version": 2, "settings": {}}', "settings.file.newer"),
        (b"[" * 200_000, "settings.file.not_ours"),
        (None, "settings.file.unreadable"),
    ],
)
async def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes | None, key: str) -> None:
    file = tmp_path / "in.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError) as refused:
        await read_file(file)
    assert refused.value.key == key


async def test_resetting_goes_back_to_the_organisations_default(tmp_path: Path) -> None:
    policy = Policy(locked={"quiet": True}, defaults={"theme": "dark"})
    bus = EventBus()
    settings = Settings(tmp_path / "settings.json", bus, policy)
    await settings.set_all({"theme": "light", "text_size": "150", "region": "NL"})
    assert [key for key in ("theme", "text_size", "region", "quiet") if settings.is_own(key)] == [
        "theme",
        "text_size",
    ]
    heard: list[str] = []
    bus.listen(SettingsChanged, lambda event: heard.append(event.key))
    await settings.reset("theme", "text_size", "region", "quiet")
    assert [settings.get(key) for key in ("theme", "text_size", "region", "quiet")] == [
        "dark",
        "100",
        "NL",
        True,
    ]
    assert heard == ["theme", "text_size"]
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert kept == {"version": 1}


async def test_several_changes_are_all_made_or_none(settings: Settings) -> None:
    with pytest.raises(Exception, match="not_a_choice"):
        await settings.set_all({"region": "BE", "theme": "pink"})
    assert settings.get("region") == "NL"
