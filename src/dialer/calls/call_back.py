"""A call-back: somebody who is to be called, by when and by whom; and how two desks' versions become one.

A shared call-back is changed at several desks without a server that says who was first. Each group of its
fields carries a stamp, a counter and the desk that counted; of two versions the higher stamp holds, group by
group. That is a join: in whatever order the versions come, however often, all desks end with the same, and
no clock is asked (a last-writer-wins register for each group: Shapiro and others, "A comprehensive study of
Convergent and Commutative Replicated Data Types", 2011, 3.2.1).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dialer.calls.gate import DialRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dialer.calls.model import Call

WHAT = "what"
OWNER = "owner"
DONE = "done"
GROUPS: Mapping[str, tuple[str, ...]] = {
    WHAT: ("number", "name", "due_at", "note", "created_at"),
    OWNER: ("owner",),
    DONE: ("done_at", "done_by"),
}
"""The fields that change together. What is missing here is this desk's own and never shared."""

NEVER = (0, "")

Stamp = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class CallBack:
    """Somebody who is to be called.

    Attributes:
        id: the same at every desk.
        number: in E.164 form.
        due_at: when it is to be done by, in local time.
        name: who it is, as far as that is known.
        owner: the name of whoever took it on; empty while it is nobody's in particular.
        done_at: when it was marked done; None while it is open.
        done_by: the name of whoever marked it.
        contact_id: this desk's contact.
        call_id: this desk's call record that it was made from.
        private: whether it stays at this desk.
        removed: whether it was taken off the list; what it said is forgotten then, and it stays removed.
        stamps: by group, which change to it this is, and of which desk.
    """

    id: str
    number: str
    due_at: datetime
    created_at: datetime
    name: str = ""
    contact_id: str | None = None
    owner: str = ""
    note: str = ""
    done_at: datetime | None = None
    done_by: str = ""
    call_id: str | None = None
    private: bool = False
    removed: bool = False
    stamps: Mapping[str, Stamp] = field(default_factory=dict, repr=False)

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_at is None and not self.removed

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.open and self.due_at <= now

    def changed(self, desk: str, **fields: Any) -> CallBack:
        """Return it with other values, stamped as a change of this desk."""
        stamps = dict(self.stamps)
        for group, names in GROUPS.items():
            if any(name in fields and fields[name] != getattr(self, name) for name in names):
                stamps[group] = (stamps.get(group, NEVER)[0] + 1, desk)
        return replace(self, **fields, stamps=stamps)

    def without(self) -> CallBack:
        """Return what stays of it once it is removed: that there was something, and no word of it."""
        return CallBack(
            id=self.id,
            number="",
            due_at=self.created_at,
            created_at=self.created_at,
            private=self.private,
            removed=True,
        )


def press_for(call_back: CallBack) -> DialRequest:
    """Return the press of Call that calls somebody back; who was called in private is called so again."""
    return DialRequest(
        number=call_back.number,
        contact_id=call_back.contact_id,
        name=call_back.name or None,
        private=call_back.private,
    )


def merged(mine: CallBack, theirs: CallBack) -> CallBack:
    """Return what holds, given two versions of one call-back; what is this desk's own stays as it is."""
    if mine.removed or theirs.removed:
        return mine.without()
    taken: dict[str, Any] = {}
    stamps = dict(mine.stamps)
    for group, names in GROUPS.items():
        if _weight(theirs, group) > _weight(mine, group):
            taken.update({name: getattr(theirs, name) for name in names})
            if group in theirs.stamps:
                stamps[group] = theirs.stamps[group]
    return replace(mine, **taken, stamps=stamps)


def _weight(version: CallBack, group: str) -> tuple[int, bool, str, str]:
    """Order the versions of a group. Of two changes at once, a done mark is not lost to a reopening."""
    counter, desk = version.stamps.get(group, NEVER)
    # A copied home counts as the same desk twice: what the fields say decides then.
    said = repr([_plain(getattr(version, name)) for name in GROUPS[group]])
    return counter, group == DONE and version.done_at is not None, desk, said


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else value


@dataclass(frozen=True)
class CallBacksChanged:
    """Bus event: call-backs were added, changed, done or removed; lists that show them read them again."""


@dataclass(frozen=True)
class CallBackDue:
    """Bus event: an open call-back of this desk is due; fired once for each due time, whatever restarts."""

    call_back: CallBack


@dataclass(frozen=True)
class CallBackReached:
    """Bus event: somebody who was to be called back is on the line: a person says whether that is it."""

    call_back: CallBack
    call: Call
