"""Each way a request can fail is sorted rightly, and none of them tells the password to anybody."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import subprocess
import sys
import traceback
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, quote_plus, urlsplit

import httpx
import pytest
import trustme

from dialer.core.errors import ApiError, NotSent, OutcomeUnknown
from dialer.core.http import HttpClient, Response
from dialer.core.http_exchange import Way
from dialer.core.http_outcome import sort_failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

CANARY = 'p@ss/w&rd +é"<%'
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Case: Kept\r\n\r\nok"


class _Server:
    """A server that notes what it was sent and answers as told."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.requests: list[bytes] = []
        self.connections = 0
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests.append(head)
                await self._answer(reader, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            del self._open[task]
            writer.close()

    async def close(self) -> None:
        handlers = tuple(self._open)
        for writer in self._open.values():
            writer.close()
        await asyncio.gather(*handlers)


def _say(data: bytes, *, close: bool = False) -> Answer:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        if close:
            await writer.drain()
            writer.close()

    return answer


async def _reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    writer.transport.abort()


async def _silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


@asynccontextmanager
async def _serving(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[_Server]:
    server = _Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.close()


@pytest.fixture
async def client() -> AsyncIterator[HttpClient]:
    client = HttpClient()
    yield client
    await client.close()


async def _get(client: HttpClient, server: _Server, *, fresh: bool = False, deadline: float = 20) -> Response:
    return await client.request(
        "GET",
        f"http://127.0.0.1:{server.port}/call",
        params={"login": "31612345678", "password": CANARY},
        headers={"X-API-KEY": "canary-in-a-header"},
        deadline=deadline,
        fresh=fresh,
        purpose="login",
    )


def _assert_keeps_the_secret(error: ApiError, log: str) -> None:
    told = (
        "".join(traceback.format_exception(error)) + repr(error) + str(error) + repr(error.placeholders) + log
    )
    for form in (
        CANARY,
        quote(CANARY),
        quote(CANARY, safe=""),
        quote_plus(CANARY),
        "canary-in-a-header",
        "/call",
    ):
        assert form not in told
    assert error.__context__ is None
    assert error.__cause__ is None


@pytest.mark.parametrize("fresh", [False, True])
async def test_a_good_answer(client: HttpClient, fresh: bool) -> None:
    async with _serving(_say(GOOD)) as server:
        response = await _get(client, server, fresh=fresh)
    assert response == Response(200, {"content-length": "2", "x-case": "Kept"}, b"ok")
    target = server.requests[0].split()[1].decode()
    assert parse_qs(urlsplit(target).query) == {"login": ["31612345678"], "password": [CANARY]}


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 503])
async def test_every_status_comes_back_and_no_redirect_is_followed(client: HttpClient, status: int) -> None:
    async with _serving(_say(GOOD)) as other:
        moved = (
            f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
        )
        async with _serving(_say(moved.encode())) as server:
            assert (await _get(client, server)).status == status
    assert other.connections == 0


