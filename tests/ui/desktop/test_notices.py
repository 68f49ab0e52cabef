"""What is told while another program is in front: only what people asked for, and never the focus."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from dialer.calls.call_back import CallBack, CallBackDue
from dialer.calls.events import CallChanged
from dialer.calls.model import Call, CallState, EndReason
from dialer.core.issues import FixAction, Issue, Severity
from dialer.desktop.notifications import OPEN, Notice, Notifier
from dialer.meetings.soon import Soon
from dialer.ui.desktop.notices import Notices
from tests.calls.conftest import ENTRY, JANSEN
from tests.fakes import START
from tests.ui.driving import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.ui.desktop.tray import Tray
    from tests.ui.furnished import Furnished

CALL = Call(id="c1", entry_id=ENTRY, account="Work", number=JANSEN, started_at=START, name="An Jansen")
RINGS = replace(CALL, state=CallState.SOURCE_RINGING)
TALKS = replace(CALL, state=CallState.CONNECTED, both_connected=True)
BUSY = replace(CALL, state=CallState.ENDED, reason=EndReason.BUSY)
ISSUE = Issue(id="sign-in/x", severity=Severity.ERROR, key="core.entry.auth_refused", fix=FixAction.SIGN_IN)


class Told(Notifier):
    """Keeps what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[Notice] = []
        self.withdrawn: list[str] = []

    async def show(self, notice: Notice) -> bool:
        self.notices.append(notice)
        return True

    async def withdraw(self, key: str) -> None:
        self.withdrawn.append(key)

    @property
    def words(self) -> list[tuple[str, str]]:
        return [(notice.title, notice.text) for notice in self.notices]


class NoTray(QObject):
    """A tray that is not there."""

    hid = Signal()
    notice_pressed = Signal()
    icon = None


@pytest.fixture
def told(furnished: Furnished, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    monkeypatch.setattr(QApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    notifier, tray = Told(), NoTray()
    notices = Notices(furnished.desk, cast("Tray", tray), notifier)
    tray.setParent(notices)
    notices.setObjectName("under test")
    yield notifier
    notices.stop()


def _fire(furnished: Furnished, *calls: Call) -> None:
    for call in calls:
        furnished.desk.app.hub.bus.fire(CallChanged(call))


async def test_a_call_is_told_at_each_turn_once(furnished: Furnished, told: Told) -> None:
    ringing = replace(CALL, state=CallState.DESTINATION_RINGING)
    _fire(furnished, CALL, RINGS, RINGS, replace(RINGS, stale=True), ringing, TALKS, TALKS, BUSY)
    await until(lambda: len(told.notices) == 3, "three notices")
    assert [notice.title for notice in told.notices] == ["An Jansen"] * 3
    assert [bool(notice.actions) for notice in told.notices] == [True, True, False]
    assert "busy" in told.notices[-1].text
    assert {notice.key for notice in told.notices} == {"call"}


async def test_what_people_end_themselves_is_not_told(furnished: Furnished, told: Told) -> None:
    _fire(furnished, RINGS, replace(CALL, state=CallState.ENDED, reason=EndReason.HUNG_UP))
    await until(lambda: told.withdrawn.count("call") == 1, "nothing left to read")
    assert len(told.notices) == 1


async def test_a_private_call_is_told_without_the_name(furnished: Furnished, told: Told) -> None:
    _fire(furnished, replace(RINGS, private=True))
    await until(lambda: told.notices, "a notice")
    assert "Jansen" not in told.notices[0].title
    assert told.words == [("A private number", told.notices[0].text)], "desktops keep what was told"
    assert JANSEN[-4:] not in told.notices[0].text


async def test_what_is_done_or_forgotten_meanwhile_is_told_no_more(furnished: Furnished, told: Told) -> None:
    callbacks, now = furnished.desk.app.callbacks, furnished.program.clock.now()
    mine = await callbacks.add(JANSEN, now + timedelta(hours=1), name="An Jansen", private=True)
    furnished.desk.app.hub.bus.fire(CallBackDue(mine))
    await until(lambda: told.notices, "a notice")
    assert told.withdrawn == []
    await callbacks.change(mine.id, note="bring the bill")
    told.pressed(f"due/{mine.id}", "call_now")
    await until(lambda: furnished.dialled == [JANSEN], "the call")
    assert await furnished.program.calls.history.recent() == [], "private as the call-back is"

    furnished.desk.app.hub.bus.fire(CallBackDue(mine))
    await callbacks.done(mine.id)
    await until(lambda: f"due/{mine.id}" in told.withdrawn, "its end")
    told.pressed(f"due/{mine.id}", "call_now")
    await furnished.program.calls.hang_up()
    assert furnished.dialled == [JANSEN]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"notifications": "all"}, {"call", "due/b1", "repairs", "meeting"}),
        ({"notifications": "calls"}, {"call", "due/b1"}),
        ({"notifications": "none"}, set()),
        ({"notifications": "all", "quiet": True}, set()),
    ],
)
async def test_only_what_people_asked_for_is_told(
    furnished: Furnished, told: Told, settings: dict[str, object], expected: set[str]
) -> None:
    hub = furnished.desk.app.hub
    for key, value in settings.items():
        await hub.settings.set(key, value)
    _fire(furnished, RINGS)
    hub.bus.fire(CallBackDue(_call_back()))
    hub.issues.report(ISSUE)
    _notices(furnished).tell_meeting(Soon("m1", "Intake", START + timedelta(minutes=5)))
    await until(lambda: {notice.key for notice in told.notices} >= expected, "the notices")
    assert {notice.key for notice in told.notices} == expected


