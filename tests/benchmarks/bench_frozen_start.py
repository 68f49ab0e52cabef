"""An installed build with 10,000 contacts, beside a bare window frozen in the same way: time to the window.

The build is what `make package` left in build/package, or the program that TEST_PROGRAM names. The bare
window is made with the same tools, once, and takes a minute.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.bench_window_start import show
from tests.benchmarks.people import write_vcard
from tests.benchmarks.processes import until_shown
from tests.source import ROOT

_SPEC = Path(__file__).resolve().parent / "bare_window.spec"
_PACKAGE = ROOT / "build" / "package"
_TOOL = _PACKAGE / "venv" / "bin" / "pyinstaller"
_WORK = ROOT / "build" / "bare"
_DIALER = Path(os.environ.get("TEST_PROGRAM") or _PACKAGE / "dist" / "dialer" / "dialer")

_TIME_LIMIT = 1.25


def main() -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--contacts", type=int, default=10_000)
    options = parser.parse_args()
    if not (_DIALER.exists() and _TOOL.exists()):
        print("an installed build's start is not measured: there is none (make package)")
        return 0
    bare = [str(_bare_window())]
    with tempfile.TemporaryDirectory() as folder:
        home, cards = Path(folder) / "home", Path(folder) / "people.vcf"
        write_vcard(cards, options.contacts)
        dialer = [str(_DIALER), "--home", str(home)]
        subprocess.run([*dialer, "contacts", "import", str(cards)], check=True, stdout=subprocess.DEVNULL)
        for command in (bare, dialer):  # fills the caches
            until_shown(command)
        # In turn, so that what else the machine does hits both.
        pairs = [(until_shown(bare), until_shown(dialer)) for _ in range(options.runs)]
    shown_ms, bare_ms = [pair[1] for pair in pairs], [pair[0] for pair in pairs]
    ratio = show("installed build: window shown, ms", shown_ms, bare_ms, _TIME_LIMIT)
    return int(ratio > _TIME_LIMIT)


def _bare_window() -> Path:
    """Return the frozen bare window, made anew whenever the tools or its instructions are."""
    program = _WORK / "bare" / "bare"
    newest = max(file.stat().st_mtime for file in (_TOOL, _SPEC))
    if not program.exists() or program.stat().st_mtime < newest:
        folders: list[str | Path] = ["--distpath", _WORK, "--workpath", _WORK / "work"]
        subprocess.run([_TOOL, "--log-level", "WARN", "--noconfirm", *folders, _SPEC], check=True)
    return program


if __name__ == "__main__":
    sys.exit(main())
