"""Integrations in other packages: found by their entry point, without importing anything of them."""

from __future__ import annotations

import importlib.util
import logging
import sys
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.core.errors import InputError
from dialer.core.manifest import Manifest, read_manifest
from dialer.core.strings import shared_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.machinery import ModuleSpec
    from importlib.metadata import EntryPoint

_LOGGER = logging.getLogger(__name__)

GROUP = "dialer.integrations"


@dataclass(frozen=True, kw_only=True)
class BrokenIntegration:
    """An integration of another package that cannot be used.

    Attributes:
        name: what its entry point is called.
        distribution: the installed package that it comes in.
        key: the key of the sentence that says why.
        placeholders: what the sentence is filled in with.
    """

    name: str
    distribution: str
    key: str
    placeholders: Mapping[str, object] = field(default_factory=dict)


def find_packages(taken: frozenset[str]) -> tuple[dict[str, Manifest], list[BrokenIntegration]]:
    """Return the integrations of other packages by domain, and those that cannot be used.

    Args:
        taken: the domains of Dialer's own integrations.
    """
    found: dict[str, Manifest] = {}
    broken: list[BrokenIntegration] = []
    reserved = taken | shared_parts()
    for point in _entry_points():
        distribution = _distribution(point)
        try:
            manifest = read_manifest(_folder(point.value), point.value, distribution)
            _claim(manifest.domain, reserved | found.keys())
        except InputError as error:
            _LOGGER.warning("the integration %s of %s: %s", point.name, distribution, error)
            broken.append(
                BrokenIntegration(
                    name=point.name,
                    distribution=distribution,
                    key=error.key,
                    placeholders=error.placeholders,
                )
            )
        else:
            found[manifest.domain] = manifest
    return found, broken


def _entry_points() -> list[EntryPoint]:
    """Return the group's entry points, in an order that stays."""
    if not any(GROUP.encode() in text for text in _announcements()):
        return []
    from importlib.metadata import entry_points  # costs a MiB, and hardly any desk has such a package

    try:
        return sorted(
            entry_points(group=GROUP), key=lambda point: (str(point.dist and point.dist.name), point.name)
        )
    except Exception:  # somebody's damaged metadata, in whatever way, must not keep Dialer from starting
        _LOGGER.exception("the installed packages cannot be read")
        return []


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.name


def _claim(domain: str, taken: frozenset[str]) -> None:
    if domain in taken:
        raise InputError("core.manifest.name_taken", domain=domain)


def _announcements() -> Iterator[bytes]:
    """Give the entry points of every installed package as their files hold them."""
    for folder in {*sys.path}:
        for pattern in ("*.dist-info/entry_points.txt", "*.egg-info/entry_points.txt"):
            for file in Path(folder).glob(pattern):
                try:
                    yield file.read_bytes()
                except OSError:
                    continue


def _folder(package: str) -> Path:
    """Return where a package is, without importing it or one that it is a part of.

    Raises:
        InputError: it is not there.
    """
    try:
        spec = _spec(package)
    except Exception:  # noqa: BLE001  # finders of others are asked, and raise what they raise
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise InputError("core.manifest.no_package", package=package)
    return Path(next(iter(spec.submodule_search_locations)))


def _spec(package: str) -> ModuleSpec | None:
    top, *parts = package.split(".")
    spec = importlib.util.find_spec(top)
    for end in range(2, len(parts) + 2):
        if spec is None or spec.submodule_search_locations is None:
            return None
        # importlib.util would import the package around it.
        spec = PathFinder.find_spec(".".join([top, *parts][:end]), [*spec.submodule_search_locations])
    return spec
