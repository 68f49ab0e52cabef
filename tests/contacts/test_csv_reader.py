"""CSV files as programs and people write them: what each row says, and what is never lost or invented."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.exchange.csv_reader import CsvReader
from dialer.contacts.exchange.reader import Card
from dialer.contacts.model import ContactDraft, Extras, NumberDraft
from dialer.core.errors import InputError
from tests.contacts.csv_files import read, table, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def numbers(*pairs: tuple[str, str]) -> tuple[NumberDraft, ...]:
    return tuple(NumberDraft(raw=raw, label=label) for raw, label in pairs)


# The columns that carry what Dialer keeps, in the four languages of Outlook, each with what stands in it.
_OUTLOOK = {
    "en": "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Fax,"
    "Business Phone,Business Phone 2,Company Main Phone,Home Phone,Mobile Phone,Other Phone,"
    "Assistant's Phone,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Notes,"
    "Categories,Sensitivity",
    "nl": "Titel,Voornaam,Middelste naam,Achternaam,Achtervoegsel,Bedrijf,Afdeling,Functie,Fax op werk,"
    "Telefoon op werk,Telefoon op werk 2,Hoofdtelefoon bedrijf,Telefoon thuis,Mobiele telefoon,"
    "Andere telefoon,Telefoon assistent,E-mailadres,E-mailtype,Weergavenaam voor e-mail,"
    'E-mailadres 2,Notities,"Categorieën",Gevoeligheid',
    "fr": "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Télécopie (bureau),"
    "Téléphone (bureau),Téléphone 2 (bureau),Téléphone société,Téléphone (domicile),Tél. mobile,"
    "Téléphone (autre),Téléphone de l'assistant(e),Adresse de messagerie,Type de messagerie,"
    "Nom complet de l'adresse de messagerie,Adresse de messagerie 2,Notes,Catégories,"
    "Critère de diffusion",
    "de": "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Fax geschäftlich,"
    "Telefon geschäftlich,Telefon geschäftlich 2,Telefon Firma,Telefon (privat),Mobiltelefon,"
    "Weiteres Telefon,Telefon Assistent,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,"
    "E-Mail 2: Adresse,Notizen,Kategorien,Vertraulichkeit",
}
_OUTLOOKS_ROW = (
    *("Dr.", "Jan", "van der", "Berg", "", "Bakkerij Berg", "Inkoop", "Chef", "020 5550101", "020 5550100"),
    *("020 5550102", "020 5550199", "030 5550100", "06 12345678", "040 5550100", "020 5550103"),
    *("jan@berg.example", "SMTP", "Jan (jan@berg.example)", "j@berg.example", "Twee\r\nregels", "Klant;VIP"),
    "Normaal",
)


@pytest.mark.parametrize("language", _OUTLOOK)
def test_outlooks_columns_are_known_in_four_languages(file: Path, language: str) -> None:
    header = next(csv.reader([_OUTLOOK[language]]))
    write(file, table(header, _OUTLOOKS_ROW), "cp1252")
    (draft,) = read(file)
    assert (draft.name, draft.organisation, draft.department, draft.title) == (
        *("Jan van der Berg", "Bakkerij Berg", "Inkoop", "Chef"),
    )
    assert draft.emails == ("jan@berg.example", "j@berg.example")
    assert draft.numbers == numbers(
        ("020 5550100", "work"),
        ("020 5550102", "work"),
        ("020 5550199", "main"),
        ("030 5550100", "home"),
        ("06 12345678", "mobile"),
        ("040 5550100", "other"),
        ("020 5550103", header[15]),
        ("020 5550101", "work fax"),
    )
    assert draft.note.splitlines() == ["Twee", "regels"]
    assert draft.tags == ("Klant", "VIP")
    assert CsvReader(file).preview.is_certain


def test_google_in_its_old_form(file: Path) -> None:
    header = (
        "Name,Given Name,Family Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
    )
    header += "Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Organization 1 - Name,Organization 1 - Title"
    row = (
        *("Anna de Vries", "Anna", "de Vries", "", "* myContacts ::: Klanten ::: * starred", "* Home"),
        *(
            "a@x.example ::: b@x.example",
            "Mobile",
            "06 12345678 ::: +31 6 87654321",
            "Werk Fax",
            "020 5550100",
        ),
        *("Vries BV", "Directeur"),
    )
    (draft,) = read(write(file, table(header.split(","), row)))
    assert (draft.name, draft.organisation, draft.title) == ("Anna de Vries", "Vries BV", "Directeur")
    assert draft.emails == ("a@x.example", "b@x.example")
    assert draft.numbers == numbers(
        ("06 12345678", "mobile"), ("+31 6 87654321", "mobile"), ("020 5550100", "work fax")
    )
    assert draft.tags == ("Klanten",)
    assert draft.favourite


def test_google_in_its_new_form(file: Path) -> None:
    header = "First Name,Middle Name,Last Name,Name Prefix,File As,Organization Name,Organization Title,"
    header += (
        "Organization Department,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value"
    )
    row = (
        "Anna",
        "",
        "de Vries",
        "Dr.",
        "",
        "Vries BV",
        "CEO",
        "Raad",
        "* myContacts",
        "",
        "",
        "Kamer 3",
        "020 5",
    )
    (draft,) = read(write(file, table(header.split(","), row)))
    assert (draft.name, draft.organisation, draft.title, draft.department) == (
        *("Anna de Vries", "Vries BV", "CEO", "Raad"),
    )
    assert draft.numbers == numbers(("020 5", "Kamer 3"))
    assert draft.extras.lines == ("N:de Vries;Anna;;Dr.;",)


@pytest.mark.parametrize(
    "header",
    [
        (
            "First Name,Last Name,Display Name,Nickname,Primary Email,Work Phone,Home Phone,Mobile Number,"
            "Organization"
        ),
        (
            "Voornaam,Achternaam,Weergavenaam,Bijnaam,Primair e-mailadres,Telefoon werk,Telefoon thuis,"
            "Mobiel nummer,Organisatie"
        ),
        (
            "Prénom,Nom de famille,Nom à afficher,Surnom,Adresse e-mail principale,Tél. professionnel ,"
            "Tél. personnel,Portable,Société"
        ),
        (
            "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Tel. dienstlich,Tel. privat,"
            "Mobil-Tel.-Nr.,Organisation"
        ),
    ],
)
def test_thunderbirds_columns_are_known_in_four_languages(file: Path, header: str) -> None:
    row = "Piet,Smit,Piet Smit,,piet@smit.example,020 5550100,030 5550100,06 12345678,Smit BV"
    (draft,) = read(write(file, f"{header}\n{row}\n"))
    assert (draft.name, draft.organisation, draft.emails) == ("Piet Smit", "Smit BV", ("piet@smit.example",))
    assert draft.numbers == numbers(
        ("020 5550100", "work"), ("030 5550100", "home"), ("06 12345678", "mobile")
    )


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Voornaam;Tussenvoegsel;Achternaam", "Jan van der Berg"),
        ("Vorname;Zweiter Vorname;Name", "Jan van der Berg"),
        ("Prénom;Particule;Nom", "Jan van der Berg"),
        ("GivenName;MiddleName;Surname", "Jan van der Berg"),
        ("n_given;n_middle;n_family", "Jan van der Berg"),
        ("Nom;Bureau;Ville", "Jan"),
    ],
)
def test_a_name_is_put_together_as_it_is_said(file: Path, header: str, name: str) -> None:
    (draft,) = read(write(file, f"{header};Telefoon\nJan;van der;Berg;020 5550100\n"))
    assert draft.name == name


def test_the_number_that_excel_wrapped_is_unwrapped_and_the_one_it_damaged_is_left(file: Path) -> None:
    write(file, 'Naam;Telefoon\nJan;="0205550100"\nPiet;"=""0612345678"""\nAn;3,12056E+10\nEva;+3.12E+10\n')
    assert [draft.numbers[0].raw for draft in read(file)] == [
        *("0205550100", "0612345678", "3,12056E+10", "+3.12E+10"),
    ]


