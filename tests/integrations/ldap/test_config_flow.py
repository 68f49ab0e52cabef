"""What is asked for, what is refused before anything is sent, and what a real server says to the rest."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

from dialer.cli.exitcodes import Exit, of_error
from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from tests.servers import company, slapd

if TYPE_CHECKING:
    from pathlib import Path

    import trustme

    from tests.integrations.ldap.conftest import Desk


async def trust(desk: Desk, authority: trustme.CA, folder: Path) -> None:
    """Have the settings name the company's own authority."""
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    await desk.hub.settings.set("extra_ca", str(folder / "ca.pem"))


async def test_an_account_is_named_after_its_place(desk: Desk) -> None:
    entry = await desk.add()
    assert (entry.title, entry.state) == ("Zoë & Söhne (127.0.0.1)", EntryState.LOADED)
    whole = await desk.add(base_dn=" dc=example ")
    assert whole.title == "example (127.0.0.1)"
    assert whole.data["base_dn"] == "dc=example"


async def test_a_wrong_password_is_sent_once(desk: Desk) -> None:
    before = len(desk.server.log)
    flow = await desk.refusal(password="a wrong one")
    assert flow.error is not None
    assert (flow.error.key, of_error(flow.error)) == ("ldap.error.sign_in", Exit.REFUSED)
    desk.server.logged("closed", before)
    assert len(desk.server.lines("BIND dn=", before)) == 1
    assert desk.server.lines("SRCH", before) == []


async def test_an_empty_password_is_no_password(desk: Desk) -> None:
    before = len(desk.server.log)
    assert [(await desk.refusal(password=text)).errors for text in ("", "   ")] == [
        {"password": "core.field.required"}
    ] * 2
    assert desk.server.log[before:] == []


async def test_a_password_is_not_sent_in_clear_text_to_another_computer(desk: Desk) -> None:
    # The tests have no network: whoever tries is caught.
    urls = ("ldap://directory.example", "ldap://192.0.2.7:389", "ldap://[2001:db8::1]")
    assert [(await desk.refusal(url=url)).errors for url in urls] == [{"url": "ldap.error.not_safe"}] * 3


async def test_a_place_that_is_not_there_is_told_at_its_field(desk: Desk) -> None:
    wrong = {
        "ou=Nobody,dc=example": "ldap.error.no_base",
        "dc=elsewhere": "ldap.error.no_base",
        "the people": "ldap.error.bad_base",
        "ou=Zoë & Söhne;": "ldap.error.bad_base",
    }
    told = {base_dn: (await desk.refusal(base_dn=base_dn)).errors for base_dn in wrong}
    assert told == {base_dn: {"base_dn": error} for base_dn, error in wrong.items()}


async def test_nobody_there_is_told_as_that(desk: Desk) -> None:
    flow = await desk.refusal(url="ldap://127.0.0.1:9")
    assert flow.error is not None
    assert (flow.error.key, of_error(flow.error)) == ("ldap.error.not_reachable", Exit.NOT_SENT)


async def test_every_address_of_a_name_is_tried(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def two(host: str, port: int, *arguments: int) -> list[Any]:
        """Be a name for two computers, of which the first one is down."""
        down = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", port))
        return [down, *real(slapd.HOST, port, *arguments)]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    await desk.add(url=f"ldap://localhost:{desk.server.port}")
    assert await desk.names("zoë") == ["Zoë van der Meer"]


async def test_a_name_that_nobody_has_is_told_as_that(desk: Desk) -> None:
    flow = await desk.refusal(url="ldaps://directory.invalid")
    assert flow.error is not None
    assert (flow.error.key, of_error(flow.error)) == ("ldap.error.not_found", Exit.NOT_SENT)


@pytest.mark.parametrize("start_tls", [True, False])
async def test_a_certificate_that_is_not_trusted_gets_no_password(desk: Desk, *, start_tls: bool) -> None:
    before = len(desk.server.log)
    url = desk.server.url if start_tls else desk.server.tls_url
    flow = await desk.refusal(url=url, start_tls=start_tls)
    assert flow.error is not None
    assert (flow.error.key, of_error(flow.error)) == ("ldap.error.certificate_untrusted", Exit.NOT_SENT)
    desk.server.logged("closed", before)
    assert desk.server.lines("BIND", before) == []
    assert [issue.id for issue in desk.hub.issues.all] == ["certificate/127.0.0.1"]


@pytest.mark.parametrize("start_tls", [True, False])
async def test_the_companys_own_authority_is_trusted(
    desk: Desk, authority: trustme.CA, tmp_path: Path, *, start_tls: bool
) -> None:
    url = desk.server.url if start_tls else desk.server.tls_url
    await desk.refusal(url=url, start_tls=start_tls)
    await trust(desk, authority, tmp_path)
    before = len(desk.server.log)
    await desk.add(url=url, start_tls=start_tls)
    assert await desk.names("zoë") == ["Zoë van der Meer"]
    assert desk.hub.issues.all == []
    assert desk.server.lines("bind_ssf=0 ssf=0", before) == []


async def test_a_certificate_of_another_name_is_told_as_that(
    desk: Desk, authority: trustme.CA, tmp_path: Path
) -> None:
    (tmp_path / "slapd").mkdir()
    with slapd.running(tmp_path / "slapd", authority, names=("directory.example",)) as other:
        await trust(desk, authority, tmp_path)
        flow = await desk.refusal(url=other.tls_url)
    assert flow.error is not None
    assert flow.error.key == "ldap.error.certificate_other_host"


async def test_without_start_tls_there_nothing_is_said_in_clear_text(desk: Desk, tmp_path: Path) -> None:
    with slapd.running(tmp_path) as bare:
        flow = await desk.refusal(url=bare.url, start_tls=True)
        assert flow.error is not None
        assert (flow.error.key, of_error(flow.error)) == ("ldap.error.no_start_tls", Exit.NOT_SENT)
        bare.logged("closed")
        assert bare.lines("BIND") == []


async def test_no_tls_at_an_address_for_it_is_told_as_that(desk: Desk) -> None:
    flow = await desk.refusal(url=f"ldaps://127.0.0.1:{desk.server.port}")
    assert flow.error is not None
    assert flow.error.key == "ldap.error.not_encrypted_there"


async def test_a_changed_place_is_the_same_account(desk: Desk) -> None:
    entry = await desk.add()
    changed, flow = await desk.submit(
        {**desk.values(), "password": "", "base_dn": company.ACTIVE_DIRECTORY}, FlowKind.RECONFIGURE, entry
    )
    assert changed is entry, flow.errors
    await desk.hub.entries.settled()
    assert await desk.names("bakker") == ["Bakker, Ilse (Zürich)"]


async def test_options_say_what_an_attribute_is(desk: Desk) -> None:
    entry = await desk.add()
    options = {
        "attributes": "cn=name, ou=organisation, mail=note",
        "numbers": "homePhone=switchboard",
        "search_attributes": "title",
        "object_classes": "organizationalRole, inetOrgPerson",
        "match": "begin",
        "page_size": "10",
    }
    done, flow = await desk.submit(options, FlowKind.OPTIONS, entry)
    assert done is entry, flow.errors
    await desk.hub.entries.settled()
    [hit] = (await desk.ask("Geschäft")).hits
    assert (hit.contact.organisation, hit.contact.note) == ("Direktion", "zoe@zoe-soehne.example")
    assert [(number.label, number.raw) for number in hit.contact.numbers] == [("switchboard", "020 555 0101")]
    assert await desk.names("führerin") == []
