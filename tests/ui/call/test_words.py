"""What became of a call, in a word or two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialer.calls.model import Call, CallState, EndReason
from dialer.core.strings import Strings
from dialer.ui.call.words import outcome, outcome_icon
from tests.fakes import START

ENDED = Call(
    id="a1",
    entry_id="e1",
    account="Office",
    number="+31205550142",
    started_at=START,
    state=CallState.ENDED,
)
TAKEN = replace(ENDED, accepted_at=START)
TALKED = replace(TAKEN, both_connected=True)


@pytest.mark.parametrize(
    ("call", "reason", "word", "icon"),
    [
        (TAKEN, EndReason.REJECTED, "declined", "phone-missed"),
        (ENDED, EndReason.REJECTED, "refused by the provider", "phone-missed"),
        (ENDED, EndReason.UNKNOWN, "not known", "phone-alert"),
        (TAKEN, EndReason.UNKNOWN, "end not known", "phone-alert"),
        (TALKED, EndReason.UNKNOWN, "end not known", "phone-check"),
        (replace(TALKED, talk_seconds=42.4), EndReason.LOST, "42 s", "phone-check"),
    ],
)
def test_a_word_says_no_more_than_is_known(call: Call, reason: EndReason, word: str, icon: str) -> None:
    ended = replace(call, reason=reason)
    assert (outcome(ended, Strings("en")), outcome_icon(ended)[0]) == (word, icon)
