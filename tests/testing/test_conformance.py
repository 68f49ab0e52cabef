"""The conformance tests find what they are there for."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.testing.packages import spoil, write

if TYPE_CHECKING:
    from pathlib import Path

DIAL = "        self._call = await self._client.dial("
DIALS_TWICE = f"""\
        try:
    {DIAL}"1", "2")
        except ApiError:
            pass
{DIAL}"""


@pytest.mark.parametrize(
    ("file", "old", "new", "test"),
    [
        (
            "telephony.py",
            DIAL,
            DIALS_TWICE,
            "a_fault_is_told_as_what_it_is_and_nothing_is_repeated and reset",
        ),
        ("client.py", "422:", "423:", "a_clear_no_rings_nobody_and_says_so"),
    ],
)
def test_a_provider_that_does_it_wrong_does_not_pass(
    tmp_path: Path, file: str, old: str, new: str, test: str
) -> None:
    write(tmp_path)
    spoil(tmp_path, file, old, new)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", test],
        capture_output=True, check=False, text=True, cwd=tmp_path, timeout=50,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    assert "1 failed" in done.stdout, done.stdout
    assert "AssertionError" in done.stdout
