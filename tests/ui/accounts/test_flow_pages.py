"""The dialog goes from page to page, shows what the check does, and sends people to their browser."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QScrollArea

from dialer.core import loader, onboarding
from dialer.core.errors import ApiError, ErrorKind
from dialer.core.strings import Strings
from dialer.ui.accounts.flow_dialog import FlowDialog, run_flow
from dialer.ui.accounts.provider_picker import ProviderPicker, pick_provider
from dialer.ui.blocks.open_link import open_link
from tests.core.asking import LINK, AskingFlow
from tests.core.conftest import RIGHT
from tests.ui.driving import button, combo, dialog, line, nameless, outcome, press, retype, until, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry

LOGIN, PASSWORD, COMPANY, DESK, CODE = (
    f"example.field.{key}.label" for key in ("login", "password", "company", "desk", "code")
)
SETUP = "https://intranet.example/dialer#add=example&base_url=https%3A%2F%2Fvoip.example.com%3A8443%2F"


@pytest.fixture
def asking(core_app: App, monkeypatch: pytest.MonkeyPatch) -> AskingFlow:
    """The integration's flow, whose check asks for more."""
    config = AskingFlow()
    monkeypatch.setattr(loader, "load_flow", lambda _domain: config)
    return config


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the browser."""
    links: list[str] = []

    def take(url: QUrl) -> bool:
        links.append(url.toEncoded().toStdString())
        return len(links) == 1  # the second time there is no browser any more

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return links


def begin(app: App, window: QWidget) -> asyncio.Task[ConfigEntry | None]:
    return asyncio.create_task(run_flow(app, window, app.hub.flows.start("example")))


async def first(shown: FlowDialog, login: str = "reception") -> None:
    retype(line(shown, LOGIN), login)
    line(shown, PASSWORD).setText(RIGHT)
    button(shown, "Add").click()
    await until(lambda: COMPANY in words(shown), "the second page")


async def second(shown: FlowDialog, company: str = "7") -> None:
    choice = combo(shown, COMPANY)
    choice.setCurrentIndex(choice.findData(company))
    button(shown, "Continue").click()
    await until(lambda: shown.checking is None or shown.checking.done(), "the check")


async def third(shown: FlowDialog) -> None:
    line(shown, CODE).setText("314159")
    choice = combo(shown, "example.field.format.label")
    choice.setCurrentIndex(0)
    button(shown, "Continue").click()


async def test_from_page_to_page_without_a_jump(core_app: App, window: QWidget, asking: AskingFlow) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    size = shown.size()
    await first(shown)
    assert shown.size() == size
    choice = combo(shown, COMPANY)
    assert shown.focusWidget() is choice, "the first empty field has the focus"
    assert [choice.itemText(place) for place in range(choice.count())] == ["Acme", "Beta & Sons"]
    assert choice.currentData() is None, "nothing is chosen before the user does"
    assert nameless(shown) == []
    await second(shown)
    assert shown.size() == size
    assert shown.focusWidget() is line(shown, CODE)
    assert core_app.hub.strings.text("ui_pages.field.secret_hint") not in words(shown), "it is not kept"
    await third(shown)
    entry = await outcome(done)
    assert entry is not None
    assert (entry.title, entry.data["company"]) == ("Acme", "7")


async def test_a_dialog_grows_with_what_is_wrong_in_it(
    core_app: App, window: QWidget, asking: AskingFlow
) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    before = shown.height()
    button(shown, "Add").click()
    await until(lambda: core_app.hub.strings.text("core.field.required") in words(shown), "the errors")
    assert shown.height() > before
    [scroll] = shown.findChildren(QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0
    shown.reject()
    assert await outcome(done) is None


async def test_what_is_wrong_on_a_further_page_stands_there(
    core_app: App, window: QWidget, asking: AskingFlow
) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await first(shown)
    line(shown, DESK).setText("3")
    text = core_app.hub.strings.text
    button(shown, "Continue").click()
    await until(lambda: text("core.field.required") in words(shown), "the error")
    assert shown.focusWidget() is combo(shown, COMPANY)
    await second(shown, "9")
    await until(lambda: text("core.field.not_a_choice") in words(shown), "the check's error")
    assert line(shown, DESK).text() == "3"
    asking.refusals = [ApiError("core.entry.slow", ErrorKind.NETWORK)]
    await second(shown)
    await third(shown)
    await until(lambda: text("core.entry.slow") in words(shown), "the sentence")
    assert line(shown, CODE).text() == "314159", "a secret that was typed stays in its line"
    button(shown, "Continue").click()
    assert await outcome(done) is not None


async def test_back_leads_to_the_first_page_with_its_password(
    core_app: App, window: QWidget, asking: AskingFlow
) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    back = next(each for each in shown.findChildren(QPushButton) if each.text() == "Back")
    assert back.isHidden(), "there is nothing to go back to"
    await first(shown)
    await second(shown)
    button(shown, "Back").click()
    assert (line(shown, LOGIN).text(), line(shown, PASSWORD).text()) == ("reception", RIGHT)
    assert COMPANY not in words(shown)
    assert not button(shown, "Add").isHidden()
    await until(lambda: asking.running == 0, "the end of the check")
    button(shown, "Add").click()
    await until(lambda: COMPANY in words(shown), "the second page")
    assert combo(shown, COMPANY).currentData() == "7"
    shown.reject()
    assert await outcome(done) is None
    await until(lambda: asking.running == 0 and not core_app.hub.scope.tasks, "the end")


async def test_the_browser_is_opened_by_hand_and_only_there(
    core_app: App, window: QWidget, asking: AskingFlow, opened: list[str]
) -> None:
    asking.sign_in = asyncio.Event()
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await first(shown)
    await second(shown)
    await third(shown)
    await until(lambda: "WDJB-MJHT" in words(shown), "the code")
    assert opened == [], "nothing is opened before the user says so"
    assert shown.focusWidget() is button(shown, "Open in the browser")
    assert any("login.example.com" in each for each in words(shown))
    assert CODE not in words(shown), "one thing at a time"
    assert nameless(shown) == []
    press(button(shown, "Open in the browser"), Qt.Key.Key_Return)
    assert opened == [LINK]
    assert "No browser could be started. Copy the link and open it yourself." not in words(shown)
    button(shown, "Open in the browser").click()
    assert "No browser could be started. Copy the link and open it yourself." in words(shown)
    button(shown, "Copy code").click()
    assert QGuiApplication.clipboard().text() == "WDJB-MJHT"
    button(shown, "Copy link").click()
    assert QGuiApplication.clipboard().text() == LINK
    asking.sign_in.set()
    assert await outcome(done) is not None


async def test_whoever_gives_up_on_the_browser_may_go_on(
    core_app: App, window: QWidget, asking: AskingFlow
) -> None:
    asking.sign_in = asyncio.Event()
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await first(shown)
    await second(shown)
    await third(shown)
    await until(lambda: "WDJB-MJHT" in words(shown), "the code")
    press(shown, Qt.Key.Key_Escape)
    await until(lambda: "The check was stopped. Nothing was saved." in words(shown), "the word")
    assert (asking.running, line(shown, CODE).text()) == (0, "314159")
    asking.sign_in.set()
    button(shown, "Continue").click()
    assert await outcome(done) is not None


async def test_progress_is_told_in_the_check_s_words(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch, asking: AskingFlow
) -> None:
    go_on = asyncio.Event()

    async def check(_self: AskingFlow, check: object) -> object:
        check.progress("core.flow.already_there", title="Acme")  # type: ignore[attr-defined]  # a Check
        await go_on.wait()
        raise ApiError("core.entry.slow", ErrorKind.NETWORK)

    monkeypatch.setattr(AskingFlow, "async_check", check)
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    retype(line(shown, LOGIN), "reception")
    line(shown, PASSWORD).setText(RIGHT)
    button(shown, "Add").click()
    told = core_app.hub.strings.text("core.flow.already_there", title="Acme")
    await until(lambda: told in words(shown), "the progress")
    go_on.set()
    await until(lambda: told not in words(shown), "its end")
    shown.reject()
    assert await outcome(done) is None


async def test_a_set_up_link_fills_in_and_says_where_the_password_goes(
    core_app: App, window: QWidget, asking: AskingFlow
) -> None:
    picking = asyncio.create_task(pick_provider(window, core_app.hub.strings, core_app.hub.scope))
    picker = await dialog(ProviderPicker)
    assert nameless(picker) == []
    paste = line(picker, "Or paste a set-up link that you received")
    assert not button(picker, "Continue with the set-up link").isEnabled()
    retype(paste, f"{SETUP}&password=geheim")
    press(paste, Qt.Key.Key_Return)
    await until(lambda: any("secret (password)" in each for each in words(picker)), "the refusal")
    assert picker.isVisible()
    paste.setText(SETUP)
    button(picker, "Continue with the set-up link").click()
    found = await outcome(picking)
    assert isinstance(found, onboarding.Onboarding)
    done = asyncio.create_task(run_flow(core_app, window, core_app.hub.flows.start_from(found)))
    shown = await dialog(FlowDialog)
    [notice] = [each for each in words(shown) if "set-up link" in each]
    assert "Example" in notice
    assert "intranet.example" in notice
    assert "voip.example.com:8443" in notice
    assert shown.focusWidget() is line(shown, LOGIN)
    shown.reject()
    assert await outcome(done) is None


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
async def test_every_word_of_the_steps_is_translated(
    core_app: App, window: QWidget, asking: AskingFlow, language: str
) -> None:
    seen: list[set[str]] = []
    asking.sign_in = asyncio.Event()
    for each in ("en", language):
        core_app.hub.strings = Strings(each)
        flow = core_app.hub.flows.start_from(onboarding.parse(SETUP))
        await flow.submit({"login": "reception", "password": RIGHT, "company": "7", "desk": "3"})
        done = asyncio.create_task(run_flow(core_app, window, flow))
        shown = await dialog(FlowDialog)
        before = set(words(shown))
        line(shown, CODE).setText("314159")
        combo(shown, "example.field.format.label").setCurrentIndex(0)
        shown.submit()
        await until(lambda: "WDJB-MJHT" in words(shown), "the code")  # noqa: B023  # awaited in the loop
        both = before | set(words(shown))
        seen.append({each for each in both if not each.startswith(("example.", "Example", "WDJB"))})
        press(shown, Qt.Key.Key_Escape)
        await until(lambda: shown.checking is None, "the stop")  # noqa: B023  # as above
        shown.reject()
        await outcome(done)
        await until(lambda: not window.findChildren(FlowDialog), "the end of the dialog")
    assert not seen[0] & seen[1]


HOSTILE = [
    "file:///etc/passwd", "smb://attacker.example/share", r"\\attacker.example\share", "//a.example/join",
    "javascript:alert(1)", "data:text/html,hello", "ms-msdt:/id PCWDiagnostic", "search-ms:query=x",
    "zoommtg://zoom.us/join", "vbscript:msgbox(1)", "ftp://a.example/", "http://a.example/join",
    "tel:0900123", "mailto:a@a.example", "https://a.example@evil.example/", "https://you:word@a.example/",
    r"https://a.example\@evil.example/", r"https://evil.example\.a.example/", "https://a.example:99999/",
    "https://a.example:/", " https://a.example/", "\thttps://a.example/", "\0https://a.example/",
    "https://a.example/\n", "https://a.example/jo\tin", "https://a.example/jo in", "https://a.example/\u202ejoin",
    "https://mееt.example/", "https:/a.example/", "https:a.example/", "https://[a.example]/", "https://a.example/%zz",
    "https://2130706433/", "https://0x7f.1/", "https://a.example/" + "a" * 5000, "",
]  # fmt: skip


@pytest.mark.parametrize("link", HOSTILE)
def test_hostile_links_are_not_opened(opened: list[str], link: str) -> None:
    assert not open_link(link)
    assert opened == []


@pytest.mark.parametrize(
    "link", [LINK, "http://127.0.0.1:8080/x", "https://[::1]:8443/x", "https://a.example/a%20b?c=d#e"]
)
def test_other_links_are_opened_as_they_are(opened: list[str], link: str) -> None:
    assert open_link(link)
    assert opened == [link]
