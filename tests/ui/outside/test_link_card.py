"""The settings show who opens phone links, and a button makes it Dialer and gives them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from dialer.calls.links import open_link, refusal
from dialer.core.policy import Policy
from dialer.core.settings import Settings
from dialer.desktop import handlers_watch
from dialer.desktop.handlers import TEST_LINK
from dialer.desktop.handlers_mac import MacHandlers
from dialer.ui.outside import link_trial
from dialer.ui.outside.link_card import LinkCard
from tests.desktop.linux_desktop import CALLTO, DIALER, SIP, TEL, Desktop
from tests.ui.driving import button, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dialer.app import App

TAKE, GIVE_BACK = "Open them with Dialer", "Give back"


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A Linux desktop on which Linphone opens tel: links."""
    made = Desktop(tmp_path / "desktop")
    made.list.write_text(f"[Default Applications]\n{TEL}={made.install('Linphone')}\n")
    monkeypatch.setattr(handlers_watch, "handlers_of", lambda _hub: made.handlers)
    return made


async def show(app: App, window: QWidget, *wanted: str) -> LinkCard:
    card = LinkCard(app.hub)
    QVBoxLayout(window).addWidget(card)
    card.show()
    await reads(card, *wanted)
    return card


async def reads(card: LinkCard, *wanted: str) -> None:
    await until(lambda: all(any(part in each for each in words(card)) for part in wanted), f"{wanted}")


async def test_links_are_taken_and_given_back(core_app: App, window: QWidget, linux: Desktop) -> None:
    card = await show(core_app, window, "Linphone")
    button(card, TAKE).click()
    await reads(card, "They are opened with Dialer.")
    assert linux.handlers.owner("tel") == DIALER
    assert core_app.hub.settings.get("phone_links") is True
    await until(lambda: button(card, GIVE_BACK).isEnabled(), "the way back")
    button(card, GIVE_BACK).click()
    await reads(card, "Linphone")
    assert core_app.hub.settings.get("phone_links") is False


async def test_a_program_that_took_some_is_shown(core_app: App, window: QWidget, linux: Desktop) -> None:
    await handlers_watch.take(core_app.hub)
    teams = linux.install("Teams")
    entry = "dialer-links.desktop"
    linux.list.write_text(f"[Default Applications]\n{TEL}={teams}\n{SIP}={entry}\n{CALLTO}={entry}\n")
    card = await show(core_app, window, "callto:, sip: with Dialer", "tel: with another program")
    button(card, TAKE).click()
    await reads(card, "They are opened with Dialer.")


async def test_what_cannot_be_written_is_told(core_app: App, window: QWidget, linux: Desktop) -> None:
    card = await show(core_app, window, "Linphone")
    linux.data.rename(linux.data.with_name("elsewhere"))
    linux.data.write_text("a file where the folder should be")
    button(card, TAKE).click()
    await reads(card, "cannot be written")
    assert core_app.hub.settings.get("phone_links") is False
    assert button(card, TAKE).isEnabled()


async def test_the_organisation_may_decide_it(core_app: App, window: QWidget, linux: Desktop) -> None:
    hub = core_app.hub
    policy = Policy(organisation="Gemeente Voorbeeld", locked={"phone_links": False})
    hub.settings = Settings(hub.home.settings_file, hub.bus, policy)
    card = await show(core_app, window, "Linphone", "Gemeente Voorbeeld")
    assert not button(card, TAKE).isEnabled()
    assert "Gemeente Voorbeeld" in button(card, TAKE).accessibleDescription()


async def test_where_dialer_cannot_open_them_there_is_no_button(
    core_app: App, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers_watch, "handlers_of", lambda _hub: MacHandlers(tmp_path))
    card = await show(core_app, window, "FaceTime", "On macOS you choose yourself which program")
    assert not any(each.isVisible() for each in card.findChildren(QAbstractButton))


async def test_a_test_link_arrives_or_not_and_nobody_is_asked_about_it(
    core_app: App, window: QWidget, linux: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def opens() -> bool:
        opened.append(TEST_LINK)
        return True

    monkeypatch.setattr(link_trial, "open_test_link", opens)
    card = await show(core_app, window, "Linphone")
    button(card, "Try it now").click()
    await until(lambda: opened, "the link")
    await reads(card, "is being opened")
    await open_link(core_app.hub, "tel:0205550142")  # another one
    await reads(card, "is being opened")
    reading = await open_link(core_app.hub, opened[0])
    await reads(card, "It arrived")
    assert refusal(reading) is not None, "nobody can be called by it"
    monkeypatch.setattr(link_trial, "PATIENCE_MS", 1)
    button(card, "Try it now").click()
    await reads(card, "It did not arrive")


async def test_each_kind_of_link_has_its_owner(core_app: App, window: QWidget, linux: Desktop) -> None:
    await show(core_app, window, "tel: \u2068Linphone\u2069   callto: –   sip: –")
