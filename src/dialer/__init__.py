"""Dialer: click a name, your desk phone rings, then the other party's."""

from __future__ import annotations

__version__ = "0.1.0"
