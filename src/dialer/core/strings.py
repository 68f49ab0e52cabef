"""What the user reads, by key, in the user's language."""

from __future__ import annotations

import json
import locale
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "nl", "fr", "de")
FALLBACK = "en"

_PACKAGE = Path(__file__).resolve().parent.parent
_SHARED = _PACKAGE / "resources" / "strings"
_INTEGRATIONS = _PACKAGE / "integrations"


class Strings:
    """Sentences by key; a key that a language lacks is shown in English."""

    def __init__(self, language: str = FALLBACK) -> None:
        """Load one language, with English behind it."""
        self.language = language if language in LANGUAGES else FALLBACK
        self._texts = dict(_read(FALLBACK))
        if self.language != FALLBACK:
            self._texts.update(_read(self.language))

    def text(self, key: str, **placeholders: object) -> str:
        """Return the sentence for a key, filled in; an unknown key stands for itself."""
        text = self._texts.get(key)
        if text is None:
            return key
        # Not str.format: a value must never be read as a format, and a missing one must not raise.
        for name, value in placeholders.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def has(self, key: str) -> bool:
        """Whether there is a sentence for this key."""
        return key in self._texts


def _read(language: str) -> Iterator[tuple[str, str]]:
    for file in sorted((_SHARED / language).glob("*.json")):
        yield from json.loads(file.read_bytes()).items()
    for file in sorted(_INTEGRATIONS.glob(f"*/strings/{language}.json")):
        domain = file.parent.parent.name
        for key, text in json.loads(file.read_bytes()).items():
            yield f"{domain}.{key}", text


def system_language() -> str:
    """Return the language of the user's session, of those that Dialer speaks."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return _known(value)
    if sys.platform == "win32":
        import ctypes  # only there

        return _known(locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), ""))
    return _known(locale.getlocale()[0] or "")


def _known(name: str) -> str:
    code = name[:2].lower()
    return code if code in LANGUAGES else FALLBACK
