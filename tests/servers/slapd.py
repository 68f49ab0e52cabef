"""A real OpenLDAP server on this computer, with a company's people in it.

It runs as a plain process on files of its own. What it logs is kept: who signed in, and which filter came.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers import company

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import trustme

HOST = "127.0.0.1"
_PROGRAM = "/usr/sbin/slapd"
_SCHEMAS = ("core", "cosine", "inetorgperson", "nis", "msuser")
_PATIENCE = 20.0

_CONFIG = """\
{schemas}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
{tls}
database mdb
suffix "dc=example"
directory {folder}/db
maxsize 67108864
dbnosync
index objectClass eq
limits dn.exact="cn=limited,dc=example" size.soft=5 size.hard=5 size.pr=5
limits dn.exact="cn=capped,dc=example" size.soft=7 size.hard=7 size.prtotal=7
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""


@dataclass
class Slapd:
    """The server.

    Attributes:
        folder: what it has is here.
        authority: who signs its certificate; without one it has none.
        names: the names in its certificate.
        log: what it logged.
    """

    folder: Path
    authority: trustme.CA | None = None
    names: Sequence[str] = ()
    log: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _told: threading.Condition = field(default_factory=threading.Condition)
    _reader: threading.Thread | None = None

    def __post_init__(self) -> None:
        """Fill it, and reserve its ports."""
        # A copy: the rules that some systems have for the program would keep it from reading its files here.
        self._program = shutil.copy(_PROGRAM, self.folder / "slapd")
        (self.folder / "db").mkdir()
        self.port, self.tls_port = _free_port(), _free_port()
        schemas = "\n".join(f"include /etc/ldap/schema/{name}.schema" for name in _SCHEMAS)
        config = _CONFIG.format(folder=self.folder, schemas=schemas, tls=self._tls())
        (self.folder / "slapd.conf").write_text(config)
        self.add(company.people())

    @property
    def url(self) -> str:
        """Where it listens, in clear text and for StartTLS."""
        return f"ldap://{HOST}:{self.port}"

    @property
    def tls_url(self) -> str:
        """Where it listens for TLS."""
        return f"ldaps://{HOST}:{self.tls_port}"

    def add(self, ldif: str) -> None:
        """Add entries while it does not run."""
        self._tool("add", ldif)

    def change_password(self, dn: str, password: str) -> None:
        """Change somebody's password, for which it is stopped and started."""
        self.stop()
        lines = (f"dn: {dn}", "changetype: modify", "replace: userPassword", f"userPassword: {password}")
        self._tool("modify", "\n".join(map(company.encoded, lines)) + "\n")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        places = f"{self.url} {self.tls_url}" if self.authority else self.url
        config = str(self.folder / "slapd.conf")
        self._process = subprocess.Popen(
            [self._program, "-d", "stats", "-f", config, "-h", places],
            stderr=subprocess.PIPE, text=True, errors="replace",
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()
        for port in (self.port, self.tls_port) if self.authority else (self.port,):
            self._await(port)

    def stop(self) -> None:
        """Stop it, as a computer that is shut down."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(_PATIENCE)
            assert self._reader is not None
            self._reader.join(_PATIENCE)
            assert process.stderr is not None
            process.stderr.close()

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Let it take connections and say nothing, as a server that hangs."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        # It stops at its own pace; whoever asked before that would be answered.
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOWAIT)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def logged(self, words: str, after: int = 0) -> str:
        """Wait for a line of its log, and return it."""
        with self._told:
            there = self._told.wait_for(lambda: self._found(words, after), _PATIENCE)
            assert there, f"never logged: {words}; {self.log[after:]}"
            return self._found(words, after)[0]

    def lines(self, words: str, after: int = 0) -> list[str]:
        """Return the lines of its log that hold this, from some place on."""
        with self._told:
            return self._found(words, after)

    def _tool(self, name: str, ldif: str) -> None:
        """Run one of the program's tools without its checks of the schema."""
        arguments = [self._program, "-T", name, "-q", "-s", "-f", str(self.folder / "slapd.conf")]
        done = subprocess.run(arguments, input=ldif, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def _await(self, port: int) -> None:
        """Wait until it listens there, which it tells nobody."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                with socket.create_connection((HOST, port)):
                    return
            except ConnectionRefusedError:
                assert time.monotonic() < until, self.log
                threading.Event().wait(0.005)

    def _found(self, words: str, after: int) -> list[str]:
        return [line for line in self.log[after:] if words in line]

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            with self._told:
                self.log.append(line.rstrip("\n"))
                self._told.notify_all()

    def _tls(self) -> str:
        if self.authority is None:
            return ""
        own = self.authority.issue_cert(*self.names)
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        certificate.write_bytes(b"".join(blob.bytes() for blob in own.cert_chain_pems))
        own.private_key_pem.write_to_path(str(key))
        return f"TLSCertificateFile {certificate}\nTLSCertificateKeyFile {key}"


@contextlib.contextmanager
def running(
    folder: Path, authority: trustme.CA | None = None, names: Sequence[str] = (HOST, "localhost")
) -> Iterator[Slapd]:
    """Give a server that runs; where there is none, skip, unless the program is being built."""
    if not Path(_PROGRAM).exists():
        assert "CI" not in os.environ, "slapd is not installed"
        pytest.skip("slapd is not installed: scripts/bootstrap.sh dev names what the tests need")
    server = Slapd(folder, authority, names)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket() as place:
        place.bind((HOST, 0))
        port: int = place.getsockname()[1]
        return port
