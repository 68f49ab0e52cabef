"""Tells what assistive technology finds in programs' windows, as often as it is asked.

It is for the system's Python, which has GLib's D-Bus. It reads a question a line and writes a JSON array a
line, which is empty as long as the program shows nothing. A question is a JSON object:

* ``pid``: the process whose windows are meant;
* ``only``: a role, a name or ``"focused": true`` that a node must have to be told, if not all are;
* ``where``: whether to tell where on the screen each is.

Everything that is told of a node takes a message to the program and one back. So what does not wait for
another answer is asked at the same time, and of a node that is not told as little as possible.

Protocol: AT-SPI2 core, xml/Accessible.xml, Text.xml and Component.xml, numbers from atspi-constants.h.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from gi.repository import Gio, GLib

if TYPE_CHECKING:
    from collections.abc import Callable

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ROOT = "/org/a11y/atspi/accessible/root"
_STATE_ENABLED, _STATE_FOCUSED, _STATE_SHOWING = 8, 12, 25
_LABELLED_BY = 2
_ON_SCREEN = 0
# Only these are asked for more than their name.
_WITH_TEXT = {"text", "password text", "entry"}
_WITH_LABELS = {"combo box", "spin button"}
# More children than a window shows at once belong to long lists.
_MOST_CHILDREN = 60

_At = tuple[str, str]
"""A name on the bus, and a path there."""


def main() -> None:
    """Answer every question."""
    bus = _bus()
    for question in sys.stdin:
        asked = json.loads(question)
        root = _application(bus, asked["pid"])
        nodes = [] if root is None else _Look(bus, asked).nodes(root)
        sys.stdout.write(json.dumps(nodes) + "\n")
        sys.stdout.flush()


def _bus() -> Any:
    address = os.environ.get("AT_SPI_BUS_ADDRESS")
    if not address:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = _ask(session, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def _ask(bus: Any, at: _At, interface: str, member: str, arguments: Any = None) -> Any:
    """Ask one question and wait for its answer."""
    return bus.call_sync(*at, interface, member, arguments, None, 0, -1, None).unpack()[0]


def _application(bus: Any, pid: int) -> _At | None:
    daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
    for name, path in _ask(bus, ("org.a11y.atspi.Registry", _ROOT), _ACCESSIBLE, "GetChildren"):
        try:
            process = _ask(bus, daemon, daemon[0], "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))
        except GLib.Error:  # a program that is just ending
            continue
        if process == pid:
            return name, path
    return None


class _Node:
    """Something in the tree, as far as it was answered for."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {}
        self.children: list[_Node] = []
        self.shown = False
        self.wanted = True


class _Look:
    """One look at a program's tree."""

    def __init__(self, bus: Any, asked: dict[str, Any]) -> None:
        self._bus = bus
        self._where = asked["where"]
        self._key: str | None
        self._value: Any
        self._key, self._value = next(iter(asked["only"].items()), (None, None))
        self._waiting = 0

    def nodes(self, root: _At) -> list[dict[str, Any]]:
        """Return every node that is shown and asked for, parents before children."""
        top = self._visit(root, 0)
        while self._waiting:
            GLib.MainContext.default().iteration(True)
        return list(_flat(top))

    def _visit(self, at: _At, depth: int) -> _Node:
        node = _Node()

        def judge(states: list[int]) -> None:
            if not _has(states, _STATE_SHOWING):
                return
            node.shown = True
            focused = _has(states, _STATE_FOCUSED)
            node.told = {"depth": depth, "focused": focused, "enabled": _has(states, _STATE_ENABLED)}
            self._ask(node, at, _ACCESSIBLE, "GetChildren", visit)
            if self._key in {"name", "role"}:
                node.wanted = False
                self._learn(node, at, self._key, want)
            elif self._key is None or focused == self._value:
                self._describe(node, at)
            else:
                node.wanted = False

        def visit(children: list[_At]) -> None:
            node.children = [self._visit(child, depth + 1) for child in children[:_MOST_CHILDREN]]

        def want(value: str) -> None:
            if value == self._value:
                node.wanted = True
                self._describe(node, at)

        self._ask(node, at, _ACCESSIBLE, "GetState", judge)
        return node

    def _describe(self, node: _Node, at: _At) -> None:
        def more(role: str) -> None:
            if role in _WITH_TEXT:
                asked = GLib.Variant("(ii)", (0, -1))
                self._ask(node, at, "org.a11y.atspi.Text", "GetText", node.told.update, asked, key="text")
            if role in _WITH_LABELS:
                self._ask(node, at, _ACCESSIBLE, "GetRelationSet", labels)

        def labels(relations: list[tuple[int, list[_At]]]) -> None:
            for kind, targets in relations:
                for target in targets if kind == _LABELLED_BY else ():
                    self._get(node, target, "Name", node.told["labels"].append)

        node.told.update(text="", labels=[])
        for key in ("name", "description"):
            self._learn(node, at, key)
        self._learn(node, at, "role", more)
        if self._where:
            asked = GLib.Variant("(u)", (_ON_SCREEN,))
            component = "org.a11y.atspi.Component"
            node.told["place"] = None  # the program itself has none
            if node.told["depth"]:
                self._ask(node, at, component, "GetExtents", node.told.update, asked, key="place")

    def _learn(self, node: _Node, at: _At, key: str, then: Callable[[str], None] | None = None) -> None:
        def keep(value: str) -> None:
            node.told[key] = value
            if then is not None:
                then(value)

        if key == "role":
            self._ask(node, at, _ACCESSIBLE, "GetRoleName", keep)
        else:
            self._get(node, at, key.title(), keep)

    def _get(self, node: _Node, at: _At, name: str, take: Callable[[Any], None]) -> None:
        self._ask(node, at, _PROPERTIES, "Get", take, GLib.Variant("(ss)", (_ACCESSIBLE, name)))

    def _ask(
        self,
        node: _Node,
        at: _At,
        interface: str,
        member: str,
        take: Callable[[Any], None],
        arguments: Any = None,
        *,
        key: str = "",
    ) -> None:
        """Ask a question, and go on; with a key, what is answered stands below it, or is left as it is."""

        def answered(bus: Any, result: Any) -> None:
            self._waiting -= 1
            try:
                (answer,) = bus.call_finish(result).unpack()
            except GLib.Error:
                if not key:
                    node.shown = False  # it went while it was looked at
                return
            take({key: answer} if key else answer)

        self._waiting += 1
        self._bus.call(*at, interface, member, arguments, None, 0, -1, None, answered)


def _has(states: list[int], state: int) -> bool:
    return bool(states[0] >> state & 1)


def _flat(node: _Node) -> Any:
    if not node.shown:
        return
    if node.wanted:
        yield node.told
    for child in node.children:
        yield from _flat(child)


if __name__ == "__main__":
    main()
