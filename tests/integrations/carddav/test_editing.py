"""Changing a card: what was changed is changed, and every other byte stays where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialer.contacts.model import NO_EXTRAS, ContactDraft, NumberDraft
from dialer.integrations.carddav.cards import read
from dialer.integrations.carddav.editing import edit, new_card

CARD = (
    b"BEGIN:VCARD\r\n"
    b"VERSION:3.0\r\n"
    b"PRODID:-//Other Program//EN\r\n"
    b"UID:jan\r\n"
    b"FN:Jan van der Meer\r\n"
    b"N:van der Meer;Jan;;dr.;MSc\r\n"
    b"ORG:Meer & Zn.;Sales;Inside\r\n"
    b"TITLE:Director\r\n"
    b"TEL;TYPE=CELL;X-OWN=1:06 12345678\r\n"
    b"item1.TEL:020 555 0100\r\n"
    b"item1.X-ABLabel:Reception\r\n"
    b"item2.EMAIL;TYPE=INTERNET,pref:jan@meer.example\r\n"
    b"item2.X-ABLabel:Best\r\n"
    b"ADR;TYPE=HOME:;;Straat 1;Amsterdam;;1011 AA;Nederland\r\n"
    b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAEB\r\n"
    b" AQEBAQEBAQEBAQEBAQEBAQH/2Q==\r\n"
    b"CATEGORIES:Customers,VIP\r\n"
    b"X-OTHER;FOO=bar:kept\\, exactly\r\n"
    b"NOTE:Calls on Monday\r\n"
    b"END:VCARD\r\n"
)


def person() -> ContactDraft:
    return read(CARD, "/b/jan.vcf").draft


def changed(**fields: object) -> str:
    """Return the card after a change of the person."""
    return edit(CARD, person(), replace(person(), **fields)).decode()  # type: ignore[arg-type]


def expect(card: str, *pairs: tuple[str, str]) -> None:
    """Assert that a card is the first one with just these parts replaced."""
    wanted = CARD.decode()
    for old, new in pairs:
        assert wanted.count(old) == 1
        wanted = wanted.replace(old, new)
    assert card == wanted


def test_nothing_changed_is_nothing_changed() -> None:
    assert edit(CARD, person(), person()) == CARD


def test_a_title() -> None:
    expect(changed(title="CEO; and more, \\ too"), ("TITLE:Director", "TITLE:CEO\\; and more\\, \\\\ too"))


def test_a_name_is_written_whole_and_in_parts() -> None:
    expect(
        changed(name="Johan van den Berg"),
        ("FN:Jan van der Meer", "FN:Johan van den Berg"),
        ("N:van der Meer;Jan;;dr.;MSc", "N:van den Berg;Johan;;dr.;MSc"),
    )


def test_an_organisation_keeps_its_units() -> None:
    expect(changed(organisation="Meer"), ("ORG:Meer & Zn.;Sales;Inside", "ORG:Meer;Sales;Inside"))


def test_a_number_is_added_behind_the_others() -> None:
    numbers = (*person().numbers, NumberDraft(raw="020 555 0199", label="work"))
    line = "item1.TEL:020 555 0100\r\n"
    expect(changed(numbers=numbers), (line, f"{line}TEL;TYPE=WORK:020 555 0199\r\n"))


def test_a_number_goes_with_its_name_and_the_others_stay_as_they_are() -> None:
    expect(
        changed(numbers=person().numbers[:1]),
        ("item1.TEL:020 555 0100\r\n", ""),
        ("item1.X-ABLabel:Reception\r\n", ""),
    )


def test_a_label_of_ones_own_goes_with_the_number() -> None:
    numbers = (*person().numbers, NumberDraft(raw="020 555 0199", label="Warehouse"))
    card = changed(numbers=numbers)
    assert "item3.TEL:020 555 0199\r\n" in card
    assert read(card.encode(), "k").draft.numbers == numbers


def test_an_address_is_changed_and_what_it_was_called_goes() -> None:
    expect(
        changed(emails=("j@meer.example",)),
        ("item2.EMAIL;TYPE=INTERNET,pref:jan@meer.example\r\n", "EMAIL:j@meer.example\r\n"),
        ("item2.X-ABLabel:Best\r\n", ""),
    )


def test_a_note_of_several_lines_is_folded() -> None:
    note = "Één regel, die lang genoeg is om gevouwen te worden, met een é op de grens\nen een tweede"
    card = changed(note=note)
    assert max(len(line) for line in card.encode().split(b"\r\n")) <= 75
    assert read(card.encode(), "k").draft.note == note


def test_tags_are_added_and_removed_beside_those_that_are_there() -> None:
    expect(changed(tags=("VIP", "Press, radio")), ("Customers,VIP", "VIP,Press\\, radio"))


@pytest.mark.parametrize("field", ["department", "title", "note"])
def test_what_is_emptied_is_gone(field: str) -> None:
    card = changed(**{field: ""})
    assert getattr(read(card.encode(), "k").draft, field) == ""


def test_line_ends_stay_those_of_the_card() -> None:
    card = edit(CARD.replace(b"\r\n", b"\n"), person(), replace(person(), title="CEO"))
    assert card == CARD.replace(b"\r\n", b"\n").replace(b"Director", b"CEO")


def test_a_new_card_says_what_was_typed() -> None:
    draft = ContactDraft(
        name="Zoë Ä. Jansen",
        organisation="Jansen; Zn., B.V.",
        department="Sales",
        title="CEO",
        numbers=(NumberDraft(raw="+31 20 555 0100", label="work"), NumberDraft(raw="020 1", label="Gate 3")),
        emails=("zoe@jansen.example", "z@jansen.example"),
        note="One\nTwo; three",
        tags=("Customers",),
        uid="k",
    )
    assert replace(read(new_card(draft, "k"), "k").draft, extras=NO_EXTRAS) == draft


def test_a_company_without_a_name_of_its_own() -> None:
    card = new_card(ContactDraft(organisation="Bakkerij Smit"), "k")
    assert b"FN:Bakkerij Smit\r\n" in card
    assert b"N:;;;;\r\n" in card


def test_a_card_keeps_a_name_when_its_persons_name_is_emptied() -> None:
    card = changed(name="", organisation="Meer & Zn.")
    assert "FN:Meer & Zn.\r\n" in card
    assert "N:;;;dr.;MSc\r\n" in card
