"""``dialer scaffold``: write a small package with a provider of one's own. It needs no home.

The templates lie in ``resources/scaffold``: the files of ``common``, and those of the kind, which replace a
common one of the same name. ``NAME`` in a path and ``${name}`` in a text stand for the integration's name,
and ``.template`` at the end of a file's name goes. A text also has ``${Name}`` (for classes), ``${title}``
(as people read it) and ``${distribution}`` (as pip knows it); a dollar sign of its own is written twice.
"""

from __future__ import annotations

import importlib.util
import keyword
import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import dialer
from dialer.cli.exitcodes import Exit
from dialer.cli.terminal import dumps
from dialer.core import loader
from dialer.core.errors import InputError
from dialer.core.strings import shared_parts

if TYPE_CHECKING:
    import argparse

    from dialer.cli.terminal import Terminal
    from dialer.core.strings import Strings

KINDS = {"telephony": "telephony", "meeting": "meetings", "directory": "directory"}
"""What is asked for, and the folder of its templates."""

_TEMPLATES = Path(dialer.__file__).resolve().parent / "resources" / "scaffold"
_COMMON = "common"
_ENDING = ".template"
# The longest that leaves the lines of the templates short enough.
_NAME = re.compile(r"[a-z](?:_?[a-z0-9]){1,23}")


def run(args: argparse.Namespace, terminal: Terminal, strings: Strings) -> int:
    """Write the package, and say what comes next."""
    name = _checked(args.name)
    folder = Path(args.into).absolute() / _distribution(name)
    files = files_of(args.kind, name)
    _write(folder, files)
    if args.json:
        terminal.out(dumps({"folder": str(folder), "files": sorted(files)}))
        return Exit.DONE
    terminal.out(strings.text("scaffold.written", folder=folder))
    for file in sorted(files):
        terminal.out(f"  {file}")
    terminal.out(strings.text("scaffold.next", distribution=folder.name))
    return Exit.DONE


def _checked(name: str) -> str:
    """Return the name, if an integration may be called so.

    Raises:
        InputError: it may not.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise InputError("scaffold.bad_name", name=name)
    taken = name in loader.discover() or name in shared_parts()
    if taken or importlib.util.find_spec(_package(name)) is not None:
        raise InputError("scaffold.taken", name=name)
    return name


def _package(name: str) -> str:
    return f"dialer_{name}"


def _distribution(name: str) -> str:
    return _package(name).replace("_", "-")


def files_of(kind: str, name: str) -> dict[str, str]:
    """Return the texts of a package by their place in it."""
    words = name.split("_")
    values = {
        "name": name,
        "Name": "".join(word.capitalize() for word in words),
        "title": " ".join(word.capitalize() for word in words),
        "distribution": _distribution(name),
    }
    files = {}
    for templates in (_TEMPLATES / _COMMON, _TEMPLATES / KINDS[kind]):
        for file in sorted(templates.rglob(f"*{_ENDING}")):
            place = file.relative_to(templates).as_posix().removesuffix(_ENDING).replace("NAME", name)
            files[place] = Template(file.read_text("utf-8")).substitute(values)
    return files


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True)
        for place, text in files.items():
            file = folder / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
    except FileExistsError:
        raise InputError("scaffold.exists", folder=folder) from None
    except OSError:
        raise InputError("scaffold.unwritable", folder=folder) from None
