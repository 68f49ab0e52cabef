"""Tells what assistive technology finds in programs' windows, as often as it is asked.

It reads a question a line and writes a JSON array a line, which is empty while the program shows nothing.
A question is a JSON object:

* ``pid``: the process whose windows are meant;
* ``only``: a role, a name or ``"focused": true`` that a node must have to be told, if not all are;
* ``where``: whether to tell where on the screen each is.

Everything that is told of a node takes a message to the program and one back. So what does not wait for
another answer is asked at the same time, and of a node that is not told as little as possible.

Protocol: AT-SPI2 core, xml/Accessible.xml, Text.xml and Component.xml, numbers from atspi-constants.h.
"""

from __future__ import annotations

import json
import struct
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.e2e.accessible_bus import ACCESSIBLE, DAEMON, Question, attribute, bus, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.e2e.accessible_bus import At, Bus

_COMPONENT = "org.a11y.atspi.Component"
_TEXT = "org.a11y.atspi.Text"
_ROOT = "/org/a11y/atspi/accessible/root"
_STATE_ENABLED, _STATE_FOCUSED, _STATE_SHOWING = 8, 12, 25
_LABELLED_BY = 2
_ON_SCREEN = 0
# Only these are asked for more than their name.
_WITH_TEXT = {"text", "password text", "entry"}
_WITH_LABELS = {"combo box", "spin button"}
# More children than a window shows at once belong to long lists.
_MOST_CHILDREN = 60


class _Node:
    """Something that is shown."""

    def __init__(self, at: At, depth: int, states: Sequence[int]) -> None:
        self.at = at
        self.told: dict[str, Any] = {
            "depth": depth,
            "focused": _has(states, _STATE_FOCUSED),
            "enabled": _has(states, _STATE_ENABLED),
            "text": "",
            "labels": [],
        }
        self.children: list[_Node] = []
        self.is_told = False


class _Look:
    """One look at a program's tree."""

    def __init__(self, bus: Bus, asked: dict[str, Any]) -> None:
        self._bus = bus
        self._where = asked["where"]
        self._only: dict[str, Any] = asked["only"]

    def nodes(self, root: At) -> list[dict[str, Any]]:
        """Return every node that is shown and asked for, parents before children."""
        [top] = self._shown([root], 0)
        level = [] if top is None else [top]
        for depth in count(1):
            if not level:
                break
            children = self._bus.ask([Question(node.at, ACCESSIBLE, "GetChildren") for node in level])
            self._tell(self._meant(level))
            below = [
                (node, at)
                for node, ats in zip(level, children, strict=True)
                for at in (ats or ())[:_MOST_CHILDREN]
            ]
            shown = self._shown([at for _, at in below], depth)
            level = []
            for (parent, _), node in zip(below, shown, strict=True):
                if node is not None:
                    parent.children.append(node)
                    level.append(node)
        return [] if top is None else list(_flat(top))

    def _shown(self, ats: Sequence[At], depth: int) -> list[_Node | None]:
        answers = self._bus.ask([Question(at, ACCESSIBLE, "GetState") for at in ats])
        return [
            _Node(at, depth, states) if states and _has(states, _STATE_SHOWING) else None
            for at, states in zip(ats, answers, strict=True)
        ]

    def _meant(self, nodes: list[_Node]) -> list[_Node]:
        """Return those of them that are asked for."""
        for key, value in self._only.items():
            if key != "focused":
                answers = self._bus.ask([_asking(node.at, key) for node in nodes])
                nodes = [node for node, answer in zip(nodes, answers, strict=True) if answer == value]
            else:
                nodes = [node for node in nodes if node.told["focused"] == value]
        return nodes

    def _tell(self, nodes: Sequence[_Node]) -> None:
        for key in ("name", "description", "role"):
            for node, answer in zip(nodes, self._bus.ask([_asking(n.at, key) for n in nodes]), strict=True):
                node.told[key] = answer
        nodes = [node for node in nodes if None not in node.told.values()]  # others went meanwhile
        for node in nodes:
            node.is_told = True
        texts = [node for node in nodes if node.told["role"] in _WITH_TEXT]
        all_of_it = struct.pack("<ii", 0, -1)
        asked = [Question(node.at, _TEXT, "GetText", "ii", all_of_it) for node in texts]
        for node, said in zip(texts, self._bus.ask(asked), strict=True):
            node.told["text"] = said or ""
        self._tell_labels([node for node in nodes if node.told["role"] in _WITH_LABELS])
        if self._where:
            screen = struct.pack("<I", _ON_SCREEN)
            asked = [Question(node.at, _COMPONENT, "GetExtents", "u", screen) for node in nodes]
            for node, place in zip(nodes, self._bus.ask(asked), strict=True):
                node.told["place"] = place if node.told["depth"] else None  # the program itself has none

    def _tell_labels(self, nodes: Sequence[_Node]) -> None:
        asked = [Question(node.at, ACCESSIBLE, "GetRelationSet") for node in nodes]
        for node, relations in zip(nodes, self._bus.ask(asked), strict=True):
            labels = [at for kind, ats in relations or () if kind == _LABELLED_BY for at in ats]
            node.told["labels"] = [
                name for name in self._bus.ask([attribute(at, "Name") for at in labels]) if name
            ]


def _asking(at: At, key: str) -> Question:
    return Question(at, ACCESSIBLE, "GetRoleName") if key == "role" else attribute(at, key.title())


def _has(states: Sequence[int], state: int) -> bool:
    return bool(states[0] >> state & 1)


def _flat(node: _Node) -> Iterator[dict[str, Any]]:
    if node.is_told:
        yield node.told
    for child in node.children:
        yield from _flat(child)


def _application(ours: Bus, pid: int) -> At | None:
    registry = ("org.a11y.atspi.Registry", _ROOT)
    [applications] = ours.ask([Question(registry, ACCESSIBLE, "GetChildren")])
    member = "GetConnectionUnixProcessID"
    asked = [Question(DAEMON, DAEMON[0], member, "s", text(name)) for name, _ in applications]
    processes = ours.ask(asked)
    return next((at for at, process in zip(applications, processes, strict=True) if process == pid), None)


def main() -> None:
    """Answer every question."""
    ours = bus()
    for question in sys.stdin:
        asked = json.loads(question)
        root = _application(ours, asked["pid"])
        nodes = [] if root is None else _Look(ours, asked).nodes(root)
        sys.stdout.write(json.dumps(nodes) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
