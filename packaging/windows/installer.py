"""Compiles the installer for Windows from a frozen build. Needs NSIS (makensis), on whatever system.

usage: installer.py FOLDER ICON SETUP.exe [--trial]

FOLDER is what PyInstaller made; its version is that of the `dialer` package in it. Without --trial an NSIS
with known holes is refused.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MAKENSIS = "makensis"
OLDEST_NSIS = (3, 11)
"""The first one without CVE-2025-43715: an installer that SYSTEM runs, taken over in the temporary folder."""

Handlers = dict[str, list[dict[str, Any]]]


def handlers() -> Handlers:
    """Return the registry's entries for phone links (handlers.toml)."""
    return tomllib.loads((HERE / "handlers.toml").read_text(encoding="utf-8"))


def handlers_script(entries: Handlers) -> str:
    """Return the NSIS macros that write these entries, and delete them below any key."""
    written, shared = [], []
    for entry in (*entries["key"], *entries["shared"]):
        path = _quoted(entry["path"])
        for name, value in entry["values"].items():
            text = _quoted(value).replace("{program}", r"$INSTDIR\dialer.exe")
            written.append(f"WriteRegStr SHCTX {path} {_quoted(name)} {text}")
    for entry in entries["shared"]:
        path = entry["path"]
        shared += [f'DeleteRegValue ${{ROOT}} "${{BELOW}}{path}" {_quoted(name)}' for name in entry["values"]]
    own = [entry["path"] for entry in entries["key"]]
    tops = [path for path in own if not any(path.startswith(f"{other}\\") for other in own)]
    (command,) = (path for path in own if path.endswith(r"\shell\open\command"))
    deleted = [
        *(f'DeleteRegKey ${{ROOT}} "${{BELOW}}{path}"' for path in tops),
        r'DeleteRegKey /ifempty ${ROOT} "${BELOW}Software\Dialer"',
        *shared,
    ]
    return "\n".join(
        [
            f'!define HANDLER_COMMAND_KEY "{command}"',
            *_macro("WriteHandlers", written),
            *_macro("DeleteHandlers ROOT BELOW", deleted),
        ]
    )


def files_script(folder: Path) -> str:
    """Return the NSIS macros that lay a folder's files down, and take those away and nothing else."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    folders = sorted({file.parent for file in files} | {path for path in folder.rglob("*") if path.is_dir()})
    installed, deleted = [], []
    for each in folders:
        installed.append(f"SetOutPath {_place(folder, each)}")
        installed += [f'File "{file}"' for file in files if file.parent == each]
    deleted += [f"Delete {_place(folder, file)}" for file in files]
    deleted += [f"RMDir {_place(folder, each)}" for each in reversed(folders) if each != folder]
    return "\n".join([*_macro("InstallFiles", installed), *_macro("DeleteFiles", deleted)])


def version_numbers(version: str) -> str:
    """Return a version as Windows' four numbers: 1.2.3rc1 is 1.2.3.0."""
    release = re.match(r"\d+(\.\d+)*", version)
    numbers = release[0].split(".") if release else []
    return ".".join([*numbers, "0", "0", "0", "0"][:4])


def compile_installer(folder: Path, icon: Path, out: Path, version: str) -> str:
    """Compile the installer, and return what makensis said.

    Raises:
        ValueError: what makensis says against it; every warning is an error.
    """
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024
    defines = {
        "VERSION": version,
        "VERSION_NUMBERS": version_numbers(version),
        "SIZE": size,
        "ICON": icon.resolve(),
        "OUT": out.resolve(),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        generated = Path(name)
        (generated / "files.nsh").write_text(files_script(folder.resolve()), encoding="utf-8")
        (generated / "handlers.nsh").write_text(handlers_script(handlers()), encoding="utf-8")
        done = subprocess.run(
            [
                *(MAKENSIS, "-V3", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8"),
                *(f"-D{key}={value}" for key, value in defines.items()),
                *(f"-X!addincludedir {path}" for path in (generated, HERE)),
                str(HERE / "dialer.nsi"),
            ],
            check=False,  # what it says is the error
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    if done.returncode:
        raise ValueError(done.stdout)
    return done.stdout


def nsis_version() -> tuple[int, ...]:
    """Return the version of makensis."""
    told = subprocess.run([MAKENSIS, "-VERSION"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", told)[:2])


def _macro(head: str, lines: list[str]) -> list[str]:
    return [f"!macro {head}", *(f"    {line}" for line in lines), "!macroend"]


def _place(folder: Path, path: Path) -> str:
    inside = path.relative_to(folder).as_posix().replace("/", "\\").replace("$", "$$")
    return f'"$INSTDIR\\{inside}"' if inside != "." else '"$INSTDIR"'


def _quoted(text: str) -> str:
    if "`" in text or "\n" in text:
        raise ValueError(text)
    return f"`{text.replace('$', '$$')}`"


def main() -> None:
    """Compile it."""
    arguments = [word for word in sys.argv[1:] if word != "--trial"]
    folder, icon, out = (Path(word) for word in arguments)
    found = nsis_version()
    if found < OLDEST_NSIS and "--trial" not in sys.argv:
        sys.exit(f"NSIS {'.'.join(map(str, found))} has known holes: 3.11 or later makes what is handed out")
    version = PathDistribution(next((folder / "_internal").glob("dialer-*.dist-info"))).version
    sys.stdout.write(compile_installer(folder, icon, out, version))


if __name__ == "__main__":
    main()
