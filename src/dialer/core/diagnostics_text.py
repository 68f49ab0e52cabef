"""Facts as a text that may be given away: JSON without secrets, numbers, addresses and the user's name.

Everything is cleaned twice: each value before it is written, and each line of what was written, since writing
changes how a secret looks. It is a JSON document before and after.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from enum import Enum, Flag
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.redact import REPLACEMENT
from dialer.core.redact_keys import is_telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.core.redact import Redactor

_DEEPEST = 12
_MOST = 2000
# What is longer is cut before it is searched, and again after, so that no half of a secret stays at the cut.
_LONGEST_SEARCHED = 200_000
_LONGEST_SHOWN = 20_000
_CUT = "…"

_HOMES = re.compile(r"(?i)(?:(?:[a-z]:)?[\\/]+(?:home|users)[\\/]+[^\\/\s\"'<>|:]+|(?<![\w/])/root(?![\w]))")
_LEAF = re.compile(r'(?P<before>\s*)(?P<key>"(?:\\.|[^"\\])*": )?(?P<value>[^,].*?)(?P<after>,?)$')


def plain(value: object) -> object:
    """Return what anybody's code gave as what JSON can hold, of a bounded size.

    What the objects in it raise is raised.
    """
    return _plain(value, _DEEPEST, iter(range(_MOST)))


class Cleaner:
    """Makes a text of plain facts."""

    def __init__(self, redactor: Redactor) -> None:
        """Take out what the redactor knows."""
        self._redactor = redactor
        self._home = str(Path.home())

    def document(self, facts: Mapping[str, object]) -> str:
        """Return the facts as a JSON document in lines."""
        text = json.dumps(self._value(facts), ensure_ascii=False, indent=2)
        lines = text.split("\n")
        cleaned = [self._redactor.redact(line) for line in lines]
        if not _is_json("\n".join(cleaned)):
            # A secret that looks like JSON's own signs: what holds it goes as a whole.
            cleaned = [
                new if new == old else _without_value(old) for old, new in zip(lines, cleaned, strict=True)
            ]
        return "\n".join(cleaned) + "\n"

    def _value(self, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list | tuple):
            return [self._value(item) for item in value]
        return self._text(str(value))

    def _mapping(self, facts: Mapping[object, object]) -> dict[str, object]:
        cleaned: dict[str, object] = {}
        for key, value in facts.items():
            name = self._text(str(key))
            while name in cleaned:  # two keys that were told apart by what was taken out of them
                name += "'"
            says_nothing = value is None or isinstance(value, bool)
            hidden = is_telling(str(key)) and not says_nothing
            cleaned[name] = REPLACEMENT if hidden else self._value(value)
        return cleaned

    def _number(self, value: float) -> object:
        text = str(value)
        if not math.isfinite(value) or self._redactor.redact(text) != text:
            return self._text(text)
        return value

    def _text(self, text: str) -> str:
        text = self._redactor.redact(self._without_user(text[:_LONGEST_SEARCHED]))
        text = text.encode("utf-8", "backslashreplace").decode()  # half a character cannot be written
        return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + _CUT

    def _without_user(self, text: str) -> str:
        """Return the text with the home folder as ``~``: its path has the user's name in it."""
        if len(self._home) > 1:
            for path in (self._home, self._home.replace("\\", "\\\\"), self._home.replace("\\", "/")):
                text = text.replace(path, "~")
        return _HOMES.sub("~", text)


def _plain(value: object, depth: int, left: Iterator[int]) -> object:
    if next(left, None) is None or depth == 0:
        return _CUT
    if isinstance(value, Flag):
        return [str(member.name) for member in type(value) if member in value]
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Mapping):
        # Zipped in this order, so that nothing is taken that there is no room for.
        return {str(key): _plain(value[key], depth - 1, left) for _, key in zip(range(_MOST), value)}  # noqa: B905  # the shorter one ends it
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(item, depth - 1, left) for _, item in zip(range(_MOST), value)]  # noqa: B905  # as above
    return str(value)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _without_value(line: str) -> str:
    """Return a line of a JSON document with nothing but stars in place of its value, if it has one."""
    if line.rstrip(",").endswith(("{", "[", "}", "]")):
        return line
    return _LEAF.sub(rf'\g<before>\g<key>"{REPLACEMENT}"\g<after>', line)
