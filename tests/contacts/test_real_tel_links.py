"""Links as web pages write them: each ends on exactly the number that a person reads there, or is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dialer.contacts.numbers.numbers import read_link
from dialer.core.strings import Strings

FILE = Path(__file__).parent / "real_tel_links.json"
LINKS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["links"]
ENOUGH = 150
# On this page the link and the text beside it differ; what is shown and asked about is the link's number.
DIFFERENT = {"tel:(714)515-3085"}
STRINGS = Strings("en")


def test_there_are_many_and_each_is_there_once() -> None:
    assert len({each["link"] for each in LINKS}) == len(LINKS) >= ENOUGH


@pytest.mark.parametrize("each", LINKS, ids=lambda each: each["link"])
def test_a_real_link_is_read_right_or_refused_with_a_reason(each: dict[str, Any]) -> None:
    for link in (each["link"], _as_a_browser_hands_it_over(each["link"])):
        reading = read_link(link, each["region"])
        found = [candidate.e164 for candidate in reading.candidates if candidate.callable]
        assert found == ([each["e164"]] if each["e164"] else [])
        if not found:
            [reason] = {reading.reason, *(candidate.reason for candidate in reading.candidates)} - {None}
            assert STRINGS.has(str(reason))


@pytest.mark.parametrize("each", [each for each in LINKS if each["e164"]], ids=lambda each: each["link"])
def test_what_is_called_is_what_is_read_on_the_page(each: dict[str, Any]) -> None:
    read = re.sub(r"[^0-9]", "", each["reads"])
    called = each["e164"].removeprefix("+")
    # A trunk zero or a country code may stand before it on one side only.
    same = read.lstrip("0").endswith(called[-7:]) or each["link"] in DIFFERENT
    assert same, f"{each['reads']} is read as {each['e164']}"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("tel:(+84) 24 2246 2020", "grammar"),
        ("tel:+012-345-6789", "invalid"),
        ("tel:" + "1" * 30, "too_long"),
    ],
)
def test_the_reason_is_the_right_one(link: str, reason: str) -> None:
    reading = read_link(link, "NL")
    reasons = {reading.reason, *(candidate.reason for candidate in reading.candidates)}
    assert f"contacts.number.{reason}" in reasons


def _as_a_browser_hands_it_over(link: str) -> str:
    """Return a link as browsers write it on a command line: percent-encoded, but for what may stand."""
    scheme, _, rest = link.strip().partition(":")
    return f"{scheme}:{quote(rest, safe=';=/?:@&+$,!~*()%#-._' + chr(39))}"
