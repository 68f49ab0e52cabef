"""Rules about an integration's source, by its syntax trees."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from dialer.core.strings import Strings
from dialer.testing.quality.rule import reads
from dialer.testing.quality.subject import dotted, imported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dialer.testing.quality.subject import Source, Subject

_QT = ("PySide6", "shiboken6", "PyQt5", "PyQt6", "qasync")
_ROOMS = ("dialer.core", "dialer.contacts", "dialer.calls", "dialer.meetings")
_OWN_WAYS = (
    "httpx", "httpcore", "requests", "aiohttp", "urllib3", "urllib.request", "http.client", "socket",
    "keyring", "secretstorage", "subprocess", "webbrowser",
)  # fmt: skip
_HEAVY = (
    "PySide6", "apsw", "cryptography", "defusedxml", "h11", "httpcore", "httpx", "keyring", "ldap3",
    "phonenumbers", "pyasn1", "ssl", "truststore", "vobject",
)  # fmt: skip
_STARTERS = ("create_task", "ensure_future", "run_coroutine_threadsafe", "run_in_executor", "Thread")
_CHANGERS = {
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault",
    "update",
}  # fmt: skip
_CONTAINERS = {"list", "dict", "set", "defaultdict", "OrderedDict", "Counter", "deque", "bytearray"}
_INTERVALS = {
    "telephony": ("poll_interval", "async_status", 1.0),
    "directory": ("sync_interval", "async_sync", 60.0),
    "team": ("poll_interval", "async_read", 1.0),
}
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_IMPORT_SECONDS = 30


@reads
def errors_said(subject: Subject) -> Iterator[str]:
    """A key without a sentence is shown as it is, which tells nobody what to do next."""
    strings, own = Strings("en"), subject.strings("en") or {}
    prefixes = (f"{subject.domain}.", "core.", "calls.", "meetings.", "contacts.", "directories.")
    for source, node in _nodes(subject):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        key = node.value
        if not _KEY.fullmatch(key) or not key.startswith(prefixes):
            continue
        if key.removeprefix(f"{subject.domain}.") not in own and not strings.has(key):
            yield f"{source.at(node)}: {key} has no sentence"


@reads
def no_qt(subject: Subject) -> Iterator[str]:
    """An integration works without a window too; where there is one, it draws the forms."""
    yield from _imports(subject, _QT)


@reads
def own_rooms(subject: Subject) -> Iterator[str]:
    """Requests and secrets go through the hub, where deadlines, trust and redaction are one."""
    yield from _imports(subject, _OWN_WAYS)
    for source, node in _nodes(subject):
        for name in imported(node):
            package = subject.manifest.package
            if name.startswith("dialer.") and not name.startswith(
                (*(f"{room}." for room in _ROOMS), f"{package}.")
            ):
                yield f"{source.at(node)}: {name} is not for integrations"


@reads
def tasks_owned(subject: Subject) -> Iterator[str]:
    """What ``entry.scope`` does not know of goes on when the account is taken down."""
    for source, node in _nodes(subject):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if name.rpartition(".")[2] in _STARTERS:
                yield f"{source.at(node)}: {name}, where entry.scope.spawn or asyncio.to_thread belongs"
            if name == "time.sleep":
                yield f"{source.at(node)}: time.sleep holds up the whole program"


@reads
def typed(subject: Subject) -> Iterator[str]:
    """Types are checked across the edge between Dialer and an integration only where both have them."""
    if subject.manifest.third_party and not (subject.folder / "py.typed").exists():
        yield "py.typed is missing"
    for source, node in _nodes(subject):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        arguments = node.args
        plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        plain += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
        untyped = [each.arg for each in plain if each.annotation is None and each.arg not in {"self", "cls"}]
        if untyped or (node.returns is None and node.name != "__init__"):
            yield f"{source.at(node)}: {node.name} is not typed{''.join(f', {name}' for name in untyped)}"


@reads
def no_module_state(subject: Subject) -> Iterator[str]:
    """Two accounts share a module: what one leaves there, the other finds."""
    for source in subject.sources:
        constants = set()
        for standing in _standing(source.tree):
            targets = standing.targets if isinstance(standing, ast.Assign) else [standing.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if names and _changes(standing.value):
                constants.update(names)
                if not all(name.strip("_").isupper() or name.startswith("__") for name in names):
                    yield f"{source.at(standing)}: {', '.join(names)} can be changed by everyone"
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Global):
                yield f"{source.at(node)}: global {', '.join(node.names)}"
            elif _changed_name(node) in constants:
                yield f"{source.at(node)}: {_changed_name(node)} is changed"


@reads
def polling_on_purpose(subject: Subject) -> Iterator[str]:
    """How often a provider is asked is decided and not left to a default, and is bearable for it."""
    for kind in subject.manifest.kinds:
        name, method, least = _INTERVALS.get(kind, ("", "", 0.0))
        for source, owner in _nodes(subject):
            if not isinstance(owner, ast.ClassDef) or source.path != f"{kind}.py":
                continue
            if not any(isinstance(part, ast.AsyncFunctionDef) and part.name == method for part in owner.body):
                continue
            values = [value for part in ast.walk(owner) for value in _assigned(part, name)]
            if not values:
                yield f"{source.at(owner)}: {owner.name} declares no {name}"
            for value in values:
                if (
                    isinstance(value, ast.Constant)
                    and isinstance(value.value, int | float)
                    and value.value < least
                ):
                    yield f"{source.at(value)}: {name} is below {least:g} s"


@reads
def import_light(subject: Subject) -> Iterator[str]:
    """It is imported while the window opens: a heavy library is imported where it is first used."""
    loaded = _loaded(f"loader.load({subject.domain!r}); loader.load_flow({subject.domain!r})")
    if loaded is None:
        yield "it cannot be imported"
        return
    names = {name.partition(".")[0] for name in loaded}
    yield from (f"importing it loads {name}" for name in sorted(names & set(_HEAVY)))


def _loaded(load: str) -> set[str] | None:
    """Return the modules that this imports in a Dialer that knows its integrations; None where it fails."""
    program = (
        "import sys, asyncio, dialer.core.hub, dialer.core.loader as loader; loader.discover(); "
        f"before = set(sys.modules); {load}; print(*set(sys.modules) - before)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, check=False, text=True, timeout=_IMPORT_SECONDS, env=environment,
    )  # fmt: skip
    return set(done.stdout.split()) if done.returncode == 0 else None


def _nodes(subject: Subject) -> Iterator[tuple[Source, ast.AST]]:
    for source in subject.sources:
        for node in ast.walk(source.tree):
            yield source, node


def _imports(subject: Subject, names: tuple[str, ...]) -> Iterator[str]:
    for source, node in _nodes(subject):
        for name in imported(node):
            if any(name == each or name.startswith(f"{each}.") for each in names):
                yield f"{source.at(node)}: imports {name}"


def _standing(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    """Yield the assignments that are made once, when a module or class is made."""
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for body in bodies:
        yield from (node for node in body if isinstance(node, ast.Assign | ast.AnnAssign))


def _changes(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        return dotted(value.func).rpartition(".")[2] in _CONTAINERS
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def _changed_name(node: ast.AST) -> str:
    """Return the name of what a call or an assignment to an item changes."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGERS:
        return dotted(node.func.value)
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return dotted(node.value)
    return ""


def _assigned(node: ast.AST, name: str) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets, value = [node.target], node.value
    else:
        return
    if any(dotted(target) in {name, f"self.{name}"} for target in targets):
        yield value
