"""Tells what assistive technology finds in programs' windows, as often as it is asked.

It is for the system's Python, which has pyatspi. It reads the number of a process a line, and writes a JSON
array a line, which is empty as long as the program shows nothing. With the word "where" behind the number it
tells where on the screen everything is, which takes a question more for each.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, NoReturn

import pyatspi
from gi.repository import GLib

# Only these are asked for more than their name: each question goes to the program and back.
_WITH_TEXT = {"text", "password text", "entry"}
_WITH_LABELS = {"combo box", "spin button"}
# More children than a window shows at once belong to long lists.
_MOST_CHILDREN = 60


def main() -> None:
    """Answer every question in a process of its own: whoever has looked once keeps what it saw.

    A process that is copied has loaded pyatspi, which takes longer than to look.
    """
    for question in sys.stdin:
        if not (child := os.fork()):
            pid, *more = question.split()
            _answer(int(pid), where="where" in more)
        if os.waitpid(child, 0)[1]:
            _write([])


def _answer(pid: int, *, where: bool) -> NoReturn:
    status = 1
    try:
        _write(_nodes(pid, where=where))
        status = 0
    finally:
        os._exit(status)


def _write(nodes: list[dict[str, Any]]) -> None:
    sys.stdout.write(json.dumps(nodes) + "\n")
    sys.stdout.flush()


def _nodes(pid: int, *, where: bool) -> list[dict[str, Any]]:
    """Return every node of a program's tree that is shown, parents before children."""
    nodes: list[dict[str, Any]] = []
    application = _application(pid)
    if application is not None:
        _walk(application, nodes, depth=0, where=where)
    return nodes


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


def _walk(node: Any, nodes: list[dict[str, Any]], *, depth: int, where: bool) -> None:
    try:
        states = node.getState()
        if not states.contains(pyatspi.STATE_SHOWING):
            return
        nodes.append(_described(node, states, depth) | ({"place": _place(node)} if where else {}))
        children = _children(node)
    except GLib.Error:  # it went while it was looked at
        return
    for child in children:
        _walk(child, nodes, depth=depth + 1, where=where)


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


def _place(node: Any) -> tuple[int, int, int, int] | None:
    try:
        at = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    except NotImplementedError:  # the program itself
        return None
    return at.x, at.y, at.width, at.height


def _labels(node: Any) -> list[str]:
    return [
        relation.getTarget(place).name
        for relation in node.getRelationSet()
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY
        for place in range(relation.getNTargets())
    ]


if __name__ == "__main__":
    main()
