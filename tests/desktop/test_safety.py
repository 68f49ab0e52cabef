"""Nobody else reaches the owner of a home, and nobody else is taken for it."""

from __future__ import annotations

import os
import socket
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dialer.desktop import address, frames, instance, listener
from dialer.desktop.client import Client
from dialer.desktop.errors import NotTaken, OtherVersion
from tests.desktop.owners import Screen, hand_over, owning

if TYPE_CHECKING:
    from dialer.desktop.instance import Channel, Request

unix_only = pytest.mark.skipif(
    os.name != "posix", reason="sockets in the file system, modes and users of Unix"
)


def _encode(frame: dict[str, object]) -> bytes:
    import json

    return json.dumps(frame).encode() + b"\n"


def test_another_version_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with owning(home):
        answer = _raw(home, frames.encode(v=99, nonce="x"))
        assert answer == frames.encode(refused="version")
        with monkeypatch.context() as patch:
            patch.setattr(frames, "encode", lambda **frame: _encode({**frame, "v": 99}))
            with pytest.raises(OtherVersion):
                Client(home)


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
        listening = listener.Listener(home, unix=False)
        listening.socket.close()
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
    real = listener.Listener
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
