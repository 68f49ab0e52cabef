"""Magic numbers for what goes wrong after a call was placed: status, hang-up, sessions, the next call.

x01, x02, x04 and x05 answer with that response code: 2xx to getStatus, 3xx to hangUp, 4xx to connect.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from dialer.sandbox.connect_call.scenario import NORMAL, Command, Fault, Scenario, Step, magic

if TYPE_CHECKING:
    from dialer.sandbox.connect_call.scenario import Magic

_GONE = "The connection to the call is lost; the call itself may go on. Hang up at your phone."
_STALE = "Talking, marked as out of date while no news comes; never shown as ended."
_TRY_AGAIN = "The first tries to hang up fail and are repeated; then the call has ended."
_WARNED = "We could not end the call. It may still cost money. Hang up at your phone."
_ENDS = (*NORMAL, Step(12.2, 30))


def _status(digits: str, name: str, twist: str, description: str, expect: str, **when: Any) -> Magic:
    """Return a number whose status requests go wrong; the other side ends the call after 5 s of talk."""
    fault = Fault(commands=(Command.STATUS,), twist=twist, **{"effect": False, **when})
    return magic(digits, name, description, expect, "", Scenario(timeline=_ENDS, faults=(fault,)))


def _hang_up(
    digits: str, twist: str, description: str, expect: str, *, times: float = math.inf, effect: bool = False
) -> Magic:
    """Return a number with an ordinary call that cannot be ended as one would like."""
    name = f"hang-up-{twist}" if times == math.inf else f"hang-up-fails-{times}"
    fault = Fault(commands=(Command.HANG_UP,), twist=twist, effect=effect, last=times)
    return magic(digits, name, description, expect, "", Scenario(faults=(fault,)))


def _connect(digits: str, twist: str, description: str, expect: str, *, effect: bool = False) -> Magic:
    """Return a number that is fine as a session's first call and fails as a later one."""
    name = f"connect-{twist}" + ("-placed" if effect else "")
    fault = Fault(commands=(Command.CONNECT,), twist=twist, effect=effect)
    return magic(digits, name, description, expect, "", Scenario(faults=(fault,)))


_FOUND = "After asking the status: the call, as it is."
_NOT_FOUND = "We do not know whether the call was started; nothing is repeated."
_LOGS_IN = "As part of the same press a new log-in; then an ordinary call, placed once."

STATUS_FAULTS = (
    _status("201", "status-101", "code-101", "From 8 s on, the status answers 101.", _GONE, since=8),
    _status("202", "status-102", "code-102", "From 8 s on, the status answers 102.", _GONE, since=8),
    _status("204", "status-104", "code-104", "From 8 s on, the status answers 104.", _STALE, since=8),
    _status("205", "status-105", "code-105", "The status never has news: always 105.", "Calling.", since=0),
    _status(
        "210", "polls-fail-4-s", "html-503", "From 8 s to 12 s, each status fails.", _STALE, since=8, until=12
    ),
    _status("211", "polls-fail", "html-503", "From 8 s on, each status fails.", _STALE, since=8),
    _status("212", "polls-reset", "reset", "From 8 s on, each status is reset.", _STALE, since=8),
    _status("213", "polls-silent", "silent", "From 8 s on, no status is answered.", _STALE, since=8),
    _status("214", "polls-html", "html-200", "From 8 s to 12 s, a web page.", _STALE, since=8, until=12),
    _status(
        "215",
        "polls-cut",
        "cut-without-length",
        "From 2 s to 6 s each status breaks off, and its news is lost.",
        "An ordinary call with gaps.",
        effect=True,
        since=2,
        until=6,
    ),
    _status(
        "216",
        "ending-lost",
        "reset",
        "The answer that tells of the end is lost; after it there is no news.",
        _STALE,
        effect=True,
        since=12.2,
        until=14,
    ),
    _status(
        "217", "polls-slow", "slow-3", "Each status takes 3 s.", "An ordinary call, seen late.", effect=True
    ),
    _status(
        "218",
        "late-answer",
        "slow-7",
        "The third status takes 7 s and tells what was so when it was asked.",
        "The late answer changes nothing.",
        effect=True,
        first=3,
        last=3,
    ),
    _status("219", "polls-drip", "drip", "Each status comes letter by letter.", _STALE, effect=True, since=8),
    _status("220", "polls-http-500", "http-500", "From 8 s on, status 500.", _STALE, since=8),
    _status(
        "221", "polls-bom", "utf-8-bom", "Each status begins with a BOM.", "An ordinary call.", effect=True
    ),
    magic(
        "230",
        "session-gone",
        "10 s into the call the server forgets the session; the call goes on.",
        _GONE,
        "lost",
        Scenario(forgotten_after=10),
    ),
    magic(
        "231",
        "session-gone-at-once",
        "The session is gone before the first status.",
        _GONE,
        "lost",
        Scenario(forgotten_after=0),
    ),
    magic(
        "232",
        "session-gone-between-calls",
        "With the call's end the server forgets the session: the next call's connect answers 101.",
        f"An ordinary call. At the next one: {_LOGS_IN}",
        "",
        Scenario(forgotten_with_call=True),
    ),
)

