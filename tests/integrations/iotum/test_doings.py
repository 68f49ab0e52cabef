"""In a conference and after it, on the wire: who is phoned, what is written, who was there, what is left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.numbers.dialling import ABROAD
from dialer.core.errors import InputError, OutcomeUnknown, Refused
from dialer.meetings.phoning import PhoneRequest
from dialer.testing import Answer, Bench
from dialer.testing.uses import meet
from tests.integrations.iotum.rooms import DRIVE_ID, RoomsRecipe
from tests.integrations.iotum.server import HOST

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.meetings.model import Meeting
    from tests.integrations.iotum.rooms import Rooms

CDR = {
    "id": 35, "ani": "+4361891128", "dnis": "2342342", "start_time": "2022-06-03T16:42:07.000Z",
    "end_time": "2022-06-03T16:43:01.000Z", "is_internet?": True,
    "minute_usage": {"minutes": 1, "billing_group": "webrtc_billing", "rate": None, "cost": None},
}  # fmt: skip
WES = {"id": 128, "person_id": 1, "name": "Wes", "email": "wesley@iotum.com", "live_cdrs": [CDR]}
RECORDING = {"id": 5, "type": "video", "publishing_state": "published"}


@pytest.fixture
def recipe() -> RoomsRecipe:
    return RoomsRecipe()


@pytest.fixture
def rooms(recipe: RoomsRecipe) -> Rooms:
    return recipe.platform


@pytest.fixture
async def meeting(bench: Bench) -> Meeting:
    """One that goes on."""
    entry = await bench.add()
    await meet(bench, entry)
    [made] = await bench.app.meetings.coming()
    return made


def _id(meeting: Meeting) -> int:
    return int(str(meeting.provider_id))


async def _names(bench: Bench, meeting: Meeting) -> list[tuple[str, str, int | None]]:
    found = await bench.app.meetings.documents.list(meeting.id)
    return [(one.document_id, one.name, one.size) for one in found]


@pytest.mark.parametrize(
    ("number", "country", "digits"),
    [("020 555 0142", "NL", "31205550142"), ("+1 416 555 1212", "CA", "14165551212")],
)
async def test_a_number_is_dialled_with_its_country(
    bench: Bench, rooms: Rooms, meeting: Meeting, number: str, country: str, digits: str
) -> None:
    request = PhoneRequest(meeting_id=meeting.id, number=number, name="Jane", confirmed=frozenset({ABROAD}))
    await bench.app.meetings.phoning.phone(request)
    wanted = {"conference_id": _id(meeting), "country_code": country, "phone_number": digits, "name": "Jane"}
    assert rooms.wanted["conference/dial_number"] == wanted


async def test_without_a_name_none_is_sent_and_numbers_of_no_country_stay_here(
    bench: Bench, rooms: Rooms, meeting: Meeting
) -> None:
    await bench.app.meetings.phoning.phone(PhoneRequest(meeting_id=meeting.id, number="+31205550142"))
    assert "name" not in rooms.wanted["conference/dial_number"]
    with pytest.raises(InputError, match="no_country"):
        await bench.app.meetings.phoning.phone(PhoneRequest(meeting_id=meeting.id, number="+80012345678"))
    assert rooms.calls.count("conference/dial_number") == 1


async def test_where_nobody_is_in_it_that_is_said(bench: Bench, rooms: Rooms, meeting: Meeting) -> None:
    rooms.conferences[_id(meeting)]["active"] = False
    with pytest.raises(Refused, match="not_dialled"):
        await bench.app.meetings.phoning.phone(PhoneRequest(meeting_id=meeting.id, number="+31205550142"))
    with pytest.raises(Refused, match="not_written_to"):
        await bench.app.meetings.doings.message(meeting.id, "Now")


@pytest.mark.parametrize("odd", [{}, {"dialout_status": None}, {"dialout_status": []}, "OK", []])
async def test_an_answer_that_is_none_leaves_it_in_doubt(
    bench: Bench, rooms: Rooms, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, odd: object
) -> None:
    monkeypatch.setattr(rooms, "_conference_dial_number", lambda _body: odd)
    with pytest.raises(OutcomeUnknown, match=r"phone\.doubt"):
        await bench.app.meetings.phoning.phone(PhoneRequest(meeting_id=meeting.id, number="+31205550142"))
    assert rooms.calls.count("conference/dial_number") == 1


async def test_a_message_is_sent_as_it_was_typed(bench: Bench, rooms: Rooms, meeting: Meeting) -> None:
    await bench.app.meetings.doings.message(meeting.id, 'Wij "beginnen" – 10:00')
    wanted = {"conference_id": _id(meeting), "message": 'Wij "beginnen" – 10:00'}
    assert rooms.wanted["conference/message/create"] == wanted


async def test_the_conference_tells_who_was_there(bench: Bench, rooms: Rooms, meeting: Meeting) -> None:
    phoned = {**CDR, "is_internet?": False, "start_time": "2022-06-03T16:40:00.000Z", "end_time": None}
    rooms.people = [
        WES,
        {"id": 129, "name": None, "email": None, "live_cdrs": [phoned]},
        {"id": 130, "person_id": 3, "name": "Absent", "email": "a@iotum.com", "live_cdrs": []},
    ]
    rooms.moderators = [{"person_id": 1, "name": "Wes", "email": "wesley@iotum.com"}]
    caller, wes, absent = await bench.app.meetings.doings.attendance(meeting.id)
    assert (wes.name, wes.email, wes.leads, wes.minutes) == ("Wes", "wesley@iotum.com", True, 1)
    assert wes.times[0].since == datetime(2022, 6, 3, 16, 42, 7, tzinfo=UTC)
    assert (wes.times[0].by_phone, caller.times[0].by_phone) == (False, True)
    assert (caller.name, caller.minutes, caller.leads) == ("+4361891128", None, False)
    assert (absent.name, absent.times) == ("Absent", ())


async def test_where_it_tells_how_many_only_the_hosts_records_do(
    bench: Bench, rooms: Rooms, meeting: Meeting
) -> None:
    rooms.people = None
    record = {
        "id": 1, "conference_id": _id(meeting), "host_id": HOST, "start_time": "2020-09-29 11:10:00",
        "end_time": "2020-09-29 11:20:00", "participant_id": 7, "participant_name": "Anne",
        "participant_email": "Anne@iotum.com", "from": "+15551236789", "to": "2342342", "minutes": 880,
    }  # fmt: skip
    rooms.records = [
        record,
        {**record, "start_time": "2020-09-29 11:00:00", "end_time": "2020-09-29 11:01:00"},
    ]
    contact = {"contact_id": 37, "name": "James Brown", "email": "james@brown.com"}
    rooms.invited = {"participants": [contact, {**contact, "email": "anne@iotum.com"}], "moderators": []}
    anne, james = await bench.app.meetings.doings.attendance(meeting.id)
    assert (anne.name, anne.minutes, len(anne.times)) == ("Anne", 11, 2)
    assert (james.name, james.times) == ("James Brown", ())
    wanted = {"host_id": HOST, "conference_id": _id(meeting), "time_zone": "UTC"}
    assert rooms.wanted["host/cdrs"] == wanted


async def test_recordings_and_what_was_said_are_documents(
    bench: Bench, rooms: Rooms, meeting: Meeting, tmp_path: Path
) -> None:
    link = f"{bench.server.base_url}files/dc68.mp4"
    rooms.recordings = [{**RECORDING, "download_link": link}, {"id": 6, "publishing_state": "processing"}]
    said = [{"start": 64.2, "text": "Goedemorgen"}, {"speaker": "Jan", "text": "Dag"}, {"odd": 1}, "Einde"]
    rooms.more = [{"transcription_segments": said, "size": {"mp4": 9, "mp3": 4}}, {"size": {}}]
    rooms.files["/files/dc68.mp4"] = Answer(body=b"the video", headers={"Content-Type": "video/mp4"})
    text = "[01:04] Goedemorgen\nJan: Dag\nEinde\n"
    assert await _names(bench, meeting) == [
        ("recording-5", "recording.mp4", 9),
        ("transcript-5", "transcript.txt", len(text)),
    ]
    for one in await bench.app.meetings.documents.list(meeting.id):
        await bench.app.meetings.documents.save(meeting.id, one, tmp_path)
    files = {file.suffix: file.read_bytes() for file in tmp_path.glob("iotum-*")}
    assert files == {".mp4": b"the video", ".txt": text.encode()}


async def test_recordings_are_told_apart_by_their_ids_where_there_are_some(
    bench: Bench, rooms: Rooms, meeting: Meeting
) -> None:
    rooms.recordings = [
        {**RECORDING, "id": id_, "download_link": f"{bench.server.base_url}files/{id_}.mp3"} for id_ in (1, 2)
    ]
    rooms.more = [{"id": id_, "size": {"mp3": id_}, "transcription_segments": []} for id_ in (2, 1)]
    assert [row[2] for row in await _names(bench, meeting)] == [1, 2]


@pytest.mark.parametrize("link", ["https://elsewhere.invalid/a.png", "file:///etc/passwd", "javascript:1"])
async def test_a_link_to_elsewhere_is_not_followed(
    bench: Bench, rooms: Rooms, meeting: Meeting, tmp_path: Path, link: str
) -> None:
    rooms.documents = [{"id": 12, "filename": "network.png", "size": 3, "download_link": link}]
    [document] = await bench.app.meetings.documents.list(meeting.id)
    with pytest.raises(Refused, match="foreign_document"):
        await bench.app.meetings.documents.save(meeting.id, document, tmp_path)
    assert list(tmp_path.glob("iotum-*")) == []
    assert bench.strangers == []


async def test_a_redirect_is_not_followed_and_a_page_is_no_document(
    bench: Bench, rooms: Rooms, meeting: Meeting, tmp_path: Path
) -> None:
    link = f"{bench.server.base_url}files/a.png"
    rooms.documents = [{"id": 12, "filename": "network.png", "size": 3, "download_link": link}]
    [document] = await bench.app.meetings.documents.list(meeting.id)
    elsewhere = Answer(status=302, headers={"Location": "https://elsewhere.invalid/"})
    for odd in (elsewhere, Answer.text("<html>", kind="text/html")):
        rooms.files["/files/a.png"] = odd
        with pytest.raises(OutcomeUnknown):
            await bench.app.meetings.documents.save(meeting.id, document, tmp_path)
    assert list(tmp_path.glob("iotum-*")) == []
    assert bench.strangers == []


@pytest.mark.parametrize("finished", [200, 409])
async def test_a_document_gets_onto_the_hosts_drive(
    bench: Bench, rooms: Rooms, meeting: Meeting, tmp_path: Path, finished: int
) -> None:
    rooms.finished = finished
    file = tmp_path / "Plan één.pdf"
    file.write_bytes(b"%PDF" * 50_000)
    heard: list[tuple[int, int]] = []
    await bench.app.meetings.doings.upload(meeting.id, file, lambda sent, size: heard.append((sent, size)))
    assert rooms.drive == {"Plan één.pdf": file.read_bytes()}
    assert rooms.wanted["drive/create"] == {"host_id": HOST, "filename": "Plan één.pdf"}
    assert rooms.wanted["drive/file/finish_upload"] == {"host_id": HOST, "id": DRIVE_ID}
    assert (heard[0], heard[-1]) == ((0, 200_000), (200_000, 200_000))
    assert len(heard) > 2
