"""A file on its way to a drive."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import httpx
import pytest

from dialer.core.errors import ErrorKind, InputError, OutcomeUnknown, Refused
from dialer.core.http import HttpClient
from dialer.core.secrets import Secret
from dialer.integrations.iotum.client import IotumClient
from dialer.integrations.iotum.uploading import PIECE, upload
from tests.integrations.iotum.client_bench import API_TOKEN, Bench, bodies, opened
from tests.integrations.iotum.client_samples import FILE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import respx

STORE = "https://store.example/bucket/x"
SIGNED = f"{STORE}?signature=s1gn4ture"
CONTENT = bytes(range(256)) * 700  # more than two pieces


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with opened() as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Offerte café.pdf"
    path.write_bytes(CONTENT)
    return path


def _place(bench: Bench, url: str = SIGNED) -> respx.Route:
    bench.answers_json("drive/file/finish_upload", FILE)
    return bench.answers_json("drive/create", {"id": 37, "upload_url": url})


async def test_a_file_goes_to_its_place_without_our_token(bench: Bench, file: Path) -> None:
    begun, put = _place(bench), bench.router.put(SIGNED).respond(200)
    heard: list[tuple[int, int]] = []
    made: list[str] = []
    found = await upload(
        bench.client, host_id=31, path=file, progress=lambda *how: heard.append(how), made=made.append
    )
    assert found.id == "37"
    assert made == ["37"]
    assert bodies(begun) == [{"host_id": 31, "filename": "Offerte café.pdf"}]
    [call] = put.calls
    assert call.request.content == CONTENT
    assert call.request.headers["content-length"] == str(len(CONTENT))
    assert "transfer-encoding" not in call.request.headers
    assert "token" not in f"{call.request.headers!r} {call.request.url}"
    assert heard == [(sent, len(CONTENT)) for sent in (0, PIECE, 2 * PIECE, len(CONTENT))]


async def test_what_is_done_already_is_done(bench: Bench, file: Path) -> None:
    _place(bench)
    bench.router.put(SIGNED).respond(200)
    bench.answers("drive/file/finish_upload", httpx.Response(409, json={"message": "Already processed"}))
    fetched = bench.answers_json("drive/file/fetch", FILE)
    found = await upload(bench.client, host_id=31, path=file)
    assert found.filename == "a.pdf"
    assert bodies(fetched) == [{"host_id": 31, "id": 37}]


async def test_a_file_that_is_slow_to_open_is_closed_where_it_was_given_up_meanwhile(
    bench: Bench, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, go_on, files, open_now = threading.Event(), threading.Event(), list[BinaryIO](), Path.open

    def open_slowly(path: Path, mode: Literal["rb"]) -> BinaryIO:
        busy.set()
        go_on.wait(10)
        files.append(open_now(path, mode))
        return files[0]

    monkeypatch.setattr(Path, "open", open_slowly)
    uploading = asyncio.create_task(upload(bench.client, host_id=31, path=file))
    await asyncio.to_thread(busy.wait, 10)
    for _ in range(2):
        uploading.cancel()
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.wait({uploading})
    assert uploading.cancelled()
    assert [each.closed for each in files] == [True]


async def test_another_no_to_the_finish_is_one(bench: Bench, file: Path) -> None:
    _place(bench)
    bench.router.put(SIGNED).respond(200)
    bench.answers("drive/file/finish_upload", httpx.Response(404, json={"message": "Not found"}))
    with pytest.raises(Refused) as caught:
        await upload(bench.client, host_id=31, path=file)
    assert caught.value.kind is ErrorKind.NOT_FOUND


@pytest.mark.parametrize(
    "url",
    [
        "http://store.example/x",
        "http://127.0.0.1:9/x",
        "https://127.0.0.1:9/x",
        "https://localhost/x",
        "https://[::1]/x",
        "https://user@store.example/x",
        "ftp://store.example/x",
        "file:///etc/passwd",
        "//store.example/x",
        "https://[/x",
        "",
    ],
)
async def test_a_file_goes_nowhere_unsafe(bench: Bench, file: Path, url: str) -> None:
    _place(bench, url)
    with pytest.raises(Refused) as caught:
        await upload(bench.client, host_id=31, path=file)
    assert caught.value.key == "iotum.error.upload_address"
    assert [call.request.method for call in bench.router.calls] == ["POST", "POST"]


@pytest.mark.parametrize("location", [f"{STORE}/2", "/bucket/x/2"])
async def test_a_file_follows_the_store_to_where_it_wants_it(bench: Bench, file: Path, location: str) -> None:
    _place(bench)
    bench.router.put(SIGNED).respond(307, headers={"location": location})
    moved = bench.router.put(f"{STORE}/2").respond(201)
    await upload(bench.client, host_id=31, path=file)
    assert moved.calls.last.request.content == CONTENT


@pytest.mark.parametrize("location", ["http://store.example/x", "http://127.0.0.1/x", "", SIGNED])
async def test_a_file_does_not_follow_just_anybody(bench: Bench, file: Path, location: str) -> None:
    _place(bench)
    put = bench.router.put(SIGNED).respond(307, headers={"location": location})
    with pytest.raises((Refused, OutcomeUnknown)):
        await upload(bench.client, host_id=31, path=file)
    assert put.call_count <= 4


@pytest.mark.parametrize("status", [400, 401, 403, 413])
async def test_a_store_that_says_no_does_not_mean_our_sign_in(bench: Bench, file: Path, status: int) -> None:
    _place(bench)
    bench.router.put(SIGNED).respond(status, text="<Error>s1gn4ture</Error>")
    with pytest.raises(Refused) as caught:
        await upload(bench.client, host_id=31, path=file)
    assert (caught.value.key, caught.value.kind) == ("iotum.error.upload_refused", ErrorKind.PROVIDER)
    assert bench.sign_ins == 1


async def test_a_file_that_cannot_be_read_is_not_begun(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        await upload(bench.client, host_id=31, path=tmp_path / "gone.pdf")
    assert bench.sign_ins == 0


@asynccontextmanager
async def _store() -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve an account and its store on this computer, byte by byte as they go over the wire."""
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            seen.append(head + await reader.readexactly(length))
            port = writer.get_extra_info("sockname")[1]
            url = f"http://127.0.0.1:{port}/put?s=1"
            body = f'{{"auth_token": "t", "id": 37, "upload_url": "{url}"}}'.encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            await writer.drain()
            break
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen
    finally:
        server.close()
        await server.wait_closed()


async def test_over_a_real_connection_the_store_knows_how_long_it_is(file: Path) -> None:
    http = HttpClient()
    async with _store() as (base_url, seen):
        await upload(IotumClient(http, base_url, Secret(API_TOKEN)), host_id=31, path=file)
    await http.close()
    [put] = [request for request in seen if request.startswith(b"PUT /put?s=1 ")]
    head, _, body = put.partition(b"\r\n\r\n")
    assert body == CONTENT
    assert b"chunked" not in head.lower()
    assert b"auth_token" not in head
