"""What a directory must pass that can be written to: nobody twice, and nobody's change lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dialer.contacts.directories.conflicts import ConflictKept
from dialer.contacts.directories.directory import DirectoryFeature
from dialer.contacts.model import ContactDraft, NumberDraft
from dialer.core.errors import DialerError
from dialer.testing.conformance import Conformance, scenario
from dialer.testing.faults import Fault

if TYPE_CHECKING:
    from dialer.contacts.directories.source import Source
    from dialer.contacts.directories.writing import Writing
    from dialer.contacts.model import Contact
    from dialer.testing.bench import Bench
    from dialer.testing.directory import DirectoryRecipe

LOST = (Fault.RESET, Fault.CLOSED, Fault.CUT, Fault.ERROR_500)
"""Faults after which the provider has carried out what was asked, and nobody says so."""

NEW = ContactDraft(name="Nadia New", numbers=(NumberDraft(raw="020 555 0190", label="work"),))


class WritingConformance(Conformance):
    """The tests; they are part of `DirectoryConformance`."""

    @scenario
    async def test_who_is_added_here_is_there_once(self, bench: Bench) -> None:
        before = await _ready(bench)
        added = await _writing(bench).add(_source(bench), NEW)
        assert [person.name for person in _recipe(bench).people] == [*before, NEW.name]
        report = await bench.app.directories.copies.sync(_source(bench))
        assert (report.new, report.changed, report.removed) == (0, 0, 0)
        assert await bench.app.contacts.get(added.id) == added

    @scenario
    async def test_what_is_changed_here_is_changed_there_and_nothing_else(self, bench: Bench) -> None:
        first, *rest = await _ready(bench)
        contact = await _contact(bench, first)
        await _writing(bench).change(contact, replace(contact.draft(), name="Zoë Jansen"))
        assert [person.name for person in _recipe(bench).people] == ["Zoë Jansen", *rest]
        assert _recipe(bench).people[0].numbers[0].raw == contact.numbers[0].raw

    @scenario
    async def test_who_is_removed_here_is_gone_there(self, bench: Bench) -> None:
        first, *rest = await _ready(bench)
        await _writing(bench).remove(await _contact(bench, first))
        assert [person.name for person in _recipe(bench).people] == rest

    @scenario
    async def test_somebody_elses_change_is_not_written_over(self, bench: Bench) -> None:
        first, *rest = await _ready(bench)
        contact = await _contact(bench, first)
        person, *others = _recipe(bench).people
        _recipe(bench).people = (replace(person, name="Zoë de Boer"), *others)
        with pytest.raises(ConflictKept):
            await _writing(bench).change(contact, replace(contact.draft(), name="Zoë Jansen"))
        assert [person.name for person in _recipe(bench).people] == ["Zoë de Boer", *rest]
        [conflict] = await _writing(bench).conflicts.all()
        assert conflict.mine.name == "Zoë Jansen"

    @pytest.mark.parametrize("fault", LOST)
    @scenario
    async def test_a_lost_answer_makes_no_twin_and_loses_nobody(self, bench: Bench, fault: Fault) -> None:
        first, *rest = await _ready(bench)
        contact = await _contact(bench, first)
        await bench.server.break_(fault)
        failed: list[str] = []
        for work in (
            _writing(bench).add(_source(bench), NEW),
            _writing(bench).change(contact, replace(contact.draft(), name="Zoë Jansen")),
        ):
            try:
                await work
            except DialerError as error:
                failed.append(error.key)
        assert "directories.error.bug" not in failed, "the provider raised what is no ApiError"
        await bench.server.mend()
        await bench.app.directories.copies.sync(_source(bench))
        names = [person.name for person in _recipe(bench).people]
        assert names.count(NEW.name) <= 1
        assert len([name for name in names if name != NEW.name]) == len(rest) + 1
        hits = (await bench.app.contacts.search("", limit=0)).hits
        assert sorted(hit.contact.name for hit in hits) == sorted(names)
        kept = [conflict.mine.name for conflict in await _writing(bench).conflicts.all()]
        assert "Zoë Jansen" in {*names, *kept} or first in names


async def _ready(bench: Bench) -> list[str]:
    """Fill the directory, add its account and copy everybody; return their names."""
    from dialer.testing.directory import furnish

    await furnish(bench, DirectoryFeature.WRITE)
    await bench.app.directories.copies.sync(_source(bench))
    return [person.name for person in _recipe(bench).people]


async def _contact(bench: Bench, name: str) -> Contact:
    [contact] = await bench.app.contacts.resolve(name)
    return contact


def _writing(bench: Bench) -> Writing:
    return bench.app.directories.writing


def _source(bench: Bench) -> Source:
    [source] = bench.app.directories.loaded
    return source


def _recipe(bench: Bench) -> DirectoryRecipe:
    from dialer.testing.directory import DirectoryRecipe

    assert isinstance(bench.recipe, DirectoryRecipe), "the recipe of a directory is a DirectoryRecipe"
    return bench.recipe
