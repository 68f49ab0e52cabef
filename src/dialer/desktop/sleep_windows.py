"""Sleep as Windows tells it (powrprof.h, PowerRegisterSuspendResumeNotification; Windows 8 and later).

A call of its own, instead of the message WM_POWERBROADCAST that says the same: for that, every message of
every window would have to go through Python.
"""

from __future__ import annotations

import ctypes
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_DEVICE_NOTIFY_CALLBACK = 2
PBT_APMSUSPEND = 4
PBT_APMRESUMESUSPEND = 7
PBT_APMRESUMEAUTOMATIC = 18
_LOGGER = logging.getLogger(__name__)

_CALLBACK = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)(
    ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p
)


class _Parameters(ctypes.Structure):
    """DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS."""

    _fields_ = (("callback", _CALLBACK), ("context", ctypes.c_void_p))


def watch_power(
    sleeps: Callable[[], None], wakes: Callable[[], None], library: Any = None
) -> Callable[[], None] | None:
    """Have Windows call on a thread of its own; returns what stops it, None where Windows does not do it.

    Args:
        sleeps: called when the computer is about to sleep.
        wakes: called when it has woken up.
        library: powrprof.dll, where a test brings its own.
    """

    def told(_context: int | None, kind: int, _setting: int | None) -> int:
        if kind == PBT_APMSUSPEND:
            sleeps()
        elif kind in {PBT_APMRESUMEAUTOMATIC, PBT_APMRESUMESUSPEND}:
            wakes()
        return 0

    parameters = _Parameters(_CALLBACK(told), None)
    handle = ctypes.c_void_p()
    try:
        powrprof = library or ctypes.CDLL("powrprof.dll")
        failed = powrprof.PowerRegisterSuspendResumeNotification(
            _DEVICE_NOTIFY_CALLBACK, ctypes.byref(parameters), ctypes.byref(handle)
        )
    except (OSError, AttributeError):
        failed = -1
    if failed:
        _LOGGER.info("Windows does not tell when the computer sleeps: %s", failed)
        return None

    def stop() -> None:
        powrprof.PowerUnregisterSuspendResumeNotification(handle)
        _ = parameters  # Windows has called it until now

    return stop
