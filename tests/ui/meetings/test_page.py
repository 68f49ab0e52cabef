"""The Meetings page: one press, one meeting; links kept apart; what cannot be done says why."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from shiboken6 import delete

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.entry import EntryChanged
from dialer.core.errors import ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.core.fields import Choice, Text, Toggle
from dialer.core.scope import Scope
from dialer.meetings.model import MeetingState
from dialer.meetings.provider import MeetingFeature, ProviderMeeting
from dialer.ui.blocks.buttons import Button
from dialer.ui.blocks.dialogs import QuestionDialog
from dialer.ui.blocks.widgets import PlainLabel
from dialer.ui.meetings.page import MeetingsPage
from dialer.ui.meetings.rows import MeetingRow, PersonRow
from tests.fakes import START, integrate
from tests.meetings.conftest import ENTRY, Desk, FakeIntegration
from tests.meetings.fakes import BASE_URL, CANARY, FakeMeetings
from tests.ui.driving import button, combo, dialog, line, named, nameless, press, retype, until, whole, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from dialer.core.entry import ConfigEntry


@dataclass
class Visit:
    """The page in a window, and the program behind it."""

    page: MeetingsPage
    desk: Desk

    @property
    def provider(self) -> FakeMeetings:
        return self.desk.provider

    @property
    def entry(self) -> ConfigEntry:
        entry = self.desk.app.hub.entries.get(ENTRY)
        assert entry is not None
        return entry

    async def pick(self, typed: str, name: str) -> None:
        """Choose somebody by typing part of the name."""
        QTest.keyClicks(line(self.page, "People"), typed)
        await until(lambda: name in self.listed_people(), name)
        press(line(self.page, "People"), Qt.Key.Key_Return)

    def listed_people(self) -> str:
        return " ".join(row.accessibleName() for row in self.page.findChildren(PersonRow))

    async def fill_in(self, subject: str = "Mortgage") -> None:
        """Begin a meeting with Anne."""
        await self.press("New meeting")
        await self.pick("verm", "Anne Vermeer")
        await self.type("Subject", subject)

    async def create(self, subject: str = "Mortgage") -> None:
        """Create a meeting with Anne, and wait for what becomes of it."""
        await self.fill_in(subject)
        await self.press("Create meeting")
        await self.settled()

    async def settled(self) -> None:
        """Let time pass until the creation that is shown is over."""

        def over() -> bool:
            meeting = self.page.card.meeting
            return meeting is not None and meeting.state is not MeetingState.REQUESTED

        await until(over, "an end of the creation")

    @property
    def rows(self) -> list[str]:
        return [
            row.accessibleName() for row in self.page.findChildren(MeetingRow) if row.isVisibleTo(self.page)
        ]

    async def comes(self, part: str) -> None:
        """Wait until this can be read."""
        await until(lambda: self.says(part), part)

    async def there(self, name: str) -> None:
        """Wait until there is a control of this name."""
        await until(
            lambda: any(
                each.accessibleName() == name and each.isVisibleTo(self.page)
                for each in self.page.findChildren(QWidget)
            ),
            name,
        )

    async def press(self, name: str) -> None:
        """Press a button, once it is there."""
        await self.there(name)
        button(self.page, name).click()

    async def type(self, name: str, text: str) -> None:
        """Type into a line, once it is there."""
        await self.there(name)
        retype(line(self.page, name), text)

    def says(self, part: str) -> bool:
        return any(part in text for text in words(self.page))


@pytest.fixture
async def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path / "home")
    integrate(monkeypatch, "scripted", FakeIntegration(desk.provider), kinds=("meetings",))
    await desk.start()
    await desk.app.contacts.add(ContactDraft(name="Anne Vermeer", emails=("anne@example.com",)))
    await desk.app.contacts.add(ContactDraft(name="Bob Vermaas", numbers=(NumberDraft(raw="020 555 0142"),)))
    yield desk
    await desk.stop()


@pytest.fixture
async def visit(program: Desk, window: QWidget, qtbot: QtBot) -> AsyncIterator[Visit]:
    scope = Scope("test")
    page = MeetingsPage(program.app, scope)
    layout = QVBoxLayout(window)
    layout.addWidget(page)
    window.resize(1180, 900)
    whole(page)
    yield Visit(page, program)
    await scope.close()
    page.hide()
    delete(page)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that were opened."""
    links: list[str] = []

    def note(link: str) -> bool:
        links.append(link)
        return True

    monkeypatch.setattr("dialer.ui.meetings.actions.open_link", note)
    return links


