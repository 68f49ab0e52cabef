"""The release's workflow: which actions run, what each job may do, what comes before the draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = ROOT / ".github" / "workflows" / "release.yml"
WORKFLOW: dict[Any, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]


def steps() -> Iterator[dict[str, Any]]:
    for job in JOBS.values():
        yield from job["steps"]


def needed(name: str) -> set[str]:
    """Return all jobs that have to pass before one."""
    direct = JOBS[name].get("needs", [])
    names = {direct} if isinstance(direct, str) else set(direct)
    return names.union(*(needed(each) for each in names))


def test_actions_are_pinned_by_commit_and_say_which_version_that_is() -> None:
    used = [
        line.strip().removeprefix("- ")
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) == sum("uses" in step for step in steps()) > 0
    for line in used:
        assert re.fullmatch(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    pins = {line.split()[1].partition("@")[0]: line for line in used}
    assert set(pins.values()) == set(used), "one version of each"


def test_a_job_may_do_what_it_says_and_only_the_last_one_writes() -> None:
    assert WORKFLOW["permissions"] == {}
    writing = {name for name, job in JOBS.items() if "write" in job["permissions"].values()}
    assert writing == {"draft"}
    assert all(
        job["permissions"] == {"contents": "read"} for name, job in JOBS.items() if name not in writing
    )
    for step in steps():
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_secrets_reach_a_step_by_its_environment_in_a_job_that_somebody_lets_in() -> None:
    for name, job in JOBS.items():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), f"{name}: what a tag is called is no program text"
            secret = [key for key, value in step.get("env", {}).items() if "secrets." in value]
            assert not secret or job["environment"] == "signing"
        assert "secrets." not in str({key: value for key, value in job.items() if key != "steps"})


def test_nothing_is_laid_down_that_was_not_tried_on_each_system() -> None:
    assert needed("draft") == JOBS.keys() - {"draft"}
    assert JOBS["draft"]["if"] == "github.ref_type == 'tag'"
    commands = {name: "\n".join(step.get("run", "") for step in job["steps"]) for name, job in JOBS.items()}
    assert "make package" in commands["linux"]
    assert "packaging/freeze.py" in commands["windows"], "it ends where the build's self-test fails"
    assert "packaging/freeze.py" in commands["macos"]
    assert "try_installer.py" in commands["windows-try"]
    assert "--require-hashes" in commands["windows"]
    assert "--require-hashes" in commands["macos"]


def test_every_file_that_it_runs_is_there() -> None:
    text = FILE.read_text(encoding="utf-8")
    named = set(re.findall(r"packaging/[\w/-]+\.(?:py|sh|txt)", text))
    assert len(named) >= 6
    for name in named:
        assert (ROOT / name).is_file(), name
