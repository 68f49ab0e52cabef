"""Starting at log-in: the system's entry is the truth, on each system."""

from __future__ import annotations

import os
import plistlib
import subprocess
from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import StorageError
from dialer.desktop.autostart import AtLogin, Autostart
from dialer.desktop.autostart_care import ISSUE, SETTING, AutostartCare
from dialer.desktop.autostart_linux import LinuxAutostart
from dialer.desktop.autostart_mac import LABEL, MacAutostart
from dialer.desktop.autostart_windows import APPROVED, RUN, WindowsAutostart
from tests.core.conftest import home, hub, integration
from tests.desktop.test_handlers_elsewhere import Registry

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.core.hub import Hub

__all__ = ["home", "hub", "integration"]

COMMAND = ['/opt/My "$5" `100 %` \\Dialer/dialer', "--home", "/home/an/Thuis é"]


@pytest.fixture
def linux(tmp_path: Path) -> LinuxAutostart:
    return _linux(tmp_path, COMMAND)


def _linux(folder: Path, command: list[str]) -> LinuxAutostart:
    environment = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_CONFIG_DIRS": str(folder / "shared")}
    return LinuxAutostart(command, environment)


def _entry(folder: Path, where: str = "config") -> Path:
    return folder / where / "autostart" / "dialer.desktop"


def test_linux_on_and_off_again_leaves_nothing(linux: LinuxAutostart, tmp_path: Path) -> None:
    assert linux.state() is AtLogin.ABSENT
    linux.switch_on()
    assert linux.state() is AtLogin.ON
    linux.switch_off()
    assert linux.state() is AtLogin.ABSENT
    assert list(_entry(tmp_path).parent.iterdir()) == []


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_linux_what_the_systems_settings_switch_off_is_off(
    linux: LinuxAutostart, tmp_path: Path, line: str
) -> None:
    linux.switch_on()
    text = _entry(tmp_path).read_text()
    _entry(tmp_path).write_text(text.replace("X-GNOME-Autostart-enabled=true", line))
    assert linux.state() is AtLogin.OFF
    linux.switch_on()
    assert linux.state() is AtLogin.ON


def test_linux_an_entry_for_all_users_is_hidden_by_ones_own(linux: LinuxAutostart, tmp_path: Path) -> None:
    _entry(tmp_path, "shared").parent.mkdir(parents=True)
    _entry(tmp_path, "shared").write_text("[Desktop Entry]\nName=Dialer\nExec=dialer\n")
    assert linux.state() is AtLogin.ON
    linux.switch_off()
    assert linux.state() is AtLogin.OFF


