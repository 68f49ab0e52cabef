"""The rules that every integration is held to."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

import dialer.integrations.connect_call as package
from dialer.calls.provider import TelephonyFeature, TelephonyProvider
from dialer.core import loader
from dialer.core.fields import Choice, SecretField
from dialer.core.strings import LANGUAGES
from dialer.integrations.connect_call.telephony import ConnectCallTelephony

FOLDER = Path(package.__file__).parent
HEAVY = (
    "httpx",
    "httpcore",
    "keyring",
    "phonenumbers",
    "defusedxml",
    "truststore",
    "vobject",
    "PySide6",
    "ssl",
)


def test_it_is_found() -> None:
    manifest = loader.discover()["connect_call"]
    assert (manifest.name, manifest.kinds) == ("Connect Call", ("telephony",))
    assert loader.load_flow("connect_call").domain == "connect_call"


def test_the_icon_is_one_tintable_path() -> None:
    root = fromstring((FOLDER / "icon.svg").read_text())
    assert root.get("viewBox") == "0 0 24 24"
    assert [child.tag.rpartition("}")[2] for child in root] == ["path"]


def test_the_rules_are_shown_by_tests_that_exist() -> None:
    quality = tomllib.loads((FOLDER / "quality.toml").read_text())
    here = {file.name for file in Path(__file__).parent.glob("test_*.py")}
    assert set(quality["done"].values()) <= here
    assert all(quality["exempt"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_its_words(language: str) -> None:
    strings = json.loads((FOLDER / "strings" / f"{language}.json").read_text())
    flow = loader.load_flow("connect_call")
    for field in (*flow.FIELDS, *flow.OPTIONS):
        assert {f"field.{field.key}.label", f"field.{field.key}.hint"} <= strings.keys()
        if isinstance(field, Choice):
            assert {f"field.{field.key}.option.{value}" for value in field.options} <= strings.keys()
    assert "description" in strings


def test_declared_features_are_there() -> None:
    assert ConnectCallTelephony.features == ~TelephonyFeature(0)
    assert issubclass(ConnectCallTelephony, TelephonyProvider)
    assert not ConnectCallTelephony.__abstractmethods__
    assert ConnectCallTelephony.poll_interval >= 1


def test_secrets_are_declared_as_such() -> None:
    flow = loader.load_flow("connect_call")
    assert [field.key for field in flow.FIELDS if isinstance(field, SecretField)] == ["password"]


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys; from dialer.core import loader;"
        "loader.load('connect_call'), loader.load_flow('connect_call');"
        "print(*sorted(sys.modules))"
    )
    before = "import sys, asyncio, dialer.core.hub; print(*sorted(sys.modules))"
    loaded, base = (
        set(
            subprocess.run(
                [sys.executable, "-c", text], capture_output=True, check=True, text=True
            ).stdout.split()
        )
        for text in (code, before)
    )
    assert {name for name in loaded - base if name.partition(".")[0] in HEAVY} == set()
