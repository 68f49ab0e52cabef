"""``dialer number``: texts that hold several numbers, and a country that does not exist."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from dialer.cli.main import main
from tests.cli.test_main import Windows, home, windows

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["home", "windows"]

TEXTS = [
    ("Tel: 020-5550112 Mob: 06-12345678", ["+31205550112", "+31612345678"]),
    ("tel: 020 555 01 12, fax 020 555 01 13", ["+31205550112", "+31205550113"]),
    ("TEL: +31-20-555.01.12; fax: +31-20-555.01.13", ["+31205550112", "+31205550113"]),
    ("020-5550112, 5550113", ["+31205550112", None]),
    ("020 - 5550112 / 5550113", ["+31205550112", None]),
    ("NL44RABO0123456789 020 5550112", ["+31205550112"]),
    ("020-5550142/43", ["+31205550142"]),
]


@pytest.mark.parametrize(("text", "numbers"), TEXTS)
def test_each_number_of_a_text_is_named(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str], text: str, numbers: list[str | None]
) -> None:
    assert main(["number", "--region", "NL", text], windows.wiring) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines if "E.164" in line] == [each for each in numbers if each]
    assert sum("area code is missing" in line for line in lines) == numbers.count(None)
    assert main(["--json", "number", "--region", "NL", text], windows.wiring) == 0
    assert [each["e164"] for each in json.loads(capsys.readouterr().out)["candidates"]] == numbers


@pytest.mark.parametrize("region", ["ZZ", "uk", "XX"])
def test_a_country_that_does_not_exist_is_a_wrong_input(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str], region: str
) -> None:
    assert main(["number", "--region", region, "0205550112"], windows.wiring) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert "--region" in told.err
    assert region in told.err


def test_a_line_in_a_country_that_does_not_exist_says_so(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ZZ\t0205550112\nZZ\t+31 20 555 01 12\n"))
    assert main(["number", "-"], windows.wiring) == 0
    unknown, known = (json.loads(line)["candidates"][0] for line in capsys.readouterr().out.splitlines())
    assert unknown["callable"] is False
    assert "does not know the country" in unknown["reason"]
    assert known["e164"] == "+31205550112"
