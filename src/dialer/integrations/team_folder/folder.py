"""The folder as this desk sees it: its own files, to which it alone appends, and those of the others.

Never SQLite: its locks do not hold on network shares (sqlite.org, "How To Corrupt An SQLite Database", 2.1).
One file has one writer, and a line is complete only with its line break: a torn one is read when its rest
comes, or passed over. Everything here blocks and runs on a thread.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import re
import stat
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.calls.call_back import merged
from dialer.integrations.team_folder.lines import (
    LONGEST,
    BackLine,
    CallLine,
    GoneLine,
    of_call_back,
    read_line,
    to_call_back,
    write_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from dialer.calls.call_back import CallBack
    from dialer.integrations.team_folder.lines import Line

KEPT = timedelta(days=14)
"""How long a file stays; call-backs that are still of use are carried over to a new one."""

LARGEST = 16 * 1024 * 1024
"""Bytes of a file; what is larger was not written by Dialer, and is left alone."""

AT_ONCE = 1024 * 1024
"""Bytes of one file that are read in one round."""

MOST_FILES = 400

_NAME = re.compile(r"dialer-([0-9a-f]{16})-([0-9]{4}-[0-9]{2}-[0-9]{2})\.jsonl")
# A colleague can put a link or a pipe in the place of any file: none is followed, none is waited for.
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_ANYBODY = 0o666


def desk_name(home: str) -> str:
    """Return what the files of a home at this computer are called: a copied home elsewhere writes others."""
    return hashlib.blake2b(f"{home} {platform.node()}".encode(), digest_size=8).hexdigest()


class NotOurs(PermissionError):
    """In the place of a file of this desk there is something that Dialer did not make."""


@dataclass
class Place:
    """How far a file of somebody else was read."""

    offset: int = 0
    skipping: bool = False


@dataclass
class Folder:
    """One folder for one desk.

    Attributes:
        path: the folder.
        desk: whose own files it writes.
        counted: what was passed over, for diagnostics.
    """

    path: str
    desk: str
    counted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Nothing was read yet."""
        self._places: dict[str, Place] = {}
        self._shared: set[str] = set()
        self._knows_own = False

    def try_out(self) -> None:
        """See that it is a folder, and that this desk may write into it.

        Raises:
            OSError: it is not, or may not.
        """
        probe = Path(self.path) / f"dialer-check-{self.desk}-{os.urandom(4).hex()}.tmp"
        if not Path(self.path).is_dir():
            raise FileNotFoundError
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, _ANYBODY))
        probe.unlink()

    def read(self, today: date) -> list[Line]:
        """Return the lines of others that are new."""
        found: list[Line] = []
        for name, _ in self._files(today):
            place = self._places.setdefault(name, Place())
            found += self._read_on(name, place)
        return found

    def share(self, line: Line, today: date) -> None:
        """Append a line to this desk's file; a call that was shared before is not shared again.

        With a call-back that is removed what this desk's files said of it goes, too.
        """
        self._learn_own(today)
        if isinstance(line, CallLine):
            if line.id in self._shared:
                return
            self._append(line, today)
            self._shared.add(line.id)
            return
        if isinstance(line, BackLine) and line.removed:
            self._blank_all(line.id, today)
        self._append(line, today)

    def withdraw(self, call_id: str, today: date) -> None:
        """Take the words of a call out of this desk's files, and tell whoever has read them already."""
        self._learn_own(today)
        if call_id not in self._shared:
            return
        self._blank_all(call_id, today)
        self._append(GoneLine(id=call_id), today)
        self._shared.discard(call_id)

    def _files(self, today: date, *, own: bool = False) -> Iterator[tuple[str, date]]:
        """Yield the files of others, or this desk's, that are not too old, in the order of their days."""
        found = []
        with os.scandir(self.path) as entries:
            for entry in entries:
                match = _NAME.fullmatch(entry.name)
                if match is None or (match[1] == self.desk) is not own:
                    continue
                if (day := _day(match[2])) is not None:
                    found.append((day, entry.name))
        found.sort()
        if len(found) > MOST_FILES:
            self.counted["files_left_out"] += len(found) - MOST_FILES
        for day, name in found[-MOST_FILES:]:
            # A desk whose clock is ahead is read too; one that is far ahead is not.
            if own or today - KEPT <= day <= today + timedelta(days=2):
                yield name, day

    def _read_on(self, name: str, place: Place) -> Iterator[Line]:
        try:
            handle = os.open(Path(self.path) / name, os.O_RDONLY | _PLAIN)
        except FileNotFoundError:  # its desk has just tidied up
            return
        except OSError:
            self.counted["unreadable"] += 1
            return
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
            os.close(handle)
            self.counted["files_refused"] += 1
            return
        with os.fdopen(handle, "rb") as file:
            if facts.st_size < place.offset:  # it was cut: what was read before does no harm
                place.offset, place.skipping = 0, False
            if facts.st_size == place.offset:
                return
            file.seek(place.offset)
            yield from self._lines(file.read(AT_ONCE), place)

    def _lines(self, content: bytes, place: Place) -> Iterator[Line]:
        """Yield the complete lines; the rest is read again when there is more of it."""
        *whole, rest = content.split(b"\n")
        for raw in whole:
            place.offset += len(raw) + 1
            if place.skipping:
                place.skipping = False
            elif raw.strip():
                line = read_line(raw)
                if line is None:
                    self.counted["lines_passed_over"] += 1
                else:
                    yield line
        if len(rest) > LONGEST:
            place.offset += len(rest)
            place.skipping = True

    def _learn_own(self, today: date) -> None:
        """Find out which calls this desk has shared already; an earlier run of Dialer may have."""
        if self._knows_own:
            return
        for name, _ in self._files(today, own=True):
            for line in self._read_whole(name):
                if isinstance(line, CallLine):
                    self._shared.add(line.id)
                elif isinstance(line, GoneLine):
                    self._shared.discard(line.id)
        self._knows_own = True

    def _read_whole(self, name: str) -> Iterator[Line]:
        place, before = Place(), -1
        while place.offset != before:
            before = place.offset
            yield from self._read_on(name, place)

    def _append(self, line: Line, today: date) -> None:
        path = Path(self.path) / f"dialer-{self.desk}-{today.isoformat()}.jsonl"
        is_new = not os.path.lexists(path)
        carried = self._carry_over(today) if is_new else b""
        with _open_own(path, os.O_APPEND | os.O_CREAT) as file:
            if not _ends_well(file):
                file.write(b"\n")  # a line that was torn when Dialer was killed ends there
            file.write(carried + write_line(line))
            file.flush()
            os.fsync(file.fileno())
            if is_new and hasattr(os, "fchmod"):
                with suppress(OSError):  # whoever may read the folder may read it, whatever the user's mask
                    os.fchmod(file.fileno(), Path(self.path).stat().st_mode & _ANYBODY | 0o600)
        if is_new:
            self._tidy(today)

    def _carry_over(self, today: date) -> bytes:
        """Return the call-backs of the files that go, as far as anybody may still need them."""
        kept: dict[str, CallBack] = {}
        for name, day in self._files(today, own=True):
            if day >= today - KEPT:
                continue
            for line in self._read_whole(name):
                if isinstance(line, BackLine) and (back := to_call_back(line)) is not None:
                    kept[back.id] = merged(kept[back.id], back) if back.id in kept else back
        since = datetime.combine(today - KEPT, datetime.min.time()).astimezone()
        needed = (back for back in kept.values() if back.open or (back.done_at and back.done_at >= since))
        return b"".join(write_line(of_call_back(back)) for back in needed)

    def _tidy(self, today: date) -> None:
        for name, day in list(self._files(today, own=True)):
            if day < today - KEPT:
                (Path(self.path) / name).unlink(missing_ok=True)

    def _blank_all(self, shared_id: str, today: date) -> None:
        for name, _ in self._files(today, own=True):
            try:
                self._blank(name, shared_id)
            except NotOurs:  # nothing was written there
                self.counted["files_refused"] += 1

    def _blank(self, name: str, shared_id: str) -> None:
        """Overwrite a call's or a call-back's lines with spaces: all else stays where readers expect it."""
        with _open_own(Path(self.path) / name, 0) as file:
            place = 0
            for raw in file.read(LARGEST).splitlines(keepends=True):
                line = read_line(raw.rstrip(b"\n"))
                if isinstance(line, CallLine | BackLine) and line.id == shared_id:
                    file.seek(place)
                    file.write(b" " * (len(raw) - 1))
                place += len(raw)
            file.flush()
            os.fsync(file.fileno())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _open_own(path: Path, flags: int) -> BinaryIO:
    """Open a file of this desk to be read and written.

    Raises:
        NotOurs: something else is in its place.
        OSError: it cannot be opened.
    """
    try:
        handle = os.open(path, os.O_RDWR | flags | _PLAIN, _ANYBODY)
    except OSError as error:
        raise (NotOurs if error.errno == errno.ELOOP else error) from None  # a link
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotOurs
    return os.fdopen(handle, "r+b")


def _ends_well(file: BinaryIO) -> bool:
    """Whether the next line begins on a line of its own; the file then stands at its end."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return True
    file.seek(size - 1)
    return file.read(1) == b"\n"
