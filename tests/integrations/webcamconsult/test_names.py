"""Names in the parts that the provider wants."""

from __future__ import annotations

import pytest

from dialer.integrations.webcamconsult.names import NameParts, name_parts


@pytest.mark.parametrize(
    ("name", "initials", "prefix", "last"),
    [
        ("Anne Vermeer", "A", "", "Vermeer"),
        ("Anne Marie van der Meer", "AM", "van der", "Meer"),
        ("Meer, Anne van der", "A", "van der", "Meer"),
        ("van der Meer", "", "van der", "Meer"),
        ("Vermeer", "", "", "Vermeer"),
        ("Karel de Vries-Bos", "K", "de", "Vries-Bos"),
        ("Jean de La Fontaine", "J", "de", "La Fontaine"),
        ("Ilse in 't Veld", "I", "in 't", "Veld"),
        ("Nguyen Van An", "NV", "", "An"),
        ("Anne van", "A", "", "van"),
        ("élodie dupont", "É", "", "dupont"),
        ("Praktijk Jansen,", "P", "", "Jansen"),
        ("", "", "", ""),
    ],
)
def test_a_name_in_parts(name: str, initials: str, prefix: str, last: str) -> None:
    assert name_parts(name) == NameParts(initials=initials, surname_prefix=prefix, last_name=last)
