from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer.contacts.numbers.numbers import STYLES, check, check_stored, format_for, read, read_link
from dialer.contacts.numbers.reading import NumberType
from dialer.core.regions import REGIONS

from .outside import load, needs_it

# What a person would read in each of the links, and None where there is nothing to call.
LINKS = {
    "tel:0612345678": "+31612345678",
    "TEL:%2B31612345678": "+31612345678",
    "tel:0900-1234567": "+319001234567",
    "callto://0612345678": "+31612345678",
    "tel://0612345678": "+31612345678",
}


def callable_numbers(text: str, region: str = "NL") -> list[str | None]:
    return [candidate.e164 for candidate in read(text, region).candidates if candidate.callable]


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("020 123 45 67", "+31201234567"),
        ("+31 (0)20 123 4567", "+31201234567"),
        ("+31(0)6-12345678", "+31612345678"),
        ("0031 20 1234567", "+31201234567"),
        ("%2B31201234567", "+31201234567"),
        ("+32 (0)2 555 12 12", "+3225551212"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("\u202a+31 20 123 4567\u202c", "+31201234567"),
        ("+31\u00a020\u202f123\u20114567", "+31201234567"),
        ("Tel: 020-1234567", "+31201234567"),
        ("(020) 123 45 67", "+31201234567"),
        ("088 123 4567", "+31881234567"),
        ("020\u00b7123\u00b745\u00b767", "+31201234567"),
        ("(020) 123 45 67,", "+31201234567"),
        ("20-12-2024 020 1234567", "+31201234567"),
    ],
)
def test_one_number(text: str, e164: str) -> None:
    assert callable_numbers(text) == [e164]


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("01 23 45 67 89", "FR", "+33123456789"),
        ("030 123456", "DE", "+4930123456"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("0475 12 34 56", "BE", "+32475123456"),
        ("0031 20 1234567", "US", "+31201234567"),
        ("011 31 20 1234567", "US", "+31201234567"),
        ("0044 020 7946 0018", "US", "+442079460018"),
        ("(0-312) 34567", "LT", "+37031234567"),
    ],
)
def test_the_region_decides(text: str, region: str, e164: str) -> None:
    assert callable_numbers(text, region) == [e164]


@pytest.mark.parametrize(
    "text",
    [
        "020 1234567 / 06 12345678",
        "020-1234567 06-12345678",
        "Bel 020 1234567 of 06 12345678.",
        "020 1234567, 06 12345678",
        "020 1234567; 06 12345678;",
        "kantoor: 020 123 45 67, mobiel: +31 6 12345678 (niet na 18:00)",
        "Op 12-05-2024 gebeld met 020 1234567; daarna met 06 12345678 (factuur 2024.118.334, € 1.250,00)",
    ],
)
def test_two_numbers_in_one_text(text: str) -> None:
    assert callable_numbers(text) == ["+31201234567", "+31612345678"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"{word} 020 555 0142"
            for word in ("at", "de", "is", "it", "be", "se", "si", "es", "BE", "DE", "NL", "IT", "kamer 12")
        ),
        *(
            f"020 555 0142 {behind}"
            for behind in ("€ 0,45 per minuut", "EUR", "12-05-2024", "(12 EUR)", "9:00")
        ),
        *(f"{before} 020 555 0142" for before in ("€ 1.250,00", "10 EUR", "NL123456789B01", "12.500,00 €")),
    ],
)
def test_what_stands_beside_a_number_takes_nothing_of_it(text: str) -> None:
    assert callable_numbers(f"Bel {text}") == ["+31205550142"]


def test_two_numbers_with_only_a_gap_between_them() -> None:
    assert callable_numbers("+34 810 12 34 56 810 12 34 57", "ES") == ["+34810123456", "+34810123457"]
    assert callable_numbers("020 1234567 06 12345678") == ["+31201234567", "+31612345678"]
    assert callable_numbers("27 12 34 56 27 12 34 56", "LU") == [], "there are several ways to part them"


