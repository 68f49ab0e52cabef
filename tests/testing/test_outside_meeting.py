"""Whatever the outside provider's server answers: a plain sentence, no second meeting, nothing lost."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dialer.core.entry import EntryState
from dialer.meetings.model import Meeting, MeetingState, NotMade
from dialer.meetings.requests import MeetingRequest
from dialer.meetings.sentences import sentence
from dialer.testing import Answer, Bench, Fault
from dialer.testing.quality.subject import find_recipes
from dialer.testing.uses import ANNE
from tests.outside_packages import installed
from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PACKAGE = ROOT / "tests" / "outside" / "meeting"
SAID = "server-words-7c1e"


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    site = tmp_path / "site"
    shutil.copytree(PACKAGE / "dialer_praatje", site / "dialer_praatje")
    metadata = site / "dialer_praatje-1.0.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: dialer-praatje\nVersion: 1.0.0\n")
    (metadata / "entry_points.txt").write_text("[dialer.integrations]\npraatje = dialer_praatje\n")
    with installed(site):
        async with Bench.open(find_recipes(PACKAGE)["praatje"](), tmp_path) as bench:
            yield bench


async def made(bench: Bench) -> Meeting:
    [entry] = bench.hub.entries.all
    meeting = await bench.app.meetings.create(MeetingRequest(entry_id=entry.id, people=(ANNE,)))
    return await bench.app.meetings.finished(meeting.id)


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (401, NotMade.AUTH_FAILED, "refused the sign-in"),
        (403, NotMade.REFUSED, "does not allow this account"),
        (404, NotMade.REFUSED, "does not have this room any more"),
        (409, NotMade.REFUSED, "no room was opened"),
        (422, NotMade.REFUSED, "no room was opened"),
        (429, NotMade.REFUSED, "fewer requests at a time"),
        (500, NotMade.NOT_FOUND, "it was not made"),  # the list says so
        (418, NotMade.NOT_FOUND, "it was not made"),
    ],
)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
async def test_a_status_is_told_in_our_words(
    bench: Bench, status: int, reason: NotMade, words: str, kind: str
) -> None:
    entry = await bench.add()
    bench.server.answer_acts(Answer.text(f"<h1>{SAID}</h1>", status, kind))
    meeting = await made(bench)
    told = sentence(meeting, bench.hub.strings)
    assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, reason)
    assert words in told
    assert SAID not in told
    assert len(bench.server.acts) == 1
    assert entry.state is (EntryState.AUTH_NEEDED if status == 401 else EntryState.LOADED)


async def test_what_fails_half_way_is_there_and_can_be_called_off(bench: Bench) -> None:
    await bench.add()
    await bench.server.break_(Fault.ERROR_500, meets=lambda request: request.path.endswith("/guests"))
    meeting = await made(bench)
    assert (meeting.state, meeting.provider_id) == (MeetingState.INCOMPLETE, "17")
    assert "not everything about it could be done" in sentence(meeting, bench.hub.strings)
    await bench.server.mend()
    assert (await bench.app.meetings.cancel(meeting.id)).state is MeetingState.CANCELLED
    assert bench.server.requests[-1].method == "DELETE"
    assert len(bench.server.acts) == 1
