"""A new file that is there as a whole or not at all, and that takes no other's place."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from dialer.core.errors import OutcomeUnknown
from dialer.core.threads import to_its_end

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_AT_ONCE = 1 << 20
_MOST = 999
_FROM_THE_INTERNET = "[ZoneTransfer]\r\nZoneId=3\r\n"


class NewFile:
    """Takes a file's content piece by piece; the disk is never waited for in the loop.

    Attributes:
        path: where it is, once that is known.
        failure: why a piece was not taken.
    """

    path: Path

    def __init__(self, folder: Path, name: str, largest: int, progress: Callable[[int], None]) -> None:
        """Mean to write a file of this name, or with a number after it where there is one already."""
        self._folder, self._name, self._largest, self._progress = folder, name, largest, progress
        self._waiting = bytearray()
        self._size = 0
        self._file: BinaryIO | None = None
        self.failure: OSError | OutcomeUnknown | None = None

    async def __aenter__(self) -> Self:
        """Take the name, so that nobody else does.

        Raises:
            OSError: no file can be made there.
        """
        try:
            await to_its_end(self._open)
        except asyncio.CancelledError:
            await to_its_end(self._remove)
            raise
        return self

    async def write(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            OSError: it cannot be written.
            OutcomeUnknown: the file gets too large.
        """
        self._size += len(piece)
        self._waiting += piece
        if self._size > self._largest:
            self.failure = OutcomeUnknown("core.net.too_large")
            raise self.failure
        if len(self._waiting) >= _AT_ONCE:
            try:
                await self._flush()
            except OSError as error:
                self.failure = error
                raise
        self._progress(self._size)

    async def __aexit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Put the complete file in its place; after a failure leave nothing."""
        done = False
        try:
            if kind is None:
                await self._flush()
                await to_its_end(self._finish)
                done = True
        finally:
            if not done:
                await to_its_end(self._remove)

    @property
    def _part(self) -> Path:
        return self.path.with_name(f"{self.path.name}.part")

    def _open(self) -> None:
        stem, dot, ending = self._name.rpartition(".")
        for number in range(1, _MOST):
            name = self._name if number == 1 else f"{stem} ({number}){dot}{ending}"
            self.path = self._folder / name
            with contextlib.suppress(FileExistsError):
                self._reserve(self.path)
                try:
                    self._reserve(self._part)
                except OSError:
                    self.path.unlink()
                    raise
                self._file = self._part.open("r+b")
                return
        raise FileExistsError

    @staticmethod
    def _reserve(path: Path) -> None:
        # O_EXCL follows no link and takes no other file's place.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    async def _flush(self) -> None:
        piece, self._waiting = bytes(self._waiting), bytearray()
        if piece and self._file is not None:
            await to_its_end(self._file.write, piece)

    def _finish(self) -> None:
        assert self._file is not None  # noqa: S101  # it was opened
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.path)
        if sys.platform == "win32":
            # Programs are careful with what bears this mark.
            with contextlib.suppress(OSError):
                Path(f"{self.path}:Zone.Identifier").write_text(_FROM_THE_INTERNET, encoding="ascii")

    def _remove(self) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.close()
        for path in (self._part, self.path):
            with contextlib.suppress(OSError):
                path.unlink()
