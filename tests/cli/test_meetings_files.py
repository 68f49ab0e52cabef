"""``dialer meetings show --ics`` and ``meetings list --past``."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import vobject

from dialer.cli.exitcodes import Exit
from dialer.contacts.model import ContactDraft, Extras
from dialer.core.errors import NotSent
from tests.cli.test_meetings import GUEST, MEET, Line, desk, line, provider
from tests.fakes import START
from tests.meetings.fakes import CANARY

if TYPE_CHECKING:
    from tests.meetings.conftest import Desk
    from tests.meetings.fakes import FakeMeetings

__all__ = ["desk", "line", "provider"]

LATER = ("--start", (START + timedelta(hours=3)).isoformat())


async def _written(line: Line, meeting_id: str) -> Any:
    assert await line("--json", "meetings", "show", meeting_id, "--ics", "invitation.ics") == Exit.DONE
    return vobject.readOne((line.cwd / "invitation.ics").read_bytes().decode())


async def test_the_file_follows_the_meeting(line: Line) -> None:
    await line(*MEET, *LATER)
    id_ = line.link.document["id"]
    first = await _written(line, id_)
    assert first.method.value == "REQUEST"
    assert first.vevent.url.value == GUEST
    assert first.vevent.summary.value == "Mortgage"
    assert first.vevent.attendee.value == "mailto:anne@example.com"
    assert CANARY not in (line.cwd / "invitation.ics").read_text().replace("\n ", "")
    await line("meetings", "change", id_, "--minutes", "45")
    second = await _written(line, id_)
    assert second.vevent.dtend.value - second.vevent.dtstart.value == timedelta(minutes=45)
    await line("meetings", "cancel", id_)
    third = await _written(line, id_)
    assert third.method.value == "CANCEL"
    files = (first, second, third)
    assert {file.vevent.uid.value for file in files} == {f"{id_}@dialer"}
    assert [int(file.vevent.sequence.value) for file in files] == [0, 1, 2]


async def test_the_json_is_the_same_with_a_file(line: Line) -> None:
    await line(*MEET, *LATER)
    id_ = line.link.document["id"]
    await line("--json", "meetings", "show", id_)
    without = line.link.document
    await _written(line, id_)
    assert line.link.document == without
    assert await line("meetings", "show", id_, "--ics", "invitation.ics") == Exit.DONE
    assert line.link.shown[-1] == "The invitation was written to invitation.ics."


async def test_its_text_is_in_the_guests_language(desk: Desk, line: Line) -> None:
    draft = ContactDraft(name="Luc Maes", emails=("luc@example.be",), extras=Extras(lines=("LANG:fr-BE",)))
    await desk.app.contacts.add(draft)
    await line("--json", "meet", "Meet", "--with", "Luc Maes", *LATER)
    written = await _written(line, line.link.document["id"])
    assert "réunion en ligne" in written.vevent.description.value


async def test_a_meeting_that_was_made_elsewhere_has_a_file(line: Line, provider: FakeMeetings) -> None:
    await line(*MEET, *LATER)
    provider.there["x1"] = provider.meeting("x1", provider.orders[0])
    await line("--json", "meetings", "list")
    assert isinstance(line.link.document, list)
    listed = line.link.document[1]["id"]
    written = await _written(line, listed)
    assert written.vevent.uid.value == f"{listed}@dialer"
    assert written.vevent.url.value.endswith("/guest/x1")


async def test_without_its_link_nothing_is_written(desk: Desk, line: Line, provider: FakeMeetings) -> None:
    await line(*MEET, *LATER)
    id_ = line.link.document["id"]
    await desk.again()
    provider.trouble = NotSent("core.net.refused")
    line = Line(desk)
    assert await line("meetings", "show", id_, "--ics", "invitation.ics") == Exit.NOT_SENT
    assert not (line.cwd / "invitation.ics").exists()
    assert "invitation.ics was not written" in line.link.errors[-1]


@pytest.mark.parametrize("file", ["nowhere/invitation.ics", "."])
async def test_a_place_that_cannot_be_written_is_named(line: Line, file: str) -> None:
    await line(*MEET, *LATER)
    assert await line("meetings", "show", line.link.document["id"], "--ics", file) == Exit.INPUT
    [error] = line.link.errors
    assert "could not be written" in error


async def test_to_what_was_not_made_nobody_is_invited(line: Line, provider: FakeMeetings) -> None:
    provider.creates = [(NotSent("core.net.refused"), False)]
    await line(*MEET, *LATER)
    await line("--json", "meetings", "list")
    assert isinstance(line.link.document, list)
    id_ = line.link.document[0]["id"]
    assert await line("meetings", "show", id_, "--ics", "invitation.ics") == Exit.INPUT
    assert "Nobody can be invited" in line.link.errors[-1]
    assert not (line.cwd / "invitation.ics").exists()


async def test_what_is_over_is_listed_without_a_way_in(
    desk: Desk, line: Line, provider: FakeMeetings
) -> None:
    assert await line("meetings", "list", "--past") == Exit.DONE
    assert line.link.shown == ["No past meetings."]
    for subject in ("First", "Second"):
        await line(*MEET[:-1], subject)
        await desk.clock.advance(3600)
    await line(*MEET, *LATER)
    asked = list(provider.log)
    await line("--json", "meetings", "list", "--past")
    assert isinstance(line.link.document, list)
    assert [one["subject"] for one in line.link.document] == ["Second", "First"]
    assert {(one["host_url"], one["guest_url"], str(one["details"])) for one in line.link.document} == {
        (None, None, "{}")
    }
    assert provider.log == asked
    await line("--json", "meetings", "list", "--past", "--limit", "1")
    assert isinstance(line.link.document, list)
    assert len(line.link.document) == 1
    assert CANARY not in json.dumps(line.link.document)


async def test_the_call_records_are_as_they_were(line: Line) -> None:
    await line(*MEET)
    assert await line("--json", "history", "list") == Exit.DONE
    assert line.link.document == []