async def test_nothing_is_told_to_whoever_looks_at_the_window(
    furnished: Furnished, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationActive)
    _fire(furnished, RINGS)
    furnished.desk.app.hub.issues.report(ISSUE)
    monkeypatch.setattr(QApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    _fire(furnished, TALKS)
    await until(lambda: told.notices, "a notice")
    assert [notice.text for notice in told.notices] == [told.notices[0].text]
    assert told.notices[0].title == "An Jansen"


async def test_an_issue_is_told_once(furnished: Furnished, told: Told) -> None:
    issues = furnished.desk.app.hub.issues
    issues.report(ISSUE)
    issues.report(replace(ISSUE, key="core.entry.slow"))
    issues.report(Issue(id="hint", severity=Severity.INFO, key="core.entry.slow", fix=FixAction.RETRY))
    await until(lambda: told.notices, "a notice")
    issues.clear(ISSUE.id)
    issues.clear("hint")
    await until(lambda: "repairs" in told.withdrawn, "nothing left to read")
    assert len(told.notices) == 1


async def test_what_is_pressed_is_done(furnished: Furnished, told: Told) -> None:
    furnished.window.hide()
    furnished.desk.app.hub.bus.fire(CallBackDue(_call_back()))
    await until(lambda: told.notices, "a notice")
    told.pressed("due/b1", "call_now")
    told.pressed("due/b1", "call_now")
    await until(lambda: furnished.dialled, "the call")
    assert furnished.window.isVisible()
    await until(lambda: furnished.program.calls.current is not None, "a call")
    assert furnished.dialled == [JANSEN]

    furnished.window.hide()
    told.pressed("call", "hang_up")
    await until(lambda: furnished.program.calls.current is None or not _current(furnished).live, "the end")
    assert not furnished.window.isVisible()
    told.pressed("repairs", "no such thing")
    assert not furnished.window.isVisible()
    told.pressed("repairs", OPEN)
    assert furnished.window.isVisible()


async def test_where_the_window_went_is_told_once(furnished: Furnished, told: Told) -> None:
    notices = _notices(furnished)
    for times in (1, 2):
        notices._tray.hid.emit()  # noqa: SLF001  # the tray of this test
        await until(lambda: told.notices, "a notice")
        assert len(told.notices) == 1, times
    assert "its icon next to the clock" in told.notices[0].text


def _call_back() -> CallBack:
    return CallBack(id="b1", number=JANSEN, name="An Jansen", due_at=START, created_at=START, note="the bill")


def _notices(furnished: Furnished) -> Notices:
    return next(each for each in furnished.desk.findChildren(Notices) if each.objectName() == "under test")


def _current(furnished: Furnished) -> Call:
    call = furnished.program.calls.current
    assert call is not None
    return call
