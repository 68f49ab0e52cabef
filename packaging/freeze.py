"""Makes the build for Windows or macOS, on that system, and tries it: dist/dialer or dist/Dialer.app.

usage: freeze.py

The environment that runs it holds requirements-build.txt and the program itself. It stops where `self-test`
finds something that is off in the build. On Linux, scripts/package.sh does all of it.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
WORK = ROOT / "build" / "freeze"


def program(system: str) -> Path:
    """Return the build's program for the command line."""
    return DIST / "dialer" / "dialer.com" if system == "win32" else DIST / "Dialer.app/Contents/MacOS/dialer"


def environment(system: str, commit_time: str) -> dict[str, str]:
    """Return what PyInstaller and the spec are told."""
    folder, kind = ("windows", "ico") if system == "win32" else ("macos", "icns")
    return {
        "SOURCE_DATE_EPOCH": commit_time,
        "PYTHONHASHSEED": "0",
        "QT_QPA_PLATFORM": "offscreen",
        "DIALER_ICON": str(WORK / f"dialer.{kind}"),
        "DIALER_PICTURES": str(HERE / folder / "pictures.py"),
        "DIALER_ENTITLEMENTS": str(HERE / "macos" / "entitlements.plist"),
    }


def steps(told: dict[str, str]) -> list[list[str]]:
    """Return the commands that make the build."""
    return [
        [sys.executable, told["DIALER_PICTURES"], told["DIALER_ICON"]],
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", str(DIST), "--workpath", str(WORK / "work"), str(HERE / "dialer.spec")),
        ],
    ]


def name_console(folder: Path) -> None:
    """Name the program for the command line dialer.com: `dialer` at a prompt means it, before dialer.exe.

    Windows looks for .com first (PATHEXT); PyInstaller writes .exe only.
    """
    sys.path.insert(0, str(HERE))
    from windows.frozen import CONSOLE_NAME

    (folder / f"{CONSOLE_NAME}.exe").replace(folder / "dialer.com")


def bill(system: str) -> None:
    """Write what the build is made of beside it."""
    folder = DIST / ("dialer" if system == "win32" else "Dialer.app")
    name = f"dialer-{metadata.version('dialer')}-{'windows' if system == 'win32' else 'macos'}.cdx.json"
    lock = str(HERE / "requirements-build.txt")
    command = [sys.executable, str(HERE / "bill.py"), str(folder), lock]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    (DIST / name).write_bytes(told.stdout)


def main() -> None:
    """Make and try the build."""
    if sys.platform not in {"win32", "darwin"}:
        sys.exit("on this system scripts/package.sh makes the build")
    when = os.environ["SOURCE_DATE_EPOCH"]
    told = environment(sys.platform, when)
    os.environ.update(told)
    for command in steps(told):
        subprocess.run(command, check=True, cwd=ROOT)
    if sys.platform == "win32":
        name_console(DIST / "dialer")
    home = WORK / "home"
    tried = subprocess.run([program(sys.platform), "--home", home, "self-test"], check=False)
    if tried.returncode:
        sys.exit("the build's self-test found something that is off")
    bill(sys.platform)


if __name__ == "__main__":
    main()
