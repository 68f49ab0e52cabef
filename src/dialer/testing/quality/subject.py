"""One integration as the rules see it: its files, its syntax trees, and the recipe to try it out with."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.testing.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dialer.core.fields import Field
    from dialer.core.manifest import Manifest

QUALITY_FILE = "quality.toml"


@dataclass(frozen=True, kw_only=True)
class Source:
    """One module of an integration.

    Attributes:
        path: below the integration's folder.
        tree: its syntax tree.
    """

    path: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Name a place in it, for a message."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Subject:
    """One integration.

    Attributes:
        manifest: what it says of itself.
        recipe: how to try it out; None where none was found.
    """

    manifest: Manifest
    recipe: type[Recipe] | None = None

    @property
    def domain(self) -> str:
        """Its name."""
        return self.manifest.domain

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self.manifest.folder

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Its modules."""
        return tuple(
            Source(path=file.relative_to(self.folder).as_posix(), tree=ast.parse(file.read_bytes()))
            for file in sorted(self.folder.rglob("*.py"))
        )

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What an account asks for, options included."""
        flow = loader.load_flow(self.domain)
        return (*flow.FIELDS, *flow.OPTIONS)

    def strings(self, language: str) -> dict[str, str] | None:
        """Return its sentences in a language; None where there is no such file, or a damaged one."""
        try:
            texts = json.loads((self.folder / "strings" / f"{language}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return texts if isinstance(texts, dict) else None

    def exemptions(self) -> tuple[dict[str, str], list[str]]:
        """Return the rules that it is exempt from, each with its reason, and what is wrong with that."""
        file = self.folder / QUALITY_FILE
        if not file.exists():
            return {}, [f"{QUALITY_FILE} is missing: an empty [exempt] says that every rule is meant to hold"]
        try:
            content = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            return {}, [f"{QUALITY_FILE} cannot be read: {error}"]
        exempt = content.pop("exempt", {})
        wrong = [f"[{table}] is not known: only [exempt] is written by hand" for table in content]
        wrong += [f"{rule} has no reason" for rule, reason in exempt.items() if not str(reason).strip()]
        return {rule: str(reason) for rule, reason in exempt.items()}, wrong


def imported(node: ast.AST) -> list[str]:
    """Return the dotted names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def dotted(node: ast.expr) -> str:
    """Return a name as it is written, with what is not a plain name left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def find_recipes(tests: Path) -> dict[str, type[Recipe]]:
    """Return the recipes of every ``recipe.py`` in a folder of tests, by domain."""
    found: dict[str, type[Recipe]] = {}
    for file in sorted(tests.rglob("recipe.py")):
        found.update((recipe.domain, recipe) for recipe in _recipes(file))
    return found


def _recipes(file: Path) -> Iterator[type[Recipe]]:
    name = f"_recipe_of_{'_'.join(file.parent.parts[-3:])}".replace(".", "_").replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None, f"{file} cannot be imported"
    assert spec.loader is not None, f"{file} cannot be imported"
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Recipe) and value.__module__ == name:
            yield value
