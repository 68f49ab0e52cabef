"""Made-up consultants and patients of a made-up practice, the same after every start."""

from __future__ import annotations

import random
from typing import Any

DIVISIONS = (
    "5492ba6da19ea682ea00d101",
    "5492ba6da19ea682ea00d102",
    "5492ba6da19ea682ea00d103",
)
USER_ID = "58a0c1d2e3f4a5b6c7d8e901"

_USERS = (
    (USER_ID, "Dokter", "J", "Akkermans", "jakkermans@praktijk.example", "Vlietlaan 1", "3011 AA", "Ergens"),
    ("58a0c1d2e3f4a5b6c7d8e902", "", "M", "van Leeuwen", "mvanleeuwen@praktijk.example", "Vlietlaan 1",
     "3011 AA", "Ergens"),
    ("58a0c1d2e3f4a5b6c7d8e903", "Drs.", "F", "El Amrani", "felamrani@praktijk.example", "Singel 20",
     "3500 AB", "Elders"),
)  # fmt: skip
_CLIENTS = (
    "T de Ester", "A van den Berg", "B Bakker", "C Çelik", "D Dijkstra", "E Evers", "F de Graaf",
    "G van 't Hof", "H Hendriks", "I Ibrahimović", "J Jansen", "K de Jong", "L Langezaal", "M Mulder",
    "N Nguyễn", "O Oostveen", "P Peters", "Q Quist", "R van Rijn", "S Smit", "T Timmermans",
    "U Uyttenhove", "V Visser", "W de Wit", "X Xu", "Y Yıldız",  # noqa: RUF001  # so it is written
    "Z Zijlstra", "A Åkerlund", "B van der Broek", "C Claes",
)  # fmt: skip
_TITLES = {"male": "Dhr.", "female": "Mevr.", None: ""}


def users() -> dict[str, dict[str, Any]]:
    """Return the consultants by id."""
    names = ("titles", "initials", "last_name", "email", "address", "postal_code", "city")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in _USERS}


def clients() -> dict[str, dict[str, Any]]:
    """Return the patients by id."""
    chance = random.Random(13)
    people = {}
    for number, line in enumerate(_CLIENTS):
        initials, _, name = line.partition(" ")
        prefix, _, last = name.rpartition(" ")
        gender = chance.choice(("male", "female", None))
        summer = number % 2
        people[f"{0x5492BA6DA19EA682EA100000 + number:024x}"] = {
            # One without an address for mail, as there are in every practice.
            "email": "" if number == 11 else f"patient{number:02}@post.example",
            "titles": "Dr." if number == 0 else "",
            "initials": initials,
            "surname_prefix": prefix,
            "last_name": last,
            "external": None,
            "gender": gender,
            # Midnight at home is the evening before in UTC.
            "date_of_birth": f"{1940 + number}-{'07' if summer else '01'}-1{number % 9}T00:00:00.000"
            f"{'+02:00' if summer else '+01:00'}",
            "reference_code": f"{12345 + number}",
            # Twice the same, as in the document.
            "division_ids": [DIVISIONS[number % 3]] * (2 if number == 0 else 1),
        }
    return people


def full_name(user: dict[str, Any]) -> str:
    """Return a consultant's name, written out."""
    return " ".join(part for part in (user["titles"], user["initials"], user["last_name"]) if part)


def client_full_name(client: dict[str, Any]) -> str:
    """Return a patient's name, written out."""
    parts = [_TITLES.get(client["gender"], ""), client["titles"], client["initials"]]
    parts += [client["surname_prefix"], client["last_name"]]
    return " ".join(part for part in parts if part)
