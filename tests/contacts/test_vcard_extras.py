"""What a card says beyond the fields of a contact, and cards that nobody should have to read."""

from __future__ import annotations

import base64
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vobject.base import parseLine

from dialer.contacts import records
from dialer.contacts.exchange import card_writer
from dialer.contacts.exchange.card_lines import split_line
from dialer.contacts.exchange.cardfile import LARGEST_BINARY
from dialer.contacts.exchange.reader import Card, Skipped
from dialer.contacts.exchange.vcard import CardReader
from dialer.contacts.model import LOCAL, Contact, Extras, Instructions, NumberDraft, PhoneNumber
from dialer.core.errors import InputError

from .outside import FOLDER, needs_it
from .test_vcard import card, drafts

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)


def extras(tmp_path: Path, *lines: str, version: str = "3.0") -> Extras:
    (draft,) = drafts(tmp_path, card("FN:Jan", *lines, version=version))
    return draft.extras


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("PHOTO;ENCODING=b;TYPE=PNG:{}", "3.0"),
        ("PHOTO;PNG;ENCODING=BASE64:{}", "2.1"),
        ("PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n {}\r\n", "2.1"),
        ("PHOTO;ENCODING=BASE64;TYPE=PNG:\r\n{}\r\n", "2.1"),
        ("PHOTO:data:image/png;base64,{}", "4.0"),
        ('PHOTO;VALUE="uri":data:image/jpeg;base64,{}', "4.0"),
    ],
)
def test_a_photo_stays_a_photo(tmp_path: Path, line: str, version: str) -> None:
    found = extras(tmp_path, line.format(base64.b64encode(PNG).decode()), version=version)
    assert found == Extras(media_type="image/png", photo=PNG)


@pytest.mark.parametrize("line", ["PHOTO;VALUE=uri:http://192.0.2.1/me.jpg", "PHOTO:http://192.0.2.1/me.jpg"])
def test_a_photo_that_lies_elsewhere_stays_there(tmp_path: Path, line: str) -> None:
    assert extras(tmp_path, line) == Extras(lines=(line,))


def test_a_photo_that_is_too_large_is_told_and_the_contact_kept(tmp_path: Path) -> None:
    file = tmp_path / "cards.vcf"
    file.write_text(card("FN:Jan", "PHOTO;ENCODING=b:" + "A" * (LARGEST_BINARY + 4), "TEL:1") + card("FN:An"))
    jan, an = list(CardReader(file))
    assert isinstance(jan, Card)
    assert isinstance(an, Card)
    assert (jan.incomplete, jan.draft.extras, len(jan.draft.numbers)) == (True, Extras(), 1)
    assert not an.incomplete


def test_categories_are_tags(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, card("FN:Jan", "CATEGORIES:klant,a\\, b,,klant", "CATEGORIES:vip"))
    assert draft.tags == ("klant", "a, b", "vip")


def test_what_dialer_itself_wrote_is_read(tmp_path: Path) -> None:
    lines = ("X-DIALER-FAVOURITE:1", "X-DIALER-NEVER-PUT-THROUGH:1", "X-DIALER-ASK-FOR:Zoë", "X-DIALER-NEW:x")
    (draft,) = drafts(tmp_path, card("FN:Jan", *lines))
    assert (draft.favourite, draft.extras) == (True, Extras())
    assert draft.instructions == Instructions(never_put_through=True, ask_for="Zoë")


