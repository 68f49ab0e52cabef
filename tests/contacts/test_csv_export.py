"""CSV written by Dialer: what comes back, and what no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.contacts.book import ContactBook
from dialer.contacts.exchange.csv_export import TableWriter
from dialer.contacts.exchange.csv_reader import CsvReader
from dialer.contacts.exchange.exporter import Widest
from dialer.contacts.exchange.reader import Card
from dialer.contacts.model import LOCAL, Contact, ContactDraft, Extras, Instructions, NumberDraft, PhoneNumber
from dialer.contacts.records import tidy
from dialer.contacts.schema import MIGRATIONS
from dialer.core.bus import EventBus
from dialer.core.database import Database
from tests.contacts.test_vcard import card

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        *(
            "=1+1",
            "+31 20 555",
            "-5",
            "@x",
            "'",
            "''=",
            "'+31",
            "\t=1",
            "a ::: b",
            '="020"',
            'a "b"',
            "sep=;",
        ),
        *("1;2,3\n4", "\uff1d1", " x ", "Work", "yes", "Naam"),
    ]
)


@st.composite
def _drafts(draw: st.DrawFn) -> ContactDraft:
    short = st.lists(_TEXT, max_size=3).map(tuple)
    pairs = draw(st.lists(st.tuples(_TEXT, _TEXT), max_size=3))
    return tidy(
        ContactDraft(
            name=draw(_TEXT) or "Jan",
            organisation=draw(_TEXT),
            department=draw(_TEXT),
            title=draw(_TEXT),
            numbers=tuple(NumberDraft(raw=raw, label=label) for raw, label in pairs),
            emails=draw(short),
            note=draw(_TEXT),
            uid=draw(_TEXT),
            favourite=draw(st.booleans()),
            tags=draw(short),
            instructions=Instructions(
                never_put_through=draw(st.booleans()), ask_for=draw(_TEXT), best_time=draw(_TEXT)
            ),
        )
    )


def _contact(draft: ContactDraft, source: str = LOCAL) -> Contact:
    return Contact(
        id="c1",
        name=draft.name,
        organisation=draft.organisation,
        department=draft.department,
        title=draft.title,
        numbers=tuple(PhoneNumber(raw=number.raw, label=number.label) for number in draft.numbers),
        emails=draft.emails,
        note=draft.note,
        uid=draft.uid,
        source=source,
        favourite=draft.favourite,
        tags=draft.tags,
        instructions=draft.instructions,
    )


def _written(*contacts: Contact, extras: Extras | None = None) -> bytes:
    numbers = max(len(one.numbers) for one in contacts)
    emails = max(len(one.emails) for one in contacts)
    writer = TableWriter()
    begin = writer.begin(Widest(numbers, emails))
    return begin + writer.write([(one, extras or Extras()) for one in contacts])


def _back(content: bytes) -> list[Card]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "export.csv"
        file.write_bytes(content)
        return [one for one in CsvReader(file) if isinstance(one, Card)]


@settings(max_examples=60)
@given(st.lists(_drafts().filter(lambda draft: bool(draft.name)), min_size=1, max_size=4))
def test_everybody_comes_back_as_he_was(drafts: list[ContactDraft]) -> None:
    assert [tidy(card.draft) for card in _back(_written(*map(_contact, drafts)))] == drafts


@settings(max_examples=40)
@given(st.lists(_drafts().filter(lambda draft: bool(draft.name)), min_size=1, max_size=2))
def test_no_cell_is_a_formula(drafts: list[ContactDraft]) -> None:
    rows = list(csv.reader(io.StringIO(_written(*map(_contact, drafts)).decode("utf-8-sig"), newline="")))
    for cell in (cell for row in rows for cell in row):
        is_plain_number = cell[:1] == "+" and not set(cell[1:]) - set("0123456789 ()-./")
        assert is_plain_number or cell[:1] not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20") or not cell


@pytest.mark.parametrize("number", ["+31205550100", "+31 (0)20-555 01 00", "020/5550100"])
def test_a_plain_number_stays_as_it_was_written(number: str) -> None:
    content = _written(Contact(id="c1", name="Jan", numbers=(PhoneNumber(raw=number),)))
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row["Phone 1 - Value"] == number


def test_other_properties_and_the_account_come_back() -> None:
    lines = ("ADR;TYPE=work:;;Dam 1;Amsterdam;;;", "NICKNAME:Jantje\\, de")
    contact = _contact(ContactDraft(name="Jan", uid="u1"), source="colleagues")
    (card,) = _back(_written(contact, extras=Extras(lines=lines)))
    assert (card.draft.extras.lines, card.draft.uid, card.source) == (lines, "u1", "colleagues")


def test_cells_full_of_another_separator_do_not_decide_how_the_file_is_read() -> None:
    person = ContactDraft(name="Jan", note=";\n0", instructions=Instructions(best_time=";"))
    content = _written(_contact(person), _contact(person), _contact(person))
    assert [one.draft.note for one in _back(content)] == [";\n0"] * 3


def test_no_line_of_a_list_ends_the_card_that_it_becomes() -> None:
    lines = ("NICKNAME:Jan", "END:VCARD", "BEGIN:VCARD", "version:2.1", "no property")
    (card,) = _back(_written(_contact(ContactDraft(name="Jan")), extras=Extras(lines=lines)))
    assert card.draft.extras.lines == ("NICKNAME:Jan",)


def test_excel_sees_that_it_is_utf8_and_every_line_ends_as_the_standard_says() -> None:
    content = _written(_contact(ContactDraft(name="Zoë", note="een\ntwee")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2


async def test_a_whole_book_comes_back_into_an_empty_one(book: ContactBook, tmp_path: Path) -> None:
    jan = ContactDraft(
        name="Jan",
        organisation="=Berg",
        note='een\n\ntwee, "drie"',
        numbers=(NumberDraft(raw="+31 20 5550100", label="work"), NumberDraft(raw="112", label="Zaal")),
        emails=("jan@x.example",),
        favourite=True,
        tags=("Klant", "VIP; NL"),
        instructions=Instructions(never_put_through=True, ask_for="Pasnr", best_time="na 14:00"),
    )
    await book.add(jan)
    await book.add(ContactDraft(name="Eva"))
    file = tmp_path / "all.csv"
    assert await book.export(file) == 2
    (again,) = await book.import_files([file])
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    other = await Database.open(tmp_path / "other.db", MIGRATIONS)
    empty = ContactBook(other, EventBus(), lambda: "NL")
    (report,) = await empty.import_files([file])
    assert (report.new, report.skipped) == (2, ())
    before, after = await book.search(""), await empty.search("")
    assert [replace(hit.contact, id="") for hit in before.hits] == [
        replace(hit.contact, id="") for hit in after.hits
    ]
    await other.close()


async def test_a_list_takes_nobody_s_photo_away(book: ContactBook, tmp_path: Path) -> None:
    cards, file = tmp_path / "cards.vcf", tmp_path / "all.csv"
    photo = "data:image/gif;base64,R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="
    cards.write_text(card("UID:1", "FN:Jan", "NICKNAME:Jantje", f"PHOTO:{photo}"), newline="")
    await book.import_files([cards])
    await book.export(file)
    (report,) = await book.import_files([file])
    assert (report.new, report.changed, report.unchanged) == (0, 0, 1)
    file.write_bytes(file.read_bytes().replace(b"Jan,", b"Johan,"))
    (report,) = await book.import_files([file])
    assert (report.new, report.changed, report.unchanged) == (0, 1, 0)
    (hit,) = (await book.search("johan")).hits
    extras = await book.extras(hit.contact.id)
    assert (extras.media_type, extras.lines) == ("image/gif", ("NICKNAME:Jantje",))
    assert extras.photo.startswith(b"GIF87a")
