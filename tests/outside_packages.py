"""Integrations that others wrote, as pip would install them: a package and a dist-info beside it in a folder.

For a program of its own, put the folder on its ``PYTHONPATH``. For the test's own process::

    write_package(tmp_path, "acme_phone", {"__init__.py": SOURCE})
    with installed(tmp_path):
        hub.flows.start("acme_phone")

Whatever is not given is filled in with something small that works: a manifest with the package's name as its
domain, a set-up that does nothing, a flow that asks for a login and a password, English strings, an icon.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from typing import TYPE_CHECKING

from dialer.core import loader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INIT = """
async def async_setup_entry(hub, entry):
    pass
"""

FLOW = """
from dialer.core.config_flow import Account, ConfigFlow
from dialer.core.fields import SecretField, Text


class Flow(ConfigFlow):
    domain = "{package}"
    FIELDS = (Text(key="login"), SecretField(key="password"))

    async def async_check(self, check):
        return Account(unique_id=check.data["login"], title="Acme " + check.data["login"])
"""

STRINGS = {
    "field.login.label": "User name",
    "field.password.label": "Password",
    "error.down": "Acme is down.",
}
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4h16v16H4z"/></svg>'


def manifest(domain: str, **changes: object) -> str:
    """Return a manifest that is in order but for the changes."""
    content = {
        "domain": domain,
        "name": "Acme",
        "version": "1.2.3",
        "kinds": ["telephony"],
        "owner": "Acme Ltd",
    }
    return json.dumps({**content, **changes})


def write_package(
    folder: Path,
    package: str,
    files: Mapping[str, str] | None = None,
    *,
    distribution: str | None = None,
    entry_point: str | None = None,
) -> None:
    """Write a package with its dist-info into a folder.

    Args:
        folder: what stands in the path.
        package: the package, and the domain of its integration; dots make it a part of another package.
        files: texts by their place in the package, instead of those that are filled in.
        distribution: what pip calls it; the package's name with hyphens if not given.
        entry_point: what the entry point names, if not the package.
    """
    domain = package.rpartition(".")[2]
    texts = {
        "__init__.py": INIT,
        "manifest.json": manifest(domain),
        "config_flow.py": FLOW.format(package=domain),
        "strings/en.json": json.dumps(STRINGS),
        "icon.svg": ICON,
        **(files or {}),
    }
    distribution = distribution or package.replace("_", "-").replace(".", "-")
    metadata = folder / f"{distribution.replace('-', '_')}-1.2.3.dist-info"
    for name, text in texts.items():
        _write(folder / package.replace(".", "/") / name, text)
    _write(metadata / "METADATA", f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2.3\n")
    _write(metadata / "entry_points.txt", f"[dialer.integrations]\n{domain} = {entry_point or package}\n")


@contextlib.contextmanager
def installed(folder: Path) -> Iterator[None]:
    """Have a folder's packages installed for as long as that takes."""
    modules = set(sys.modules)
    sys.path.insert(0, str(folder))
    _look_again()
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith(str(folder)):
                del sys.modules[name]
        _look_again()


def _look_again() -> None:
    importlib.invalidate_caches()
    loader.look_again()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
