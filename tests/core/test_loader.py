"""Integrations of other packages: found without being imported; what is wrong with one is told."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from dialer.core import loader
from dialer.core.errors import EntryError
from dialer.core.manifest import BUILT_IN
from dialer.core.strings import Strings
from tests.outside_packages import installed, manifest, write_package
from tests.source import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path


OWN = {file.parent.name for file in (PACKAGE / "integrations").glob("*/manifest.json")}


def broken(folder: Path) -> dict[str, str]:
    with installed(folder):
        assert set(loader.discover()) == OWN
        return {each.distribution: each.key for each in loader.broken()}


def test_a_package_is_found_without_being_imported(tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone", {"__init__.py": "1/0"})
    with installed(tmp_path):
        found = loader.discover()["acme_phone"]
        assert (found.name, found.version, found.owner, found.kinds) == (
            "Acme",
            "1.2.3",
            "Acme Ltd",
            ("telephony",),
        )
        assert (found.third_party, found.distribution) == (True, "acme-phone")
        assert found.folder == tmp_path / "acme_phone"
        assert found.icon.is_file()
        assert "acme_phone" not in sys.modules
    assert "acme_phone" not in loader.discover()


def test_dialers_own_integrations_are_no_packages_of_others() -> None:
    own = loader.discover()["connect_call"]
    assert (own.third_party, own.distribution, own.package) == (False, "", f"{BUILT_IN}.connect_call")
    assert loader.broken() == []


def test_a_part_of_a_package_is_found_without_importing_the_rest(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").write_text("1/0")
    write_package(tmp_path, "acme.phone")
    with installed(tmp_path):
        assert loader.discover()["phone"].folder == tmp_path / "acme" / "phone"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "core.manifest.damaged"),
        ("[]", "core.manifest.damaged"),
        ("[" * 100_000, "core.manifest.damaged"),
        ("{}", "core.manifest.bad_field"),
        (manifest("Acme Phone"), "core.manifest.bad_field"),
        (manifest("../evil"), "core.manifest.bad_field"),
        (manifest("acme_phone", name=""), "core.manifest.bad_field"),
        (manifest("acme_phone", name="a\nb"), "core.manifest.bad_field"),
        (manifest("acme_phone", version=3), "core.manifest.bad_field"),
        (manifest("acme_phone", kinds=[]), "core.manifest.bad_field"),
        (manifest("acme_phone", kinds=["fax"]), "core.manifest.bad_field"),
        (manifest("acme_phone", kinds="telephony"), "core.manifest.bad_field"),
        (manifest("acme_phone", documentation="http://acme.example"), "core.manifest.bad_field"),
        (manifest("connect_call"), "core.manifest.name_taken"),
        (manifest("core"), "core.manifest.name_taken"),
    ],
)
def test_a_manifest_that_does_not_fit_is_told(tmp_path: Path, text: str, key: str) -> None:
    write_package(tmp_path, "acme_phone", {"manifest.json": text})
    assert broken(tmp_path) == {"acme-phone": key}


@pytest.mark.parametrize("value", ["no_such_package", "no.such.package", "json", "tests..", "1 + 1"])
def test_a_folder_that_is_not_there_is_told(tmp_path: Path, value: str) -> None:
    write_package(tmp_path, "acme_phone", entry_point=value)
    assert list(broken(tmp_path)) == ["acme-phone"]


def test_one_of_two_packages_with_the_same_name_is_told(tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone")
    write_package(tmp_path, "other_phone", {"manifest.json": manifest("acme_phone")})
    with installed(tmp_path):
        assert loader.discover()["acme_phone"].distribution == "acme-phone"
        assert [each.distribution for each in loader.broken()] == ["other-phone"]


def test_damaged_metadata_hides_nothing_else(tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone")
    metadata = tmp_path / "evil-1.0.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_bytes(b"[dialer.integrations]\n\xff\xfe = = =\n")
    with installed(tmp_path):
        assert "connect_call" in loader.discover()


@pytest.mark.parametrize(
    "source",
    ["1/0", "import no_such_library", "raise SystemExit(3)", "raise KeyboardInterrupt", "def", "x = 1"],
)
async def test_a_package_that_cannot_be_imported_is_named(tmp_path: Path, source: str) -> None:
    write_package(tmp_path, "acme_phone", {"__init__.py": source})
    with installed(tmp_path):
        for ask in (loader.load, loader.load_flow):
            with pytest.raises(EntryError, match=r"core\.entry\.import_failed") as caught:
                ask("acme_phone")
            assert caught.value.placeholders == {"name": "Acme", "package": "acme-phone"}
        with pytest.raises(EntryError, match=r"core\.entry\.import_failed"):
            await loader.prepare("acme_phone")


async def test_an_import_that_hangs_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "IMPORT_DEADLINE", 0.2)
    go_on = threading.Event()
    monkeypatch.setattr(threading, "until_the_test_is_over", go_on, raising=False)
    write_package(
        tmp_path, "acme_phone", {"__init__.py": "import threading\nthreading.until_the_test_is_over.wait()"}
    )
    with installed(tmp_path):
        with pytest.raises(EntryError, match=r"core\.entry\.import_failed"):
            await loader.prepare("acme_phone")
        began = time.monotonic()
        for _ in range(50):
            with pytest.raises(EntryError, match=r"core\.entry\.import_failed"):
                loader.load_flow("acme_phone")
        assert time.monotonic() - began < 0.15
        go_on.set()


async def test_a_good_package_is_loaded(tmp_path: Path) -> None:
    write_package(tmp_path, "acme_phone")
    with installed(tmp_path):
        await loader.prepare("acme_phone")
        assert callable(loader.load("acme_phone").async_setup_entry)
        assert [field.key for field in loader.load_flow("acme_phone").FIELDS] == ["login", "password"]


def test_a_packages_strings_are_read_when_one_is_asked_for(tmp_path: Path) -> None:
    strings = Strings("nl")
    assert strings.text("acme_phone.error.down") == "acme_phone.error.down"
    write_package(tmp_path, "acme_phone", {"strings/nl.json": '{"field.login.label": "Gebruikersnaam"}'})
    with installed(tmp_path):
        assert strings.text("acme_phone.field.login.label") == "Gebruikersnaam"
        assert strings.text("acme_phone.error.down") == "Acme is down."


@pytest.mark.parametrize("text", ["{", "[1]", '{"error.down": 3}', "\ud800"])
def test_damaged_strings_are_missing_strings(tmp_path: Path, text: str) -> None:
    write_package(tmp_path, "acme_phone")
    (tmp_path / "acme_phone" / "strings" / "en.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with installed(tmp_path):
        assert Strings("en").text("acme_phone.error.down") == "acme_phone.error.down"
