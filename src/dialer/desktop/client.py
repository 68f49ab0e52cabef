"""The second process: hands its command over to the owner of the home and shows what the owner answers.

It is written without asyncio, whose import alone takes longer than most commands.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Protocol

from dialer.desktop import address, frames
from dialer.desktop.errors import NotTaken, OtherVersion, OwnerGone, OwnerSilent
from dialer.desktop.interrupts import Interrupts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CONNECT_SECONDS = 0.5
_OPENING_SECONDS = 3.0
_CHUNK = 1 << 16


class Screen(Protocol):
    """The terminal of this process."""

    def out(self, line: str) -> None:
        """Print a line."""

    def err(self, line: str) -> None:
        """Print a line on standard error."""

    def read(self, prompt: str, *, secret: bool) -> str | None:
        """Return what the user answers, None where there is nothing more to read."""


class Client:
    """A connection to the owner of a home."""

    def __init__(self, home: Path) -> None:
        """Find the owner and make sure that it is one.

        Raises:
            NotTaken: nobody listens there.
            OtherVersion: the owner is another version of Dialer.
        """
        place = address.find(home)
        if place is None:
            raise NotTaken
        try:
            self._socket = place.connect(_CONNECT_SECONDS)
        except OSError:
            raise NotTaken from None
        self._buffer = bytearray()
        try:
            self._socket.settimeout(_OPENING_SECONDS)
            self._proof = self._open(place.token)
        except (OSError, frames.BadFrame):
            self.close()
            raise NotTaken from None
        except OtherVersion:
            self.close()
            raise

    def close(self) -> None:
        """Hang up on the owner; a command that still runs there is interrupted."""
        self._socket.close()

    def show_window(self, *, hidden: bool = False) -> bool:
        """Ask the owner to show its window, or only whether it has a hidden one; False where it has none.

        Raises:
            NotTaken: it is closing.
        """
        try:
            answer = self._exchange(proof=self._proof, show=True, hidden=hidden)
        except (OSError, frames.BadFrame):
            raise NotTaken from None
        return answer.get("shown") is True

    def run(
        self,
        argv: Sequence[str],
        cwd: Path,
        language: str,
        *,
        interactive: bool,
        screen: Screen,
        to_window: bool = False,
    ) -> int:
        """Have the owner carry a command out, and return its exit code.

        Args:
            argv: the command line.
            cwd: the folder that relative file names start from.
            language: the language of the terminal.
            interactive: whether a person can answer questions here.
            screen: the terminal.
            to_window: whether only an owner that has a window can carry it out.

        Raises:
            NotTaken: the owner is closing, or has no window; nothing was started.
            OwnerGone: it broke off.
            OwnerSilent: it hangs.
            Abandoned: the user did not want to wait.
        """
        request = {
            "argv": list(argv),
            "cwd": str(cwd),
            "language": language,
            "interactive": interactive,
            "window": to_window,
        }
        try:
            self._send(proof=self._proof, **request)
        except OSError:
            raise NotTaken from None
        try:
            answer = self._receive(None)
        except TimeoutError:
            self._leave()
            raise OwnerSilent from None
        except OSError:  # it may have got the request, and its answer may be lost
            raise OwnerGone from None
        except frames.BadFrame:
            raise NotTaken from None
        if answer.get("started") is not True:
            raise NotTaken
        beat = answer.get("beat")
        with Interrupts(beat if isinstance(beat, int | float) and beat > 0 else None) as interrupts:
            return self._mirror(screen, interrupts)

    def _leave(self) -> None:
        """Tell an owner that hangs, for when it does so no more, that nobody waits for it."""
        with contextlib.suppress(OSError):
            self._send(left=True)

    def _mirror(self, screen: Screen, interrupts: Interrupts) -> int:
        self._socket.settimeout(None)
        while True:
            try:
                frame = self._receive(interrupts)
                if "exit" in frame:
                    return int(frame["exit"])
                if "out" in frame:
                    screen.out(frame["out"])
                elif "err" in frame:
                    screen.err(frame["err"])
                elif "ask" in frame:
                    self._answer(frame, screen, interrupts)
            except OwnerSilent:
                self._leave()
                raise
            except (OSError, frames.BadFrame):
                raise OwnerGone from None

    def _answer(self, frame: dict[str, Any], screen: Screen, interrupts: Interrupts) -> None:
        try:
            with interrupts.raising():
                answer = screen.read(frame["ask"], secret=frame.get("secret") is True)
        except KeyboardInterrupt:
            self._send(interrupt=True)
        else:
            self._send(answer=answer)

    def _open(self, token: str) -> str:
        mine = frames.nonce()
        answer = self._exchange(v=frames.VERSION, nonce=mine)
        if answer.get("v") != frames.VERSION:
            raise OtherVersion
        nonces = f"{mine}:{answer.get('nonce')}"
        if not frames.proves(token, "owner", nonces, answer.get("proof")):
            raise frames.BadFrame
        return frames.proof(token, "second", nonces)

    def _exchange(self, **frame: object) -> dict[str, Any]:
        self._send(**frame)
        return self._receive(None)

    def _send(self, **frame: object) -> None:
        self._socket.sendall(frames.encode(**frame))

    def _receive(self, interrupts: Interrupts | None) -> dict[str, Any]:
        """Return the owner's next frame; pass each interruption on meanwhile.

        Raises:
            BadFrame: the owner closed the connection.
            OwnerSilent: it has not said for a while that it is alive.
        """
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if interrupts is not None and not self._readable(interrupts):
                continue
            chunk = self._socket.recv(_CHUNK)
            if not chunk:
                raise frames.BadFrame
            self._buffer += chunk
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return frames.decode(line)

    def _readable(self, interrupts: Interrupts) -> bool:
        """Wait for the owner or for Ctrl-C, and pass Ctrl-C on."""
        readable = interrupts.wait(self._socket)
        if interrupts.pressed():
            self._send(interrupt=True)
        return readable
