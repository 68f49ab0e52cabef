"""The folder: torn lines, cut, huge and hostile files, a share that hangs, what is kept and what goes."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialer.calls.call_back import CallBack
from dialer.calls.team import TeamCall
from dialer.core.errors import ApiError
from dialer.integrations.team_folder import team as module
from dialer.integrations.team_folder.folder import KEPT, LARGEST, Folder, desk_name
from dialer.integrations.team_folder.lines import (
    LONGEST,
    CallLine,
    GoneLine,
    of_call,
    of_call_back,
    read_line,
    write_line,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.integrations.team_folder.lines import Line

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
A, B = "a" * 16, "b" * 16
BACK = CallBack(id="e" * 32, number="", due_at=NOW, created_at=NOW).changed(
    "one", number="+31205550142", name="Eva"
)


def _line(number: int, who: str = "Anna") -> CallLine:
    return of_call(TeamCall(id=f"{number:032x}", number="+31205550142", at=NOW), who)


def _file(folder: Path, desk: str = A, day: date = TODAY) -> Path:
    return folder / f"dialer-{desk}-{day.isoformat()}.jsonl"


def test_each_desk_appends_to_its_own_file_alone(tmp_path: Path) -> None:
    one, two = Folder(str(tmp_path), A), Folder(str(tmp_path), B)
    one.share(_line(1), TODAY)
    before = _file(tmp_path).read_bytes()
    two.share(_line(2), TODAY)
    assert _file(tmp_path).read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {_file(tmp_path).name, _file(tmp_path, B).name}
    assert two.read(TODAY) == [_line(1)]
    assert one.read(TODAY) == [_line(2)]
    assert two.read(TODAY) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.integers(1, 400), max_size=12))
def test_however_the_bytes_arrive_each_line_is_read_once(tmp_path: Path, cuts: list[int]) -> None:
    lines = [_line(number) for number in range(5)]
    content = b"".join(map(write_line, lines))
    path, reader, found = _file(tmp_path), Folder(str(tmp_path), B), []
    path.write_bytes(b"")
    for cut in sorted(cuts):
        with path.open("ab") as file:
            file.write(content[path.stat().st_size : cut])
        found += reader.read(TODAY)
    path.write_bytes(content)
    found += reader.read(TODAY)
    assert found == lines


def test_a_line_that_was_torn_for_good_costs_no_other_line(tmp_path: Path) -> None:
    one, two = Folder(str(tmp_path), A), Folder(str(tmp_path), B)
    one.share(_line(1), TODAY)
    with _file(tmp_path).open("ab") as file:
        file.write(write_line(_line(2))[:30])  # killed in the middle
    Folder(str(tmp_path), A).share(_line(3), TODAY)
    assert two.read(TODAY) == [_line(1), _line(3)]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"null", b"[" * 100_000, b"{}", b'{"t": "call"}', b"1e999", b'"' + b"x" * (2 * LONGEST),
        json.dumps({"t": "call", "id": "a" * 32, "number": "tel:112", "at": NOW.isoformat()}).encode(),
        json.dumps({"t": "call", "id": "../../x", "number": "+31205550142", "at": NOW.isoformat()}).encode(),
        json.dumps({"t": "call", "id": "a" * 32, "number": "+31205550142", "at": "yesterday"}).encode(),
        json.dumps({"t": "call", "id": "a" * 32, "number": "+3120555014", "at": "2026-03-02T09:30"}).encode(),
        json.dumps({"t": "later", "id": "a" * 32}).encode(),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_line_of_ours_is_passed_over(tmp_path: Path, content: bytes) -> None:
    _file(tmp_path).write_bytes(content + b"\n" + write_line(_line(1)))
    reader = Folder(str(tmp_path), B)
    assert reader.read(TODAY) == [_line(1)]
    assert reader.counted["lines_passed_over"] <= 1


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything(content: bytes) -> None:
    line = read_line(content)
    assert line is None or isinstance(line, CallLine | GoneLine)


def test_a_file_that_is_cut_is_read_again(tmp_path: Path) -> None:
    one, two = Folder(str(tmp_path), A), Folder(str(tmp_path), B)
    one.share(_line(1), TODAY)
    one.share(_line(2), TODAY)
    assert len(two.read(TODAY)) == 2
    _file(tmp_path).write_bytes(write_line(_line(3)))
    assert two.read(TODAY) == [_line(3)]


def test_what_is_no_plain_file_of_a_sane_size_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(write_line(_line(1)))
    share = tmp_path / "share"
    share.mkdir()
    _file(share, "c" * 16).symlink_to(secret)
    os.mkfifo(_file(share, "d" * 16))
    _file(share, "e" * 16).mkdir()
    with _file(share, "f" * 16).open("wb") as file:
        file.truncate(LARGEST + 1)
    (share / "dialer-notes.txt").write_text("hello")
    assert Folder(str(share), B).read(TODAY) == []


def _planted(share: Path, kind: str) -> list[Path]:
    """Put something at every place that this desk's program writes to: a colleague can."""
    secret = share.parent / "secret"
    secret.write_bytes(b"precious\n")
    places = [share / f"dialer-check-{A}.tmp", share / "dialer-check-check.tmp", _file(share)]
    for place in places:
        if kind == "link":
            place.symlink_to(secret)
        elif kind == "dangling":
            place.symlink_to(share.parent / "made")
        else:
            os.mkfifo(place)
    return [secret]


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
def test_what_a_colleague_put_in_place_of_an_own_file_is_not_written_to(tmp_path: Path, kind: str) -> None:
    """A line in somebody's profile would be run at the next log-in; a truncated file is lost."""
    share = tmp_path / "share"
    share.mkdir()
    [secret] = _planted(share, kind)
    one = Folder(str(share), A)
    one.try_out()
    Folder(str(share), "check").try_out()
    with pytest.raises(PermissionError):
        one.share(_line(1), TODAY)
    with pytest.raises(PermissionError):
        one.share(of_call_back(BACK), TODAY)
    assert secret.read_bytes() == b"precious\n"
    assert not (tmp_path / "made").exists()


