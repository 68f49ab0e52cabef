from __future__ import annotations

import asyncio
import dataclasses
import threading
from typing import TYPE_CHECKING

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialer.contacts import records
from dialer.contacts.book import ContactBook
from dialer.contacts.exchange import card_writer
from dialer.contacts.exchange.cardfile import RawCard
from dialer.contacts.exchange.reader import Card
from dialer.contacts.exchange.vcard import CardReader, read_card
from dialer.contacts.labels import KNOWN
from dialer.contacts.model import LOCAL, ContactDraft, Extras, Instructions, NumberDraft
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from dialer.core.errors import InputError
from dialer.core.whole_file import WholeFile

from .outside import FOLDER, needs_it
from .test_vcard import card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.contacts.model import Contact

JAN = ContactDraft(
    name="Jan van der Meer",
    organisation="Bakkerij; Zonen",
    department="Inkoop, Team 2",
    title="Inkoper",
    numbers=(
        NumberDraft(raw="020 123 45 67", label="work"),
        NumberDraft(raw="06 12345678", label="mobile"),
        NumberDraft(raw="+32 2 555 12 12", label="Brussel, balie"),
        NumberDraft(raw="1234"),
    ),
    emails=("jan@example.com", "j@example.com"),
    note="eerste\ntweede; derde, \\ vierde",
    uid="urn:uuid:1",
    favourite=True,
    tags=("klant", "a, b"),
    instructions=Instructions(never_put_through=True, ask_for="Zoë", best_time="na 14:00"),
    extras=Extras(
        lines=(
            "FN:Jan van der Meer",
            "N:Meer;Jan;;;",
            "EMAIL;TYPE=work:jan@example.com",
            "item1.URL:https://example.com",
        ),
        media_type="image/png",
        photo=bytes(range(256)),
    ),
)


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[ContactBook]:
    """Somebody else's book, empty."""
    database = await Database.open(tmp_path / "other.db", MIGRATIONS)
    yield ContactBook(database, EventBus(), lambda: "NL")
    await database.close()


async def everything(book: ContactBook) -> list[tuple[Contact, Extras]]:
    ids = [f"c{row}" for row in range(1, 100)]
    found = [contact for one in ids if (contact := await book.get(one)) is not None]
    return [(dataclasses.replace(one, id=""), await book.extras(one.id)) for one in found]


async def test_what_is_exported_comes_back(book: ContactBook, other: ContactBook, tmp_path: Path) -> None:
    await book.add(JAN)
    await book.add(ContactDraft(numbers=(NumberDraft(raw="112"),), department="Alleen"))
    file = tmp_path / "all.vcf"
    assert await book.export(file) == 2
    (report,) = await other.import_files([file])
    assert (report.new, report.skipped) == (2, ())
    assert await everything(other) == await everything(book)
    (again,) = await book.import_files([file])
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


async def test_a_card_as_it_is_written(book: ContactBook, tmp_path: Path) -> None:
    extras = dataclasses.replace(JAN.extras, photo=b"\x89PNG\r\n")
    added = await book.add(dataclasses.replace(JAN, extras=extras))
    file = tmp_path / "all.vcf"
    await book.export(file)
    lines = file.read_bytes().decode().split("\r\n")
    assert [line for line in lines if not line.startswith("PRODID")] == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:{added.uid}",
        "FN:Jan van der Meer",
        "N:Meer;Jan;;;",
        r"ORG:Bakkerij\; Zonen;Inkoop\, Team 2",
        "TITLE:Inkoper",
        "TEL;TYPE=work;VALUE=text:020 123 45 67",
        "TEL;TYPE=cell;VALUE=text:06 12345678",
        "item2.TEL;VALUE=text:+32 2 555 12 12",
        r"item2.X-ABLABEL:Brussel\, balie",
        "TEL;VALUE=text:1234",
        "EMAIL;TYPE=work:jan@example.com",
        "EMAIL:j@example.com",
        r"NOTE:eerste\ntweede\; derde\, \\ vierde",
        r"CATEGORIES:klant,a\, b",
        "X-DIALER-FAVOURITE:1",
        "X-DIALER-NEVER-PUT-THROUGH:1",
        "X-DIALER-ASK-FOR:Zoë",
        "X-DIALER-BEST-TIME:na 14:00",
        "PHOTO:data:image/png;base64,iVBORw0K",
        "item1.URL:https://example.com",
        "END:VCARD",
        "",
    ]