@pytest.fixture
def clipboard() -> Iterator[None]:
    """A clipboard that is empty before and after."""
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


async def test_without_an_account_it_says_what_to_do(visit: Visit, qtbot: QtBot) -> None:
    await visit.desk.app.hub.entries.set_disabled(visit.entry, True)
    assert visit.says("No account that can meet")
    assert not button(visit.page, "New meeting").isEnabled()
    wanted: list[bool] = []
    visit.page.account_wanted.connect(lambda: wanted.append(True))
    await visit.press("Add account")
    assert wanted == [True]
    await visit.desk.app.hub.entries.set_disabled(visit.entry, False)
    assert visit.says("Meet somebody")


@pytest.mark.usefixtures("clipboard")
async def test_a_meeting_is_made_opened_and_shared(visit: Visit, opened: list[str]) -> None:
    visit.provider.steps = ("meetings.step.created",)
    await visit.create()
    [order] = visit.provider.orders
    assert (order.subject, order.start, order.people[0].email) == ("Mortgage", None, "anne@example.com")
    page = visit.page
    assert page.window().focusWidget() is button(page, "Open as host")
    assert visit.says("Meeting created")
    assert visit.says("now")
    assert visit.says("Anne Vermeer, guest")
    host = named(page, PlainLabel, "Host link")
    assert CANARY not in host.accessibleDescription()
    assert not visit.says(CANARY)
    await visit.press("Copy guest link")
    assert QGuiApplication.clipboard().text() == f"{BASE_URL}guest/m1"
    assert visit.says("The guest link is copied")
    await visit.press("Open as host")
    await until(lambda: opened, "the link")
    assert opened == [f"{BASE_URL}host/{CANARY}-m1"]
    assert nameless(page) == []


async def test_a_double_click_makes_one_meeting(visit: Visit) -> None:
    visit.provider.gate = asyncio.Event()
    await visit.fill_in()
    create = button(visit.page, "Create meeting")
    for _ in range(5):
        create.click()
    await until(lambda: visit.provider.log, "the request")
    await visit.comes("Creating the meeting")
    visit.provider.gate.set()
    await visit.settled()
    assert visit.provider.log.count("create") == 1


async def test_a_refusal_is_said_and_the_form_comes_back_as_it_was(visit: Visit) -> None:
    refusal = Refused("core.error.outcome_unknown", ErrorKind.VALIDATION)
    visit.provider.creates = [(refusal, False), (None, True)]
    await visit.create()
    assert visit.says("The provider gave no usable answer")  # the integration's own sentence
    await visit.press("Try again")
    assert line(visit.page, "Subject").text() == "Mortgage"
    await visit.press("Create meeting")
    await until(lambda: visit.page.card.meeting and visit.page.card.meeting.state is MeetingState.READY)
    assert [order.subject for order in visit.provider.orders] == ["Mortgage", "Mortgage"]


async def test_a_lost_answer_can_be_looked_for(visit: Visit) -> None:
    visit.provider.features &= ~MeetingFeature.LIST
    visit.provider.creates = [(OutcomeUnknown(), True)]
    await visit.create()
    assert visit.says("the meeting may have been made")
    visit.provider.features |= MeetingFeature.LIST
    await visit.press("Look again")
    await until(lambda: visit.page.card.meeting and visit.page.card.meeting.state is MeetingState.READY)
    assert visit.provider.log.count("create") == 1


async def test_the_providers_own_options_are_drawn_and_their_errors_stand_beside_them(visit: Visit) -> None:
    visit.provider.options = (
        Toggle(key="record", default=False),
        Choice(key="layout", options=("a", "b"), labels={"a": "Standard", "b": "Video"}, default="a"),
        Text(key="pin"),
    )
    visit.provider.open_options = (Text(key="value"),)
    await visit.fill_in()
    await visit.press("scripted.meeting.field.record.label")
    await visit.press("Add: scripted.meeting.field.value.label")
    prefix = "scripted.meeting.field.value.label"
    await visit.type(f"{prefix}: Name", "NAME")
    await visit.type(f"{prefix}: Value", "Anne")
    await visit.press("Create meeting")
    await until(lambda: visit.says("Please fill this in"), "the error")
    assert visit.provider.log.count("create") == 0
    await visit.type("scripted.meeting.field.pin.label", "0123")
    await visit.press("Create meeting")
    await visit.settled()
    assert visit.provider.orders[0].options == {
        "record": True, "layout": "a", "pin": "0123", "value.NAME": "Anne",
    }  # fmt: skip