def test_the_words_of_a_call_are_taken_out_of_own_files_alone(tmp_path: Path) -> None:
    share, elsewhere = tmp_path / "share", tmp_path / "elsewhere"
    share.mkdir()
    one = Folder(str(share), A)
    one.share(_line(1), TODAY)
    elsewhere.write_bytes(_file(share).read_bytes())
    yesterday = _file(share, day=TODAY - timedelta(days=1))
    yesterday.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    one.withdraw(_line(1).id, TODAY)
    assert elsewhere.read_bytes() == before
    assert b"+31205550142" not in _file(share).read_bytes()


def test_a_call_is_shared_once_also_after_a_restart_and_its_words_can_be_taken_back(tmp_path: Path) -> None:
    two = Folder(str(tmp_path), B)
    Folder(str(tmp_path), A).share(_line(1), TODAY)
    one = Folder(str(tmp_path), A)
    one.share(_line(1), TODAY)
    one.share(_line(2), TODAY)
    assert two.read(TODAY) == [_line(1), _line(2)]
    one.withdraw(_line(1).id, TODAY)
    assert _line(1).id.encode() in _file(tmp_path).read_bytes(), "others are told that it went"
    assert _file(tmp_path).read_bytes().count(b"+31205550142") == 1
    assert two.read(TODAY) == [GoneLine(id=_line(1).id)]
    assert Folder(str(tmp_path), B).read(TODAY) == [_line(2), GoneLine(id=_line(1).id)]


def test_the_words_of_a_call_back_that_is_removed_go_from_this_desks_files(tmp_path: Path) -> None:
    one, yesterday = Folder(str(tmp_path), A), TODAY - timedelta(days=1)
    one.share(of_call_back(BACK), yesterday)
    one.share(_line(1), TODAY)
    one.share(of_call_back(BACK.without()), TODAY)
    assert BACK.number.encode() not in _file(tmp_path, A, yesterday).read_bytes()
    assert Folder(str(tmp_path), B).read(TODAY) == [_line(1), of_call_back(BACK.without())]


def test_old_files_go_and_what_is_still_open_is_carried_over(tmp_path: Path) -> None:
    one = Folder(str(tmp_path), A)
    old = TODAY - KEPT - timedelta(days=1)
    done = CallBack(id="d" * 32, number="", due_at=NOW, created_at=NOW).changed("one", number="+31205550143")
    done = done.changed("one", done_at=NOW - KEPT - timedelta(days=1), done_by="Ben")
    one.share(_line(1), old)
    one.share(of_call_back(BACK), old)
    one.share(of_call_back(done), old)
    stranger = _file(tmp_path, B, old)
    stranger.write_bytes(b"")
    one.share(_line(2), TODAY)
    assert not _file(tmp_path, A, old).exists()
    assert stranger.exists(), "only a desk's own files are its to remove"
    assert Folder(str(tmp_path), B).read(TODAY) == [of_call_back(BACK), _line(2)]


def test_a_home_that_was_copied_to_another_computer_is_another_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    here = desk_name("home")
    monkeypatch.setattr("platform.node", lambda: "elsewhere")
    assert desk_name("home") != here


async def test_a_share_that_hangs_holds_one_thread_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DEADLINE", 0.05)
    let_go, began = threading.Event(), []
    folder = Folder(str(tmp_path), A)

    def hang() -> list[Line]:
        began.append(1)
        let_go.wait(10)
        return []

    monkeypatch.setattr(folder, "try_out", hang)
    for _ in range(5):
        with pytest.raises(ApiError, match=r"team_folder\.error\.hangs"):
            await module.try_out(folder)
    assert len(began) == 1
    let_go.set()
    monkeypatch.undo()
    async with asyncio.timeout(5):
        await module.try_out(folder)


def test_a_name_is_told_on_one_line(tmp_path: Path) -> None:
    Folder(str(tmp_path), A).share(_line(1, "An\nna\u202e" + "x" * 400), TODAY)
    [line] = Folder(str(tmp_path), B).read(TODAY)
    assert isinstance(line, CallLine)
    assert line.who.startswith("An na x")
    assert len(line.who) == 200
