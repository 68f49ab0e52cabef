"""``dialer restore``: one command takes a desk back to what an older Dialer reads."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from dialer.desktop.lock import HomeLock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.programs import Program


def _become_newer(home: Path) -> None:
    """Do what a newer Dialer does: keep a copy, take a step, and add somebody."""
    with sqlite3.connect(home / "dialer.db") as database, sqlite3.connect(_copy(home)) as copy:
        database.backup(copy)
        database.execute("INSERT INTO migration(name, version) VALUES ('calls-99', '0.9.0')")
    database.close()
    copy.close()


def _copy(home: Path) -> Path:
    return home / "dialer.before-0.9.0.2026-11-22.bak"


@pytest.fixture
def downgraded(program: Program) -> Program:
    """A home that a newer Dialer has used, and this one cannot read."""
    assert program.run("contacts", "add", "--name", "Anna")[0] == 0
    _become_newer(program.home)
    return program


def test_an_older_dialer_says_what_to_do_and_one_command_does_it(downgraded: Program) -> None:
    code, out, err = downgraded.run("contacts", "find")
    assert (code, out) == (2, "")
    assert "was written by Dialer 0.9.0, and this is an older one" in err
    assert "“dialer restore” lists the copies" in err

    code, out, err = downgraded.run("restore", "--json")
    (copy,) = json.loads(out)
    assert (code, err, copy["copy"], copy["of"], copy["readable"], copy["rows"]) == (
        0,
        "",
        _copy(downgraded.home).name,
        "database",
        True,
        0,
    )
    code, out, err = downgraded.run("restore", copy["copy"])
    assert (code, out) == (7, "")
    assert "With --yes it is done without asking" in err
    assert downgraded.run("contacts", "find")[0] == 2

    code, out, err = downgraded.run("restore", copy["copy"], "--yes")
    assert (code, err) == (0, "")
    first, kept, missing = out.splitlines()
    assert first == f"{copy['copy']} was put back."
    assert kept.startswith("What stood there before is in dialer.before-restore.")
    assert missing.startswith("Calls and meetings since then that are not in the copy: 0.")
    assert missing.endswith("Whoever was forgotten, deleted or made private since then is there again.")
    code, out, _ = downgraded.run("contacts", "find", "--json")
    assert (code, [each["name"] for each in json.loads(out)]) == (0, ["Anna"])
    _, out, _ = downgraded.run("restore")
    aside = next(line for line in out.splitlines() if ".before-restore." in line)
    assert "set aside when a copy was put back, this Dialer cannot read it" in aside


def test_only_what_the_list_has_is_put_back(downgraded: Program) -> None:
    for name in ("../dialer.before-1.bak", "/etc/passwd", "dialer.db", ""):
        code, out, err = downgraded.run("restore", name, "--yes")
        assert (code, out, len(err.splitlines())) == (2, "", 1), name
        assert "There is no copy" in err


def test_with_the_home_open_nothing_is_put_back(program: Program) -> None:
    program.home.mkdir(mode=0o700, exist_ok=True)
    lock = HomeLock(program.home)
    assert lock.acquire()
    code, out, err = program.run("restore")
    lock.close()
    assert (code, out) == (2, "")
    assert err == "Dialer is open. Close it, then put the copy back.\n"


def test_going_back_is_no_way_around_the_limit_of_calls_abroad(program: Program) -> None:
    assert program.run("settings", "set", "abroad_per_day", "1")[0] == 0
    assert program.run("contacts", "add", "--name", "Anna")[0] == 0
    _become_newer(program.home)
    with sqlite3.connect(program.home / "dialer.db") as database:  # this Dialer reads it again
        database.execute("DELETE FROM migration WHERE version = '0.9.0'")
    database.close()
    call = ("--demo", "call", "+41315551234", "--yes", "--hang-up-after", "0")
    assert program.run(*call)[0] in {0, 3}
    limit = program.run(*call)
    assert limit[0] == 7
    code, out, _ = program.run("restore", _copy(program.home).name, "--yes", "--json")
    assert (code, json.loads(out)["missing"], json.loads(out)["carried_over"]) == (0, 0, 1)
    assert program.run(*call) == limit
    _, out, _ = program.run("history", "--json")
    assert [each["number"] for each in json.loads(out)] == ["+41315551234"]
