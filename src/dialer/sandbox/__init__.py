"""Simulated providers over real HTTP, to try the program and to test it; shares no code with it.

A trainee can talk to them with curl, and magic numbers choose what happens: a busy line, a lost answer, a
session that is gone. See ``connect_call/magic.py`` for the numbers, ``script.py`` for faults to order,
``control.py`` for what a test can do besides. Links to meetings lead to pages that say who joined as what.
"""

from __future__ import annotations

from dialer.sandbox.connect_call.magic import MAGIC, MAGIC_SOURCES
from dialer.sandbox.server import LOGIN, PASSWORD, Sandbox, serve

__all__ = ["LOGIN", "MAGIC", "MAGIC_SOURCES", "PASSWORD", "Sandbox", "serve"]
