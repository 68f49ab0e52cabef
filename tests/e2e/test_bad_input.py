"""Bad input and a bad home: one sentence that says what to do, exit code 2, and nothing is lost."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.e2e.program import PASSWORD, PROGRAM, SOURCE, Done, Program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dialer.sandbox import Sandbox

NUMBER = "+31205550142"
GOOD = "BEGIN:VCARD\nVERSION:4.0\nFN:Sanne de Vries\nTEL:+31205550142\nEND:VCARD\n"
ALSO_GOOD = "BEGIN:VCARD\nVERSION:3.0\nFN:Karel Bakker\nTEL:+31205550143\nEND:VCARD\n"
# How a key of the strings files looks where somebody forgot to translate it.
KEY = re.compile(r"\b(?:core|calls|contacts|cli|ui|ui_pages|connect_call)\.[a-z_]+(?:\.[a-z_]+)*\b")
NEWER = 99
# What a file of ours may hold that is no use, and the word that says so.
UNUSABLE = {
    json.dumps({"version": NEWER, "theme": "purple"}).encode(): "newer",
    b'{"version": 1, "entries": [': "damaged",
    b"[]": "damaged",
    b"\0" * 300: "damaged",
    b"\xff\xfe": "damaged",
}
# Root may write anywhere, unless this right is taken from it.
WITHOUT_POWER = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()


def assert_told(done: Done, *words: str) -> None:
    """Exit code 2 and one sentence, with these words in it."""
    assert done.code == 2, done
    (sentence,) = done.err.splitlines()
    assert sentence.endswith((".", "?")), sentence
    assert "Traceback" not in sentence
    assert "Error" not in sentence
    assert not KEY.search(sentence)
    assert all(word in sentence for word in words), sentence


async def run_under(program: Program, wrapper: tuple[str, ...], *arguments: str, stdin: str = "") -> Done:
    """Run a command with something around it."""
    pipe = asyncio.subprocess.PIPE
    command = (*wrapper, *PROGRAM, "--home", str(program.home), *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, env=program.environment
    )
    out, err = await process.communicate(stdin.encode())
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())


async def names(program: Program) -> list[str]:
    """The names of all contacts."""
    done = await program.run("contacts", "find", "", "--json", "--limit", "0")
    assert done.code == 0, done.err
    return sorted(contact["name"] for contact in done.json)


@pytest.fixture
async def furnished(program: Program, tmp_path: Path) -> Program:
    """A home with an account and a contact."""
    card = tmp_path / "good.vcf"
    card.write_text(GOOD)
    _, imported = await asyncio.gather(program.add_account(), program.run("contacts", "import", str(card)))
    assert imported.code == 0
    return program


async def test_no_number(furnished: Program, sandbox: Sandbox) -> None:
    async def judge(target: str) -> None:
        assert_told(await furnished.run("call", target, "--yes"))
        explained = await furnished.run("number", target, "--json")
        assert (explained.code, explained.err) == (2, "")
        assert all(not candidate["callable"] for candidate in explained.json["candidates"])

    targets = ("", "   ", "abc", "+", "1" * 40, "+31 20 555", "\N{SKULL}", "x" * 5000, "0900-call-me")
    await asyncio.gather(*map(judge, targets))
    assert len(sandbox.journal) == 0
    assert await furnished.history() == []


async def test_files_that_cannot_be_imported(program: Program, tmp_path: Path) -> None:
    files = {
        "good.vcf": GOOD.encode(),
        "pixels.vcf": bytes(range(256)) * 40,
        "page.vcf": b"<html><body>Log in</body></html>",
        "also good.vcf": ALSO_GOOD.encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.vcf").mkdir()
    for broken in ("pixels.vcf", "page.vcf", "folder.vcf", "missing.vcf"):
        paths = [str(tmp_path / name) for name in ("good.vcf", broken, "also good.vcf")]
        assert_told(await program.run("contacts", "import", *paths), broken)
        assert await names(program) == ["Karel Bakker", "Sanne de Vries"]


async def test_a_broken_card_does_not_stop_the_others(program: Program, tmp_path: Path) -> None:
    broken = "BEGIN:VCARD\nVERSION:4.0\nFN:Never\nTEL;;;=\nNOTE:cut off\n"
    (tmp_path / "mixed.vcf").write_text(GOOD + broken + ALSO_GOOD)
    done = await program.run("contacts", "import", str(tmp_path / "mixed.vcf"), "--json")
    assert (done.code, done.err) == (0, "")
    assert {"Karel Bakker", "Sanne de Vries"} <= set(await names(program))


async def test_no_folder_for_a_home(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("mine")
    for place in (tmp_path / "a-file", tmp_path / "a-file" / "below"):
        home = Program(place, program.environment, program.sandbox)
        for command in (
            (),
            ("contacts", "find", ""),
            ("contacts", "add", "--name", "Anna"),
            ("call", NUMBER),
        ):
            assert_told(await home.run(*command), str(place))
    assert (tmp_path / "a-file").read_text() == "mine"


async def test_a_folder_that_is_not_for_writing(furnished: Program) -> None:
    """Whoever made the folder read-only means it, also if it is the user's own."""
    before = contents(furnished.home)
    furnished.home.chmod(0o555)
    for command in ((), ("contacts", "add", "--name", "Anna"), ("call", NUMBER)):
        assert_told(await run_under(furnished, WITHOUT_POWER, *command), str(furnished.home), "--home")
    furnished.home.chmod(0o700)
    assert contents(furnished.home) == before
    assert len(furnished.sandbox.journal) == 0