async def test_an_edited_name_leaves_nothing_of_the_old_one(book: ContactBook, tmp_path: Path) -> None:
    source, file = tmp_path / "in.vcf", tmp_path / "out.vcf"
    lines = ("UID:1", "FN:Jan", "N:Meer;Johannes;;;", "SORT-STRING:Meer", "EMAIL;TYPE=work:a@b.nl", "TEL:1")
    source.write_text(card(*lines, "ORG:A;B;C;D", "X-ABLABEL:los", "BDAY:1970-01-31"))
    await book.import_files([source])
    await book.export(file)
    assert {"N:Meer;Johannes;;;", "X-SORT-STRING:Meer", "ORG:A;B;C;D"} < set(file.read_text().split("\n"))
    contact = (await book.search("jan")).hits[0].contact
    await book.change(
        contact.id, dataclasses.replace(contact.draft(), name="Piet", department="X", emails=("c@d.nl",))
    )
    await book.export(file)
    written = [line for line in file.read_text().split("\n") if not line.startswith("PRODID")]
    assert written == [
        *("BEGIN:VCARD", "VERSION:4.0", "UID;VALUE=text:1", "FN:Piet", "ORG:A;X", "TEL;VALUE=text:1"),
        *("EMAIL:c@d.nl", "BDAY:19700131", "END:VCARD", ""),
    ]
    (report,) = await book.import_files([file])
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)


async def test_people_of_directories_are_exported_and_not_imported_beside_themselves(
    book: ContactBook, other: ContactBook, database: Database, tmp_path: Path
) -> None:
    from dialer.contacts import store

    record = records.imported(JAN, "NL", source="colleagues", uid="7", digest=b"x")
    await database.write(lambda connection: store.insert(connection, record))
    file = tmp_path / "all.vcf"
    assert await book.export(file) == 1
    (here,) = await book.import_files([file])
    assert (here.new, here.changed, here.unchanged) == (0, 0, 1)
    (there,) = await other.import_files([file])
    assert there.new == 1
    assert (await other.search("jan")).hits[0].contact.source == LOCAL


async def test_a_file_is_replaced_when_the_new_one_is_complete(book: ContactBook, tmp_path: Path) -> None:
    file = tmp_path / "all.vcf"
    file.write_text("was hier al")
    file.chmod(0o640)
    source = tmp_path / "in.vcf"
    source.write_text("".join(card(f"FN:Jan {at}") for at in range(401)))
    await book.import_files([source])
    started = asyncio.Event()
    task = asyncio.create_task(book.export(file, lambda _done, _total: started.set()))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (file.read_text(), list(tmp_path.glob(".all*"))) == ("was hier al", [])
    seen: list[tuple[int, int]] = []
    assert await book.export(file, lambda done, total: seen.append((done, total))) == 401
    assert seen == [(200, 401), (400, 401), (401, 401)]
    assert file.read_text().count("END:VCARD") == 401
    assert (file.stat().st_mode & 0o777, list(tmp_path.glob(".all*"))) == (0o640, [])


@pytest.mark.parametrize("turns", range(8))
async def test_an_export_that_is_given_up_leaves_no_file(
    book: ContactBook, tmp_path: Path, turns: int
) -> None:
    task = asyncio.create_task(book.export(tmp_path / "all.vcf"))
    for _ in range(turns):
        await asyncio.sleep(0.001)
    task.cancel()
    await asyncio.wait({task})
    assert list(tmp_path.glob(".all*")) == []


