"""Inviting from the window: mail, calendar file, QR code, a code to read out; never the host's link."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import vobject
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit
from shiboken6 import isValid

from dialer.contacts.model import ContactDraft, Extras
from dialer.core.mail import MailLink
from dialer.meetings.provider import MeetingFeature
from dialer.ui.blocks.open_link import open_mail
from dialer.ui.look.qr_code import QrCode
from dialer.ui.meetings.dialogs import AloudDialog, QrDialog
from tests.meetings.fakes import BASE_URL, CANARY, FakeMeetings
from tests.source import dotted, modules
from tests.ui.driving import button, combo, dialog, press, until, words
from tests.ui.meetings.test_page import Visit, clipboard, program, visit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtCore import QUrl

    from dialer.meetings.provider import MeetingOrder, ProviderMeeting

__all__ = ["clipboard", "program", "visit"]

GUEST = f"{BASE_URL}guest/m1"


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Qt was given to open."""
    links: list[str] = []

    def take(url: QUrl) -> bool:
        links.append(bytes(url.toEncoded().data()).decode())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return links


def _with_details(provider: FakeMeetings, details: Mapping[str, str]) -> None:
    made = provider.meeting

    def meeting(id_: str, order: MeetingOrder) -> ProviderMeeting:
        return replace(made(id_, order), details=dict(details))

    provider.meeting = meeting  # type: ignore[method-assign]  # what this provider tells besides


def _answer(asked: QFileDialog, path: Path) -> None:
    name = asked.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    press(name, Qt.Key.Key_Return)


def _shown(visit: Visit, name: str) -> bool:
    found = [each for each in visit.page.findChildren(QAbstractButton) if each.accessibleName() == name]
    return any(each.isVisibleTo(visit.page) for each in found)


async def test_mail_opens_the_mail_program_with_all_that_guests_need(
    visit: Visit, handed_on: list[str]
) -> None:
    await visit.create(subject="Mortgage & more?")
    await visit.press("E-mail invitation")
    await until(lambda: handed_on, "the mail program")
    [link] = handed_on
    assert link.startswith("mailto:anne@example.com?subject=Invitation%3A%20Mortgage%20%26%20more%3F&body=")
    assert GUEST in unquote(link)
    assert CANARY not in unquote(link)


async def test_mail_is_in_the_language_of_the_guests_card_and_another_can_be_chosen(
    visit: Visit, handed_on: list[str]
) -> None:
    draft = ContactDraft(name="Luc Verstraete", extras=Extras(lines=("LANG:fr-BE",)))
    await visit.desk.app.contacts.add(draft)
    await visit.press("New meeting")
    await visit.pick("luc", "Luc Verstraete")
    await visit.press("Create meeting")
    await visit.settled()
    choice = combo(visit.page, "Language of the invitation")
    await until(lambda: choice.currentText() == "Language: Français", "the guest's language")
    await visit.press("E-mail invitation")
    await until(lambda: handed_on, "the mail program")
    assert "réunion en ligne" in unquote(handed_on[0])
    choice.setCurrentIndex(choice.findText("Language: Nederlands"))
    choice.activated.emit(choice.currentIndex())
    await visit.press("E-mail invitation")
    await until(lambda: len(handed_on) == 2, "the mail program")
    assert "online vergadering" in unquote(handed_on[1])


