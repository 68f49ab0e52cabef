"""Prints what assistive technology finds in a program's windows, as JSON.

It is for the system's Python, which has pyatspi.
usage: accessible_tree.py PID        exit code 3: the program shows nothing (yet)
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pyatspi
from gi.repository import GLib

_NOTHING_YET = 3
# Only these are asked for more than their name: each question goes to the program and back.
_WITH_TEXT = {"text", "password text", "entry"}
_WITH_LABELS = {"combo box", "spin button"}
# More children than a window shows at once belong to long lists.
_MOST_CHILDREN = 60


def main() -> int:
    """Print every node of the program's tree that is shown, parents before children."""
    application = _application(int(sys.argv[1]))
    if application is None:
        return _NOTHING_YET
    nodes: list[dict[str, Any]] = []
    _walk(application, nodes, depth=0)
    json.dump(nodes, sys.stdout)
    return 0


def _application(pid: int) -> Any:
    for application in _children(pyatspi.Registry.getDesktop(0)):
        try:
            if application.get_process_id() == pid:
                return application
        except GLib.Error:  # a program that is just ending
            continue
    return None


def _children(node: Any) -> list[Any]:
    found = []
    for place in range(min(node.childCount, _MOST_CHILDREN)):
        try:
            child = node.getChildAtIndex(place)
        except GLib.Error:
            continue
        if child is not None:
            found.append(child)
    return found


def _walk(node: Any, nodes: list[dict[str, Any]], *, depth: int) -> None:
    try:
        states = node.getState()
        if not states.contains(pyatspi.STATE_SHOWING):
            return
        nodes.append(_described(node, states, depth))
        children = _children(node)
    except GLib.Error:  # it went while it was looked at
        return
    for child in children:
        _walk(child, nodes, depth=depth + 1)


def _described(node: Any, states: Any, depth: int) -> dict[str, Any]:
    role = node.getRoleName()
    return {
        "depth": depth,
        "role": role,
        "name": node.name or "",
        "description": node.description or "",
        "text": node.queryText().getText(0, -1) if role in _WITH_TEXT else "",
        "labels": _labels(node) if role in _WITH_LABELS else [],
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "enabled": states.contains(pyatspi.STATE_ENABLED),
    }


def _labels(node: Any) -> list[str]:
    return [
        relation.getTarget(place).name
        for relation in node.getRelationSet()
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY
        for place in range(relation.getNTargets())
    ]


if __name__ == "__main__":
    sys.exit(main())