def test_linux_a_desktop_reads_the_command_as_it_was_meant(linux: LinuxAutostart, tmp_path: Path) -> None:
    """GLib is what most desktops start entries with."""
    # GLib looks for a program with a % in its path under another name.
    program = tmp_path / 'a "$5" `b` \\ dir' / "dialer"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$(dirname "$0")/said"\n')
    program.chmod(0o755)
    _linux(tmp_path, [str(program), *COMMAND[1:], 'a "b" $c `d` 100 % \\']).switch_on()

    script = (
        "import sys, time, os, gi\nfrom gi.repository import Gio\n"
        "Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch([], None)\n"
        "[time.sleep(0.01) for _ in range(500) if not os.path.exists(sys.argv[2])]\n"
    )
    said = program.parent / "said"
    done = subprocess.run(
        ["/usr/bin/python3", "-c", script, str(_entry(tmp_path)), str(said)],
        check=False,
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 0, done.stderr
    assert said.read_text().splitlines() == [*COMMAND[1:], 'a "b" $c `d` 100 % \\']


def test_linux_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in its place")
    entry = _linux(tmp_path, COMMAND)
    with pytest.raises(StorageError) as refused:
        entry.switch_on()
    assert refused.value.key == "autostart.error.not_written"


def test_windows() -> None:
    registry = Registry()
    entry = WindowsAutostart([r"C:\Program Files\Dialer\dialer.exe", "--home", r"C:\Users\An"], registry)
    assert entry.state() is AtLogin.ABSENT
    entry.switch_on()
    assert entry.state() is AtLogin.ON
    command = r'"C:\Program Files\Dialer\dialer.exe" "--home" "C:\Users\An"'
    assert registry.keys[f"HKCU\\{RUN}"] == {"Dialer": command}
    registry.CreateKeyEx("HKCU", APPROVED)
    approved = registry.keys[f"HKCU\\{APPROVED}"]
    approved["Dialer"] = bytes([3, *range(11)])  # type: ignore[assignment]  # a binary value
    assert entry.state() is AtLogin.OFF
    approved["Dialer"] = bytes([2, *[0] * 11])  # type: ignore[assignment]  # as above
    assert entry.state() is AtLogin.ON
    entry.switch_off()
    assert entry.state() is AtLogin.ABSENT
    assert approved == {}


def test_macos(tmp_path: Path) -> None:
    entry = MacAutostart(COMMAND, tmp_path, tmp_path)
    assert entry.state() is AtLogin.ABSENT
    entry.switch_on()
    assert entry.state() is AtLogin.ON
    (file,) = (tmp_path / "Library" / "LaunchAgents").iterdir()
    assert plistlib.loads(file.read_bytes())["ProgramArguments"] == COMMAND
    (tmp_path / f"disabled.{os.getuid()}.plist").write_bytes(plistlib.dumps({LABEL: True}))
    assert entry.state() is AtLogin.OFF
    entry.switch_off()
    assert entry.state() is AtLogin.ABSENT


class Entry(Autostart):
    """An entry that a test, or somebody in the system's settings, switches."""

    def __init__(self) -> None:
        self.now = AtLogin.ABSENT
        self.written = 0

    def state(self) -> AtLogin:
        return self.now

    def switch_on(self) -> None:
        self.written += 1
        self.now = AtLogin.ON

    def switch_off(self) -> None:
        self.now = AtLogin.ABSENT


async def test_off_in_the_systems_settings_stays_off(hub: Hub) -> None:
    entry = Entry()
    care = AutostartCare(hub, entry)
    await hub.settings.set(SETTING, True)
    await care.settled()
    assert entry.now is AtLogin.ON

    entry.now = AtLogin.OFF
    for _ in range(3):
        await care.look()
    assert (entry.now, entry.written) == (AtLogin.OFF, 1)
    assert hub.settings.get(SETTING) is False

    await hub.settings.set(SETTING, True)
    await care.settled()
    assert (entry.now, entry.written) == (AtLogin.ON, 2)
    await hub.settings.set(SETTING, False)
    await care.settled()
    assert entry.now is AtLogin.ABSENT
    care.stop()


async def test_what_the_organisation_wants_is_written_once(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Entry()
    monkeypatch.setattr(hub.settings, "managed_by", lambda _key: "Van Dijk")
    monkeypatch.setattr(hub.settings, "get", lambda _key: True)
    care = AutostartCare(hub, entry)
    await care.look()
    assert (entry.now, entry.written) == (AtLogin.ON, 1)
    entry.now = AtLogin.ABSENT
    await AutostartCare(hub, entry).look()
    assert (entry.now, entry.written) == (AtLogin.ABSENT, 1)

    entry.now = AtLogin.ON
    monkeypatch.setattr(hub.settings, "get", lambda _key: False)
    await care.look()
    assert entry.now is AtLogin.ABSENT


async def test_an_entry_that_cannot_be_written_is_among_the_repairs(hub: Hub) -> None:
    class Broken(Entry):
        def switch_on(self) -> None:
            raise StorageError("autostart.error.not_written", path="/x")

    care = AutostartCare(hub, Broken())
    await care.change(wanted=True)
    assert [(issue.id, issue.key) for issue in hub.issues.all] == [(ISSUE, "autostart.error.not_written")]
    assert hub.settings.get(SETTING) is False
