"""The number rules in the settings: typed, tried, moved and removed, by mouse and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from dialer.core.errors import StorageError
from dialer.core.home_region import INTERNAL_NUMBERS, NUMBER_RULES, OUTSIDE_LINE
from dialer.core.policy import Policy
from dialer.core.settings import Settings
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.settings.number_rules_card import NumberRulesCard
from dialer.ui.settings.number_rules_dialog import RuleDialog
from tests.ui.driving import button, dialog, line, nameless, press, retype, until, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App

SITE = "Site A: 7(\\d{3}) => +31205550$1"
OTHER = "Site B: 8(\\d{3}) => +31302860$1"


def show(app: App, window: QWidget) -> NumberRulesCard:
    card = NumberRulesCard(app.hub)
    layout = QVBoxLayout(window)
    layout.addWidget(card)
    return card


def patterns(app: App) -> tuple[str, ...]:
    return app.hub.settings.region.company.patterns


async def fill(app: App, key: str, value: object) -> None:
    await app.hub.settings.set(key, value)


async def shows(card: NumberRulesCard, part: str) -> None:
    await until(lambda: any(part in each for each in words(card)), part)


async def tries(card: NumberRulesCard, text: str, *parts: str) -> str:
    """Type into the line to try, and return what it says once that holds these parts."""
    edit = line(card, "Try a number")
    retype(edit, text)
    await until(lambda: all(part in edit.accessibleDescription() for part in parts), f"{text}: {parts}")
    said = edit.accessibleDescription()
    assert said in words(card)
    return said


async def test_a_pattern_is_typed_tried_moved_and_removed(core_app: App, window: QWidget) -> None:
    card = show(core_app, window)
    hub = core_app.hub
    button(card, "Add a pattern").click()
    typing = await dialog(RuleDialog)
    retype(line(typing, "Name"), "Site A")
    retype(line(typing, "Pattern"), "7(\\d{3}")
    retype(line(typing, "Replacement"), "+31205550$1")
    press(line(typing, "Replacement"), Qt.Key.Key_Return)
    wrong = hub.strings.text("number_rules.error.pattern")
    await until(lambda: wrong in words(typing), "what is wrong")
    assert line(typing, "Pattern").accessibleDescription() == wrong
    assert patterns(core_app) == ()
    retype(line(typing, "Pattern"), "7(\\d{3})")
    press(line(typing, "Pattern"), Qt.Key.Key_Return)
    await shows(card, "Site A")
    assert patterns(core_app) == (SITE,)
    await tries(card, "7 142", "+31205550142", "Netherlands", "Can be called", "Site A")
    await fill(core_app, NUMBER_RULES, [SITE, OTHER])
    await shows(card, "Site B")
    assert not button(card, "Try Site A earlier").isEnabled()
    press(button(card, "Try Site A later"), Qt.Key.Key_Return)
    await until(lambda: patterns(core_app) == (OTHER, SITE), "the other order")
    earlier = "Try Site A earlier"
    await until(lambda: window.focusWidget() is button(card, earlier), "the focus at the moved rule")
    button(card, "Remove Site A").click()
    button(await dialog(QuestionDialog), "Remove").click()
    await until(lambda: patterns(core_app) == (OTHER,), "the removal")
    await tries(card, "7 142", "too few digits")


async def test_a_rule_that_is_kept_after_all_stays(core_app: App, window: QWidget) -> None:
    await fill(core_app, NUMBER_RULES, [SITE])
    card = show(core_app, window)
    await shows(card, "Site A")
    button(card, "Remove Site A").click()
    button(await dialog(QuestionDialog), "Cancel").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")
    assert patterns(core_app) == (SITE,)


async def test_a_pattern_is_changed_in_its_place(core_app: App, window: QWidget) -> None:
    await fill(core_app, NUMBER_RULES, [SITE, OTHER])
    card = show(core_app, window)
    await shows(card, "Site A")
    button(card, "Change Site A").click()
    typing = await dialog(RuleDialog)
    assert line(typing, "Pattern").text() == "7(\\d{3})"
    retype(line(typing, "Name"), "Site B")
    button(typing, "Save").click()
    await until(lambda: any("Another rule has this name" in each for each in words(typing)), "the clash")
    retype(line(typing, "Name"), "Site C")
    button(typing, "Save").click()
    await shows(card, "Site C")
    assert patterns(core_app) == (SITE.replace("Site A", "Site C"), OTHER)


async def test_internal_numbers_are_typed_and_tried(core_app: App, window: QWidget) -> None:
    card = show(core_app, window)
    hub = core_app.hub
    button(card, "Add internal numbers").click()
    typing = await dialog(RuleDialog)
    retype(line(typing, "Digits"), "3")
    retype(line(typing, "Number in front"), "+31 20")
    button(typing, "Save").click()
    await until(lambda: any("this is no whole number" in each for each in words(typing)), "what is wrong")
    retype(line(typing, "Number in front"), "+31 20 555 0")
    button(typing, "Save").click()
    await shows(card, "Called as \u2066+31 20 555 0\u2069 with the internal number")
    await tries(card, "142", "+31205550142", "Internal numbers of 3 digits")
    button(card, "Change Internal numbers of 3 digits").click()
    typing = await dialog(RuleDialog)
    retype(line(typing, "Number in front"), "")
    button(typing, "Save").click()
    await until(lambda: hub.settings.region.company.internal == ("3",), "the change")
    await tries(card, "142", "This is an internal number of your company", "Internal numbers of 3 digits")
    button(card, "Remove Internal numbers of 3 digits").click()
    button(await dialog(QuestionDialog), "Remove").click()
    await until(lambda: hub.settings.region.company.internal == (), "the removal")


async def test_the_outside_line_holds_when_it_is_left(core_app: App, window: QWidget) -> None:
    card = show(core_app, window)
    outside = line(card, "Outside line")
    retype(outside, "nine")
    press(outside, Qt.Key.Key_Return)
    wrong = core_app.hub.strings.text("number_rules.error.outside_line")
    await until(lambda: outside.accessibleDescription() == wrong, "what is wrong")
    retype(outside, "9")
    press(outside, Qt.Key.Key_Return)
    await until(lambda: core_app.hub.settings.region.company.outside_line == "9", "the change")
    said = await tries(card, "9 0900 9292 tst. 5", "+319009292", "Outside line 9", "expensive")
    assert "Extension \u20665\u2069" in said


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("112", ["This is an emergency number"]),
        ("0112", ["This is an emergency number", "Outside line 0"]),
        ("020 555 0142, 06 12345678", ["+31205550142", "+31612345678"]),
        ("0800-FLOWERS", ["There are letters in this number"]),
    ],
)
async def test_what_is_tried_is_told_as_it_is_read(
    core_app: App, window: QWidget, text: str, parts: list[str]
) -> None:
    await fill(core_app, OUTSIDE_LINE, "0")
    await tries(show(core_app, window), text, *parts)


async def test_a_rule_that_does_not_hold_says_why(core_app: App, window: QWidget) -> None:
    await fill(core_app, NUMBER_RULES, ["Broken: ( => 1", SITE])
    await fill(core_app, INTERNAL_NUMBERS, ["9"])
    card = show(core_app, window)
    await shows(card, core_app.hub.strings.text("number_rules.error.pattern"))
    await shows(card, core_app.hub.strings.text("number_rules.error.length", least=2, most=6))
    assert button(card, "Change Broken").accessibleDescription() == core_app.hub.strings.text(
        "number_rules.error.pattern"
    )


async def test_what_the_organisation_decides_is_shown_and_cannot_be_changed(
    core_app: App, window: QWidget
) -> None:
    hub = core_app.hub
    locked = {OUTSIDE_LINE: "9", INTERNAL_NUMBERS: ["3"], NUMBER_RULES: [SITE, OTHER]}
    hub.settings = Settings(hub.home.settings_file, hub.bus, Policy(organisation="Ministry", locked=locked))
    card = show(core_app, window)
    await shows(card, "Site B")
    assert sum("Ministry" in each for each in words(card)) == 3
    for name in (
        "Add a pattern",
        "Add internal numbers",
        "Change Site A",
        "Remove Site B",
        "Try Site A later",
    ):
        assert not button(card, name).isEnabled(), name
    assert not line(card, "Outside line").isEnabled()
    assert "Ministry" in button(card, "Add a pattern").accessibleDescription()
    await tries(card, "9 020 555 0142", "+31205550142", "Outside line 9")


async def test_everything_has_a_name_and_is_reached_by_keyboard(core_app: App, window: QWidget) -> None:
    await fill(core_app, NUMBER_RULES, [SITE, OTHER])
    await fill(core_app, INTERNAL_NUMBERS, ["3"])
    card = show(core_app, window)
    await shows(card, "Site B")
    assert nameless(card) == []
    first, reached = line(card, "Outside line"), []
    first.setFocus()
    widget: QWidget | None = first
    for _ in range(12):
        reached.append(widget.accessibleName() if widget else "")
        press(widget or first, Qt.Key.Key_Tab)
        widget = window.focusWidget()
    assert reached[:4] == [
        "Outside line",
        "Change Internal numbers of 3 digits",
        "Remove Internal numbers of 3 digits",
        "Add internal numbers",
    ]
    assert reached.index("Try Site A later") < reached.index("Add a pattern") < reached.index("Try a number")


async def test_a_full_disk_is_told_in_the_card_and_in_the_dialog(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(core_app, NUMBER_RULES, [SITE, OTHER])
    card = show(core_app, window)
    await shows(card, "Site B")

    async def full(*_args: object) -> None:
        raise StorageError("core.storage.unwritable", path="settings.json")

    monkeypatch.setattr(core_app.hub.settings, "set", full)
    button(card, "Try Site A later").click()
    await shows(card, "settings.json")
    button(card, "Change Site A").click()
    typing = await dialog(RuleDialog)
    button(typing, "Save").click()
    await until(lambda: any("settings.json" in each for each in words(typing)), "the sentence")
    assert typing.isVisible()
    button(typing, "Cancel").click()
