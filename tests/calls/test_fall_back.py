"""What is offered where a call was not sent, and that nothing of it rings twice or by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.calls import emergency_list, fall_back
from dialer.calls.down import ISSUE, PROBE_SECONDS, TelephoneBack, TelephoneWatch
from dialer.calls.fall_back import FallBack, Step, Way
from dialer.calls.gate import DialRequest
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.entry import ConfigEntry, EntryState
from dialer.core.errors import (
    DialerError,
    EntryAuthFailed,
    EntryNotReady,
    ErrorKind,
    NotSent,
    OutcomeUnknown,
    Refused,
    SecretsUnavailable,
)
from dialer.core.http_exchange import Outcome
from tests.calls.conftest import ENTRY, JANSEN
from tests.fakes import FakeTelephony, until

if TYPE_CHECKING:
    from dialer.calls.model import Call
    from tests.calls.conftest import Desk

SHOWN = "+31 20 555 0142"
SHOW = Step(Way.SHOW)
LINPHONE = Step(Way.SYSTEM, "Linphone")


async def failed(desk: Desk, error: Exception) -> Call:
    desk.provider.dials = [error]
    await desk.press()
    call = desk.calls.current
    assert call is not None
    assert not call.live
    return call


async def offered(desk: Desk, error: Exception) -> FallBack | None:
    return await fall_back.after_call(desk.hub, await failed(desk, error), "Linphone")


async def refuse(desk: Desk, number: str = JANSEN) -> DialerError:
    request = DialRequest(number=number)
    with pytest.raises(DialerError) as caught:
        await desk.calls.dial(request)
    return caught.value


def spare(desk: Desk) -> ConfigEntry:
    entry = ConfigEntry(id="e2", domain="scripted", title="Spare", unique_id="2", data={})
    desk.hub.provide(entry, FakeTelephony())
    return entry


def move(desk: Desk, state: EntryState, error: DialerError | None = None) -> None:
    life = desk.hub.entries._life  # noqa: SLF001  # an account is moved by its set-up alone
    life._move(desk.hub.entries.all[0], state, error)  # noqa: SLF001  # as above


def said(desk: Desk) -> list[str]:
    return [issue.key for issue in desk.hub.issues.all if issue.id == ISSUE]


def lose(desk: Desk, what: str = "core.net.refused") -> None:
    desk.hub.entries.all[0].data["base_url"] = "https://provider.example"
    desk.hub.network._watch("http", Outcome("provider.example", what))  # noqa: SLF001  # what the client calls


async def test_in_this_order(desk: Desk) -> None:
    spare(desk)
    found = await offered(desk, NotSent("core.net.refused"))
    assert found is not None
    assert found.steps == (Step(Way.ACCOUNT, "Spare", "e2"), LINPHONE, SHOW)
    assert (found.number, found.shown, found.in_doubt) == (JANSEN, SHOWN, False)
    assert desk.provider.log.count("dial") == 1


async def test_a_refused_sign_in(desk: Desk) -> None:
    found = await offered(desk, Refused("core.entry.auth_refused", ErrorKind.AUTH))
    assert found is not None
    assert found.steps == (LINPHONE, SHOW)


async def test_after_an_unknown_outcome_the_number_is_all(desk: Desk) -> None:
    """It may be ringing: whatever else is offered could ring a second time."""
    spare(desk)
    found = await offered(desk, OutcomeUnknown())
    assert found is not None
    assert (found.steps, found.in_doubt) == ((SHOW,), True)


async def test_an_earlier_call_that_may_go_on(desk: Desk) -> None:
    spare(desk)
    found = await offered(desk, NotSent("connect_call.error.earlier_call"))
    assert found is not None
    assert found.steps == (SHOW,)


async def test_a_call_that_rang_needs_no_other_way(desk: Desk) -> None:
    await desk.press()
    call = desk.calls.current
    assert call is not None
    assert await fall_back.after_call(desk.hub, call) is None
    await desk.calls.hang_up()
    call = desk.calls.current
    assert call is not None
    assert await fall_back.after_call(desk.hub, call) is None


async def test_switched_off(desk: Desk) -> None:
    await desk.hub.settings.set("fall_back", raw=False)
    assert await offered(desk, NotSent("core.net.refused")) is None


async def test_without_an_account_that_is_ready(desk: Desk) -> None:
    entry = desk.hub.entries.all[0]
    await desk.hub.entries.set_disabled(entry, True)
    error = await refuse(desk)
    found = await fall_back.after_error(desk.hub, DialRequest(number=JANSEN), error, "Linphone")
    assert found is not None
    assert (found.steps, found.why) == ((LINPHONE, SHOW), error)


@pytest.mark.parametrize("number", ["112", "abc", "*21*0900"])
async def test_what_must_not_be_called_is_offered_in_no_way(desk: Desk, number: str) -> None:
    error = await refuse(desk, number)
    assert not fall_back.is_not_called(error)
    why = NotSent("calls.error.no_account")
    assert await fall_back.after_error(desk.hub, DialRequest(number=number), why, "Linphone") is None


async def test_no_other_program_is_handed_what_costs_more(desk: Desk) -> None:
    why = NotSent("calls.error.no_account")
    found = await fall_back.after_error(
        desk.hub, DialRequest(number="0900 0123", entry_id=ENTRY), why, "Linphone"
    )
    assert found is not None
    assert found.steps == (SHOW,)


async def test_telephone_down_and_back(desk: Desk) -> None:
    """Nothing is queued: when it is back, nothing is dialled."""
    back: list[TelephoneBack] = []
    desk.hub.bus.listen(TelephoneBack, back.append)
    watch = TelephoneWatch(desk.hub, desk.hub.scope)
    entry = desk.hub.entries.all[0]
    await desk.hub.entries.set_disabled(entry, True)
    assert said(desk) == []  # she switched it off herself
    await desk.hub.entries.set_disabled(entry, False)
    provided = list(desk.hub._providers)  # noqa: SLF001  # an account that is retrying provides nothing
    desk.hub._providers.clear()  # noqa: SLF001  # as above
    move(desk, EntryState.RETRYING, EntryNotReady("core.net.refused"))
    assert said(desk) == ["fall_back.down"]
    desk.hub._providers.extend(provided)  # noqa: SLF001  # as above
    move(desk, EntryState.LOADED)
    assert (said(desk), watch.down, len(back)) == ([], False, 1)
    assert desk.provider.log == []
    watch.stop()


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (EntryState.AUTH_NEEDED, EntryAuthFailed("core.entry.auth_refused")),
        (EntryState.RETRYING, SecretsUnavailable("core.secrets.missing")),
    ],
)
async def test_what_a_person_has_to_mend_is_said_as_that_alone(
    desk: Desk, state: EntryState, error: DialerError
) -> None:
    watch = TelephoneWatch(desk.hub, desk.hub.scope)
    desk.hub._providers.clear()  # noqa: SLF001  # an account that is signed out provides nothing
    move(desk, state, error)
    assert (said(desk), watch.down) == ([], False)
    watch.stop()


async def test_an_account_that_starts_is_neither_down_nor_up(desk: Desk) -> None:
    watch = TelephoneWatch(desk.hub, desk.hub.scope)
    move(desk, EntryState.LOADING)
    assert not watch.down
    watch.stop()


async def test_a_provider_that_is_not_reached(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked for without a word: asking it would ring a phone."""
    looked: list[tuple[str, int]] = []
    there = False

    async def answers(host: str, port: int) -> bool:
        looked.append((host, port))
        return there

    monkeypatch.setattr("dialer.core.reach.answers", answers)
    watch = TelephoneWatch(desk.hub, desk.hub.scope)
    lose(desk)
    await failed(desk, NotSent("core.net.refused"))
    assert watch.down
    await desk.clock.advance(PROBE_SECONDS)
    assert (watch.down, looked) == (True, [("provider.example", 443)])
    there = True
    await desk.clock.advance(PROBE_SECONDS)
    await until(lambda: not watch.down)
    assert desk.provider.log.count("dial") == 1
    watch.stop()


async def test_the_emergency_list(desk: Desk) -> None:
    draft = ContactDraft(name="Jansen <script>", numbers=(NumberDraft(raw=SHOWN, label="work"),))
    person = await desk.contacts.add(draft)
    await desk.contacts.change(person.id, replace(person.draft(), favourite=True))
    for number in ("+31205550199", "+31205550199", "+31205550188"):
        await failed(desk, NotSent("core.net.refused"))
        desk.provider.dials = [NotSent("core.net.refused")]
        await desk.press(number)
        await desk.clock.advance(6)
    favourites, called = await emergency_list.lines(desk.contacts, desk.calls.history)
    assert [(line.who, line.number) for line in favourites] == [("Jansen <script>", SHOWN)]
    assert [line.number for line in called] == ["+31205550199", "+31205550188"]
    text = emergency_list.page(favourites, called, desk.hub.strings, desk.clock.now())
    assert "Jansen &lt;script&gt;" in text
    assert "<script" not in text
    assert "default-src 'none'" in text
