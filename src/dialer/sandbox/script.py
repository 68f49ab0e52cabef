"""Faults that a test asks for, request by request."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dialer.sandbox.twists import changed
from dialer.sandbox.wire import End

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.sandbox.twists import Twist

# What takes a connection's first moment, before a request is read.
ACCEPT = "accept"

_CHANGES: dict[str, type | tuple[type, ...]] = {
    "body": str,
    "body_base64": str,
    "status": int,
    "headers": dict,
    "delay": (int, float),
    "length": bool,
    "sent": int,
    "drip": (int, float),
    "mute": bool,
    "end": str,
}
_KEYS = {"command", "fault", "effect", "skip", "times", *_CHANGES}


class ScriptError(ValueError):
    """A script that cannot be played; the text says why."""


@dataclass(frozen=True)
class Play:
    """A fault that is played on one request.

    Attributes:
        name: what the journal calls it.
        twist: what happens to the reply.
        effect: whether the provider acts on the request all the same.
    """

    name: str
    twist: Twist
    effect: bool = True


@dataclass
class Scripted:
    """A fault that waits for its requests: which command, how many to let pass, how many to meet."""

    play: Play
    command: str
    skip: int = 0
    times: int = 1


@dataclass
class Script:
    """The scripted faults that are still to come."""

    twists: Mapping[str, Twist]
    faults: list[Scripted] = field(default_factory=list)

    def add(self, text: str | bytes) -> None:
        """Take a JSON object, or a list of them.

        Raises:
            ScriptError: the text is no script.
        """
        try:
            read = json.loads(text)
        except ValueError as error:
            raise ScriptError(f"not JSON: {error}") from None
        self.faults.extend([self._scripted(item) for item in (read if isinstance(read, list) else [read])])

    def take(self, command: str) -> Play | None:
        """Return the fault that meets this request, and count it."""
        for fault in self.faults:
            if fault.command != command:
                continue
            if fault.skip:
                fault.skip -= 1
                return None
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            return fault.play
        return None

    def clear(self) -> None:
        """Forget what was still to come."""
        self.faults.clear()

    def _scripted(self, item: object) -> Scripted:
        if not isinstance(item, dict) or not isinstance(item.get("command"), str):
            raise ScriptError('each fault is an object with a "command"')
        if unknown := item.keys() - _KEYS:
            raise ScriptError(f"unknown: {', '.join(sorted(unknown))}")
        name = item.get("fault", "")
        if name and name not in self.twists:
            raise ScriptError(f"unknown fault; there are {', '.join(sorted(self.twists))}")
        own = changed(**_changes(item))
        named = self.twists.get(name)
        play = Play(
            name=name or "scripted",
            twist=own if named is None else lambda reply: own(named(reply)),
            effect=bool(item.get("effect", True)),
        )
        return Scripted(play, item["command"], int(item.get("skip", 0)), int(item.get("times", 1)))


def _changes(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the reply that a scripted fault replaces."""
    changes = {key: item[key] for key in _CHANGES if key in item}
    for key, value in changes.items():
        if not isinstance(value, _CHANGES[key]):
            raise ScriptError(f"{key} has the wrong type")
    try:
        if "body" in changes:
            changes["body"] = changes["body"].encode()
        if "body_base64" in changes:
            changes["body"] = base64.b64decode(changes.pop("body_base64"), validate=True)
        if "end" in changes:
            changes["end"] = End(changes["end"])
    except (binascii.Error, ValueError) as error:
        raise ScriptError(str(error)) from None
    if "headers" in changes:
        changes["headers"] = tuple((str(name), str(value)) for name, value in changes["headers"].items())
    return changes
