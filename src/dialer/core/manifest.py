"""What an integration says of itself, in the manifest.json of its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dialer.core.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("telephony", "meetings", "directory", "team")
BUILT_IN = "dialer.integrations"

_LONGEST_FILE = 64 * 1024
_LONGEST_TEXT = 200


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an integration says of itself.

    Attributes:
        domain: its folder's name and its name on the command line.
        name: the provider's own name.
        version: the integration's own; Dialer's for those that come with it.
        kinds: what it adds: telephony, meetings, directory, team.
        icon: its picture, an SVG file.
        folder: where its files are.
        package: what is imported.
        third_party: others wrote it: the window names it as such.
        distribution: the installed package that it comes in; empty for those that come with Dialer.
        owner: who answers for it.
        documentation: a web address where it is explained.
    """

    domain: str
    name: str
    version: str
    kinds: tuple[str, ...]
    icon: Path
    folder: Path
    package: str
    third_party: bool = False
    distribution: str = ""
    owner: str = ""
    documentation: str = ""


def read_manifest(folder: Path, package: str, distribution: str = "") -> Manifest:
    """Read the manifest of an integration without importing anything of it.

    Raises:
        InputError: it is missing or damaged, or says something that does not fit; the key says which.
    """
    content = _content(folder / "manifest.json")
    domain = _text(content, "domain")
    if not (domain.isascii() and domain.isidentifier() and domain.islower()):
        raise InputError("core.manifest.bad_field", field="domain")
    kinds = content.get("kinds")
    if not (isinstance(kinds, list) and kinds and all(kind in KINDS for kind in kinds)):
        raise InputError("core.manifest.bad_field", field="kinds")
    documentation = _text(content, "documentation", needed=False)
    if documentation and urlsplit(documentation).scheme != "https":
        raise InputError("core.manifest.bad_field", field="documentation")
    return Manifest(
        domain=domain,
        name=_text(content, "name"),
        version=_text(content, "version"),
        kinds=tuple(kinds),
        icon=folder / "icon.svg",
        folder=folder,
        package=package,
        third_party=bool(distribution),
        distribution=distribution,
        owner=_text(content, "owner", needed=False),
        documentation=documentation,
    )


def _content(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = json.loads(opened.read(_LONGEST_FILE))
    except OSError:
        raise InputError("core.manifest.missing") from None
    except (ValueError, RecursionError):
        raise InputError("core.manifest.damaged") from None
    if not isinstance(content, dict):
        raise InputError("core.manifest.damaged")
    return content


def _text(content: dict[str, Any], field: str, *, needed: bool = True) -> str:
    """Return a short text on one line, as the window can show it."""
    text = content.get(field, "")
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT or not text.isprintable():
        raise InputError("core.manifest.bad_field", field=field)
    if needed and not text.strip():
        raise InputError("core.manifest.bad_field", field=field)
    return text.strip()
