"""The settings page is drawn from the declared settings, and a change holds at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QMenu, QVBoxLayout

from dialer.core.errors import StorageError
from dialer.core.fields import Toggle
from dialer.core.policy import Policy
from dialer.core.settings import SETTINGS, Settings
from dialer.core.strings import Strings
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.blocks.icon_button import IconButton
from dialer.ui.blocks.widgets import ltr
from dialer.ui.keys.shortcuts_dialog import ShortcutsDialog
from dialer.ui.settings.file import PlanDialog
from dialer.ui.settings.page import SettingsPage
from tests.ui.driving import button, combo, dialog, line, nameless, press, retype, until, whole, words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dialer.app import App


TICKED = [field for field in SETTINGS if isinstance(field, Toggle)]


def show(app: App, window: QWidget) -> SettingsPage:
    page = SettingsPage(app)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    return whole(page)


def choose(choice: QComboBox, value: str) -> None:
    place = choice.findData(value)
    choice.setCurrentIndex(place)
    choice.activated.emit(place)


async def test_every_declared_setting_is_there(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    labels = {core_app.hub.strings.text(f"settings.field.{field.key}.label") for field in SETTINGS}
    labels -= {core_app.hub.strings.text(f"settings.field.{field.key}.label") for field in TICKED}
    assert labels <= set(words(page))
    boxes = {box.accessibleName() for box in page.findChildren(QCheckBox)}
    assert {core_app.hub.strings.text(f"settings.field.{field.key}.label") for field in TICKED} <= boxes
    assert nameless(page) == []


async def test_a_choice_holds_at_once_and_after_a_restart(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    page = show(core_app, window)
    choose(combo(page, "Country"), "BE")
    choose(combo(page, "Appearance"), "dark")
    choose(combo(page, "Text size"), "150")
    await until(lambda: hub.settings.get("text_size") == "150", "the change")
    await until(lambda: not hub.scope.tasks, "the end")
    kept = Settings(hub.home.settings_file, hub.bus)
    assert [kept.get(key) for key in ("region", "theme", "text_size")] == ["BE", "dark", "150"]


async def test_the_own_number_is_read_while_it_is_typed(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    page = show(core_app, window)
    number = line(page, "Own phone number")
    retype(number, "020 305 77")
    await until(lambda: hub.strings.text("contacts.number.invalid") in words(page), "the doubt")
    retype(number, "020 305 7700")
    await until(lambda: any("+31 20 305 7700" in each for each in words(page)), "the reading")
    retype(number, "101")
    internal = hub.strings.text("ui_pages.number.internal", number=ltr("101"))
    await until(lambda: internal in words(page), "the internal number")
    retype(number, "112")
    emergency = hub.strings.text("contacts.number.emergency")
    await until(lambda: internal not in words(page) and emergency in words(page), "no internal number")
    press(number, Qt.Key.Key_Return)
    await until(lambda: hub.settings.get("own_number") == "112", "the change")


async def test_what_does_not_fit_is_told_and_not_kept(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    page = show(core_app, window)
    number = line(page, "Own phone number")
    retype(number, "reception")
    press(number, Qt.Key.Key_Return)
    await until(lambda: hub.strings.text("core.field.not_phone") in words(page), "the error")
    assert hub.settings.get("own_number") is None
    assert number.text() == "reception"


async def test_an_own_number_can_be_taken_away(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    await hub.settings.set("own_number", "020 305 7700")
    page = show(core_app, window)
    number = line(page, "Own phone number")
    retype(number, "")
    press(number, Qt.Key.Key_Return)
    await until(lambda: hub.settings.get("own_number") is None, "the change")


async def test_the_language_says_that_it_waits_for_a_restart(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    assert core_app.hub.settings.get("language") == "system"
    choose(combo(page, "Language"), "nl")
    sentence = core_app.hub.strings.text("ui_pages.settings.language.restart")
    await until(lambda: sentence in words(page), "the sentence")
    choose(combo(page, "Language"), "system")
    await until(lambda: sentence not in words(page), "no sentence")


async def test_a_change_from_elsewhere_is_shown(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    await core_app.hub.settings.set("region", "FR")
    assert combo(page, "Country").currentText() == "France"


async def test_a_full_disk_is_told(core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = core_app.hub
    page = show(core_app, window)

    def full(_values: object) -> None:
        raise StorageError("core.storage.unwritable", path="settings.json")

    monkeypatch.setattr(hub.settings._store, "save", full)  # noqa: SLF001  # the disk, as settings see it
    choose(combo(page, "Appearance"), "dark")
    sentence = hub.strings.text("core.storage.unwritable", path="settings.json")
    await until(lambda: sentence in words(page), "the sentence")
    assert hub.settings.get("theme") == "system"


@pytest.mark.parametrize(
    ("language", "first"), [("nl", "Afghanistan"), ("de", "Afghanistan"), ("fr", "Afghanistan")]
)
async def test_countries_are_in_the_order_of_the_language(
    core_app: App, window: QWidget, language: str, first: str
) -> None:
    core_app.hub.strings = Strings(language)
    page = show(core_app, window)
    choice = next(each for each in page.findChildren(QComboBox) if each.count() > 200)
    names = [choice.itemText(place) for place in range(choice.count())]
    assert names[0] == first
    accented = {"nl": ("Zuid-Soedan", "Zweden"), "de": ("Ägypten", "Albanien"), "fr": ("Égypte", "Espagne")}
    before, after = accented[language]
    assert names.index(before) < names.index(after)


def decide(app: App, **policy: object) -> None:
    """Let the organisation decide settings."""
    hub = app.hub
    hub.settings = Settings(hub.home.settings_file, hub.bus, Policy(**policy))  # type: ignore[arg-type]  # some of its fields


async def test_what_the_organisation_decides_is_shown_greyed_out(core_app: App, window: QWidget) -> None:
    decide(core_app, organisation="Gemeente Voorbeeld", locked={"theme": "dark", "own_number": "101"})
    page = show(core_app, window)
    appearance, number = combo(page, "Appearance"), line(page, "Own phone number")
    assert (appearance.currentText(), number.text()) == ("Dark", "101")
    assert not appearance.isEnabled()
    assert not number.isEnabled()
    assert "Gemeente Voorbeeld" in number.accessibleDescription()
    assert sum("Gemeente Voorbeeld" in each for each in words(page)) == 2
    assert combo(page, "Text size").isEnabled()
    choose(combo(page, "Text size"), "150")
    await until(lambda: core_app.hub.settings.get("text_size") == "150", "the change of another setting")
    assert core_app.hub.settings.get("own_number") == "101"


async def test_an_organisation_without_a_name(core_app: App, window: QWidget) -> None:
    decide(core_app, locked={"language": "nl"})
    page = show(core_app, window)
    hint = core_app.hub.strings.text("settings.field.language.hint")
    assert combo(page, "Language").accessibleDescription() == f"Managed by your organisation. {hint}"


async def test_a_default_of_the_organisation_can_be_changed(core_app: App, window: QWidget) -> None:
    decide(core_app, defaults={"theme": "dark"})
    page = show(core_app, window)
    appearance = combo(page, "Appearance")
    assert appearance.isEnabled()
    assert appearance.currentText() == "Dark"
    choose(appearance, "system")
    await until(lambda: core_app.hub.settings.get("theme") == "system", "the change")


def labels(page: SettingsPage) -> list[str]:
    """The settings that are shown."""
    return [row.editor.label for row in page.rows if row.isVisibleTo(page)]


async def test_a_search_leaves_what_has_the_words(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    search = line(page, "Search settings")
    retype(search, "clock")
    assert labels(page) == [
        "Icon next to the clock",
        "Start without showing the window",
        "Closing the window",
    ]
    assert "3 found" in words(page)
    retype(search, "DARK appear")  # a choice, in capitals, and the name
    assert labels(page) == ["Appearance"]
    assert "1 found" in words(page)
    retype(search, "outside line")  # in a card of its own
    assert labels(page) == []
    assert "Number rules" in words(page)
    assert "Language and look" not in words(page)
    retype(search, "zzz")
    assert core_app.hub.strings.text("settings.search.nothing") in words(page)
    assert "Nothing found" in words(page)
    search.clear()
    assert len(labels(page)) == len(SETTINGS)


async def test_a_search_does_not_mind_accents(core_app: App, window: QWidget) -> None:
    core_app.hub.strings = Strings("de")
    page = show(core_app, window)
    retype(line(page, "Einstellungen suchen"), "grosse schrift")
    assert labels(page) == ["Schriftgröße"]


async def test_a_setting_is_taken_back(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    page = show(core_app, window)
    assert [each for each in page.findChildren(QCheckBox) if "Reset" in each.accessibleName()] == []
    choose(combo(page, "Appearance"), "dark")
    await until(lambda: hub.settings.is_own("theme"), "the change")
    button(page, "Reset “Appearance”").click()
    await until(lambda: hub.settings.get("theme") == "system", "the reset")
    assert combo(page, "Appearance").currentText() == "As on this computer"


async def test_all_are_taken_back_after_a_question(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    await hub.settings.set_all({"theme": "dark", "abroad": ["BE"], "outside_line": "9"})
    page = show(core_app, window)
    button(page, "Reset all…").click()
    question = await dialog(QuestionDialog)
    assert any("number rules among them: 3." in each for each in words(question))
    button(question, "Reset").click()
    await until(lambda: not hub.settings.is_own("theme"), "the reset")
    assert hub.settings.get("abroad") == ["BE", "DE", "FR", "GB", "LU", "NL"]
    assert not hub.settings.get("outside_line")


async def test_countries_are_added_and_taken_away(core_app: App, window: QWidget) -> None:
    hub = core_app.hub
    page = show(core_app, window)
    countries = combo(page, "Countries to call without asking again")
    choose(countries, "CH")
    there = ["BE", "CH", "DE", "FR", "GB", "LU", "NL"]
    await until(lambda: hub.settings.get("abroad") == there, "the country")
    button(page, "Remove Switzerland").click()
    there.remove("CH")
    await until(lambda: hub.settings.get("abroad") == there, "one of them")
    assert not hub.settings.is_own("abroad")
    for name in ("Belgium", "Germany", "France", "United Kingdom", "Luxembourg", "Netherlands"):
        button(page, f"Remove {name}").click()
        del there[0]
        await until(lambda: hub.settings.get("abroad") == there, "one of them")
    assert hub.settings.is_own("abroad")  # none is a choice, too


async def test_a_file_is_shown_before_it_holds(core_app: App, window: QWidget, tmp_path: Path) -> None:
    hub = core_app.hub
    values = {"theme": "dark", "text_size": "900", "shoe_size": 43}
    document = {"format": "dialer-settings", "version": 1, "settings": values}
    (tmp_path / "in.json").write_text(json.dumps(document))
    page = show(core_app, window)
    button(page, "Import").click()
    chooser = await dialog(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "in.json"))
    chooser.filesSelected.emit([str(tmp_path / "in.json")])
    chooser.close()
    plan = await dialog(PlanDialog)
    assert "Appearance: As on this computer becomes Dark" in words(plan)
    assert any(each.startswith("Text size stays as it is: ") for each in words(plan))
    assert "“shoe_size” is skipped: this version has no such setting." in words(plan)
    assert hub.settings.get("theme") == "system"
    button(plan, "Change 1").click()
    await until(lambda: hub.settings.get("theme") == "dark", "the change")
    await until(lambda: "Settings changed: 1." in words(page), "the sentence")


async def test_all_keys_are_shown_also_without_a_key(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    button(page, "Show all shortcuts").click()
    keys = await dialog(ShortcutsDialog)
    assert "Show all shortcuts" in words(keys)
    keys.reject()
    await until(lambda: not keys.isVisible(), "the end of the list")


async def test_beside_other_programs_a_menu_has_the_words_of_the_buttons(
    core_app: App, window: QWidget
) -> None:
    await core_app.hub.settings.set("outside_line", "9")
    page = show(core_app, window)
    window.setMinimumSize(0, 0)
    window.resize(312, 640)
    more = core_app.hub.strings.text("settings.more")
    await until(lambda: any(each.isVisible() for each in named_all(page, more)), "the button with the menu")
    [opener] = named_all(page, more)
    opener.click()
    [menu] = opener.findChildren(QMenu)
    assert [item.text() for item in menu.actions()] == ["Import", "Export", "Reset all…"]
    menu.actions()[2].trigger()
    (await dialog(QuestionDialog)).reject()
    window.resize(800, 640)
    await until(lambda: opener.isHidden() and button(page, "Import").isVisible(), "the words")


def named_all(page: QWidget, name: str) -> list[IconButton]:
    return [each for each in page.findChildren(IconButton) if each.accessibleName() == name]
