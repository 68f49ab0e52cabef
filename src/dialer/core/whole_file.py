"""A file that is there when it is complete: nobody ever meets half of it.

It is written under another name in the same folder and takes its name in the end, so that what fails or is
cancelled leaves what was there before.
"""

from __future__ import annotations

import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO


class WholeFile:
    """A file under a name of its own until it is complete."""

    def __init__(self, path: Path) -> None:
        """Nothing is written yet."""
        self._path = path
        self._name: Path | None = None
        self._file: BinaryIO = io.BytesIO()

    def open(self) -> None:
        """Begin it beside the one it becomes.

        Raises:
            InputError: nothing can be written there.
        """
        self._path = Path(os.path.realpath(self._path))  # through a link, to what it points to
        if self._path.exists() and not self._path.is_file():
            raise InputError("exchange.export.no_file")
        try:
            # mkstemp makes the file readable by its owner only: these are people's numbers.
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name[:100]}-")
        except (OSError, ValueError) as error:
            raise InputError("exchange.export.unwritable") from error
        self._name = Path(name)
        self._file = os.fdopen(handle, "wb")

    def write(self, content: bytes) -> None:
        """Go on.

        Raises:
            InputError: the disk is full, for instance.
        """
        try:
            self._file.write(content)
        except OSError as error:
            raise InputError("exchange.export.unwritable") from error

    def finish(self) -> None:
        """Give the file its name, with the rights of the one it replaces.

        Raises:
            InputError: that is not possible; the old file is as it was.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._name is not None:
                with suppress(OSError):
                    self._name.chmod(self._path.stat().st_mode & 0o777)
                self._name.replace(self._path)
                self._name = None
        except OSError as error:
            raise InputError("exchange.export.unwritable") from error

    def discard(self) -> None:
        """Remove it, unless it is finished."""
        with suppress(OSError):
            self._file.close()
        if self._name is not None:
            with suppress(OSError):
                self._name.unlink()
