"""``dialer sandbox`` says where the simulated providers are, and what to fill in for them."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import httpx

from dialer.sandbox.allocloud.records import ACCOUNT_ID
from tests.cli.programs import Program

if TYPE_CHECKING:
    from pathlib import Path

# The accounts' fields, as they are documented.
FIELDS = {
    "connect_call": {"base_url", "login", "password", "source"},
    "iotum": {"base_url", "api_token", "company_id", "host_id"},
    "allocloud": {"base_url", "api_key", "account_id", "user_id", "join_url_template"},
    "idiligo": {"base_url", "username", "password", "apikey", "trajectCode"},
    "webcamconsult": {"base_url", "token", "user_id", "division_id", "waiting_room_url"},
}


def test_the_document_has_an_account_at_each_provider(tmp_path: Path) -> None:
    with Program(tmp_path).start("--json", "sandbox") as process:
        assert process.stdout is not None
        document = json.loads(process.stdout.readline())
        accounts = document["accounts"]
        assert {name: set(fields) for name, fields in accounts.items()} == FIELDS
        assert {name: fields["base_url"] for name, fields in accounts.items()} == document["providers"]
        assert {url.startswith(document["url"]) for url in document["providers"].values()} == {True}
        allocloud = accounts["allocloud"]
        answer = httpx.get(
            f"{allocloud['base_url']}api/v6/account/admin/{allocloud['account_id']}",
            headers={"X-API-KEY": allocloud["api_key"]},
            trust_env=False,
        )
        assert answer.json()["data"][0]["id"] == allocloud["user_id"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_people_read_the_same(tmp_path: Path) -> None:
    with Program(tmp_path).start("sandbox") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while "Ctrl-C stops the sandbox" not in (line := process.stdout.readline()):
            assert line, process.communicate()
            lines.append(line)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    named = [
        line.split(" is simulated at ")[0] for line in lines if " is simulated at http://127.0.0.1:" in line
    ]
    assert set(named) == FIELDS.keys()
    told = {line.split()[0] for line in lines if line.startswith("  ")}
    assert told | {"base_url"} == set.union(*FIELDS.values())
    assert ACCOUNT_ID in "".join(lines)
