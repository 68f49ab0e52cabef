"""Releases what is committed on main: dates the changelog, writes the version, commits, builds, tags.

usage: release.py VERSION [--do] [--no-build]

Without --do it is a dry run: it checks everything, shows what it would change, and touches nothing. The tag
is signed where git knows a key (user.signingkey). Nothing is pushed: that is somebody's own, last step.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BRANCH = "main"
CHANGELOG = "CHANGELOG.md"
VERSION_FILE = "src/dialer/__init__.py"

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_VERSION_LINE = re.compile(r'^__version__ = "(?P<version>[^"]*)"$', re.MULTILINE)
_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(?P<text>.*?)(?=^## |^\[|\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^- ", re.MULTILINE)
_GIT = "git"


class NotReleased(Exception):
    """Why nothing is released, as a sentence that says what to do."""


@dataclass(frozen=True)
class Plan:
    """What a release changes.

    Attributes:
        version: the new one.
        notes: what is new, as the changelog has it.
        files: each file that changes, with its text before and after.
    """

    version: str
    notes: str
    files: dict[str, tuple[str, str]]

    def diff(self) -> Iterator[str]:
        """Return the changes, as `git diff` shows them."""
        for name, (before, after) in self.files.items():
            lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
            yield from difflib.unified_diff(*lines, f"a/{name}", f"b/{name}")


def plan(root: Path, version: str, day: str) -> Plan:
    """Check that a version can be released, and return what that changes.

    Raises:
        NotReleased: it cannot be.
    """
    if not _VERSION.fullmatch(version):
        raise NotReleased(f"{version} is no version: write three numbers, such as 1.2.3")
    if git(root, "status", "--porcelain"):
        raise NotReleased("there are changes that are not committed: commit them or put them aside")
    if (branch := git(root, "rev-parse", "--abbrev-ref", "HEAD")) != BRANCH:
        raise NotReleased(f"this is {branch}: releases are made on {BRANCH}")
    if git(root, "tag", "--list", f"v{version}"):
        raise NotReleased(f"there is a tag v{version} already: choose the next version")
    before = (root / VERSION_FILE).read_text(encoding="utf-8")
    line = _VERSION_LINE.search(before)
    if line is None:
        raise NotReleased(f"{VERSION_FILE} names no version")
    if _numbers(version) <= _numbers(line["version"]) and git(root, "tag", "--list", f"v{line['version']}"):
        raise NotReleased(f"{line['version']} has been released: {version} is not higher")
    if _numbers(version) < _numbers(line["version"]):
        raise NotReleased(f"{VERSION_FILE} has {line['version']} already: {version} is lower")
    log = (root / CHANGELOG).read_text(encoding="utf-8")
    notes, dated = date_changelog(log, version, day)
    after = before[: line.start()] + f'__version__ = "{version}"' + before[line.end() :]
    files = {CHANGELOG: (log, dated), VERSION_FILE: (before, after)}
    return Plan(version, notes, {name: texts for name, texts in files.items() if texts[0] != texts[1]})


def date_changelog(log: str, version: str, day: str) -> tuple[str, str]:
    """Return what is new, and the changelog in which that is this version's (Keep a Changelog 1.1.0).

    Raises:
        NotReleased: the changelog says nothing of what is new.
    """
    found = _UNRELEASED.search(log)
    if found is None:
        raise NotReleased(f"{CHANGELOG} has no section [Unreleased]: say there what is new")
    if not _ENTRY.search(found["text"]):
        raise NotReleased(f"{CHANGELOG} says nothing under [Unreleased]: say there what is new")
    start = found.start("text")
    return found["text"].strip(), f"{log[:start]}\n## [{version}] - {day}\n{log[start:]}"


def carry_out(root: Path, made: Plan, *, build: bool) -> None:
    """Write, commit, build and tag; what does not build is not tagged.

    Raises:
        NotReleased: the build failed; the commit is there.
    """
    for name, (_, after) in made.files.items():
        (root / name).write_text(after, encoding="utf-8")
    git(root, "commit", "--quiet", "--message", f"Dialer {made.version}", "--", *made.files)
    if build and subprocess.run(["make", "package"], check=False, cwd=root).returncode:  # noqa: S607
        raise NotReleased(
            "the build failed, and nothing is tagged: `git reset --hard HEAD~1` takes the commit back"
        )
    signed = git(root, "config", "--default", "", "user.signingkey")
    message = f"Dialer {made.version}\n\n{made.notes}\n"
    how = "--sign" if signed else "--annotate"
    # Headings of the notes begin with #, which git would take for its own remarks.
    git(root, "tag", how, "--cleanup=verbatim", "--message", message, f"v{made.version}")


def git(root: Path, *words: str) -> str:
    """Return what git says.

    Raises:
        NotReleased: git does not do it, for the reason that it gives.
    """
    told = subprocess.run(
        [_GIT, *words], check=False, cwd=root, capture_output=True, encoding="utf-8", env=_environment()
    )
    if told.returncode:
        raise NotReleased(f"git {words[0]}: {told.stderr.strip()}")
    return told.stdout.strip()


def today() -> str:
    """Return the day of the release: that of SOURCE_DATE_EPOCH, else today (UTC)."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(named), UTC) if named else datetime.now(UTC)
    return moment.strftime("%Y-%m-%d")


def _environment() -> dict[str, str]:
    """Return git's environment: a date that is given is also that of commit and tag."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    dates = {"GIT_AUTHOR_DATE": f"@{named} +0000", "GIT_COMMITTER_DATE": f"@{named} +0000"} if named else {}
    return {**os.environ, **dates}


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def main(arguments: list[str], root: Path) -> int:
    """Release, or show what a release would do."""
    parser = argparse.ArgumentParser(
        prog="release.py", description="Makes a release; without --do, only shows it."
    )
    parser.add_argument("version")
    parser.add_argument("--do", action="store_true", help="do it")
    parser.add_argument("--dry-run", action="store_false", dest="do", help="show it only (the default)")
    parser.add_argument("--no-build", action="store_false", dest="build", help="build nothing")
    wanted = parser.parse_args(arguments)
    try:
        made = plan(root, wanted.version, today())
        sys.stdout.writelines(made.diff())
        if not wanted.do:
            sys.stdout.write(f"\nA dry run: nothing was changed. --do releases {made.version}.\n")
            return 0
        carry_out(root, made, build=wanted.build)
    except NotReleased as why:
        sys.stderr.write(f"not released: {why}\n")
        return 1
    sys.stdout.write(
        f"\nTagged v{made.version}. What publishes it: git push origin {BRANCH} v{made.version}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
