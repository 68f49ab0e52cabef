"""The magic numbers are ordinary callable numbers, each once, each explained."""

from __future__ import annotations

import phonenumbers
import pytest

from dialer.sandbox import MAGIC, MAGIC_SOURCES
from dialer.sandbox.connect_call.bodies import TWISTS
from dialer.sandbox.connect_call.magic import by_name

ALL = (*MAGIC, *MAGIC_SOURCES)
REASONS = {"", "completed", "hung_up", "busy", "no_answer", "rejected", "wrong_source", "wrong_destination"}
REASONS |= {"no_funds", "auth_failed", "unknown", "lost"}


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.name)
def test_a_magic_number_is_callable_and_explained(entry: object) -> None:
    assert isinstance(entry, type(MAGIC[0]))
    number = phonenumbers.parse(entry.number)
    assert phonenumbers.is_valid_number(number)
    assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    assert entry.description.endswith(".")
    assert entry.expect.endswith(".")
    assert entry.reason in REASONS
    assert by_name(entry.name) is entry


def test_names_and_numbers_are_unique() -> None:
    assert len({entry.name for entry in ALL}) == len(ALL)
    assert len({entry.number for entry in ALL}) == len(ALL)


def test_every_fault_is_known() -> None:
    assert {fault.twist for entry in ALL for fault in entry.scenario.faults} <= TWISTS.keys()
