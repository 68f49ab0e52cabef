"""What the build and the installer for Windows are made of: data, compiled where NSIS is, and never run."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import dialer
from dialer.desktop import launch
from dialer.desktop.handlers_windows import WindowsHandlers
from tests.desktop.test_handlers_elsewhere import Registry
from tests.packaging.parts import PACKAGING, part

if TYPE_CHECKING:
    from pathlib import Path

installer = part("windows.installer")
frozen = part("windows.frozen")
PROGRAM = r"C:\Program Files\Dialer\dialer.exe"


def install_handlers(registry: Registry) -> None:
    """Write what the installer writes."""
    entries = installer.handlers()
    for entry in (*entries["key"], *entries["shared"]):
        for name, value in entry["values"].items():
            registry.put("HKCU", entry["path"], name, value.replace("{program}", PROGRAM))


def test_the_installer_registers_what_the_program_itself_would() -> None:
    installed, taken = Registry(), Registry()
    install_handlers(installed)
    WindowsHandlers([PROGRAM, "link"], taken).take()
    assert installed.keys == taken.keys
    command = r"HKCU\Software\Classes\Dialer.Link\shell\open\command"
    assert installed.keys[command][""] == f'"{PROGRAM}" "link" "%1"', "a link stays one word"


def test_what_the_installer_registered_can_be_given_back_in_the_program() -> None:
    registry = Registry()
    install_handlers(registry)
    WindowsHandlers([PROGRAM, "link"], registry).give_back()
    assert not any(values for values in registry.keys.values())


def test_removing_deletes_what_was_installed_and_nothing_of_others(tmp_path: Path) -> None:
    """Each file by its name: what somebody else puts in the folder stays."""
    (tmp_path / "_internal" / "empty").mkdir(parents=True)
    for name in ("dialer.exe", "_internal/a $name.txt"):
        (tmp_path / name).write_bytes(b"x")
    script = installer.files_script(tmp_path)
    macros = {macro.split("\n", 1)[0]: macro for macro in script.split("!macro ")[1:]}
    assert [line.strip() for line in macros["DeleteFiles"].splitlines()[1:-1]] == [
        r'Delete "$INSTDIR\_internal\a $$name.txt"',
        r'Delete "$INSTDIR\dialer.exe"',
        r'RMDir "$INSTDIR\_internal\empty"',
        r'RMDir "$INSTDIR\_internal"',
    ]
    handlers = installer.handlers_script(installer.handlers())
    deleted = [line.strip() for line in handlers.splitlines() if "Delete" in line and "macro" not in line]
    assert deleted == [
        r'DeleteRegKey ${ROOT} "${BELOW}Software\Classes\Dialer.Link"',
        r'DeleteRegKey ${ROOT} "${BELOW}Software\Dialer\Capabilities"',
        r'DeleteRegKey /ifempty ${ROOT} "${BELOW}Software\Dialer"',
        r'DeleteRegValue ${ROOT} "${BELOW}Software\RegisteredApplications" `Dialer`',
    ]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A folder such as PyInstaller makes."""
    folder = tmp_path / "dialer"
    metadata = folder / "_internal" / f"dialer-{dialer.__version__}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Name: dialer\nVersion: {dialer.__version__}\n")
    for name in ("dialer.exe", "dialer.com"):
        (folder / name).write_bytes(b"MZ")
    return folder


def test_the_installer_compiles_without_a_warning_and_the_same_twice(build: Path, tmp_path: Path) -> None:
    if shutil.which(installer.MAKENSIS) is None:
        pytest.skip("NSIS is not installed here (Debian: nsis)")
    icon = tmp_path / "dialer.ico"
    icon.write_bytes(part("windows.pictures").icon([part("linux.icons").draw(16)]))
    made = []
    for name in ("one", "two"):
        out = tmp_path / name / f"dialer-{dialer.__version__}-setup.exe"
        installer.compile_installer(build, icon, out, dialer.__version__)
        made.append(out.read_bytes())
        (build / "dialer.exe").touch()
    assert made[0] == made[1]
    if tool := shutil.which("7z"):
        listing = subprocess.run([tool, "l", "-slt", out], check=True, capture_output=True, text=True).stdout
        names = {line.removeprefix("Path = ") for line in listing.splitlines() if line.startswith("Path = ")}
        metadata = f"_internal/dialer-{dialer.__version__}.dist-info/METADATA"
        assert {"dialer.exe", "dialer.com", "uninstall.exe", metadata} <= names