def test_what_is_no_number_does_not_become_one(file: Path) -> None:
    write(file, "Naam,Telefoon,Klantnummer,Terugbellen\nJan,geheim,31205550100,12-03-2026\n")
    reader = CsvReader(file)
    (draft,) = [one.draft for one in reader if isinstance(one, Card)]
    assert (draft.numbers, draft.note) == ((), "Telefoon: geheim")
    assert reader.left_out == ("Klantnummer", "Terugbellen")
    assert not reader.preview.is_certain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("020 5550100; 06 12345678", ["020 5550100", "06 12345678"]),
        ("020-5550100 / 0612345678", ["020-5550100", "0612345678"]),
        ("020/5550100", ["020/5550100"]),
        ("020 5550100/01", ["020 5550100/01"]),
        ("020 5550100, toestel 12", ["020 5550100, toestel 12"]),
        ("tel:+31205550100;ext=12", ["tel:+31205550100;ext=12"]),
        ("'+31 20 5550100", ["+31 20 5550100"]),
    ],
)
def test_several_numbers_in_a_cell_are_told_apart_where_each_is_whole(
    file: Path, cell: str, expected: list[str]
) -> None:
    (draft,) = read(write(file, table(("Naam", "Telefoon"), ("Jan", cell))))
    assert [number.raw for number in draft.numbers] == expected


