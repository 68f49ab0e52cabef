"""A good integration from the scaffold, to be made worse by tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.commands.scaffold import files_of
from dialer.core import loader
from dialer.testing.quality.subject import Subject, find_recipes

if TYPE_CHECKING:
    from pathlib import Path

NAME = "made_worse"
PACKAGE = f"dialer_{NAME}"


def write(folder: Path, kind: str = "telephony", name: str = NAME) -> None:
    """Write what the scaffold writes, installed as pip would have it installed."""
    for place, text in files_of(kind, name).items():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    metadata = folder / f"dialer_{name}-0.1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dialer-{name}\nVersion: 0.1.0\n")
    (metadata / "entry_points.txt").write_text(f"[dialer.integrations]\n{name} = dialer_{name}\n")


def subject(folder: Path, name: str = NAME) -> Subject:
    """Return an installed integration as the rules see it."""
    return Subject(loader.discover()[name], find_recipes(folder / "tests").get(name))


def spoil(folder: Path, place: str, old: str, new: str) -> None:
    """Replace a text in one file of the package by another; an empty one stands for the end."""
    file = folder / PACKAGE / place
    text = file.read_text("utf-8") if file.exists() else ""
    assert old in text, f"{place} has no {old!r}"
    file.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
