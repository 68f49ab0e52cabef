"""A meeting's documents down to a folder: from the address of the moment, and from Idiligo only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import ErrorKind, NotSent, OutcomeUnknown, Refused
from dialer.meetings.document import MeetingDocument
from dialer.meetings.requests import MeetingRequest
from dialer.testing.bench import Bench
from dialer.testing.faults import ELSEWHERE, Fault
from tests.integrations.idiligo.recipe import IdiligoRecipe
from tests.integrations.idiligo.server import FIRST_CALL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

BIG = bytes(range(256)) * 8192


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.open(IdiligoRecipe(), tmp_path) as bench:
        entry = await bench.add()
        meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id))
        await bench.app.meetings.finished(meeting.id)
        yield bench


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


@pytest.fixture
def leave(bench: Bench) -> Callable[..., None]:
    def leave(name: str, content: bytes = b"%PDF", **other: str) -> None:
        recipe = bench.recipe
        assert isinstance(recipe, IdiligoRecipe)
        recipe.idiligo.leave(FIRST_CALL, name, content, **other)

    return leave


async def listed(bench: Bench) -> list[MeetingDocument]:
    [meeting] = await bench.app.meetings.coming()
    return list(await bench.app.meetings.documents.list(meeting.id))


async def save(bench: Bench, document: MeetingDocument, folder: Path) -> Path:
    [meeting] = await bench.app.meetings.coming()
    return await bench.app.meetings.documents.save(meeting.id, document, folder)


async def test_a_meeting_without_documents_has_none(bench: Bench) -> None:
    assert await listed(bench) == []


async def test_documents_are_listed_and_saved(bench: Bench, leave: Callable[..., None], folder: Path) -> None:
    leave("Offerte getekend", BIG)
    leave("Bijlage.docx", b"PK", Size="2 kB")
    leave("nowhere", Url="")
    assert await listed(bench) == [
        MeetingDocument(document_id="9001", name="Offerte getekend.pdf", size=len(BIG)),
        MeetingDocument(document_id="9002", name="Bijlage.docx", size=None),
    ]
    files = [await save(bench, document, folder) for document in await listed(bench)]
    assert [file.name.partition("-9")[2] for file in files] == [
        "001-Offerte-getekend.pdf",
        "002-Bijlage.docx",
    ]
    assert [file.read_bytes() for file in files] == [BIG, b"PK"]
    assert bench.strangers == []
    assert "canary-signature" not in "\n".join(bench.log) + bench.written()


async def test_each_download_asks_for_the_address_of_the_moment(
    bench: Bench, leave: Callable[..., None], folder: Path
) -> None:
    leave("a.pdf")
    [document] = await listed(bench)
    for _ in range(2):
        await save(bench, document, folder)
    recipe = bench.recipe
    assert isinstance(recipe, IdiligoRecipe)
    asked = [method for method, _ in recipe.idiligo.asked]
    assert asked[-5:] == ["GetAttachments", *["GetAttachments", "file"] * 2]


async def test_an_address_of_others_is_not_fetched(
    bench: Bench, leave: Callable[..., None], folder: Path
) -> None:
    for url in (
        f"{ELSEWHERE}a.pdf",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "https://127.0.0.1@elsewhere.invalid/a.pdf",
        "//elsewhere.invalid/a.pdf",
        "javascript:alert(1)",
        "ftp://127.0.0.1/a.pdf",
    ):
        leave("a.pdf", Url=url)
        document = (await listed(bench))[-1]
        with pytest.raises(Refused) as refused:
            await save(bench, document, folder)
        assert refused.value.key == "idiligo.error.foreign_document"
    assert (bench.strangers, list(folder.iterdir())) == ([], [])


async def test_what_does_not_come_whole_is_not_there(
    bench: Bench, leave: Callable[..., None], folder: Path
) -> None:
    leave("a.pdf", BIG)
    [document] = await listed(bench)
    faults = (Fault.RESET, Fault.CUT, Fault.ERROR_500, Fault.WEB_PAGE, Fault.REDIRECT, Fault.REFUSED)
    for fault in (*faults, Fault.SLOW):
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault, meets=lambda request: request.method == "GET")
        with pytest.raises(NotSent if fault is Fault.REFUSED else OutcomeUnknown):
            await save(bench, document, folder)
        assert (bench.strangers, list(folder.iterdir())) == ([], []), fault
        await bench.server.mend()


async def test_a_document_that_is_gone_is_told_as_that(
    bench: Bench, leave: Callable[..., None], folder: Path
) -> None:
    leave("a.pdf")
    with pytest.raises(Refused) as refused:
        await save(bench, MeetingDocument(document_id="1", name="a.pdf"), folder)
    assert refused.value.kind is ErrorKind.NOT_FOUND
    assert list(folder.iterdir()) == []