@pytest.mark.parametrize(
    "text",
    [
        "12-05-2024",
        "2024-01-15",
        "15/01/2024 10:30",
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "BE71 0961 2345 6769",
        "DE89370400440532013000",
        "NL123456789B01",
        "BE 0403.170.701",
        "BTW BE0403170701",
        "DE 123 456 789",
        "FR 40 303 265 045",
        "GB 123 4567 89",
        "NL 1234.56.789.B01",
        "CHE-123.456.789 MWST",
        "ATU12345678",
        "KvK-nummer 12345678",
        "€ 1.234.567,89",
        "EUR 12.500.000",
        "1.234.567",
        "factuurnummer 0201234567",
        "Factuur 0201234567",
        "Ref. 0612345678",
        "artikelnummer 0201234567",
        "ondernemingsnummer 0403.170.701",
        "RPR Brussel 0403.170.701",
        "K.v.K. 12345678",
        "numéro de commande 0123456789",
        "Auftragsnummer 030123456",
        "example.com/0612345678",
        "https://example.com/0612345678",
        "jan.0612345678@example.com",
        "192.168.100.200",
        "geen nummer",
        "",
        "   ",
    ],
)
def test_what_only_looks_like_a_number_is_no_candidate(text: str) -> None:
    reading = read(text, "BE")
    assert reading.candidates == ()
    assert reading.reason in {"contacts.number.no_number", "contacts.number.empty"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("O612345678", "letters"),
        ("1-800-FLOWERS", "letters"),
        ("٠٦١٢٣٤٥٦٧٨", "lookalike"),
        ("0６12345678", "lookalike"),
        ("0612345678²", "lookalike"),
        ("\u202e0612345678", "hidden"),
        ("06\u200f12345678", "hidden"),
        ("*21*0900123#", "code"),
        ("##06#", "code"),
        ("*#06#", "code"),
        ("0612345678,,1234#", "post_dial"),
        ("0612345678w9", "post_dial"),
        ("0612345678, 1234", "post_dial"),
        ("0612345678,0201234567", "post_dial"),
        ("0612345678, *21#", "code"),
    ],
)
def test_characters_that_refuse_a_number(text: str, reason: str) -> None:
    candidate = check(text, "NL")
    assert (candidate.callable, candidate.e164) == (False, None)
    assert candidate.reason == f"contacts.number.{reason}"
    assert callable_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("112", NumberType.EMERGENCY, "emergency"),
        ("911", NumberType.EMERGENCY, "emergency"),
        ("+31 112", NumberType.EMERGENCY, "emergency"),
        ("+31 (0)112", NumberType.EMERGENCY, "emergency"),
        ("0049110", NumberType.EMERGENCY, "emergency"),
        ("+44 999", NumberType.EMERGENCY, "emergency"),
        ("tel:112", NumberType.EMERGENCY, "emergency"),
        ("1-1-2", NumberType.EMERGENCY, "emergency"),
        ("1234567", NumberType.UNKNOWN, "invalid"),
        ("+31 6 1234 567", NumberType.UNKNOWN, "invalid"),
        ("+31 20 12345678901", NumberType.UNKNOWN, "too_long"),
        ("1" * 41, NumberType.UNKNOWN, "too_long"),
        ("12", NumberType.UNKNOWN, "too_short"),
        ("1850", NumberType.SHORT, "short"),
    ],
)
def test_numbers_that_cannot_be_called_are_kept_as_written(text: str, kind: NumberType, reason: str) -> None:
    (candidate,) = read(text, "NL").candidates
    assert (candidate.callable, candidate.e164) == (False, None)
    assert (candidate.type, candidate.reason) == (kind, f"contacts.number.{reason}")
    assert candidate.raw == text.removeprefix("tel:")


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        # Tokyo as Australians dial it; with a plus in place of the zeros it would be somebody in Florida.
        ("0011 81 3332 2567", "US", "too_long"),
        # Begins as an emergency number, and a phone might stop there.
        ("112 345", "AD", "emergency"),
    ],
)
def test_what_may_be_something_else_is_not_callable(text: str, region: str, reason: str) -> None:
    candidate = check(text, region)
    assert (candidate.callable, candidate.reason) == (False, f"contacts.number.{reason}")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        # A part of each would be a number of the region, and somebody else's.
        ("My number is +49 (0) 1357 528320.", "GB"),
        ("Meu telefone e 1 (877) 609-2233.", "BR"),
        ("Formula 45+31-339243873 is none", "NL"),
        ("bel +420 020 555 0142 nu", "NL"),
    ],
)
def test_the_end_of_another_number_is_no_number(text: str, region: str) -> None:
    assert callable_numbers(text, region) == []


def test_a_country_code_stays_with_its_number() -> None:
    assert callable_numbers("My phone number is 0039 3122411111.", "US") == ["+393122411111"]
    assert callable_numbers("Meu telefone e 0044 07456934723.", "BR") == ["+447456934723"]


