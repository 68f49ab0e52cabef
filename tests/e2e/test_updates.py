"""A newer version is found at a company's own server, said in the window, and read about; nothing is run."""

from __future__ import annotations

import asyncio
import json
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from tests.core.publisher import Publisher, listing
from tests.e2e.program import Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from dialer.sandbox import Sandbox

PAGE = "https://dialer.example/0.5"


class Company:
    """A web server whose certificate only the company's own authority has signed.

    Attributes:
        files: what it has, by path.
        asked: the paths that it was asked for.
        url: its address.
        authority: the file with the authority.
    """

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.url = ""
        self.authority = folder / "company.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.authority))
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.tls)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readline()).decode().split()[1]
        while (await reader.readline()).strip():
            pass
        self.asked.append(path)
        body = self.files.get(path)
        head = "200 OK" if body is not None else "404 Not Found"
        writer.write(
            f"HTTP/1.1 {head}\r\nContent-Length: {len(body or b'')}\r\n\r\n".encode() + (body or b"")
        )
        await writer.drain()
        writer.close()


@pytest.fixture
async def company(tmp_path: Path) -> AsyncIterator[Company]:
    company = Company(tmp_path)
    server = await asyncio.start_server(company.answer, "127.0.0.1", 0, ssl=company.tls)
    company.url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    yield company
    server.close()


def _opener(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """Return an environment in which the desktop's own opener only notes what it is given."""
    tool = folder / "bin" / "xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{folder}/opened"\n')
    tool.chmod(0o755)
    return {**environment, "PATH": f"{tool.parent}:{environment['PATH']}"}


def _list() -> bytes:
    today = datetime.now(UTC).date()
    return listing(date=str(today - timedelta(days=1)), expires=str(today + timedelta(days=30)))


async def test_from_the_companys_server_to_the_page(
    program: Program, sandbox: Sandbox, company: Company, tmp_path: Path
) -> None:
    publisher = Publisher()
    program = Program(program.home, _opener(tmp_path, program.environment), sandbox)
    settings = {
        "version": 1,
        "welcomed": True,
        "update_address": f"{company.url}/dialer.json",
        "update_key": publisher.key,
    }
    program.home.mkdir(mode=0o700, exist_ok=True)
    (program.home / "settings.json").write_text(json.dumps(settings))
    company.files["/dialer.json"] = content = _list()
    company.files["/dialer.json.minisig"] = publisher.sign(content)
    async with Window(program) as window:
        refused = await program.run("updates", "--check")
        assert (refused.code, company.asked) == (5, [])  # nobody here trusts that authority yet
        await program.run("settings", "set", "extra_ca", str(company.authority))
        found = await program.run("--json", "updates", "--check")
        assert (found.code, found.json["state"], found.json["version"]) == (0, "newer", "0.5.0")
        assert company.asked == ["/dialer.json", "/dialer.json.minisig"]
        await window.reads("There is a newer Dialer: 0.5.0.", "Not this one")
        await window.type("sanne")  # the focus is where it was
        await window.reads("sanne")
        await window.press("Escape")
        await window.focus("What is new", "shift+Tab")
        await window.press("space")
        await window.in_front("New in Dialer 0.5.0")
        assert [node for node in await window.nodes() if node.nameless] == []
        await window.press("Return")

        async def opened() -> bool:
            note = tmp_path / "opened"
            return note.exists() and note.read_text() == f"{PAGE}\n"

        await until(opened, "the page in the browser")
        assert company.asked == ["/dialer.json", "/dialer.json.minisig"]
