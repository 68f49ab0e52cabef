"""The people of the demo: many, from five countries, with numbers that a telephone would take."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

import dialer
from dialer.sandbox import MAGIC
from tests.sandbox.conftest import NUMBERS

PEOPLE = Path(dialer.__file__).parent / "resources" / "demo" / "people.vcf"


@pytest.fixture(scope="module")
def cards() -> list[str]:
    """The cards, with folded lines put together."""
    text = PEOPLE.read_bytes().decode().replace("\r\n ", "")
    return re.findall(r"BEGIN:VCARD\r\n(.*?)END:VCARD\r\n", text, re.DOTALL)


def _numbers(card: str) -> list[phonenumbers.PhoneNumber]:
    written = re.findall(r"^TEL[^:]*:(?:tel:)?(.*)\r$", card, re.MULTILINE)
    return [phonenumbers.parse(number) for number in written]


def _name(card: str) -> str:
    found = re.search(r"^FN:(.*)\r$", card, re.MULTILINE)
    assert found
    return found[1]


def test_there_are_some_two_hundred(cards: list[str]) -> None:
    assert 200 <= len(cards) <= 250
    assert len({_name(card) for card in cards}) == len(cards)
    assert len(set(re.findall(r"^UID:(.*)\r$", "".join(cards), re.MULTILINE))) == len(cards)


def test_both_versions_and_five_countries(cards: list[str]) -> None:
    assert {card.splitlines()[0] for card in cards} == {"VERSION:3.0", "VERSION:4.0"}
    countries = Counter(
        phonenumbers.region_code_for_number(number) for card in cards for number in _numbers(card)
    )
    assert countries.keys() == {"NL", "BE", "FR", "GB", "DE"}
    assert min(countries.values()) >= 30


def test_every_number_is_valid_and_belongs_to_one_person(cards: list[str]) -> None:
    numbers = [number for card in cards for number in _numbers(card)]
    assert all(phonenumbers.is_valid_number(number) for number in numbers)
    written = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) for number in numbers]
    assert len(set(written)) == len(written)
    assert all(_numbers(card) for card in cards)


def test_lines_are_folded_as_the_standard_says() -> None:
    assert max(len(line) for line in PEOPLE.read_bytes().split(b"\r\n")) <= 75


def test_mail_goes_nowhere(cards: list[str]) -> None:
    mails = re.findall(r"^EMAIL[^:]*:(.*)\r$", "".join(cards), re.MULTILINE)
    assert len(mails) > 100
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9]+\.example", mail) for mail in mails)


@pytest.mark.parametrize(
    "name",
    [
        "Sanne de Vries",
        "Karel Bakker",
        "Anne Vermeer",
        "Samuel Verhoeven",
        "Saar Van den Broeck",
        "Taxi Centrale",
        "Nachtdienst",
        "Gemeente Utrecht",
    ],
)
def test_somebody_of_the_drawings(cards: list[str], name: str) -> None:
    assert name in {_name(card) for card in cards}


def test_some_people_show_what_can_happen(cards: list[str]) -> None:
    """Their numbers are magic, and their notes say so; nobody else's number is."""
    magic = {entry.number for entry in MAGIC}
    shown = set()
    for card in cards:
        numbers = {
            phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            for number in _numbers(card)
        }
        assert bool(numbers & magic) is ("NOTE:Demo:" in card)
        shown |= numbers & magic
    outcomes = ("busy", "no-answer", "rejected", "no-funds", "wrong-destination")
    assert {NUMBERS[name] for name in outcomes} <= shown
