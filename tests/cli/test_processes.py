"""The real program as several processes on one home."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import Program, wait_for_state

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")

RINGS_TOO = "+31205559026"
NO_CREDIT = "+31205559016"
CANNOT_BE_ENDED = "+31205559320"
QUICK = 5.0


def test_other_terminals_act_on_the_call_of_the_first(program: Program) -> None:
    with program.calling() as call:
        code, out, err = program.run("status", "--json")
        assert (code, json.loads(out)["state"], err) == (0, "source_ringing", "")
        assert program.run("contacts", "add", "--name", "Zoë Ærø")[0] == 0
        code, out, _ = program.run("contacts", "find", "Ærø", "--json")
        assert [contact["name"] for contact in json.loads(out)] == ["Zoë Ærø"]
        code, _, err = program.run("call", NO_CREDIT)
        assert (code, "--yes" in err) == (7, True)
        code, out, _ = program.run("hang-up", "--json")
        assert (code, json.loads(out)["reason"]) == (0, "hung_up")
        out, _ = call.communicate(timeout=20)
        assert json.loads(out.splitlines()[-1])["ended_by"] == "user"
        assert call.returncode == 3
    code, out, _ = program.run("history", "list", "--json")
    assert [(row["state"], row["reason"]) for row in json.loads(out)] == [("ended", "hung_up")]


def test_ctrl_c_hangs_up_and_ends_with_130(program: Program) -> None:
    with program.calling() as call:
        call.send_signal(signal.SIGINT)
        out, err = call.communicate(timeout=20)
    assert call.returncode == 130
    assert json.loads(out.splitlines()[-1])["reason"] == "hung_up"
    assert err == ""


def test_ctrl_c_in_a_second_terminal_hangs_its_own_call_up(program: Program) -> None:
    with program.calling() as first, program.start("--json", "call", RINGS_TOO, "--yes") as second:
        wait_for_state(second, "source_ringing")
        second.send_signal(signal.SIGINT)
        out, _ = second.communicate(timeout=20)
        assert second.returncode == 130
        assert json.loads(out.splitlines()[-1])["reason"] == "hung_up"
        first.communicate(timeout=20)
        assert first.returncode == 3  # its call was ended for the second one


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_hangs_up(program: Program, end: signal.Signals) -> None:
    with program.calling() as call:
        call.send_signal(end)
        call.communicate(timeout=20)
    assert call.returncode == 130
    _, out, _ = program.run("history", "list", "--json")
    assert json.loads(out)[0]["reason"] == "hung_up"


def test_an_owner_that_is_killed_leaves_an_unknown_outcome_and_a_free_home(program: Program) -> None:
    with program.calling() as first, program.start("--json", "call", RINGS_TOO, "--yes") as second:
        wait_for_state(second, "source_ringing")
        first.kill()
        _, err = second.communicate(timeout=20)
        assert second.returncode == 6
        assert len(err.splitlines()) == 1
    code, out, _ = program.run("history", "list", "--json")
    assert code == 0
    assert [(row["state"], row["reason"]) for row in json.loads(out)] == [
        ("ended", "unknown"),
        ("ended", "hung_up"),
    ]


def test_of_many_at_once_each_gets_its_work_done(program: Program) -> None:
    started = [program.start("contacts", "add", "--name", f"Anna {number}") for number in range(8)]
    results = [(process.communicate(timeout=50)[1], process.returncode) for process in started]
    assert results == [("", 0)] * 8
    _, out, _ = program.run("contacts", "find", "anna", "--json")
    assert sorted(contact["name"] for contact in json.loads(out)) == [f"Anna {number}" for number in range(8)]


def test_one_of_many_gets_the_lock(tmp_path: Path) -> None:
    race = (
        "import sys; from pathlib import Path; from dialer.desktop.lock import HomeLock\n"
        "lock = HomeLock(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.readline()\n"
        "print(lock.acquire(), flush=True); sys.stdin.readline()"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", race, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    said = []
    for word in ("ready", None):
        for racer in racers:
            assert racer.stdin is not None
            assert racer.stdout is not None
            if word:
                assert racer.stdout.readline().strip() == word
        for racer in racers if word else ():
            assert racer.stdin is not None
            racer.stdin.write("\n")
            racer.stdin.flush()
    for racer in racers:
        assert racer.stdout is not None
        said.append(racer.stdout.readline().strip())
    for racer in racers:
        racer.communicate("\n", timeout=10)
    assert sorted(said) == ["False"] * 7 + ["True"]


def test_ctrl_c_at_the_owner_ends_the_calls_of_the_others_in_order(program: Program) -> None:
    with program.calling() as first, program.start("--json", "call", RINGS_TOO, "--yes") as second:
        wait_for_state(second, "source_ringing")
        assert first.stderr is not None
        assert first.stderr.readline()  # its own call is over: it waits for the second one
        first.send_signal(signal.SIGINT)
        out, err = second.communicate(timeout=20)
        assert (second.returncode, err) == (130, "")
        assert json.loads(out.splitlines()[-1])["reason"] == "hung_up"
        first.communicate(timeout=20)
        assert first.returncode == 3


def test_who_does_not_wait_for_the_hang_up_leaves_no_call_behind(program: Program) -> None:
    with program.calling() as call:
        call.send_signal(signal.SIGINT)
        call.send_signal(signal.SIGTERM)
        call.communicate(timeout=20)
        assert call.returncode == 130
    _, out, _ = program.run("history", "list", "--json")
    assert [row["reason"] for row in json.loads(out)] == ["hung_up"]


@pytest.mark.parametrize("more", [(), (signal.SIGTERM,)], ids=["second", "third"])
def test_who_does_not_wait_for_a_hang_up_that_fails_is_told(
    program: Program, more: tuple[signal.Signals, ...]
) -> None:
    with program.calling(CANNOT_BE_ENDED) as call:
        assert call.stdout is not None
        call.send_signal(signal.SIGINT)
        while "Hanging up" not in call.stdout.readline():
            pass
        for each in (signal.SIGHUP, *more):
            call.send_signal(each)
        began = time.monotonic()
        out, err = call.communicate(timeout=20)
        took = time.monotonic() - began
    last = json.loads(out.splitlines()[-1])
    assert (call.returncode, last["reason"], err) == (6, None, "")
    assert last["text"] == "We could not end the call. It may still cost money. Hang up at your phone."
    assert took < QUICK
    _, out, _ = program.run("history", "list", "--json")
    [row] = json.loads(out)
    assert (row["state"], row["reason"]) == ("ended", "unknown")
    assert row["text"].startswith("The call was started, and we could not end it.")


def test_who_does_not_wait_for_the_owner_is_told(program: Program) -> None:
    with program.calling() as first, program.start("--json", "call", CANNOT_BE_ENDED, "--yes") as second:
        wait_for_state(second, "source_ringing")
        assert second.stdout is not None
        second.send_signal(signal.SIGINT)
        while "Hanging up" not in second.stdout.readline():
            pass
        second.send_signal(signal.SIGINT)
        _, err = second.communicate(timeout=20)
        assert (second.returncode, len(err.splitlines())) == (6, 1)
        assert "dialer history" in err
        first.communicate(timeout=20)  # it waits until the owner is done with the other one's call
    _, out, _ = program.run("history", "list", "--json")
    assert json.loads(out)[0]["text"].startswith("The call was started, and we could not end it.")