async def test_an_option_that_hardly_anybody_changes_is_folded_away_and_has_its_default(visit: Visit) -> None:
    visit.provider.options = (
        Toggle(key="record", default=False),
        Text(key="kind", default="standard", advanced=True),
        Text(key="rights", required=False, advanced=True),
    )
    await visit.create()
    assert visit.provider.orders[-1].options == {"record": False, "kind": "standard"}
    await visit.press("Change")
    assert not visit.says("kind")
    await visit.type("Subject", "Closing")
    await visit.press("Save changes")
    await until(lambda: visit.provider.orders[-1].subject == "Closing", "the change")
    assert visit.provider.orders[-1].options == {"record": False, "kind": "standard"}


async def test_what_is_folded_away_can_be_chosen_too(visit: Visit) -> None:
    visit.provider.options = (
        Text(key="kind", default="standard", advanced=True),
        Toggle(key="record", default=False),
    )
    await visit.fill_in()
    await visit.press("More options")
    await visit.type("scripted.meeting.field.kind.label", "brief")
    await visit.press("Fewer options")
    assert not visit.says("kind")
    await visit.press("Create meeting")
    await visit.settled()
    assert visit.provider.orders[-1].options == {"record": False, "kind": "brief"}
    await visit.press("Change")  # what is not usual is not folded away
    await visit.there("scripted.meeting.field.kind.label")


async def test_named_values_are_folded_away_too(visit: Visit) -> None:
    visit.provider.open_options = (Text(key="value", advanced=True),)
    await visit.fill_in()
    assert not visit.says("scripted.meeting.field.value.label")
    await visit.press("More options")
    await visit.press("Add: scripted.meeting.field.value.label")
    await visit.type("scripted.meeting.field.value.label: Name", "NAME")
    await visit.type("scripted.meeting.field.value.label: Value", "Anne")
    await visit.press("Create meeting")
    await visit.settled()
    assert visit.provider.orders[-1].options == {"value.NAME": "Anne"}
    await visit.press("Change")  # what is not usual is not folded away
    await visit.there("scripted.meeting.field.value.label: Value")


async def test_what_is_wrong_in_the_fold_opens_it(visit: Visit) -> None:
    visit.provider.options = (Text(key="pin", advanced=True),)
    await visit.fill_in()
    await visit.press("Create meeting")
    await until(lambda: visit.says("Please fill this in"), "the error")
    await visit.type("scripted.meeting.field.pin.label", "0123")
    await visit.press("Create meeting")
    await visit.settled()
    assert visit.provider.orders[-1].options == {"pin": "0123"}


async def test_what_is_typed_stays_when_another_account_changes(visit: Visit) -> None:
    visit.provider.options = (Text(key="pin", required=False),)
    await visit.fill_in()
    await visit.type("scripted.meeting.field.pin.label", "0123")
    visit.desk.app.hub.bus.fire(EntryChanged(visit.entry))  # as for any account's new state
    assert line(visit.page, "scripted.meeting.field.pin.label").text() == "0123"
    assert line(visit.page, "Subject").text() == "Mortgage"


async def test_a_meeting_for_later(visit: Visit) -> None:
    await visit.fill_in()
    when = combo(visit.page, "When")
    when.setCurrentIndex(1)
    when.activated.emit(1)
    await visit.type("Time", "25:00")
    await visit.press("Create meeting")
    await visit.comes("There is no such time")
    day = combo(visit.page, "Day")
    assert day.currentText() == "Today"
    day.setCurrentIndex(1)
    assert day.currentText() == "Tomorrow"
    await visit.type("Time", "14:30")
    await visit.type("Minutes", "x")
    await visit.press("Create meeting")
    await visit.comes("whole number")
    await visit.type("Minutes", "45")
    await visit.press("Create meeting")
    await visit.settled()
    [order] = visit.provider.orders
    assert order.start is not None
    expected = (START.astimezone() + timedelta(days=1)).date()
    assert (order.start.astimezone().date(), f"{order.start.astimezone():%H:%M}") == (expected, "14:30")
    assert order.minutes == 45
    assert visit.says("Tomorrow 14:30 to 15:15")


