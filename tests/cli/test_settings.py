"""``dialer settings``: the same settings as in the window, for scripts and for the next computer."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from dialer.core.policy import Policy
from dialer.core.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from dialer.app import App
    from tests.cli.conftest import Shell


async def test_a_setting_is_shown_changed_and_reset(shell: Shell, app: App) -> None:
    assert await shell("settings", "set", "text_size", "150") == 0
    assert app.hub.settings.get("text_size") == "150"
    assert await shell("settings", "get", "text_size", "--json") == 0
    assert shell.link.document == "150"
    assert await shell("settings", "--json") == 0
    row = next(each for each in shell.link.document if each["key"] == "text_size")
    assert row == {
        "key": "text_size",
        "group": "look",
        "value": "150",
        "default": "100",
        "own": True,
        "managed_by": None,
    }
    assert await shell("settings", "reset", "text_size") == 0
    assert app.hub.settings.get("text_size") == "100"


async def test_several_values_and_none(shell: Shell, app: App) -> None:
    assert await shell("settings", "set", "abroad", "be", "DE") == 0
    assert shell.link.shown == ["Countries to call without asking again: Belgium, Germany"]
    assert await shell("settings", "get", "abroad") == 0
    assert shell.link.shown == ["BE", "DE"]
    assert await shell("settings", "set", "abroad", "") == 0
    assert app.hub.settings.get("abroad") == []
    assert await shell("settings", "reset", "abroad") == 0
    assert app.hub.settings.get("abroad") == ["BE", "DE", "FR", "GB", "LU", "NL"]


async def test_what_does_not_fit_ends_with_2_and_changes_nothing(shell: Shell, app: App) -> None:
    unknown = " stays as it is: Dialer knows no country with these letters."
    for argv, said in (
        (("set", "theme", "pink"), "Appearance stays as it is: "),
        (("set", "abroad", "BE", "XX"), f"Countries to call without asking again{unknown}"),
        (("set", "region", "ZZ"), f"Country{unknown}"),
        (("set", "theme", "light", "dark"), "Appearance takes one value"),
        (("set", "number_rules", "nonsense"), "Type the pattern"),
        (("get", "shoe_size"), "There is no setting “shoe_size”"),
        (("set", "welcomed", "yes"), "There is no setting “welcomed”"),
        (("reset",), "Name the settings to reset"),
        (("import", "nowhere.json"), "nowhere.json cannot be read"),
    ):
        assert await shell("settings", *argv) == 2, argv
        assert any(line.startswith(said) for line in shell.link.errors), (argv, shell.link.errors)
    assert app.hub.settings.get("theme") == "system"
    assert not app.hub.settings.get("number_rules")


async def test_what_the_organisation_decides_is_refused_and_named(shell: Shell, app: App) -> None:
    hub = app.hub
    policy = Policy(organisation="Voorbeeld", locked={"theme": "dark"})
    hub.settings = Settings(hub.home.settings_file, hub.bus, policy)
    assert await shell("settings", "set", "theme", "light") == 2
    assert await shell("settings", "reset", "theme") == 2
    assert await shell("settings", "reset", "--all") == 0
    assert await shell("settings") == 0
    assert any("Appearance: Dark  [Managed by " in line for line in shell.link.shown)


async def test_settings_go_through_a_file(shell: Shell, app: App, tmp_path: Path) -> None:
    await app.hub.settings.set_all({"region": "BE", "quiet": True})
    assert await shell("settings", "export", "mine.json") == 0
    assert await shell("settings", "reset", "--all") == 0
    assert app.hub.settings.get("region") == "NL"
    assert await shell("settings", "import", "mine.json", answers=["no"]) == 0
    assert "Country: Netherlands becomes Belgium" in shell.link.shown
    assert app.hub.settings.get("region") == "NL", "a person who says no is heard"
    assert await shell("settings", "import", "mine.json", answers=["yes"]) == 0
    assert (app.hub.settings.get("region"), app.hub.settings.get("quiet")) == ("BE", True)
    assert await shell("settings", "import", "mine.json") == 0
    assert shell.link.shown[-1] == "Nothing changes."


async def test_a_file_with_mistakes_is_taken_as_far_as_it_goes(
    shell: Shell, app: App, tmp_path: Path
) -> None:
    values = {"region": "FR", "theme": "pink", "shoe_size": 43}
    document = {"format": "dialer-settings", "version": 1, "settings": values}
    (tmp_path / "in.json").write_text(json.dumps(document))
    assert await shell("settings", "import", str(tmp_path / "in.json"), "--json") == 2
    assert shell.link.document["changed"] == ["region"]
    assert shell.link.document["unknown"] == ["shoe_size"]
    assert [each["key"] for each in shell.link.document["refused"]] == ["theme"]
    assert app.hub.settings.get("region") == "FR"


async def test_log_in_is_the_systems_entry_also_without_a_window(
    shell: Shell, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(sys, "platform", "linux")
    entry = tmp_path / "config" / "autostart" / "dialer.desktop"
    assert await shell("settings", "set", "start_at_login", "yes") == 0
    assert str(app.hub.home.path) in entry.read_text()
    assert await shell("settings", "reset", "start_at_login") == 0
    assert not entry.exists()
