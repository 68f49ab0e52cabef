"""Two desks change one call-back at once: both end with the same, whatever is lost, doubled or late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dialer.calls.call_back import CallBack, merged

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
FIRST = CallBack(id="a" * 32, number="", due_at=NOW, created_at=NOW).changed(
    "one", number="+31205550142", name="Eva"
)

CHANGES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"owner": st.sampled_from(["Anna", "Ben", "Carla"])}),
    st.fixed_dictionaries({"note": st.sampled_from(["invoice", "later", ""])}),
    st.just({"done_at": None, "done_by": ""}),
    st.sampled_from(["Anna", "Ben"]).map(
        lambda who: {"done_at": NOW + timedelta(hours=len(who)), "done_by": who}
    ),
    st.just({}),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["one", "two", "three"]), CHANGES, st.integers(0, 30)), max_size=25
)


def _play(
    steps: list[tuple[str, dict[str, Any], int]], *, removing: bool
) -> tuple[dict[str, CallBack], list[CallBack]]:
    """Let desks change what they have and read some line that was written before; return what each has."""
    desks = dict.fromkeys(("one", "two", "three"), FIRST)
    written = [FIRST]
    for desk, change, read in steps:
        if removing and not change:
            desks[desk] = desks[desk].without()
        elif not desks[desk].removed:
            desks[desk] = desks[desk].changed(desk, **change)
        written.append(desks[desk])
        desks[desk] = merged(desks[desk], written[read % len(written)])
    return desks, written


@settings(max_examples=50)
@given(STEPS, st.booleans(), st.randoms())
def test_all_desks_end_with_the_same(steps: list[Any], removing: bool, chance: Any) -> None:
    desks, written = _play(steps, removing=removing)
    ends = []
    for mine in desks.values():
        lines = [*written, *chance.sample(written, len(written) // 2)]  # some come twice
        chance.shuffle(lines)
        for line in lines:
            mine = merged(mine, line)  # noqa: PLW2901  # it grows
        ends.append(mine)
    assert ends[0] == ends[1] == ends[2]


@settings(max_examples=50)
@given(STEPS)
def test_a_line_that_is_lost_is_made_good_by_the_next_one_of_its_desk(steps: list[Any]) -> None:
    desks, _ = _play(steps, removing=False)
    last = list(desks.values())
    ends = []
    for order in (last, last[::-1]):
        mine = FIRST  # it has read none of what came before
        for line in order:
            mine = merged(mine, line)
        ends.append(mine)
    assert ends[0] == ends[1]


def test_of_two_who_mark_it_done_at_once_both_desks_name_the_same() -> None:
    anna = FIRST.changed("one", done_at=NOW, done_by="Anna")
    ben = FIRST.changed("two", done_at=NOW + timedelta(minutes=1), done_by="Ben")
    assert merged(anna, ben) == merged(ben, anna)
    assert not merged(anna, ben).open


def test_a_done_mark_and_a_note_at_once_are_both_kept() -> None:
    done = FIRST.changed("one", done_at=NOW, done_by="Anna")
    noted = FIRST.changed("two", note="has called himself")
    both = merged(done, noted)
    assert (both.done_by, both.note) == ("Anna", "has called himself")


def test_a_done_mark_is_not_lost_to_somebody_who_reopens_an_older_one_at_once() -> None:
    done = FIRST.changed("one", done_at=NOW, done_by="Anna")
    reopened = done.changed("two", done_at=None, done_by="")
    again = done.changed("one", done_at=NOW + timedelta(hours=1), done_by="Anna")
    assert merged(reopened, again).done_at == merged(again, reopened).done_at == NOW + timedelta(hours=1)


def test_what_is_removed_stays_removed_and_says_nothing() -> None:
    gone = merged(FIRST.changed("two", note="secret"), FIRST.without())
    assert (gone.removed, gone.number, gone.name, gone.note, gone.open) == (True, "", "", "", False)