async def test_a_provider_that_only_meets_now_says_why(visit: Visit) -> None:
    visit.provider.features &= ~MeetingFeature.SCHEDULE
    await visit.press("New meeting")
    assert not combo(visit.page, "When").isEnabled()
    assert visit.says("cannot keep the time of a meeting")


async def test_people_are_chosen_and_taken_off_again(visit: Visit) -> None:
    await visit.press("New meeting")
    await visit.pick("verma", "Bob Vermaas")
    await visit.pick("verme", "Anne Vermeer")
    await visit.press("Remove Bob Vermaas")
    QTest.keyClicks(line(visit.page, "People"), "nobody at all")
    await until(lambda: visit.says("Nobody found by this name"), "the sentence")
    await visit.press("Create meeting")
    await visit.settled()
    assert [person.name for person in visit.provider.orders[0].people] == ["Anne Vermeer"]
    assert visit.provider.orders[0].subject == "Meeting with Anne Vermeer"


async def test_a_meeting_is_changed(visit: Visit) -> None:
    await visit.create()
    await visit.press("Change")
    assert not combo(visit.page, "Account").isEnabled()
    await visit.type("Subject", "Another")
    await visit.press("Save changes")
    await until(lambda: visit.says("Another"), "the change")
    assert visit.provider.log.count("change m1") == 1
    order = visit.provider.orders[-1]
    assert (order.subject, order.minutes, len(order.people)) == ("Another", 30, 1)


async def test_a_change_shows_the_options_as_they_are(visit: Visit) -> None:
    visit.provider.options = (Toggle(key="record", default=True), Text(key="room", required=False))
    await visit.create()
    await visit.press("Change")
    boxes = [box.isChecked() for box in visit.page.form.findChildren(QCheckBox) if box.isVisible()]
    assert boxes == [True]
    await visit.type("Subject", "Another")
    await visit.press("Save changes")
    await until(lambda: visit.says("Another"), "the change")
    assert visit.provider.orders[-1].options == {"record": True}


async def test_a_change_shows_named_values_and_one_that_is_taken_away_is_removed(visit: Visit) -> None:
    visit.provider.open_options = (Text(key="value"),)
    prefix = "scripted.meeting.field.value.label"
    await visit.fill_in()
    await visit.press(f"Add: {prefix}")
    await visit.type(f"{prefix}: Name", "FILE")
    await visit.type(f"{prefix}: Value", "2026-17")
    await visit.press("Create meeting")
    await visit.settled()
    await visit.press("Change")
    await visit.there(f"{prefix}: Name")
    assert [line(visit.page, f"{prefix}: {part}").text() for part in ("Name", "Value")] == ["FILE", "2026-17"]
    await visit.type(f"{prefix}: Name", "DESK")
    await visit.press("Save changes")
    await until(lambda: "change m1" in visit.provider.log, "the change")
    assert visit.provider.orders[-1].options == {"value.DESK": "2026-17"}


async def test_of_a_removed_account_no_link_and_no_action_is_offered(visit: Visit) -> None:
    await visit.create()
    await visit.there("Open as host")
    await visit.desk.app.hub.entries.remove(visit.entry)
    await visit.comes("The account Meet was removed")
    assert visit.says("Anne Vermeer")
    shown = [
        each.accessibleName() for each in visit.page.card.findChildren(Button) if each.isVisibleTo(visit.page)
    ]
    assert shown == []
    assert not any(CANARY in text for text in words(visit.page))


async def test_a_change_that_fails_is_said_in_the_form(visit: Visit) -> None:
    await visit.create()
    visit.provider.trouble = NotSent("core.net.dns")
    await visit.press("Change")
    await visit.type("Subject", "Another")
    await visit.press("Save changes")
    await until(lambda: visit.says("could not be found"), "the sentence")
    assert line(visit.page, "Subject").text() == "Another"
    await visit.press("Cancel")
    assert visit.says("Mortgage")


