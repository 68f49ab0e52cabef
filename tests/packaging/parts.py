"""The files of packaging/, which are no package: how tests import them, as PyInstaller's instructions do."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from tests.source import ROOT

PACKAGING = ROOT / "packaging"


def part(name: str) -> Any:
    """Return a module of packaging/ by its dotted name."""
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(PACKAGING))
