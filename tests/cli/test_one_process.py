"""The real program, one process at a time: its streams, and homes that cannot be used."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import sqlite3
import termios
from typing import TYPE_CHECKING

import pytest

from tests.cli.programs import Program

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


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
