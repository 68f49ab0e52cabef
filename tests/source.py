"""Dialer's own source as syntax trees, for the tests that read it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "dialer"


@dataclass(frozen=True, kw_only=True)
class Module:
    """One file of the package."""

    path: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder of the package it lies in, empty for a file at the top."""
        return self.path.rpartition("/")[0].partition("/")[0]

    @cached_property
    def nodes(self) -> tuple[ast.expr | ast.stmt, ...]:
        """Everything in the file that has a place, looked for once: many tests read all of it."""
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, (ast.expr, ast.stmt)))

    def at(self, node: ast.expr | ast.stmt) -> str:
        """Name a place in the file, for a message."""
        return f"{self.path}:{node.lineno}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package."""
    return tuple(
        Module(path=path.relative_to(PACKAGE).as_posix(), tree=ast.parse(path.read_bytes()))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def dotted(node: ast.expr) -> str:
    """Return a name as it is written (`os.path.join`), with what is not a plain name left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(node: ast.AST) -> list[str]:
    """Return the dotted names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
