"""One dialog draws every flow: what was typed is kept, one check runs at a time, no password lingers."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit

from dialer.core import loader
from dialer.core.config_flow import Account, ConfigFlow, FlowKind
from dialer.core.errors import SecretsUnavailable
from dialer.core.fields import (
    Choice,
    Field,
    FieldError,
    FilePath,
    Host,
    Integer,
    MultiChoice,
    Phone,
    SecretField,
    Text,
    Toggle,
)
from dialer.core.folder_field import FolderPath
from dialer.core.secrets import MemorySecrets, Secret
from dialer.core.strings import Strings
from dialer.integrations.team_folder.config_flow import TeamFolderFlow
from dialer.ui.accounts.flow_dialog import FlowDialog, run_flow
from tests.core.conftest import RIGHT, ExampleFlow
from tests.ui.driving import button, combo, dialog, line, nameless, outcome, press, retype, until, words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.core.flow_check import Check

LOGIN, PASSWORD, URL, FORMAT = (
    f"example.field.{key}.label" for key in ("login", "password", "base_url", "format")
)


class SlowCheck:
    """Holds the example's check until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.started = asyncio.Event()
        self.go = asyncio.Event()
        self._check = ExampleFlow.async_check
        slow = self

        async def held(flow: ExampleFlow, check: Check) -> Account:
            slow.started.set()
            await slow.go.wait()
            return await slow._check(flow, check)

        monkeypatch.setattr(ExampleFlow, "async_check", held)


def begin(
    app: App, window: QWidget, kind: FlowKind = FlowKind.USER, entry: ConfigEntry | None = None
) -> asyncio.Task[ConfigEntry | None]:
    flow = app.hub.flows.start("example", kind, entry)
    return asyncio.create_task(run_flow(app, window, flow))


async def fill(root: FlowDialog, login: str = "reception", password: str = RIGHT) -> None:
    retype(line(root, LOGIN), login)
    line(root, PASSWORD).setText(password)


async def add(app: App) -> ConfigEntry:
    entry = await app.hub.flows.start("example").submit({"login": "reception", "password": RIGHT})
    assert entry is not None
    return entry


async def test_an_account_is_added_by_keyboard(core_app: App, window: QWidget) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    assert shown.accessibleName() == "Add Example"
    assert shown.focusWidget() is line(shown, LOGIN), "the first empty field has the focus"
    await fill(shown)
    press(line(shown, PASSWORD), Qt.Key.Key_Return)
    entry = await outcome(done)
    assert entry is not None
    assert entry.data == {"base_url": "https://pbx.example/", "login": "reception"}
    assert await core_app.hub.secrets.get(f"{entry.id}/password") == Secret(RIGHT)
    await until(lambda: not window.findChildren(FlowDialog), "the end of the dialog")


async def test_fields_end_where_the_buttons_end(core_app: App, window: QWidget) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    add_button, last = button(shown, "Add"), line(shown, URL)
    assert last.mapTo(shown, last.rect().topRight()).x() == add_button.geometry().right()
    shown.reject()
    await outcome(done)


async def test_errors_stand_at_their_fields_and_what_was_typed_stays(core_app: App, window: QWidget) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    retype(line(shown, URL), "http://pbx.example")
    line(shown, PASSWORD).setText("secret")
    button(shown, "Add").click()
    text = core_app.hub.strings.text
    await until(lambda: text("core.field.required") in words(shown), "the error")
    assert text("core.field.not_https") in words(shown)
    assert line(shown, URL).text() == "http://pbx.example"
    assert line(shown, URL).accessibleDescription() == text("core.field.not_https")
    assert line(shown, PASSWORD).text() == "secret"
    assert shown.focusWidget() is line(shown, URL), "the first wrong field has the focus"
    retype(line(shown, URL), "https")
    assert text("core.field.not_https") not in words(shown), "typing takes the error back"
    assert ExampleFlow.checks == 0
    shown.reject()
    assert await outcome(done) is None


async def test_a_refusal_is_told_and_can_be_mended(core_app: App, window: QWidget) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await fill(shown, password="wrong")
    button(shown, "Add").click()
    refusal = core_app.hub.strings.text("core.entry.auth_refused")
    await until(lambda: refusal in words(shown), "the refusal")
    line(shown, PASSWORD).setText(RIGHT)
    button(shown, "Add").click()
    assert await outcome(done) is not None
    assert ExampleFlow.checks == 2


