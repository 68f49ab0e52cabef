"""``dialer call``, ``hang-up``, ``status`` and ``history``, against a scripted provider."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import CallState
from dialer.calls.provider import SessionGone, StatusUpdate, TelephonyFeature
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import ApiError, ErrorKind, NotSent, OutcomeUnknown, Refused
from tests.cli.conftest import BUSY, CONNECTED, JANSEN, OVER, RINGING, Typed
from tests.fakes import settle, until

if TYPE_CHECKING:
    from dialer.app import App
    from tests.cli.conftest import Shell
    from tests.fakes import FakeClock, FakeTelephony


async def test_every_change_is_one_json_line(shell: Shell, provider: FakeTelephony, clock: FakeClock) -> None:
    provider.statuses = [RINGING, None, CONNECTED, OVER]
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    assert await typed.ended() == 0
    events = typed.shell.link.documents
    assert typed.states == ["requested", "source_ringing", "connected", "ended"]
    assert list(events[0]) == ["call", "at", "state", "reason", "ended_by", "stale", "code", "text"]
    assert len({event["call"] for event in events}) == 1
    assert events[-1] | {"call": "", "at": ""} == {
        "call": "", "at": "", "state": "ended", "reason": "completed", "ended_by": "destination",
        "stale": False, "code": 30, "text": f"{JANSEN} hung up",
    }  # fmt: skip
    assert provider.log.count("dial") == 1


async def test_text_says_it_with_the_time(shell: Shell, provider: FakeTelephony, clock: FakeClock) -> None:
    provider.statuses = [RINGING, BUSY]
    typed = Typed(shell, clock, "call", "020 555 0142")
    assert await typed.ended() == 3
    assert [line.split("  ")[1] for line in typed.shell.link.shown] == [
        f"Calling {JANSEN}: your phone will ring first",
        "Your phone rings: pick up",
        "The call did not come about: your phone or +31205550142 was busy. Try again in a few minutes.",
    ]


@pytest.mark.parametrize(
    ("dial", "statuses", "code", "reason"),
    [
        (None, [RINGING, CONNECTED, OVER], 0, "completed"),
        (None, [RINGING, OVER], 3, "completed"),
        (None, [RINGING, BUSY], 3, "busy"),
        (None, [RINGING, CONNECTED, SessionGone()], 6, "lost"),
        (None, [RINGING, CONNECTED, Refused("core.entry.auth_refused", ErrorKind.AUTH)], 6, "lost"),
        (NotSent("core.net.dns"), [None], 5, "not_sent"),
        (Refused("core.entry.auth_refused", ErrorKind.AUTH), [None], 4, "auth_failed"),
        (Refused("calls.ended.refused", ErrorKind.PROVIDER), [None], 3, "rejected"),
        (OutcomeUnknown(), [None], 6, "unknown"),
    ],
)
async def test_the_exit_code_tells_the_outcome(
    shell: Shell,
    provider: FakeTelephony,
    clock: FakeClock,
    dial: Exception | None,
    statuses: list[StatusUpdate | Exception | None],
    code: int,
    reason: str,
) -> None:
    provider.dials, provider.statuses = [dial], statuses
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    assert await typed.ended() == code
    assert typed.shell.link.documents[-1]["reason"] == reason
    assert provider.log.count("dial") == 1


async def test_a_failed_poll_is_stale_and_not_an_end(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    lost = ApiError("core.net.timeout", ErrorKind.NETWORK)
    provider.statuses = [CONNECTED, lost, lost, lost, lost, OVER]
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    assert await typed.ended() == 0
    events = typed.shell.link.documents
    assert [event["state"] for event in events if event["stale"]] == ["connected"]
    assert [event["stale"] for event in events][-1] is False


async def test_a_call_that_cannot_be_followed_does_not_keep_the_command(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.features = TelephonyFeature.HANG_UP
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    assert await typed.ended() == 6
    last = typed.shell.link.documents[-1]
    assert (last["state"], last["reason"]) == ("ended", "lost")
    assert last["text"].startswith("The provider started the call.")
    assert provider.log == ["dial"]


async def test_a_call_that_cannot_be_followed_can_be_hung_up_later(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.features = TelephonyFeature.HANG_UP
    typed = Typed(shell, clock, "call", JANSEN, "--json", "--hang-up-after", "5")
    assert await typed.ended() == 3
    assert typed.shell.link.documents[-1]["reason"] == "hung_up"
    assert provider.log == ["dial", "hang_up"]


async def test_a_provider_that_cannot_hang_up_says_so(
    app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.features, provider.statuses = TelephonyFeature.STATUS, [CONNECTED]
    typed = Typed(shell, clock, "call", JANSEN)
    await clock.advance(2)
    other = Typed(shell, clock, "hang-up")
    assert await other.ended() == 6
    assert "This provider cannot end calls from here. Hang up at your phone." in other.shell.link.shown[-1]
    provider.statuses = [OVER]
    assert await typed.ended() == 0


async def test_ctrl_c_hangs_up(shell: Shell, provider: FakeTelephony, clock: FakeClock) -> None:
    provider.statuses = [CONNECTED, None]
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    await settle()
    typed.shell.link.interrupted.set()
    assert await typed.ended() == 130
    assert "hang_up" in provider.log
    assert typed.shell.link.documents[-1]["reason"] == "hung_up"
    assert typed.shell.link.documents[-1]["ended_by"] == "user"


async def test_a_call_whose_terminal_gave_a_hanging_dialer_up_goes_on(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    """Who was told to look at the phone may be talking by now."""
    provider.statuses = [CONNECTED, CONNECTED, CONNECTED, OVER]
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    await settle()
    typed.shell.link.left = True
    typed.shell.link.interrupted.set()
    await typed.ended()
    assert "hang_up" not in provider.log
    assert typed.shell.link.documents[-1]["reason"] == "completed"


async def test_ctrl_c_before_the_provider_has_answered(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.gate = asyncio.Event()
    typed = Typed(shell, clock, "call", JANSEN, "--json")
    await until(lambda: provider.log == ["dial"])
    typed.shell.link.interrupted.set()
    await settle()
    assert not typed.task.done()
    provider.gate.set()
    assert await typed.ended() == 130
    assert provider.log[:2] == ["dial", "hang_up"] or "hang_up" in provider.log


async def test_ctrl_c_that_cannot_hang_up_is_honest(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [CONNECTED, None]
    provider.hang_ups = [ApiError("core.net.timeout", ErrorKind.NETWORK)]
    typed = Typed(shell, clock, "call", JANSEN)
    await settle()
    typed.shell.link.interrupted.set()
    assert await typed.ended() == 6
    assert "We could not end the call" in typed.shell.link.shown[-1]
    assert provider.log.count("hang_up") == 3


async def test_hanging_up_after_some_seconds_counts_from_the_acceptance(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.gate, provider.statuses = asyncio.Event(), [CONNECTED, None]
    typed = Typed(shell, clock, "call", JANSEN, "--hang-up-after", "3")
    await until(lambda: "dial" in provider.log)
    await clock.advance(20)
    provider.gate.set()
    await settle()
    await clock.advance(2.9)
    assert "hang_up" not in provider.log
    assert await typed.ended() == 0
    assert "hang_up" in provider.log


async def test_a_call_that_cannot_be_hung_up_in_time_does_not_keep_the_command(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [CONNECTED, None]
    provider.hang_ups = [ApiError("core.net.timeout", ErrorKind.NETWORK)]
    typed = Typed(shell, clock, "call", JANSEN, "--hang-up-after", "3")
    assert await typed.ended(30) == 6
    assert "We could not end the call" in typed.shell.link.shown[-1]


async def test_a_call_that_ends_by_itself_after_a_failed_hang_up_has_ended(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [CONNECTED, *[None] * 10, OVER]
    provider.hang_ups = [ApiError("core.net.timeout", ErrorKind.NETWORK)]
    typed = Typed(shell, clock, "call", JANSEN, "--json", "--hang-up-after", "3")
    assert await typed.ended() == 0
    assert typed.shell.link.documents[-1]["reason"] == "completed"


async def test_yes_takes_the_step_abroad_but_never_more_a_day_than_was_allowed(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    await shell.app.hub.settings.set("abroad_per_day", 1)
    assert await Typed(shell, clock, "call", "+41 31 555 12 34").ended() == 7
    assert provider.log == []
    provider.statuses = [OVER]
    assert await Typed(shell, clock, "call", "+41 31 555 12 34", "--yes").ended() == 3
    await clock.advance(10)
    last = Typed(shell, clock, "call", "+41 31 555 12 34", "--yes")
    assert await last.ended() == 7
    assert "Calls abroad today, all private ones among them: 1;" in "".join(last.shell.link.errors)
    assert provider.log.count("dial") == 1


async def test_an_expensive_number_wants_a_second_step(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    assert await Typed(shell, clock, "call", "09001234").ended() == 7
    asked = Typed(shell, clock, "call", "09001234", answers=["no"])
    assert await asked.ended() == 7
    assert provider.log == []
    provider.statuses = [OVER]
    assert await Typed(shell, clock, "call", "09001234", answers=["yes"]).ended() == 3
    await clock.advance(10)
    assert await Typed(shell, clock, "call", "09001234", "--yes").ended() == 3
    assert provider.log.count("dial") == 2


async def test_no_terminal_is_told_about_yes(shell: Shell, clock: FakeClock) -> None:
    typed = Typed(shell, clock, "call", "09001234", "--json")
    assert await typed.ended() == 7
    assert typed.shell.link.shown == []
    [sentence] = typed.shell.link.errors
    assert "--yes" in sentence


@pytest.mark.parametrize("number", ["112", "tel:112", "911 "])
async def test_an_emergency_number_is_never_called(
    shell: Shell, provider: FakeTelephony, clock: FakeClock, number: str
) -> None:
    region = "US" if number.startswith("911") else "NL"
    assert await Typed(shell, clock, "call", number, "--yes", "--region", region).ended() == 7
    assert provider.log == []


@pytest.mark.parametrize("target", ["", " ", "abc", "1" * 40, "020123", "hello@example.com", "c99", "%s {x}"])
async def test_a_target_that_cannot_be_called(
    shell: Shell, provider: FakeTelephony, clock: FakeClock, target: str
) -> None:
    typed = Typed(shell, clock, "call", target)
    assert await typed.ended() == 2
    [sentence] = typed.shell.link.errors
    assert sentence[0].isupper() or sentence.startswith(target[:1])
    assert provider.log == []


@pytest.mark.parametrize("target", ["Anna Jansen", "anna@example.com", "c1"])
async def test_a_contact_is_called_at_its_first_callable_number(
    app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock, target: str
) -> None:
    numbers = (NumberDraft(raw="112"), NumberDraft(raw="020 555 0142"), NumberDraft(raw="06 12345678"))
    await app.contacts.add(ContactDraft(name="Anna Jansen", numbers=numbers, emails=("anna@example.com",)))
    provider.statuses = [StatusUpdate(state=CallState.SOURCE_CONNECTED), BUSY]
    typed = Typed(shell, clock, "call", target)
    assert await typed.ended() == 3
    assert provider.orders[0].destination == JANSEN
    assert "+31 20 555 0142" in typed.shell.link.errors[0]
    assert "Anna Jansen is busy" in typed.shell.link.shown[-1]


async def test_a_name_that_two_people_have_calls_nobody(
    app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    for raw in ("020 555 0142", "020 555 0143"):
        await app.contacts.add(ContactDraft(name="Jan Bakker", numbers=(NumberDraft(raw=raw),)))
    typed = Typed(shell, clock, "call", "Jan Bakker")
    assert await typed.ended() == 2
    [sentence] = typed.shell.link.errors
    assert "c1, c2" in sentence
    assert provider.log == []


async def test_a_contact_without_a_number(app: App, shell: Shell, clock: FakeClock) -> None:
    await app.contacts.add(ContactDraft(name="Jan Bakker"))
    assert await Typed(shell, clock, "call", "Jan Bakker").ended() == 2


async def test_account_source_and_both_at_once_reach_the_provider(
    shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [BUSY]
    options = ("--account", "Office", "--from", "020 555 0100", "--both-at-once")
    assert await Typed(shell, clock, "call", JANSEN, *options).ended() == 3
    [order] = provider.orders
    assert (order.source, order.both_at_once) == ("+31205550100", True)


async def test_a_private_call_is_in_the_history_without_whom_it_was_to(
    app: App, shell: Shell, provider: FakeTelephony, clock: FakeClock
) -> None:
    provider.statuses = [BUSY]
    assert await Typed(shell, clock, "call", JANSEN, "--private").ended() == 3
    [order] = provider.orders
    assert order.destination == JANSEN
    row = await app.calls.history.get(order.attempt_id)
    assert row is not None
    assert (row.private, row.number, row.name) == (True, "", None)
    assert await app.calls.history.recent() == []


@pytest.mark.parametrize(
    ("options", "code"),
    [(["--account", "nobody"], 2), (["--from", "abc"], 2), (["--from", "112"], 7)],
)
async def test_what_cannot_be_used_stops_the_call(
    shell: Shell, provider: FakeTelephony, clock: FakeClock, options: list[str], code: int
) -> None:
    assert await Typed(shell, clock, "call", JANSEN, *options).ended() == code
    assert provider.log == []