@pytest.mark.parametrize(
    ("line", "version", "kept"),
    [
        ("NICKNAME:Janneman", "3.0", "NICKNAME:Janneman"),
        ("ADR;TYPE=home,pref:;;Dam 1;Amsterdam;;;", "3.0", "ADR;TYPE=home;PREF=1:;;Dam 1;Amsterdam;;;"),
        (
            "ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;Dam 1, hoog=0D=0A2;Z=C3=BCrich",
            "2.1",
            "ADR;TYPE=HOME:;;Dam 1\\, hoog\\n2;Zürich",
        ),
        (
            "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Dam 1=0D=0AA'dam",
            "2.1",
            "ADR;TYPE=WORK;LABEL=Dam 1^nA'dam:;;;;;;",
        ),
        ("BDAY:1970-01-31", "3.0", "BDAY:19700131"),
        ("BDAY:in mei", "3.0", "BDAY;VALUE=text:in mei"),
        ("GEO:52.1;4.3", "3.0", "GEO:geo:52.1,4.3"),
        ("work.URL;VALUE=URL:http://a.nl/?a=1\\,2", "3.0", "work.URL;VALUE=uri:http://a.nl/?a=1\\,2"),
        ("SOUND;X-IRMC-N:Yamada;Taro", "2.1", "SOUND;TYPE=X-IRMC-N;VALUE=text:Yamada;Taro"),
        ("LOGO;GIF;BASE64:R0lGODhh", "2.1", "LOGO:data:image/gif;base64,R0lGODhh"),
        ('X-A;B="c,d";E=f:g', "3.0", 'X-A;B="c,d";E=f:g'),
        ("AGENT;VALUE=uri:CID:a@b.nl", "3.0", "RELATED;TYPE=agent:CID:a@b.nl"),
        ("SORT-STRING:Meer", "3.0", "X-SORT-STRING:Meer"),
        ("KIND:group", "4.0", "KIND:group"),
        ("MEMBER:urn:uuid:1", "4.0", "MEMBER:urn:uuid:1"),
        ("X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1", "3.0", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1"),
        ("TEL;TYPE=cell;TYPE=voice;TYPE=pref:1", "3.0", "TEL;TYPE=cell;PREF=1:1"),
        ("EMAIL;TYPE=INTERNET,WORK:a@b.nl", "3.0", "EMAIL;TYPE=work:a@b.nl"),
    ],
)
def test_other_properties_are_kept_as_vcard_4(tmp_path: Path, line: str, version: str, kept: str) -> None:
    assert extras(tmp_path, line, version=version) == Extras(lines=(kept,))


@pytest.mark.parametrize(
    "line",
    ["TEL;TYPE=WORK,VOICE:1", "EMAIL;TYPE=INTERNET:a@b.nl", "N:Jan;;;;", "REV:20200101", "PRODID:x", "URL: "],
)
def test_what_the_fields_say_already_is_not_kept_twice(tmp_path: Path, line: str) -> None:
    kept = extras(tmp_path, line).lines
    assert kept == (("N:Jan;;;;",) if line.startswith("N:") else ())


def test_a_card_inside_a_card_is_kept_and_is_nobody(tmp_path: Path) -> None:
    inner = "AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:Piet\r\nTEL:2\r\nEND:VCARD"
    (draft,) = drafts(tmp_path, card("FN:Jan", inner, "TEL:1", version="2.1"))
    assert draft.numbers == (NumberDraft(raw="1"),)
    text = base64.b64encode(b"BEGIN:VCARD\nVERSION:2.1\nFN:Piet\nTEL:2\nEND:VCARD").decode()
    assert draft.extras.lines == (f"RELATED;TYPE=agent:data:text/vcard;base64,{text}",)


def test_a_number_is_never_another_one_in_an_export(tmp_path: Path) -> None:
    (draft,) = drafts(tmp_path, card("FN:Jan", "TEL:020 555\x00 0142", "TEL:tel:+1-555-555-0142;ext=12"))
    contact = records.imported(draft, "NL", source=LOCAL, uid="1").contact
    assert not contact.numbers[0].callable
    written = card_writer.to_lines(contact, draft.extras)
    assert [line for line in written if line.startswith("TEL")] == [
        "TEL;VALUE=text:020 555\N{REPLACEMENT CHARACTER} 0142",
        "TEL;VALUE=uri:tel:+1-555-555-0142;ext=12",
    ]


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "utf-7", "unicode_escape", "rot13", "a\0b", "", "-"]
)
def test_a_charset_that_is_none_does_no_harm(tmp_path: Path, charset: str) -> None:
    (draft,) = drafts(tmp_path, card(f"FN;CHARSET={charset}:Zoë +2AA-\\ud800", "TEL:1"))
    assert draft.numbers == (NumberDraft(raw="1"),)
    draft.name.encode()


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["TEL;TYPE=" + "," * 900_000], id="commas"),
        pytest.param(["TEL" + ";A=b" * 200_000], id="parameters"),
        pytest.param(["TEL" + ';A="b"' * 100_000], id="quotes"),
        pytest.param(["N:" + "\\" * 900_000], id="backslashes"),
        pytest.param(["CATEGORIES:" + "\\," * 400_000], id="escapes"),
        pytest.param(["NOTE;ENCODING=QUOTED-PRINTABLE:" + "=" * 900_000], id="quoted"),
        pytest.param(["NOTE;ENCODING=QUOTED-PRINTABLE" + "x=\r\n" * 50_000], id="soft breaks"),
        pytest.param(["PHOTO:data:" + ";a=b" * 200_000], id="data"),
        pytest.param(["BDAY:" + "1" * 500_000, "GEO:" + "1" * 400_000], id="digits"),
        pytest.param(["BEGIN" + " " * 900_000], id="blanks"),
        pytest.param([f"i{at}.TEL:{at}\r\ni{at}.X-ABLABEL:a{at}" for at in range(5000)], id="groups"),
        pytest.param([f"TEL;TYPE=x{at}:{at}" for at in range(5000)], id="numbers"),
        pytest.param(["BEGIN:VCARD"] * 2000, id="begins"),
    ],
)
def test_no_line_takes_long(tmp_path: Path, lines: list[str]) -> None:
    start = time.process_time()
    for draft in drafts(tmp_path, card("FN:Jan", *lines)):
        numbers = tuple(PhoneNumber(raw=number.raw, label=number.label) for number in draft.numbers)
        contact = Contact(id="", name=draft.name, numbers=numbers, uid="1")
        card_writer.to_bytes(contact, draft.extras)
    assert time.process_time() - start < 5


