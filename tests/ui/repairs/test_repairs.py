"""What is wrong is shown above the page and on a page of its own, with what mends it, until it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from dialer.contacts.numbers.rereading import NumberRules
from dialer.core import loader
from dialer.core.errors import SecretsUnavailable
from dialer.core.issues import FixAction, Issue, Severity
from dialer.core.strings import LANGUAGES
from dialer.ui.accounts.flow_dialog import FlowDialog
from dialer.ui.frame import banner as banner_module
from dialer.ui.repairs.page import IssueCard
from dialer.ui.settings.numbers_dialog import NumbersDialog
from tests.core.conftest import ExampleFlow
from tests.fakes import settle
from tests.ui.driving import button, dialog, nameless, press, retype, until, words
from tests.ui.look.test_look import cut_off, outside

if TYPE_CHECKING:
    from pathlib import Path
    from types import SimpleNamespace

    from PySide6.QtWidgets import QAbstractButton

    from dialer.core.issues import IssueManager
    from dialer.ui.frame.banner import Banner
    from tests.ui.furnished import Furnished

ENTRY = "e1"
CERTIFICATE = Issue(
    id="certificate/pbx.example",
    severity=Severity.ERROR,
    key="repairs.issue.certificate.untrusted",
    placeholders={"host": "pbx.example"},
    fix=FixAction.ADD_CERTIFICATE,
)
KEYRING = Issue(
    id="keyring",
    severity=Severity.WARNING,
    key="repairs.issue.keyring.locked",
    fix=FixAction.CHECK_KEYRING,
)
NUMBERS = Issue(
    id="numbers",
    severity=Severity.INFO,
    key="repairs.issue.numbers",
    placeholders={"count": 3},
    fix=FixAction.SHOW_NUMBERS,
)


def about_account(fix: FixAction, entry_id: str = ENTRY) -> Issue:
    return Issue(
        id=f"test/{entry_id}",
        severity=Severity.WARNING,
        key="repairs.issue.disk",
        placeholders={"free": 9},
        fix=fix,
        entry_id=entry_id,
    )


@pytest.fixture
def issues(furnished: Furnished) -> IssueManager:
    return furnished.program.hub.issues


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader was given to say, and whether it was urgent."""
    told: list[tuple[str, bool]] = []

    def announce(_widget: object, text: str, *, urgent: bool = False) -> None:
        told.append((text, urgent))

    monkeypatch.setattr(banner_module, "announce", announce)
    return told


def banner(furnished: Furnished) -> Banner:
    return furnished.desk.repairs.banner


def shown(furnished: Furnished) -> bool:
    return furnished.desk.repairs.shown


def entry(furnished: Furnished, name: str = "Repairs") -> QAbstractButton:
    return button(furnished.desk.side_bar, name)


def cards(furnished: Furnished) -> list[IssueCard]:
    """The cards of the page, from top to bottom."""
    visible = [card for card in furnished.desk.findChildren(IssueCard) if card.isVisibleTo(furnished.desk)]
    return sorted(visible, key=lambda card: card.y())


async def test_nothing_is_there_while_nothing_is_wrong(furnished: Furnished) -> None:
    assert not shown(furnished)
    assert "banner" not in furnished.desk.repairs.__dict__
    with pytest.raises(AssertionError):
        entry(furnished)


async def test_the_worst_stands_above_the_page_until_it_is_gone(
    furnished: Furnished, issues: IssueManager, said: list[tuple[str, bool]]
) -> None:
    issues.report(KEYRING)
    assert shown(furnished)
    assert "is locked" in banner(furnished).text()
    issues.report(CERTIFICATE)
    assert banner(furnished).text().startswith("pbx.example shows")
    assert button(banner(furnished), "Show all 2 repairs").isVisible()
    assert entry(furnished, "Repairs: 2").isVisible()
    issues.clear(CERTIFICATE.id)
    assert "is locked" in banner(furnished).text()
    issues.clear(KEYRING.id)
    assert not shown(furnished)
    with pytest.raises(AssertionError):
        entry(furnished)
    assert [(text[:11], urgent) for text, urgent in said] == [
        ("Dialer cann", False),
        ("pbx.example", True),
        ("Dialer cann", False),
    ]


async def test_an_issue_is_said_once(
    furnished: Furnished, issues: IssueManager, said: list[tuple[str, bool]]
) -> None:
    issues.report(CERTIFICATE)
    issues.report(NUMBERS)
    issues.clear(NUMBERS.id)
    assert len(said) == 1


