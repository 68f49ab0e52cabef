"""What holds for every test: no network, no display, key ring or home of the user's, nothing left running."""

from __future__ import annotations

import asyncio
import functools
import gc
import ipaddress
import itertools
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from dialer.core.redact import REDACTOR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

# What makes a desktop: tests get it only by the fixture "desktop", and only if it was made for tests (which
# scripts/desktop.sh says). It is taken out of the environment before Qt or a key ring can look.
_DESKTOP_VARIABLES = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
)
_DESKTOP = {name: os.environ.pop(name) for name in _DESKTOP_VARIABLES if name in os.environ}
if not os.environ.get("TEST_DESKTOP"):
    _DESKTOP.clear()
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in [name for name in os.environ if name.startswith("DIALER_") or name.lower().endswith("_proxy")]:
    del os.environ[_name]

# Runs at the same time that name the same files share them: in this folder stands which file was taken.
_SHARED = os.environ.pop("TEST_SHARED", None)

# Whoever runs the tests in the background has Ctrl-C ignored, and what a test starts inherits that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Addresses and names that are reserved for documentation: a test may use them to have nobody listening.
_NOWHERE = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
_NO_NAME = (".invalid", ".test", ".example")


# No test asserts seconds: what is slow on a busy machine is not wrong.
settings.register_profile("dialer", deadline=None)
settings.load_profile("dialer")

# What the tests import stays, and much is made at once: the collector need not look through it so often.
gc.set_threshold(20_000, 20, 20)

_HOME = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
}

_NUMBERS = itertools.count()


def pytest_collection_finish() -> None:
    """Spare the collector every module and every test."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/e2e; begin with its files that may take longest: none is to run alone."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
    marked = [item for item in items if item.get_closest_marker("e2e") and item.get_closest_marker("timeout")]
    long = {item.path for item in marked}
    items.sort(key=lambda item: item.path not in long)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests of those files that no other run has taken, where runs share them."""
    if _SHARED is None or session.testsfailed:
        return None
    ours = (item for item in session.items if _is_taken_here(item.path))
    for item, following in itertools.pairwise(itertools.chain(ours, (None,))):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
    return True


@functools.cache
def _is_taken_here(file: Path) -> bool:
    """Take a file of tests, if no other run that shares them has it."""
    assert _SHARED is not None
    try:
        Path(_SHARED, "-".join(file.parts[1:])).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all homes: to number a temporary folder, pytest looks at each that lies beside it."""
    return tmp_path_factory.mktemp("all", numbered=False)


@pytest.fixture
def tmp_path(_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty folder, as pytest's own, which stays if the test fails."""
    path = _folder / f"{next(_NUMBERS)}-{request.node.name.partition('[')[0][:30]}"
    path.mkdir(mode=0o700)
    failed = request.session.testsfailed
    yield path
    if request.session.testsfailed == failed:
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def _untouched_homes() -> list[Path]:
    """Homes in which no test left anything: the next one may have them."""
    return []


@pytest.fixture(autouse=True)
def _own_home(_folder: Path, _untouched_homes: list[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test an empty home."""
    if _untouched_homes:
        home = _untouched_homes.pop()
    else:
        home = _folder / f"home-{next(_NUMBERS)}"
        for folder in _HOME.values():
            (home / folder).mkdir(mode=0o700, parents=True)
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in _HOME.items():
        monkeypatch.setenv(variable, str(home / folder))
    yield
    if _is_untouched(home):
        _untouched_homes.append(home)


def _is_untouched(home: Path) -> bool:
    """Whether a home has the folders that it was made with, and nothing else."""
    made = {str(home), *(str(home / folder) for folder in (*_HOME.values(), ".local"))}
    found = list(os.walk(home))
    return {folder for folder, _, _ in found} == made and not any(files for _, _, files in found)


@pytest.fixture(autouse=True)
def _own_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test's secrets forgotten after it: each that is known is looked for in whatever is logged."""
    for known in ("_lasting", "_passing"):
        monkeypatch.setattr(REDACTOR, known, getattr(REDACTOR, known).copy())


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that tries to reach beyond this machine, also if it swallows the error."""
    attempts: list[str] = []
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex
    real_sendto, real_getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def judge(address: object) -> None:
        if not isinstance(address, tuple) or _is_here(str(address[0])):
            return
        if not _is_nowhere(str(address[0])):
            attempts.append(str(address[0]))
        raise OSError(101, "Network is unreachable")

    def connect(self: socket.socket, address: Any) -> None:
        judge(address)
        real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        judge(address)
        return real_connect_ex(self, address)

    def sendto(self: socket.socket, *args: Any) -> int:
        judge(args[-1])
        return real_sendto(self, *args)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _is_here(name) or _is_address(name):
            return real_getaddrinfo(host, *args, **kwargs)
        if not name.rstrip(".").endswith(_NO_NAME):
            attempts.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", sendto)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    assert not attempts, f"the test tried to reach {attempts}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    if host in ("", "localhost"):
        return True
    # Connecting to the unspecified address reaches this machine, too.
    return _is_address(host) and (
        ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    )


def _is_nowhere(host: str) -> bool:
    if not _is_address(host):
        return host.rstrip(".").endswith(_NO_NAME)
    address = ipaddress.ip_address(host)
    return any(address in net for net in _NOWHERE if net.version == address.version)


@pytest.fixture(autouse=True)
def _no_task_left(request: pytest.FixtureRequest) -> None:
    """Have every asynchronous test checked for tasks that outlive it and its fixtures.

    A test without a loop of its own needs no check, and asking for the check would make one.
    """
    function = getattr(request.node, "obj", None)
    if asyncio.iscoroutinefunction(function) or asyncio.iscoroutinefunction(
        getattr(getattr(function, "hypothesis", None), "inner_test", None)
    ):
        request.getfixturevalue("_task_guard")


@pytest.fixture
async def _task_guard() -> AsyncIterator[None]:
    """Fail if a task or a connection is left; set up before the other fixtures, and so the last to look."""
    before = asyncio.all_tasks()
    yield
    # Cancelled tasks and closed transports need a turn of the loop each to be gone.
    for _ in range(20):
        await asyncio.sleep(0)
        tasks = [task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()]
        transports = _open_transports()
        if not tasks and not transports:
            return
    for task in tasks:
        task.cancel()
    for transport in transports:
        transport.abort()
    assert not tasks, f"tasks left running: {[task.get_name() for task in tasks]}"
    assert not transports, f"connections left open: {transports}"


def _open_transports() -> list[asyncio.Transport]:
    """Return the connections that nobody closed: else the collector finds them, in some later test."""
    # Qt's loop keeps no such list.
    known: Mapping[int, asyncio.Transport] = getattr(asyncio.get_running_loop(), "_transports", {})
    return [transport for transport in known.values() if not transport.is_closing()]


@pytest.fixture
def desktop() -> dict[str, str]:
    """The environment of a desktop (screen, window manager, session bus, key ring) to drive a program in.

    `make test` provides one. Elsewhere the test is skipped, so that nobody's own desktop is typed into.
    """
    if not _DESKTOP:
        if os.environ.get("CI"):
            pytest.fail("CI has to run the end-to-end tests: use make test")
        pytest.skip("needs a desktop of its own: scripts/desktop.sh .venv/bin/python -m pytest …")
    hidden = ("QT_QPA_PLATFORM", "PYTHON_KEYRING_BACKEND")
    return {name: value for name, value in os.environ.items() if name not in hidden} | _DESKTOP
