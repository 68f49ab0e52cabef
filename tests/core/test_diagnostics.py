"""What is in a diagnostics document, and what must not be, whoever wrote it."""

from __future__ import annotations

import asyncio
import json
import logging
import stat
from dataclasses import dataclass, field
from enum import Flag, auto
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.core import diagnostics
from dialer.core.diagnostics import describe, save, suggested_name
from dialer.core.diagnostics_text import Cleaner
from dialer.core.errors import SecretsUnavailable, StorageError
from dialer.core.issues import FixAction, Issue, Severity
from dialer.core.log import setup_logging
from dialer.core.provider import Provider
from dialer.core.redact import Redactor
from dialer.core.secrets import MemorySecrets, Secret
from tests.core.conftest import RIGHT, ExampleFlow
from tests.core.planted import ENCODINGS, SECRETS, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.log import Log

_LOGGER = logging.getLogger("dialer.test")


class _Feature(Flag):
    RING = auto()
    SING = auto()


@dataclass
class _Provider(Provider):
    kind = "telephony"
    features: Flag = _Feature.SING
    facts: Any = field(default_factory=dict)

    def diagnostics(self) -> Mapping[str, object]:
        if isinstance(self.facts, Exception):
            raise self.facts
        facts: Mapping[str, object] = self.facts
        return facts


class _Unprintable:
    def __str__(self) -> str:
        raise ValueError("no")


@pytest.fixture
def log(hub: Hub, tmp_path: Path) -> Iterator[Log]:
    hub.log = setup_logging(tmp_path / "logs" / "dialer.log")
    yield hub.log
    hub.log.close()


@pytest.fixture(autouse=True)
def redactor(monkeypatch: pytest.MonkeyPatch) -> Redactor:
    """What takes secrets out knows those of this test alone: the program's own knows all since it began."""
    redactor = Redactor()
    monkeypatch.setattr(diagnostics, "REDACTOR", redactor)
    return redactor


async def _add(hub: Hub, login: str = "reception") -> ConfigEntry:
    entry = await hub.flows.start("example").submit({"login": login, "password": RIGHT})
    assert entry is not None
    return entry


async def _read(hub: Hub, entry: ConfigEntry | None = None) -> Any:
    return json.loads(await describe(hub, entry))


async def test_it_tells_what_a_helpdesk_asks_for(hub: Hub, log: Log) -> None:
    entry = await _add(hub)
    hub.provide(entry, _Provider())
    entry.counters["http.200"] += 3
    hub.counters["calls.busy"] += 2
    hub.issues.report(
        Issue(id=f"sign-in/{entry.id}", severity=Severity.ERROR, key="core.entry.auth_refused",
              placeholders={"who": "jan@example.nl"}, fix=FixAction.SIGN_IN, entry_id=entry.id)
    )  # fmt: skip
    _LOGGER.warning("something happened")
    app = await _read(hub)
    assert app["dialer"]["version"]
    libraries = app["dialer"]["libraries"]
    assert libraries["httpx"]
    assert libraries["regex"] == metadata.version("regex"), "it is a date, which is no number of a telephone"
    assert app["dialer"]["system"]["name"]
    assert (app["dialer"]["safe_mode"], app["key_ring"], app["policy"]["present"]) == (False, "ok", False)
    assert app["settings"]["region"] == "NL"
    assert app["counters"]["calls.busy"] == 2
    assert app["log"][-1].endswith("WARNING dialer.test: something happened")
    assert app["issues"] == [
        {"id": f"sign-in/{entry.id}", "severity": "error", "sentence": "core.entry.auth_refused",
         "values": {"who": "•••@example.nl"}, "fix": "sign_in"}
    ]  # fmt: skip
    [account] = app["accounts"]
    assert (account["state"], account["error"], account["disabled"]) == ("loaded", None, False)
    assert account["data"] == {"base_url": "https://pbx.example/", "login": "***"}
    assert account["options"] == {"format": "plain"}
    assert account["counters"]["http.200"] == 3
    assert account["providers"] == [{"kind": "telephony", "features": ["SING"], "facts": {}}]