async def test_tab_comes_to_the_banner_where_it_stands(furnished: Furnished, issues: IssueManager) -> None:
    issues.report(CERTIFICATE)
    banner(furnished).fix.setFocus()
    furnished.press(Qt.Key.Key_Tab)
    furnished.press(Qt.Key.Key_Tab)
    assert furnished.window.focusWidget() is furnished.phone.box.entry


@pytest.mark.parametrize("furnished", ["nl"], indirect=True)
async def test_a_call_goes_before_the_banner_where_height_is_scarce(
    furnished: Furnished, issues: IssueManager
) -> None:
    await furnished.program.hub.settings.set("text_size", "200")
    furnished.window.resize(700, 560)
    issues.report(CERTIFICATE)
    assert shown(furnished)
    await furnished.people()
    await furnished.find("sanne")
    await furnished.program.press()
    bar = furnished.desk.call_bar
    await until(bar.isVisible, "the call bar")
    bar.write_note()
    await settle()
    furnished.window.grab()
    assert not shown(furnished)
    assert entry(furnished, "Reparaties: 1").isVisible()
    assert cut_off(bar) == []
    assert outside(furnished.window) == []
    furnished.window.resize(1000, 1000)
    assert shown(furnished)
    await furnished.program.hub.settings.set("text_size", "100")


async def test_what_is_only_good_to_know_has_no_banner(furnished: Furnished, issues: IssueManager) -> None:
    issues.report(NUMBERS)
    assert not shown(furnished)
    assert entry(furnished, "Repairs: 1").isVisible()


async def test_it_can_be_put_away_until_it_changes(furnished: Furnished, issues: IssueManager) -> None:
    issues.report(CERTIFICATE)
    press(button(banner(furnished), "Put this message away"), Qt.Key.Key_Return)
    assert not shown(furnished)
    assert entry(furnished, "Repairs: 1").isVisible()
    issues.report(KEYRING)
    assert "is locked" in banner(furnished).text()
    issues.clear(CERTIFICATE.id)
    issues.report(CERTIFICATE)
    assert banner(furnished).text().startswith("pbx.example shows"), "it broke again"


async def test_the_page_shows_all_and_follows(furnished: Furnished, issues: IssueManager) -> None:
    issues.report(NUMBERS)
    issues.report(about_account(FixAction.RETRY))
    issues.report(CERTIFICATE)
    press(banner(furnished).more, Qt.Key.Key_Space)
    assert not shown(furnished), "the page says it all"
    await until(lambda: len({card.y() for card in cards(furnished)}) == 3, "the cards")
    assert [words(card)[0] for card in cards(furnished)] == [
        "Does not work",
        "Needs attention",
        "Good to know",
    ]
    assert "Scripted" in words(cards(furnished)[1])
    assert [card.fix.accessibleName() for card in cards(furnished)] == [
        "Add certificates",
        "Try again: Scripted",
        "Look at the numbers",
    ]
    assert nameless(furnished.desk) == []
    cards(furnished)[0].fix.setFocus()
    for issue in (CERTIFICATE, NUMBERS, about_account(FixAction.RETRY)):
        issues.clear(issue.id)
    assert "Nothing needs repair" in words(furnished.desk)
    assert entry(furnished).isVisible(), "the page that one is on keeps its button"
    assert furnished.window.focusWidget() is not None
    furnished.desk.show_page("phone")
    with pytest.raises(AssertionError):
        entry(furnished)


async def test_signing_in_mends_it(
    furnished: Furnished, issues: IssueManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "load_flow", lambda _domain: ExampleFlow())
    issues.report(about_account(FixAction.SIGN_IN))
    press(button(banner(furnished), "Sign in: Scripted"), Qt.Key.Key_Return)
    asked = await dialog(FlowDialog)
    assert not banner(furnished).fix.isEnabled(), "one at a time"
    asked.reject()
    await until(banner(furnished).fix.isEnabled, "the button")


async def test_trying_again_sets_the_account_up_anew(furnished: Furnished, issues: IssueManager) -> None:
    issues.report(about_account(FixAction.RETRY))
    (account,) = furnished.program.hub.entries.all
    scope = account.scope
    press(banner(furnished).fix, Qt.Key.Key_Space)
    await until(lambda: account.scope is not scope and account.state == "loaded", "a new set-up")


