"""The accounts page tells how each account is doing, live, and does what its buttons say."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QVBoxLayout

from dialer.core import loader
from dialer.core.entry import EntryState
from dialer.core.errors import EntryAuthFailed, EntryError, EntryNotReady, StorageError
from dialer.core.manifest import Manifest
from dialer.core.packages import BrokenIntegration
from dialer.core.policy import Policy
from dialer.core.secrets import Secret
from dialer.ui.accounts.capability_table import CapabilityDialog
from dialer.ui.accounts.card import AccountCard
from dialer.ui.accounts.chips import AccountChips
from dialer.ui.accounts.diagnostics_dialog import DiagnosticsDialog
from dialer.ui.accounts.flow_dialog import FlowDialog
from dialer.ui.accounts.page import AccountsPage
from dialer.ui.accounts.provider_picker import ProviderPicker
from dialer.ui.accounts.set_up_link_dialog import SetUpLinkDialog
from dialer.ui.accounts.summary import AccountSummary
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.blocks.folding import FoldingLabel
from dialer.ui.blocks.widgets import Chip
from tests.core.conftest import RIGHT
from tests.ui.driving import button, dialog, line, nameless, until, whole, words
from tests.ui.driving import press as press_key

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from tests.core.conftest import ExampleIntegration

HOSTILE = '<img src="file:///x"> & <b>Sales</b>'


def begin(app: App, window: QWidget) -> AccountsPage:
    page = AccountsPage(app)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    return page


def show(app: App, window: QWidget) -> AccountsPage:
    return whole(begin(app, window))


async def add(app: App, login: str = "reception") -> ConfigEntry:
    entry = await app.hub.flows.start("example").submit({"login": login, "password": RIGHT})
    assert entry is not None
    return entry


async def test_a_long_title_is_read_whole_beside_other_programs(core_app: App, window: QWidget) -> None:
    await add(core_app, "reception.front-desk@municipality.example")
    page = show(core_app, window)
    window.setMinimumSize(0, 0)
    window.resize(310, 640)
    window.grab()
    [card] = page.findChildren(AccountCard)
    [title] = [each for each in card.findChildren(FoldingLabel) if "municipality" in each.text()]
    assert title.height() >= title.heightForWidth(title.width()) > title.fontMetrics().height()
    shown = [each for each in card.findChildren(QAbstractButton) if each.isVisible()]
    await until(lambda: len({each.y() for each in shown}) == 1, "the buttons beside each other")


def states(page: AccountsPage) -> list[str]:
    return [card.state.text() for card in page.findChildren(AccountCard) if card.isVisibleTo(page)]


def buttons(page: AccountsPage) -> list[str]:
    return [
        each.accessibleName().partition(":")[0]
        for card in page.findChildren(AccountCard)
        for each in card.findChildren(QAbstractButton)
        if each.isVisibleTo(page)
    ]


async def press(page: AccountsPage, action: str, entry: ConfigEntry) -> None:
    pressed = button(page, f"{action}: {entry.title}")
    await until(pressed.isEnabled, "the end of what was pressed before")
    pressed.click()


async def menu(page: AccountsPage, entry: ConfigEntry) -> QMenu:
    """Open what else can be done with an account."""
    button(page, f"More for {entry.title}").click()
    await until(lambda: [each for each in page.findChildren(QMenu) if each.isVisible()], "the menu")
    [opened] = [each for each in page.findChildren(QMenu) if each.isVisible()]
    return opened


async def choose(page: AccountsPage, action: str, entry: ConfigEntry) -> None:
    """Choose something in the menu, as the keyboard does."""
    opened = await menu(page, entry)
    [item] = [item for item in opened.actions() if item.text() == action]
    opened.setActiveAction(item)
    press_key(opened, Qt.Key.Key_Return)


async def test_without_an_account_it_explains_what_one_is(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    assert "No account yet" in words(page)
    assert nameless(page) == []
    await add(core_app)
    assert "No account yet" not in words(page)


async def test_an_account_is_added_through_its_provider(core_app: App, window: QWidget) -> None:
    await core_app.hub.settings.set("own_number", "020 305 7700")
    page = show(core_app, window)
    button(page, "Add account").click()
    picker = await dialog(ProviderPicker)
    assert picker.focusWidget() is button(picker, "Example")
    press_key(button(picker, "Example"), Qt.Key.Key_Return)
    form = await dialog(FlowDialog)
    line(form, "example.field.login.label").setText("reception")
    line(form, "example.field.password.label").setText(RIGHT)
    button(form, "Add").click()
    await until(lambda: states(page) == ["Ready"], "the new card")
    assert words(page.findChildren(AccountCard)[0]) == ["Example (reception)", "Example"]


async def test_after_a_dialog_the_focus_is_back_on_the_same_account(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry, _other = await add(core_app), await add(core_app, "sales")
    pressed = button(page, f"More for {entry.title}")
    pressed.setFocus()
    await choose(page, "Remove", entry)
    question = await dialog(QuestionDialog)
    press_key(question, Qt.Key.Key_Escape)
    await until(pressed.isEnabled, "the end")
    assert window.focusWidget() is pressed


async def test_no_provider_no_account(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    button(page, "Add account").click()
    picker = await dialog(ProviderPicker)
    button(picker, "Cancel").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")
    assert core_app.hub.entries.all == []


@pytest.mark.parametrize(
    ("failure", "state", "main", "more"),
    [
        (None, "Ready", "Change", ["Sign in again"]),
        (EntryNotReady("core.entry.slow"), "Retrying in", "Try now", ["Sign in again", "Change"]),
        (EntryError("core.entry.bug"), "Failed", "Try now", ["Sign in again", "Change"]),
        (EntryAuthFailed("core.entry.auth_refused"), "Sign in again", "Sign in again", ["Change"]),
    ],
)
async def test_a_state_has_its_word_sentence_and_buttons(
    core_app: App,
    window: QWidget,
    integration: ExampleIntegration,
    failure: Exception | None,
    state: str,
    main: str,
    more: list[str],
) -> None:
    page = show(core_app, window)
    if failure is not None:
        integration.failures = [failure]
    entry = await add(core_app)
    await until(lambda: states(page), "the card")
    assert states(page)[0].startswith(state)
    assert buttons(page) == [main, f"More for {entry.title}"]
    offered = [item.text() for item in (await menu(page, entry)).actions() if item.text()]
    assert offered == [*more, "Options", "Set-up link", "Diagnostics", "Switch off", "Remove"]
    if failure is not None:
        assert core_app.hub.strings.text(str(failure)) in words(page)
    card = page.findChildren(AccountCard)[0]
    assert card.accessibleName().startswith(f"{entry.title}: {state}")
    assert nameless(page) == []


async def test_signing_in_again(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    await core_app.hub.entries.refuse(entry, EntryAuthFailed("core.entry.auth_refused"))
    await press(page, "Sign in again", entry)
    form = await dialog(FlowDialog)
    buttons_of_card = page.findChildren(AccountCard)[0].findChildren(QAbstractButton)
    assert not any(each.isEnabled() for each in buttons_of_card)
    line(form, "example.field.password.label").setText(RIGHT)
    button(form, "Sign in").click()
    await until(lambda: states(page) == ["Ready"], "the account")


async def test_switching_off_and_on(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    await choose(page, "Switch off", entry)
    await until(lambda: states(page) == ["Switched off"], "the account")
    assert buttons(page) == ["Switch on", f"More for {entry.title}"]
    assert entry.state is EntryState.NOT_LOADED
    await press(page, "Switch on", entry)
    await until(lambda: states(page) == ["Ready"], "the account")


async def test_removing_asks_first_and_takes_the_password_along(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    await choose(page, "Remove", entry)
    question = await dialog(QuestionDialog)
    assert "key ring" in words(question)[1]
    button(question, "Cancel").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")
    assert core_app.hub.entries.all == [entry]
    assert await core_app.hub.secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    await choose(page, "Remove", entry)
    button(await dialog(QuestionDialog), "Remove").click()
    await until(lambda: "No account yet" in words(page), "the empty page")
    assert await core_app.hub.secrets.get(f"{entry.id}/password") is None


async def test_a_failure_of_an_action_is_told_on_the_page(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(core_app, window)
    entry = await add(core_app)

    async def full(*_: object) -> None:
        await asyncio.sleep(0)
        raise StorageError("core.storage.unwritable", path="accounts.json")

    monkeypatch.setattr(core_app.hub.entries, "set_disabled", full)
    await choose(page, "Switch off", entry)
    sentence = core_app.hub.strings.text("core.storage.unwritable", path="accounts.json")
    await until(lambda: sentence in words(page), "the sentence")
    assert button(page, f"Change: {entry.title}").isEnabled()


async def test_titles_are_text_and_never_wider_than_the_window(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    entry.title = HOSTILE + "\n" + "x" * 10_000
    await core_app.hub.entries.set_disabled(entry, True)
    card = page.findChildren(AccountCard)[0]
    assert words(card)[0].startswith(HOSTILE)
    assert "\n" not in words(card)[0]
    assert card.findChildren(QLabel)
    assert window.width() == 900
    assert page.minimumSizeHint().width() < 900


async def test_a_page_that_is_gone_listens_no_more(
    core_app: App, window: QWidget, qapp: QApplication
) -> None:
    listeners = core_app.hub.bus.listener_count()
    page = show(core_app, window)
    assert core_app.hub.bus.listener_count() > listeners
    page.deleteLater()
    qapp.sendPostedEvents(page, QEvent.Type.DeferredDelete)
    assert core_app.hub.bus.listener_count() == listeners
    await add(core_app)


ADDON = Manifest(
    domain="addon", name="Belgroep & Co", version="1.4.2", kinds=("telephony",), icon=Path("none.svg"),
    folder=Path("none"), package="belgroep", third_party=True, distribution="dialer-belgroep", owner="Jansen",
)  # fmt: skip
ADDON_WORDS = "Add-on by Jansen (package dialer-belgroep, version 1.4.2)"


@pytest.fixture
def addon(core_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The integration of the test is one that others wrote."""
    monkeypatch.setattr(loader, "discover", lambda: {"example": ADDON})
    monkeypatch.setattr(loader, "find", lambda _domain: ADDON)


