"""What an organisation decides for its desks: accounts without secrets, defaults, locked settings.

It stands in two files that Dialer only reads, at its start: the policy, which belongs to the computer's
administrator, and the profile in the home, which overrides what people choose but not the policy. Their
layout is told to administrators in docs/helpdesk.md and docs/policy.md.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.home import Home
    from dialer.core.policy_account import PolicyAccount, PolicyProblem

POLICY_NAME = "policy.toml"

_COMMON_APPDATA = 0x23
_LONGEST_PATH = 260


class Policy(NamedTuple):  # not a dataclass: a window waits for it
    """What holds on this desk.

    Attributes:
        organisation: its name, as people read it; empty where it is not given.
        locked: settings that people cannot change.
        defaults: settings until somebody changes them.
        accounts: the preset accounts.
        files: the files that were read.
        problems: what in them does not hold.
        refused: what keeps the policy from saying which accounts there are, if anything does.
    """

    organisation: str = ""
    locked: Mapping[str, Any] = MappingProxyType({})
    defaults: Mapping[str, Any] = MappingProxyType({})
    accounts: tuple[PolicyAccount, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[PolicyProblem, ...] = ()
    refused: PolicyProblem | None = None

    @classmethod
    def load(cls, home: Home, policy_file: Path | None = None) -> Policy:
        """Read what holds in a home; what is wrong in a file never keeps the rest from holding.

        Args:
            home: the home, whose profile is read too.
            policy_file: the administrator's file, where it is not at the operating system's place.
        """
        files = [policy_file or system_policy_file(), home.profile_file]
        if not any(_is_there(file) for file in files):
            return cls()
        from dialer.core.policy_file import read_policy  # most desks have none

        return read_policy(*files)


def system_policy_file() -> Path:
    """Return the place of the administrator's file. The environment has no say in it: the user owns that."""
    if sys.platform == "win32":
        return _program_data() / "Dialer" / POLICY_NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Dialer") / POLICY_NAME
    return Path("/etc/dialer") / POLICY_NAME


def _is_there(file: Path) -> bool:
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it cannot even be looked at, which whoever reads it will tell
        return True
    return True


def _program_data() -> Path:
    """Return Windows' folder for the data of all users, from the system and not from %ProgramData%."""
    if sys.platform == "win32":
        import ctypes

        buffer = ctypes.create_unicode_buffer(_LONGEST_PATH)
        if ctypes.windll.shell32.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, buffer) == 0:
            return Path(buffer.value)
    return Path("C:/ProgramData")
