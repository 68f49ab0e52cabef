"""What people say of a call: note, outcome, tags, and that it is private."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.calls.events import HistoryChanged
from dialer.calls.model import Call, CallState
from dialer.calls.outcomes import OUTCOMES, outcome_text
from dialer.calls.sentences import to_record
from dialer.contacts.model import ContactDraft
from dialer.core.errors import InputError
from dialer.core.strings import LANGUAGES, Strings
from tests.calls.conftest import JANSEN

if TYPE_CHECKING:
    from tests.calls.conftest import Desk


async def _record(desk: Desk, call_id: str) -> Call:
    found = await desk.calls.history.get(call_id)
    assert found is not None
    return found


async def test_an_outcome_and_tags_are_kept_and_told(desk: Desk) -> None:
    call = await desk.press()
    heard: list[str] = []
    desk.hub.bus.listen(HistoryChanged, lambda event: heard.append(event.call_id))
    await desk.calls.set_outcome(call.id, "voicemail")
    await desk.calls.set_tags(call.id, [" sales  team ", "Sales Team", "", "urgent"])
    assert heard == [call.id, call.id]
    record = await _record(desk, call.id)
    assert (record.outcome, record.tags) == ("voicemail", ("sales team", "urgent"))
    assert desk.calls.current is not None
    assert (desk.calls.current.outcome, desk.calls.current.tags) == ("voicemail", ("sales team", "urgent"))


async def test_an_outcome_that_nobody_knows_is_refused(desk: Desk) -> None:
    call = await desk.press()
    with pytest.raises(InputError) as caught:
        await desk.calls.set_outcome(call.id, "sold")
    assert caught.value.key == "history.error.no_outcome"
    assert (await _record(desk, call.id)).outcome == ""


async def test_what_happens_to_a_call_later_leaves_what_was_said_of_it(desk: Desk) -> None:
    call = await desk.press()
    await desk.calls.set_outcome(call.id, "reached")
    await desk.calls.set_tags(call.id, ["sales"])
    await desk.calls.set_note(call.id, "back at four")
    await desk.calls.hang_up()
    record = await _record(desk, call.id)
    assert record.state is CallState.ENDED
    assert (record.outcome, record.tags, record.note) == ("reached", ("sales",), "back at four")


async def test_a_call_made_private_while_it_runs_keeps_neither_whom_nor_what(desk: Desk) -> None:
    contact = await desk.contacts.add(ContactDraft(name="Sanne Jansen"))
    call = await desk.press(contact_id=contact.id, name="Sanne Jansen")
    await desk.calls.set_note(call.id, "about her leave")
    await desk.calls.set_tags(call.id, ["leave"])
    await desk.calls.set_private(call.id, True)
    await desk.calls.set_note(call.id, "typed on")
    await desk.calls.hang_up()  # its end is written after it was wiped
    record = await _record(desk, call.id)
    assert record.state is CallState.ENDED
    assert record.private
    assert (record.number, record.name, record.contact_id, record.note, record.tags) == (
        "",
        None,
        None,
        "",
        (),
    )
    assert (record.started_at, record.account) == (call.started_at, call.account)
    assert await desk.calls.history.of_contact(contact.id) == []
    assert await desk.calls.history.recent() == []


async def test_a_call_that_is_private_from_the_start_never_writes_whom(desk: Desk) -> None:
    contact = await desk.contacts.add(ContactDraft(name="Sanne Jansen"))
    call = await desk.press(contact_id=contact.id, name="Sanne Jansen", private=True)  # type: ignore[arg-type]  # a flag
    assert desk.provider.orders[-1].destination == JANSEN
    record = await _record(desk, call.id)
    assert record == replace(record, number="", name=None, contact_id=None, private=True)
    called = await desk.hub.database.read(
        lambda connection: connection.execute("SELECT last_called FROM contact").fetchall()
    )
    assert called == [(None,)]


async def test_the_private_mark_of_the_current_call_can_be_taken_back(desk: Desk) -> None:
    call = await desk.press(name="Sanne Jansen")
    await desk.calls.set_private(call.id, True)
    await desk.calls.set_private(call.id, False)
    record = await _record(desk, call.id)
    assert (record.number, record.name, record.private) == (JANSEN, "Sanne Jansen", False)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_record_says_in_every_language_that_it_is_private(desk: Desk, language: str) -> None:
    call = await desk.press(name="Sanne Jansen")
    await desk.calls.set_private(call.id, True)
    strings = Strings(language)
    told = to_record(await _record(desk, call.id), strings)
    assert strings.text("history.who.private").lower() in told["text"].lower()
    assert told["text"][0].isupper()
    assert (told["private"], told["outcome"], told["tags"]) == (True, None, [])
    assert all(outcome_text(outcome, strings) for outcome in OUTCOMES)
