"""Where Windows keeps the policy and whose it is, against a Windows of the test's own."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from dialer.core.policy import system_policy_file
from dialer.core.policy_owner import is_administrators

_SYSTEM, _ADMINISTRATORS, _USERS = 22, 26, 27


class Windows:
    """The functions of Windows that are asked."""

    def __init__(self) -> None:
        self.owner = _ADMINISTRATORS
        self.error = 0
        self.freed = 0
        self.windll = SimpleNamespace(
            shell32=SimpleNamespace(SHGetFolderPathW=self._folder),
            advapi32=SimpleNamespace(GetNamedSecurityInfoW=self._info, IsWellKnownSid=self._is_well_known),
            kernel32=SimpleNamespace(LocalFree=self._free),
        )

    def _folder(self, *arguments: object) -> int:
        buffer = arguments[-1]
        assert isinstance(buffer, ctypes.Array)
        buffer.value = "D:/Common"
        return 0

    def _info(self, *_arguments: object) -> int:
        return self.error

    def _is_well_known(self, _owner: object, kind: int) -> bool:
        return kind == self.owner

    def _free(self, _descriptor: object) -> None:
        self.freed += 1


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    """A computer with Windows."""
    made = Windows()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", made.windll, raising=False)
    return made


def test_the_policy_lies_where_the_system_says_and_not_the_environment(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ProgramData", "C:/Users/me")
    assert system_policy_file() == Path("D:/Common/Dialer/policy.toml")


@pytest.mark.parametrize(("owner", "counts"), [(_SYSTEM, True), (_ADMINISTRATORS, True), (_USERS, False)])
def test_only_the_administrators_policy_counts(windows: Windows, owner: int, counts: bool) -> None:
    windows.owner = owner
    assert is_administrators(Path("policy.toml"), 0) is counts
    assert windows.freed == 1


def test_an_owner_that_cannot_be_found_out_is_an_error(windows: Windows) -> None:
    windows.error = 5
    with pytest.raises(OSError, match="owner"):
        is_administrators(Path("policy.toml"), 0)
