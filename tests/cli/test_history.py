"""``dialer history``: filters, the file, what people say of a call, and forgetting."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.conventions import day_words
from dialer.core.database_file import COPIES_KEPT, copy_before
from tests.cli.conftest import BUSY, CONNECTED, JANSEN, OVER, Typed

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.app import App
    from tests.cli.conftest import Shell
    from tests.fakes import FakeClock, FakeTelephony

BAKKER = "+31612345678"


@pytest.fixture
async def calls(app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock) -> list[dict[str, Any]]:
    """Two calls, the newest first: one that was answered, to a stranger, and a busy contact."""
    await app.contacts.add(ContactDraft(name="Sanne Jansen", numbers=(NumberDraft(raw=JANSEN),)))
    provider.statuses = [BUSY]
    assert await Typed(shell, clock, "call", JANSEN).ended() == 3
    provider.statuses = [CONNECTED, None, OVER]
    assert await Typed(shell, clock, "call", BAKKER).ended() == 0
    return await _list(shell)


async def _list(shell: Shell, *options: str) -> list[dict[str, Any]]:
    assert await shell("history", "list", "--json", *options) == 0
    found: list[dict[str, Any]] = shell.link.document
    return found


async def test_filters_leave_out_what_does_not_fit(shell: Shell, calls: list[dict[str, Any]]) -> None:
    answered, busy = calls
    assert [call["call"] for call in await _list(shell, "--search", "sanne")] == [busy["call"]]
    assert [call["call"] for call in await _list(shell, "--search", "06 1234")] == [answered["call"]]
    assert [call["call"] for call in await _list(shell, "--contact", busy["contact"])] == [busy["call"]]
    assert await _list(shell, "--until", "2020-01-01") == []
    assert len(await _list(shell, "--since", "2020-01-01", "--kind", "all")) == 2
    assert await _list(shell, "--kind", "meeting") == []
    assert await shell("history", "list", "--search", "nobody") == 0
    assert shell.link.shown == ["Nothing was found in the history."]


async def test_what_is_said_of_a_call_stands_with_it(shell: Shell, calls: list[dict[str, Any]]) -> None:
    call = calls[0]["call"]
    assert await shell("history", "note", call[:8], "wants an offer", "--json") == 0
    assert await shell("history", "outcome", call[:8], "will_call_back") == 0
    assert await shell("history", "tags", call[:8], "sales", "vip", "--json") == 0
    said = shell.link.document
    assert (said["note"], said["outcome"], said["tags"]) == (
        "wants an offer",
        "will_call_back",
        ["sales", "vip"],
    )
    assert [each["call"] for each in await _list(shell, "--outcome", "will_call_back", "--tag", "VIP")] == [
        call
    ]
    await shell("history", "list", "--limit", "1")
    assert "They will call back  #sales  #vip  wants an offer" in shell.link.shown[0]
    assert await shell("history", "outcome", call, "none", "--json") == 0
    assert shell.link.document["outcome"] is None


async def test_a_private_call_says_no_more_than_when(
    shell: Shell, calls: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert await shell("history", "private", calls[1]["call"], "--json") == 0
    private = shell.link.document
    assert (private["number"], private["name"], private["contact"], private["private"]) == (
        "",
        None,
        None,
        True,
    )
    assert private["started"] == calls[1]["started"]
    file = tmp_path / "history.csv"
    assert await shell("history", "export", str(file), "--json") == 0
    assert shell.link.document == {"file": str(file), "rows": 1}
    [row] = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert (row["Number"], row["Reached"]) == ("+31 6 12345678", "yes")


@pytest.mark.parametrize("typed", [JANSEN, "020 555 0142", "call", "contact"])
async def test_forgetting_asks_first(shell: Shell, calls: list[dict[str, Any]], typed: str) -> None:
    target = {"call": calls[1]["call"], "contact": calls[1]["contact"]}.get(typed, typed)
    assert await shell("history", "forget", target) == 7
    assert await _list(shell) == calls
    assert await shell("history", "forget", target, "--yes", "--json") == 0
    assert shell.link.document == {"calls": 1, "meetings": 0, "call_backs": 0}
    assert [(call["number"], call["name"]) for call in await _list(shell)] == [(BAKKER, None), ("", None)]


async def test_whoever_is_forgotten_is_told_about_the_copies(
    app: App, shell: Shell, calls: list[dict[str, Any]]
) -> None:
    assert calls
    assert await shell("history", "forget", BAKKER, "--yes") == 0
    assert shell.link.shown == ["Forgotten. Calls: 1; meetings: 0; call-backs: 0."]
    made = datetime.now(UTC)
    copy_before(app.hub.database.path, "0.9.0", made).touch()
    assert await shell("history", "forget", JANSEN, "--yes") == 0
    day = day_words((made + COPIES_KEPT).astimezone().date(), "en")
    told = f"Copies from before an update may still hold this person, until {day} at the latest."
    assert shell.link.shown[-1].startswith(told)
    assert await shell("history", "forget", JANSEN, "--yes", "--json") == 0
    assert datetime.fromisoformat(shell.link.document["copies_until"]).date() == (made + COPIES_KEPT).date()


@pytest.mark.parametrize(
    "argv", [["note", "zz", "text"], ["forget", "nobody", "--yes"], ["export", "/nowhere/at/all.csv"]]
)
async def test_what_cannot_be_done_is_said(
    shell: Shell, calls: list[dict[str, Any]], argv: list[str]
) -> None:
    assert await shell("history", *argv) == 2
    assert len(shell.link.errors) == 1
    assert await _list(shell) == calls
