"""Call-backs: made, done, taken back, told when due, and offered as done when somebody was reached."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.app import migrations
from dialer.calls.call_back import CallBackDue, CallBackReached, CallBacksChanged
from dialer.calls.callbacks import CallBacks
from dialer.calls.model import CallState, LegState
from dialer.calls.provider import StatusUpdate
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import InputError, SafetyError, StorageError
from tests.calls.conftest import JANSEN
from tests.fakes import settle

if TYPE_CHECKING:
    from dialer.calls.call_back import CallBack
    from tests.calls.conftest import Desk

HOUR = timedelta(hours=1)


@pytest.fixture
async def back(desk: Desk) -> CallBacks:
    return CallBacks(desk.hub)


async def test_a_promise_is_kept_on_the_disk(desk: Desk, back: CallBacks) -> None:
    seen: list[object] = []
    desk.hub.bus.listen(CallBacksChanged, seen.append)
    await desk.hub.settings.set("my_name", "Anna")
    contact = await desk.contacts.add(
        ContactDraft(name="Eva Jansen", numbers=(NumberDraft(raw="020 555 0142"),))
    )
    due = desk.clock.now() + HOUR
    made = await back.add("020 555 0142", due, contact=contact, note=" the invoice ", call_id="c1")
    assert (made.number, made.name, made.owner, made.note) == (JANSEN, "Eva Jansen", "Anna", "the invoice")
    assert (made.contact_id, made.call_id, made.done_at) == (contact.id, "c1", None)
    assert len(seen) == 1
    assert await CallBacks(desk.hub).open_ones() == [made]


async def test_done_says_by_whom_and_when_and_can_be_taken_back(desk: Desk, back: CallBacks) -> None:
    made = await back.add(JANSEN, desk.clock.now() + HOUR)
    done = await back.done(made.id, "Ben")
    assert (done.done_by, done.done_at) == ("Ben", desk.clock.now())
    assert (await back.open_ones(), await back.done_ones()) == ([], [done])
    assert await back.done(made.id, "Carla") == done, "whoever did it first keeps the mark"
    again = await back.reopen(made.id)
    assert (again.done_at, again.done_by) == (None, "")
    assert await back.open_ones() == [again]


async def test_what_is_removed_leaves_no_word(desk: Desk, back: CallBacks) -> None:
    made = await back.add(JANSEN, desk.clock.now() + HOUR, name="Eva Jansen", note="secret")
    await back.remove(made.id)
    assert await back.open_ones() == []
    with pytest.raises(InputError, match=r"callbacks\.error\.unknown"):
        await back.done(made.id)
    [row] = await desk.hub.database.read(
        lambda db: list(db.execute("SELECT number, name, note FROM call_back"))
    )
    assert row == ("", "", "")


@pytest.mark.parametrize(("number", "error"), [("112", SafetyError), ("soon", InputError)])
async def test_only_what_can_be_called_is_promised(
    desk: Desk, back: CallBacks, number: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await back.add(number, desk.clock.now() + HOUR)
    assert await back.open_ones() == []


async def test_of_a_private_person_only_the_number_is_kept_and_only_here(desk: Desk, back: CallBacks) -> None:
    from dataclasses import replace

    known = await desk.contacts.add(ContactDraft(name="Eva", numbers=(NumberDraft(raw=JANSEN),)))
    made = await back.add(JANSEN, desk.clock.now() + HOUR, contact=replace(known, private=True), name="Eva")
    assert (made.name, made.contact_id, made.private) == ("", None, True)
    assert await back.store.unsent() == []


async def test_the_soonest_stands_first_and_an_owner_has_a_list(desk: Desk, back: CallBacks) -> None:
    late = await back.add(JANSEN, desk.clock.now() + 2 * HOUR, owner="Anna")
    soon = await back.add("+31205550143", desk.clock.now() + HOUR, owner="Ben")
    assert await back.open_ones() == [soon, late]
    assert await back.open_ones("Anna") == [late]
    assert await back.store.owners() == ["Anna", "Ben"]
    await desk.hub.settings.set("my_name", "Anna")
    assert (await back.take_over(soon.id)).owner == "Anna"


async def test_a_due_time_is_told_once_also_after_a_restart(desk: Desk, back: CallBacks) -> None:
    told: list[CallBackDue] = []
    desk.hub.bus.listen(CallBackDue, told.append)
    made = await back.add(JANSEN, desk.clock.now() + timedelta(seconds=90))
    await back.add("+31205550143", desk.clock.now() - HOUR, owner="Ben")
    back.watch()
    await settle()
    assert told == []
    await desk.clock.advance(91)
    await settle()
    assert told == [CallBackDue(made)], "a colleague's is not told here"
    await back.stop()
    back = CallBacks(desk.hub)
    back.watch()
    await settle()
    assert len(told) == 1
    moved = await back.change(made.id, due_at=desk.clock.now() + HOUR)
    await desk.clock.advance(3601)
    await settle()
    assert told[1:] == [CallBackDue(moved)], "another due time is told again"
    await back.stop()


async def test_a_disk_that_is_full_for_a_moment_does_not_silence_what_becomes_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[CallBackDue] = []
    desk.hub.bus.listen(CallBackDue, told.append)
    back = CallBacks(desk.hub)
    made = await back.add(JANSEN, desk.clock.now() + HOUR)
    back.watch()
    await settle()

    async def full(_call_back: CallBack) -> None:
        raise StorageError("core.database.full")

    with monkeypatch.context() as patch:
        patch.setattr(back.store, "mark_told", full)
        await desk.clock.advance(HOUR.total_seconds())
        await settle()
    assert told == []
    await desk.clock.advance(60)
    await settle()
    assert told == [CallBackDue(made)]
    await back.stop()


async def test_whoever_is_reached_is_offered_as_done_and_not_marked(desk: Desk, back: CallBacks) -> None:
    reached: list[CallBackReached] = []
    desk.hub.bus.listen(CallBackReached, reached.append)
    made = await back.add(JANSEN, desk.clock.now() + HOUR)
    back.watch()
    both = LegState.CONNECTED
    desk.provider.statuses.append(
        StatusUpdate(code=9, state=CallState.CONNECTED, source_leg=both, destination_leg=both)
    )
    await desk.press(JANSEN)
    async with asyncio.timeout(5):
        while not reached:
            await desk.clock.advance(1)
            await settle()
    assert [each.call_back for each in reached] == [made]
    assert (await back.open_ones()) == [made]
    await back.stop()


async def test_a_home_has_one_desk_of_its_own(desk: Desk, back: CallBacks) -> None:
    first = await back.store.desk()
    assert len(first) == 16
    assert await CallBacks(desk.hub).store.desk() == first


def test_the_app_has_their_table() -> None:
    assert "callbacks-1" in [step.name for step in migrations()]
