"""What is said of a call: each ending and each wait has its next step, and the phone that rings its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.calls.model import Call, CallState, EndReason, LegState
from dialer.calls.own_phones import OWN_PHONES
from dialer.calls.sentences import phone_label, sentence
from dialer.core.strings import LANGUAGES, Strings
from tests.fakes import START

if TYPE_CHECKING:
    from tests.calls.conftest import Desk

CALL = Call(id="a1", entry_id="e1", account="Desk", number="+31205550142", name="Ms Jansen", started_at=START)
SOURCE = {"source_leg": LegState.RINGING}
THERE = {"source_leg": LegState.CONNECTED}
IDLE, RINGING = LegState.IDLE, LegState.RINGING


def ended(reason: EndReason, **more: object) -> Call:
    facts = {"accepted_at": START, **more}
    return replace(CALL, state=CallState.ENDED, reason=reason, **facts)  # type: ignore[arg-type]  # of a call


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (CALL, "Calling Ms Jansen: your phone will ring first"),
        (replace(CALL, both_at_once=True), "Calling Ms Jansen: your phone rings at the same time"),
        (
            replace(CALL, state=CallState.SOURCE_RINGING, source_leg=RINGING),
            "Your phone rings: pick up",
        ),
        (
            replace(CALL, state=CallState.DESTINATION_RINGING, source_leg=RINGING, destination_leg=RINGING),
            "Your phone and that of Ms Jansen ring: pick up",
        ),
        (
            replace(CALL, state=CallState.DESTINATION_CONNECTED, source_leg=RINGING),
            "Ms Jansen picked up and waits: pick up your phone",
        ),
        (
            replace(CALL, state=CallState.DESTINATION_RINGING, source_leg=LegState.CONNECTED),
            "Ringing Ms Jansen",
        ),
        # Nobody said how the own leg is: nothing is invented.
        (replace(CALL, state=CallState.DESTINATION_RINGING), "Ringing Ms Jansen"),
        (ended(EndReason.BUSY, **THERE), "Ms Jansen is busy. Try again in a few minutes."),
        (ended(EndReason.BUSY, **SOURCE), "Your phone is busy. Hang it up and call again."),
        (ended(EndReason.NO_ANSWER, **THERE), "Ms Jansen did not answer. Try again later."),
        (ended(EndReason.NO_ANSWER, **SOURCE), "Your phone did not answer: is it on silent?"),
        (ended(EndReason.REJECTED, **SOURCE), "Your phone declined the call. Is do-not-disturb on?"),
    ],
)
def test_each_wait_and_each_end_says_what_to_do(call: Call, said: str) -> None:
    assert sentence(call, Strings()) == said


@pytest.mark.parametrize(
    ("reason", "legs", "named"),
    [
        (EndReason.BUSY, THERE, True),
        (EndReason.NO_ANSWER, THERE, True),
        (EndReason.WRONG_DESTINATION, THERE, True),
        (EndReason.BUSY, SOURCE, False),
        (EndReason.REJECTED, THERE, False),
        (EndReason.COMPLETED, THERE, False),
        (EndReason.UNKNOWN, THERE, False),
    ],
)
def test_another_number_is_named_where_it_helps(
    reason: EndReason, legs: dict[str, LegState], named: bool
) -> None:
    said = sentence(ended(reason, **legs), Strings(), other="mobile")
    assert said.endswith("or call the other number: mobile.") is named


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_end_has_a_complete_sentence(language: str) -> None:
    """These keys are put together at run time."""
    strings = Strings(language)
    calls = [replace(CALL, state=state) for state in CallState if state is not CallState.ENDED]
    calls += [replace(CALL, stale=True), replace(CALL, hanging_up=True), replace(CALL, found_again=True)]
    calls += [replace(CALL, hang_up_failed=True), replace(CALL, followed=False)]
    calls += [ended(reason, **legs) for reason in EndReason for legs in ({}, SOURCE, THERE)]
    calls += [replace(call, accepted_at=None) for call in calls]
    for call in calls:
        for other in ("", "06"):
            said = sentence(replace(call, stale_since=START), strings, phone="Balie", other=other)
            assert " " in said
            assert not {"{", "}"} & set(said), said


async def test_the_phone_that_rings_has_the_name_that_the_user_gave_it(desk: Desk) -> None:
    await desk.hub.settings.set(OWN_PHONES, ["Desk 12 = 020 555 0112", "Front desk = 020 555 0113"])
    call = replace(CALL, state=CallState.SOURCE_RINGING, source_leg=RINGING, source="0205550112")
    label = phone_label(call, desk.hub.settings)
    assert sentence(call, desk.hub.strings, phone=label) == "Desk 12 rings: pick up"
    assert phone_label(replace(call, source="0205550199"), desk.hub.settings) == ""
    assert phone_label(replace(call, source=None), desk.hub.settings) == ""


@pytest.mark.parametrize(
    ("session", "said"), [("en_US.UTF-8", "since 2:05:09 pm."), ("en_GB.UTF-8", "since 14:05:09.")]
)
def test_the_time_is_written_as_in_the_users_country(
    monkeypatch: pytest.MonkeyPatch, session: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", session)
    since = START.replace(hour=14, minute=5, second=9)
    assert said in sentence(replace(CALL, stale=True, stale_since=since), Strings())
