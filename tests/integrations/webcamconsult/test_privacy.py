"""Clients are patients: nothing about them reaches a file or the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.cli.people import one_live_contact
from dialer.contacts.directories import live
from dialer.contacts.model import ContactDraft
from dialer.core.errors import ApiError, NotSent
from dialer.meetings.requests import MeetingEdit, MeetingRequest, person
from dialer.meetings.sentences import to_record
from dialer.testing import Answer
from dialer.testing.faults import Fault
from tests.integrations.webcamconsult.recipe import CLIENT_TOKEN, ROOM_TOKEN, WebcamconsultRecipe

if TYPE_CHECKING:
    from dialer.contacts.model import Contact
    from dialer.testing import Request
    from dialer.testing.bench import Bench

PATIENT = {
    "id": "5492ba6da19ea682ea000001",
    "email": "urias@geheim.example",
    "client_full_name": "Dhr. Dr. Thom de Geheime",
    "last_name": "Geheime",
    "date_of_birth": "2014-12-17T23:00:00.000Z",
    "reference_code": 98765,
    "division_ids": [1, 1],
    "authentication_token": CLIENT_TOKEN,
}
SUBJECT = "Knieklachten"
PRIVATE = (
    "geheim",
    "Geheime",
    "Thom",
    "98765",
    "2014-12-18",
    "18-12-2014",
    CLIENT_TOKEN,
    ROOM_TOKEN,
    SUBJECT,
)


@pytest.fixture
def recipe() -> WebcamconsultRecipe:
    """An organisation with one client."""
    made = WebcamconsultRecipe()
    made.clients = {str(PATIENT["id"]): dict(PATIENT)}
    return made


async def _patient(bench: Bench) -> Contact:
    [found] = await live.named(bench.app.directories, "urias@geheim.example")
    return found


async def _nothing_is_left(bench: Bench) -> None:
    await bench.stop()
    kept = {"home": bench.written(), "log": "\n".join(bench.log)}
    await bench.start()
    for where, text in kept.items():
        assert [word for word in PRIVATE if word in text] == [], f"in the {where}"


async def test_a_client_is_found_in_memory_only(bench: Bench) -> None:
    await bench.add()
    patient = await _patient(bench)
    assert (patient.name, patient.private) == ("Dhr. Dr. Thom de Geheime", True)
    assert patient.note == "Born 18-12-2014\nReference 98765"
    assert (await bench.app.contacts.search("", limit=0)).hits == ()
    await _nothing_is_left(bench)


@pytest.mark.parametrize(
    "named", ["{id}", "Dhr. Dr. Thom de Geheime", "dhr dr thom DE geheime", "Urias@Geheim.example"]
)
async def test_a_client_is_named_by_id_name_or_address(bench: Bench, named: str) -> None:
    entry = await bench.add()
    [found] = await live.named(bench.app.directories, named.format(id=f"{entry.id}/{PATIENT['id']}"))
    assert found.uid == PATIENT["id"]
    assert await live.named(bench.app.directories, "Thom") == []


async def test_a_command_finds_its_own_contacts_before_clients(bench: Bench) -> None:
    await bench.add()
    live_one = await one_live_contact(bench.app, "urias@geheim.example")
    assert (live_one is not None, await one_live_contact(bench.app, "nobody")) == (True, None)
    own = await bench.app.contacts.add(ContactDraft(name="Own", emails=("urias@geheim.example",)))
    assert await one_live_contact(bench.app, "urias@geheim.example") == own


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.ERROR_500, Fault.CUT])
async def test_a_directory_that_is_away_is_no_nobody_and_leaves_nothing_in_doubt(
    bench: Bench, fault: Fault
) -> None:
    await bench.add()
    await bench.server.break_(fault, meets=lambda _: True)
    with pytest.raises(NotSent):
        await live.named(bench.app.directories, "urias@geheim.example")


async def test_a_meeting_with_a_client_from_beginning_to_end(bench: Bench) -> None:
    entry = await bench.add()
    patient = person(await _patient(bench))
    request = MeetingRequest(entry_id=entry.id, subject=SUBJECT, people=(patient,))
    meeting = await bench.app.meetings.create(request)
    meeting = await bench.app.meetings.finished(meeting.id)
    await bench.app.meetings.refresh()
    await bench.app.meetings.change(meeting.id, MeetingEdit(minutes=50, subject=f"{SUBJECT} 2"))
    await _nothing_is_left(bench)
    await bench.app.meetings.refresh()
    await bench.app.meetings.cancel(meeting.id)
    await _nothing_is_left(bench)


async def test_what_a_server_says_of_a_client_in_an_error(
    bench: Bench, recipe: WebcamconsultRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await bench.add()
    patient = person(await _patient(bench))
    said = {"errors": {"client_id": ["Thom de Geheime"], "Thom": ["urias@geheim.example"]}}
    bench.server.answer_acts(Answer.json(said, 422))
    meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, people=(patient,)))
    meeting = await bench.app.meetings.finished(meeting.id)
    assert meeting.error_key == "webcamconsult.error.at_client"
    right = recipe.answer

    def broken(request: Request) -> Answer:
        return Answer.text("Thom de Geheime", 500) if request.path == "/clients.json" else right(request)

    monkeypatch.setattr(recipe, "answer", broken)
    [source] = bench.app.directories.loaded
    with pytest.raises(ApiError):
        await bench.app.directories.copies.sync(source)
    await _nothing_is_left(bench)


async def test_a_client_whose_name_is_not_kept_has_no_empty_one(bench: Bench) -> None:
    entry = await bench.add()
    patient = person(await _patient(bench))
    meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, people=(patient,)))
    await bench.app.meetings.finished(meeting.id)
    await bench.stop()
    await bench.start()
    changed = await bench.app.meetings.change(meeting.id, MeetingEdit(minutes=50))
    assert to_record(changed, bench.app.hub.strings)["people"] == []


async def test_diagnostics_count_and_name_nobody(bench: Bench) -> None:
    entry = await bench.add()
    await _patient(bench)
    shown = await bench.shown(entry)
    assert [word for word in PRIVATE if word in shown] == []
    assert "'clients': 1" in shown


@pytest.mark.parametrize("broken", [{"email": 5}, {"client_full_name": ["Thom"]}, {"date_of_birth": 1}])
async def test_a_list_with_other_types_takes_nobody_away(
    bench: Bench, recipe: WebcamconsultRecipe, broken: dict[str, object]
) -> None:
    await bench.add()
    await _patient(bench)
    recipe.clients = {"x": {"id": "x", **broken}}
    [source] = bench.app.directories.loaded
    with pytest.raises(ApiError):
        await bench.app.directories.copies.sync(source)
    assert (await _patient(bench)).uid == PATIENT["id"]


async def test_a_client_without_an_id_takes_nobody_away(bench: Bench, recipe: WebcamconsultRecipe) -> None:
    await bench.add()
    await _patient(bench)
    recipe.clients = {"": {"email": "urias@geheim.example"}, "new": {"id": "new", "email": "n@n.example"}}
    [source] = bench.app.directories.loaded
    report = await bench.app.directories.copies.sync(source)
    assert (report.new, report.removed, report.complete) == (1, 0, False)
