"""The release script on a repository of the test's own, and what the project itself releases from."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.packaging.parts import part
from tests.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

release = part("release")

LOG = """# Changelog

## [Unreleased]

### Added

- A bell.

## [1.2.0] - 2026-01-05

### Fixed

- A hinge.
"""
DATED = LOG.replace("## [Unreleased]\n", "## [Unreleased]\n\n## [1.3.0] - 2026-02-03\n")
DAY = "1770076800"  # 2026-02-03


def git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which 1.2.0 was released, with something new since."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.name", "Somebody")
    git(tmp_path, "config", "user.email", "somebody@example.org")
    (tmp_path / "src" / "dialer").mkdir(parents=True)
    (tmp_path / "src" / "dialer" / "__init__.py").write_text('"""It."""\n\n__version__ = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(LOG)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Begin")
    git(tmp_path, "tag", "v1.2.0")
    return tmp_path


def state(root: Path) -> tuple[str, str, str]:
    """Return what a dry run must not change."""
    return git(root, "rev-parse", "HEAD"), git(root, "tag", "--list"), git(root, "status", "--porcelain")


@pytest.mark.parametrize("words", [["1.3.0"], ["1.3.0", "--do", "--dry-run"]])
def test_a_dry_run_shows_the_changes_and_makes_none(
    repository: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    before = state(repository)
    assert release.main(words, repository) == 0
    shown = capsys.readouterr().out
    assert '-__version__ = "1.2.0"\n+__version__ = "1.3.0"\n' in shown
    assert "+## [1.3.0] - 2026-02-03\n" in shown
    assert state(repository) == before


def test_a_release_is_dated_committed_and_tagged_with_what_is_new(repository: Path) -> None:
    assert release.main(["1.3.0", "--do", "--no-build"], repository) == 0
    assert (repository / "CHANGELOG.md").read_text() == DATED
    assert '__version__ = "1.3.0"' in (repository / "src" / "dialer" / "__init__.py").read_text()
    assert git(repository, "status", "--porcelain") == ""
    assert git(repository, "log", "-1", "--format=%s %cI") == "Dialer 1.3.0 2026-02-03T00:00:00+00:00"
    message = git(repository, "tag", "--list", "--format=%(objecttype)%0a%(contents)", "v1.3.0")
    assert message == "tag\nDialer 1.3.0\n\n### Added\n\n- A bell."
    assert git(repository, "rev-parse", "v1.3.0^{commit}") == git(repository, "rev-parse", "HEAD")


def test_the_tag_is_signed_where_git_knows_a_key(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("there is no ssh-keygen to make a key with")
    key = tmp_path_factory.mktemp("key") / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    git(repository, "config", "gpg.format", "ssh")
    git(repository, "config", "user.signingkey", str(key))
    assert release.main(["1.3.0", "--do", "--no-build"], repository) == 0
    tag = git(repository, "cat-file", "tag", "v1.3.0")
    assert "- A bell.\n-----BEGIN SSH SIGNATURE-----" in tag


def test_what_does_not_build_is_not_tagged(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "Makefile").write_text("package:\n\t@false\n")
    git(repository, "add", "Makefile")
    git(repository, "commit", "--quiet", "--message", "A build")
    assert release.main(["1.3.0", "--do"], repository) == 1
    assert "the build failed" in capsys.readouterr().err
    assert git(repository, "tag", "--list") == "v1.2.0"


def test_the_first_release_may_have_the_version_that_is_there(repository: Path) -> None:
    git(repository, "tag", "--delete", "v1.2.0")
    log = LOG.partition("## [1.2.0]")[0]
    (repository / "CHANGELOG.md").write_text(log)
    git(repository, "commit", "--quiet", "--all", "--message", "Nothing was released")
    made = release.plan(repository, "1.2.0", "2026-02-03")
    assert list(made.files) == ["CHANGELOG.md"]


@pytest.mark.parametrize(
    ("version", "spoil", "why"),
    [
        ("1.2.0", "", "a tag v1.2.0 already"),
        ("1.1.9", "", "1.1.9 is not higher"),
        ("1.3", "", "write three numbers"),
        ("1.3.0", "echo x >CHANGELOG.md", "not committed"),
        ("1.3.0", "git switch --quiet --create mine", "releases are made on main"),
        ("1.3.0", "sed -i /bell/d CHANGELOG.md; git commit -qam x", "says nothing under [Unreleased]"),
        ("1.3.0", "sed -i s/Unreleased/Soon/ CHANGELOG.md; git commit -qam x", "no section [Unreleased]"),
    ],
)
def test_what_is_not_ready_is_not_released(
    repository: Path, capsys: pytest.CaptureFixture[str], version: str, spoil: str, why: str
) -> None:
    subprocess.run(["sh", "-c", spoil], cwd=repository, check=True)
    before = state(repository)
    assert release.main([version, "--do", "--no-build"], repository) == 1
    assert why in capsys.readouterr().err
    assert state(repository) == before


def test_the_projects_own_changelog_can_be_dated() -> None:
    """What is new comes first, and every version has its day."""
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", log, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading) for heading in headings[1:])
    kinds = set(re.findall(r"^### (.*)$", log, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
