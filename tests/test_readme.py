"""The README shows what is true: its integrations are the ones that are installed and tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OUTSIDE = ROOT / "tests" / "outside"

SHOWN = re.findall(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("name", "text"), SHOWN, ids=[name for name, _ in SHOWN])
def test_an_example_is_a_file_that_works(name: str, text: str) -> None:
    (file,) = [file for file in OUTSIDE.glob(f"*/{name}") if file.read_text(encoding="utf-8") == text]
    assert file.is_file()


def test_a_whole_provider_is_shown() -> None:
    package = OUTSIDE / "telephony" / "dialer_pingo"
    wanted = {f"{package.name}/{file.name}" for file in package.glob("*.py")}
    assert wanted <= {name for name, _ in SHOWN}


def test_what_holds_a_promise_is_there() -> None:
    rows = README[README.index("## Promises") : README.index("## How it is built")]
    files = re.findall(r"`(tests/[\w./]+)(?:::(\w+))?`", rows)
    assert files
    assert [name for name, _ in files if not (ROOT / name).exists()] == []
    tests = [(ROOT / name, test) for name, test in files if test]
    assert [test for file, test in tests if f"def {test}(" not in file.read_text(encoding="utf-8")] == []
