"""What every meeting provider must pass."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from dialer.core.entry import EntryState
from dialer.core.errors import ApiError
from dialer.core.fields import SecretField
from dialer.meetings.model import THERE, Meeting, MeetingState, NotMade
from dialer.meetings.provider import MeetingFeature, MeetingProvider, meetings
from dialer.meetings.requests import MeetingEdit, MeetingRequest
from dialer.testing.conformance import QUIET, Conformance, scenario
from dialer.testing.faults import Fault
from dialer.testing.meeting_doings import DoingsConformance
from dialer.testing.recipe import Answer, Recipe
from dialer.testing.uses import ANNE, SUBJECT, meet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.testing.bench import Bench
    from dialer.testing.recipe import Request

_NOTHING: Mapping[str, object] = MappingProxyType({})


class MeetingRecipe(Recipe):
    """A recipe for a meeting provider.

    ``acts`` tells the request that brings a meeting about; where its answer is lost, it is there. The
    server keeps the meetings that it made: they are listed, read, changed and removed in the provider's way.

    Attributes:
        meeting_options: values for the provider's own options, where the defaults do not do.
    """

    meeting_options: Mapping[str, object] = _NOTHING

    def options_of(self, provider_id: str) -> Mapping[str, object] | None:
        """Return a meeting's options on the server, in whatever form; None leaves them untested."""
        return None

    def refusal(self) -> Answer | None:
        """Return how the provider says no to a meeting; None if it never does."""
        return None

    def rung(self, request: Request) -> str | None:
        """Return the number that a request rings, E.164 with its plus sign; None where it rings none."""
        return None


