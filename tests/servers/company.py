"""A company's people, as an LDAP server keeps them: accents, odd names, and what Active Directory adds."""

from __future__ import annotations

import base64

PASSWORD = 'p@ss/w&rd +é"<%'
"""Differs in its raw, quoted, HTML, JSON and base64 form."""

BASE = "ou=Zoë & Söhne,dc=example"
"""Where the company's people are: accents, a space and an ampersand."""
ACTIVE_DIRECTORY = "ou=Müller Users,dc=example"
"""The same as Active Directory has them: user objects with its own attributes."""
ELSEWHERE = f"ou=Elsewhere,{BASE}"
"""A part of it that is on another server, which nobody may be led to."""
READER = "cn=Lesekonto für Zoë,dc=example"
LIMITED = "cn=limited,dc=example"
"""Gets five entries at most, and nothing at all if it asks for more."""
CAPPED = "cn=capped,dc=example"
"""Gets seven entries at most, whatever it asks for."""

STAFF = 300


def people() -> str:
    """Return everybody as LDIF."""
    organisation = [
        entry("dc=example", "objectClass: domain"),
        entry(BASE, "objectClass: organizationalUnit"),
        entry(ACTIVE_DIRECTORY, "objectClass: organizationalUnit"),
        *(entry(dn, "objectClass: organizationalRole", "objectClass: simpleSecurityObject",
                f"userPassword: {PASSWORD}") for dn in (READER, LIMITED, CAPPED)),
    ]  # fmt: skip
    return "\n\n".join([*organisation, *_named(), *map(_somebody, range(STAFF)), *_active_directory()]) + "\n"


def entry(dn: str, *lines: str) -> str:
    """Return an entry as LDIF, every value in base64 so that none is read as something else."""
    return "\n".join(encoded(line) for line in (f"dn: {dn}", *lines))


def person(name: str, *lines: str, base: str = BASE) -> str:
    """Return somebody as LDIF."""
    escaped = "".join(f"\\{char}" if char in ',+"\\<>;=' else char for char in name)
    surname = name.rpartition(" ")[2] or name
    lines = (f"cn: {name}", f"sn: {surname}", *lines)
    return entry(f"cn={escaped},{base}", "objectClass: inetOrgPerson", *lines)


def _named() -> list[str]:
    return [
        person(
            "Zoë van der Meer", "givenName: Zoë", "mail: zoe@zoe-soehne.example", "title: Geschäftsführerin",
            "o: Zoë & Söhne", "ou: Direktion", "telephoneNumber: +31 20 555 0100", "mobile: 06-12345678",
            "homePhone: 020 555 0101", "facsimileTelephoneNumber: +31 20 555 0199", "pager: 0612349999",
        ),
        person("Stern * Hotel", "telephoneNumber: +31 20 555 0111"),
        person("Bar (Café) Müller", "telephoneNumber: +31 20 555 0112"),
        person("Back\\slash Smit", "telephoneNumber: +31 20 555 0113"),
        person("Karel Zonder Nummer"),
        person("Hélène Straßer", "telephoneNumber: +33 1 70 18 99 00"),
        person("Intern Toestel", "telephoneNumber: 101"),
        person("Odd Values", "telephoneNumber: +31 20 555 0114", "telephoneNumber: 0205550115",
               "description: a\tb\nc", "jpegPhoto: \x00\x01\x02"),
        entry(ELSEWHERE, "objectClass: referral", "objectClass: extensibleObject", "ou: Elsewhere",
              "ref: ldap://directory.invalid/ou=People,dc=example"),
        entry(f"cn=Schublade,{BASE}", "objectClass: organizationalRole", "telephoneNumber: 0205550199"),
    ]  # fmt: skip


def _somebody(number: int) -> str:
    return person(
        f"Person {number:03}",
        f"mail: person{number}@company.example",
        f"telephoneNumber: +31 20 556 {number:04}",
        f"ou: Department {number % 7}",
    )


def _active_directory() -> list[str]:
    def user(name: str, control: int, *lines: str, kind: str = "user") -> str:
        classes = ["objectClass: user", *([f"objectClass: {kind}"] if kind != "user" else [])]
        return entry(f"cn={name},{ACTIVE_DIRECTORY}", *classes, f"cn: {name}", f"sn: {name}",
                     f"sAMAccountName: {name[:20]}", f"userAccountControl: {control}", *lines)  # fmt: skip

    return [
        user("Ilse Bakker", 512, "displayName: Bakker, Ilse (Zürich)", "company: Müller AG",
             "department: Verkauf", "title: Leiterin", "telephoneNumber: 044 668 18 00",
             "otherTelephone: 044 668 18 01", "mobile: 079 555 01 23", "ipPhone: 4711",
             "objectGUID: GUIDguidGUIDguid"),
        user("Gone Bakker", 514, "telephoneNumber: 044 668 18 02"),
        user("BAKKER-PC$", 4096, "telephoneNumber: 044 668 18 03", kind="computer"),
    ]  # fmt: skip


def encoded(line: str) -> str:
    """Return a line of LDIF with its value in base64."""
    name, _, value = line.partition(": ")
    return f"{name}:: {base64.b64encode(value.encode('utf-8')).decode()}"
