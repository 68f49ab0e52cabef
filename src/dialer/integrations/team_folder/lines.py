"""The lines of a desk's file: one JSON document each, typed, so that nothing else of a hostile file gets in.

The format is Dialer's own. A reader passes over what it does not know, so that later versions may say more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from dialer.calls.call_back import DONE, GROUPS, OWNER, WHAT, CallBack
from dialer.calls.team import TeamCall

LONGEST = 16 * 1024
"""Bytes of one line; longer ones are passed over."""

_Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8,64}$")]
_Number = Annotated[str, msgspec.Meta(pattern=r"^\+[1-9][0-9]{3,14}$")]  # E.164, 6.2.1: at most 15 digits
_Name = Annotated[str, msgspec.Meta(max_length=200)]
_Note = Annotated[str, msgspec.Meta(max_length=2000)]
_Time = Annotated[datetime, msgspec.Meta(tz=True)]
_Stamp = tuple[Annotated[int, msgspec.Meta(ge=0, le=2**53)], Annotated[str, msgspec.Meta(max_length=64)]]


class CallLine(msgspec.Struct, tag="call", tag_field="t", frozen=True, kw_only=True):
    """A call that was made at the desk whose file it is."""

    id: _Id
    number: _Number
    at: _Time
    who: _Name = ""


class GoneLine(msgspec.Struct, tag="gone", tag_field="t", frozen=True, kw_only=True):
    """A call that is no longer shared."""

    id: _Id


class BackLine(msgspec.Struct, tag="back", tag_field="t", frozen=True, kw_only=True):
    """A call-back as it was at the desk whose file it is."""

    id: _Id
    due: _Time
    made: _Time
    number: _Number | None = None
    name: _Name = ""
    note: _Note = ""
    owner: _Name = ""
    done: _Time | None = None
    done_by: _Name = ""
    removed: bool = False
    stamps: Annotated[dict[str, _Stamp], msgspec.Meta(max_length=8)] = msgspec.field(default_factory=dict)


Line = CallLine | GoneLine | BackLine
_DECODER: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def read_line(line: bytes) -> Line | None:
    """Return what a line says; None where it is none of ours."""
    if len(line) > LONGEST:
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def write_line(line: Line) -> bytes:
    """Return the bytes of a line with its end; a line holds no other line break."""
    return msgspec.json.encode(line) + b"\n"


def of_call(call: TeamCall, who: str) -> CallLine:
    """Return the line for a call."""
    return CallLine(id=call.id, number=call.number, at=call.at.astimezone(UTC), who=_short(who))


def to_call(line: CallLine) -> TeamCall:
    """Return the call that a line tells of."""
    return TeamCall(id=line.id, number=line.number, at=line.at.astimezone(), who=_plain(line.who))


def of_call_back(back: CallBack) -> BackLine:
    """Return the line for a call-back; what is this desk's own is not in it."""
    return BackLine(
        id=back.id,
        due=back.due_at.astimezone(UTC),
        made=back.created_at.astimezone(UTC),
        number=back.number or None,
        name=back.name,
        note=back.note,
        owner=back.owner,
        done=back.done_at.astimezone(UTC) if back.done_at is not None else None,
        done_by=back.done_by,
        removed=back.removed,
        stamps=dict(back.stamps),
    )


def to_call_back(line: BackLine) -> CallBack | None:
    """Return the call-back that a line tells of; None where it says nothing that could be called."""
    if line.number is None and not line.removed:
        return None
    said: dict[str, Any] = {
        group: line.stamps[group] for group in (WHAT, OWNER, DONE) if group in line.stamps
    }
    back = CallBack(
        id=line.id,
        number=line.number or "",
        due_at=line.due.astimezone(),
        created_at=line.made.astimezone(),
        name=_plain(line.name),
        owner=_plain(line.owner),
        note=_plain(line.note),
        done_at=line.done.astimezone() if line.done is not None else None,
        done_by=_plain(line.done_by),
        stamps={group: said[group] for group in GROUPS if group in said},
    )
    return back.without() if line.removed else back


def _plain(text: str) -> str:
    """Return foreign text on one line, without what cannot be seen."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _short(text: str) -> str:
    return _plain(text)[:200]
