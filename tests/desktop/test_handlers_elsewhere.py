"""Phone links on Windows and macOS, against a registry and a file of the test's own."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Self

import pytest

from dialer.core.errors import StorageError
from dialer.desktop.handlers import SCHEMES, Owner
from dialer.desktop.handlers_mac import MacHandlers
from dialer.desktop.handlers_windows import PROG_ID, WindowsHandlers

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

DIALER = Owner("Dialer", ours=True)


class Registry:
    """Windows' registry, as far as the module winreg shows it."""

    HKEY_CURRENT_USER, HKEY_CLASSES_ROOT, REG_SZ, KEY_SET_VALUE = "HKCU", "HKCR", 1, 2

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, str]] = {}

    def CreateKeyEx(self, root: str, key: str) -> Key:  # noqa: N802  # winreg's name
        parts = f"{root}\\{key}".split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join(parts[:length]), {})
        return Key(self, f"{root}\\{key}")

    def OpenKey(self, root: str, key: str, _reserved: int = 0, _access: int = 0) -> Key:  # noqa: N802  # as above
        classes = f"HKCU\\Software\\Classes\\{key}"
        name = classes if root == "HKCR" and classes in self.keys else f"{root}\\{key}"
        if name not in self.keys:
            raise FileNotFoundError
        return Key(self, name)

    def SetValueEx(self, key: Key, name: str, _reserved: int, _kind: int, value: str) -> None:  # noqa: N802  # as above
        self.keys[key.name][name] = value

    def QueryValueEx(self, key: Key, name: str) -> tuple[str, int]:  # noqa: N802  # as above
        if name not in self.keys[key.name]:
            raise FileNotFoundError
        return self.keys[key.name][name], self.REG_SZ

    def DeleteKey(self, root: str, key: str) -> None:  # noqa: N802  # as above
        name = f"{root}\\{key}"
        if name not in self.keys:
            raise FileNotFoundError
        if any(other.startswith(f"{name}\\") for other in self.keys):
            raise PermissionError
        del self.keys[name]

    def DeleteValue(self, key: Key, name: str) -> None:  # noqa: N802  # as above
        if self.keys[key.name].pop(name, None) is None:
            raise FileNotFoundError

    def put(self, root: str, key: str, name: str, value: str) -> None:
        """Have a value there."""
        self.SetValueEx(self.CreateKeyEx(root, key), name, 0, 1, value)


class Key:
    """An open key."""

    def __init__(self, registry: Registry, name: str) -> None:
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return


CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\{}\UserChoice"


@pytest.fixture
def registry() -> Registry:
    """A registry in which people chose Teams for tel: links."""
    made = Registry()
    made.put("HKCU", "Software\\RegisteredApplications", "Teams", "x")
    made.put("HKCU", CHOICE.format("tel"), "ProgId", "Teams.Tel")
    made.put("HKCR", r"Teams.Tel\Application", "ApplicationName", "Microsoft Teams")
    made.put("HKCR", r"sip\shell\open\command", "", "phone.exe %1")
    made.put("HKCR", "sip", "", "URL:Phone")
    return made


def test_on_windows_dialer_stands_in_the_list_and_people_choose(registry: Registry) -> None:
    before = {name: dict(values) for name, values in registry.keys.items()}
    pages: list[str] = []
    handlers = WindowsHandlers([r"C:\Program Files\Dialer\dialer.exe", "link"], registry, pages.append)
    assert handlers.owners() == {
        "tel": Owner("Microsoft Teams"), "callto": Owner(), "sip": Owner("Phone"),
    }  # fmt: skip
    handlers.take()
    command = registry.keys[rf"HKCU\Software\Classes\{PROG_ID}\shell\open\command"][""]
    assert command == r'"C:\Program Files\Dialer\dialer.exe" "link" "%1"'
    assert handlers.owner("tel") == Owner("Microsoft Teams"), "only people change the choice"
    handlers.let_choose()
    assert pages == ["ms-settings:defaultapps?registeredAppUser=Dialer"]
    for scheme in SCHEMES:
        registry.put("HKCU", CHOICE.format(scheme), "ProgId", PROG_ID)
    assert handlers.owners() == dict.fromkeys(SCHEMES, DIALER)
    registry.put("HKCU", CHOICE.format("tel"), "ProgId", "Teams.Tel")
    handlers.give_back()
    left = {name: values for name, values in registry.keys.items() if values and "UserChoice" not in name}
    assert left == {name: values for name, values in before.items() if values and "UserChoice" not in name}
    handlers.give_back()


def test_on_macos_it_is_told_who_opens_them_and_that_dialer_cannot(tmp_path: Path) -> None:
    handlers = MacHandlers(tmp_path)
    assert handlers.owner("tel") == Owner("FaceTime")
    file = tmp_path / "Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"
    file.parent.mkdir(parents=True)
    choice = {"LSHandlerURLScheme": "tel", "LSHandlerRoleAll": "com.microsoft.teams"}
    file.write_bytes(plistlib.dumps({"LSHandlers": [{"LSHandlerContentType": "x"}, choice]}))
    assert handlers.owners() == {"tel": Owner("teams"), "callto": Owner(), "sip": Owner()}
    assert not handlers.can_take
    with pytest.raises(StorageError, match=r"links\.error\.mac"):
        handlers.take()
    choice["LSHandlerRoleAll"] = "org.dialer.dialer"
    file.write_bytes(plistlib.dumps({"LSHandlers": [choice]}))
    assert handlers.owner("tel") == DIALER, "people chose the installed app"
    file.write_bytes(b"damaged")
    assert handlers.owner("tel") == Owner("FaceTime")
