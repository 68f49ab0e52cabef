"""The real program as several processes on one home."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import signal
import sqlite3
import subprocess
import sys
import termios
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")

RINGS_FOR_EVER = "+31205559027"
RINGS_TOO = "+31205559026"
NO_CREDIT = "+31205559016"


def wait_for_state(process: subprocess.Popen[str], state: str) -> None:
    """Read a call's events up to this state."""
    assert process.stdout is not None
    while json.loads(process.stdout.readline())["state"] != state:
        pass


class Program:
    """Starts the program on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def start(self, *argv: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "dialer", "--home", str(self.home), *argv],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "LANG": "C.UTF-8", "LANGUAGE": "en"},
            **options,
        )

    def run(self, *argv: str, given: str | None = None, **options: Any) -> tuple[int, str, str]:
        """Run a command to its end; return exit code, output and errors."""
        stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
        with self.start(*argv, stdin=stdin, **options) as process:
            out, err = process.communicate(given, timeout=30)
        return process.returncode, out, err

    @contextmanager
    def calling(self, number: str = RINGS_FOR_EVER) -> Iterator[subprocess.Popen[str]]:
        """Have a call of the demo ring as long as the test lasts."""
        with self.start("--demo", "--json", "call", number) as process:
            try:
                wait_for_state(process, "source_ringing")
                yield process
            finally:
                process.kill()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home")


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
        "import sys; from pathlib import Path; from dialer.desktop.instance import HomeLock\n"
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


def test_secrets_are_read_from_standard_input_in_their_order(program: Program) -> None:
    options = (
        "--demo",
        "accounts",
        "add",
        "connect_call",
        "--set",
        "login=anna",
        "--set",
        "source=0205550100",
    )
    code, out, err = program.run(*options, "--secret", "password", "--json", given="s3cret\n")
    assert (code, json.loads(out)["domain"], err) == (0, "connect_call", "")
    code, out, err = program.run(*options, "--set", "login=bert", "--secret", "password", given="")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    files = [path for path in program.home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"s3cret" in path.read_bytes()]


def test_numbers_are_read_line_by_line(program: Program) -> None:
    code, out, _ = program.run("number", "-", given="020 555 0142\nBE\t02 555 12 12\r\n\nhello\n")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["input"] for line in lines] == ["020 555 0142", "02 555 12 12", "", "hello"]
    assert [[c["e164"] for c in line["candidates"]] for line in lines] == [
        ["+31205550142"], ["+3225551212"], [], []
    ]  # fmt: skip
    assert not program.home.exists()


@pytest.mark.parametrize(
    ("argv", "code"),
    [(["number", "020 555 0142"], 0), (["number", "112"], 2), (["number", ""], 2), (["number", "a" * 40], 2)],
)
def test_number_explains_and_needs_no_home(program: Program, argv: list[str], code: int) -> None:
    for options in ((), ("--json",)):
        result, out, err = program.run(*argv, *options)
        assert (result, err) == (code, "")
        assert out.strip()
    assert json.loads(out)["input"] == argv[1]
    assert not program.home.exists()


def test_the_homes_country_is_the_default(program: Program) -> None:
    program.home.mkdir()
    (program.home / "settings.json").write_text('{"version": 1, "region": "BE", "language": "nl"}')
    _, out, _ = program.run("number", "02 555 12 12")
    assert "+3225551212" in out
    assert "land: BE" in out


def test_a_reader_that_leaves_early_is_no_error(program: Program) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code, _, err = program.run("number", "-", given="020 555 0142\n" * 100, stdout=writer)
    os.close(writer)
    assert (code, err) == (0, "")


@pytest.mark.parametrize("argv", [["status"], ["contacts", "find"], ["call", "020 555 0142"], ["history"]])
def test_a_home_that_cannot_be_used_is_one_sentence(tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "newer").mkdir()
    (tmp_path / "newer" / "settings.json").write_text('{"version": 99}')
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "accounts.json").write_text("{")
    for home in ("file", "file/inside", "newer", "broken", "/proc/dialer"):
        code, out, err = Program(tmp_path / home).run(*argv, "--json")
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert "core." not in err


def test_a_newer_database_is_left_alone(program: Program) -> None:
    assert program.run("contacts", "add", "--name", "Anna")[0] == 0
    with sqlite3.connect(program.home / "dialer.db") as database:
        database.execute("PRAGMA user_version = 9999")
    database.close()
    before = (program.home / "dialer.db").read_bytes()
    code, out, err = program.run("contacts", "find")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert (program.home / "dialer.db").read_bytes() == before
    code, out, _ = program.run("self-test", "--json")
    checks = {check["name"]: check["ok"] for check in json.loads(out)["checks"]}
    assert code == 2
    assert (checks["database"], checks["python"], checks["qt"]) == (False, True, True)


def test_a_full_disk_loses_nothing(program: Program) -> None:
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Name {n}\nNOTE:{'x' * 900}\nEND:VCARD\n" for n in range(3000)
    )
    assert program.run("contacts", "add", "--name", "Anna")[0] == 0
    (program.home / "many.vcf").write_text(cards)

    def fill_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    code, _, err = program.run("contacts", "import", str(program.home / "many.vcf"), preexec_fn=fill_up)
    assert (code, len(err.splitlines())) == (2, 1)
    code, out, _ = program.run("contacts", "find", "anna", "--json")
    assert (code, len(json.loads(out))) == (0, 1)
    assert program.run("contacts", "import", str(program.home / "many.vcf"))[0] == 0


@pytest.mark.parametrize(("keys", "code"), [(b"s3cret\n", 0), (b"\x03", 130)], ids=["typed", "ctrl-c"])
def test_a_password_is_typed_unseen(program: Program, keys: bytes, code: int) -> None:
    ours, theirs = os.openpty()
    try:
        options = ("--set", "login=anna", "--set", "source=0205550100")
        with program.start(
            "--demo", "accounts", "add", "connect_call", *options, stdin=theirs,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        ) as process:  # fmt: skip
            assert select.select([ours], [], [], 20)[0]
            assert b"Password" in os.read(ours, 100)
            assert not termios.tcgetattr(ours)[3] & termios.ECHO
            os.write(ours, keys)
            process.communicate(timeout=20)
            assert process.returncode == code
            assert termios.tcgetattr(ours)[3] & termios.ECHO
    finally:
        os.close(ours)
        os.close(theirs)