async def test_an_export_that_is_given_up_twice_while_the_disk_is_busy_leaves_no_file(
    book: ContactBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, go_on, begun = threading.Event(), threading.Event(), threading.Event()
    begin = WholeFile.open

    def begin_slowly(file: WholeFile) -> None:
        busy.set()
        go_on.wait(10)
        begin(file)
        begun.set()

    monkeypatch.setattr(WholeFile, "open", begin_slowly)
    task = asyncio.create_task(book.export(tmp_path / "all.vcf"))
    await asyncio.to_thread(busy.wait, 10)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait({task})
    await asyncio.to_thread(begun.wait, 10)
    assert task.cancelled()
    assert list(tmp_path.glob("*all*")) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("contacts.txt", "extension"),
        ("contacts", "extension"),
        ("nowhere/contacts.vcf", "unwritable"),
        ("folder.vcf", "no_file"),
    ],
)
async def test_what_cannot_be_written_says_why(
    book: ContactBook, tmp_path: Path, name: str, key: str
) -> None:
    (tmp_path / "folder.vcf").mkdir()
    with pytest.raises(InputError) as caught:
        await book.export(tmp_path / name)
    assert caught.value.key == f"exchange.export.{key}"


def again(draft: ContactDraft) -> tuple[ContactDraft, bytes]:
    """Write a contact and read it back."""
    contact = records.imported(draft, "NL", source=LOCAL, uid=draft.uid).contact
    written = card_writer.to_bytes(contact, draft.extras)
    lines = written.replace(b"\r\n ", b"").split(b"\r\n")
    found = read_card(RawCard(1, lines[1:-2]))
    assert isinstance(found, Card)
    return records.tidy(found.draft), written


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=90)
words = texts.map(lambda text: records.one_line(text)[:200])
numbers = st.builds(
    NumberDraft,
    raw=texts.map(str.strip).filter(lambda raw: raw and raw[:4].lower() != "tel:"),
    label=st.one_of(st.sampled_from(("", *KNOWN)), words.filter(lambda text: text[:1] != "_")),
)
drafts = st.builds(
    ContactDraft,
    name=words.filter(bool),
    organisation=words.filter(bool),
    department=words,
    title=words,
    numbers=st.lists(numbers, max_size=4).map(tuple),
    emails=st.lists(words.filter(bool), max_size=3, unique=True).map(tuple),
    note=st.lists(words.filter(bool), max_size=3).map("\n".join),
    uid=st.uuids().map(lambda one: f"urn:uuid:{one}"),
    favourite=st.booleans(),
    tags=st.lists(words.filter(bool), max_size=3, unique=True).map(tuple),
    instructions=st.builds(Instructions, never_put_through=st.booleans(), ask_for=words, best_time=words),
    extras=st.builds(
        Extras,
        lines=st.lists(st.sampled_from(["URL:https://a.nl", "X-A;B=c:d\\,e", "ADR:;;Dam 1;;;;"])).map(tuple),
        media_type=st.just("image/jpeg"),
        photo=st.binary(min_size=1, max_size=200).map(lambda data: b"\xff\xd8\xff" + data),
    ),
)


@given(draft=drafts)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_contact_holds_comes_back(draft: ContactDraft) -> None:
    draft = records.tidy(draft)
    found, written = again(draft)
    assert found == draft
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert all(line.decode() is not None for line in written.split(b"\r\n"))
    # Somebody else's parser finds the same in it.
    theirs = vobject.readOne(written.decode())
    assert theirs.fn.value == draft.name
    assert [one.value for one in theirs.contents.get("tel", [])] == [one.raw for one in draft.numbers]
    assert [one.value for one in theirs.contents.get("email", [])] == list(draft.emails)


@needs_it
def test_cards_of_other_programs_come_back_with_all_they_hold() -> None:
    seen = 0
    for file in sorted(FOLDER.glob("vcard_*/**/*.vcf")):
        try:
            found = [one for one in CardReader(file) if isinstance(one, Card)]
        except InputError:
            continue
        for one in found:
            draft = dataclasses.replace(records.tidy(one.draft), uid=one.draft.uid or "urn:uuid:1")
            named = records.imported(draft, "NL", source=LOCAL, uid=draft.uid).contact.name
            assert again(draft)[0] == dataclasses.replace(draft, name=named), file
            seen += 1
    assert seen > 100
