"""The window with 10,000 contacts in the store, beside a bare PySide6 window: time, memory, idle processor.

The two are started in turn, so that what else the machine does hits both.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.people import write_vcard
from tests.benchmarks.processes import Start, measure

_HERE = Path(__file__).resolve().parent
_DIALER = [sys.executable, "-m", "dialer"]
_BARE = [sys.executable, str(_HERE / "bare_window.py")]

_TIME_LIMIT = 1.5
_MEMORY_LIMIT = 1.6
# Less than one tick of the kernel's clock within the time that is watched.
_IDLE_LIMIT = 0.2


def main() -> int:
    """Measure, print, and say by the exit code whether all limits are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--contacts", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        cards = Path(folder) / "people.vcf"
        write_vcard(cards, options.contacts)
        subprocess.run(
            [*_DIALER, "--home", str(home), "contacts", "import", str(cards)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        dialer, bare = _in_turn([*_DIALER, "--home", str(home)], _BARE, runs=options.runs)
    return _report(dialer, bare)


def _in_turn(dialer: list[str], bare: list[str], *, runs: int) -> tuple[list[Start], list[Start]]:
    """Start both `runs` times in turn, after one start of each that does not count: it fills the caches."""
    measure(bare)
    measure(dialer)
    pairs = [(measure(bare), measure(dialer)) for _ in range(runs)]
    return [pair[1] for pair in pairs], [pair[0] for pair in pairs]


def _report(dialer: list[Start], bare: list[Start]) -> int:
    time_ratio = show(
        "window shown, ms", [x.window_ms for x in dialer], [x.window_ms for x in bare], _TIME_LIMIT
    )
    memory_ratio = show(
        "memory (PSS), MiB", [x.pss_mib for x in dialer], [x.pss_mib for x in bare], _MEMORY_LIMIT
    )
    idle = median(x.idle_percent for x in dialer)
    print(f"idle processor use, %: dialer {idle:.2f} (limit {_IDLE_LIMIT:.2f})")
    return int(time_ratio > _TIME_LIMIT or memory_ratio > _MEMORY_LIMIT or idle > _IDLE_LIMIT)


def show(what: str, dialer: list[float], bare: list[float], limit: float) -> float:
    """Print the medians of both and how they compare; return that ratio."""
    ratio = median(dialer) / median(bare)
    print(
        f"{what}: dialer {median(dialer):.1f} ({min(dialer):.1f} to {max(dialer):.1f}),"
        f" bare window {median(bare):.1f} ({min(bare):.1f} to {max(bare):.1f}),"
        f" ratio {ratio:.2f} (limit {limit:.2f})",
    )
    return ratio


if __name__ == "__main__":
    sys.exit(main())
