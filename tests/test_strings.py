"""The strings files: complete in four languages, and in step with the source."""

from __future__ import annotations

import ast
import json
import re
from functools import cache

import pytest

from tests.source import PACKAGE, dotted, modules

LANGUAGES = ("en", "nl", "fr", "de")
PARTS = sorted({path.stem for path in (PACKAGE / "resources" / "strings").glob("*/*.json")})
DOMAINS = sorted({path.parent.parent.name for path in PACKAGE.glob("integrations/*/strings/*.json")})

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_]+)+")
# What stands still in a key that is put together: enough to tell it from other text.
_FIXED = re.compile(r"(?=.*\.)(?=.*[a-z]{3})[A-Za-z0-9_.]+")
# Names of files look like keys.
_FILE = re.compile(r".*\.(json|vcf|csv|toml|svg|log|db|sqlite3?|sock|txt|lock|ini|py|ics|html)$")


def _read(path: str) -> dict[str, str]:
    def no_twins(pairs: list[tuple[str, str]]) -> dict[str, str]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), (
            f"{path}: {sorted({key for key in keys if keys.count(key) > 1})} twice"
        )
        return dict(pairs)

    texts: dict[str, str] = json.loads((PACKAGE / path).read_bytes(), object_pairs_hook=no_twins)
    return texts


def _part(part: str, language: str) -> dict[str, str]:
    return _read(f"resources/strings/{language}/{part}.json")


def _domain(domain: str, language: str) -> dict[str, str]:
    return _read(f"integrations/{domain}/strings/{language}.json")


@cache
def _english() -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in PARTS:
        texts |= _part(part, "en")
    for domain in DOMAINS:
        texts |= {f"{domain}.{key}": text for key, text in _domain(domain, "en").items()}
    return texts


def _assert_same(english: dict[str, str], other: dict[str, str]) -> None:
    assert other.keys() == english.keys()
    for key, text in english.items():
        assert other[key].strip(), f"{key} is empty"
        assert set(_PLACEHOLDER.findall(other[key])) == set(_PLACEHOLDER.findall(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_says_the_same_in_every_language(part: str, language: str) -> None:
    _assert_same(_part(part, "en"), _part(part, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_an_integration_says_the_same_in_every_language(domain: str, language: str) -> None:
    _assert_same(_domain(domain, "en"), _domain(domain, language))


@pytest.mark.parametrize("part", PARTS)
def test_keys_begin_with_the_name_of_their_file(part: str) -> None:
    assert [key for key in _part(part, "en") if not key.startswith(f"{part}.")] == []


def _literals() -> dict[str, str]:
    """Return every string of the source that can be a key, with a place where it stands."""
    found: dict[str, str] = {}
    for module in modules():
        if module.room == "sandbox":
            continue
        domain = module.path.split("/")[1] if module.room == "integrations" else ""
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KEY.fullmatch(node.value):
                key = node.value
                # An integration may name its keys without its own name, as its file does.
                found[f"{domain}.{key}" if f"{domain}.{key}" in _english() else key] = module.at(node)
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return what the keys look like that the source puts together (f"calls.reason.{reason}")."""
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            parts: list[str | None] = []
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                parts = [
                    str(end.value) if isinstance(end, ast.Constant) else None
                    for end in (node.left, node.right)
                ]
            fixed = "".join(part for part in parts if part is not None)
            if _FIXED.fullmatch(fixed):
                found.append(re.compile("".join(".+" if part is None else re.escape(part) for part in parts)))
    return tuple(found)


def _begins_keys(text: str) -> bool:
    """Whether keys are put together from this beginning."""
    return any(key.startswith(text if text.endswith("_") else f"{text}.") for key in _english())


def test_every_key_in_the_source_has_its_sentence() -> None:
    # Of a key that is put together at run time, the tests of its room see whether it is there.
    rooms = {key.partition(".")[0] for key in _english()}
    missing = {
        key: place
        for key, place in _literals().items()
        if key.partition(".")[0] in rooms
        and key not in _english()
        and not _FILE.match(key)
        and not _begins_keys(key)
    }
    assert not missing


def test_every_sentence_is_used() -> None:
    literals, patterns = _literals(), _patterns()
    beginnings = tuple(f"{text}." for text in literals if text not in _english())
    unused = [
        key
        for key in _english()
        if key not in literals
        and not key.startswith(beginnings)
        and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert not unused


def test_sentences_get_their_placeholders() -> None:
    """Where key and values stand side by side, the values are those that the sentence asks for."""
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            if (
                not isinstance(node, ast.Call)
                or not dotted(node.func).endswith(("text", "Error"))
                or not node.args
            ):
                continue
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            names = {word.arg for word in node.keywords}
            if not isinstance(key, str) or key not in _english() or None in names:
                continue
            # Where the log is, the strings themselves know.
            if not set(_PLACEHOLDER.findall(_english()[key])) <= {*names, "log"}:
                wrong.append(f"{module.at(node)} {key}")
    assert not wrong
