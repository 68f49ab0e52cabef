"""Rules about an integration's files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dialer.core.errors import InputError
from dialer.core.fields import Choice, MultiChoice
from dialer.core.manifest import read_manifest
from dialer.core.strings import LANGUAGES
from dialer.testing.quality.rule import reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.testing.quality.subject import Subject

_KNOWN = {"manifest.json", "icon.svg", "quality.toml", "py.typed"}
_NEEDED = ("manifest.json", "icon.svg", "__init__.py", "config_flow.py")
_MODULE = re.compile(r"[a-z_][a-z0-9_]*\.py")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LARGEST_ICON = 16 * 1024
_SIZE = "0 0 24 24"


@reads
def manifest_valid(subject: Subject) -> Iterator[str]:
    """Without a good manifest nobody can be told what an integration is and whom to ask about it."""
    try:
        read_manifest(subject.folder, subject.manifest.package)
    except InputError as error:
        yield f"manifest.json: {error.key} {error.placeholders or ''}".rstrip()
        return
    if not subject.manifest.third_party and subject.folder.name != subject.domain:
        yield f"the folder is called {subject.folder.name}, the domain {subject.domain}"


@reads
def file_names(subject: Subject) -> Iterator[str]:
    """Whoever knows one integration finds his way in all others."""
    for name in (*_NEEDED, *(f"{kind}.py" for kind in subject.manifest.kinds)):
        if not (subject.folder / name).is_file():
            yield f"{name} is missing"
    for file in sorted(subject.folder.rglob("*")):
        path = file.relative_to(subject.folder)
        if file.is_dir() or "__pycache__" in path.parts or path.as_posix() in _KNOWN:
            continue
        translation = (
            path.parent.as_posix() == "strings" and path.stem in LANGUAGES and path.suffix == ".json"
        )
        if not translation and not _MODULE.fullmatch(path.name):
            yield f"{path.as_posix()} has no place here"


@reads
def icon(subject: Subject) -> Iterator[str]:
    """The window draws it in the colour of its text, on light and dark ground; it must load nothing."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        content = subject.manifest.icon.read_bytes()
        root = fromstring(content, forbid_dtd=True)
    except (OSError, ParseError, ValueError, DefusedXmlException) as error:
        yield f"icon.svg: {type(error).__name__}"
        return
    if len(content) > _LARGEST_ICON:
        yield f"icon.svg is larger than {_LARGEST_ICON} bytes"
    if _local(root.tag) != "svg" or root.get("viewBox") != _SIZE:
        yield f'icon.svg is no <svg viewBox="{_SIZE}">'
    yield from (f"icon.svg: {what}" for what in _not_a_path(root))


def _not_a_path(root: Any) -> Iterator[str]:
    paths = 0
    for element in root.iter():
        name = _local(element.tag)
        paths += name == "path"
        if element is not root and name != "path":
            yield f"<{name}>, where only <path> is drawn"
        for attribute, value in element.items():
            if _local(attribute).lower().startswith(("on", "href", "style")) or "url(" in value.lower():
                yield f"{_local(attribute)} may run or load something"
    if not paths:
        yield "no <path>"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


@reads
def strings_complete(subject: Subject) -> Iterator[str]:
    """Four languages are promised: a word that is missing in one is shown in English, or as a key."""
    english = subject.strings("en") or {}
    for language in LANGUAGES:
        texts = subject.strings(language)
        if texts is None:
            yield f"strings/{language}.json is missing or damaged"
            continue
        yield from (f"{language}: {key} is missing" for key in sorted(english.keys() - texts.keys()))
        yield from (f"{language}: {key} is not in English" for key in sorted(texts.keys() - english.keys()))
        for key in sorted(english.keys() & texts.keys()):
            if not texts[key].strip():
                yield f"{language}: {key} is empty"
            if set(_PLACEHOLDER.findall(texts[key])) != set(_PLACEHOLDER.findall(english[key])):
                yield f"{language}: {key} has other placeholders than in English"


@reads
def fields_explained(subject: Subject) -> Iterator[str]:
    """A form without a label and a hint for each field sends people to the telephone to ask what is meant."""
    needed = ["description"]
    for field in subject.fields:
        needed += [f"field.{field.key}.label", f"field.{field.key}.hint"]
        if isinstance(field, Choice | MultiChoice):
            needed += [f"field.{field.key}.option.{value}" for value in field.options]
    there = subject.strings("en") or {}
    yield from (f"strings/en.json has no {key}" for key in needed if key not in there)