def test_a_number_without_its_area_code_says_so() -> None:
    (candidate,) = read("253-0000", "US").candidates
    assert (candidate.callable, candidate.reason) == (False, "contacts.number.local")


@pytest.mark.parametrize("region", ["NL", "BE", "DE", "FR", "GB", "US", "AU", "IN", "BR", "JP", "ZA", "CH"])
def test_every_country_has_an_emergency_number_that_is_never_callable(region: str) -> None:
    from phonenumbers import shortnumberinfo as short

    examples = {"112", "911", "999", "110", "118", "119", "000", "111", "190", "100", "101", "144", "117"}
    known = {number for number in examples if short.is_emergency_number(number, region)}
    assert known
    for number in known:
        assert callable_numbers(number, region) == []
        assert check(number, region).type is NumberType.EMERGENCY


def test_the_countries_to_choose_from_are_those_whose_numbers_can_be_read() -> None:
    import phonenumbers

    assert phonenumbers.SUPPORTED_REGIONS == REGIONS


def test_no_ordinary_number_is_taken_for_an_emergency_number() -> None:
    import phonenumbers

    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None:
                continue
            written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
            candidate = check(written, "NL")
            assert candidate.callable, (region, written, candidate.reason)
            assert candidate.e164 == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0900-1234567", NumberType.PREMIUM_RATE),
        ("0906 1234567", NumberType.PREMIUM_RATE),
        ("+32 902 12345", NumberType.PREMIUM_RATE),
        ("+44 909 8790000", NumberType.PREMIUM_RATE),
        ("+979 123 456 789", NumberType.PREMIUM_RATE),
        ("+44 70 1234 5678", NumberType.PERSONAL),
        ("+881 6 1234 5678", NumberType.MOBILE),
        ("+882 16 1234567", None),
        ("+883 5100 1234 5678", None),
    ],
)
def test_expensive_numbers_want_a_confirmation(text: str, kind: NumberType | None) -> None:
    (candidate,) = read(text, "NL").candidates
    assert (candidate.callable, candidate.confirm) == (True, True), candidate
    assert kind is None or candidate.type is kind


def test_ordinary_numbers_want_none() -> None:
    for text in ("020 1234567", "0612345678", "+49 30 123456", "0800 1234567"):
        assert check(text, "NL").confirm is False


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("020 123 45 67 ext 12", "12"),
        ("020 1234567 x34", "34"),
        ("020 1234567x34", "34"),
        ("020 1234567 tst. 12", "12"),
        ("020 1234567 toestel 5", "5"),
        ("+31201234567;ext=102", "102"),
        ("Bel 020 1234567 ext. 12 voor hulp", "12"),
        ("020 1234567, toestel 12", "12"),
        ("020 1234567 (toestel 12)", "12"),
        ("020 1234567 [ext 12]", "12"),
        ("Bel 020 1234567 (tst. 12) of mail", "12"),
        ("020 1234567, poste n° 12", "12"),
        ("020 1234567 poste no 12", "12"),
    ],
)
def test_an_extension_is_never_part_of_the_number(text: str, extension: str) -> None:
    (candidate,) = read(text, "NL").candidates
    assert (candidate.e164, candidate.extension) == ("+31201234567", extension)


@pytest.mark.parametrize(
    "word",
    [
        *("toestelnummer", "doorkiesnr.", "intern", "int.", "poste", "Poste:", "interne", "Durchwahl", "DW"),
        *("Apparat", "App.", "Nebenstelle", "Nst.", "Klappe", "extension", "extn", "ext.", "x", "#"),
    ],
)
def test_an_extension_in_the_words_of_every_language(word: str) -> None:
    (candidate,) = read(f"020 1234567 {word} 12", "NL").candidates
    assert (candidate.e164, candidate.extension) == ("+31201234567", "12")


@needs_it
@pytest.mark.parametrize("link", load("hostile/links.json"), ids=lambda link: repr(link[:40]))
def test_hostile_links_are_refused_or_give_the_number_a_person_reads(link: str) -> None:
    reading = read(link, "NL")
    numbers = [candidate.e164 for candidate in reading.candidates if candidate.callable]
    expected = LINKS.get(link)
    assert numbers == ([expected] if expected else [])
    if not expected:
        assert reading.reason or all(candidate.reason for candidate in reading.candidates)