class MeetingConformance(DoingsConformance, Conformance):
    """The tests; name the recipe in a class of your own below this one."""

    recipe: ClassVar[type[MeetingRecipe]]

    async def use(self, bench: Bench, entry: ConfigEntry) -> None:
        """Press Create meeting."""
        await meet(bench, entry)

    @scenario
    async def test_it_keeps_the_time_or_knows_none(self, bench: Bench) -> None:
        await bench.add()
        time = MeetingFeature.SCHEDULE | MeetingFeature.ANY_TIME
        assert _provider(bench).features & time != time, "a provider keeps the time or knows none, not both"

    @scenario
    async def test_its_options_can_be_asked_for(self, bench: Bench) -> None:
        entry = await bench.add()
        provider = _provider(bench)
        fields = [*provider.options, *provider.open_options]
        keys = [field.key for field in fields]
        assert len(keys) == len(set(keys))
        assert [key for key in keys if "." in key] == []
        assert [field.key for field in fields if isinstance(field, SecretField)] == []
        unsaid = [
            key for key in keys if not bench.hub.strings.has(f"{entry.domain}.meeting.field.{key}.label")
        ]
        assert unsaid == [], "every option has a label in the integration's strings, under meeting.field"
        assert [key for key in provider.link_fields if key not in entry.data] == []

    @scenario
    async def test_a_meeting_is_made_once_however_often_it_is_pressed(self, bench: Bench) -> None:
        entry = await bench.add()
        presses = [bench.app.meetings.create(_request(bench, entry)) for _ in range(10)]
        done = await asyncio.gather(*presses, return_exceptions=True)
        [meeting] = [press for press in done if isinstance(press, Meeting)]
        meeting = await bench.app.meetings.finished(meeting.id)
        assert meeting.state is MeetingState.READY, meeting.error_key
        assert len(bench.server.acts) == 1
        assert not meeting.refused_links, (
            "a link leads elsewhere: name the field with its host in link_fields"
        )
        guest = MeetingFeature.GUEST_LINK in _provider(bench).features
        assert (meeting.host is not None, meeting.guest is not None) == (True, guest)

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_a_fault_is_told_as_what_it_is_and_nothing_is_repeated(
        self, bench: Bench, fault: Fault
    ) -> None:
        entry = await bench.add()
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault)
        meeting = await _make(bench, entry)
        await bench.server.mend()
        await asyncio.sleep(QUIET)
        if fault is Fault.REFUSED:
            assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.NOT_SENT)
            assert bench.server.acts == []
            return
        listed = MeetingFeature.LIST in _provider(bench).features
        assert meeting.state is (MeetingState.READY if listed else MeetingState.UNKNOWN), meeting.error_key
        assert len(bench.server.acts) == 1
        assert [one.id for one in await bench.app.meetings.coming()] == [meeting.id]

    @pytest.mark.parametrize("fault", [Fault.RESET, Fault.ERROR_500, Fault.WRONG_TYPES])
    @scenario
    async def test_a_meeting_in_doubt_is_settled_when_the_provider_is_back(
        self, bench: Bench, fault: Fault
    ) -> None:
        entry = await bench.add()
        _needs(bench, MeetingFeature.LIST)
        # From the request that acts on: what a provider asks before leaves nothing in doubt.
        await bench.server.break_(fault, meets=lambda _request: bool(bench.server.acts))
        meeting = await _make(bench, entry)
        assert meeting.state is MeetingState.UNKNOWN
        await bench.server.mend()
        await bench.stop()
        await bench.start()
        await bench.app.meetings.refresh()
        assert [(one.id, one.state) for one in await bench.app.meetings.coming()] == [
            (meeting.id, MeetingState.READY)
        ]
        assert len(bench.server.acts) == 1

    @scenario
    async def test_a_clear_no_makes_nothing_and_says_so(self, bench: Bench) -> None:
        entry = await bench.add()
        refusal = _recipe(bench).refusal()
        if refusal is None:
            pytest.skip("the recipe knows no refusal")
        bench.server.answer_acts(refusal)
        meeting = await _make(bench, entry)
        assert (meeting.state, meeting.reason) == (MeetingState.NOT_MADE, NotMade.REFUSED)
        assert (entry.state, len(bench.server.acts)) == (EntryState.LOADED, 1)

    @scenario
    async def test_giving_up_half_way_leaves_a_row(self, bench: Bench) -> None:
        entry = await bench.add()
        await bench.server.break_(Fault.SLOW)
        meeting = await bench.app.meetings.create(_request(bench, entry))
        await bench.until(lambda: bench.server.acts, "the request")
        await bench.app.meetings.give_up(meeting.id)
        [row] = await bench.app.meetings.coming()
        assert row.state in {MeetingState.UNKNOWN, MeetingState.INCOMPLETE}
        await bench.server.mend()
        await bench.app.meetings.refresh()
        [row] = await bench.app.meetings.coming()
        listed = MeetingFeature.LIST in _provider(bench).features
        assert (row.id, row.state is MeetingState.READY) == (meeting.id, listed)
        assert len(bench.server.acts) == 1

    @scenario
    async def test_a_later_meeting_is_made_for_its_time(self, bench: Bench) -> None:
        entry = await bench.add()
        start = bench.clock.now().replace(second=0, microsecond=0) + timedelta(days=1)
        if not _provider(bench).features & (MeetingFeature.SCHEDULE | MeetingFeature.ANY_TIME):
            pytest.skip("meets at once only")
        meeting = await _make(bench, entry, start=start, minutes=45)
        assert (meeting.state, meeting.start, meeting.minutes) == (MeetingState.READY, start, 45)
        await bench.app.meetings.refresh()
        [row] = await bench.app.meetings.coming()
        assert (row.start, row.minutes) == (start, 45)

    @scenario
    async def test_a_restart_shows_it_with_its_links(self, bench: Bench) -> None:
        entry = await bench.add()
        meeting = await _make(bench, entry)
        await bench.stop()
        await bench.start()
        await bench.app.meetings.refresh()
        [row] = await bench.app.meetings.coming()
        read = await bench.app.meetings.read(row.id)
        assert (read.id, read.guest) == (meeting.id, meeting.guest)
        assert read.host is not None
        assert len(bench.server.acts) == 1

    @scenario
    async def test_a_change_changes_what_is_there(self, bench: Bench) -> None:
        entry = await bench.add()
        _needs(bench, MeetingFeature.CHANGE)
        meeting = await _make(bench, entry)
        changed = await bench.app.meetings.change(meeting.id, MeetingEdit(subject="Another subject"))
        assert changed.subject == "Another subject"
        await bench.app.meetings.refresh()
        [row] = await bench.app.meetings.coming()
        assert (row.id, row.subject) == (meeting.id, "Another subject")
        assert len(bench.server.acts) == 1

    @scenario
    async def test_a_change_loses_no_option(self, bench: Bench) -> None:
        entry = await bench.add()
        _needs(bench, MeetingFeature.CHANGE)
        meeting = await _make(bench, entry)
        before = _recipe(bench).options_of(str(meeting.provider_id))
        if before is None:
            pytest.skip("the recipe does not tell the options on its server")
        await bench.stop()
        await bench.start()
        await bench.hub.entries.settled()
        await bench.app.meetings.change(meeting.id, MeetingEdit(subject="Another subject"))
        assert _recipe(bench).options_of(str(meeting.provider_id)) == before

    @pytest.mark.parametrize("feature", [MeetingFeature.CANCEL, MeetingFeature.END])
    @scenario
    async def test_what_is_not_confirmed_is_not_over(self, bench: Bench, feature: MeetingFeature) -> None:
        entry = await bench.add()
        _needs(bench, feature)
        meeting = await _make(bench, entry)
        await bench.server.break_(Fault.REFUSED)
        with pytest.raises(ApiError):
            await _finish(bench, meeting, feature)
        [row] = await bench.app.meetings.coming()
        assert row.state in THERE
        await bench.server.mend()
        assert (await _finish(bench, meeting, feature)).state not in THERE
        await bench.app.meetings.refresh()
        [row] = await bench.app.meetings.coming()
        assert (row.id, row.state in THERE) == (meeting.id, False)
        assert len(bench.server.acts) == 1

    @pytest.mark.parametrize("feature", [MeetingFeature.CANCEL, MeetingFeature.END])
    @scenario
    async def test_what_is_over_already_is_over(self, bench: Bench, feature: MeetingFeature) -> None:
        entry = await bench.add()
        _needs(bench, feature)
        meeting = await _make(bench, entry)
        provider, id_ = _provider(bench), str(meeting.provider_id)
        cancels = feature is MeetingFeature.CANCEL
        await (provider.async_cancel(id_) if cancels else provider.async_end(id_))
        assert (await _finish(bench, meeting, feature)).state not in THERE

    @scenario
    async def test_links_and_private_words_reach_no_file_and_no_log(self, bench: Bench) -> None:
        entry = await bench.add()
        meeting = await _make(bench, entry)
        assert meeting.host is not None
        links = [link.reveal() for link in (meeting.host, meeting.guest) if link is not None]
        private = [SUBJECT, ANNE.name, ANNE.email] if _provider(bench).private else []
        await bench.app.meetings.refresh()
        await bench.stop()
        for text in ("\n".join(bench.log), bench.written()):
            assert [word for word in (*links, *private) if word in text] == []
        await bench.start()


def _request(bench: Bench, entry: ConfigEntry, **changed: Any) -> MeetingRequest:
    options = _recipe(bench).meeting_options
    return MeetingRequest(entry_id=entry.id, subject=SUBJECT, people=(ANNE,), options=options, **changed)


async def _make(bench: Bench, entry: ConfigEntry, **changed: Any) -> Meeting:
    meeting = await bench.app.meetings.create(_request(bench, entry, **changed))
    return await bench.app.meetings.finished(meeting.id)


async def _finish(bench: Bench, meeting: Meeting, feature: MeetingFeature) -> Meeting:
    manager = bench.app.meetings
    cancels = feature is MeetingFeature.CANCEL
    return await (manager.cancel(meeting.id) if cancels else manager.end(meeting.id))


def _provider(bench: Bench) -> MeetingProvider:
    [(_, provider)] = meetings(bench.hub)
    return provider


def _recipe(bench: Bench) -> MeetingRecipe:
    assert isinstance(bench.recipe, MeetingRecipe), "the recipe of a meeting provider is a MeetingRecipe"
    return bench.recipe


def _needs(bench: Bench, feature: MeetingFeature) -> None:
    if feature not in _provider(bench).features:
        pytest.skip(f"does not declare {feature.name}")
