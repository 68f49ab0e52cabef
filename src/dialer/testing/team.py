"""What every team provider must pass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from dialer.calls.call_back import CallBack
from dialer.calls.team import TeamCall, TeamFeature, teams
from dialer.testing.conformance import Conformance, scenario
from dialer.testing.recipe import Recipe
from dialer.testing.uses import NUMBER, share

if TYPE_CHECKING:
    from dialer.calls.team import TeamProvider
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.testing.bench import Bench

SHORTEST_POLL = 1.0
"""Seconds: what colleagues share is read no more often."""


class TeamRecipe(Recipe):
    """A recipe for what a team shares through."""

    async def colleague(self, hub: Hub, base_url: str) -> TeamProvider:
        """Return another desk of the same team, as its own Dialer has it."""
        raise NotImplementedError


class TeamConformance(Conformance):
    """The tests; name the recipe in a class of your own below this one."""

    recipe: ClassVar[type[TeamRecipe]]

    async def use(self, bench: Bench, entry: ConfigEntry) -> None:
        """Promise somebody a call, and exchange with the colleagues."""
        await share(bench, entry)

    @scenario
    async def test_it_declares_something_and_is_read_no_more_often_than_that(self, bench: Bench) -> None:
        await bench.add()
        provider = _provider(bench)
        assert provider.features, "declare SHARE_CALLS or SHARE_CALLBACKS"
        assert provider.poll_interval >= SHORTEST_POLL

    @scenario
    async def test_nobody_hears_himself(self, bench: Bench) -> None:
        entry = await bench.add()
        await share(bench, entry)
        news = await _provider(bench).async_read()
        assert (list(news.calls), list(news.call_backs)) == ([], [])

    @scenario
    async def test_a_call_is_told_once_and_can_be_taken_back(self, bench: Bench) -> None:
        mine, theirs = await _two(bench, TeamFeature.SHARE_CALLS)
        call = TeamCall(id="ab" * 16, number=NUMBER, at=bench.clock.now().replace(microsecond=0))
        await mine.async_share_call(call)
        await mine.async_share_call(call)
        [told] = (await theirs.async_read()).calls
        assert (told.id, told.number, told.at) == (call.id, call.number, call.at)
        assert list((await theirs.async_read()).calls) == [], "it is read twice"
        await mine.async_withdraw_call(call.id)
        assert list((await theirs.async_read()).withdrawn) == [call.id]
        await mine.async_withdraw_call("cd" * 16)
        assert list((await theirs.async_read()).withdrawn) == [], "what was never shared is withdrawn"

    @scenario
    async def test_a_call_back_arrives_with_every_field(self, bench: Bench) -> None:
        mine, theirs = await _two(bench, TeamFeature.SHARE_CALLBACKS)
        now = bench.clock.now()
        made = CallBack(id="ef" * 16, number="", due_at=now, created_at=now).changed(
            "desk", number=NUMBER, name="Zoë “Z” Müller", note="invoice 2231, 50 %", owner="Anna"
        )
        done = made.changed("desk", done_at=now, done_by="Ben")
        for version in (made, done, replace(done, contact_id="c1", call_id="x", private=False).without()):
            await mine.async_share_call_back(version)
            [told] = (await theirs.async_read()).call_backs
            own = {"contact_id": None, "call_id": None}
            assert told == replace(version, **own), "not as it was shared, or with what is this desk's own"  # type: ignore[arg-type]


async def _two(bench: Bench, feature: TeamFeature) -> tuple[TeamProvider, TeamProvider]:
    await bench.add()
    provider = _provider(bench)
    if feature not in provider.features:
        pytest.skip(f"does not declare {feature.name}")
    recipe = bench.recipe
    assert isinstance(recipe, TeamRecipe)
    other = await recipe.colleague(bench.hub, bench.server.base_url)
    await other.async_read()
    return provider, other


def _provider(bench: Bench) -> TeamProvider:
    [(_, provider)] = teams(bench.hub)
    return provider
