"""What the user reads, by key, in the user's language."""

from __future__ import annotations

import json
import locale
import logging
import os
import sys
from functools import cache
from pathlib import Path

from dialer.core.errors import DialerError

LANGUAGES = ("en", "nl", "fr", "de")
FALLBACK = "en"

SHARED = Path(__file__).resolve().parent.parent / "resources" / "strings"
"""Dialer's own sentences: a folder for each language."""

# French has a space on this side of these signs, and no line may be broken there.
_TIED = {" :": "\u00a0:", " ;": "\u00a0;", " ?": "\u00a0?", " !": "\u00a0!", " »": "\u00a0»", "« ": "«\u00a0"}

_LOGGER = logging.getLogger(__name__)


class Strings:
    """Sentences by key; a key that a language lacks is shown in English.

    A part of them, or those of an integration, is read when its first one is asked for: most of what Dialer
    can say is not said on most days.

    Attributes:
        log_file: where the details of a fault are; every sentence may name it, as ``{log}``.
    """

    def __init__(self, language: str = FALLBACK) -> None:
        """Speak one language, with English behind it."""
        self.language = language if language in LANGUAGES else FALLBACK
        self.log_file = Path("dialer.log")
        self._languages = tuple(dict.fromkeys((FALLBACK, self.language)))
        self._texts: dict[str, str] = {}
        self._read: set[str] = set()

    def text(self, key: str, **placeholders: object) -> str:
        """Return the sentence for a key, filled in; an unknown key stands for itself.

        An error among the values is filled in with its own sentence.
        """
        if not self.has(key):
            return key
        text = self._texts[key]
        # Not str.format: a value must never be read as a format, and a missing one must not raise.
        for name, value in {"log": self.log_file, **placeholders}.items():
            said = (
                self.text(value.key, **value.placeholders) if isinstance(value, DialerError) else str(value)
            )
            text = text.replace("{" + name + "}", said)
        return text

    def has(self, key: str) -> bool:
        """Whether there is a sentence for this key."""
        part = key.partition(".")[0]
        if key not in self._texts and part not in self._read:
            self._read_part(part)
        return key in self._texts

    def _read_part(self, part: str) -> None:
        if part in shared_parts():
            self._read.add(part)
            self._texts.update(_shared_texts(self._languages, part))
        else:
            self._read_integration(part)

    def _read_integration(self, domain: str) -> None:
        from dialer.core import loader  # sentences are needed before any integration is

        manifest = loader.find(domain)
        if manifest is None:  # it may be installed later
            return
        self._read.add(domain)
        for language in self._languages:
            for key, text in _read_file(manifest.folder / "strings" / f"{language}.json").items():
                self._texts[f"{domain}.{key}"] = _set(text, language)


@cache
def shared_parts() -> frozenset[str]:
    """Return what Dialer's own keys begin with: no integration may be called so."""
    return frozenset(file.stem for file in (SHARED / FALLBACK).glob("*.json"))


@cache
def _shared_texts(languages: tuple[str, ...], part: str) -> dict[str, str]:
    """Return a part of Dialer's own sentences, those of later languages in place of earlier ones."""
    return {
        key: _set(text, each)
        for each in languages
        for key, text in _read_file(SHARED / each / f"{part}.json").items()
    }


def _set(text: str, language: str) -> str:
    """Return a sentence as it is set in its language."""
    if language == "fr":
        for loose, tied in _TIED.items():
            text = text.replace(loose, tied)
    return text


def _read_file(file: Path) -> dict[str, str]:
    """Return the sentences of a file; those that cannot be read are missing."""
    try:
        texts = json.loads(file.read_bytes())
    except FileNotFoundError:  # it does not speak this language
        return {}
    except (OSError, ValueError, RecursionError):
        texts = None
    if not isinstance(texts, dict):
        _LOGGER.warning("the strings in %s are damaged", file)
        return {}
    return {key: text for key, text in texts.items() if isinstance(text, str)}


def system_language() -> str:
    """Return the language of the user's session, of those that Dialer speaks."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return _known(value)
    if sys.platform == "win32":
        import ctypes  # only there

        return _known(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    return _known(locale.getlocale()[0] or "")


def system_territory(language: str) -> str:
    """Return the country (ISO 3166) whose way to write days and times the session has; empty if unknown.

    That of another language says nothing: its days would be written in a way that belongs to neither.
    """
    name = next((value for each in ("LC_ALL", "LC_TIME", "LANG") if (value := os.environ.get(each))), "")
    if not name and sys.platform == "win32":
        import ctypes  # only there

        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultLCID(), "")
    name = name or locale.getlocale()[0] or ""
    spoken, _, rest = name.partition("_")
    return rest[:2].upper() if spoken.lower() == language else ""


def _known(name: str) -> str:
    code = name[:2].lower()
    return code if code in LANGUAGES else FALLBACK
