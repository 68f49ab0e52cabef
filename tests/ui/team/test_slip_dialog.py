"""The message slip in the window: filled in from a call, in the recipient's language, mailed or copied."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from dialer.contacts.model import ContactDraft, Extras
from dialer.ui.blocks import open_link
from dialer.ui.team.slip_dialog import SlipDialog
from tests.ui.driving import button, dialog, line, nameless, press, until, words
from tests.ui.furnished import CTRL, KAREL

if TYPE_CHECKING:
    from dialer.core.mail import MailLink
    from tests.ui.furnished import Furnished

SPACE = Qt.Key.Key_Space


@pytest.fixture
def mailed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that went to the mail program."""
    links: list[str] = []

    def take(mail: MailLink) -> bool:
        links.append(mail.url)
        return True

    monkeypatch.setattr(open_link, "open_mail", take)
    return links


async def _opened(furnished: Furnished) -> SlipDialog:
    await furnished.people()
    await furnished.program.press(KAREL)
    await until(furnished.desk.call_bar.isVisible, "the call")
    furnished.press(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    return await dialog(SlipDialog)


async def test_a_call_becomes_a_message_in_the_language_of_whom_it_is_for(
    furnished: Furnished, mailed: list[str]
) -> None:
    draft = ContactDraft(name="Zoë Dupont", emails=("zoe@dupont.example",), extras=Extras(lines=("LANG:fr",)))
    await furnished.program.contacts.add(draft)
    found = await _opened(furnished)
    assert nameless(found) == []
    assert line(found, "Who called").text() == "Karel Bakker"
    line(found, "What it is about").setText("invoice 2231")
    await until(lambda: any("About: invoice 2231" in text for text in words(found)), "the message")
    to = line(found, "For whom (e-mail address or contact)")
    to.setFocus()
    to.setText("zo")
    to.textEdited.emit("zo")
    await until(lambda: to.completer().completionCount() == 1, "who is found")
    offered = str(to.completer().currentCompletion())
    assert offered == "Zoë Dupont <zoe@dupont.example>"
    to.setText(offered)
    to.completer().activated.emit(offered)
    await until(lambda: any("a appelé pour vous" in text for text in words(found)), "French")
    press(button(found, "E-mail"), SPACE)
    [link] = mailed
    assert unquote(urlsplit(link).path) == "zoe@dupont.example"
    assert "Objet\u00a0: invoice 2231" in parse_qs(urlsplit(link).query)["body"][0]


async def test_without_an_address_it_says_so_and_the_text_can_be_copied(
    furnished: Furnished, mailed: list[str]
) -> None:
    found = await _opened(furnished)
    line(found, "For whom (e-mail address or contact)").setText("Anne\nBcc: all@company.example")
    press(button(found, "E-mail"), SPACE)
    assert mailed == []
    assert any("no e-mail address" in text for text in words(found))
    press(button(found, "Copy text"), SPACE)
    assert "Karel Bakker called for you" in QGuiApplication.clipboard().text()
    found.reject()
