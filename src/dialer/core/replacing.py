"""A small file replaced whole: after a crash the old one or the new one is there, never half of one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

OWNER_ONLY = 0o600


def replace_file(path: Path, content: bytes, mode: int = OWNER_ONLY) -> None:
    """Write a file under another name, flush it to the disk, and give it its name.

    Args:
        path: the file; where it is a link, the link is replaced and not what it points to.
        content: all that is in it.
        mode: who may read and write it, in the manner of chmod(2).

    Raises:
        OSError: it cannot be written; what was there before is untouched.
    """
    import tempfile  # nothing is written before there is a window

    # mkstemp makes the file readable by its owner only, whatever the umask.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode != OWNER_ONLY:
            Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