async def test_renewed_it_takes_new_connections_and_leaves_the_old_their_answers(client: HttpClient) -> None:
    release, waits = asyncio.Event(), asyncio.Event()

    async def hold(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waits.set()
        await release.wait()
        writer.write(GOOD)

    async with _serving(_say(GOOD)) as server, _serving(hold) as slow:
        await _get(client, server)
        asking = asyncio.create_task(_get(client, slow))
        await waits.wait()
        await client.renew()
        await _get(client, server)
        await _get(client, server)
        assert server.connections == 2
        release.set()
        assert (await asking).body == b"ok"


async def test_a_fresh_request_has_a_connection_of_its_own(client: HttpClient) -> None:
    async with _serving(_say(GOOD)) as server:
        await _get(client, server)
        await _get(client, server)
        assert server.connections == 1
        await _get(client, server, fresh=True)
        await _get(client, server, fresh=True)
        assert server.connections == 3
    head = server.requests[-1].lower()
    assert b"\r\ncache-control: no-store\r\n" in head
    assert b"\r\naccept-encoding: identity\r\n" in head
    assert b"\r\nconnection: close\r\n" in head


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (_reset, "core.net.broken_off"),
        (_say(b"", close=True), "core.net.broken_off"),
        (_say(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", close=True), "core.net.broken_off"),
        (_say(b"SSH-2.0-OpenSSH\r\n\r\n"), "core.net.broken_off"),
        (
            _say(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\njunk"),
            "core.net.garbled",
        ),
        (_say(b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70000), "core.net.too_large"),
    ],
)
@pytest.mark.parametrize("fresh", [False, True])
async def test_a_request_that_left_is_unknown_and_never_repeated(
    client: HttpClient, answer: Answer, key: str, fresh: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with _serving(answer) as server:
        with pytest.raises(OutcomeUnknown) as failed:
            await _get(client, server, fresh=fresh)
    assert failed.value.key == key
    assert len(server.requests) == 1
    _assert_keeps_the_secret(failed.value, caplog.text)


async def test_a_server_that_closes_a_kept_connection_gets_nothing_twice(client: HttpClient) -> None:
    async def once(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(server.requests) == 1:
            writer.write(GOOD)
        else:
            writer.close()

    async with _serving(once) as server:
        await _get(client, server)
        with pytest.raises(OutcomeUnknown):
            await _get(client, server)
    assert len(server.requests) == 2


async def test_a_server_that_never_answers_is_unknown_at_the_deadline(client: HttpClient) -> None:
    async with _serving(_silent) as server:
        with pytest.raises(OutcomeUnknown) as failed:
            await _get(client, server, deadline=1.0)
    assert failed.value.key == "core.net.no_answer"
    assert len(server.requests) == 1


async def test_an_answer_that_drips_in_is_cut_at_the_deadline(client: HttpClient) -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with _serving(drip) as server:
        with pytest.raises(OutcomeUnknown, match="no_answer"):
            await _get(client, server, deadline=1.0)


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(client: HttpClient) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    async with _serving(_say(head.encode() + bomb)) as server:
        with pytest.raises(OutcomeUnknown, match="too_large"):
            await _get(client, server)


@pytest.mark.parametrize("length", [0, 1, 65_535, 65_536])
async def test_a_packed_answer_is_unpacked(client: HttpClient, length: int) -> None:
    packed = gzip.compress(b"x" * length)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    async with _serving(_say(head.encode() + packed)) as server:
        assert (await _get(client, server)).body == b"x" * length


@pytest.mark.parametrize(("encoding", "length"), [("gzip", 30), ("gzip", 5), ("br", 30), ("gzip, gzip", 30)])
async def test_an_answer_that_cannot_be_unpacked_is_unknown(
    client: HttpClient, encoding: str, length: int
) -> None:
    cut = gzip.compress(b"half of this is missing")[:length]
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(cut)}\r\n\r\n"
    async with _serving(_say(head.encode() + cut)) as server:
        with pytest.raises(OutcomeUnknown, match="garbled"):
            await _get(client, server)


async def test_cancelling_passes_through(client: HttpClient) -> None:
    asked = asyncio.Event()

    async def wait(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()

    async with _serving(wait) as server:
        task = asyncio.create_task(_get(client, server))
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# --- what surely did not leave ---


async def test_nobody_listens(client: HttpClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with _serving(_silent) as server:
        pass
    with pytest.raises(NotSent) as failed:
        await _get(client, server)
    assert failed.value.key == "core.net.refused"
    _assert_keeps_the_secret(failed.value, caplog.text)


async def test_a_name_that_does_not_exist(client: HttpClient) -> None:
    with pytest.raises(NotSent) as failed:
        await client.request("GET", "https://nowhere.invalid/", deadline=20, purpose="test")
    assert failed.value.key == "core.net.dns"


async def test_a_handshake_that_never_ends_is_not_sent(client: HttpClient) -> None:
    async with _serving(_silent) as server:
        with pytest.raises(NotSent) as failed:
            await client.request("GET", f"https://127.0.0.1:{server.port}/", deadline=0.3, purpose="test")
    assert failed.value.key == "core.net.timeout"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
async def test_what_is_not_encrypted_stays_on_this_computer(client: HttpClient, url: str) -> None:
    with pytest.raises(NotSent) as failed:
        await client.request("GET", url, deadline=20, purpose="test")
    assert failed.value.key == "core.net.not_encrypted"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "https://",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:word@example.com/",
        "https://example.com:port/",
        "https://exa mple.com/\0",
    ],
)
async def test_an_address_that_cannot_be_used(client: HttpClient, url: str) -> None:
    with pytest.raises(NotSent) as failed:
        await client.request("GET", url, params={"password": CANARY}, deadline=20, purpose="test")
    assert failed.value.key == "core.net.url"
    _assert_keeps_the_secret(failed.value, "")


@pytest.mark.parametrize("value", ["é", "a\r\nX-Other: b"])
async def test_a_header_that_cannot_be_sent(client: HttpClient, value: str) -> None:
    async with _serving(_say(GOOD)) as server:
        with pytest.raises(NotSent) as failed:
            await client.request(
                "GET",
                f"http://127.0.0.1:{server.port}/",
                headers={"X-API-KEY": value},
                deadline=20,
                purpose="test",
            )
    assert failed.value.key == "core.net.url"
    assert server.requests == []


async def test_a_closed_client_sends_nothing(client: HttpClient) -> None:
    async with _serving(_say(GOOD)) as server:
        await _get(client, server)
        await client.close()
        with pytest.raises(NotSent, match="closing"):
            await _get(client, server)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), NotSent),
        (httpx.ConnectTimeout("x"), NotSent),
        (httpx.PoolTimeout("x"), NotSent),
        (httpx.ProxyError("x"), NotSent),
        (httpx.UnsupportedProtocol("x"), NotSent),
        (httpx.LocalProtocolError("x"), NotSent),
        (httpx.InvalidURL("x"), NotSent),
        (httpx.ReadTimeout("x"), OutcomeUnknown),
        (httpx.ReadError("x"), OutcomeUnknown),
        (httpx.WriteError("x"), OutcomeUnknown),
        (httpx.WriteTimeout("x"), OutcomeUnknown),
        (httpx.CloseError("x"), OutcomeUnknown),
        (httpx.RemoteProtocolError("x"), OutcomeUnknown),
        (httpx.DecodingError("x"), OutcomeUnknown),
        (httpx.TooManyRedirects("x"), OutcomeUnknown),
        (RuntimeError("x"), OutcomeUnknown),
    ],
)
def test_every_error_of_the_library_has_its_class(error: Exception, kind: type[ApiError]) -> None:
    assert type(sort_failure(error, through_proxy=False)) is kind
    assert type(sort_failure(error, through_proxy=True)) is kind


