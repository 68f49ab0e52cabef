"""Made-up people of an office and of those it works with; all numbers are of ranges that ring nowhere."""

from __future__ import annotations

from dataclasses import dataclass

_NETHERLANDS, _BELGIUM = "NL", "BE"


@dataclass(frozen=True)
class Person:
    """Somebody, with a domain in place of an address."""

    name: str
    domain: str
    country: str = _NETHERLANDS
    mobile: bool = True
    business: bool = True


def _people(domain: str, country: str, *names: str) -> tuple[Person, ...]:
    return tuple(
        Person(name, domain, country, mobile=number % 4 != 3, business=number % 3 != 2)
        for number, name in enumerate(names)
    )


CLIENTS = (
    *_people(
        "vandenbergbouw.example",
        _NETHERLANDS,
        "Willem van den Berg",
        "Fatima El Amrani",
        "Joris Hendriks",
        "Marloes 't Hart",
        "Daan de Wit",
    ),
    *_people(
        "noorderlicht-energie.example",
        _NETHERLANDS,
        "Anneke Bakker-Visser",
        "Mehmet Öztürk",
        "Femke Postma",
        "Sybren Dijkstra",
        "Lotte Hoekstra",
    ),
    *_people(
        "gemeente-veldhoven.example",
        _NETHERLANDS,
        "Ingrid Smeets",
        "Pieter-Jan Verhoeven",
        "Nadia Benali",
        "Ruud Jansen",
    ),
    *_people(
        "maeslogistiek.example",
        _BELGIUM,
        "Koen Maes",
        "Griet Vandenbroucke",
        "Sofie D'Hondt",
        "Bart Peeters",
        "Els Van Acker",
    ),
    *_people(
        "dupontpartners.example",
        _BELGIUM,
        "Élise Dupont",
        "Jean-François Lambert",
        "Céline Leclercq",
        "Benoît Claes",
    ),
    *_people(
        "zorggroep-amstel.example",
        _NETHERLANDS,
        "Dr. Hanneke Mulder",
        "Thijs van Dam",
        "Şirin Özdemir",
        "Corrie Vos",
        "Jeroen Kok",
    ),
    *_people(
        "notaris-degroot.example",
        _NETHERLANDS,
        "Mr. Arend de Groot",
        "Wilma Schouten",
        "Bas Kuiper",
    ),
    *_people(
        "lindenhof.example",
        _BELGIUM,
        "Liesbeth Wouters",
        "Tom Goossens",
        "Katrien De Smet",
        "Ömer Şahin",
    ),
)
# Of the company, so in the list of all its hosts.
SHARED = _people(
    "hertogenbosch-rechtbank.example",
    _NETHERLANDS,
    "Griffie Rechtbank Oost-Brabant",
    "Tolkencentrum Utrecht",
    "Receptie De Linde",
)
