"""What the computer does with its power, as the rooms hear of it; the desktop room tells them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ComputerSleeps:
    """The computer is about to sleep: there is a moment left, and nothing new is to be begun."""


@dataclass(frozen=True)
class ComputerWoke:
    """The computer has woken up: connections made before are dead, and time has passed unseen.

    Attributes:
        slept: seconds, where they are known; else None.
    """

    slept: float | None = None
