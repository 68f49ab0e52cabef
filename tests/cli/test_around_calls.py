"""``dialer status``, ``hang-up`` and ``history``, and what holds for every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind
from tests.cli.conftest import BUSY, CONNECTED, JANSEN, OVER, Typed
from tests.fakes import settle, until

if TYPE_CHECKING:
    import pytest

    from dialer.app import App
    from tests.cli.conftest import Shell
    from tests.fakes import FakeClock, FakeTelephony


async def test_status_and_hang_up_without_a_call(shell: Shell) -> None:
    assert await shell("status", "--json") == 0
    said = shell.link.document
    assert (said["call"], said["phone"]["state"]) == (None, "ok")
    assert await shell("hang-up", "--json") == 0
    assert shell.link.document == {"call": None}
    assert await shell("status") == 0
    assert shell.link.shown[:3] == [
        "There is no call.",
        "Your phone is ready.",
        "  Fine: Office is ready.",
    ]
    assert await shell("hang-up") == 0
    assert shell.link.shown[-1] == "There is no call."


async def test_status_and_hang_up_of_another_terminals_call(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [CONNECTED, None]
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    await until(lambda: "connected" in typed.states)
    assert await shell("status", "--json") == 0
    assert shell.link.document["state"] == "connected"
    assert await shell("hang-up", "--json") == 0
    assert shell.link.document["reason"] == "hung_up"
    assert await typed.ended() == 0


async def test_hang_up_that_fails_says_so(shell: Shell, provider: FakeTelephony, clock: FakeClock) -> None:
    provider.statuses = [CONNECTED, None]
    provider.hang_ups = [ApiError("core.net.timeout", ErrorKind.NETWORK)]
    call = Typed(shell, clock, "call", JANSEN)
    await settle()
    assert await Typed(shell, clock, "hang-up").ended() == 6
    provider.hang_ups = [None]
    assert await Typed(shell, clock, "hang-up").ended() == 0
    assert await call.ended() == 0


async def test_the_history_has_every_call_newest_first(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    assert await shell("history", "list", "--json") == 0
    assert shell.link.document == []
    provider.statuses = [BUSY]
    assert await Typed(shell, clock, "call", JANSEN).ended() == 3
    provider.statuses = [CONNECTED, None, OVER]
    assert await Typed(shell, clock, "call", "06 12345678").ended() == 0
    assert await shell("history", "list", "--json") == 0
    newest, oldest = shell.link.document
    assert set(newest) >= {
        "call", "at", "state", "reason", "ended_by", "stale", "code", "text",
        "number", "name", "contact", "account", "started", "connected", "ended", "duration", "note",
    }  # fmt: skip
    assert (newest["number"], newest["reason"], newest["account"]) == ("+31612345678", "completed", "Office")
    assert newest["duration"] > 0
    assert (oldest["number"], oldest["reason"], oldest["duration"]) == (JANSEN, "busy", None)
    await shell("history", "list", "--limit", "1", "--json")
    assert len(shell.link.document) == 1
    await shell("history", "list", "--limit", "0", "--json")
    assert len(shell.link.document) == 2
    await shell("history")
    assert JANSEN in shell.link.shown[1]


async def test_a_control_character_never_reaches_the_terminal(
    app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [BUSY]
    typed = Typed(shell, clock, "call", "\x1b[2J\u202e evil")
    assert await typed.ended() == 2
    assert not any(char in line for line in typed.shell.link.errors for char in "\x1b\u202e")


async def test_a_bug_is_a_sentence(app: App, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: object) -> None:
        raise ZeroDivisionError("with details")

    monkeypatch.setattr(type(app.calls), "current", property(broken))
    assert await shell("status") == 1
    why = "This did not work because of a fault in Dialer."
    log = app.hub.home.log_file
    assert shell.link.errors == [f"{why} The details for your helpdesk are in {log}."]
    assert "with details" in log.read_text()


def test_json_is_one_line() -> None:
    from dialer.cli.terminal import dumps

    assert json.loads(dumps({"a": "é\n"})) == {"a": "é\n"}
    assert "\n" not in dumps({"a": "é\n"})
