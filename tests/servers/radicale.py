"""A real Radicale on a loopback port, with accounts of its own, in a process of its own."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER, PASSWORD = "reception", 'p@ss/w&rd +é"<%'
TYPIST, TYPEABLE = "typist", "on-any-keyboard"
_USERS = {USER: PASSWORD, "other": PASSWORD, TYPIST: TYPEABLE}
_PATIENCE = 30.0

_CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = from_file
file = {folder}/rights
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""
_RIGHTS = """\
[root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {{user}}
permissions: RW
[own]
user: .+
collection: {{user}}/[^/]+
permissions: rw
[shared]
user: .+
collection: {user}/shared(/.*)?
permissions: r
"""
_NEW_BOOK = """\
<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop>
<resourcetype><collection/><C:addressbook/></resourcetype><displayname>{name}</displayname>
</prop></set></mkcol>"""


class Radicale:
    """The server, and a client of the test's own that knows nothing of Dialer.

    Attributes:
        folder: where it keeps everything.
        port: where it listens.
    """

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/"

    def make_book(self, name: str, user: str = USER) -> str:
        """Make an address book; return its path."""
        path = f"/{user}/{name}/"
        self._expect(201, "MKCOL", path, _NEW_BOOK.format(name=name.capitalize()))
        return path

    def put(self, path: str, card: str) -> None:
        """Keep a card."""
        self._expect((201, 204), "PUT", path, card, {"Content-Type": "text/vcard; charset=utf-8"})

    def put_all(self, book: str, cards: list[str]) -> None:
        """Replace a book by these cards at once."""
        name = book.strip("/").rpartition("/")[2].capitalize()
        headers = {"Content-Type": "text/vcard; charset=utf-8", "X-Radicale-Name": name}
        self._expect((201, 204), "PUT", book, "".join(cards), headers)

    def get(self, path: str) -> str:
        """Return a card's text."""
        return self._expect(200, "GET", path)

    def paths(self, book: str) -> list[str]:
        """Return where the cards of a book are."""
        text = self._expect(207, "PROPFIND", book, headers={"Depth": "1"})
        hrefs = [part.partition("</href>")[0] for part in text.split("<href>")[1:]]
        return sorted({href for href in hrefs if href.endswith(".vcf")})

    def delete(self, path: str) -> None:
        """Remove a card, or a book with everything in it."""
        self._expect((200, 204), "DELETE", path)

    def _expect(
        self,
        status: int | tuple[int, ...],
        method: str,
        path: str,
        body: str = "",
        headers: dict[str, str] | None = None,
    ) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        user = path.split("/")[1]
        login = base64.b64encode(f"{user}:{_USERS.get(user)}".encode()).decode()
        try:
            all_headers = {"Authorization": f"Basic {login}", **(headers or {})}
            connection.request(method, path, body.encode(), all_headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        expected = (status,) if isinstance(status, int) else status
        assert answer.status in expected, f"{method} {path}: {answer.status} {text[:200]}"
        return text


def write_book(folder: Path, name: str, cards: dict[str, str], user: str = USER) -> str:
    """Write a book into the folder of a server that has not started yet; return its path."""
    book = folder / "collections" / "collection-root" / user / name
    book.mkdir(parents=True)
    (book / ".Radicale.props").write_text(
        json.dumps({"tag": "VADDRESSBOOK", "D:displayname": name.capitalize()})
    )
    for uid, card in cards.items():
        (book / f"{uid}.vcf").write_bytes(card.encode())
    return f"/{user}/{name}/"


@contextmanager
def running(folder: Path) -> Iterator[Radicale]:
    """Run a server on an empty folder, with the accounts `USER`, `TYPIST` and ``other``."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    (folder / "config").write_text(_CONFIG.format(folder=folder, port=port))
    (folder / "rights").write_text(_RIGHTS.format(user="other"))
    users = "".join(f"{user}:{password}\n" for user, password in _USERS.items())
    (folder / "users").write_text(users, encoding="utf-8")
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield Radicale(folder, port)
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request("GET", "/.well-known/carddav")
            connection.getresponse().read()
            return
        except OSError:
            assert process.poll() is None, "Radicale ended"
            assert time.monotonic() < deadline, "Radicale did not start"
        finally:
            connection.close()
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