async def test_a_key_ring_is_checked(
    furnished: Furnished, issues: IssueManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked() -> str:
        raise SecretsUnavailable("core.secrets.locked")

    secrets: Any = furnished.program.hub.secrets
    issues.report(KEYRING)
    with monkeypatch.context() as broken:
        broken.setattr(secrets._store, "probe", locked)  # noqa: SLF001  # the key ring itself
        press(banner(furnished).fix, Qt.Key.Key_Space)
        await furnished.tells("is locked")
    await until(banner(furnished).fix.isEnabled, "the button")
    press(banner(furnished).fix, Qt.Key.Key_Space)
    await furnished.tells("works again")
    assert issues.all == []


async def test_certificates_are_chosen(furnished: Furnished, issues: IssueManager, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    file = tmp_path / "company.pem"
    file.write_text("hello")
    for told in ("There are no certificates", "trusted from now on"):
        issues.report(CERTIFICATE)
        press(banner(furnished).fix, Qt.Key.Key_Space)
        chooser = await dialog(QFileDialog)
        name = chooser.findChild(QLineEdit)
        assert name is not None
        retype(name, str(file))
        press(name, Qt.Key.Key_Return)
        await furnished.tells(told)
        await until(banner(furnished).fix.isEnabled, "the button")
        trustme.CA().cert_pem.write_to_path(str(file))
    assert furnished.program.hub.settings.get("extra_ca") == str(file)


async def test_numbers_are_shown_and_seen(furnished: Furnished, issues: IssueManager) -> None:
    program = furnished.program
    rules = NumberRules(program.hub, program.contacts)
    cast("SimpleNamespace", furnished.desk.app).number_rules = rules
    await rules.keep_up()
    await furnished.add("Jan", "0475 12 34 56")
    await program.hub.database.write(
        lambda connection: connection.execute(
            "INSERT INTO contact_reread(contact, raw, e164, display)"
            " SELECT contact, raw, '+32475123456', '+32 475 12 34 56' FROM contact_number"
        )
    )
    await rules.keep_up()
    press(banner(furnished).fix, Qt.Key.Key_Space)
    asked = await dialog(NumbersDialog)
    assert "Jan" in words(asked)
    assert [text.replace("\u2066", "").replace("\u2069", "") for text in words(asked)[-2:]] == [
        "Before: +32 475 12 34 56",
        "Now: +31 475 123 456",
    ]
    press(button(asked, "I have seen them"), Qt.Key.Key_Return)
    await until(lambda: issues.all == [], "the end of it")


async def test_safe_mode_is_left(furnished: Furnished, issues: IssueManager) -> None:
    hub = furnished.program.hub
    issue = Issue(
        id="safe-mode", severity=Severity.WARNING, key="core.issue.safe_mode", fix=FixAction.LOAD_ACCOUNTS
    )
    issues.report(issue)
    assert not banner(furnished).fix.isVisible(), "all accounts are loaded"
    issues.clear(issue.id)
    hub.safe_mode = True
    issues.report(issue)
    press(banner(furnished).fix, Qt.Key.Key_Space)
    await until(lambda: not hub.safe_mode, "the accounts")


@pytest.mark.parametrize(
    "issue",
    [
        about_account(FixAction.SIGN_IN, "gone"),
        Issue(id="disk", severity=Severity.WARNING, key="repairs.issue.disk", placeholders={"free": 9}),
    ],
)
async def test_a_button_that_would_do_nothing_is_not_there(
    furnished: Furnished, issues: IssueManager, issue: Issue
) -> None:
    issues.report(issue)
    assert banner(furnished).isVisible()
    assert not banner(furnished).fix.isVisible()


@pytest.mark.parametrize("size", [(700, 560), (1180, 740)], ids=str)
@pytest.mark.parametrize("text_size", ["100", "200"])
@pytest.mark.parametrize("furnished", LANGUAGES, indirect=True)
async def test_no_word_is_cut_off(
    furnished: Furnished, issues: IssueManager, text_size: str, size: tuple[int, int]
) -> None:
    await furnished.program.hub.settings.set("text_size", text_size)
    furnished.window.resize(*size)
    for issue in (CERTIFICATE, KEYRING, NUMBERS, about_account(FixAction.CHANGE_ACCOUNT)):
        issues.report(issue)
    await settle()
    furnished.window.grab()
    assert cut_off(banner(furnished)) == []
    assert outside(furnished.window) == []
    furnished.desk.show_page("repairs")
    furnished.window.grab()
    assert cut_off(furnished.window) == []
    assert outside(furnished.window) == []
    await furnished.program.hub.settings.set("text_size", "100")
