"""The process ends at once and with its code, whatever threads still do."""

from __future__ import annotations

import subprocess
import sys

import pytest

THREADS = {
    "none": "",
    "that nobody waits for": "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()",
    "that never ends": "threading.Thread(target=time.sleep, args=(600,)).start()",
}


@pytest.mark.parametrize("left", THREADS.values(), ids=THREADS)
def test_it_ends_with_its_code_and_all_that_it_printed(left: str) -> None:
    code = (
        "import logging, sys, threading, time\n"
        "from dialer.desktop.process_end import end_process\n"
        f"{left}\n"
        "print('printed')\n"
        "end_process(6)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (6, "printed\n", "")
