"""Dialer: click a name, your desk phone rings, then the other party's."""

__version__ = "0.1.0"
