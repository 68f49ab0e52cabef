"""Test data that this project did not write; it is not part of it and may be absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "testdata"


def load(name: str) -> Any:
    """Return a JSON file of it, or an empty list where there is none."""
    file = FOLDER / name
    return json.loads(file.read_bytes()) if file.exists() else []


needs_it = pytest.mark.skipif(not FOLDER.exists(), reason="the outside test data is not here")
