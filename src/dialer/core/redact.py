"""Takes out of a text what must not be read by others: secrets, phone numbers, e-mail addresses.

A secret is found by value, in whatever way it was encoded on its way into the text, and by the key it stands
next to, in case nobody told us the value.
"""

from __future__ import annotations

import base64
import json
import re
from collections import OrderedDict

REPLACEMENT = "***"

# Shorter ones would take ordinary words out of the log.
_SHORTEST = 4
# Session tokens come and go: the oldest are forgotten.
_REMEMBERED = 200
_SHORTEST_BASE64 = 6

_KEYS = (
    "login|password|passwd|guid|token|ticket|apikey|api_token|auth_token|key|secret|login_token_public_key"
    "|moderator_token|authentication_token|client_token|x-api-key|authorization|proxy-authorization|cookie"
    "|set-cookie"
)
_HEADERS = "x-api-key|authorization|proxy-authorization|cookie|set-cookie"
_START = r"(?:(?<![a-z0-9])|(?<=%3f)|(?<=%26))"
_WORDS = "password|passwd|guid|token|ticket|apikey|api_token|auth_token|secret"

_BY_KEY = tuple(
    (re.compile(pattern, re.IGNORECASE), rf"\g<before>{REPLACEMENT}\g<after>")
    for pattern in (
        # in JSON, and in the repr of dictionaries and of header pairs, quoted or not
        rf"(?P<before>([\"'])(?:{_KEYS})\2\s*[:,]\s*b?([\"']))(?:\\.|(?!\3).)*(?P<after>\3|$)",
        rf"(?P<before>([\"'])(?:{_KEYS})\2\s*:\s*)[^\s\"',}}\]]+(?P<after>)",
        # in XML
        rf"(?P<before><({_KEYS})(?:\s[^<>]*)?>)[^<]*(?P<after>)",
        # in a query string, also one that was itself put into an address
        rf"(?P<before>{_START}(?:{_KEYS})=([\"'])).*?(?P<after>\2)",
        rf"(?P<before>{_START}(?:{_KEYS})(?:=|%3d))[^\s&\"'<>]+?(?P<after>%26|[\s&\"'<>]|$)",
        # as a header
        rf"(?P<before>{_START}(?:{_HEADERS}):\s*)[^\r\n]+(?P<after>)",
        # in plain words
        rf"(?P<before>{_START}(?:{_WORDS}):\s*)[^\s,;\"']+(?P<after>)",
        # before the host of an address
        r"(?P<before>://)[^/\s@\"']+(?P<after>@)",
    )
)

# The limits keep a long word from being searched again from each of its letters.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?=[\w-]+(?:\.[\w-]+)+)")
# With a leading plus or zero, in groups or not; or ten digits and more in a row, as providers write numbers.
_NUMBER = re.compile(
    r"(?P<lead>\+|%2[Bb]|(?<![\w.:,-])00?)(?P<digits>[1-9](?:[ ().\-/]{0,2}[0-9]){6,13})(?![0-9])"
    r"|(?<![\w.+-])(?P<plain>[1-9][0-9]{9,14})(?![\w.])"
)
_SHOWN_AT_START = 3
_SHOWN_AT_END = 3


class Redactor:
    """Knows the secrets of this session, and takes them out of texts."""

    def __init__(self) -> None:
        """Know no secret yet."""
        self._patterns: OrderedDict[str, re.Pattern[str] | None] = OrderedDict()

    def register(self, secret: str) -> None:
        """Take this value out of every text from now on."""
        if len(secret) < _SHORTEST:
            return
        self._patterns.setdefault(secret, None)
        self._patterns.move_to_end(secret)
        while len(self._patterns) > _REMEMBERED:
            self._patterns.popitem(last=False)

    def redact(self, text: str) -> str:
        """Return the text without secrets, and with numbers and e-mail addresses masked."""
        for secret, known in tuple(self._patterns.items()):
            pattern = known
            if pattern is None:  # compiled only where something is logged
                pattern = self._patterns[secret] = _pattern(secret)
            text = pattern.sub(REPLACEMENT, text)
        for keyed, replacement in _BY_KEY:
            text = keyed.sub(replacement, text)
        return _NUMBER.sub(_masked, _EMAIL.sub("•••@", text))


REDACTOR = Redactor()
"""The one that logging uses; every `Secret` registers itself here."""


def mask_number(number: str) -> str:
    """Return a phone number as a log may hold it: ``+316•••••678``."""
    digits = re.sub(r"[^0-9]", "", number)
    hidden = len(digits) - _SHOWN_AT_START - _SHOWN_AT_END
    if hidden <= 0:
        return "•" * len(digits)
    plus = "+" if number.startswith("+") else ""
    return f"{plus}{digits[:_SHOWN_AT_START]}{'•' * hidden}{digits[-_SHOWN_AT_END:]}"


def _masked(match: re.Match[str]) -> str:
    if match["plain"]:
        return mask_number(match["plain"])
    lead = "+" if match["lead"].lower() == "%2b" else match["lead"]
    return mask_number(lead + match["digits"])


def _pattern(secret: str) -> re.Pattern[str]:
    """Return what finds the secret raw or encoded, each character in its own way, and inside base64."""
    mixed = "".join(f"(?:{'|'.join(_forms(character))})" for character in secret)
    in_base64 = (rf"{re.escape(form)}[\w+/-]?={{0,2}}" for form in _base64_forms(secret))
    return re.compile("|".join((mixed, *in_base64)))


def _forms(character: str) -> list[str]:
    """Return patterns for one character: itself, in an address, in HTML, in JSON, in a repr."""
    if character.isascii() and character.isalnum():
        return [character]
    import html  # its table of names is large, and needed only where a secret is known and a line is logged

    octets = character.encode("utf-8", "surrogatepass")
    escaped = json.dumps(character)[1:-1]
    forms = {
        character,
        html.escape(character),
        escaped,
        # Twice: JSON inside JSON, or the repr of a text that holds JSON.
        json.dumps(escaped)[1:-1],
        repr(character)[1:-1],
        f"\\{character}" if character in "'\"/\\" else character,
        "".join(f"\\x{octet:02x}" for octet in octets),
    }
    in_address = "".join(rf"%(?:25)?(?i:{octet:02x})" for octet in octets)
    in_html = rf"&\#(?:0*{ord(character)}|[xX]0*(?i:{ord(character):x}));"
    plain = [re.escape(form) for form in sorted(forms, key=len, reverse=True)]
    # The longest first: an encoded percent sign begins with one.
    return [in_address, in_html, *plain, *([r"\+"] if character == " " else [])]


def _base64_forms(secret: str) -> set[str]:
    """Return the base64 of the secret as it looks at each of the three offsets inside a longer text."""
    octets = secret.encode("utf-8", "surrogatepass")
    forms = set()
    for offset in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(b"\0" * offset + octets).decode().rstrip("=")
            # The characters at both ends are shared with the neighbours.
            start = (offset * 8 + 5) // 6
            end = (offset + len(octets)) * 8 // 6
            if end - start >= _SHORTEST_BASE64:
                forms.add(whole[start:end])
    return forms
