"""Magic numbers for the courses of a call: each status code, and orders in which they come.

The last two digits of 000 to 039 are the status code.
"""

from __future__ import annotations

from dialer.sandbox.connect_call.scenario import NORMAL, Scenario, Step, magic

# The normal call up to where it branches off.
_SOURCE_RINGS, _SOURCE_ANSWERS, _DESTINATION_RINGS, _DESTINATION_ANSWERS, _ = NORMAL


def _course(*steps: Step | tuple[float, int]) -> Scenario:
    return Scenario(timeline=tuple(step if isinstance(step, Step) else Step(*step) for step in steps))


_TO_SOURCE = (_SOURCE_RINGS, _SOURCE_ANSWERS)
_TO_DESTINATION = (*_TO_SOURCE, _DESTINATION_RINGS)

DOCUMENTED = (
    magic(
        "003",
        "status-unknown",
        "Status 3, Unknown, between two ordinary ones.",
        "An ordinary call; the state stays as it was while the provider does not know.",
        "completed",
        _course(_SOURCE_RINGS, (1.3, 3), *NORMAL[1:], (14, 30)),
    ),
    magic(
        "004",
        "server-hangs-up",
        "The provider ends the conversation: status 4, Hang Up, 5 s into it.",
        "The call has ended.",
        "completed",
        _course(*NORMAL, (12.2, 4)),
    ),
    magic(
        "005",
        "account-state",
        "Status 5, Account State, before an ordinary call.",
        "An ordinary call.",
        "completed",
        _course((0.3, 5), Step(1.3, 27), *NORMAL[1:], (14, 30)),
    ),
    magic(
        "007",
        "funds-run-out",
        "The credit runs out 5 s into the conversation.",
        "The call was ended: no credit left, ask the administrator.",
        "no_funds",
        _course(*NORMAL, (12.2, 7)),
    ),
    magic(
        "009",
        "normal",
        "An ordinary call: both sides answer and talk until you hang up.",
        "Your phone rings, theirs rings, talking.",
        "hung_up",
        _course(*NORMAL),
    ),
    magic(
        "010",
        "busy",
        "You answer; the other side is busy.",
        "Busy.",
        "busy",
        _course(*_TO_SOURCE, (4, 10)),
    ),
    magic(
        "011",
        "no-answer",
        "You answer; the other side rings for 8 s and nobody answers.",
        "No answer.",
        "no_answer",
        _course(*_TO_DESTINATION, (11, 11)),
    ),
    magic(
        "012",
        "rejected",
        "You answer; the other side rejects the call.",
        "The call was rejected.",
        "rejected",
        _course(*_TO_DESTINATION, (5, 12)),
    ),
    magic(
        "016",
        "no-funds",
        "No credit: nothing rings.",
        "Your account has no credit left: ask your administrator.",
        "no_funds",
        _course((0.5, 16)),
    ),
    magic(
        "024",
        "wrong-source",
        "The provider does not accept your own number.",
        "Your own number is not accepted: check it in the settings.",
        "wrong_source",
        _course((0.5, 24)),
    ),
    magic(
        "025",
        "wrong-destination",
        "You answer; then the provider finds that the other number does not exist.",
        "This number does not exist.",
        "wrong_destination",
        _course(*_TO_SOURCE, (3, 25)),
    ),
    magic(
        "026",
        "rings-for-ever",
        "You answer; the other side rings and rings.",
        "Their phone rings, until you hang up.",
        "hung_up",
        _course(*_TO_DESTINATION),
    ),
    magic(
        "027",
        "source-rings-for-ever",
        "Your phone rings and rings.",
        "Your phone rings: pick up. Until you hang up.",
        "hung_up",
        _course(_SOURCE_RINGS),
    ),
    magic(
        "028",
        "stuck-after-source",
        "You answer, and then nothing happens.",
        "You are connected, the other side is not called yet. Until you hang up.",
        "hung_up",
        _course(*_TO_SOURCE),
    ),
    magic(
        "029",
        "never-joined",
        "Both sides answer, but status 9 never comes.",
        "The other side has answered; until you hang up.",
        "hung_up",
        _course(*NORMAL[:-1]),
    ),
    magic(
        "030",
        "destination-ends",
        "5 s into the conversation the other side hangs up.",
        "The other side ended the call.",
        "completed",
        _course(*NORMAL, (12.2, 30)),
    ),
    magic(
        "031",
        "source-ends",
        "5 s into the conversation your own phone is put down.",
        "You ended the call at your phone.",
        "completed",
        _course(*NORMAL, (12.2, 31)),
    ),
    magic(
        "032",
        "source-no-funds",
        "No credit for the call to your own phone: nothing rings.",
        "No credit left: ask your administrator.",
        "no_funds",
        _course((0.5, 32)),
    ),
    magic(
        "033",
        "destination-no-funds",
        "You answer; there is no credit for the call to the other side.",
        "Not enough credit for this number: ask your administrator.",
        "no_funds",
        _course(*_TO_SOURCE, (3, 33)),
    ),
)

COURSES = (
    magic(
        "040",
        "source-no-answer",
        "Nobody answers your own phone.",
        "No answer; the other side was not called.",
        "no_answer",
        _course(_SOURCE_RINGS, (6, 11)),
    ),
    magic(
        "041",
        "source-busy",
        "Your own phone is busy.",
        "Busy; the other side was not called.",
        "busy",
        _course((0.5, 10)),
    ),
    magic(
        "042",
        "source-gives-up",
        "Your own phone is put down while the other side rings.",
        "The call was ended before the other side answered.",
        "",
        _course(*_TO_DESTINATION, (5, 31)),
    ),
    magic(
        "043",
        "quick",
        "Within half a second both sides are connected; 3 s later the other side ends.",
        "Talking, without the states in between.",
        "completed",
        _course((0.1, 27), (0.2, 28), (0.3, 26), (0.4, 29), (0.5, 9), (3.5, 30)),
    ),
    magic(
        "044",
        "undocumented-status",
        "Status 17 and 99, which the document does not have, in an ordinary call.",
        "An ordinary call; the state stays as it was.",
        "completed",
        _course(*_TO_DESTINATION, (4.2, 17), _DESTINATION_ANSWERS, (7.2, 9), (8.4, 99), (12.2, 30)),
    ),
    magic(
        "045",
        "goes-back",
        "While you talk the provider reports that phones ring: old news that comes late.",
        "Talking throughout.",
        "completed",
        _course(*NORMAL, (8.4, 26), (9.6, 27), (13, 30)),
    ),
    magic(
        "046",
        "rings-after-the-end",
        "The other side ends the call; then the provider reports that your phone rings.",
        "The call has ended, and stays so.",
        "completed",
        _course(*NORMAL, (9.2, 30), (10.2, 27)),
    ),
    magic(
        "047",
        "twice-the-same",
        "Each status is reported twice.",
        "An ordinary call.",
        "completed",
        _course(*(Step(s.at * 2 + late, s.code) for s in NORMAL for late in (0.0, 1.1)), (19, 30)),
    ),
)