async def test_one_account_alone_has_nothing_of_the_others(hub: Hub, log: Log) -> None:
    first, second = await _add(hub, "one"), await _add(hub, "two")
    document = await _read(hub, first)
    assert document["about"] == "account"
    assert [account["id"] for account in document["accounts"]] == [first.id]
    assert second.id not in json.dumps({**document, "log": []})
    assert "settings" not in document


async def test_it_looks_the_same_each_time(hub: Hub) -> None:
    await _add(hub)
    assert await describe(hub) == await describe(hub)
    assert (await describe(hub)).startswith('{\n  "about": "dialer",\n  "written_at"')
    assert suggested_name(hub).startswith("dialer-diagnostics-2026-03-0")


async def test_a_secret_that_this_run_never_used_is_known_all_the_same(hub: Hub, log: Log) -> None:
    entry = await _add(hub)
    await hub.secrets.set(f"{entry.id}/session", Secret("portal.example anna\nguid+of/a call"))
    await hub.entries.set_disabled(entry, True)
    entry.options["note"] = "call guid%2Bof%2Fa%20call"
    document = await describe(hub)
    assert '"note": "call ***"' in document


async def test_declared_secrets_are_taken_out_however_deep_they_are(hub: Hub) -> None:
    entry = await _add(hub)
    entry.options["nested"] = [{"password": 1234, "name": "x"}, {"Password": "y"}]
    hub.provide(entry, _Provider(facts={"login": {"password": ["s"]}, "token_valid": True, "api_token": 7}))
    [account] = (await _read(hub))["accounts"]
    assert account["options"]["nested"] == [{"password": "***", "name": "x"}, {"Password": "***"}]
    assert account["providers"][0]["facts"] == {"login": "***", "token_valid": True, "api_token": "***"}


async def test_what_a_check_found_out_is_hidden_unless_it_is_said_to_name_nobody(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExampleFlow, "NAMES_NOBODY", frozenset({"layout"}))
    entry = await _add(hub)
    entry.data |= {"layout": {"x": "/v2/ada lovelace/x"}, "owner": "Ada Lovelace", "team": "", "since": 1815}
    entry.data |= {"places": ["/ada lovelace/", "/other/"], "base_url": "https://pbx.example/ada%20lovelace/"}
    [account] = (await _read(hub))["accounts"]
    assert account["data"] == {
        "base_url": "https://pbx.example***", "login": "***", "layout": {"x": "/v2***x"}, "owner": "***",
        "team": "", "since": "***", "places": 2,
    }  # fmt: skip


async def test_it_tells_which_secrets_the_key_ring_has(hub: Hub) -> None:
    full, empty, older = await _add(hub), await _add(hub, "two"), await _add(hub, "three")
    await hub.secrets.delete(f"{empty.id}/password")
    older.secret_keys = ["api_token", "password"]  # what the integration asked for before
    accounts = (await _read(hub))["accounts"]
    assert [account["id"] for account in accounts] == [full.id, empty.id, older.id]
    assert [account["in_the_key_ring"] for account in accounts] == [
        {"password": True},
        {"password": False},
        {"api_token": False, "password": True},
    ]


@pytest.mark.parametrize("failure", [SecretsUnavailable("core.secrets.locked"), None])
async def test_a_key_ring_that_does_not_answer_holds_it_up_only_so_long(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, failure: SecretsUnavailable | None
) -> None:
    await _add(hub)

    async def get(_self: object, _ref: str) -> None:
        if failure is not None:
            raise failure
        await asyncio.Event().wait()

    monkeypatch.setattr(MemorySecrets, "get", get)
    monkeypatch.setattr(diagnostics, "KEY_RING_SECONDS", 0.05)
    document = await _read(hub)
    assert document["key_ring"] == ("core.secrets.locked" if failure else "core.secrets.timeout")
    [account] = document["accounts"]
    assert account["in_the_key_ring"] == {"password": None}, "nobody knows"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        (ValueError("x"), "failed"),
        ({"x": _Unprintable()}, "failed"),
        ({"x": float("nan"), "y": 10**12, "z": b"ab"}, {"x": "nan", "y": "100•••••••000", "z": "b'ab'"}),
        ({"+31612345678": 31612345678}, {"+316•••••678": "316•••••678"}),
        ({"jan@example.nl": 1, "piet@example.nl": 2}, {"•••@example.nl": 1, "•••@example.nl'": 2}),
        ({"odd": "half \ud83d"}, {"odd": "half \\ud83d"}),
        ({"state": _Feature.RING | _Feature.SING}, {"state": ["RING", "SING"]}),
    ],
)  # fmt: skip
async def test_what_others_wrote_cannot_break_it(hub: Hub, log: Log, facts: object, shown: object) -> None:
    entry = await _add(hub)
    hub.provide(entry, _Provider(facts=facts))
    found = (await _read(hub))["accounts"][0]["providers"][0]["facts"]
    assert found == shown


