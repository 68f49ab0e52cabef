"""What meetings leave behind: listed, and saved under names of our own without touching anything else."""

from __future__ import annotations

import asyncio
import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, ErrorKind, InputError, OutcomeUnknown, Refused, StorageError
from dialer.meetings import documents, saving
from dialer.meetings.document import MeetingDocument
from dialer.meetings.documents import EXTENSIONS, file_name
from dialer.meetings.model import Meeting
from dialer.meetings.provider import MeetingFeature

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

HOSTILE = [
    "../../.bashrc", "..\\..\\x.exe", "C:\\Windows\\x", "CON.txt", "a\x00b", "x.pdf ", "x.pdf.",
    "verslag\u202efdp.exe", "a" * 300 + ".pdf", ".htaccess", "foo.pdf:evil.exe", "/etc/passwd",
    "\u2024\u2024/x", "NUL", "", ".", "..", "-rf", "~", "$(id).pdf", "a\nb.pdf", "\U0001d49c" * 90 + ".pdf",
    "x.PDF", "x.tar.gz", "a.scr.pdf", "x.lnk", "x.html", "x.svg", "COM1", "aux.pdf", "%2e%2e%2fx",
]  # fmt: skip
"""Names that a provider may give."""

OFFER = MeetingDocument(document_id="88", name="Offerte Jansen.pdf", size=9)
MEETING = Meeting(
    id="m", entry_id="e", domain="scripted", account="Meet", subject="", minutes=30,
    start=datetime(2026, 11, 22, 9, tzinfo=UTC), requested_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


async def test_a_document_is_saved_as_it_is(desk: Desk, provider: FakeMeetings, folder: Path) -> None:
    provider.documents, provider.contents = [OFFER], {"88": [b"%PDF", b"", b"-1.7\n"]}
    meeting, heard = await desk.made(), list[int]()
    [document] = await desk.meetings.documents.list(meeting.id)
    file = await desk.meetings.documents.save(meeting.id, document, folder, heard.append)
    assert file == folder / f"scripted-{meeting.start:%Y-%m-%d}-88-Offerte-Jansen.pdf"
    assert (file.read_bytes(), heard[-1]) == (b"%PDF-1.7\n", 9)
    assert list(folder.iterdir()) == [file]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


async def test_nothing_is_replaced_however_often_it_is_saved(
    desk: Desk, provider: FakeMeetings, folder: Path
) -> None:
    provider.contents = {"88": [b"new"]}
    meeting = await desk.made()
    name = file_name(meeting, OFFER)
    (folder / name).write_bytes(b"mine")
    (folder / name.replace(".pdf", " (2).pdf")).symlink_to(folder / "elsewhere")
    saves = [desk.meetings.documents.save(meeting.id, OFFER, folder) for _ in range(4)]
    files = await asyncio.gather(*saves)
    numbered = [folder / name.replace(".pdf", f" ({number}).pdf") for number in (3, 4, 5, 6)]
    assert sorted(files) == numbered
    assert [file.read_bytes() for file in numbered] == [b"new"] * 4
    assert (folder / name).read_bytes() == b"mine"
    assert not (folder / "elsewhere").exists()
    assert len(list(folder.iterdir())) == 6


@pytest.mark.parametrize(
    ("failure", "raised"),
    [
        (OutcomeUnknown("core.net.cut"), OutcomeUnknown),
        (Refused("answers.not_found", ErrorKind.NOT_FOUND), Refused),
        (ZeroDivisionError(), OutcomeUnknown),
        (TimeoutError(), OutcomeUnknown),
    ],
)
async def test_what_came_half_is_not_there(
    desk: Desk, provider: FakeMeetings, folder: Path, failure: Exception, raised: type[ApiError]
) -> None:
    provider.contents = {"88": [b"x" * 3_000_000, failure]}
    meeting = await desk.made()
    with pytest.raises(raised):
        await desk.meetings.documents.save(meeting.id, OFFER, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("doing", ["_open", "_finish"])
async def test_giving_up_while_the_disk_is_busy_leaves_nothing(
    desk: Desk, provider: FakeMeetings, folder: Path, monkeypatch: pytest.MonkeyPatch, doing: str
) -> None:
    provider.contents = {"88": [b"new"]}
    meeting = await desk.made()
    busy, ready = asyncio.Event(), threading.Event()
    loop, work = asyncio.get_running_loop(), getattr(saving.NewFile, doing)

    def slowly(file: saving.NewFile) -> None:
        loop.call_soon_threadsafe(busy.set)
        ready.wait(10)
        work(file)

    monkeypatch.setattr(saving.NewFile, doing, slowly)
    task = asyncio.ensure_future(desk.meetings.documents.save(meeting.id, OFFER, folder))
    await busy.wait()
    for _ in range(2):  # whoever gives up twice does not leave more
        task.cancel()
        await asyncio.sleep(0)
    ready.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(folder.iterdir()) == []


async def test_giving_up_leaves_nothing(desk: Desk, provider: FakeMeetings, folder: Path) -> None:
    meeting, asked = await desk.made(), asyncio.Event()

    async def wait(_provider_id: str, _document_id: str, take: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    provider.async_download = wait  # type: ignore[method-assign,assignment]
    task = asyncio.ensure_future(desk.meetings.documents.save(meeting.id, OFFER, folder))
    await asked.wait()
    assert len(list(folder.iterdir())) == 2  # the name is taken, the content is on its way
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(folder.iterdir()) == []


async def test_a_disk_that_takes_no_more_is_told_as_that(
    desk: Desk, provider: FakeMeetings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.contents = {"88": [b"x" * 3_000_000]}
    meeting = await desk.made()
    monkeypatch.setattr("dialer.meetings.saving.NewFile._flush", _full)
    with pytest.raises(StorageError) as failed:
        await desk.meetings.documents.save(meeting.id, OFFER, folder)
    assert failed.value.key == "meeting_documents.not_saved"
    assert list(folder.iterdir()) == []


async def _full(_file: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_file_that_never_ends_does(
    desk: Desk, provider: FakeMeetings, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 1000)
    provider.contents = {"88": [b"x" * 400] * 3}
    meeting = await desk.made()
    with pytest.raises(OutcomeUnknown) as failed:
        await desk.meetings.documents.save(meeting.id, OFFER, folder)
    assert failed.value.key == "core.net.too_large"
    assert list(folder.iterdir()) == []


async def test_a_folder_that_is_not_there_is_not_made(
    desk: Desk, provider: FakeMeetings, folder: Path
) -> None:
    meeting = await desk.made()
    for place in (folder / "no", Path(__file__)):
        with pytest.raises(InputError):
            await desk.meetings.documents.save(meeting.id, OFFER, place)
    assert provider.log == ["create"]


async def test_who_has_no_documents_is_not_asked(desk: Desk, provider: FakeMeetings, folder: Path) -> None:
    provider.features &= ~MeetingFeature.DOCUMENTS
    meeting = await desk.made()
    for id_ in (meeting.id, "no-such"):
        with pytest.raises(InputError):
            await desk.meetings.documents.list(id_)
    with pytest.raises(InputError):
        await desk.meetings.documents.save(meeting.id, OFFER, folder)
    assert provider.log == ["create"]


async def test_a_meeting_that_was_not_made_has_none(desk: Desk, provider: FakeMeetings) -> None:
    provider.creates = [(Refused("answers.refused", ErrorKind.VALIDATION), False)]
    meeting = await desk.made()
    with pytest.raises(InputError) as refused:
        await desk.meetings.documents.list(meeting.id)
    assert refused.value.key == "meeting_documents.not_made"


async def test_a_refused_sign_in_silences_the_account(desk: Desk, provider: FakeMeetings) -> None:
    meeting = await desk.made()
    provider.trouble = Refused("answers.sign_in_refused", ErrorKind.AUTH)
    with pytest.raises(Refused):
        await desk.meetings.documents.list(meeting.id)
    assert desk.app.hub.entries.all[0].state is EntryState.AUTH_NEEDED


@pytest.mark.parametrize("told", [["88"], [MeetingDocument(document_id="", name="x")], None])
async def test_what_is_no_document_is_the_integrations_bug(
    desk: Desk, provider: FakeMeetings, told: object
) -> None:
    meeting = await desk.made()
    provider.documents = told  # type: ignore[assignment]
    with pytest.raises(OutcomeUnknown) as failed:
        await desk.meetings.documents.list(meeting.id)
    assert failed.value.key == "meetings.error.bug_read"


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("id_", ["88", "../x", "a/b\\c:d\x00", "\u202e", "9" * 300])
def test_whatever_a_provider_calls_it_the_name_is_ours(name: str, id_: str) -> None:
    ours = file_name(MEETING, MeetingDocument(document_id=id_, name=name))
    assert ours.startswith("scripted-2026-11-22")
    stem, dot, ending = ours.rpartition(".")
    assert (dot, ending in {*EXTENSIONS, "bin"}) == (".", True)
    assert all(char.isalnum() or char == "-" for char in stem), ours
    assert len(ours.encode()) <= 200
    assert Path(ours).name == ours


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Offerte Jansen.PDF", "88-Offerte-Jansen.pdf"),
        ("x.pdf.", "88-x.pdf"),
        ("verslag\u202efdp.exe", "88-verslag-fdp-exe.bin"),
        ("foo.pdf:evil.exe", "88-foo-pdf-evil-exe.bin"),
        ("../../.bashrc", "88-bashrc.bin"),
        ("Übersicht (2).docx", "88-Übersicht-2.docx"),
        ("", "88.bin"),
    ],
)
def test_what_it_is_about_can_still_be_read(name: str, ours: str) -> None:
    document = MeetingDocument(document_id="88", name=name)
    assert file_name(MEETING, document) == f"scripted-2026-11-22-{ours}"
