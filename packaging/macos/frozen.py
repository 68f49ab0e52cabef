"""What the build for macOS has that others have not: a bundle, which opens links, and what it says of it."""

# ruff: noqa: INP001  # a folder beside the program, not a package of it

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import elsewhere

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = ["keyring.backends.macOS", "keyring.backends.macOS.api"]
"""Modules that are imported by a name that no import statement holds."""

LEFT_OUT_AT_START = elsewhere.LEFT_OUT_AT_START

IDENTIFIER = "org.dialer.Dialer"
"""The bundle's; also the label of its start at log-in (desktop/autostart_mac.py)."""

LANGUAGES = ("en", "nl", "fr", "de")
OLDEST_SYSTEM = "13.0"
"""The oldest that the packages of Qt 6.11 are built for (macosx_13_0)."""

_PLUGINS = {
    "platforms": {"qcocoa", "qoffscreen"},
    "styles": {"qmacstyle"},
    "imageformats": {f"q{name}" for name in elsewhere.IMAGES},
}


def is_wanted(target: str) -> bool:
    """Tell whether the file at this place in the build belongs there."""
    return elsewhere.is_wanted(target, _PLUGINS)


def datas(packaging: Path) -> list[tuple[str, str]]:
    """Return the files that only this system's build has: what macOS asks people, in their language."""
    names = [f"{language}.lproj" for language in LANGUAGES]
    return [(str(packaging / "macos" / name / "InfoPlist.strings"), name) for name in names]


def programs(_version: str) -> list[dict[str, Any]]:
    """Return how the program is made; one without a console speaks in a terminal all the same.

    DIALER_SIGN_AS names the identity in the key chain that every part is signed with; without one, the parts
    are signed by nobody (ad hoc), which runs on the Mac that made them.
    """
    made: dict[str, Any] = {"name": "dialer", "console": False, "argv_emulation": False}
    if identity := os.environ.get("DIALER_SIGN_AS"):
        made |= {"codesign_identity": identity, "entitlements_file": os.environ["DIALER_ENTITLEMENTS"]}
    return [made]


def bundle(version: str) -> dict[str, Any]:
    """Return how the bundle is made; DIALER_ICON names the icon's file."""
    return {
        "name": "Dialer.app",
        "icon": os.environ["DIALER_ICON"],
        "bundle_identifier": IDENTIFIER,
        "version": version,
        "info_plist": info(version),
    }


def info(version: str) -> dict[str, Any]:
    """Return what Info.plist holds beside what PyInstaller writes (Apple, "Information Property List")."""
    return {
        "CFBundleDisplayName": "Dialer",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(LANGUAGES),
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleURLTypes": [
            {
                "CFBundleTypeRole": "Viewer",
                "CFBundleURLName": f"{IDENTIFIER}.phone",
                "CFBundleURLSchemes": ["tel", "callto", "sip"],
            }
        ],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark where the desktop is dark
        # macOS 15 asks before a program reaches the office's own servers: directories, telephones, a page.
        "NSLocalNetworkUsageDescription": LOCAL_NETWORK,
    }


LOCAL_NETWORK = "Dialer reaches your company's directories and telephones on the office network."