async def test_a_database_that_is_not_for_writing(furnished: Program) -> None:
    before = contents(furnished.home)
    (furnished.home / "dialer.db").chmod(0o444)
    for command in (("contacts", "add", "--name", "Anna"), ("call", NUMBER)):
        assert_told(await run_under(furnished, WITHOUT_POWER, *command), "dialer.db")
    assert contents(furnished.home) == before
    assert len(furnished.sandbox.journal) == 0


def contents(home: Path) -> dict[str, bytes]:
    """What the files hold that must not be touched."""
    return {name: (home / name).read_bytes() for name in ("accounts.json", "dialer.db")}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(place)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"no disk of two megabytes can be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


async def test_a_full_disk(program: Program, sandbox: Sandbox, small_disk: Path, tmp_path: Path) -> None:
    home = Program(small_disk / "home", program.environment, sandbox)
    await home.add_account()
    assert (await home.run("contacts", "add", "--name", "Anna", "--number", NUMBER)).code == 0
    fill(small_disk / "filler")
    accounts = (home.home / "accounts.json").read_bytes()
    people = tmp_path / "people.vcf"
    people.write_text(GOOD * 2000)
    assert_told(await home.run("contacts", "import", str(people)), "full")
    assert_told(await home.run("call", NUMBER), "was not started")
    assert_told(await add_another_account(home), "accounts.json", "full")
    assert len(sandbox.journal) == 0
    assert (home.home / "accounts.json").read_bytes() == accounts
    (small_disk / "filler").unlink()
    assert await names(home) == ["Anna"]
    assert await home.history() == []
    assert (await home.call(NUMBER, "--hang-up-after", "0")).events[-1]["reason"] == "hung_up"


def fill(file: Path) -> None:
    """Write until nothing more fits."""
    with file.open("wb", buffering=0) as out:
        for size in (4096, 1):
            try:
                while True:
                    out.write(b"x" * size)
            except OSError:
                continue


async def add_another_account(program: Program) -> Done:
    values = {"base_url": program.sandbox.base_url, "login": "another", "source": SOURCE}
    settings = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
    return await program.run(
        "accounts", "add", "connect_call", *settings, "--secret", "password", stdin=PASSWORD + "\n"
    )


async def test_files_may_not_grow(furnished: Program, tmp_path: Path) -> None:
    """A quota stops a file in the middle, where a full disk may not."""
    people = tmp_path / "people.vcf"
    note = "NOTE:" + "so much that no batch of people fits into the quota " * 100
    head = f"BEGIN:VCARD\nVERSION:4.0\n{note}\n"
    cards = (f"{head}FN:Person {i}\nTEL:+3120555{i:04}\nEND:VCARD\n" for i in range(600))
    people.write_text("".join(cards))
    limit = (furnished.home / "dialer.db").stat().st_size + 20_000
    quota = ("prlimit", f"--fsize={limit}")
    assert_told(await run_under(furnished, quota, "contacts", "import", str(people)))
    assert await names(furnished) == ["Sanne de Vries"]


async def test_a_newer_database(furnished: Program, sandbox: Sandbox) -> None:
    database = furnished.home / "dialer.db"
    with sqlite3.connect(database) as connection:
        connection.execute(f"PRAGMA user_version = {NEWER}")
    connection.close()
    before = contents(furnished.home)
    for command in (("contacts", "find", ""), ("contacts", "add", "--name", "Anna"), ("call", NUMBER)):
        assert_told(await furnished.run(*command), str(database), "newer")
    assert contents(furnished.home) == before
    assert len(sandbox.journal) == 0


async def test_a_file_that_cannot_be_used(furnished: Program, sandbox: Sandbox) -> None:
    """The window's own start included: it must not begin with other settings than the user's."""
    before = (furnished.home / "dialer.db").read_bytes()
    for name in ("accounts.json", "settings.json"):
        file = furnished.home / name
        good = file.read_bytes() if file.exists() else b'{"version": 1}'
        for content, word in UNUSABLE.items():
            file.write_bytes(content)
            assert_told(await furnished.run("contacts", "add", "--name", "Anna"), str(file), word)
            assert file.read_bytes() == content
        assert_told(await furnished.run("call", NUMBER), str(file))
        if name == "settings.json":
            assert_told(await furnished.run(), str(file))
        file.write_bytes(good)
    assert (furnished.home / "dialer.db").read_bytes() == before
    assert len(sandbox.journal) == 0
    assert (await furnished.call(NUMBER, "--hang-up-after", "0")).code == 3


async def test_no_key_ring(furnished: Program, sandbox: Sandbox) -> None:
    poor_environment = {
        name: value for name, value in furnished.environment.items() if name != "DBUS_SESSION_BUS_ADDRESS"
    }
    poor = Program(furnished.home, poor_environment, sandbox)
    before = (poor.home / "accounts.json").read_bytes()
    assert_told(await add_another_account(poor), "key ring")
    assert (poor.home / "accounts.json").read_bytes() == before
    done = await poor.call(NUMBER)
    assert (done.code, done.events) == (5, [])
    assert "key ring" in done.err
    assert "nobody was called" in done.err
    assert len(sandbox.journal) == 0
    assert await names(poor) == ["Sanne de Vries"]
