from __future__ import annotations

import tracemalloc
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.contacts.exchange.cardfile import LARGEST_BINARY, LARGEST_CARD
from dialer.contacts.exchange.reader import Card, Skipped
from dialer.contacts.exchange.vcard import CardReader
from dialer.contacts.model import ContactDraft, Extras, NumberDraft
from dialer.core.errors import InputError

from .outside import FOLDER, load, needs_it

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED: dict[str, Any] = dict(load("vcard_expected.json"))


def read(path: Path) -> list[Card | Skipped]:
    return list(CardReader(path))


def drafts(tmp_path: Path, content: str | bytes) -> list[ContactDraft]:
    file = tmp_path / "cards.vcf"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [card.draft for card in read(file) if isinstance(card, Card)]


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_what_a_card_holds(tmp_path: Path) -> None:
    (draft,) = drafts(
        tmp_path,
        card(
            "UID:1",
            "FN:Jan van der Meer",
            "N:van der Meer;Jan;;;",
            "ORG:Bakkerij\\, Zonen;Inkoop;Team 2",
            "TITLE:Inkoper",
            "TEL;TYPE=work,voice:020 123 45 67",
            "TEL;TYPE=CELL:06 12345678",
            "item1.TEL:+32 2 555 12 12",
            "item1.X-ABLabel:Brussel",
            "EMAIL:jan@example.com",
            "NOTE:eerste\\ntweede",
        ),
    )
    assert draft == ContactDraft(
        name="Jan van der Meer",
        organisation="Bakkerij, Zonen",
        department="Inkoop, Team 2",
        title="Inkoper",
        numbers=(
            NumberDraft(raw="020 123 45 67", label="work"),
            NumberDraft(raw="06 12345678", label="mobile"),
            NumberDraft(raw="+32 2 555 12 12", label="Brussel"),
        ),
        emails=("jan@example.com",),
        note="eerste\ntweede",
        uid="1",
        extras=Extras(lines=("N:van der Meer;Jan;;;", "ORG:Bakkerij\\, Zonen;Inkoop;Team 2")),
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("N:Jansen;Piet;;;", "Piet Jansen"),
        ("N:Jansen;Piet;Jan,Klaas;Dr.;", "Piet Jan,Klaas Jansen"),
        ("N:;Piet;;;", "Piet"),
        ("NICKNAME:Pietje", "Pietje"),
        ("FN: \r\nN:Jansen;;;;", "Jansen"),
    ],
)
def test_a_card_without_a_full_name_gets_one(tmp_path: Path, line: str, name: str) -> None:
    assert [draft.name for draft in drafts(tmp_path, card(line))] == [name]


@pytest.mark.parametrize(
    "content",
    [
        card("FN:Zoë Müller").encode("utf-8-sig"),
        card("FN:Zoë Müller").encode("utf-16"),
        card("FN:Zoë Müller").encode("utf-16-be"),
        card("FN:Zoë Müller").encode("utf-16-le"),
        card("FN:Zoë Müller").encode("latin-1"),
        card("FN;CHARSET=ISO-8859-1:Zoë Müller", version="2.1").encode("latin-1"),
        card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB M=\r\n=C3=BCller", version="2.1").encode(),
        card("FN:Zoë\r\n  Müller").encode(),
        card("FN:Zoë Müller").replace("\r\n", "\n").encode(),
        card("FN:Zoë Müller").replace("\r\n", "\r").encode(),
    ],
)
def test_however_it_is_encoded_the_name_is_the_same(tmp_path: Path, content: bytes) -> None:
    assert [draft.name for draft in drafts(tmp_path, content)] == ["Zoë Müller"]


def test_a_broken_card_does_not_lose_its_neighbours(tmp_path: Path) -> None:
    content = (
        card("FN:Eerste")
        + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zonder einde\r\n;;;rommel\r\n\x00\x01\r\n"
        + card("FN:Derde")
        + "rommel tussen de kaartjes\r\n"
        + card("TEL;=;;:06 12345678")
    )
    assert [draft.name or draft.numbers[0].raw for draft in drafts(tmp_path, content)] == [
        "Eerste",
        "Zonder einde",
        "Derde",
        "06 12345678",
    ]


def test_a_card_with_nothing_in_it_is_skipped_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text(card("FN:Een") + card("NOTE:niemand"))
    assert read(file)[1] == Skipped(5, "contacts.skipped.empty")


def test_photos_cost_nothing_and_are_never_fetched(tmp_path: Path) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * (2 * LARGEST_CARD)
    link = "PHOTO;VALUE=uri:http://192.0.2.1/me.jpg"
    assert [draft.name for draft in drafts(tmp_path, card(photo, link, "FN:Een"))] == ["Een"]


def test_a_card_larger_than_a_card_can_be_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text(card("FN:Een", "NOTE:" + "x" * (LARGEST_CARD + 1)) + card("FN:Twee"))
    first, second = read(file)
    assert first == Skipped(1, "contacts.skipped.too_large")
    assert isinstance(second, Card)


@pytest.mark.parametrize(
    ("name", "key"), [("nothing.vcf", "missing"), ("folder", "folder"), ("text.vcf", "no_card")]
)
def test_files_that_are_no_vcards(tmp_path: Path, name: str, key: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.vcf").write_text("name;number\nJan;0612345678\n")
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert caught.value.key == f"contacts.import.{key}"


def test_a_large_file_without_a_card_is_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large.vcf"
    with file.open("wb") as sparse:
        sparse.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(InputError) as caught:
        read(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.key == "contacts.import.no_card"
    assert peak < 3 * LARGEST_BINARY


@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
@settings(max_examples=200)
def test_no_content_makes_the_reader_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.vcf"
    file.write_bytes(b"BEGIN:VCARD\r\n" + content + b"\r\nEND:VCARD\r\n")
    with suppress(InputError):
        assert all(isinstance(one, Card | Skipped) for one in read(file))


def _same(ours: str, theirs: str) -> bool:
    return " ".join(ours.split()) == " ".join(theirs.split())


@needs_it
@pytest.mark.parametrize("name", [name for name, case in EXPECTED.items() if case["cards"] is not None])
def test_cards_of_other_programs_are_read_as_other_parsers_do(name: str) -> None:
    case = EXPECTED[name]
    found = read(FOLDER / name)
    assert len(found) == len(case["cards"])
    for ours, theirs in zip(found, case["cards"], strict=True):
        if isinstance(ours, Skipped):
            assert not any(theirs.get(key) for key in ("fn", "family", "given", "org", "tel", "email"))
            continue
        draft = ours.draft
        if theirs.get("fn"):
            assert _same(draft.name, theirs["fn"])
        if "fn_any" in theirs:
            assert draft.name in theirs["fn_any"]
        assert [" ".join(number.raw.split()) for number in draft.numbers] == theirs["tel"]
        if "email" in theirs and case["status"] != "strict_fn_tel":
            assert list(draft.emails) == theirs["email"]
        if theirs.get("org"):
            assert draft.organisation == theirs["org"].split(";")[0]


@needs_it
@pytest.mark.parametrize("name", [name for name, case in EXPECTED.items() if case["cards"] is None])
def test_malformed_cards_of_other_programs_do_no_harm(name: str) -> None:
    assert read(FOLDER / name)
