"""Finds what is shown in English to somebody who works in Dutch, by what Dialer says in both."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import dialer

_PLACEHOLDER = re.compile(r"\{[^}]*\}")
# Names, times and numbers are put together with words like these, each of which may be left in English.
_JOINTS = re.compile(r"\n|\t|(?<=[.!?])\s|, | · |: ")
_LEAST_LETTERS = 8
"""So many have to stand around what is filled in, or a sentence of any language would be one of those."""

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def is_english(text: str) -> bool:
    """Whether this, or a part of it, is what Dialer says in English and says otherwise in Dutch."""
    whole, templates, dutch = _texts()
    plain = text.translate(_ISOLATES).strip()
    parts = {plain, *(part.strip() for part in _JOINTS.split(plain))}
    return any(
        part in whole or any(template.fullmatch(part) for template in templates) for part in parts - dutch
    )


@cache
def _texts() -> tuple[frozenset[str], list[re.Pattern[str]], frozenset[str]]:
    """Return what is English only, as whole texts and as ones to be filled in, and everything in Dutch."""
    english, dutch = _read("en"), _read("nl")
    differ = {text for key, text in english.items() if dutch.get(key) != text}
    fixed = {text for text in differ if not _PLACEHOLDER.search(text)}
    templates = [
        re.compile(".+".join(map(re.escape, _PLACEHOLDER.split(text))), re.DOTALL)
        for text in differ - fixed
        if sum(map(str.isalpha, _PLACEHOLDER.sub("", text))) >= _LEAST_LETTERS
    ]
    return frozenset(fixed), templates, frozenset(dutch.values())


def _read(language: str) -> dict[tuple[str, str], str]:
    source = Path(dialer.__file__).parent
    sheets = [
        *(source / "resources" / "strings" / language).glob("*.json"),
        *source.glob(f"integrations/*/strings/{language}.json"),
    ]
    return {
        (sheet.parts[-3], key): text
        for sheet in sheets
        for key, text in json.loads(sheet.read_text(encoding="utf-8")).items()
    }
