"""Every picture in the documentation is taken by a script, told of, shown, and small."""

from __future__ import annotations

import re
import struct
import tomllib
from pathlib import Path

from tests.e2e.pictures import PAGE, PRINTED, SCENES

DOCS = Path(__file__).resolve().parent.parent / "docs"
TOLD = tomllib.loads((DOCS / "pictures.toml").read_text(encoding="utf-8"))
MOST_BYTES = 1_500_000
MOST_PIXELS = 1400
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_what_is_there_is_what_the_script_takes() -> None:
    assert {file.stem for file in DOCS.glob("*.png")} == SCENES.keys() == TOLD.keys()
    assert [file.name for file in DOCS.iterdir() if file.suffix not in {".md", ".png", ".toml"}] == []


def test_each_page_shows_the_pictures_that_are_told_of_it() -> None:
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    shown = {
        (re.sub(r"^docs/|\.png$", "", file), page.name)
        for page in pages
        for words, file in re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        if words
    }
    assert shown == {(name, Path(page).name) for name, each in TOLD.items() for page in each["pages"]}


def test_they_are_small() -> None:
    files = list(DOCS.glob("*.png"))
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
    for file in files:  # the first chunk tells the size: ISO/IEC 15948, 11.2.2
        content = file.read_bytes()[:24]
        assert content.startswith(SIGNATURE)
        assert max(struct.unpack(">II", content[16:24])) <= MOST_PIXELS


def test_the_page_has_a_place_for_what_the_self_test_prints() -> None:
    assert PRINTED.search(PAGE.read_text(encoding="utf-8"))
