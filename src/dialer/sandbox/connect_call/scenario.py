"""What a simulated call does, written down: states by the second, and what goes wrong on the way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """What a request asks for; a log-in, which also dials, has no name on the wire."""

    LOGIN = "login"
    CONNECT = "connect"
    STATUS = "getStatus"
    HANG_UP = "hangUp"
    END = "end"


@dataclass(frozen=True)
class Step:
    """From this second on, the call's status is this code."""

    at: float
    code: int


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that goes wrong with one command.

    Attributes:
        commands: the commands it meets.
        twist: the name of what happens to the reply.
        effect: whether the server acts on the request all the same.
        first, last: which requests of that command in the call it meets, counted from 1.
        since, until: in which seconds of the call.
    """

    commands: tuple[Command, ...]
    twist: str
    effect: bool = True
    first: int = 1
    last: float = math.inf
    since: float = 0.0
    until: float = math.inf

    def meets(self, command: Command, count: int, elapsed: float) -> bool:
        """Whether it meets this request."""
        return (
            command in self.commands
            and self.first <= count <= self.last
            and self.since <= elapsed < self.until
        )


NORMAL = (Step(0.5, 27), Step(2.0, 28), Step(3.0, 26), Step(6.0, 29), Step(7.2, 9))


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One course of a call.

    Attributes:
        timeline: the status codes by the second, for connection type 1 (source first).
        faults: what goes wrong; the first that meets a request is played.
        guid: a session id to hand out instead of a new one.
        forgotten_after: the second in which the server forgets the session while the call goes on.
        forgotten_with_call: whether the session goes when the call ends.
    """

    timeline: tuple[Step, ...] = NORMAL
    faults: tuple[Fault, ...] = ()
    guid: str | None = None
    forgotten_after: float = math.inf
    forgotten_with_call: bool = False

    def steps(self, *, both_at_once: bool) -> tuple[Step, ...]:
        """Return the timeline for a connection type; with both at once the destination rings early."""
        source = next((step.at for step in self.timeline if step.code == 27), None)
        if not both_at_once or source is None:
            return self.timeline
        moved = (Step(source + 0.7, 26) if step.code == 26 else step for step in self.timeline)
        return tuple(sorted(moved, key=lambda step: step.at))

    def fault(self, command: Command, count: int, elapsed: float) -> Fault | None:
        """Return what goes wrong with this request."""
        return next((fault for fault in self.faults if fault.meets(command, count, elapsed)), None)


ORDINARY = Scenario()


@dataclass(frozen=True)
class Magic:
    """A number that makes the sandbox play a scenario.

    Attributes:
        number: E.164; callable, as far as the numbering plan goes.
        name: a short name.
        description: what the simulated provider does.
        expect: what the user should see.
        reason: how the call should end in the program's words; empty where that is not the point.
        scenario: the scenario itself.
    """

    number: str
    name: str
    description: str
    expect: str
    reason: str
    scenario: Scenario


def magic(digits: str, name: str, description: str, expect: str, reason: str, scenario: Scenario) -> Magic:
    """Return the magic number that ends in these three digits."""
    return Magic(f"+31205559{digits}", name, description, expect, reason, scenario)
