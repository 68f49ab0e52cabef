"""Calls on threads: those that hang hold up neither the others nor the end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import CancelledError

import pytest

from dialer.core import threads
from dialer.core.threads import MOST, DaemonThreads, to_its_end


def test_calls_that_hang_leave_threads_for_others() -> None:
    threads, go_on = DaemonThreads(), threading.Event()
    hanging = [threads.submit(go_on.wait) for _ in range(20)]
    assert threads.submit(lambda: 3).result(5) == 3
    go_on.set()
    assert [each.result(5) for each in hanging] == [True] * 20
    threads.shutdown()
    with pytest.raises(RuntimeError):
        threads.submit(print)


def test_a_thread_that_is_free_is_used_again_and_there_is_an_end_to_them() -> None:
    threads, go_on, before = DaemonThreads(), threading.Event(), threading.active_count()
    for _ in range(10):
        threads.submit(lambda: None).result(5)
    assert threading.active_count() - before <= 2
    hanging = [threads.submit(go_on.wait) for _ in range(MOST + 20)]
    assert threading.active_count() - before <= MOST
    assert hanging[-1].cancel()
    go_on.set()
    assert all(each.result(5) for each in hanging[:-1])
    with pytest.raises(CancelledError):
        hanging[-1].result(5)
    threads.shutdown()


def test_what_a_call_raises_comes_out() -> None:
    threads = DaemonThreads()
    with pytest.raises(ZeroDivisionError):
        threads.submit(lambda: 1 // 0).result(5)
    threads.shutdown()


def test_a_program_ends_while_a_call_hangs() -> None:
    program = (
        "import asyncio, time\n"
        "from dialer.core.threads import DaemonThreads\n"
        "async def main():\n"
        "    asyncio.get_running_loop().set_default_executor(DaemonThreads())\n"
        "    hanging = asyncio.ensure_future(asyncio.to_thread(time.sleep, 3600))\n"
        "    print(await asyncio.to_thread(lambda: 3))\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=20)
    assert done.stdout.strip() == b"3"


async def test_a_loop_takes_it() -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(DaemonThreads())
    assert await asyncio.to_thread(threading.current_thread) is not threading.current_thread()


@pytest.mark.parametrize("failure", [None, OSError(28, "No space left on device")])
async def test_whoever_gives_up_however_often_goes_on_when_the_work_is_done(failure: OSError | None) -> None:
    busy, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        busy.set()
        go_on.wait(10)
        done.set()
        if failure is not None:
            raise failure

    waiting = asyncio.create_task(to_its_end(work))
    await asyncio.to_thread(busy.wait, 10)
    for _ in range(3):
        waiting.cancel()
        await asyncio.sleep(0)
    assert not waiting.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert done.is_set()


async def test_what_nobody_gives_up_returns_or_raises_what_it_does() -> None:
    assert await to_its_end(lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        await to_its_end(lambda: 1 // 0)


async def test_what_hangs_for_good_keeps_nobody_who_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "PATIENCE", 0.05)
    busy, go_on = threading.Event(), threading.Event()

    def hang() -> None:
        busy.set()
        go_on.wait(20)
        raise ZeroDivisionError

    waiting = asyncio.create_task(to_its_end(hang))
    await asyncio.to_thread(busy.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError) as given_up:
        await asyncio.wait_for(waiting, 10)
    go_on.set()
    assert isinstance(given_up.value.__cause__, TimeoutError)
