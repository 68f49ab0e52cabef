"""What a meeting has left behind, from its card: listed, and saved in a folder that is chosen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from dialer.core.errors import OutcomeUnknown
from dialer.meetings.document import MeetingDocument
from dialer.meetings.provider import MeetingFeature
from dialer.ui.meetings.documents import DocumentsDialog
from tests.ui.driving import button, dialog, nameless, until, words
from tests.ui.meetings.test_page import Visit, program, visit

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["program", "visit"]  # fixtures
TWO = [
    MeetingDocument(document_id="7", name="Signed\noffer.pdf", size=1_234_567),
    MeetingDocument(document_id="8", name="form\u202efdp.exe"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()

    async def choose(_parent: QWidget, _caption: str) -> str:
        return str(folder)

    monkeypatch.setattr("dialer.ui.meetings.documents.ask_folder", choose)
    return folder


async def opened(visit: Visit) -> DocumentsDialog:
    await visit.create()
    await visit.press("Documents")
    return await dialog(DocumentsDialog)


async def test_they_are_listed_and_saved(visit: Visit, folder: Path) -> None:
    visit.provider.documents = TWO
    visit.provider.contents = {"7": [b"%PDF"], "8": [b"x"]}
    documents = await opened(visit)
    await until(lambda: "Signed offer.pdf" in " ".join(words(documents)), "the list")
    said = " ".join(words(documents))
    assert "1.2 MB" in said
    assert "size unknown" in said
    assert "formfdp.exe" in said  # nothing turns its ending around
    assert nameless(documents) == []
    button(documents, "Save in a folder …").click()
    await until(lambda: "2 files saved in" in " ".join(words(documents)), "the end")
    assert sorted(file.read_bytes() for file in folder.iterdir()) == [b"%PDF", b"x"]
    documents.reject()


@pytest.mark.parametrize("closes", [False, True])
async def test_stopping_keeps_what_is_complete(
    visit: Visit, folder: Path, closes: bool, caplog: pytest.LogCaptureFixture
) -> None:
    visit.provider.documents = TWO
    visit.provider.contents = {"7": [b"%PDF"]}
    waiting, take = asyncio.Event(), visit.provider.async_download

    async def download(meeting: str, document: str, into: object) -> None:
        if document == "8":
            waiting.set()
            await asyncio.Event().wait()
        await take(meeting, document, into)  # type: ignore[arg-type]

    visit.provider.async_download = download  # type: ignore[method-assign,assignment]
    documents = await opened(visit)
    await until(button(documents, "Save in a folder …").isEnabled, "the list")
    button(documents, "Save in a folder …").click()
    await waiting.wait()
    if closes:
        documents.close()
    else:
        button(documents, "Stop").click()
        await until(lambda: "Stopped." in " ".join(words(documents)), "the end")
        assert button(documents, "Save in a folder …").isEnabled()
        documents.reject()
    await until(lambda: len(list(folder.iterdir())) == 1, "the clean-up")
    assert [file.read_bytes() for file in folder.iterdir()] == [b"%PDF"]
    await until(lambda: not isValid(documents), "the end of the dialog")
    assert [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}] == []


async def test_what_fails_is_said_and_none_is_too(visit: Visit, folder: Path) -> None:
    documents = await opened(visit)
    await until(lambda: "has left no documents" in " ".join(words(documents)), "the list")
    assert not button(documents, "Save in a folder …").isEnabled()
    documents.reject()
    visit.provider.documents = TWO
    visit.provider.contents = {"7": [OutcomeUnknown("answers.server_error")]}
    await visit.press("Documents")
    documents = await dialog(DocumentsDialog)
    await until(button(documents, "Save in a folder …").isEnabled, "the list")
    button(documents, "Save in a folder …").click()
    await until(lambda: "has a fault of its own" in " ".join(words(documents)), "the error")
    assert list(folder.iterdir()) == []
    documents.reject()


async def test_who_has_none_offers_none(visit: Visit) -> None:
    visit.provider.features &= ~MeetingFeature.DOCUMENTS
    await visit.create()
    names = {
        each.accessibleName() for each in visit.page.findChildren(QWidget) if each.isVisibleTo(visit.page)
    }
    assert "Call off" in names
    assert "Documents" not in names
