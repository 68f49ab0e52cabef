"""What which account can do, and why not: every feature of every kind has its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dialer.calls.provider import TelephonyFeature
from dialer.contacts.directories.directory import DirectoryFeature
from dialer.core import loader
from dialer.core.capabilities import NOT_READY, OTHER_KIND, Cell, key_of, kind_of, lacks, table, why_not
from dialer.core.manifest import KINDS, Manifest
from dialer.core.provider import Provider
from dialer.core.strings import LANGUAGES, Strings
from dialer.meetings.provider import MeetingFeature
from tests.core.conftest import RIGHT

if TYPE_CHECKING:
    from enum import Flag

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub

FEATURES = [*TelephonyFeature, *MeetingFeature, *DirectoryFeature]


@dataclass
class _Phone(Provider):
    kind = "telephony"
    features: Flag


class _Meet(Provider):
    kind = "meetings"
    features = MeetingFeature.SCHEDULE


@pytest.fixture(autouse=True)
def _manifest(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = Manifest(
        domain="example", name="Example", version="1", kinds=("telephony",), icon=hub.home.path,
        folder=hub.home.path, package="example",
    )  # fmt: skip
    monkeypatch.setattr(loader, "find", lambda _domain: manifest)


async def _add(hub: Hub, login: str, *providers: Provider) -> ConfigEntry:
    entry = await hub.flows.start("example").submit({"login": login, "password": RIGHT})
    assert entry is not None
    for provider in providers:
        hub.provide(entry, provider)
    return entry


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_has_its_words_in_every_language(feature: Flag, language: str) -> None:
    strings = Strings(language)
    kind = kind_of(feature)
    assert kind in KINDS
    keys = [
        key_of(feature),
        f"{key_of(feature)}.missing",
        f"capabilities.{kind}",
        f"capabilities.{kind}.none",
    ]
    assert [key for key in keys if not strings.has(key)] == []


async def test_the_table_says_who_can_what(hub: Hub) -> None:
    both = await _add(hub, "both", _Phone(TelephonyFeature.HANG_UP | TelephonyFeature.STATUS), _Meet())
    least = await _add(hub, "least", _Phone(TelephonyFeature(0)))
    away = await _add(hub, "away")
    off = await _add(hub, "off", _Phone(~TelephonyFeature(0)))
    await hub.entries.set_disabled(off, True)
    found = table(hub)
    assert found.entries == (both, least, away)
    rows = {row.key: row.cells for row in found.rows}
    assert list(rows)[:2] == ["capabilities.telephony.hang_up", "capabilities.telephony.status"]
    no = Cell(can=False, key="capabilities.telephony.hang_up.missing")
    assert rows["capabilities.telephony.hang_up"] == (Cell(can=True), no, Cell(can=None, key=NOT_READY))
    other = Cell(can=False, key=OTHER_KIND)
    assert rows["capabilities.meetings.schedule"] == (Cell(can=True), other, other)
    assert [row.kind for row in found.rows] == sorted((row.kind for row in found.rows), key=KINDS.index)


async def test_why_not(hub: Hub) -> None:
    feature = TelephonyFeature.BOTH_AT_ONCE
    assert why_not(hub, feature) == "capabilities.telephony.none"
    first = await _add(hub, "first")
    assert why_not(hub, feature, first) == NOT_READY
    second = await _add(hub, "second", _Phone(TelephonyFeature.HANG_UP))
    third = await _add(hub, "third", _Phone(feature))
    missing = "capabilities.telephony.both_at_once.missing"
    assert why_not(hub, feature) == missing, "the first account that can call is used"
    assert (why_not(hub, feature, second), why_not(hub, feature, third)) == (missing, None)
    assert (lacks(hub, feature, first), lacks(hub, feature, None)) == (None, None)
    assert (lacks(hub, feature, second), lacks(hub, feature, third)) == (missing, None)
    await hub.entries.unload(second)
    assert lacks(hub, feature, second) is None, "nobody knows"


async def test_a_provider_with_features_of_another_kind_breaks_nothing(hub: Hub) -> None:
    entry = await _add(hub, "odd", _Phone(MeetingFeature.CANCEL))
    assert why_not(hub, TelephonyFeature.HANG_UP, entry) == "capabilities.telephony.hang_up.missing"
    assert any(row.kind == "telephony" for row in table(hub).rows)
