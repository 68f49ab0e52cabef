"""One process owns a home; the others hand their commands over to it."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING

import pytest

from dialer.desktop import client, errors, instance, interrupts, listener
from dialer.desktop.client import Client
from dialer.desktop.errors import NotTaken, OwnerGone
from dialer.desktop.lock import HomeLock
from tests.desktop.owners import Screen, connected, hand_over, owning

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.desktop.instance import Channel, Request

unix_only = pytest.mark.skipif(
    os.name != "posix", reason="sockets in the file system, modes and users of Unix"
)


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

    with owning(home, stubborn), pytest.raises(errors.Abandoned):
        hand_over(home, Presser())


@pytest.fixture
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Owners say all the time that they are alive."""
    monkeypatch.setattr(instance, "BEAT", 0.02)


@pytest.mark.usefixtures("quick_beats")
def test_an_owner_that_hangs_is_given_up_and_one_that_works_is_not(home: Path) -> None:
    """What it has begun then goes on: whoever asked for it was told to look."""
    thawed, over, found = threading.Event(), threading.Event(), []

    async def freeze(_request: Request, channel: Channel) -> int:
        channel.out("ready")
        await asyncio.sleep(3 * interrupts.MISSED_BEATS * instance.BEAT)
        channel.out("freezing")
        thawed.wait(5)
        await channel.interrupted.wait()
        found.append(channel.left)
        over.set()
        return 0

    screen = Screen()
    with owning(home, freeze):
        with pytest.raises(errors.OwnerSilent):
            hand_over(home, screen)
        thawed.set()
        assert over.wait(5)
    assert screen.shown == [("out", "ready"), ("out", "freezing")]
    assert found == [True]


@pytest.mark.usefixtures("quick_beats")
def test_after_ctrl_c_an_owner_that_hangs_ends_the_command_once_it_works_again(home: Path) -> None:
    thawed, over, found = threading.Event(), threading.Event(), []

    async def freeze(_request: Request, channel: Channel) -> int:
        channel.out("freezing")
        thawed.wait(5)
        await channel.interrupted.wait()
        found.append(channel.left)
        over.set()
        return 130

    class Presser(Screen):
        def out(self, line: str) -> None:
            signal_self()

    with owning(home, freeze):
        with pytest.raises(errors.OwnerSilent):
            hand_over(home, Presser())
        thawed.set()
        assert over.wait(5)
    assert found == [False]


def test_an_owner_that_hangs_before_it_takes_a_command_begins_nothing_for_who_gave_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen, thawed, begun = threading.Event(), threading.Event(), []

    async def begin(request: Request, _channel: Channel) -> int:
        begun.append(request.argv)
        return 0

    def freeze() -> None:
        frozen.set()
        thawed.wait(5)

    monkeypatch.setattr(client, "_OPENING_SECONDS", 0.1)
    with owning(home, begin) as owner:
        with connected(home) as second:
            owner.loop.call_soon_threadsafe(freeze)
            assert frozen.wait(5)
            with pytest.raises(errors.OwnerSilent):
                second.run(["call"], home, "nl", interactive=False, screen=Screen())
        thawed.set()
        assert hand_over(home, Screen(), "later") == 0
    assert begun == [("later",)]


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
    dead = listener.Listener(home)
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


def test_one_lock_at_a_time(home: Path) -> None:
    first, second = HomeLock(home), HomeLock(home)
    assert first.acquire()
    assert not second.acquire()
    first.close()
    assert second.acquire()
    second.close()


def test_who_has_just_connected_to_a_closing_owner_looks_for_the_next_one(home: Path) -> None:
    with owning(home) as owner, connected(home) as second:
        closing = asyncio.run_coroutine_threadsafe(owner.server.close(), owner.loop)
        with pytest.raises(NotTaken):
            second.run(["x"], home, "en", interactive=False, screen=Screen())
        closing.result(5)


def test_an_owner_that_left_between_greeting_and_request_has_started_nothing(home: Path) -> None:
    with owning(home):
        second = Client(home)
    with pytest.raises(NotTaken):
        second.run(["x"], home, "en", interactive=False, screen=Screen())
    second.close()


def test_an_owner_that_begins_to_close_once_it_knows_who_asks_starts_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    async def note(request: Request, _channel: Channel) -> int:
        started.append(request)
        return 0

    with owning(home, note) as owner, connected(home) as second:
        opening = owner.server._open  # noqa: SLF001  # no door leads to this moment

        async def open_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> object:
            frame = await opening(reader, writer)
            owner.server.stop_listening()
            return frame

        monkeypatch.setattr(owner.server, "_open", open_and_close)
        with connected(home) as third, pytest.raises(NotTaken):
            third.run(["x"], home, "en", interactive=False, screen=Screen())
        with pytest.raises(NotTaken):
            second.run(["x"], home, "en", interactive=False, screen=Screen())
    assert not started
