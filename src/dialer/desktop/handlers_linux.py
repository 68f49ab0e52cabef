"""Phone links on Linux and its like, by the freedesktop.org files that every desktop there reads.

Dialer stands before the others in the user's own list, which leaves them in it: whoever opened the links
before opens them again when Dialer's name is taken out, and also when Dialer itself is gone.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.errors import StorageError
from dialer.core.replacing import replace_file
from dialer.desktop.handlers import SCHEMES, LinkHandlers, Owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

OUR_ID = "dialer-links.desktop"

_LIST = "mimeapps.list"
_DEFAULTS = "[Default Applications]"
_ASSOCIATIONS = "[Added Associations]"
_CACHE = "[MIME Cache]"
_ENTRY = "[Desktop Entry]"
_KINDS = {scheme: f"x-scheme-handler/{scheme}" for scheme in SCHEMES}


class LinuxHandlers(LinkHandlers):
    """The desktop file of Dialer, and the lists that say which desktop file opens what."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Take the command that a link is added to; `environment` names the desktop's folders."""
        self._command = command
        env = os.environ if environment is None else environment
        user = Path(env.get("HOME") or Path.home())
        self._config = Path(env.get("XDG_CONFIG_HOME") or user / ".config")
        self._data = Path(env.get("XDG_DATA_HOME") or user / ".local" / "share")
        self._config_folders = [self._config, *_paths(env.get("XDG_CONFIG_DIRS") or "/etc/xdg")]
        shared = env.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        self._data_folders = [folder / "applications" for folder in (self._data, *_paths(shared))]
        desktops = [name.lower() for name in env.get("XDG_CURRENT_DESKTOP", "").split(":") if name]
        self._lists = [*(f"{desktop}-{_LIST}" for desktop in desktops), _LIST]

    @property
    def _desktop_file(self) -> Path:
        return self._data / "applications" / OUR_ID

    def owner(self, scheme: str) -> Owner:
        """Return who opens the links of a scheme: the first program in the lists that is there."""
        for entry_id in self._candidates(_KINDS[scheme]):
            if name := self._name_of(entry_id):
                return Owner(name, ours=entry_id == OUR_ID)
        return Owner()

    def take(self) -> None:
        """Write the desktop file, and put it before the others in the user's lists.

        Raises:
            StorageError: this cannot be written.
        """
        _write(self._desktop_file, self._entry())
        for file in self._own_lists():
            _write(file, _with_first(_read(file), lambda ids: [OUR_ID, *_without_us(ids)]))

    def give_back(self) -> None:
        """Take Dialer's name out of the user's lists, and its desktop file away.

        Raises:
            StorageError: this cannot be written.
        """
        for file in self._own_lists():
            text = _read(file)
            if OUR_ID in text:
                _write(file, _with_first(text, _without_us))
        try:
            self._desktop_file.unlink(missing_ok=True)
        except OSError:
            raise StorageError("links.error.not_written", path=self._desktop_file) from None

    def _own_lists(self) -> list[Path]:
        """Return the user's lists: the general one, and before it that of this desktop if it is there."""
        files = [self._config / name for name in self._lists]
        return [file for file in files if file.name == _LIST or file.exists()]

    def _candidates(self, kind: str) -> Iterator[str]:
        folders = [*self._config_folders, *self._data_folders]
        files = [folder / name for folder in folders for name in self._lists]
        for section in (_DEFAULTS, _ASSOCIATIONS):
            for file in files:
                yield from _ids(_value(_read(file), section, kind))
        for folder in self._data_folders:
            yield from _ids(_value(_read(folder / "mimeinfo.cache"), _CACHE, kind))

    def _name_of(self, entry_id: str) -> str:
        """Return the name of a desktop file's program; nothing if it is not there any more."""
        for folder in self._data_folders:
            for name in dict.fromkeys((entry_id, entry_id.replace("-", "/", 1))):
                if text := _read(folder / name):
                    program = _value(text, _ENTRY, "TryExec")
                    gone = bool(program) and shutil.which(program) is None
                    hidden = _value(text, _ENTRY, "Hidden").lower() == "true"
                    return "" if gone or hidden else _value(text, _ENTRY, "Name") or entry_id
        return ""

    def _entry(self) -> str:
        command = " ".join(_quoted(word) for word in self._command)
        return (
            f"{_ENTRY}\nType=Application\nName=Dialer\n"
            f"Exec={command} %u\nTryExec={_escaped(self._command[0])}\n"
            "NoDisplay=true\nTerminal=false\nStartupNotify=false\n"
            f"MimeType={''.join(f'{kind};' for kind in _KINDS.values())}\n"
        )


def _with_first(text: str, change: Callable[[list[str]], list[str]]) -> str:
    """Return a list in which the programs of our schemes are changed; every other line stays as it is."""
    lines = text.splitlines()
    if _DEFAULTS not in lines:
        lines += ["", _DEFAULTS] if lines else [_DEFAULTS]
    start = lines.index(_DEFAULTS) + 1
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("[")), len(lines))
    section, kinds = [], dict.fromkeys(_KINDS.values(), False)
    for line in lines[start:end]:
        kind = line.partition("=")[0].strip()
        if kind not in kinds:
            section.append(line)
        elif not kinds[kind]:  # of several lines, only the first one counts
            section += _line(kind, change(_ids(line.partition("=")[2])))
            kinds[kind] = True
    rest = [new for kind, seen in kinds.items() if not seen for new in _line(kind, change([]))]
    blank = len(section)
    while blank and not section[blank - 1].strip():
        blank -= 1
    section[blank:blank] = rest
    return "\n".join([*lines[:start], *section, *lines[end:]]) + "\n"


def _line(kind: str, ids: list[str]) -> list[str]:
    return [f"{kind}={''.join(f'{each};' for each in ids)}"] if ids else []


def _without_us(ids: list[str]) -> list[str]:
    return [each for each in ids if each != OUR_ID]


def _ids(value: str) -> list[str]:
    return [each.strip() for each in value.split(";") if each.strip()]


def _value(text: str, section: str, key: str) -> str:
    """Return the first value of a key in a section of such a file."""
    here = False
    for line in text.splitlines():
        if line.startswith("["):
            here = line.strip() == section
        elif here and line.partition("=")[0].strip() == key:
            return line.partition("=")[2].strip()
    return ""


def _quoted(word: str) -> str:
    """Return an argument as it stands in Exec: quoted, and escaped twice, as a command and as a value."""
    for char in '\\"`$':
        word = word.replace(char, f"\\{char}")
    return _escaped(f'"{word}"').replace("%", "%%")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _paths(value: str) -> list[Path]:
    return [Path(part) for part in value.split(":") if part]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _write(file: Path, text: str) -> None:
    """Replace a file whole; where it is a link to another one, that one.

    Raises:
        StorageError: this cannot be written.
    """
    try:
        place = file.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
        replace_file(place, text.encode("utf-8", "surrogateescape"), mode)
    except OSError:
        raise StorageError("links.error.not_written", path=file) from None
