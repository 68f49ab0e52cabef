"""Phone links on Linux: taken over where the user wants it, and given back to whoever had them before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dialer.core.errors import StorageError
from dialer.desktop.handlers import SCHEMES, Owner, system_handlers
from dialer.desktop.handlers_linux import OUR_ID, LinuxHandlers
from tests.desktop.linux_desktop import CALLTO, DIALER, SIP, TEL, Desktop
from tests.fakes import until


@pytest.fixture
def desk(tmp_path: Path) -> Desktop:
    """A Linux desktop without any program for phone links."""
    return Desktop(tmp_path)


def test_on_a_bare_desktop_nobody_opens_them(desk: Desktop) -> None:
    assert desk.handlers.owners() == dict.fromkeys(SCHEMES, Owner())


def test_taken_and_given_back_on_a_bare_desktop(desk: Desktop) -> None:
    desk.handlers.take()
    assert desk.handlers.owners() == dict.fromkeys(SCHEMES, DIALER)
    desk.handlers.give_back()
    assert desk.handlers.owners() == dict.fromkeys(SCHEMES, Owner())
    assert not list((desk.data / "applications").iterdir())
    assert "dialer" not in desk.list.read_text()


def test_who_was_there_before_is_there_again(desk: Desktop) -> None:
    before = (
        "# my own\n[Added Associations]\ntext/html=firefox.desktop;\n\n[Default Applications]\n"
        f"text/html=firefox.desktop\n{TEL}={desk.install('Linphone')};other.desktop;\n\n"
        "[Removed Associations]\nx=y\n"
    )
    desk.list.write_text(before)
    desk.list.chmod(0o640)
    desk.handlers.take()
    taken = desk.list.read_text()
    assert f"{TEL}={OUR_ID};linphone.desktop;other.desktop;\n" in taken
    assert [line for line in before.splitlines() if "=" in line and TEL not in line] == [
        line for line in taken.splitlines() if "=" in line and "scheme-handler" not in line
    ]
    desk.handlers.take()
    assert desk.list.read_text() == taken
    desk.handlers.give_back()
    assert desk.list.read_text() == before
    assert desk.list.stat().st_mode & 0o777 == 0o640
    assert desk.handlers.owner("tel") == Owner("Linphone")


def test_another_program_that_takes_them_keeps_them(desk: Desktop) -> None:
    desk.handlers.take()
    desk.list.write_text(f"[Default Applications]\n{TEL}={desk.install('Teams')}\n{SIP}={OUR_ID};\n")
    assert desk.handlers.owners() == {"tel": Owner("Teams"), "callto": Owner(), "sip": DIALER}
    desk.handlers.give_back()
    assert desk.handlers.owner("tel") == Owner("Teams")


def test_the_list_of_this_desktop_goes_before_the_general_one(desk: Desktop) -> None:
    own = desk.config / "gnome-mimeapps.list"
    own.write_text(f"[Default Applications]\n{TEL}={desk.install('Calls')}\n")
    assert desk.handlers.owner("tel") == Owner("Calls")
    desk.handlers.take()
    assert desk.handlers.owner("tel") == DIALER
    desk.handlers.give_back()
    assert own.read_text() == f"[Default Applications]\n{TEL}=calls.desktop;\n"


def test_a_program_that_is_only_associated_opens_them_too(desk: Desktop) -> None:
    cache = desk.shared / "applications" / "mimeinfo.cache"
    cache.write_text(f"[MIME Cache]\n{TEL}=gone.desktop;{desk.install('Phone')};\n")
    assert desk.handlers.owner("tel") == Owner("Phone")


@pytest.mark.parametrize("gone", ["TryExec=/nowhere/phone", "Hidden=true"])
def test_a_program_that_was_removed_does_not_count(desk: Desktop, gone: str) -> None:
    desk.list.write_text(
        f"[Default Applications]\n{TEL}={desk.install('Gone', gone)};{desk.install('Next')}\n"
    )
    assert desk.handlers.owner("tel") == Owner("Next")


def test_when_dialer_is_removed_the_one_before_is_back_by_itself(desk: Desktop, tmp_path: Path) -> None:
    program = tmp_path / "dialer"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    desk.list.write_text(f"[Default Applications]\n{TEL}={desk.install('Linphone')}\n")
    LinuxHandlers([str(program), "link"], desk.environment).take()
    assert desk.handlers.owner("tel") == DIALER
    program.unlink()
    assert desk.handlers.owner("tel") == Owner("Linphone")


def test_a_linked_list_stays_a_link(desk: Desktop, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles"
    real.write_text("")
    desk.list.symlink_to(real)
    desk.handlers.take()
    assert desk.list.is_symlink()
    assert OUR_ID in real.read_text()


def test_what_cannot_be_written_is_told(desk: Desktop) -> None:
    shutil.rmtree(desk.data)
    desk.data.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match=r"links\.error\.not_written"):
        desk.handlers.take()


def test_the_desktop_itself_agrees(desk: Desktop) -> None:
    """Ask the desktop's own tool, which reads the files by its own code."""
    if shutil.which("gio") is None:
        pytest.skip("needs gio, of GLib")
    desk.install("Linphone", f"MimeType={TEL};", user=True)
    desk.list.write_text(f"[Default Applications]\n{TEL}=linphone.desktop\n")

    def default(kind: str) -> str:
        told = subprocess.run(
            ["gio", "mime", kind],
            env=desk.environment | {"LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        return told.stdout.splitlines()[0] if told.stdout else ""

    assert default(TEL).endswith("linphone.desktop")
    desk.handlers.take()
    assert [default(kind).endswith(OUR_ID) for kind in (TEL, CALLTO, SIP)] == [True] * 3
    desk.handlers.give_back()
    assert default(TEL).endswith("linphone.desktop")
    assert OUR_ID not in default(SIP)


async def test_the_desktop_starts_the_program_with_the_link_as_one_argument(
    desk: Desktop, tmp_path: Path
) -> None:
    """Whatever letters of the paths mean something in a desktop file."""
    if shutil.which("gio") is None:
        pytest.skip("needs gio, of GLib")
    odd, home = tmp_path / 'a b $HOME `x` "q" \\n é', tmp_path / "50 %u"
    odd.mkdir()
    program, told = odd / "dialer", tmp_path / "told"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}.new"\nmv "{told}.new" "{told}"\n')
    program.chmod(0o755)
    LinuxHandlers([str(program), "--home", str(home), "link"], desk.environment).take()
    subprocess.run(["gio", "open", "tel:+31205550142"], env=desk.environment, timeout=20, check=True)
    await until(told.exists)
    assert told.read_text().splitlines() == ["--home", str(home), "link", "tel:+31205550142"]


def test_links_are_opened_with_this_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    system_handlers(tmp_path / "home").take()
    entry = (Path(os.environ["XDG_DATA_HOME"]) / "applications" / OUR_ID).read_text()
    assert f'"--home" "{tmp_path / "home"}" "link" %u' in entry
