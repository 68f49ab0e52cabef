"""The owner of a home: the server that acts for all other processes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialer.desktop import frames
from dialer.desktop.listener import Listener

_OPENING_SECONDS = 5.0
_GREETING_SECONDS = 1.0

BEAT = 2.0
"""Seconds after which an owner that carries a command out says that it is alive."""

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Request:
    """A command that another process was started with.

    Attributes:
        argv: its arguments, as they were typed.
        cwd: the folder that relative file names start from.
        language: the language of the terminal.
        interactive: whether a person can answer questions there.
    """

    argv: tuple[str, ...]
    cwd: Path
    language: str
    interactive: bool

    @classmethod
    def of(cls, frame: dict[str, Any]) -> Request:
        """Read a request.

        Raises:
            BadFrame: it is none.
        """
        argv, cwd, language = frame.get("argv"), frame.get("cwd"), frame.get("language")
        if not isinstance(argv, list) or not all(isinstance(word, str) for word in argv):
            raise frames.BadFrame
        if not isinstance(cwd, str) or not isinstance(language, str):
            raise frames.BadFrame
        return cls(tuple(argv), Path(cwd), language, frame.get("interactive") is True)


class Channel:
    """The owner's end of one command that another process was started with.

    Attributes:
        interrupted: set when its user pressed Ctrl-C, or it is gone.
        left: whether it gave this process up, which did not answer: nothing is begun for it any more, and
            what runs is its user's, who was told to look.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take over an opened connection."""
        self._reader = reader
        self._writer = writer
        self._answers: asyncio.Queue[str | None] = asyncio.Queue()
        self.interrupted = asyncio.Event()
        self.left = False

    def out(self, line: str) -> None:
        """Print a line there."""
        self._send(out=line)

    def err(self, line: str) -> None:
        """Print a line there on standard error."""
        self._send(err=line)

    async def ask(self, prompt: str, *, secret: bool) -> str | None:
        """Return what is answered there; None where there is nothing more to read."""
        self._send(ask=prompt, secret=secret)
        return await self._answers.get()

    async def listen(self) -> None:
        """Take in answers and interruptions until the other process is gone."""
        try:
            while line := await self._reader.readline():
                frame = frames.decode(line)
                if "answer" in frame:
                    answer = frame["answer"]
                    self._answers.put_nowait(answer if isinstance(answer, str) else None)
                elif frame.get("interrupt") is True:
                    self.interrupted.set()
                elif frame.get("left") is True:
                    self.left = not self.interrupted.is_set()  # else Ctrl-C was pressed before
        except (OSError, ValueError, frames.BadFrame):
            _LOGGER.info("a second process broke off")
        finally:
            self.interrupted.set()
            self._answers.put_nowait(None)

    async def beat(self) -> None:
        """Say that this process is alive, as long as a command runs."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + BEAT
            await asyncio.sleep(BEAT)
            # After a standstill what came in meanwhile is read first: a word to who left ends the reading.
            if loop.time() - due < BEAT:
                self._send(alive=True)

    async def finish(self, code: int) -> None:
        """Tell the exit code and wait until the other process has taken everything."""
        self._send(exit=code)
        with contextlib.suppress(OSError):
            await self._writer.drain()

    def _send(self, **frame: object) -> None:
        if not self._writer.is_closing():
            self._writer.write(frames.encode(**frame))


Handler = Callable[[Request, Channel], Awaitable[int]]


class Server:
    """Runs in the owner of a home the commands that other processes were started with."""

    def __init__(self, home: Path, handler: Handler, show_window: Callable[[], None] | None = None) -> None:
        """Say who runs a command, and who shows the window where there is one."""
        self._home = home
        self._handler = handler
        self._show_window = show_window
        self._listener: Listener | None = None
        self._token = ""
        self._server: asyncio.Server | None = None
        self._sessions: set[asyncio.Task[None]] = set()
        self._opening: set[asyncio.Task[dict[str, Any] | None]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._channels: set[Channel] = set()
        self._closing = False

    async def start(self) -> bool:
        """Listen; False where this computer offers no way, and the owner works on alone."""
        try:
            self._listener = Listener(self._home)
        except OSError:
            _LOGGER.warning("other processes cannot reach this one: no socket", exc_info=True)
            return False
        self._token = self._listener.address.token
        self._listener.socket.setblocking(False)
        start = asyncio.start_server if self._listener.address.path is None else asyncio.start_unix_server
        self._server = await start(self._accept, sock=self._listener.socket, limit=frames.MAX_FRAME)
        return True

    @property
    def busy(self) -> bool:
        """Whether a command of another process is running."""
        return bool(self._running)

    def stop_listening(self) -> None:
        """Take no new commands; those that come in meanwhile look for the next owner."""
        self._closing = True
        if self._server is not None:
            self._server.close()
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    async def drained(self) -> None:
        """Wait until the commands of other processes are done."""
        while self._running:
            await asyncio.wait(self._running)

    def interrupt(self) -> None:
        """Have the commands of other processes end, as if Ctrl-C were pressed there."""
        for channel in self._channels:
            channel.interrupted.set()

    async def close(self) -> None:
        """Stop listening and break off what still runs."""
        self.stop_listening()
        # Who has only just connected is told to look for the next owner.
        if self._opening:
            await asyncio.wait(self._opening, timeout=_GREETING_SECONDS)
        for session in tuple(self._sessions):
            session.cancel()
        if self._sessions:
            await asyncio.wait(self._sessions, timeout=3.0)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = asyncio.get_running_loop().create_task(self._serve(reader, writer), name="second process")
        self._sessions.add(session)
        session.add_done_callback(self._sessions.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            opening = asyncio.get_running_loop().create_task(
                self._open(reader, writer), name="second process: opening"
            )
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)
            async with asyncio.timeout(_OPENING_SECONDS):
                frame = await opening
            if frame is not None:
                await self._carry_out(frame, reader, writer)
        except (OSError, ValueError, frames.BadFrame):  # ValueError: a line over the limit
            _LOGGER.warning("a connection was not a Dialer's, or broke off")
        finally:
            writer.close()

    async def _open(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> dict[str, Any] | None:
        """Go through the opening; return the first frame of a process that proved itself, else None."""
        hello = frames.decode(await reader.readline())
        if hello.get("v") != frames.VERSION:
            writer.write(frames.encode(refused="version"))
            return None
        nonces = f"{hello.get('nonce')}:{(mine := frames.nonce())}"
        writer.write(
            frames.encode(v=frames.VERSION, nonce=mine, proof=frames.proof(self._token, "owner", nonces))
        )
        frame = frames.decode(await reader.readline())
        if not frames.proves(self._token, "second", nonces, frame.get("proof")):
            raise frames.BadFrame
        if self._closing:
            writer.write(frames.encode(refused="closing"))
            return None
        return frame

    async def _carry_out(
        self, frame: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if frame.get("show") is True:
            writer.write(frames.encode(shown=self._show_window is not None))
            if self._show_window is not None and frame.get("hidden") is not True:
                self._show_window()
            return
        if frame.get("window") is True and self._show_window is None:
            writer.write(frames.encode(refused="window"))
            return
        if self._closing:  # since it proved itself: who waits for what runs has looked already
            writer.write(frames.encode(refused="closing"))
            return
        running = asyncio.get_running_loop().create_task(
            self._run(Request.of(frame), reader, writer), name="second process: command"
        )
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        await running

    async def _run(
        self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(frames.encode(started=True, beat=BEAT))
        channel = Channel(reader, writer)
        self._channels.add(channel)
        loop = asyncio.get_running_loop()
        listening = loop.create_task(channel.listen(), name="second process: answers")
        beating = loop.create_task(channel.beat(), name="second process: beats")
        try:
            await asyncio.sleep(0)  # where this process hung, whoever gave it up is gone by now
            if not (channel.left or channel.interrupted.is_set()):
                await channel.finish(await self._handler(request, channel))
        finally:
            listening.cancel()
            beating.cancel()
            self._channels.discard(channel)
