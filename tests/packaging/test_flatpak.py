"""The Flatpak's manifest: what it may do, what it is made of, and that all it shows bears its id."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from defusedxml.ElementTree import fromstring

from dialer.desktop.autostart_linux import ENTRY_NAME
from dialer.desktop.handlers_linux import OUR_ID
from tests.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LINUX = ROOT / "packaging" / "linux"
(TEMPLATE,) = (ROOT / "packaging" / "flatpak").glob("*.yml.in")
ID = TEMPLATE.name.removesuffix(".yml.in")


def manifest() -> dict[str, Any]:
    """Return the manifest as the release fills it in."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in {"VERSION": "1.2.3", "ARCHITECTURE": "amd64", "SHA256": "0" * 64}.items():
        text = text.replace(f"@{name}@", value)
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_it_may_do_no_more_than_it_must() -> None:
    """Network, a window, and three services of the desktop by name: no files, no device, no system bus."""
    assert {*manifest()["finish-args"]} == {
        "--share=network",
        "--share=ipc",
        "--socket=wayland",
        "--socket=fallback-x11",
        "--talk-name=org.freedesktop.secrets",
        "--talk-name=org.freedesktop.Notifications",
        "--talk-name=org.kde.StatusNotifierWatcher",
    }


def test_the_services_are_those_that_are_asked_for() -> None:
    source = ROOT / "src" / "dialer" / "desktop"
    asked = "".join(file.read_text(encoding="utf-8") for file in source.glob("*_linux.py"))
    names = [each.removeprefix("--talk-name=") for each in manifest()["finish-args"] if "talk-name" in each]
    names.remove("org.freedesktop.secrets")  # by way of the keyring package
    assert names
    assert all(f'"{name}"' in asked for name in names)


def test_nothing_comes_in_without_a_checksum() -> None:
    sources = [source for module in manifest()["modules"] for source in module["sources"]]
    assert len(sources) == 1
    assert all(len(source["sha256"]) == 64 and "url" not in source for source in sources)


def test_its_id_is_nobodys() -> None:
    found = manifest()
    assert found["id"] == ID
    assert ID.startswith("invalid.")
    assert found["command"] == "dialer"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What the manifest's commands make of a package that has all but the program itself."""
    if not all(map(shutil.which, ("dpkg-deb", "ar"))):
        pytest.skip("dpkg-deb and ar, of which a package is made and taken apart, are not here")
    root = tmp_path / "root"
    for folder in ("DEBIAN", "opt/dialer", "usr/share/applications", "usr/share/metainfo"):
        (root / folder).mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(
        "Package: dialer\nVersion: 1.2.3\nArchitecture: amd64\nMaintainer: n <n@dialer.invalid>\n"
        "Description: d\n"
    )
    (root / "opt" / "dialer" / "dialer").write_text("#!/bin/sh\necho started\n")
    (root / "opt" / "dialer" / "dialer").chmod(0o755)
    for name in (ENTRY_NAME, OUR_ID):
        shutil.copy(LINUX / name, root / "usr" / "share" / "applications")
    metainfo = (LINUX / "dialer.metainfo.xml.in").read_text(encoding="utf-8")
    metainfo = metainfo.replace("@VERSION@", "1.2.3").replace("@DATE@", "2026-01-31")
    (root / "usr" / "share" / "metainfo" / "dialer.metainfo.xml").write_text(metainfo, encoding="utf-8")
    for place in ("scalable/apps/dialer.svg", "48x48/apps/dialer.png"):
        icon = root / "usr" / "share" / "icons" / "hicolor" / place
        icon.parent.mkdir(parents=True)
        icon.write_text(place)
    (module,) = manifest()["modules"]
    work, made = tmp_path / "work", tmp_path / "app"
    work.mkdir()
    package = work / module["sources"][0]["dest-filename"]
    subprocess.run(["dpkg-deb", "-Zxz", "--build", root, package], check=True, capture_output=True)
    environment = {**os.environ, "FLATPAK_DEST": str(made), "FLATPAK_ID": ID}
    for command in module["build-commands"]:  # flatpak-builder has a shell run each
        subprocess.run(["/bin/sh", "-ec", command], cwd=work, env=environment, check=True)
    return made


def entry(file: Path) -> configparser.SectionProxy:
    """Return the main group of a desktop file."""
    parser = configparser.RawConfigParser(strict=True, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser's own documents say
    parser.read_string(file.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


def test_all_that_leaves_the_sandbox_bears_its_id_and_agrees(built: Path) -> None:
    shown = {file.name for file in (built / "share").rglob("*") if file.is_file()}
    assert shown == {
        f"{ID}.desktop", f"{ID}.Links.desktop", f"{ID}.metainfo.xml", f"{ID}.png", f"{ID}.svg",
    }  # fmt: skip
    main, links = (entry(built / "share" / "applications" / f"{ID}{end}.desktop") for end in ("", ".Links"))
    assert (main["Exec"], links["Exec"]) == ("dialer", "dialer link %u")
    assert main["Icon"] == links["Icon"] == ID
    assert "TryExec" not in {*main, *links}
    assert "/opt/" not in (built / "share" / "applications" / f"{ID}.desktop").read_text(encoding="utf-8")
    metainfo = fromstring((built / "share" / "metainfo" / f"{ID}.metainfo.xml").read_bytes())
    assert (metainfo.findtext("id"), metainfo.findtext("launchable")) == (ID, f"{ID}.desktop")
    assert metainfo.findtext("icon") == ID
    assert subprocess.check_output([built / "bin" / "dialer"], text=True) == "started\n"


def test_a_software_centre_takes_its_metainfo(built: Path) -> None:
    if not (validate := shutil.which("appstreamcli")):
        pytest.skip("appstreamcli is not here")
    file = built / "share" / "metainfo" / f"{ID}.metainfo.xml"
    done = subprocess.run(
        [validate, "validate", "--no-net", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
