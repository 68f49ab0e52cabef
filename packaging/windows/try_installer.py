"""Tries the installer as a helpdesk uses it, on Windows or under Wine: silently, for one user and for all.

usage: try_installer.py SETUP.exe [OLDER-SETUP.exe]

It installs for good where it fails half-way: use a computer that is thrown away. What it expects of the
registry is in handlers.toml, as for the installer itself.
"""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path, PureWindowsPath

sys.path.insert(0, str(Path(__file__).resolve().parent))

from installer import handlers

WINDOWS = sys.platform == "win32"
WINE = "wine"
RUNS = 3
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Dialer"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
REGISTERED = r"Software\RegisteredApplications"
WATCHED = (r"Software\Classes\Dialer.Link", r"Software\Dialer", REGISTERED, UNINSTALL, RUN)
OPENING_SECONDS = 3


def run(*words: str | Path | PureWindowsPath) -> subprocess.CompletedProcess[str]:
    """Run a Windows program to its end. An installer wants its last word unquoted, whatever is in it."""
    first, *others = (str(word) for word in words)
    line = " ".join([f'"{first}"', *others])
    if WINDOWS:
        return subprocess.run(line, check=False, capture_output=True, text=True, errors="replace")
    with tempfile.NamedTemporaryFile("w", suffix=".bat", newline="\r\n") as batch:
        batch.write(f"@{line}\n@exit /b %errorlevel%\n")
        batch.flush()
        by_line = [WINE, "cmd", "/c", f"Z:{batch.name}".replace("/", "\\")]
        direct = [WINE, first, *others]  # without the file, which reads % in its own way
        command = by_line if any(" " in word and "=" in word for word in others) else direct
        return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")


def folder(variable: str) -> PureWindowsPath:
    """Return a folder that the environment of Windows names."""
    return PureWindowsPath(run("cmd", "/c", f"echo %{variable}%").stdout.strip())


def here(path: PureWindowsPath) -> Path:
    """Return where this system has a file of Windows'."""
    if WINDOWS:
        return Path(path)
    found = subprocess.run(["winepath", "-u", str(path)], check=True, capture_output=True, text=True)  # noqa: S607
    return Path(found.stdout.strip())


def registry(root: str) -> dict[str, str]:
    """Return what the registry says at the places that an installer of ours touches; an empty key is none."""
    asked = {key: run("reg", "query", rf"{root}\{key}", "/s", "/reg:64") for key in WATCHED}
    return {key: "" if answer.returncode else answer.stdout.strip() for key, answer in asked.items()}


def value(root: str, key: str, name: str) -> str:
    """Return one text of the registry, empty where there is none."""
    asked = ["/v", name] if name else ["/ve"]
    lines = run("reg", "query", rf"{root}\{key}", *asked, "/reg:64").stdout.splitlines()
    found = [line.split("REG_SZ", 1)[1].strip() for line in lines if "REG_SZ" in line]
    return found[0] if found else ""


def expect(what: str, found: object, wanted: object) -> None:
    """Say what is so, and end where it is not."""
    if found != wanted:
        sys.exit(f"not ok  {what}: {found!r}, not {wanted!r}")
    sys.stdout.write(f"ok      {what}\n")
    sys.stdout.flush()


def start_while(program: PureWindowsPath) -> subprocess.Popen[bytes]:
    """Start the program, and return when it is there."""
    started = subprocess.Popen([str(program), "--demo"] if WINDOWS else [WINE, str(program)])
    time.sleep(OPENING_SECONDS)  # the file is in use from its start on; there is nothing to wait for
    return started


def look(root: str, place: PureWindowsPath) -> None:
    """Look at what was installed."""
    program = rf"{place}\dialer.exe"
    entries = handlers()
    for entry in (*entries["key"], *entries["shared"]):
        for name, text in entry["values"].items():
            wanted = text.replace("{program}", program)
            expect(f"{entry['path']} {name}".strip(), value(root, entry["path"], name), wanted)
    expect("listed among the programs", value(root, UNINSTALL, "DisplayName"), "Dialer")
    expect("removed by", value(root, UNINSTALL, "UninstallString"), rf'"{place}\uninstall.exe"')


def try_one(
    setup: Path, older: Path, root: str, mode: str, place: PureWindowsPath, menu: PureWindowsPath
) -> None:
    """Install, start, upgrade and remove, for one user or for all."""
    program, uninstall = place / "dialer.exe", place / "uninstall.exe"
    before = registry(root)
    kept = here(folder("LOCALAPPDATA") / "Dialer" / "settings.json")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("{}")

    expect(f"{mode}: the older version", run(older, "/S", mode).returncode, 0)
    expect("the program is there", here(program).is_file(), True)
    expect("it is in the menu", here(menu / "Dialer.lnk").is_file(), True)
    look(root, place)
    own = here(place / "notes of somebody.txt")
    own.write_text("kept")
    run("reg", "add", rf"HKCU\{RUN}", "/v", "Dialer", "/d", f'"{program}" --home C:\\x', "/f", "/reg:64")

    running = start_while(program)
    expect("not over a program that runs", run(setup, "/S", mode).returncode, RUNS)
    expect("not removed while it runs", run(uninstall, "/S", f"_?={place}").returncode, RUNS)
    running.terminate()
    if not WINDOWS:  # Wine's starter is not the program
        run("taskkill", "/f", "/im", program.name)
    running.wait()

    expect("the newer version over it", run(setup, "/S", mode).returncode, 0)
    look(root, place)
    expect("the start at log-in was kept", value("HKCU", RUN, "Dialer"), f'"{program}" --home C:\\x')
    if WINDOWS:
        expect("dialer --version", run(place / "dialer.com", "--version").returncode, 0)
        with tempfile.TemporaryDirectory(prefix="dialer") as home:
            tested = run(place / "dialer.com", "--home", home, "self-test")
        sys.stdout.write(tested.stdout)
        expect("dialer self-test", tested.returncode, 0)

    expect("removed", run(uninstall, "/S", f"_?={place}").returncode, 0)
    expect("the registry is as before", registry(root), before)
    expect("nothing starts at log-in", value("HKCU", RUN, "Dialer"), "")
    expect("the menu is as before", here(menu / "Dialer.lnk").exists(), False)
    # Run in place (_?=), it cannot remove itself; without that it does, and nobody can wait for it.
    left = sorted(path.name for path in here(place).rglob("*"))
    expect(
        "what is left in the folder",
        left,
        [own.name, "uninstall.exe"][: 2 if here(uninstall).exists() else 1],
    )
    expect("the user's data", kept.read_text(), "{}")
    for path in (own, here(uninstall)):
        path.unlink(missing_ok=True)
    here(place).rmdir()


def main() -> None:
    """Try everything."""
    setup = Path(sys.argv[1]).resolve()
    older = Path(sys.argv[-1]).resolve()
    local, shared = folder("LOCALAPPDATA"), folder("ProgramW6432")
    own_menu = folder("APPDATA") / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    every_menu = folder("ProgramData") / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    try_one(setup, older, "HKCU", "/CurrentUser", local / "Programs" / "Dialer", own_menu)
    try_one(setup, older, "HKLM", "/AllUsers", shared / "Dialer", every_menu)
    named = folder("SystemDrive") / "\\" / "Named Folder"
    expect("a folder that is named", run(setup, "/S", "/CurrentUser", f"/D={named}").returncode, 0)
    expect("the program is there", here(named / "dialer.exe").is_file(), True)
    expect("removed", run(named / "uninstall.exe", "/S", f"_?={named}").returncode, 0)


if __name__ == "__main__":
    main()
