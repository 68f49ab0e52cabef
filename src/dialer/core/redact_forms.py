"""The ways in which a secret may be written: as it is, encoded, encoded twice, and inside base64."""

from __future__ import annotations

import base64
import html
import json
import re
from html.entities import codepoint2name
from itertools import chain

# Shorter pieces of base64 are in ordinary words.
_SHORTEST_BASE64 = 4
# A shorter one is in almost every line, so looking for it first saves nothing.
_SHORTEST_NEEDLE = 2
_SMALL = 0x100
_RUN = re.compile(r"[A-Za-z0-9]+")
# What of base64 an address, JSON or HTML writes in another way.
_IN_BASE64 = {
    "+": r"(?:\+|%(?:25)*2[bB]|\\+u002[bB]|&(?:amp;)*(?:\#43|\#x2[bB]|plus);)",
    "/": r"(?:\\*/|%(?:25)*2[fF]|\\+u002[fF]|&(?:amp;)*(?:\#47|\#x2[fF]|sol);)",
}
# JSON inside a web page has none of the characters that HTML would read.
_IN_PAGE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&'"}
_IN_PAGE_CAPITALS = {ord(character): f"\\u{ord(character):04X}" for character in "<>&'"}
_PADDING = r"(?:=|%(?:25)*3[dD]|\\+u003[dD]){0,2}"


def needles(secret: str) -> tuple[str, ...]:
    """Return texts of which one is in whatever holds the secret; none where only the pattern can tell."""
    found = {_longest_run(text) for text in (secret, *_base64_forms(secret))}
    return () if any(len(needle) < _SHORTEST_NEEDLE for needle in found) else tuple(sorted(found))


def pattern(secret: str) -> re.Pattern[str]:
    """Return what finds the secret raw or encoded, each character in its own way, and inside base64."""
    mixed = "".join(_any_form(character) for character in secret)
    in_base64 = (_base64_pattern(form) for form in sorted(_base64_forms(secret), key=len, reverse=True))
    return re.compile("|".join((mixed, *in_base64)))


def _longest_run(text: str) -> str:
    return max(_RUN.findall(text), key=len, default="")


def _any_form(character: str) -> str:
    """Return a pattern for one character in any of its forms."""
    if character.isascii() and character.isalnum():
        return character
    forms = _forms(character)
    # The longest first: an encoded percent sign begins with one.
    return f"(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})"


def _forms(character: str) -> set[str]:
    """Return one character as it is written plain, encoded, and encoded again up to three times."""
    once = {character, *_encoded(character)}
    if character == " ":
        once.add("+")
    twice = once.union(*(_encoded_again(form) for form in once))
    return twice.union(*(_encoded_again(form) for form in twice))


def _encoded(character: str) -> set[str]:
    """Return what addresses, HTML, JSON, and the repr of text and bytes make of a character."""
    octets = _octets(character)
    number = ord(character)
    # Beyond the sixteen bits that JSON counts in there are two halves.
    halves = [int.from_bytes(pair) for pair in _pairs(character.encode("utf-16-be", "surrogatepass"))]
    forms = {
        *_encoded_again(character),
        "".join(f"\\u{half:04x}" for half in halves),
        "".join(f"\\u{half:04X}" for half in halves),
        "".join(f"\\x{octet:02x}" for octet in octets),
        repr(character)[1:-1],
        ascii(character)[1:-1],
        f"&#{number};",
        f"&#x{number:x};",
        f"&#x{number:X};",
    }
    if character in "'\"/\\":
        forms.add(f"\\{character}")
    if number < _SMALL:
        forms |= {f"\\x{number:02x}", f"%{number:02x}", f"%{number:02X}"}
    if number in codepoint2name:
        forms.add(f"&{codepoint2name[number]};")
    return forms


def _encoded_again(text: str) -> set[str]:
    """Return what becomes of a text, encoded or not, that is put into an address, HTML or JSON."""
    return {
        _in_address(text, "%{:02X}"),
        _in_address(text, "%{:02x}"),
        html.escape(text),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        text.translate(_IN_PAGE),
        text.translate(_IN_PAGE_CAPITALS),
    }


def _in_address(text: str, form: str) -> str:
    return "".join(
        character
        if character.isascii() and character.isalnum()
        else "".join(form.format(octet) for octet in _octets(character))
        for character in text
    )


def _base64_pattern(form: str) -> str:
    written = "".join(_IN_BASE64.get(character) or re.escape(character) for character in form)
    # The last character is shared with what follows, or filled up.
    return rf"{written}[\w+/-]?{_PADDING}"


def _base64_forms(secret: str) -> set[str]:
    """Return the base64 of the secret, plain or encoded before, as it looks inside a longer text."""
    inside = {secret, *_wholes(secret)}
    return set(chain.from_iterable(_at_each_offset(_octets(text)) for text in inside))


def _wholes(secret: str) -> set[str]:
    """Return the secret as it is put into an address, a form, HTML and JSON, as a whole."""
    from urllib.parse import quote, quote_plus  # most programs that log never come here

    octets = _octets(secret)
    return {
        quote(octets),
        quote(octets, safe=""),
        quote_plus(octets),
        html.escape(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }


def _at_each_offset(octets: bytes) -> set[str]:
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


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pairs(octets: bytes) -> list[bytes]:
    return [octets[place : place + 2] for place in range(0, len(octets), 2)]