def test_a_list_without_header_is_read_by_what_is_in_it(file: Path) -> None:
    write(file, "Jan;Smit;020 5550100;jan@x.example;12-03-2026\nEva;Bos;+31 6 12345678;;01-02-2026\n")
    reader = CsvReader(file)
    assert [one.draft for one in reader if isinstance(one, Card)] == [
        ContactDraft(
            name="Jan Smit",
            numbers=numbers(("020 5550100", "")),
            emails=("jan@x.example",),
            extras=Extras(lines=("N:Smit;Jan;;;",)),
        ),
        ContactDraft(
            name="Eva Bos",
            numbers=numbers(("+31 6 12345678", "")),
            extras=Extras(lines=("N:Bos;Eva;;;",)),
        ),
    ]
    assert reader.left_out == ("5",)
    assert not reader.preview.is_certain


def test_addresses_and_the_like_are_kept_for_an_export(file: Path) -> None:
    header = (
        "Naam",
        "Werkadres, straat",
        "Werkadres, postcode",
        "Werkadres, plaats",
        "Webpagina",
        "Verjaardag",
    )
    row = ("Jan", "Dam 1; links", "1012 JS", "Amsterdam", "https://x.example", "1980-02-29")
    (draft,) = read(write(file, table(header, row, ("Piet", "", "", "", "", "0-0-00"))))[:1]
    assert draft.extras.lines == (
        "ADR;TYPE=work:;;Dam 1\\; links;Amsterdam;;1012 JS;",
        "URL:https://x.example",
        "BDAY:19800229",
    )
    assert CsvReader(file).preview.is_certain


def test_columns_are_changed_by_hand(file: Path) -> None:
    write(file, "Naam,Nr,Kleur,Kleur\nJan,020 5550100,rood,groen\n")
    choices = ["nr=number:mobile", "Kleur=remark", "1=organisation"]
    reader = CsvReader(file, lambda columns: columns.with_choices(choices))
    (draft,) = [one.draft for one in reader if isinstance(one, Card)]
    assert draft == ContactDraft(
        organisation="Jan",
        numbers=numbers(("020 5550100", "mobile")),
        note="Kleur: rood\nKleur: groen",
    )
    assert reader.left_out == ()


@pytest.mark.parametrize(
    ("choice", "key"), [("Kleur=number", "csv.map.no_column"), ("Nr=tel", "csv.map.no_field")]
)
def test_a_choice_that_cannot_be_is_named(file: Path, choice: str, key: str) -> None:
    write(file, "Naam,Nr\nJan,020 5550100\n")
    with pytest.raises(InputError) as raised:
        CsvReader(file, lambda columns: columns.with_choices([choice]))
    assert raised.value.key == key


def test_what_stands_above_the_names_of_the_columns_is_nobody(file: Path) -> None:
    above = 'Relaties 2026;;\n"Notes: exported, see the manual";;\n\n'
    write(file, f"{above}Voornaam;Achternaam;Telefoon\nJan;Smit;020 5550100\n")
    cards = list(CsvReader(file))
    assert [(card.line, card.draft.name) for card in cards if isinstance(card, Card)] == [(5, "Jan Smit")]
    assert len(cards) == 1