def test_every_sentence_of_the_installer_is_there_in_four_languages() -> None:
    text = (PACKAGING / "windows" / "languages.nsh").read_text(encoding="utf-8")
    script = (PACKAGING / "windows" / "dialer.nsi").read_text(encoding="utf-8")
    said = [line.split()[1:3] for line in text.splitlines() if line.startswith("LangString")]
    names = {name for name, _ in said}
    languages = {f"${{LANG_{name}}}" for name in ("ENGLISH", "DUTCH", "FRENCH", "GERMAN")}
    assert {(name, language) for name, language in said} == {(n, each) for n in names for each in languages}
    assert all(f"$({name})" in script for name in names)


def test_the_icon_has_all_sizes_and_is_the_same_each_time() -> None:
    pictures, draw = part("windows.pictures"), part("linux.icons").draw
    made = pictures.icon([draw(size) for size in pictures.SIZES])
    assert made == pictures.icon([draw(size) for size in pictures.SIZES])
    reserved, kind, count = struct.unpack_from("<3H", made)
    assert (reserved, kind, count) == (0, 1, len(pictures.SIZES))
    end = 6 + 16 * count
    for index, size in enumerate(pictures.SIZES):
        width, height, _, _, _, bits, length, place = struct.unpack_from("<4B2H2I", made, 6 + 16 * index)
        assert (width or 256, height or 256, bits, place) == (size, size, 32, end)
        end += length
    assert end == len(made)


def test_the_version_resource_is_read_back_by_pyinstaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part("PyInstaller.compat"), "win32api", None, raising=False)  # only Windows has it
    file = tmp_path / "version"
    file.write_text(str(frozen.version_resource("1.2.3rc1")))
    read = part("PyInstaller.utils.win32.versioninfo").load_version_info_from_text_file(file)
    assert (read.ffi.fileVersionMS, read.ffi.fileVersionLS) == (1 << 16 | 2, 3 << 16)
    (table,), (language,) = read.kids[0].kids, read.kids[1].kids
    texts = {each.name: each.val for each in table.kids}
    assert (texts["ProductName"], texts["ProductVersion"]) == ("Dialer", "1.2.3rc1")
    assert (table.name, language.kids) == ("040904B0", [0x0409, 0x04B0])


def test_a_program_for_links_and_one_for_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALER_ICON", "dialer.ico")
    monkeypatch.setattr(frozen, "version_resource", str)
    assert {each["name"]: each["console"] for each in frozen.programs("1.0")} == {
        "dialer": False, "dialer-console": True,
    }  # fmt: skip


def test_what_the_command_line_registers_opens_no_black_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", "C:/Dialer/dialer.com")
    assert launch.installed_program() == ["C:/Dialer/dialer.exe"]


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        (r"PySide6\Qt6Widgets.dll", True),
        (r"PySide6\plugins\platforms\qwindows.dll", True),
        (r"PySide6\plugins\platforms\qminimal.dll", False),
        (r"PySide6\plugins\tls\qschannelbackend.dll", False),
        (r"PySide6\opengl32sw.dll", False),
        (r"PySide6\translations\qtbase_nl.qm", False),
        (r"httpx-0.28.1.dist-info\RECORD", False),
        ("python311.dll", True),
    ],
)
def test_what_comes_along(target: str, wanted: bool) -> None:
    assert frozen.is_wanted(target) is wanted