async def test_what_has_no_end_is_cut(hub: Hub) -> None:
    entry = await _add(hub)
    endless: dict[str, object] = {"long": "x" * 1_000_000, "many": list(range(100_000))}
    endless["again"] = [endless] * 50
    hub.provide(entry, _Provider(facts=endless))
    assert len(await describe(hub)) < 500_000


async def test_paths_do_not_name_the_user(hub: Hub, log: Log) -> None:
    entry = await _add(hub)
    entry.options["places"] = [str(Path.home() / "x.pem"), r"C:\Users\jan\x", "/home/piet/y", "/Users/els/z"]
    document = await _read(hub)
    assert document["accounts"][0]["options"]["places"] == ["~/x.pem", r"~\x", "~/y", "~/z"]
    assert document["dialer"]["home"] == {"usual": False, "path": "elsewhere"}


async def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("older and longer than what comes now")
    file.chmod(0o644)
    await save(file, "{}\n")
    assert file.read_text() == "{}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(StorageError, match=r"diagnostics\.not_saved"):
        await save(tmp_path / "none" / "out.json", "{}")


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_in_any_encoding_anywhere(secret: str) -> None:
    redactor = Redactor()
    redactor.register(secret)
    forms = {name: encode(secret) for name, encode in ENCODINGS.items()}
    facts = {
        "values": forms,
        "keys": {form: name for name, form in forms.items()},
        "deep": [[{"text": f"before {form} after"} for form in forms.values()]],
        "together": " ".join(forms.values()),
    }
    text = Cleaner(redactor).document(facts)
    assert readable(text, [secret]) == []
    assert readable(json.dumps(json.loads(text)), [secret]) == []
    assert readable("\n".join(map(str, json.loads(text)["values"].values())), [secret]) == []


@pytest.mark.parametrize(
    "secret", ['": "', '",\n', '": {', "}, {", "    ", "1234", "null", "true", '\\"', "nabc"]
)
def test_a_secret_that_looks_like_the_document_leaves_a_document(secret: str) -> None:
    redactor = Redactor()
    redactor.register(secret)
    facts: dict[str, object] = {
        "a": {"b": f"x{secret}y", "n": 51234, "t": True},
        "c": [None, "\nabc", {}],
        "d": {"e": {}},
    }
    text = Cleaner(redactor).document(facts)
    assert f"x{secret}y" not in str(json.loads(text))
    assert "51234" not in text or secret != "1234"


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=12), min_size=1, max_size=3
    ),
    st.sampled_from(list(ENCODINGS)),
    st.text(max_size=6),
)
@settings(max_examples=25, deadline=None)
def test_whatever_the_secrets_are_the_document_is_json_and_has_none_of_them(
    secrets: list[str], encoding: str, around: str
) -> None:
    redactor = Redactor()
    for secret in secrets:
        redactor.register(secret)
    forms = [ENCODINGS[encoding](secret) for secret in secrets]
    values = [f"{around}{form}{around}" for form in forms]
    text = Cleaner(redactor).document({"list": values, "one": "".join(values), "deep": {"x": {"y": values}}})
    read = json.loads(text)
    assert [form for form in forms if any(form in value for value in read["list"])] == []
