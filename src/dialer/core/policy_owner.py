"""Whether a policy file is the administrator's: nobody else may be able to write it."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ADMINISTRATOR = 0
"""The user id of root."""

_OWNER_INFORMATION = 1
_FILE_OBJECT = 1
# Well-known SIDs: the system itself, and the group of the administrators, which owns what its members make.
_WIN_SYSTEM, _WIN_ADMINISTRATORS = 22, 26


def is_administrators(file: Path, descriptor: int) -> bool:
    """Whether an open file, and the folder in which it could be replaced, are the administrator's.

    Raises:
        OSError: that cannot be found out.
    """
    if sys.platform == "win32":
        return _is_owned_by_administrators(str(file))
    return all(_is_safe(found) for found in (os.fstat(descriptor), file.parent.stat()))


def _is_safe(found: os.stat_result) -> bool:
    return found.st_uid == ADMINISTRATOR and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _is_owned_by_administrators(name: str) -> bool:
    """Ask Windows for the owner: everybody may make files in %ProgramData%, but only as their own."""
    if sys.platform == "win32":
        import ctypes

        owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
        advapi = ctypes.windll.advapi32
        failed = advapi.GetNamedSecurityInfoW(
            name,
            _FILE_OBJECT,
            _OWNER_INFORMATION,
            ctypes.byref(owner),
            None,
            None,
            None,
            ctypes.byref(descriptor),
        )
        if failed:
            raise OSError(failed, "the owner cannot be found out")
        try:
            return any(advapi.IsWellKnownSid(owner, sid) for sid in (_WIN_SYSTEM, _WIN_ADMINISTRATORS))
        finally:
            ctypes.windll.kernel32.LocalFree(descriptor)
    return False
