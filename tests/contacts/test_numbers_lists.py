"""Several numbers in one text, as signatures and address books write them; and links, which hold only one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.contacts.numbers.numbers import check, check_stored, read, read_link

OFFICE, FAX, MOBILE = "+31205550112", "+31205550113", "+31612345678"
LOCAL = "contacts.number.local"


def found(text: str, region: str = "NL") -> list[str | None]:
    """Return every candidate: its number, or the reason why it has none."""
    return [candidate.e164 or candidate.reason for candidate in read(text, region).candidates]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Tel: 020-5550112 Mob: 06-12345678", [OFFICE, MOBILE]),
        ("tel: 020 555 01 12, fax 020 555 01 13", [OFFICE, FAX]),
        ("TEL: +31-20-555.01.12; fax: +31-20-555.01.13", [OFFICE, FAX]),
        ("TEL:020-5550112 FAX:020-5550113", [OFFICE, FAX]),
        ("tel:020 555 01 12 / mob. 06-12345678", [OFFICE, MOBILE]),
        ("tel:+31205550112, fax +31205550113", [OFFICE, FAX]),
        ("tel:+31205550112 / +31205550113", [OFFICE, FAX]),
        ("tel:020 / 5550112", [OFFICE]),
        ("Tel:\u00a0020-5550112 | F: 020-5550113", [OFFICE, FAX]),
        ("Tel: 020-5550112\nFax: 020-5550113\n", [OFFICE, FAX]),
        ("  Tel: 020-5550112, 06-12345678", [OFFICE, MOBILE]),
        ("tel: 020 555 01 12", [OFFICE]),
        ("tel: +31 (0)20 555 01 12", [OFFICE]),
    ],
)
def test_a_label_is_no_link(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("020-5550112, 5550113", "NL", [OFFICE, LOCAL]),
        ("020-5550112; 5550113", "NL", [OFFICE, LOCAL]),
        ("tel: 020-5550112, 5550113", "NL", [OFFICE, LOCAL]),
        ("020-5550112, 5550113, 06-12345678", "NL", [OFFICE, LOCAL, MOBILE]),
        ("020 - 5550112 / 5550113", "NL", [OFFICE, LOCAL]),
        ("020 5550112/5550113", "NL", [OFFICE, LOCAL]),
        ("020/5550112/5550113", "NL", [OFFICE, LOCAL]),
        ("020-5550112 / 5550113 / 06-12345678", "NL", [OFFICE, LOCAL, MOBILE]),
        ("kantoor 020 - 5550112 / 5550113 (overdag)", "NL", [OFFICE, LOCAL]),
        ("kantoor 020-5550112, 5550113, 5550114 of 06-12345678", "NL", [OFFICE, LOCAL, LOCAL, MOBILE]),
        ("Tel. kantoor: 020-5550112; 5550113\nFax: 020-5550113", "NL", [OFFICE, LOCAL, FAX]),
        ("212-456-0142, 456-0143", "US", ["+12124560142", LOCAL]),
        ("02 555 12 12 / 555 12 13", "BE", ["+3225551212", LOCAL]),
        # By itself the second would be read as one with another area code, and is somebody else's.
        ("030 5550112 / 5550113", "DE", ["+49305550112", LOCAL]),
        ("+49 30 5550112, 5550113", "DE", ["+49305550112", LOCAL]),
        ("030 5550112, 5550113", "DE", ["+49305550112", LOCAL]),
        ("Büro 030 5550112 / 5550113", "DE", ["+49305550112", LOCAL]),
    ],
)
def test_a_number_without_its_area_code_is_kept_and_says_so(
    text: str, region: str, numbers: list[str]
) -> None:
    assert found(text, region) == numbers
    local = next(each for each in read(text, region).candidates if not each.callable)
    assert local.raw in text
    assert check(text, region).reason == check_stored(text, region).reason == "contacts.number.several"


@pytest.mark.parametrize(
    "text", ["020-5550142/43", "020-5550142 / 43", "020-5550142/43/44", "Bel 020-5550142/43"]
)
def test_the_last_part_of_a_second_number_is_not_made_into_one(text: str) -> None:
    [candidate] = read(text, "NL").candidates
    assert (candidate.e164, candidate.raw) == ("+31205550142", "020-5550142")


def test_numbers_that_begin_without_a_zero_stay_numbers() -> None:
    assert found("212-456-0142, 646-456-0143", "US") == ["+12124560142", "+16464560143"]
    assert found("06 69812345, 335 1234567", "IT") == ["+390669812345", "+393351234567"]
    assert found("030 5550112 / 0171 1234567", "DE") == ["+49305550112", "+491711234567"]


@pytest.mark.parametrize("text", ["0205550112 / 112", "112 / 0205550112", "0205550112, 112"])
def test_an_emergency_number_is_not_passed_over(text: str) -> None:
    assert not any(candidate.callable for candidate in read(text, "NL").candidates)


def test_slashes_within_one_number_part_nothing() -> None:
    assert found("030/123456/78", "DE") == ["+493012345678"]
    assert found("020/555/01/12") == [OFFICE]
    assert found("020 1234 / 43") == ["contacts.number.invalid"]


@pytest.mark.parametrize(
    "behind",
    ["1012 AB", "5550113456", "12-05-2024", "€ 555.011,00", "5550113x", "555 011 of"],
)
def test_what_else_stands_behind_a_number_is_none(behind: str) -> None:
    assert found(f"kantoor 020-5550112, {behind}") == [OFFICE]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("020-5550112,5550113", "post_dial"),
        ("0205550112,0205550113", "post_dial"),
        ("020-5550112;5550113", "post_dial"),
        ("020-5550112,, 5550113", "post_dial"),
        ("0612345678, 1234", "post_dial"),
        ("0612345678, 12345678", "post_dial"),
        ("020-5550112, 5550113#", "post_dial"),
        ("020-5550112, *21#", "code"),
        ("tel: 020-5550112, 1234", "post_dial"),
        ("tel: 0612345678,,1234#", "post_dial"),
        ("tel: 0612345678w9", "post_dial"),
        ("tel: *21*0900123#", "code"),
        ("tel: 06%3B0900123", "post_dial"),
        ("tel: +31612345678;ext=0900", "parameter"),
        ("tel: +31612345678;isub=1", "parameter"),
        ("tel: 0612345678,,1234#, fax 020-5550113", "post_dial"),
        ("tel:+31612345678;ext=0900, fax: 020-5550113", "parameter"),
        ("tel:0612345678, 0205550112", "post_dial"),
        ("tel:020-5550112, 5550113", "post_dial"),
        ("tel:+31-20-555.01.12;+31-20-555.01.13", "parameter"),
    ],
)
def test_digits_behind_a_number_that_may_be_sent_after_the_answer_refuse_it(text: str, reason: str) -> None:
    candidate = check(text, "NL")
    assert (candidate.callable, candidate.reason) == (False, f"contacts.number.{reason}")
    assert not any(each.callable for each in read(text, "NL").candidates)


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("tel: 020 555 01 12, fax 020 555 01 13", "post_dial"),
        ("Tel: 020-5550112 Mob: 06-12345678", "letters"),
        ("TEL: +31-20-555.01.12; fax: +31-20-555.01.13", "parameter"),
        ("tel: 020-5550112, 5550113", "post_dial"),
        ("tel: 0612345678\n0900123", "control"),
        ("0612345678", "no_number"),
    ],
)
def test_another_programs_link_is_never_read_as_a_text(link: str, reason: str) -> None:
    reading = read_link(link, "NL")
    assert (reading.candidates, reading.reason) == ((), f"contacts.number.{reason}")


def test_another_programs_link_may_have_a_space_before_its_number() -> None:
    assert [each.e164 for each in read_link("tel: 020 555 01 12", "NL").candidates] == [OFFICE]


_PARTS = st.sampled_from(
    [" ", "\n", ",", ";", ", ", "/", "tel: ", "fax ", "*", "#", "p", "0612345678", "020 5550112", "12"]
)


@given(parts=st.lists(_PARTS, max_size=8))
def test_another_programs_link_gives_one_number_or_none(parts: list[str]) -> None:
    body = "".join(parts)
    candidates = read_link(f"tel:{body}", "NL").candidates
    assert len(candidates) <= 1
    digits = [each for each in body if each.isdigit()]
    for candidate in candidates:
        assert candidate.e164 is None or list(candidate.e164)[-8:] == digits[-8:]


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("NL44RABO0123456789 020 5550112", "NL", OFFICE),
        ("NL44 RABO 0123 4567 89 020 5550112", "NL", OFFICE),
        ("IBAN NL44RABO0123456789 020 5550112", "NL", OFFICE),
        ("NL44RABO0123456789, tel. 020 5550112", "NL", OFFICE),
        ("BE71 0961 2345 6769 02 555 12 12", "BE", "+3225551212"),
        ("DE89 3704 0044 0532 0130 00 030 123456", "DE", "+4930123456"),
        ("FR14 2004 1010 0505 0001 3M02 606 01 23 45 67 89", "FR", "+33123456789"),
        ("GB29NWBK60161331926819 020 7946 0018", "GB", "+442079460018"),
        ("LU28 0019 4006 4475 0000 27 12 34 56", "LU", "+35227123456"),
    ],
)
def test_a_number_behind_a_bank_account_is_found(text: str, region: str, number: str) -> None:
    assert found(text, region) == [number]


@pytest.mark.parametrize(
    "text", ["0205550112", "020-5550112 / 5550113", "0612345678 extra"], ids=["one", "two", "in words"]
)
def test_a_country_that_does_not_exist_is_named(text: str) -> None:
    assert found(text, "ZZ") == ["contacts.number.country"]
    assert check(text, "ZZ").reason == "contacts.number.country"


def test_a_number_with_its_country_code_needs_no_country() -> None:
    assert found("+31 20 555 01 12", "ZZ") == [OFFICE]
