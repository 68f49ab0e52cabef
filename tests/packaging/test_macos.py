"""What the bundle for macOS says of itself, as data: nothing is built here."""

from __future__ import annotations

import plistlib
import struct

import pytest

from dialer.core.strings import LANGUAGES
from dialer.desktop.autostart_mac import LABEL
from dialer.desktop.handlers import SCHEMES
from tests.packaging.parts import PACKAGING, part

frozen = part("macos.frozen")
MACOS = PACKAGING / "macos"


def test_the_bundle_opens_phone_links_and_is_what_starts_at_log_in() -> None:
    info = plistlib.loads(plistlib.dumps(frozen.info("1.2.3")))
    (links,) = info["CFBundleURLTypes"]
    assert links["CFBundleURLSchemes"] == list(SCHEMES)
    assert links["CFBundleURLName"].startswith(LABEL)
    assert info["NSHighResolutionCapable"] is True
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == "1.2.3"
    assert frozen.IDENTIFIER == LABEL


def test_what_macos_asks_is_there_in_each_language() -> None:
    info = frozen.info("1.2.3")
    assert set(info["CFBundleLocalizations"]) == set(LANGUAGES)
    asked = sorted(key for key in info if key.endswith("UsageDescription"))
    for source, place in frozen.datas(PACKAGING):
        text = (PACKAGING / source).read_text(encoding="utf-8")
        assert sorted(line.split(" = ")[0] for line in text.splitlines()) == asked
        assert place == f"{(PACKAGING / source).parent.stem}.lproj"
    english = (MACOS / "en.lproj" / "InfoPlist.strings").read_text(encoding="utf-8")
    assert f'"{frozen.LOCAL_NETWORK}"' in english


def test_the_hardened_runtime_is_opened_for_one_thing_only() -> None:
    rights = plistlib.loads((MACOS / "entitlements.plist").read_bytes())
    assert rights == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_a_program_is_signed_only_where_there_is_an_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALER_SIGN_AS", raising=False)
    (plain,) = frozen.programs("1.0")
    assert "codesign_identity" not in plain
    assert plain["console"] is False, "a bundle with a console has no window"
    monkeypatch.setenv("DIALER_SIGN_AS", "Developer ID Application: Somebody")
    monkeypatch.setenv("DIALER_ENTITLEMENTS", "entitlements.plist")
    (signed,) = frozen.programs("1.0")
    assert signed["entitlements_file"] == "entitlements.plist"


def test_the_icon_has_all_sizes_and_is_the_same_each_time() -> None:
    pictures = part("macos.pictures")
    made = pictures.icon()
    assert made == pictures.icon()
    assert (made[:4], struct.unpack_from(">I", made, 4)[0]) == (b"icns", len(made))
    place, edges = 8, {}
    while place < len(made):
        kind, length = struct.unpack_from(">4sI", made, place)
        picture = made[place + 8 : place + length]
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        edges[kind] = struct.unpack_from(">2I", picture, 16)
        place += length
    assert edges == {kind: (edge, edge) for kind, edge in pictures.KINDS.items()}


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/platforms/libqminimal.dylib", False),
        ("PySide6/Qt/plugins/styles/libqmacstyle.dylib", True),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("nl.lproj/InfoPlist.strings", True),
        ("libcrypto.3.dylib", True),
    ],
)
def test_what_comes_along(target: str, wanted: bool) -> None:
    assert frozen.is_wanted(target) is wanted
