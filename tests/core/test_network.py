"""Proxy and certificates hold as set; what is wrong with a certificate is an issue until it is not."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from dialer.core.errors import NotSent
from dialer.core.fields import FieldError
from dialer.core.issues import FixAction, Severity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from tests.core.conftest import ExampleIntegration

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def file(authority: trustme.CA, tmp_path: Path) -> Path:
    """The authority's own certificate, as a helpdesk hands it out."""
    path = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@asynccontextmanager
async def serving(authority: trustme.CA, trouble: str = "") -> AsyncIterator[str]:
    """Serve one good answer to whoever accepts the certificate; gives the address."""
    host = "pbx.example" if trouble == "other_host" else "127.0.0.1"
    ends = datetime.now(UTC) - timedelta(days=1) if trouble == "expired" else None
    certificate = authority.issue_cert(host, not_after=ends, not_before=datetime(2020, 1, 1, tzinfo=UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(GOOD)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()


async def refused(hub: Hub, url: str) -> str:
    """Ask for an address that nothing may be sent to; return why."""
    with pytest.raises(NotSent) as failed:
        await hub.http.request("GET", url, deadline=20, fresh=True, purpose="test")
    return failed.value.key


async def ask(hub: Hub, url: str) -> int:
    return (await hub.http.request("GET", url, deadline=20, fresh=True, purpose="test")).status


async def test_an_unknown_authority_is_an_issue_until_its_certificate_is_there(
    hub: Hub, authority: trustme.CA, file: Path
) -> None:
    async with serving(authority) as url:
        assert await refused(hub, url) == "core.net.tls"
        (issue,) = hub.issues.all
        assert (issue.id, issue.severity, issue.fix) == (
            "certificate/127.0.0.1",
            Severity.ERROR,
            FixAction.ADD_CERTIFICATE,
        )
        assert "127.0.0.1 shows" in hub.strings.text(issue.key, **issue.placeholders)
        await hub.settings.set("extra_ca", str(file))
        assert hub.issues.all == []
        assert await ask(hub, url) == 200
        await hub.settings.set("extra_ca", "")
        assert await refused(hub, url) == "core.net.tls"
        assert len(hub.issues.all) == 1, "found again"


@pytest.mark.parametrize(
    ("trouble", "word"), [("other_host", "another name"), ("expired", "date and time of this computer")]
)
async def test_what_no_certificate_mends_has_a_sentence_of_its_own(
    hub: Hub, authority: trustme.CA, file: Path, trouble: str, word: str
) -> None:
    await hub.settings.set("extra_ca", str(file))
    async with serving(authority, trouble) as url:
        assert await refused(hub, url) == "core.net.tls"
    (issue,) = hub.issues.all
    assert issue.fix is None
    assert word in hub.strings.text(issue.key, **issue.placeholders)


async def test_an_answer_of_the_host_clears_it(hub: Hub, authority: trustme.CA, file: Path) -> None:
    await hub.settings.set("extra_ca", str(file))
    async with serving(authority, "expired") as url:
        await refused(hub, url)
    assert hub.issues.all
    async with serving(authority) as url:
        await ask(hub, url)
    assert hub.issues.all == []


async def test_an_account_that_is_taken_down_takes_its_servers_trouble_along(
    hub: Hub, integration: ExampleIntegration, authority: trustme.CA
) -> None:
    async def add(login: str, base_url: str) -> ConfigEntry:
        return await hub.entries.add(
            domain="example",
            title=login,
            unique_id=login,
            data={"base_url": base_url},
            options={},
            secrets={},
        )

    async with serving(authority) as url:
        one, two = await add("one", url), await add("two", url)
        await refused(hub, url)
        await hub.entries.set_disabled(one, True)
        assert hub.issues.all, "the other one still needs that server"
        await hub.entries.remove(two)
    assert hub.issues.all == []


async def test_a_certificate_file_that_is_gone_is_told(hub: Hub, file: Path) -> None:
    await hub.settings.set("extra_ca", str(file))
    file.unlink()
    assert await refused(hub, "https://127.0.0.1:9/") == "core.net.certificates"
    (issue,) = hub.issues.all
    assert (issue.id, issue.fix) == ("certificate-file", FixAction.ADD_CERTIFICATE)
    assert str(file) in hub.strings.text(issue.key, **issue.placeholders)
    await hub.settings.set("extra_ca", "")
    assert hub.issues.all == []
    assert await refused(hub, "https://127.0.0.1:9/") == "core.net.refused"


async def test_a_proxy_holds_from_the_next_request_on(hub: Hub) -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    proxy = await asyncio.start_server(refuse, "127.0.0.1", 0)
    await hub.settings.set("proxy", f"localhost:{proxy.sockets[0].getsockname()[1]}")
    assert await refused(hub, "https://pbx.invalid/") == "core.net.proxy"
    assert asked == [b"CONNECT pbx.invalid:443 HTTP/1.1\r\n"]
    await hub.settings.set("proxy", "")
    assert await refused(hub, "https://pbx.invalid/") == "core.net.dns"
    proxy.close()
    assert hub.counters["http.core.net.proxy"] == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("proxy.example:3128", "http://proxy.example:3128"),
        (" http://10.0.0.8:8080/ ", "http://10.0.0.8:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("", None),
    ],
)
async def test_a_proxy_is_typed_as_people_write_it(hub: Hub, typed: str, kept: str | None) -> None:
    await hub.settings.set("proxy", typed)
    assert hub.settings.get("proxy") == kept


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("socks5://proxy.example:1080", "core.field.not_proxy"),
        ("https://proxy.example", "core.field.not_proxy"),
        ("proxy.example:port", "core.field.not_proxy"),
        ("proxy.example/path", "core.field.not_proxy"),
        ("http://", "core.field.not_proxy"),
        ("two words", "core.field.not_proxy"),
        ("http://user:word@proxy.example:8080", "core.field.proxy_login"),
    ],
)
async def test_what_is_no_proxy_is_not_kept(hub: Hub, typed: str, key: str) -> None:
    with pytest.raises(FieldError, match=key):
        await hub.settings.set("proxy", typed)
    assert hub.settings.get("proxy") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"x" * 1_000_001],
)
async def test_a_file_without_certificates_is_not_kept(hub: Hub, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "company.pem"
    file.write_bytes(content)
    with pytest.raises(FieldError, match=r"core\.field\.not_certificates"):
        await hub.settings.set("extra_ca", str(file))
    with pytest.raises(FieldError, match=r"core\.field\.not_file"):
        await hub.settings.set("extra_ca", str(tmp_path / "absent.pem"))
    assert hub.settings.get("extra_ca") is None
