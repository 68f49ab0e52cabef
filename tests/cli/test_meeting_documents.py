"""``dialer meetings documents``: what a meeting has left behind, listed and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.cli.exitcodes import Exit
from dialer.core.errors import ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.meetings.document import MeetingDocument
from dialer.meetings.provider import MeetingFeature
from tests.cli.test_meetings import MEET, Line, desk, line, provider

if TYPE_CHECKING:
    from pathlib import Path

    from tests.meetings.fakes import FakeMeetings

__all__ = ["desk", "line", "provider"]  # fixtures
FIRST = MeetingDocument(document_id="7", name="Offer \x1b[2J.pdf", size=4)
SECOND = MeetingDocument(document_id="8", name="..\\x.exe")


@pytest.fixture
async def meeting_id(line: Line, provider: FakeMeetings) -> str:
    provider.documents = [FIRST, SECOND]
    provider.contents = {"7": [b"%PDF"], "8": [b"MZ"]}
    await line(*MEET)
    return str(line.link.document["id"])


async def test_they_are_listed(line: Line, meeting_id: str, provider: FakeMeetings) -> None:
    assert await line("--json", "meetings", "documents", meeting_id) == Exit.DONE
    assert line.link.document == [
        {"id": "7", "name": "Offer \x1b[2J.pdf", "size": 4},
        {"id": "8", "name": "..\\x.exe", "size": None},
    ]
    assert [entry for entry in provider.log if entry.startswith("download")] == []
    await line("meetings", "documents", meeting_id)
    assert len(line.link.shown) == 2
    assert "\x1b" not in "".join(line.link.shown)


async def test_they_are_saved_in_a_folder(line: Line, meeting_id: str, tmp_path: Path) -> None:
    assert await line("--json", "meetings", "documents", meeting_id, "--to", str(tmp_path)) == Exit.DONE
    files = [tmp_path / "scripted-2026-03-02-7-Offer-2J.pdf", tmp_path / "scripted-2026-03-02-8-x-exe.bin"]
    assert [one["file"] for one in line.link.document] == [str(file) for file in files]
    assert [file.read_bytes() for file in files] == [b"%PDF", b"MZ"]


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OutcomeUnknown("answers.server_error"), Exit.UNKNOWN),
        (NotSent("core.net.dns"), Exit.NOT_SENT),
        (Refused("answers.not_found", ErrorKind.NOT_FOUND), Exit.NOT_REACHED),
        (Refused("answers.sign_in_refused", ErrorKind.AUTH), Exit.REFUSED),
    ],
)
async def test_what_cannot_be_saved_is_told_beside_what_was(
    line: Line, meeting_id: str, provider: FakeMeetings, tmp_path: Path, failure: Exception, code: Exit
) -> None:
    provider.contents["8"] = [b"M", failure]
    folder = tmp_path / "saved"
    folder.mkdir()
    assert await line("--json", "meetings", "documents", meeting_id, "--to", str(folder)) == code
    assert [one["id"] for one in line.link.document] == ["7"]
    assert len(line.link.errors) == 1
    assert len(list(folder.iterdir())) == 1


async def test_what_cannot_be_asked_for_is_an_input_error(
    line: Line, meeting_id: str, provider: FakeMeetings, tmp_path: Path
) -> None:
    assert await line("meetings", "documents", meeting_id, "--to", str(tmp_path / "no")) == Exit.INPUT
    assert await line("meetings", "documents", "no-such") == Exit.INPUT
    provider.features &= ~MeetingFeature.DOCUMENTS
    assert await line("meetings", "documents", meeting_id) == Exit.INPUT


async def test_none_is_said(line: Line, meeting_id: str, provider: FakeMeetings) -> None:
    provider.documents = []
    assert await line("meetings", "documents", meeting_id) == Exit.DONE
    assert line.link.shown == ["This meeting has left no documents so far."]
