"""All magic numbers of the simulated Connect Call server: Dutch numbers from +31 20 555 9000 on.

A number that is not here gives an ordinary call. Those in 9xx do their work as the caller's own.
"""

from __future__ import annotations

from dialer.sandbox.connect_call.call_faults import CONNECT_FAULTS, HANG_UP_FAULTS, STATUS_FAULTS
from dialer.sandbox.connect_call.dial_faults import DIAL_FAULTS
from dialer.sandbox.connect_call.outcomes import COURSES, DOCUMENTED
from dialer.sandbox.connect_call.scenario import ORDINARY, Magic, Scenario, Step, magic

MAGIC: tuple[Magic, ...] = (
    *DOCUMENTED,
    *COURSES,
    *DIAL_FAULTS,
    *STATUS_FAULTS,
    *HANG_UP_FAULTS,
    *CONNECT_FAULTS,
)

MAGIC_SOURCES: tuple[Magic, ...] = (
    magic(
        "911",
        "own-phone-no-answer",
        "As your own number: nobody answers it.",
        "No answer; the other side was not called.",
        "no_answer",
        Scenario(timeline=(Step(0.5, 27), Step(6, 11))),
    ),
    magic(
        "924",
        "own-number-wrong",
        "As your own number: the provider does not accept it.",
        "Your own number is not accepted: check it in the settings.",
        "wrong_source",
        Scenario(timeline=(Step(0.5, 24),)),
    ),
    magic(
        "932",
        "own-number-no-funds",
        "As your own number: no credit to ring it.",
        "No credit left: ask your administrator.",
        "no_funds",
        Scenario(timeline=(Step(0.5, 32),)),
    ),
)

_BY_DESTINATION = {entry.number[1:]: entry.scenario for entry in MAGIC}
_BY_SOURCE = {entry.number[1:]: entry.scenario for entry in MAGIC_SOURCES}


def by_name(name: str) -> Magic:
    """Return the magic number with this name.

    Raises:
        KeyError: there is none.
    """
    return {entry.name: entry for entry in (*MAGIC, *MAGIC_SOURCES)}[name]


def scenario_for(dest: str, source: str) -> Scenario:
    """Return what a call between these numbers does, in whichever form they are written."""
    return _BY_SOURCE.get(_digits(source)) or _BY_DESTINATION.get(_digits(dest)) or ORDINARY


def _digits(number: str) -> str:
    """Return the digits of the international number; one without a country is Dutch."""
    if number.startswith("+"):
        return number[1:]
    if number.startswith("00"):
        return number[2:]
    return "31" + number[1:] if number.startswith("0") else number