HANG_UP_FAULTS = (
    _hang_up("301", "code-101", "hangUp answers 101 and the call goes on.", _WARNED),
    _hang_up("302", "code-102", "hangUp answers 102 and the call goes on.", _WARNED),
    _hang_up("304", "code-104", "hangUp answers 104 and the call goes on.", _WARNED),
    _hang_up("305", "code-105", "hangUp answers 105: nothing to end.", "The call has ended.", effect=True),
    _hang_up("311", "http-500", "hangUp fails once, then works.", _TRY_AGAIN, times=1),
    _hang_up("312", "http-500", "hangUp fails twice, then works.", _TRY_AGAIN, times=2),
    _hang_up("313", "http-500", "hangUp fails three times, then works.", _WARNED, times=3),
    _hang_up("315", "http-500", "hangUp fails five times, then works.", _WARNED, times=5),
    _hang_up("320", "http-500", "hangUp always fails.", _WARNED),
    _hang_up("321", "silent", "hangUp is never answered, and the call goes on.", _WARNED),
    _hang_up("322", "reset", "hangUp works, but its answer is lost.", "The call has ended.", effect=True),
    _hang_up("323", "slow-3", "hangUp takes 3 s.", "The call has ended.", effect=True),
    _hang_up("324", "slow-30", "hangUp takes 30 s.", _WARNED, effect=True),
    _hang_up("325", "html-200", "hangUp answers with a web page, and the call goes on.", _WARNED),
    magic(
        "330",
        "end-fails",
        "Signing out always fails.",
        "The call has ended; no warning.",
        "",
        Scenario(faults=(Fault(commands=(Command.END,), twist="http-500", effect=False),)),
    ),
    magic(
        "331",
        "end-silent",
        "Signing out is never answered.",
        "The call has ended; quitting takes no longer than it may.",
        "",
        Scenario(faults=(Fault(commands=(Command.END,), twist="silent", effect=False),)),
    ),
)

CONNECT_FAULTS = (
    _connect("401", "code-101", "As a later call: connect answers 101, the session has expired.", _LOGS_IN),
    _connect("402", "code-102", "As a later call: connect answers 102.", "Sign in again."),
    _connect(
        "404", "code-104", "As a later call: connect answers 104.", "The provider refused; nothing rang."
    ),
    _connect("405", "code-105", "As a later call: connect answers 105.", _NOT_FOUND),
    _connect("410", "silent", "As a later call: placed, and never answered.", _FOUND, effect=True),
    _connect("411", "silent", "As a later call: not placed, and never answered.", _NOT_FOUND),
    _connect("412", "http-500", "As a later call: placed, and status 500.", _FOUND, effect=True),
    _connect("413", "http-500", "As a later call: not placed, and status 500.", _NOT_FOUND),
    _connect("414", "reset", "As a later call: placed, and reset.", _FOUND, effect=True),
    _connect("415", "cut-without-length", "As a later call: placed, the answer is cut.", _FOUND, effect=True),
)