# --- trust ---


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


async def _get_tls(server: _Server, extra_ca: Path | None) -> Response:
    client = HttpClient(lambda: Way(extra_ca=extra_ca))
    try:
        url = f"https://127.0.0.1:{server.port}/"
        return await client.request("GET", url, deadline=20, fresh=True, purpose="test")
    finally:
        await client.close()


async def test_a_companys_own_authority_can_be_trusted(authority: trustme.CA, tmp_path: Path) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    async with _serving(_say(GOOD), _tls(authority.issue_cert("127.0.0.1"))) as server:
        assert (await _get_tls(server, file)).status == 200


@pytest.mark.parametrize("trouble", ["unknown authority", "other host", "expired"])
async def test_a_certificate_that_is_not_good_is_refused(
    authority: trustme.CA, tmp_path: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    expiry = datetime.now(UTC) - timedelta(days=1) if trouble == "expired" else None
    host = "example.com" if trouble == "other host" else "127.0.0.1"
    certificate = authority.issue_cert(host, not_after=expiry, not_before=datetime(2020, 1, 1, tzinfo=UTC))
    # The environment must not make it good.
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with _serving(_say(GOOD), _tls(certificate)) as server:
        with pytest.raises(NotSent) as failed:
            await _get_tls(server, None if trouble == "unknown authority" else file)
    assert failed.value.key == "core.net.tls"
    assert server.requests == []


async def test_a_file_of_authorities_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    async with _serving(_say(GOOD)) as server:
        with pytest.raises(NotSent, match="certificates"):
            await _get_tls(server, tmp_path / "absent.pem")


# --- proxies ---


async def test_the_environments_proxy_is_not_used(
    client: HttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _serving(_say(GOOD)) as proxy, _serving(_say(GOOD)) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        await _get(client, server)
    assert proxy.connections == 0


@pytest.mark.parametrize("listening", [True, False])
async def test_a_proxy_that_refuses_or_is_gone(listening: bool) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with _serving(_say(refusal)) as proxy:
        port = proxy.port
        client = HttpClient(lambda: Way(proxy=f"http://127.0.0.1:{port if listening else 1}"))
        with pytest.raises(NotSent) as failed:
            await client.request("GET", "https://example.com/", deadline=20, purpose="test")
        await client.close()
    assert failed.value.key == "core.net.proxy"
    assert all(b"password" not in request for request in proxy.requests)


async def test_nothing_unencrypted_goes_through_a_proxy() -> None:
    async with _serving(_say(GOOD)) as proxy, _serving(_say(GOOD)) as server:
        client = HttpClient(lambda: Way(proxy=f"http://127.0.0.1:{proxy.port}"))
        with pytest.raises(NotSent) as failed:
            await client.request("GET", "http://example.com/", deadline=20, purpose="test")
        assert (await _get(client, server)).status == 200, "this computer is reached without one"
        await client.close()
    assert failed.value.key == "core.net.not_encrypted"
    assert proxy.connections == 0


async def test_the_next_request_takes_another_way_without_a_restart() -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    async with _serving(_say(refusal)) as first, _serving(_say(refusal)) as second:
        ways = [Way(proxy=f"http://127.0.0.1:{proxy.port}") for proxy in (first, second)]
        client = HttpClient(lambda: ways[0])
        with pytest.raises(NotSent, match="proxy"):
            await client.request("GET", "https://example.com/", deadline=20, purpose="test")
        assert (first.connections, second.connections) == (1, 0)
        ways.reverse()
        with pytest.raises(NotSent, match="proxy"):
            await client.request("GET", "https://example.com/", deadline=20, purpose="test")
        assert (first.connections, second.connections) == (1, 1)
        await client.close()


# --- what others see and feel ---


async def test_the_log_names_method_host_purpose_and_outcome_only(
    client: HttpClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with _serving(_say(GOOD)) as server:
        await _get(client, server)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith(("dialer", "http"))]
    assert len(lines) == 1
    assert lines[0].startswith("GET 127.0.0.1, login: 200 in 0.")


def test_an_answer_does_not_show_its_body() -> None:
    assert repr(Response(200, {"set-cookie": "a"}, b"guid")) == "Response(status=200)"


def test_nothing_heavy_is_imported_before_the_first_request() -> None:
    code = (
        "import sys, dialer.core.http as http; http.HttpClient();"
        "print([name for name in ('httpx', 'anyio', 'h11', 'keyring', 'truststore') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_of_the_library_is_never_imported() -> None:
    code = (
        "import asyncio, contextlib, sys, dialer.core.http as http; from dialer.core.errors import NotSent\n"
        "with contextlib.suppress(NotSent): asyncio.run(http.HttpClient().request("
        "'GET', 'http://127.0.0.1:1/', deadline=20.0, purpose='a test'))\n"
        "print([name for name in ('httpx', 'click', 'pygments', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['httpx']"


async def test_a_pool_without_room_is_replaced(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async with _serving(_say(GOOD)) as server:
        await _get(client, server)

        async def no_room(*_args: object, **_options: object) -> None:
            raise httpx.PoolTimeout("no room")

        monkeypatch.setattr(client._clients[Way()], "send", no_room)  # noqa: SLF001 - nobody can cause a leak
        with pytest.raises(NotSent, match="timeout"):
            await _get(client, server)
        assert (await _get(client, server)).status == 200
