"""The first start asks two things, can be gone through with the keyboard alone, and keeps the answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from dialer.core.strings import Strings
from dialer.ui.frame.welcome import WelcomePage
from dialer.ui.look.countries import system_region
from tests.ui.driving import button, combo, line, nameless, press, retype, until, words

if TYPE_CHECKING:
    from dialer.app import App

WAYS = {"Add an account": "account", "Import contacts": "import", "Skip": "skip"}


class Ways:
    """What the welcome asked the window for."""

    def __init__(self, app: App, window: QWidget) -> None:
        self.gone: list[str] = []
        self.demos = 0
        self.page = WelcomePage(app, self._demo)
        self.page.add_account.connect(self._account)
        self.page.import_contacts.connect(self._import)
        self.page.skipped.connect(self._skip)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def _demo(self) -> None:
        self.demos += 1

    def _account(self) -> None:
        self.gone.append("account")

    def _import(self) -> None:
        self.gone.append("import")

    def _skip(self) -> None:
        self.gone.append("skip")


@pytest.mark.parametrize(("name", "way"), WAYS.items())
async def test_every_way_on_keeps_the_answers(core_app: App, window: QWidget, name: str, way: str) -> None:
    ways = Ways(core_app, window)
    choice = combo(ways.page, "Country")
    choice.setCurrentIndex(choice.findData("BE"))
    retype(line(ways.page, "Own phone number"), "02 555 12 34")
    button(ways.page, name).click()
    button(ways.page, name).click()
    await until(lambda: ways.gone, "the way on")
    settings = core_app.hub.settings
    assert ways.gone == [way]
    assert settings.get("region") == "BE"
    assert settings.get("own_number") == "02 555 12 34"
    assert settings.get("welcomed") is True


async def test_the_number_may_be_left_out_but_not_be_wrong(core_app: App, window: QWidget) -> None:
    ways = Ways(core_app, window)
    retype(line(ways.page, "Own phone number"), "call me")
    button(ways.page, "Skip").click()
    await until(lambda: core_app.hub.strings.text("core.field.not_phone") in words(ways.page), "the error")
    assert ways.gone == []
    assert core_app.hub.settings.get("welcomed") is False
    retype(line(ways.page, "Own phone number"), "")
    button(ways.page, "Skip").click()
    await until(lambda: ways.gone, "the way on")
    assert core_app.hub.settings.get("own_number") is None


async def test_the_number_is_read_as_one_of_the_chosen_country(core_app: App, window: QWidget) -> None:
    ways = Ways(core_app, window)
    choice = combo(ways.page, "Country")
    choice.setCurrentIndex(choice.findData("NL"))
    retype(line(ways.page, "Own phone number"), "020 305 7700")
    await until(lambda: any("+31 20 305 7700" in each for each in words(ways.page)), "the reading")
    place = choice.findData("GB")
    choice.setCurrentIndex(place)
    choice.activated.emit(place)
    await until(lambda: not any("+31" in each for each in words(ways.page)), "the new reading")


async def test_the_demo_opens_beside_and_the_welcome_waits(core_app: App, window: QWidget) -> None:
    ways = Ways(core_app, window)
    button(ways.page, "Look around with the demo").click()
    assert ways.demos == 1
    assert "The demo opens in a window of its own." in words(ways.page)
    assert core_app.hub.settings.get("welcomed") is False


async def test_the_keyboard_reaches_everything_in_order(core_app: App, window: QWidget) -> None:
    ways = Ways(core_app, window)
    window.activateWindow()
    await until(lambda: window.isActiveWindow() and ways.page.isVisible(), "the window")
    reached = []
    for _ in range(6):
        focus = window.focusWidget()
        assert focus is not None
        reached.append(focus.accessibleName())
        press(focus, Qt.Key.Key_Tab)
    assert reached == [
        "Country",
        "Own phone number",
        "Add an account",
        "Import contacts",
        "Look around with the demo",
        "Skip",
    ]
    press(button(ways.page, "Add an account"), Qt.Key.Key_Return)
    await until(lambda: ways.gone == ["account"], "the way on")
    assert nameless(ways.page) == []


@pytest.mark.parametrize(("name", "region"), [("nl_BE", "BE"), ("de_CH", "CH"), ("C", "NL")])
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_country_is_the_computers(
    monkeypatch: pytest.MonkeyPatch, platform: str, name: str, region: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", platform)
        patched.setattr(QLocale, "system", lambda: QLocale(name))
        assert system_region() == region


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="they keep it elsewhere")
@pytest.mark.parametrize(
    ("locales", "region"),
    [
        ({"LANG": "nl_BE.UTF-8"}, "BE"),
        ({"LANG": "nl_BE.UTF-8", "LANGUAGE": "en_US:en"}, "BE"),  # the window is in English, the desk is not
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_CH.UTF-8"}, "CH"),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_CH.UTF-8", "LC_ALL": "fr_LU"}, "LU"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "en"}, "NL"),
        ({"LANG": "en"}, "NL"),
        ({}, "NL"),
    ],
)
def test_under_linux_the_country_is_the_locales_not_the_languages(
    monkeypatch: pytest.MonkeyPatch, locales: dict[str, str], region: str
) -> None:
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_TELEPHONE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locales.items():
        monkeypatch.setenv(name, value)
    assert system_region() == region


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
async def test_it_speaks_the_users_language(core_app: App, window: QWidget, language: str) -> None:
    english = Ways(core_app, elsewhere := QWidget())
    core_app.hub.strings = Strings(language)
    other = Ways(core_app, window)

    def names(ways: Ways) -> set[str]:
        return {each.accessibleName() for each in ways.page.findChildren(QAbstractButton)}

    assert not names(english) & names(other)
    assert not set(words(english.page)) & set(words(other.page))
    elsewhere.deleteLater()
