"""Every sentence is translated: what reads the same as in English is a word of both languages, named here."""

from __future__ import annotations

import re

import pytest

from tests.test_strings import DOMAINS, LANGUAGES, PARTS, _domain, _part

_PLACEHOLDER = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W\d_]{2,}")

NAMES = {  # of languages, programs, standards and keys: nobody translates them
    *("Deutsch", "English", "Français", "Nederlands", "E.164", "OpenSSL: {found}", "Python {found}"),
    *("Expat {found}", "Qt {found}", "SQLite {found}", "vCard", "ISDN", "Proxy", "PIN"),
    *(
        "Alt",
        "Ctrl",
        "Esc",
        "Tab",
        "Win",
        "Pause",
        "{count} min",
        "{minutes} min",
    ),
}
DUTCH = {  # keyboards in the Netherlands and Flanders are printed in English
    *("Backspace", "Delete", "End", "Enter", "Home", "Insert", "Page Down", "Page Up", "Print Screen"),
    *(
        "Shift",
        "Account",
        "Accounts",
        "accounts",
        "Agenda",
        "Code",
        "Contrast",
        "Details",
        "E-mail",
        "Host",
        "Later",
    ),
    *("Moderators", "Recent", "Script", "Server", "Team", "team", "Voicemail", "voicemail", "fax", "plus"),
    *("video", "week", "database: {found}"),
}
FRENCH = {
    "{hours} h {minutes} min",
    *(
        "Attention",
        "Code",
        "Contacts",
        "contacts",
        "Documents",
        "E-mail",
        "Message",
        "Microphones",
        "Minutes",
    ),
    *("Mobile", "mobile", "Normal", "Note", "Notifications", "Options", "options", "Organisation"),
    *("arguments", "fax", "plus", "type"),
}
GERMAN = {
    *("April", "August", "November", "September", "Code", "Details", "Host", "Name", "Normal", "Server"),
    *("Organisation", "Team", "plus"),
}
SAME = {"nl": NAMES | DUTCH, "fr": NAMES | FRENCH, "de": NAMES | GERMAN}


def _untranslated(language: str) -> dict[str, str]:
    """Return the sentences with words in them that read as in English, by key; countries are names."""
    pairs = [(_part(part, "en"), _part(part, language)) for part in PARTS if part != "ui_countries"]
    pairs += [(_domain(domain, "en"), _domain(domain, language)) for domain in DOMAINS]
    return {
        key: text
        for english, other in pairs
        for key, text in english.items()
        if other.get(key) == text and _WORD.search(_PLACEHOLDER.sub("", text))
    }


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_is_translated(language: str) -> None:
    left = {key: text for key, text in _untranslated(language).items() if text not in SAME[language]}
    assert not left, "translate it, or name it among the words that both languages have"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_written_another_way(language: str) -> None:
    """`{ name }`, `{0}`, `%s` or a brace that is not closed would be shown as it stands."""
    wrong = re.compile(r"\{[^}\w]|(?<!\\d)\{\d*\}|\{[^}]*$|^[^{]*\}|%[sd]\b|\$\{")
    texts = [_part(part, language) for part in PARTS] + [_domain(domain, language) for domain in DOMAINS]
    assert not {key: text for each in texts for key, text in each.items() if wrong.search(text)}