names = st.text("TELa9-_", min_size=1, max_size=6)
values = st.one_of(
    st.text(st.characters(exclude_characters='";:,', exclude_categories=["Cs"]), max_size=6),
    st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), max_size=6).map('"{}"'.format),
)
parameters = st.builds(
    lambda name, listed: f";{name}" + ("=" + ",".join(listed) if listed else ""),
    st.one_of(names, st.sampled_from(["TYPE", "type", "BASE64", "ENCODING"])),
    st.lists(values, max_size=3),
)


@given(
    group=st.one_of(st.just(""), names.map("{}.".format)),
    name=names,
    listed=st.lists(parameters, max_size=4).map("".join),
    value=st.text(max_size=20),
)
@settings(max_examples=300)
def test_a_line_is_split_as_vobject_splits_it(group: str, name: str, listed: str, value: str) -> None:
    line = f"{group}{name}{listed}:{value}"
    their_name, their_parameters, their_value, their_group = parseLine(line)
    found = split_line(line)
    assert found is not None
    head, our_value = found
    assert (head.group, head.name, our_value) == (their_group or "", their_name.upper(), their_value)
    theirs: dict[str, list[str]] = {}
    for key, *said in their_parameters:
        if said:
            theirs.setdefault(key.upper(), []).extend(map(str.strip, said))
        else:
            what = "ENCODING" if key.upper() == "BASE64" else "TYPE"
            theirs.setdefault(what, []).append(key.upper())
    assert {key: list(said) for key, said in head.parameters.items()} == theirs


@given(line=st.text(st.sampled_from('TELa;:=,."\\ \té')))
def test_any_line_can_be_split(line: str) -> None:
    found = split_line(line)
    assert found is None or line.endswith(found[1])


SEEDS = sorted(FOLDER.glob("vcard_*/**/*.vcf"))


@needs_it
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_no_change_of_a_real_card_makes_the_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)).read_bytes()[:5000])
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        until = at + data.draw(st.integers(0, 20))
        content[at:until] = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"\r\n ", b"BEGIN:VCARD\r\n", b"=\r\n", b";", b'"', b"CHARSET=utf-7", b"\\"]
                ),
            )
        )
    file = tmp_path_factory.getbasetemp() / "changed.vcf"
    file.write_bytes(content)
    with suppress(InputError):
        for one in CardReader(file):
            assert isinstance(one, Card | Skipped)
            if isinstance(one, Card):
                draft = records.tidy(one.draft)
                contact = records.imported(draft, "NL", source=LOCAL, uid="1").contact
                card_writer.to_bytes(contact, draft.extras).decode()
