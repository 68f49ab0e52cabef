"""What would be sent is told before Call is pressed: from what was read to what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from dialer.calls.links import open_link
from dialer.core.home_region import OUTSIDE_LINE
from dialer.ui.outside.link_dialog import LinkDialog
from dialer.ui.outside.phone_links import PhoneLinks
from dialer.ui.phone.dial_preview import DialPreviewLine
from tests.ui.driving import button, dialog, nameless, press, until, words

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QWidget

    from tests.ui.furnished import Furnished

SHOW = "Show what will be sent"


def said(root: QWidget) -> list[str]:
    """Return what the line says, without the marks that keep names and numbers apart."""
    [line] = root.findChildren(DialPreviewLine)
    shown = [] if line.isHidden() else words(line)
    return [each.translate(dict.fromkeys(map(ord, "\u2066\u2068\u2069"))) for each in shown]


def as_digits(_self: object, number: str) -> str:
    """Write a number as some providers want it."""
    return f"00{number.removeprefix('+')}"


async def test_the_search_box_tells_what_will_be_sent(
    furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = furnished.program.hub
    monkeypatch.setattr(type(furnished.program.provider), "sent_as", as_digits)
    await hub.settings.set(OUTSIDE_LINE, "9")
    await furnished.find("9 020 555 0142")
    pane = furnished.phone.results
    await until(lambda: said(pane), "the preview")
    assert said(pane) == ["9 020 555 0142 → +31 20 555 0142 → 0031205550142 (Scripted)"]
    press(button(pane, SHOW), Qt.Key.Key_Space)
    assert said(pane)[1].splitlines()[:4] == [
        "Read: 9 020 555 0142",
        "Number: +31 20 555 0142, Netherlands · fixed line",
        "Number rule: Outside line 9",
        "To be sent: 0031205550142 through Scripted",
    ]
    assert nameless(pane) == []
    await furnished.find("Nobody")
    await until(lambda: not said(pane), "the end of the preview")


async def test_what_cannot_be_called_has_no_preview(furnished: Furnished) -> None:
    await furnished.find("020 555 0142")
    await until(lambda: said(furnished.phone.results), "the preview")
    await furnished.find("112")
    await until(lambda: not said(furnished.phone.results), "the end of the preview")


async def test_the_question_about_a_link_has_it_too(furnished: Furnished) -> None:
    links = PhoneLinks(furnished.desk.app, furnished.window)
    await open_link(furnished.program.hub, "tel:%2B31%20(0)20%20555%200142")
    question = await dialog(LinkDialog)
    await until(lambda: said(question), "the preview")
    assert said(question) == ["+31 (0)20 555 0142 → +31 20 555 0142 → +31205550142 (Scripted)"]
    assert nameless(question) == []
    await until(lambda: question.armed, "the dialog to count")
    before = question.height()
    press(button(question, SHOW), Qt.Key.Key_Space)
    await until(lambda: question.height() > before, "room for it")
    question.reject()
    links.deleteLater()


async def test_without_an_account_it_says_that_nothing_is_sent(furnished: Furnished) -> None:
    entries = furnished.program.hub.entries
    await entries.set_disabled(entries.all[0], disabled=True)
    await furnished.find("020 555 0142")
    pane = furnished.phone.results
    await until(lambda: said(pane), "the preview")
    assert said(pane) == ["020 555 0142 → +31 20 555 0142"]
    press(button(pane, SHOW), Qt.Key.Key_Space)
    assert said(pane)[1].splitlines()[-1] == "To be sent: nothing, as no account can call now"
