"""The end of the process: at once, whatever threads still do."""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import suppress
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """End the process with this code, once everything in it has been stopped.

    Python ends a daemon thread in the middle of whatever it does, and aborts the process where that is native
    code that cannot be left so, such as a key ring's; and it waits for other threads, also for those of an
    add-on that never end. So where a thread is left, the system ends the process instead.
    """
    if threading.active_count() == 1:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it any more
            stream.flush()
    logging.shutdown()
    os._exit(code)
