"""Accents are typed or left out, each or all, whatever the server makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.integrations.ldap import search
from tests.servers import company, slapd

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme

    from tests.integrations.ldap.conftest import Desk

PEOPLE = (
    company.person("José Ñuñez"),
    company.person("Łukasz Żółć"),
    company.person("Hélène Frédérique", "o: Société Générale"),
    company.person("Kok Een", "ou: Küche", "title: Küchenchefin", "o: Bäckerei Süß"),
    company.person("Noël Dvořák"),
    company.person("Çağla Şahin"),
    company.person("Sigríður Sørensen"),
    company.entry(
        f"cn=jdoe,{company.BASE}", "objectClass: inetOrgPerson", "cn: jdoe", "sn: Bücherwürm",
        "givenName: Zdeněk", "telephoneNumber: +31 20 555 0177",
    ),
    # Every letter of some word above in the same order, with others in between.
    company.person("Nora Unkel Zanders"),
    company.person("Max Lilienthal Reuter"),
    company.person("Hanna Lindner"),
    company.person("Karl Huber"),
    company.person("Parsen Last"),
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[slapd.Slapd]:
    """A server with people whose names have accents."""
    with slapd.running(tmp_path_factory.mktemp("slapd"), authority) as server:
        server.stop()
        server.add("\n\n".join(PEOPLE) + "\n")
        server.start()
        yield server


async def test_each_accent_may_be_left_out(desk: Desk) -> None:
    wanted = {
        "jose": ["José Ñuñez"],
        "nunez": ["José Ñuñez"],
        "nuñez": ["José Ñuñez"],
        "jose nunez": ["José Ñuñez"],
        "zolc": ["Łukasz Żółć"],
        "zołc": ["Łukasz Żółć"],
        "LUKASZ": ["Łukasz Żółć"],
        "hélene f": ["Hélène Frédérique"],
        "frederique": ["Hélène Frédérique"],
        "noel": ["Noël Dvořák"],
        "dvorak": ["Noël Dvořák"],
        "cagla sahin": ["Çağla Şahin"],
        "sigridur sorensen": ["Sigríður Sørensen"],
        "muller": ["Bar (Café) Müller"],
    }
    await desk.add()
    assert {text: await desk.names(text) for text in wanted} == wanted


async def test_accents_may_be_left_out_wherever_is_looked(desk: Desk) -> None:
    wanted = {
        "kuche": ["Kok Een"],  # a department
        "kuchenchefin": ["Kok Een"],  # a title
        "backerei": ["Kok Een"],  # an organisation
        "suss": ["Kok Een"],
        "societe generale": ["Hélène Frédérique"],
        "bucherwurm": ["jdoe"],  # a surname that is in no other name
        "zdenek": ["jdoe"],  # a given name
    }
    await desk.add()
    assert {text: await desk.names(text) for text in wanted} == wanted


async def test_who_has_only_some_of_the_letters_is_not_shown(desk: Desk) -> None:
    await desk.add()
    assert [await desk.names(text) for text in ("nunoz", "mxller", "kuchx", "zolx", "personx")] == [[]] * 5
    assert await desk.names("hanna") == ["Hanna Lindner"]


async def test_who_was_asked_for_literally_is_found_among_any_number_of_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every Person has the letters of it that are no vowels, comes first on the server, and is dropped.
    monkeypatch.setattr(search, "MOST_ENTRIES", 3)
    await desk.add()
    answer = await desk.ask("parsen")
    assert [hit.contact.name for hit in answer.hits] == ["Parsen Last"]
    assert not answer.complete


async def test_an_accent_without_a_letter_is_nobodys(desk: Desk) -> None:
    await desk.add()
    assert [await desk.names(text) for text in ("\u0301", "noel \u0301")] == [[], []]
