"""The real program and a real LDAP server: on the command line, and in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import trustme

from tests.e2e.screen import Window
from tests.servers import company, slapd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.program import Done, Program

TITLE = "Zoë & Söhne (127.0.0.1)"
NEW_PASSWORD = "another-one-8e2f"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[slapd.Slapd]:
    """The company's server."""
    (tmp_path / "slapd").mkdir()
    with slapd.running(tmp_path / "slapd", trustme.CA()) as server:
        yield server


async def add(program: Program, password: str = company.PASSWORD, **values: str) -> Done:
    """Add an account, as a user at a terminal does."""
    settings = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
    return await program.run(
        "accounts", "add", "ldap", *settings, "--secret", "password", stdin=f"{password}\n"
    )


def values(server: slapd.Slapd, **changed: str) -> dict[str, str]:
    """Return what a user fills in."""
    return {"url": server.url, "bind_dn": company.READER, "base_dn": company.BASE, **changed}


async def test_what_is_not_safe_or_not_right_adds_nothing(program: Program, server: slapd.Slapd) -> None:
    refused = await add(program, "a wrong one", **values(server))
    assert (refused.code, len(server.lines("method=128"))) == (4, 1)
    before = len(server.log)
    assert (await add(program, "", **values(server))).code == 2
    assert server.log[before:] == []
    assert (await add(program, **values(server, url="ldap://192.0.2.7"))).code == 2
    untrusted = await add(program, **values(server, url=server.tls_url))
    assert untrusted.code == 5
    assert "does not trust the certificate" in untrusted.err
    assert len(server.lines("method=128")) == 1
    nowhere = await add(program, **values(server, base_dn="ou=Nobody,dc=example"))
    assert (nowhere.code, nowhere.err.startswith("base_dn: ")) == (2, True)
    server.stop()
    assert (await add(program, **values(server))).code == 5
    assert (await program.run("accounts", "list", "--json")).json == []


async def test_people_are_found_and_what_is_missing_is_named(program: Program, server: slapd.Slapd) -> None:
    added = await add(program, **values(server))
    assert added.code == 0, added.err
    await program.run("contacts", "add", "--name", "Zoe Thuis", "--number", "020 555 0160")
    found = await program.run("contacts", "find", "zoe", "--json")
    [local, live] = found.json
    assert (local["name"], local["source"]) == ("Zoe Thuis", "local")
    assert {key: live[key] for key in ("name", "organisation", "title", "emails")} == {
        "name": "Zoë van der Meer",
        "organisation": "Zoë & Söhne",
        "title": "Geschäftsführerin",
        "emails": ["zoe@zoe-soehne.example"],
    }
    assert live["numbers"][0] == {
        **live["numbers"][0], "raw": "+31 20 555 0100", "e164": "+31205550100", "label": "work",
        "callable": True,
    }  # fmt: skip
    assert (found.code, found.err) == (0, "")
    many = await program.run("contacts", "find", "person", "--limit", "10", "--json")
    assert (many.code, len(many.json)) == (0, 10)
    assert many.err.startswith(f"{TITLE} found more people")
    server.stop()
    alone = await program.run("contacts", "find", "zoe", "--json")
    assert (alone.code, [contact["name"] for contact in alone.json]) == (0, ["Zoe Thuis"])
    assert alone.err.startswith(f"{TITLE}: The directory server is not reachable")


async def test_a_refused_sign_in_is_not_sent_again_until_somebody_signs_in(
    program: Program, server: slapd.Slapd
) -> None:
    await add(program, **values(server))
    server.change_password(company.READER, NEW_PASSWORD)
    before = len(server.log)
    found = [await program.run("contacts", "find", "zoe", "--json") for _ in range(2)]
    assert [done.code for done in found] == [0, 0]
    assert all(done.err.startswith(f"{TITLE}: ") for done in found)
    assert len(server.lines("method=128", before)) == 1
    signed_in = await program.run(
        "accounts", "sign-in", "ldap", "--secret", "password", stdin=f"{NEW_PASSWORD}\n"
    )
    assert signed_in.code == 0, signed_in.err
    assert [contact["name"] for contact in (await program.run("contacts", "find", "zoe", "--json")).json] == [
        "Zoë van der Meer"
    ]
    log = "".join(file.read_text() for file in program.home.rglob("*.log"))
    assert company.PASSWORD not in log
    assert NEW_PASSWORD not in log


async def test_typing_shows_both_and_where_each_comes_from(program: Program, server: slapd.Slapd) -> None:
    await add(program, **values(server))
    await program.run("contacts", "add", "--name", "Zoe Thuis", "--number", "020 555 0160")
    (program.home / "settings.json").write_text('{"version": 1, "welcomed": true}')
    async with Window(program) as window:
        await window.search("zoe", "Zoe Thuis")
        await window.reads(f"Zoë van der Meer, Zoë & Söhne · Geschäftsführerin, {TITLE}")
        server.stop()
        await window.press("Escape")
        await window.search("zoe t", "Zoe Thuis")
        await window.reads(f"{TITLE}: The directory server is not reachable")
        await window.press("alt+F4")
        assert await window.ended() == 0
