"""One process owns a home; the others hand their commands over to it."""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from dialer.desktop import address, client, frames, instance
from dialer.desktop.client import Client, NotTaken, OtherVersion, OwnerGone
from dialer.desktop.instance import HomeLock, Server

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from dialer.desktop.instance import Channel, Request

unix_only = pytest.mark.skipif(
    os.name != "posix", reason="sockets in the file system, modes and users of Unix"
)


class Screen:
    """A terminal that remembers what it showed, and answers from a list."""

    def __init__(self, *answers: str) -> None:
        self.shown: list[tuple[str, str]] = []
        self.answers = list(answers)

    def out(self, line: str) -> None:
        self.shown.append(("out", line))

    def err(self, line: str) -> None:
        self.shown.append(("err", line))

    def read(self, prompt: str, *, secret: bool) -> str | None:
        self.shown.append(("secret" if secret else "ask", prompt))
        return self.answers.pop(0) if self.answers else None


async def _echo(request: Request, channel: Channel) -> int:
    channel.out(" ".join(request.argv))
    channel.err(request.language)
    return 3


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "h"
    folder.mkdir(mode=0o700)
    return folder


class Owner:
    """An owner whose loop runs beside the test: the second process has none."""

    def __init__(
        self,
        home: Path,
        handler: Callable[[Request, Channel], Awaitable[int]],
        show_window: Callable[[], None] | None,
    ) -> None:
        self.loop = asyncio.new_event_loop()
        self.server = Server(home, handler, show_window)
        self._thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.start(), self.loop).result(5)
        return self

    def __exit__(self, *_exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()

    async def _end(self) -> None:
        await self.server.close()
        await asyncio.sleep(0)

    def call(self, function: Callable[[], object]) -> None:
        """Run something on the owner's loop."""
        done = threading.Event()

        def run() -> None:
            function()
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(5)


def owning(
    home: Path,
    handler: Callable[[Request, Channel], Awaitable[int]] = _echo,
    show_window: Callable[[], None] | None = None,
) -> Owner:
    return Owner(home, handler, show_window)


@contextmanager
def connected(home: Path) -> Iterator[Client]:
    second = Client(home)
    try:
        yield second
    finally:
        second.close()


def hand_over(home: Path, screen: Screen, *argv: str, interactive: bool = False) -> int:
    with connected(home) as second:
        return second.run(argv, home, "nl", interactive=interactive, screen=screen)


def test_the_owner_carries_out_what_the_second_process_was_started_with(home: Path) -> None:
    screen = Screen()
    with owning(home):
        code = hand_over(home, screen, "contacts", "find", "Zoë \udcff 漢")
    assert code == 3
    assert screen.shown == [("out", "contacts find Zoë \udcff 漢"), ("err", "nl")]


def test_the_owner_knows_where_and_for_whom_it_works(home: Path, tmp_path: Path) -> None:
    requests = []

    async def note(request: Request, _channel: Channel) -> int:
        requests.append(request)
        return 0

    with owning(home, note), connected(home) as second:
        second.run(["x"], tmp_path, "fr", interactive=True, screen=Screen())
    assert requests == [instance.Request(("x",), tmp_path, "fr", interactive=True)]


def test_long_output_arrives_whole(home: Path) -> None:
    async def talk(_request: Request, channel: Channel) -> int:
        channel.out("é" * 3_000_000)
        return 0

    screen = Screen()
    with owning(home, talk):
        assert hand_over(home, screen) == 0
    assert screen.shown == [("out", "é" * 3_000_000)]


def test_questions_are_answered_where_the_user_sits(home: Path) -> None:
    async def ask(_request: Request, channel: Channel) -> int:
        answers = [
            await channel.ask("Login", secret=False),
            await channel.ask("Password", secret=True),
            await channel.ask("More", secret=False),
        ]
        channel.out(repr(answers))
        return 0

    screen = Screen("anna", "s3cret")
    with owning(home, ask):
        hand_over(home, screen)
    assert screen.shown == [
        ("ask", "Login"),
        ("secret", "Password"),
        ("ask", "More"),
        ("out", "['anna', 's3cret', None]"),
    ]


def test_ctrl_c_interrupts_the_command_and_its_exit_code_counts(home: Path) -> None:
    async def last(_request: Request, channel: Channel) -> int:
        channel.out("ready")
        await channel.interrupted.wait()
        channel.out("hung up")
        return 130

    class Presser(Screen):
        def out(self, line: str) -> None:
            super().out(line)
            if line == "ready":
                signal_self()

    screen = Presser()
    with owning(home, last):
        assert hand_over(home, screen) == 130
    assert screen.shown == [("out", "ready"), ("out", "hung up")]


def signal_self() -> None:
    import signal

    signal.raise_signal(signal.SIGINT)


def test_ctrl_c_at_a_question_interrupts_the_command(home: Path) -> None:
    async def ask(_request: Request, channel: Channel) -> int:
        asked = asyncio.ensure_future(channel.ask("Sure?", secret=False))
        await channel.interrupted.wait()
        asked.cancel()
        return 130

    class Presser(Screen):
        def read(self, prompt: str, *, secret: bool) -> str | None:
            signal_self()
            return None

    with owning(home, ask):
        assert hand_over(home, Presser()) == 130


def test_who_presses_ctrl_c_twice_does_not_wait(home: Path) -> None:
    async def stubborn(_request: Request, channel: Channel) -> int:
        channel.out("ready")
        await asyncio.Event().wait()
        return 0

    class Presser(Screen):
        def out(self, line: str) -> None:
            signal_self()
            signal_self()

    with owning(home, stubborn), pytest.raises(client.Abandoned):
        hand_over(home, Presser())


def test_a_lost_connection_interrupts_the_command(home: Path) -> None:
    ended = threading.Event()

    async def last(_request: Request, channel: Channel) -> int:
        channel.out("ready")
        await channel.interrupted.wait()
        ended.set()
        return 130

    class Leaver(Screen):
        def out(self, line: str) -> None:
            raise ConnectionResetError

    with owning(home, last):
        with pytest.raises(OwnerGone):
            hand_over(home, Leaver())
        assert ended.wait(5)


def test_a_second_process_without_an_owner_is_told_so(home: Path) -> None:
    with pytest.raises(NotTaken):
        Client(home)
    with owning(home):
        pass
    with pytest.raises(NotTaken):
        Client(home)


def test_an_owner_that_was_killed_is_replaced(home: Path) -> None:
    dead = address.Listener(home)
    dead.socket.close()  # as a kill leaves it: the entry and the socket file are still there
    with pytest.raises(NotTaken):
        Client(home)
    screen = Screen()
    with owning(home):
        assert hand_over(home, screen, "x") == 3


def test_an_owner_that_breaks_off_is_noticed(home: Path) -> None:
    async def endless(_request: Request, channel: Channel) -> int:
        channel.out("ready")
        await asyncio.Event().wait()
        return 0

    with owning(home, endless) as owner:

        class Closer(Screen):
            def out(self, line: str) -> None:
                asyncio.run_coroutine_threadsafe(owner.server.close(), owner.loop)

        with pytest.raises(OwnerGone):
            hand_over(home, Closer())


def test_a_closing_owner_takes_no_command(home: Path) -> None:
    with owning(home) as owner, connected(home) as second:
        owner.call(owner.server.stop_listening)
        with pytest.raises(NotTaken):
            second.run(["x"], home, "en", interactive=False, screen=Screen())
        with pytest.raises(NotTaken):
            Client(home)


def test_the_window_is_shown_once_more(home: Path) -> None:
    shown = threading.Event()
    with owning(home, show_window=shown.set), connected(home) as second:
        assert second.show_window()
        assert shown.wait(5)


def test_an_owner_without_a_window_says_so(home: Path) -> None:
    with owning(home), connected(home) as second:
        assert not second.show_window()


def test_another_version_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with owning(home):
        answer = _raw(home, frames.encode(v=99, nonce="x"))
        assert answer == frames.encode(refused="version")
        with monkeypatch.context() as patch:
            patch.setattr(frames, "encode", lambda **frame: _encode({**frame, "v": 99}))
            with pytest.raises(OtherVersion):
                Client(home)


def _encode(frame: dict[str, object]) -> bytes:
    import json

    return json.dumps(frame).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n",
        b"[1]\n",
        b'{"v": 1}\n{"argv": ["call", "0201234567"]}\n',
        b'{"v": 1, "nonce": "x"}\n{"proof": "00", "argv": ["x"], "cwd": "/", "language": "en"}\n',
        b'{"v": 1, "nonce": "x"}\n{"proof": 7, "show": true}\n',
        b"[" * 200_000 + b"\n",
        b"x" * (frames.MAX_FRAME + 10) + b"\n",
        b"\xff\xfe\n",
        b"",
    ],
)
def test_who_cannot_prove_itself_gets_nothing_done(home: Path, line: bytes) -> None:
    done = []

    async def note(_request: Request, _channel: Channel) -> int:
        done.append(1)
        return 0

    with owning(home, note, lambda: done.append(2)):
        _raw(home, line)
        screen = Screen()
        assert hand_over(home, screen) == 0
    assert done == [1]


