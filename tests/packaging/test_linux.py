"""What a .deb lays beside the program: desktop files, metainfo, control fields, the manual's page."""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from dialer.cli.parser import build_parser
from dialer.core.strings import LANGUAGES, Strings
from dialer.desktop.autostart_linux import ENTRY_NAME
from dialer.desktop.handlers import SCHEMES
from dialer.desktop.handlers_linux import OUR_ID
from tests.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LINUX = ROOT / "packaging" / "linux"
PROGRAM = "/opt/dialer/dialer"


def entry(name: str) -> configparser.SectionProxy:
    """Return the main group of a desktop file."""
    parser = configparser.RawConfigParser(strict=True, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as configparser's own documents say
    parser.read_string((LINUX / name).read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


@pytest.mark.parametrize("name", ["dialer.desktop", OUR_ID])
def test_a_desktop_file_starts_what_is_installed_and_goes_with_it(name: str) -> None:
    found = entry(name)
    assert found["Exec"].split()[0] == found["TryExec"] == PROGRAM
    assert (found["Type"], found["Terminal"], found["Icon"]) == ("Application", "false", "dialer")
    assert found["MimeType" if name == OUR_ID else "Categories"].endswith(";")
    assert {f"Comment[{language}]" for language in LANGUAGES[1:]} <= {*found}


def test_phone_links_can_be_opened_with_dialer_and_ask_first() -> None:
    found = entry(OUR_ID)
    assert found["Exec"] == f"{PROGRAM} link %u"
    assert {*found["MimeType"].rstrip(";").split(";")} == {f"x-scheme-handler/{each}" for each in SCHEMES}
    assert "MimeType" not in entry(ENTRY_NAME)


def test_installing_starts_nothing_and_decides_for_nobody() -> None:
    """No maintainer's script, no file in an autostart folder, no list of defaults."""
    assert {file.name for file in LINUX.iterdir() if file.is_file()} == {
        "changelog.in", "control.in", "copyright", "dialer-links.desktop", "dialer.1.in", "dialer.desktop",
        "dialer.metainfo.xml.in", "dialer.svg", "icons.py",
    }  # fmt: skip
    script = (ROOT / "scripts" / "package.sh").read_text(encoding="utf-8")
    assert not re.search(r"autostart|mimeapps|postinst|prerm|/etc/", script)


def control() -> dict[str, str]:
    """Return the fields; a line that begins with a space goes on with the one before."""
    text = re.sub(r"\n ", " ", (LINUX / "control.in").read_text(encoding="utf-8"))
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_the_package_says_what_it_needs() -> None:
    fields = control()
    assert fields["Package"] == "dialer"
    assert {name for name, value in fields.items() if re.fullmatch(r"@[A-Z]+@", value)} == {
        "Version", "Architecture", "Installed-Size",
    }  # fmt: skip
    needs = [each.strip() for each in fields["Depends"].split(",")]
    assert len(needs) == len(set(needs))
    assert all(re.fullmatch(r"[a-z0-9.+-]+( \(>= [0-9.]+\)| \| [a-z0-9.+-]+)?", each) for each in needs)
    assert "gnome-keyring" in fields["Recommends"]


def test_the_metainfo_tells_of_the_same_program() -> None:
    root = fromstring((LINUX / "dialer.metainfo.xml.in").read_bytes())
    assert root.findtext("launchable") == ENTRY_NAME
    assert root.findtext("project_license") == "Apache-2.0"
    kinds = {each.text for each in root.iterfind("provides/mediatype")}
    assert kinds == {f"x-scheme-handler/{each}" for each in SCHEMES}
    spoken = {
        each.get("{http://www.w3.org/XML/1998/namespace}lang", "en") for each in root.iterfind("summary")
    }
    assert spoken == {*LANGUAGES}
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "@VERSION@", "date": "@DATE@"}


def test_the_manual_page_names_every_general_option() -> None:
    page = (LINUX / "dialer.1.in").read_text(encoding="utf-8").replace("\\-", "-")
    options = set(re.findall(r"--[a-z-]+", build_parser(Strings()).format_usage()))
    assert options
    assert {option for option in options if option not in page} == set()


def test_the_icon_is_the_windows_own() -> None:
    def paths(file: Path) -> list[str]:
        return re.findall(r' d="([^"]+)"', file.read_text(encoding="utf-8"))

    own = ROOT / "src" / "dialer" / "resources" / "icons" / "phone-in-talk.svg"
    assert paths(LINUX / "dialer.svg") == paths(own) != []
