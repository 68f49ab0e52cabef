"""The tool for whoever publishes versions writes what Dialer believes, and takes no secret as an argument."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import minisign
import pytest

from dialer.core.update_manifest import check_signature, read_manifest
from tests.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = 'p@ss/w&rd +é"<%'


def _run(folder: Path, *more: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    (folder / "nl.txt").write_text("Sneller zoeken.\n", encoding="utf-8")
    options = ["--notes", "nl=nl.txt", "--key", "minisign.key", "--version", "0.5.0", "--date", "2026-11-20"]
    return subprocess.run(
        [sys.executable, ROOT / "packaging" / "manifest.py", "dialer.json", *options, *more],
        cwd=folder,
        input=f"{password}\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def pair() -> minisign.KeyPair:
    pair = minisign.KeyPair.generate()
    # The cheapest parameters: how hard a password is to guess is minisign's affair.
    pair.secret_key.encrypt(PASSWORD, opslimit=32768, memlimit=16777216)
    return pair


@pytest.fixture
def folder(tmp_path: Path, pair: minisign.KeyPair) -> Path:
    (tmp_path / "minisign.key").write_bytes(bytes(pair.secret_key))
    return tmp_path


def test_what_it_writes_dialer_believes(folder: Path, pair: minisign.KeyPair) -> None:
    done = _run(folder, "--page", "https://dialer.example/0.5")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    content, signature = ((folder / name).read_bytes() for name in ("dialer.json", "dialer.json.minisig"))
    check_signature(content, signature, pair.public_key.to_base64().decode())
    manifest = read_manifest(content)
    assert (str(manifest.version), str(manifest.expires)) == ("0.5.0", "2027-02-18")
    assert manifest.notes == {"nl": "Sneller zoeken."}
    if (tool := shutil.which("minisign")) is not None:
        (folder / "minisign.pub").write_bytes(bytes(pair.public_key) + b"\n")
        subprocess.run([tool, "-Vm", "dialer.json", "-p", "minisign.pub"], cwd=folder, check=True)


@pytest.mark.parametrize(
    ("more", "password", "words"),
    [
        (["--page", "http://dialer.example/"], PASSWORD, "Dialer would refuse this list"),
        (["--page", "https://dialer.example/", "--days", "401"], PASSWORD, "Dialer would refuse this list"),
        (["--page", "https://dialer.example/"], "wrong", "Nothing was signed"),
    ],
)
def test_what_dialer_would_refuse_is_not_written(
    folder: Path, more: list[str], password: str, words: str
) -> None:
    done = _run(folder, *more, password=password)
    assert done.returncode == 1
    assert done.stderr.startswith(words)
    assert {file.name for file in folder.iterdir()} == {"minisign.key", "nl.txt"}