def _raw(home: Path, line: bytes) -> bytes:
    """Send bytes to the owner and return what it answers before it hangs up."""
    place = address.find(home)
    assert place is not None
    with place.connect(2) as raw, raw.makefile("rb") as answers:
        try:
            raw.sendall(line)
            raw.shutdown(socket.SHUT_WR)
            return answers.read()
        except OSError:
            return b""


def test_an_impostor_at_the_old_address_learns_nothing(home: Path) -> None:
    """Somebody else listens where a dead owner listened: the command and its numbers are not told."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as impostor:
        listener = address.Listener(home, unix=False)
        listener.socket.close()
        (home / address.ADDRESS_NAME).write_text(
            frames.encode(token="t" * 64, port=impostor.getsockname()[1]).decode()
        )

        def listen() -> None:
            connection, _ = impostor.accept()
            with connection, connection.makefile("rb") as lines:
                heard.append(lines.readline())
                connection.sendall(frames.encode(v=frames.VERSION, nonce="n", proof="00"))
                heard.append(lines.readline())

        thread = threading.Thread(target=listen)
        thread.start()
        with pytest.raises(NotTaken):
            Client(home)
        thread.join(5)
    assert b"nonce" in heard[0]
    assert heard[1] == b""


def test_without_sockets_in_the_file_system_it_is_a_port_of_this_computer(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = address.Listener
    monkeypatch.setattr(instance, "Listener", lambda home: real(home, unix=False))
    screen = Screen("yes")
    with owning(home):
        place = address.find(home)
        assert place is not None
        assert place.path is None
        assert hand_over(home, screen, "x") == 3
    assert not (home / address.ADDRESS_NAME).exists()


@unix_only
def test_nobody_else_can_reach_the_socket_even_without_a_umask(home: Path) -> None:
    before = os.umask(0)
    try:
        with owning(home):
            for name in (address.SOCKET_NAME, address.ADDRESS_NAME):
                assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
    finally:
        os.umask(before)


@unix_only
def test_a_home_with_a_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 40)
    home.mkdir(mode=0o700)
    before = os.umask(0)
    try:
        with owning(home):
            place = address.find(home)
            assert place is not None
            assert place.path is not None
            path = Path(place.path)
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert hand_over(home, Screen(), "x") == 3
        assert not path.parent.exists()
    finally:
        os.umask(before)


@unix_only
def test_a_second_user_cannot_reach_the_owner(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    with owning(home):
        place = address.find(home)
        assert place is not None
        if (child := os.fork()) == 0:
            os.setuid(65534)
            try:
                place.connect(2)
            except PermissionError:
                os._exit(13)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 13


@unix_only
def test_an_entry_that_somebody_else_wrote_is_not_believed(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a file somebody else's")
    with owning(home):
        os.chown(home / address.ADDRESS_NAME, 65534, 65534)
        with pytest.raises(NotTaken):
            Client(home)


@unix_only
def test_a_name_that_is_taken_by_a_folder_does_not_keep_the_owner_from_working(home: Path) -> None:
    (home / address.SOCKET_NAME).mkdir()
    with owning(home):
        assert hand_over(home, Screen(), "x") == 3


def test_one_lock_at_a_time(home: Path) -> None:
    first, second = HomeLock(home), HomeLock(home)
    assert first.acquire()
    assert not second.acquire()
    first.close()
    assert second.acquire()
    second.close()
