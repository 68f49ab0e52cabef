"""What two Dialer processes say to each other: lines of JSON, with a version and a size limit.

The opening, before anything private is said::

    second process: {"v": 1, "nonce": …}
    owner:          {"v": 1, "nonce": …, "proof": …}       or {"refused": "version"}
    second process: {"proof": …, "show": true}             or a request: {"proof": …, "argv": …, "cwd": …, …}
    owner:          {"started": true, "beat": 2.0}         or {"shown": …}, or {"refused": …}

Each side proves that it has read the token, which lies in a file of the home that only its owner can read. So
neither another program that took over an old address nor another user's program learns anything, on any
operating system. Then the owner sends ``out``, ``err``, ``ask`` and at last ``exit``; the second process
sends ``answer`` and ``interrupt``. After every ``beat`` seconds the owner sends ``alive`` besides: where none
of it comes for a while, the owner hangs, and the second process sends ``left`` and gives up. An owner that
names no ``beat`` is an earlier Dialer's.
"""

from __future__ import annotations

import json
import os
from typing import Any

VERSION = 1

MAX_FRAME = 1 << 20
"""The longest line, in bytes, that the owner reads."""


class BadFrame(Exception):
    """What came in is not a frame of this protocol."""


def encode(**frame: object) -> bytes:
    """Return a frame as its line."""
    return json.dumps(frame).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """Return the frame of a line.

    Raises:
        BadFrame: it is none.
    """
    try:
        frame = json.loads(line)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    return frame


def nonce() -> str:
    """Return a number that is used once."""
    return os.urandom(16).hex()


def proof(token: str, side: str, nonces: str) -> str:
    """Return what only a holder of the token can say in answer to these nonces."""
    import hmac  # loads OpenSSL

    return hmac.digest(token.encode(), f"{side}:{nonces}".encode(), "sha256").hex()


def proves(token: str, side: str, nonces: str, given: object) -> bool:
    """Whether the other side's proof is right."""
    import hmac  # loads OpenSSL

    return isinstance(given, str) and hmac.compare_digest(proof(token, side, nonces).encode(), given.encode())