@pytest.mark.usefixtures("addon")
async def test_what_others_wrote_is_named_as_such(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    assert f"Belgroep & Co · {ADDON_WORDS}" in words(page)
    button(page, "Add account").click()
    row = button(await dialog(ProviderPicker), "Belgroep & Co")
    assert ADDON_WORDS in row.accessibleDescription()
    assert "not the makers of Dialer" in row.accessibleDescription()
    button(await dialog(ProviderPicker), "Cancel").click()
    await choose(page, "Remove", entry)
    question = await dialog(QuestionDialog)
    assert "The add-on “Belgroep & Co” (dialer-belgroep) stays installed." in words(question)[1]
    button(question, "Cancel").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")


async def test_what_cannot_be_used_is_listed_with_the_reason(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = BrokenIntegration(name="<b>x</b>", distribution="dialer-x", key="core.manifest.damaged")
    monkeypatch.setattr(loader, "broken", lambda: [broken])
    page = show(core_app, window)
    button(page, "Add account").click()
    picker = await dialog(ProviderPicker)
    assert "<b>x</b> (package dialer-x)" in words(picker)
    assert core_app.hub.strings.text(broken.key) in words(picker)
    button(picker, "Cancel").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")


async def test_an_account_without_its_integration_can_be_removed(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    monkeypatch.setattr(loader, "find", lambda _domain: None)
    page.findChildren(AccountCard)[0].refresh()
    assert buttons(page) == ["Remove", f"More for {entry.title}"]
    assert any("no longer installed" in each for each in words(page))
    assert [item.text() for item in (await menu(page, entry)).actions()] == ["Diagnostics"]
    await press(page, "Remove", entry)
    button(await dialog(QuestionDialog), "Remove").click()
    await until(lambda: "No account yet" in words(page), "the empty page")


async def test_a_preset_account_says_who_decides_and_keeps_the_rest(core_app: App, window: QWidget) -> None:
    core_app.hub.policy = Policy(organisation="Acme")
    entry = await add(core_app)
    entry.managed = True
    page = show(core_app, window)
    assert any(each.startswith("Managed by \u2068Acme\u2069") for each in words(page))
    assert buttons(page) == [f"More for {entry.title}"]
    offered = {item.text(): item for item in (await menu(page, entry)).actions() if item.text()}
    refused = {name for name, item in offered.items() if not item.isEnabled()}
    assert refused == {"Change", "Options", "Remove"}
    assert "managed by your organisation" in offered["Remove"].toolTip()
    assert offered["Switch off"].isEnabled()


async def test_an_account_whose_address_is_in_doubt_offers_no_way_to_sign_in(
    core_app: App, window: QWidget
) -> None:
    entry = await add(core_app)
    entry.managed, entry.held = True, EntryError("policy.held", path="/etc/dialer/policy.toml")
    await core_app.hub.entries.reload(entry)
    page = show(core_app, window)
    assert any("/etc/dialer/policy.toml does not hold" in each for each in words(page))
    assert buttons(page) == [f"More for {entry.title}"]  # neither "Sign in" nor "Try again"
    offered = [
        item.text() for item in (await menu(page, entry)).actions() if item.isEnabled() and item.text()
    ]
    assert offered == ["Diagnostics", "Switch off"]


async def test_the_menu_is_the_keyboards(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    opened = await menu(page, entry)
    first = opened.activeAction()
    assert first is not None
    assert first.text() == "Sign in again"
    press_key(opened, Qt.Key.Key_Down)
    second = opened.activeAction()
    assert second is not None
    assert second.text() == "Options"
    press_key(opened, Qt.Key.Key_Escape)
    await until(lambda: not opened.isVisible(), "the closed menu")


async def test_a_set_up_link_is_shown_and_copied(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    await choose(page, "Set-up link", entry)
    shown = await dialog(SetUpLinkDialog)
    link = line(shown, "Set-up link, read only").text()
    assert link.startswith("https://")
    assert "#add=example" in link
    assert RIGHT not in link
    button(shown, "Copy link").click()
    assert QGuiApplication.clipboard().text() == link
    assert nameless(shown) == []
    button(shown, "Close").click()
    await until(lambda: not core_app.hub.scope.tasks, "the end")


async def test_diagnostics_and_the_table_are_a_press_away(core_app: App, window: QWidget) -> None:
    page = show(core_app, window)
    entry = await add(core_app)
    await choose(page, "Diagnostics", entry)
    (await dialog(DiagnosticsDialog)).close()
    button(page, "Diagnostics of Dialer").click()
    (await dialog(DiagnosticsDialog)).close()
    button(page, "What your accounts can do").click()
    (await dialog(CapabilityDialog)).close()
    await until(lambda: not core_app.hub.scope.tasks, "the end")


async def test_fifty_accounts_are_drawn_a_few_at_a_time(core_app: App, window: QWidget) -> None:
    for number in range(50):
        await add(core_app, f"desk {number:02}")
    began = time.perf_counter()
    page = begin(core_app, window)
    assert time.perf_counter() - began < 0.5
    await until(lambda: states(page), "the first cards")
    assert 0 < len(states(page)) < 20
    [drawing] = [task for task in core_app.hub.scope.tasks if "make a page" in task.get_name()]
    await core_app.hub.entries.set_disabled(core_app.hub.entries.all[-1], True)
    await asyncio.wait({drawing})  # looking for cards all the time would hold it up
    assert states(page) == ["Ready"] * 49 + ["Switched off"]
    titles = [card.entry.title for card in page.findChildren(AccountCard)]
    assert titles == [entry.title for entry in core_app.hub.entries.all]


async def test_of_many_accounts_the_urgent_ones_are_at_the_foot_of_the_phone_page(
    core_app: App, window: QWidget, integration: ExampleIntegration
) -> None:
    for number in range(9):
        await add(core_app, str(number))
    integration.failures = [EntryError("core.entry.bug")]
    await add(core_app, "broken")
    await core_app.hub.entries.refuse(core_app.hub.entries.all[4], EntryAuthFailed("core.entry.auth_refused"))
    chips = AccountChips(core_app.hub, window)
    shown = [chip.text() for chip in chips.findChildren(Chip)]
    assert len(shown) == 6
    assert "Example (broken)" in shown[0]
    assert "Example (4)" in shown[1]
    assert shown[-1] == "and 5 more"


async def test_accounts_that_are_all_ready_take_one_line(core_app: App, window: QWidget) -> None:
    """Two lines are for when one of them wants something."""
    for number in range(5):
        await add(core_app, f"desk {number}")
    chips = AccountChips(core_app.hub, window)
    one = chips.findChildren(Chip)[0].sizeHint().width()
    summary = next(iter(chips.findChildren(AccountSummary)))
    chips.fit(one * 6)
    assert summary.isHidden()
    chips.fit(one * 4)
    assert not summary.isHidden()
    await core_app.hub.entries.refuse(core_app.hub.entries.all[0], EntryAuthFailed("core.entry.auth_refused"))
    chips.refresh()
    chips.fit(one * 4)
    assert summary.isHidden()
