"""The loop: the window comes before it, and what runs in it ends in order."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

# Runs in a process of its own: a program has one application object and one loop.
PROGRAM = """
import asyncio, sys
from dialer.ui.loop import run

def start(application):
    print("qasync" in sys.modules, flush=True)
    return main()

async def main():
    try:
        print("running", flush=True)
        {body}
    finally:
        await asyncio.sleep(0)
        print("cleaned up", flush=True)
    return 3

sys.exit(run(start))
"""


async def program(body: str, env: dict[str, str] | None = None) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM.format(body=body),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=env,
    )


async def lines(process: asyncio.subprocess.Process) -> list[str]:
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    return output.decode().split("\n")[:-1]


async def test_the_window_waits_for_no_loop_and_the_exit_code_is_mains() -> None:
    process = await program("await asyncio.sleep(0.01)")
    assert await lines(process) == ["False", "running", "cleaned up"]
    assert process.returncode == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "kill"])
async def test_a_signal_ends_main_in_order(kind: signal.Signals) -> None:
    process = await program("await asyncio.Event().wait()")
    assert process.stdout is not None
    for expected in (b"False\n", b"running\n"):
        assert await asyncio.wait_for(process.stdout.readline(), 30) == expected
    process.send_signal(kind)
    assert await lines(process) == ["cleaned up"]
    assert process.returncode == 130


async def test_an_error_of_main_comes_out() -> None:
    process = await program("raise ValueError('a bug')")
    assert await lines(process) == ["False", "running", "cleaned up"]
    assert process.returncode == 1


async def test_a_desktop_that_goes_away_ends_main_in_order_and_is_told() -> None:
    gone = "from PySide6.QtWidgets import QApplication; QApplication.exit(1); await asyncio.Event().wait()"
    process = await program(gone)
    output, errors = await asyncio.wait_for(process.communicate(), 30)
    assert output.decode().split() == ["False", "running", "cleaned", "up"]
    assert b"DialerError: ui.desktop_gone" in errors


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("screen", [{}, {"WAYLAND_DISPLAY": "none"}], ids=str)
async def test_without_a_screen_one_sentence_says_so(screen: dict[str, str]) -> None:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DISPLAY", "WAYLAND", "QT_", "XDG_"))
    }
    process = await program("pass", env={**kept, **screen, "LANG": "nl_BE.UTF-8"})
    output, errors = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, output.decode()) == (2, "")
    assert "scherm" in errors.decode()
    assert "plugin" not in errors.decode()


ALLOCATE_ELSEWHERE = """
        import threading, weakref
        from PySide6.QtCore import QObject
        from dialer.ui import garbage

        class Node:
            pass

        gone = asyncio.get_running_loop().create_future()
        cycle = Node()
        cycle.itself, cycle.widget = cycle, QObject()
        weakref.finalize(cycle, lambda: gone.done() or gone.set_result(threading.current_thread().name))
        del cycle
        def allocate():
            for _ in range(200_000):
                node = Node()
                node.itself = node
        await asyncio.to_thread(allocate)
        print("meanwhile", gone.done(), flush=True)
        print(await asyncio.wait_for(gone, 20), flush=True)
"""


async def test_no_widget_dies_on_the_thread_of_a_worker() -> None:
    process = await program(ALLOCATE_ELSEWHERE.strip())
    assert await lines(process) == ["False", "running", "meanwhile False", "MainThread", "cleaned up"]
    assert process.returncode == 3