async def test_one_check_at_a_time(core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowCheck(monkeypatch)
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await fill(shown)
    for _ in range(5):
        shown.submit()
    await outcome(asyncio.create_task(slow.started.wait()))
    assert not button(shown, "Add").isEnabled()
    assert not line(shown, LOGIN).isEnabled()
    assert "Checking…" in words(shown)
    slow.go.set()
    assert await outcome(done) is not None
    assert ExampleFlow.checks == 1


async def test_escape_stops_the_check_and_keeps_the_dialog(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowCheck(monkeypatch)
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await fill(shown)
    button(shown, "Add").click()
    await outcome(asyncio.create_task(slow.started.wait()))
    press(shown, Qt.Key.Key_Escape)
    await until(lambda: "The check was stopped. Nothing was saved." in words(shown), "the word")
    assert shown.isVisible()
    assert line(shown, LOGIN).text() == "reception"
    assert core_app.hub.entries.all == []
    press(shown, Qt.Key.Key_Escape)
    assert await outcome(done) is None


class NoKeyRing(MemorySecrets):
    """A key ring that is not there yet."""

    there = False

    async def set(self, ref: str, secret: Secret) -> None:
        if not self.there:
            raise SecretsUnavailable("core.secrets.missing")
        await super().set(ref, secret)


async def test_without_a_key_ring_it_can_be_tried_again(core_app: App, window: QWidget) -> None:
    core_app.hub.secrets = ring = NoKeyRing()
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await fill(shown)
    button(shown, "Add").click()
    await until(lambda: core_app.hub.strings.text("core.secrets.missing") in words(shown), "the sentence")
    assert line(shown, PASSWORD).text() == RIGHT
    assert core_app.hub.entries.all == []
    ring.there = True
    button(shown, "Try again").click()
    assert await outcome(done) is not None


class SlowKeyRing(MemorySecrets):
    """A key ring that waits for its user."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go = asyncio.Event(), asyncio.Event()
        self.fails = False

    async def set(self, ref: str, secret: Secret) -> None:
        self.asked.set()
        await self.go.wait()
        if self.fails:
            raise SecretsUnavailable("core.secrets.locked")
        await super().set(ref, secret)


@pytest.mark.parametrize("fails", [False, True])
async def test_closed_while_the_account_is_kept(core_app: App, window: QWidget, fails: bool) -> None:
    core_app.hub.secrets = ring = SlowKeyRing()
    ring.fails = fails
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    await fill(shown)
    button(shown, "Add").click()
    await outcome(asyncio.create_task(ring.asked.wait()))
    press(shown, Qt.Key.Key_Escape)
    await until(lambda: not window.findChildren(FlowDialog), "the end of the dialog")
    ring.go.set()
    if fails:
        with pytest.raises(SecretsUnavailable, match="locked"):
            await outcome(done)
    else:
        assert await outcome(done) in core_app.hub.entries.all


async def test_signing_in_again_asks_for_the_password_only(core_app: App, window: QWidget) -> None:
    entry = await add(core_app)
    done = begin(core_app, window, FlowKind.REAUTH, entry)
    shown = await dialog(FlowDialog)
    assert [each.accessibleName() for each in shown.findChildren(QLineEdit)] == [PASSWORD]
    line(shown, PASSWORD).setText(RIGHT)
    button(shown, "Sign in").click()
    assert await outcome(done) is entry


async def test_changing_shows_what_there_is_but_no_password(core_app: App, window: QWidget) -> None:
    entry = await add(core_app)
    done = begin(core_app, window, FlowKind.RECONFIGURE, entry)
    shown = await dialog(FlowDialog)
    assert line(shown, LOGIN).text() == "reception"
    assert line(shown, PASSWORD).text() == ""
    assert line(shown, PASSWORD).placeholderText()
    choice = combo(shown, "example.field.format.label")
    choice.setCurrentIndex(choice.findData("plus"))
    button(shown, "Save").click()
    assert await outcome(done) is entry
    assert entry.options == {"format": "plus"}


async def test_another_server_asks_for_the_password_again(core_app: App, window: QWidget) -> None:
    entry = await add(core_app)
    done = begin(core_app, window, FlowKind.RECONFIGURE, entry)
    shown = await dialog(FlowDialog)
    retype(line(shown, URL), "https://elsewhere.example/")
    button(shown, "Save").click()
    await until(lambda: core_app.hub.strings.text("core.flow.secret_again") in words(shown), "the question")
    shown.reject()
    assert await outcome(done) is None
    assert entry.data["base_url"] == "https://pbx.example/"


async def test_what_hardly_anybody_changes_stands_in_the_options_only(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExampleFlow, "OPTIONS", (Text(key="format", default="plain", advanced=True),))
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    assert FORMAT not in words(shown)
    await fill(shown)
    button(shown, "Add").click()
    entry = await outcome(done)
    assert entry is not None
    assert entry.options == {"format": "plain"}
    done = begin(core_app, window, FlowKind.RECONFIGURE, entry)
    shown = await dialog(FlowDialog)
    assert FORMAT not in words(shown)
    shown.reject()
    await outcome(done)
    done = begin(core_app, window, FlowKind.OPTIONS, entry)
    shown = await dialog(FlowDialog)
    retype(line(shown, FORMAT), "plus")
    button(shown, "Save").click()
    assert await outcome(done) is entry
    assert entry.options == {"format": "plus"}


async def test_options_have_only_the_options(core_app: App, window: QWidget) -> None:
    entry = await add(core_app)
    done = begin(core_app, window, FlowKind.OPTIONS, entry)
    shown = await dialog(FlowDialog)
    assert shown.findChildren(QLineEdit) == []
    button(shown, "Save").click()
    assert await outcome(done) is entry


async def test_a_password_is_hidden_until_its_eye_is_pressed(core_app: App, window: QWidget) -> None:
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    password = line(shown, PASSWORD)
    assert password.echoMode() is QLineEdit.EchoMode.Password
    button(shown, f"Show {PASSWORD}").click()
    assert password.echoMode() is QLineEdit.EchoMode.Normal
    button(shown, f"Hide {PASSWORD}").click()
    assert password.echoMode() is QLineEdit.EchoMode.Password
    password.setText("secret")
    shown.reject()
    assert password.text() == "", "a closed dialog holds no password"
    await outcome(done)


async def test_closed_dialogs_leave_nothing_behind(core_app: App, window: QWidget) -> None:
    gone = []
    for _ in range(5):
        done = begin(core_app, window)
        shown = await dialog(FlowDialog)
        gone.append(weakref.ref(shown))
        shown.reject()
        del shown
        assert await outcome(done) is None
    await until(lambda: not window.findChildren(FlowDialog), "the end of the dialogs")
    gc.collect()
    assert [each() for each in gone] == [None] * 5


class EveryKind(ConfigFlow):
    """Asks for one of each kind of field."""

    domain = "example"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Text(key="name", required=False),
        SecretField(key="token"),
        Host(key="host"),
        Integer(key="port", default=389),
        Toggle(key="start_tls", default=True),
        Choice(key="mode", options=("a", "b"), required=False),
        MultiChoice(key="books", options=("own", "team"), default=["own"]),
        Phone(key="source", multiple=True),
        FilePath(key="ca", required=False),
    )

    async def async_check(self, check: Check) -> Account:
        return Account(unique_id="1", title="Every kind")


async def test_a_team_folder_is_chosen_with_a_button(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(tmp_path)))
    monkeypatch.setattr(loader, "load_flow", lambda _domain: TeamFolderFlow())
    flow = core_app.hub.flows.start("team_folder")
    done = asyncio.create_task(run_flow(core_app, window, flow))
    shown = await dialog(FlowDialog)
    assert nameless(shown) == []
    button(shown, "Choose a folder: Folder").click()
    assert line(shown, "Folder").text() == str(tmp_path)
    button(shown, "Add").click()
    await outcome(done)
    [entry] = core_app.hub.entries.all
    assert entry.data["folder"] == str(tmp_path)


@pytest.mark.parametrize("typed", ["reception", "~nobody-here/x"])
def test_a_folder_is_named_by_its_whole_path(typed: str) -> None:
    with pytest.raises(FieldError, match=r"flow\.field\.not_folder"):
        FolderPath(key="folder").parse(typed)


async def test_every_kind_of_field_is_drawn_named_and_read(
    core_app: App, window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(loader, "load_flow", lambda _domain: EveryKind())
    certificate = tmp_path / "ca.pem"
    certificate.touch()
    done = begin(core_app, window)
    shown = await dialog(FlowDialog)
    assert nameless(shown) == []
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown.findChildren(QLabel))
    for key, text in (("token", "t"), ("host", "Ldap.Example"), ("source", "101, +31 20 305 7700")):
        retype(line(shown, f"example.field.{key}.label"), text)
    line(shown, "example.field.ca.label").setText(str(certificate))
    boxes = {box.text(): box for box in shown.findChildren(QCheckBox)}
    boxes["example.field.start_tls.label"].click()
    boxes["example.field.books.option.team"].click()
    button(shown, "Add").click()
    entry = await outcome(done)
    assert entry is not None
    assert entry.data == {
        "name": None,
        "host": "ldap.example",
        "port": 389,
        "start_tls": False,
        "mode": None,
        "books": ["own", "team"],
        "source": "101, +31 20 305 7700",
        "ca": str(certificate),
    }


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
async def test_every_word_of_the_dialog_is_translated(core_app: App, window: QWidget, language: str) -> None:
    english = begin(core_app, window)
    shown = await dialog(FlowDialog)
    before = {each for each in words(shown) if not each.startswith(("example.", "Example"))}
    shown.reject()
    await outcome(english)
    core_app.hub.strings = Strings(language)
    other = begin(core_app, window)
    await until(
        lambda: not window.findChildren(FlowDialog) or window.findChildren(FlowDialog)[-1].isVisible()
    )
    shown = await dialog(FlowDialog)
    assert not before & set(words(shown))
    shown.reject()
    await outcome(other)


async def test_a_form_is_introduced_by_what_it_asks_for(core_app: App, window: QWidget) -> None:
    flow = core_app.hub.flows.start("team_folder")
    asyncio.create_task(run_flow(core_app, window, flow)).set_name("a form that nobody fills in")
    shown = await dialog(FlowDialog)
    assert core_app.hub.strings.text("team_folder.intro.user") in words(shown)
    assert core_app.hub.strings.text("ui_pages.flow.intro.user") not in words(shown), "no provider sends it"
    shown.reject()