@pytest.mark.parametrize(
    ("link", "e164"),
    [
        ("tel:+31-20-123.45(67)", "+31201234567"),
        ("tel:201234567;phone-context=+31", "+31201234567"),
        ("tel:0612345678;phone-context=+31", "+31612345678"),
        ("tel:+31612345678;phone-context=+31", "+31612345678"),
        ("tel:+31%20(0)20%20123%2045%2067", "+31201234567"),
        ("callto:+31612345678", "+31612345678"),
        ("sip:+31612345678", "+31612345678"),
    ],
)
def test_good_links(link: str, e164: str) -> None:
    assert callable_numbers(link) == [e164]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("tel:0612345678;phone-context=example.com", "context"),
        ("tel:+32475123456;phone-context=+31", "context"),
        ("tel:0612345678;phone-context=+31;phone-context=+32", "parameter"),
        ("tel:0612345678;postd=22", "parameter"),
        ("tel:%252B31612345678", "letters"),
        ("tel:0612345678%", "escape"),
        ("tel:06%0A12345678", "control"),
        ("callto:0612345678;x=1", "parameter"),
        ("sip:", "empty"),
        ("sips:0612345678@example.net", "foreign_host"),
        ("tel:" + "1" * 400, "too_long"),
    ],
)
def test_bad_links_say_why(link: str, reason: str) -> None:
    reading = read(link, "NL")
    assert (reading.candidates, reading.reason) == ((), f"contacts.number.{reason}")


def test_a_sip_link_to_an_own_account_is_read() -> None:
    reading = read("sip:0201234567@Voip.Example.NET", "NL", own_hosts=["voip.example.net"])
    assert [candidate.e164 for candidate in reading.candidates] == ["+31201234567"]


@pytest.mark.parametrize(
    ("style", "region", "written"),
    [
        ("e164", "NL", "31201234567"),
        ("e164_plus", "NL", "+31201234567"),
        ("international_00", "NL", "0031201234567"),
        ("national", "NL", "0201234567"),
        ("national", "BE", "0031201234567"),
    ],
)
def test_how_a_provider_wants_it(style: str, region: str, written: str) -> None:
    assert style in STYLES
    assert format_for("+31201234567", style, region) == written


_NUMBERISH = st.text(alphabet="0123456789+ ()-./*#,;%xabcO\u202e\u0660\n", max_size=40)


@given(
    text=st.one_of(_NUMBERISH, st.text(max_size=60)),
    region=st.sampled_from(["NL", "BE", "US", "FR", "IT", "ZZ"]),
)
def test_reading_never_raises_and_invents_no_digit(text: str, region: str) -> None:
    reading = read(text, region)
    assert reading.candidates or reading.reason
    written = re.sub("[^0-9]", "", re.sub("%2[0-9A-Fa-f]", " ", text))
    for candidate in reading.candidates:
        assert candidate.callable == (candidate.e164 is not None)
        assert candidate.callable or candidate.reason
        if candidate.e164 is not None:
            assert re.fullmatch(r"\+[1-9][0-9]{3,14}", candidate.e164)
            digits = candidate.e164[1:]
            assert any(digits[at:] in written for at in range(4)), (digits, written)


@given(
    scheme=st.sampled_from(["tel:", "callto:", "sip:", "TEL:"]),
    body=st.one_of(_NUMBERISH, st.text(max_size=40)),
)
def test_links_give_at_most_one_number_and_only_its_own_digits(scheme: str, body: str) -> None:
    # "Tel: 020 …" that somebody typed is a text, and a link only where another program says it is one.
    bare = scheme + body.lstrip()
    for link, reading in ((bare, read(bare, "NL")), (scheme + body, read_link(scheme + body, "NL"))):
        assert len(reading.candidates) <= 1
        for candidate in reading.candidates:
            assert candidate.extension is None
            if candidate.e164 is not None:
                assert not set(link) & set("*#,x\u202e\u0660\n")


@pytest.mark.parametrize(
    "unit", ["0", "1 ", "0 ", "A", "(", "+", "- ", "1.2", "12-", "1,", "#", "@", "a@", "1/", "\u0660"]
)
@pytest.mark.timeout(20)
def test_a_text_made_to_be_slow_is_not(unit: str) -> None:
    reading = read(unit * (1000 // len(unit)), "NL")
    assert not any(candidate.callable for candidate in reading.candidates)
    assert not check(unit * 10_000, "NL").callable


@given(text=_NUMBERISH)
def test_the_fast_way_agrees_with_the_thorough_one(text: str) -> None:
    fast, thorough = check_stored(text, "NL"), check(text, "NL")
    if fast.callable and thorough.callable:
        assert fast.e164 == thorough.e164
    elif thorough.callable:
        pytest.fail(f"{text!r} is callable")
