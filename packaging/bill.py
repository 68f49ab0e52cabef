"""Writes what a build is made of, as CycloneDX 1.6 JSON (ECMA-424): what is in the folder.

usage: bill.py FOLDER LOCK >FILE
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")


def components(folder: Path, lock: str) -> list[dict[str, Any]]:
    """Return the Python packages that are in the build; each with the hashes that the lock allowed."""
    hashes = _hashes(lock)
    found = [PathDistribution(path) for path in sorted(_inside(folder).glob("*.dist-info"))]
    return [_component(each, hashes.get(_name(each.name), [])) for each in found if each.name != "dialer"]


def libraries(folder: Path) -> list[dict[str, Any]]:
    """Return what is no Python package: Python itself and the libraries that it brings."""
    versions = json.loads(
        subprocess.run(
            [_program(folder), "--home", Path.home(), "--json", "self-test"],
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,  # a build machine may have no key ring; only the versions are asked for
        ).stdout
    )
    texts = {check["name"]: check["text"] for check in versions["checks"]}
    names = {"python": "CPython", "sqlite": "SQLite", "expat": "Expat", "openssl": "OpenSSL", "qt": "Qt"}
    return [
        {"type": "library", "bom-ref": f"library:{name}", "name": name, "version": _number(texts[key])}
        for key, name in sorted(names.items())
    ]


def bill(folder: Path, lock: str, version: str, when: int) -> dict[str, Any]:
    """Return the whole document; the same build gives the same one."""
    parts = [*components(folder, lock), *libraries(folder)]
    text = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{version} {text}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": "dialer",
                "name": "dialer",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": parts,
        "dependencies": [{"ref": "dialer", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _inside(folder: Path) -> Path:
    """Return where a build keeps what is no program: a bundle of macOS elsewhere than the others."""
    bundled = folder / "Contents" / "Resources"
    return bundled if bundled.is_dir() else folder / "_internal"


def _program(folder: Path) -> Path:
    """Return the build's program for the command line."""
    known = (folder / "Contents" / "MacOS" / "dialer", folder / "dialer.com")
    return next((each for each in known if each.is_file()), folder / "dialer")


def _component(found: Distribution, hashes: list[str]) -> dict[str, Any]:
    name, version = _name(found.name), found.version
    purl = f"pkg:pypi/{name}@{version}"
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
    }
    if licence := found.metadata.get("License-Expression"):
        part["licenses"] = [{"expression": licence}]
    elif licence := found.metadata.get("License"):
        part["licenses"] = [{"license": {"name": licence.splitlines()[0][:80]}}]
    # The lock names the file of every platform; which of them this one was is not kept.
    part["properties"] = [{"name": "dialer:allowed:sha256", "value": each} for each in hashes]
    return part


def _hashes(lock: str) -> dict[str, list[str]]:
    pins = list(_PIN.finditer(lock))
    ends = [*(pin.start() for pin in pins[1:]), len(lock)]
    return {
        _name(pin["name"]): sorted(_HASH.findall(lock[pin.end() : end]))
        for pin, end in zip(pins, ends, strict=True)
    }


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _number(text: str) -> str:
    found = re.search(r"\d+(\.\d+)+[a-z]?", text)
    return found[0] if found else text


def main() -> None:
    """Print the bill."""
    folder, lock = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8")
    version = PathDistribution(next(_inside(folder).glob("dialer-*.dist-info"))).version
    document = bill(folder, lock, version, int(os.environ["SOURCE_DATE_EPOCH"]))
    print(json.dumps(document, indent=2, sort_keys=True))  # noqa: T201  # what it is for


if __name__ == "__main__":
    main()
