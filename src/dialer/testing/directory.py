"""What every directory must pass."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from dialer.contacts.directories.directory import DirectoryFeature
from dialer.contacts.directories.sync import Vanishing
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import ApiError
from dialer.testing.conformance import scenario
from dialer.testing.directory_writing import WritingConformance
from dialer.testing.faults import Fault
from dialer.testing.recipe import Recipe
from dialer.testing.uses import look_up

if TYPE_CHECKING:
    from dialer.contacts.directories.directories import Answer
    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.sync import SyncReport
    from dialer.core.entry import ConfigEntry
    from dialer.testing.bench import Bench

SHORTEST_INTERVAL = 60.0
"""Seconds: people are copied no more often."""

_COUNT = 12
_FEW = 3
# Texts that mean something in a filter, an address, a query or a document.
_HOSTILE = (
    "*",
    "*)(uid=*",
    "\\",
    '"',
    "'; --",
    "%",
    "a&limit=0",
    "../..",
    "{}",
    "\0",
    "\ud800",
    "<a>",
    "#",
    "?",
)


class DirectoryRecipe(Recipe):
    """A recipe for a directory.

    ``answer`` gives the people who are in ``people`` now, and searches them as the provider does: at least by
    the beginning of a name.

    Attributes:
        people: who is in the directory; tests change it. Of each, the recipe sends key, name and numbers. One
            that can be written to takes here, too, who is added, changed and removed.
    """

    people: tuple[ContactDraft, ...] = ()


class DirectoryConformance(WritingConformance):
    """The tests; name the recipe in a class of your own below this one."""

    recipe: ClassVar[type[DirectoryRecipe]]

    async def use(self, bench: Bench, entry: ConfigEntry) -> None:
        """Look somebody up, and copy everybody."""
        await look_up(bench, entry)

    @scenario
    async def test_it_declares_something_and_is_copied_no_more_often_than_that(self, bench: Bench) -> None:
        await bench.add()
        provider = _source(bench).provider
        assert provider.features, "declare SEARCH or SYNC"
        assert provider.sync_interval >= SHORTEST_INTERVAL

    @scenario
    async def test_people_are_found_by_name(self, bench: Bench) -> None:
        await furnish(bench, DirectoryFeature.SEARCH)
        answer = await _search(bench, "Zoë")
        assert (answer.error, answer.complete) == (None, True)
        [hit] = answer.hits
        assert (hit.contact.name, hit.contact.uid) == ("Zoë van der Meer", "k0")
        assert [number.e164 for number in hit.contact.numbers] == ["+31205550100"]
        assert (await _search(bench, "nobody-of-that-name")).hits == ()

    @scenario
    async def test_more_than_are_wanted_are_said_to_be_more(self, bench: Bench) -> None:
        await furnish(bench, DirectoryFeature.SEARCH)
        answer = await _search(bench, "Person", limit=_FEW)
        assert answer.error is None
        assert (len(answer.hits), answer.complete) == (_FEW, False)

    @pytest.mark.parametrize("text", _HOSTILE, ids=repr)
    @scenario
    async def test_what_is_typed_is_taken_literally(self, bench: Bench, text: str) -> None:
        await furnish(bench, DirectoryFeature.SEARCH)
        answer = await _search(bench, text)
        assert answer.error is None, f"{text!r} is an error: {answer.error}"
        assert answer.hits == (), f"{text!r} finds {len(answer.hits)} people"

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_a_search_that_fails_is_told_as_such(self, bench: Bench, fault: Fault) -> None:
        await furnish(bench, DirectoryFeature.SEARCH)
        await _break(bench, fault)
        answer = await _search(bench, "Zoë")
        assert answer.hits == ()
        assert isinstance(answer.error, ApiError), "a broken answer looks as if nobody was found"
        assert answer.error.key != "directories.error.bug", "the provider raised what is no ApiError"
        await bench.server.mend()
        assert (await _search(bench, "Zoë")).error is None

    @scenario
    async def test_people_are_copied_once(self, bench: Bench) -> None:
        await furnish(bench, DirectoryFeature.SYNC)
        assert _counts(await _sync(bench)) == (_COUNT, 0, 0, 0)
        assert _counts(await _sync(bench)) == (0, 0, 0, _COUNT)
        assert await _copied(bench) == {person.name for person in _recipe(bench).people}

    @scenario
    async def test_what_changes_there_changes_here(self, bench: Bench) -> None:
        await furnish(bench, DirectoryFeature.SYNC)
        await _sync(bench)
        first, second, *rest = _recipe(bench).people
        new = replace(second, uid="new", name="Nadia New")
        _recipe(bench).people = (replace(first, name="Zoë Jansen"), *rest, new)
        assert _counts(await _sync(bench)) == (1, 1, 1, _COUNT - 2)
        assert await _copied(bench) == {person.name for person in _recipe(bench).people}
        await bench.stop()
        await bench.start()
        report = await _sync(bench)
        assert (report.removed, report.changed) == (0, 0)
        assert await _copied(bench) == {person.name for person in _recipe(bench).people}

    @scenario
    async def test_a_directory_that_is_suddenly_empty_empties_nothing(self, bench: Bench) -> None:
        await furnish(bench, DirectoryFeature.SYNC)
        await _sync(bench)
        _recipe(bench).people = ()
        with pytest.raises(Vanishing):
            await _sync(bench)
        assert len(await _copied(bench)) == _COUNT
        await bench.app.directories.copies.sync(_source(bench), allow_vanishing=True)
        assert await _copied(bench) == set()

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_a_copy_that_fails_keeps_everybody(self, bench: Bench, fault: Fault) -> None:
        await furnish(bench, DirectoryFeature.SYNC)
        await _sync(bench)
        await _break(bench, fault)
        with pytest.raises(ApiError) as caught:
            await _sync(bench)
        assert caught.value.key != "directories.error.bug", "the provider raised what is no ApiError"
        await bench.server.mend()
        assert len(await _copied(bench)) == _COUNT
        assert _counts(await _sync(bench)) == (0, 0, 0, _COUNT)

    @scenario
    async def test_private_people_stay_in_memory(self, bench: Bench) -> None:
        entry = await furnish(bench)
        if not _source(bench).provider.private:
            pytest.skip("its people are not private")
        await self.use(bench, entry)
        await bench.stop()
        kept = bench.written() + "\n".join(bench.log)
        for person in _recipe(bench).people:
            assert person.name not in kept
            assert person.numbers[0].raw not in kept
        await bench.start()

    @scenario
    async def test_people_go_with_their_account(self, bench: Bench) -> None:
        entry = await furnish(bench)
        await self.use(bench, entry)
        await bench.hub.entries.remove(entry)
        await bench.until(lambda: not bench.hub.entries.all, "the end of the account")
        await bench.stop()
        await bench.start()
        assert (await bench.app.contacts.search("", limit=0)).hits == ()
        assert bench.app.directories.loaded == []


async def furnish(bench: Bench, needed: DirectoryFeature | None = None) -> ConfigEntry:
    """Fill the directory and add its account."""
    _recipe(bench).people = (
        ContactDraft(
            uid="k0", name="Zoë van der Meer", numbers=(NumberDraft(raw="020 555 0100", label="work"),)
        ),
        *(
            ContactDraft(
                uid=f"k{number}",
                name=f"Person {number:02}",
                numbers=(NumberDraft(raw=f"020 555 {100 + number:04}", label="work"),),
            )
            for number in range(1, _COUNT)
        ),
    )
    entry = await bench.add()
    if needed is not None and needed not in _source(bench).provider.features:
        pytest.skip(f"does not declare {needed.name}")
    return entry


async def _break(bench: Bench, fault: Fault) -> None:
    if fault is Fault.SLOW:
        await bench.hurry()
    await bench.server.break_(fault, meets=lambda _request: True)


async def _search(bench: Bench, text: str, limit: int = 50) -> Answer:
    answers: list[Answer] = []
    await asyncio.wait_for(bench.app.directories.search(text, limit, answers.append), timeout=10)
    [answer] = answers
    return answer


async def _sync(bench: Bench) -> SyncReport:
    return await bench.app.directories.copies.sync(_source(bench))


async def _copied(bench: Bench) -> set[str]:
    """Return the names of everybody who was copied, wherever they are kept."""
    source = _source(bench)
    if source.provider.private:
        hits = await bench.app.directories.copies.search_memory(source, "", 0)
    else:
        hits = (await bench.app.contacts.search("", limit=0)).hits
    return {hit.contact.name for hit in hits}


def _counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.removed, report.unchanged


def _source(bench: Bench) -> Source:
    [source] = bench.app.directories.loaded
    return source


def _recipe(bench: Bench) -> DirectoryRecipe:
    assert isinstance(bench.recipe, DirectoryRecipe), "the recipe of a directory is a DirectoryRecipe"
    return bench.recipe