@pytest.mark.parametrize(
    ("act", "state"), [("Call off", MeetingState.CANCELLED), ("End for everybody", MeetingState.ENDED)]
)
async def test_a_meeting_is_over_after_a_question(visit: Visit, act: str, state: MeetingState) -> None:
    await visit.create()
    await visit.press(act)
    question = await dialog(QuestionDialog)
    button(question, "Cancel").click()
    await until(lambda: not question.isVisible(), "the end of the question")
    assert visit.page.card.meeting is not None
    assert visit.page.card.meeting.state is MeetingState.READY
    await visit.press(act)
    question = await dialog(QuestionDialog)
    button(question, act).click()
    await until(lambda: visit.page.card.meeting and visit.page.card.meeting.state is state, act)
    assert not [each for each in visit.rows if "Mortgage" in each and "min" not in each]


async def test_what_the_provider_cannot_do_is_greyed_out_with_the_reason(visit: Visit) -> None:
    visit.provider.features = MeetingFeature.SCHEDULE | MeetingFeature.GUEST_LINK
    await visit.create()
    for name in ("Change", "Call off", "End for everybody"):
        each = button(visit.page, name)
        assert not each.isEnabled()
        assert "This provider cannot" in each.accessibleDescription()
        assert visit.says(f"{name}: {each.accessibleDescription()}")


async def test_a_link_elsewhere_cannot_be_opened(visit: Visit, opened: list[str]) -> None:
    visit.provider.places = ("https://evil.example.com/", "https://evil.example.com/")
    await visit.create()
    assert visit.says("leads to another place")
    assert not button(visit.page, "Open as host").isEnabled()
    assert not button(visit.page, "Copy guest link").isEnabled()
    assert opened == []


async def test_a_browser_that_does_not_open_is_said(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialer.ui.meetings.actions.open_link", lambda _link: False)
    await visit.create()
    await visit.press("Open as host")
    await until(lambda: visit.says("could not be opened"), "the sentence")


async def test_the_list_shows_days_and_what_was_made_elsewhere(visit: Visit) -> None:
    for id_, hours in (("x1", 2), ("x2", 26)):
        start = START + timedelta(hours=hours)
        visit.provider.there[id_] = ProviderMeeting(
            provider_id=id_, subject=f"Board {id_}", start=start, host_url=f"{BASE_URL}host/{id_}"
        )
    await visit.desk.meetings.refresh()
    await until(lambda: len(visit.rows) == 2, "two rows")
    await visit.comes("Today")
    await visit.comes("Tomorrow")
    row = next(row for row in visit.page.findChildren(MeetingRow) if "Board x2" in row.accessibleName())
    row.click()
    await visit.there("Open as host")
    await until(lambda: button(visit.page, "Open as host").isEnabled(), "the link")
    assert [each.marked for each in visit.page.findChildren(MeetingRow)].count(True) == 1


async def test_an_account_that_does_not_tell_is_named(visit: Visit) -> None:
    visit.provider.trouble = NotSent("core.net.dns")
    await visit.desk.meetings.refresh()
    await until(lambda: visit.says("Meet did not tell its meetings"), "the sentence")
    visit.provider.trouble = None
    await visit.desk.meetings.refresh()
    await until(lambda: not visit.says("Meet did not tell its meetings"), "the end of it")


async def test_what_is_over_is_shown_below_when_it_is_wanted(visit: Visit) -> None:
    await visit.create("First")
    await visit.desk.clock.advance(25 * 3600)
    await visit.desk.meetings.refresh()
    await until(lambda: not any("First" in row for row in visit.rows), "the next day")
    await visit.press("Earlier meetings")
    await until(lambda: any("First" in row for row in visit.rows), "what is over")
    row = next(row for row in visit.page.findChildren(MeetingRow) if "First" in row.accessibleName())
    row.click()
    await until(lambda: visit.page.card.meeting is not None and row.marked, "the card")


async def test_no_earlier_meetings_are_said(visit: Visit) -> None:
    await visit.press("Earlier meetings")
    await visit.comes("No earlier meetings.")


async def test_a_wide_window_has_more_room_for_the_list(visit: Visit) -> None:
    window = visit.page.window()
    wide = visit.page.list.width()
    window.resize(1600, 900)
    await until(lambda: visit.page.list.width() > wide, "a wider list")
    assert visit.page.list.width() < window.width() // 3