async def test_without_a_mail_program_that_is_said(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    await visit.create()
    await visit.press("E-mail invitation")
    await visit.comes("No mail program could be opened")


async def test_the_calendar_file_is_saved_where_people_say(visit: Visit, tmp_path: Path) -> None:
    await visit.create(subject="Team: plan/2026")
    await visit.press("Calendar file")
    asked = await dialog(QFileDialog)
    [proposed] = asked.selectedFiles()
    assert proposed.endswith("Team plan 2026.ics")
    _answer(asked, tmp_path / "mine.ics")
    await visit.comes("is saved")
    written = vobject.readOne((tmp_path / "mine.ics").read_bytes().decode())
    assert written.method.value == "REQUEST"
    assert written.vevent.url.value == GUEST
    assert CANARY.encode() not in (tmp_path / "mine.ics").read_bytes().replace(b"\r\n ", b"")


async def test_a_meeting_that_is_off_offers_to_let_the_guests_know(
    visit: Visit, handed_on: list[str], tmp_path: Path
) -> None:
    await visit.create()
    assert visit.page.card.meeting is not None
    await visit.desk.meetings.cancel(visit.page.card.meeting.id)
    await visit.comes("Let your guests know")
    for gone in ("Open as host", "Copy guest link", "QR code"):
        assert not _shown(visit, gone)
    await visit.press("E-mail invitation")
    await until(lambda: handed_on, "the mail program")
    assert "Called off: Mortgage" in unquote(handed_on[0])
    await visit.press("Calendar file")
    asked = await dialog(QFileDialog)
    _answer(asked, tmp_path / "off.ics")
    await visit.comes("is saved")
    assert b"METHOD:CANCEL" in (tmp_path / "off.ics").read_bytes()


async def test_the_qr_code_is_the_guest_link_beside_the_window(visit: Visit) -> None:
    await visit.create()
    await visit.press("QR code")
    shown = await dialog(QrDialog)
    assert not shown.isModal()
    code = shown.findChild(QrCode)
    assert code is not None
    picture = code.grab().toImage()
    assert picture.pixelColor(1, 1).name() == "#ffffff"  # the light edge, whatever the theme
    assert code.width() == code.height() >= 240
    await visit.press("QR code")  # the same one again
    assert await dialog(QrDialog) is shown
    assert not any(CANARY in text for text in words(shown))
    button(shown, "Close").click()
    await until(lambda: not isValid(shown), "its end")


async def test_codes_are_shown_in_groups_and_spelled_in_the_guests_language(visit: Visit) -> None:
    _with_details(
        visit.provider,
        {"dial_in": "+31205550199", "access_code": "8F2K77Q", "security_pin": "0042", "host_pin": "998877"},
    )
    await visit.create()
    choice = combo(visit.page, "Language of the invitation")
    choice.setCurrentIndex(choice.findText("Language: Nederlands"))
    await visit.press("Read aloud: 8F2 K77Q")
    shown = await dialog(AloudDialog)
    text = "\n".join(words(shown))
    for part in ("8F2 K77Q", "8 – Ferdinand – 2", "Karel – 7 – 7 – Quirinius", "0042", "+31205550199"):
        assert part in text
    assert "998877" not in text
    shown.close()


async def test_what_a_provider_does_not_have_is_not_offered(visit: Visit) -> None:
    visit.provider.features &= ~MeetingFeature.GUEST_LINK
    _with_details(visit.provider, {})
    visit.provider.places = (visit.provider.places[0], "https://elsewhere.example.net/")
    await visit.create()
    for name in ("E-mail invitation", "Calendar file", "QR code"):
        assert not button(visit.page, name).isEnabled()
    assert not [each for each in visit.page.findChildren(QLabel) if "elsewhere" in each.text()]


@pytest.mark.usefixtures("clipboard")
async def test_nothing_of_the_host_link_stays_anywhere(
    visit: Visit, handed_on: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await visit.create()
    await visit.press("Open as host")
    await until(lambda: handed_on, "the browser")
    assert CANARY in handed_on[0]
    assert QGuiApplication.clipboard().text() == ""
    assert CANARY not in caplog.text
    assert CANARY.encode() not in visit.desk.written()


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@b.example?subject=x&body=y&attach=/etc/passwd",
        "https://meet.example.com/",
        "file:///etc/passwd",
        "mailto:a@b.example?subject=x&body=a b",
        "",
    ],
)
def test_only_an_invitation_goes_to_the_mail_program(url: str, handed_on: list[str]) -> None:
    assert not open_mail(MailLink(url))
    assert handed_on == []


def test_the_mail_program_is_opened_from_one_place() -> None:
    called = {
        (dotted(node.func).rpartition(".")[2], module.path)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
    }
    assert {path for name, path in called if name == "open_mail"} == {
        "ui/meetings/inviting.py",
        "ui/team/slip_dialog.py",
    }
    assert {path for name, path in called if name == "MailLink"} == {"calls/slips.py", "meetings/mailto.py"}
