"""What keeps a command that was handed over to the owner of its home from being carried out."""

from __future__ import annotations


class NotTaken(Exception):
    """There is no owner that takes the command: nobody listens, or it is closing. Nothing was started."""


class OtherVersion(Exception):
    """The owner speaks another version of the protocol. Nothing was started."""


class OwnerGone(Exception):
    """The owner broke off while it was carrying the command out."""


class OwnerSilent(Exception):
    """The owner hangs: it has not said for a while that it is alive, and may have done anything."""


class Abandoned(Exception):
    """The user pressed Ctrl-C a second time and does not want to wait for the owner."""
