"""Reading a selection by having it copied: what was copied before is never lost. By fakes only."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from dialer.desktop.clipboard_windows import WindowsClipboard
from dialer.desktop.copying import CannotKeep, Forms, SystemClipboard, copy_and_restore
from dialer.desktop.selection import MOST, NoText

BEFORE: Forms = (
    (13, "eerder – 1".encode("utf-16-le") + b"\0\0"),
    (49161, b"<b>eerder</b>"),
    (8, bytes(range(256))),
)


class FakeClipboard(SystemClipboard):
    """A clipboard with another program in front, which copies when it is told."""

    def __init__(self, selected: str = "020 555 0142") -> None:
        self.now: Forms = BEFORE
        self.number = 7
        self.selected = selected
        self.answers_after = 0
        self.keeps = True
        self.closed_for_good = False
        self.meanwhile: Forms | None = None
        self.input = 100
        self.typed_late = False
        self.copies = 0
        self._pending = False

    def sequence(self) -> int:
        return self.number

    def load(self, most: int) -> Forms:
        if not self.keeps or sum(len(data) for _, data in self.now) > most:
            raise CannotKeep
        return self.now

    def text(self, most: int) -> str:
        data = self.now[0][1].decode("utf-16-le")[:most]
        if self.meanwhile is not None:
            self._set(self.meanwhile)
        return data

    def store(self, forms: Forms, expected: int) -> None:
        if self.closed_for_good:
            raise CannotKeep
        if self.number == expected:
            self._set(forms)

    def press_copy(self) -> None:
        self.copies += 1
        self._pending = bool(self.selected)

    def wait(self, before: int, seconds: float) -> bool:
        if self._pending and self.answers_after == 0:
            self._set(((13, self.selected.encode("utf-16-le")),))
            self._pending = False
        self.answers_after -= 1
        self.input += self.typed_late
        return self.number != before

    def last_input(self) -> int:
        return self.input

    def _set(self, forms: Forms) -> None:
        self.now = forms
        self.number += 1


def why_not(clipboard: FakeClipboard) -> str:
    with pytest.raises(NoText) as refused:
        copy_and_restore(clipboard)
    return refused.value.key.rpartition(".")[2]


def test_the_selection_is_read_and_everything_is_back() -> None:
    clipboard = FakeClipboard()
    assert copy_and_restore(clipboard) == "020 555 0142"
    assert clipboard.now == BEFORE


def test_an_empty_clipboard_is_empty_again() -> None:
    clipboard = FakeClipboard()
    clipboard.now = ()
    assert copy_and_restore(clipboard) == "020 555 0142"
    assert clipboard.now == ()


def test_nothing_selected_leaves_all_as_it_is() -> None:
    clipboard = FakeClipboard("")
    assert why_not(clipboard) == "nothing"
    assert (clipboard.now, clipboard.number) == (BEFORE, 7)


def test_a_book_is_refused_and_everything_is_back() -> None:
    clipboard = FakeClipboard("1" * (MOST + 5))
    assert why_not(clipboard) == "too_long"
    assert clipboard.now == BEFORE


def test_what_cannot_be_kept_is_not_put_at_risk() -> None:
    clipboard = FakeClipboard()
    clipboard.keeps = False
    assert why_not(clipboard) == "cannot_keep"
    assert clipboard.copies == 0


def test_a_program_that_copies_too_late_takes_nothing_away() -> None:
    clipboard = FakeClipboard()
    clipboard.answers_after = 1
    assert why_not(clipboard) == "nothing"
    assert clipboard.now == BEFORE


def test_what_people_copy_themselves_meanwhile_is_theirs() -> None:
    clipboard = FakeClipboard()
    clipboard.answers_after, clipboard.typed_late = 1, True
    assert why_not(clipboard) == "nothing"
    assert clipboard.now != BEFORE

    clipboard = FakeClipboard()
    clipboard.meanwhile = ((13, b"n\0e\0w\0"),)
    assert copy_and_restore(clipboard) == "020 555 0142"
    assert clipboard.now == clipboard.meanwhile


def test_a_clipboard_that_stays_shut_is_said() -> None:
    clipboard = FakeClipboard()
    clipboard.closed_for_good = True
    assert why_not(clipboard) == "not_restored"


class FakeWindows:
    """The functions of user32 and kernel32 that are called, on memory of the test's own."""

    def __init__(self, forms: dict[int, bytes]) -> None:
        self.memory: dict[int, ctypes.Array[ctypes.c_char]] = {}
        self.clipboard = {number: self._allocate(data) for number, data in forms.items()}
        self.number = 1
        self.open = False
        self.busy = 0
        self.held: set[int] = set()
        self.sent: list[tuple[int, int]] = []
        for name in dir(self):
            if name[0].isupper():  # ctypes' functions carry what they take; these only remember it
                setattr(self, name, _Function(getattr(self, name)))

    def _allocate(self, data: bytes) -> int:
        memory = ctypes.create_string_buffer(data, max(len(data), 1))
        self.memory[ctypes.addressof(memory)] = memory
        return ctypes.addressof(memory)

    def CreateWindowExW(self, *_arguments: object) -> int:  # noqa: N802  # the system's name, as all below
        return 42

    def DestroyWindow(self, window: int) -> int:  # noqa: N802
        return 1

    def OpenClipboard(self, window: int) -> int:  # noqa: N802
        assert window == 42
        self.busy -= 1
        self.open = self.busy < 0
        return int(self.open)

    def CloseClipboard(self) -> int:  # noqa: N802
        self.open = False
        return 1

    def EnumClipboardFormats(self, last: int) -> int:  # noqa: N802
        assert self.open
        numbers = [*self.clipboard, 0]
        return numbers[0] if not last else numbers[numbers.index(last) + 1]

    def GetClipboardData(self, number: int) -> int:  # noqa: N802
        assert self.open
        return self.clipboard.get(number, 0)

    def SetClipboardData(self, number: int, handle: int) -> int:  # noqa: N802
        assert self.open
        self.clipboard[number] = handle
        self.number += 1
        return handle

    def EmptyClipboard(self) -> int:  # noqa: N802
        self.clipboard.clear()
        self.number += 1
        return 1

    def GetClipboardSequenceNumber(self) -> int:  # noqa: N802
        return self.number

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802
        return 0x8000 if key in self.held else 0

    def SendInput(self, count: int, inputs: Any, size: int) -> int:  # noqa: N802
        self.sent += [(each.what.key.key, each.what.key.flags) for each in inputs._obj]  # noqa: SLF001
        return count

    def GlobalAlloc(self, flags: int, length: int) -> int:  # noqa: N802
        return self._allocate(bytes(length))

    def GlobalLock(self, handle: int) -> int:  # noqa: N802
        return handle

    def GlobalUnlock(self, handle: int) -> int:  # noqa: N802
        return 1

    def GlobalSize(self, handle: int) -> int:  # noqa: N802
        return len(self.memory[handle].raw)

    def GlobalFree(self, handle: int) -> int:  # noqa: N802
        return 0


class _Function:
    def __init__(self, function: Any) -> None:
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        return self._function(*arguments)


def clipboard_of(system: FakeWindows) -> WindowsClipboard:
    return WindowsClipboard(system, system)


def test_every_format_of_windows_is_kept_and_put_back() -> None:
    system = FakeWindows({13: b"a\0b\0\0\0", 49161: b"\0<b>\xff", 8: bytes(1000), 2: b"handle"})
    clipboard = clipboard_of(system)
    kept = clipboard.load(5000)
    assert kept == ((13, b"a\0b\0\0\0"), (49161, b"\0<b>\xff"), (8, bytes(1000)))
    assert clipboard.text(100) == "ab"
    system.EmptyClipboard()
    system.busy = 3
    clipboard.store(kept, system.number)
    assert {number: system.memory[at].raw for number, at in system.clipboard.items()} == dict(kept)
    assert not system.open
    clipboard.store((), system.number - 1)
    assert system.clipboard, "somebody else has written there since"


@pytest.mark.parametrize("forms", [{14: b"x"}, {2: b"x"}, {0x301: b"x"}, {0x82: b"x"}, {13: bytes(9000)}])
def test_what_windows_keeps_as_a_handle_is_not_put_at_risk(forms: dict[int, bytes]) -> None:
    system = FakeWindows(forms)
    with pytest.raises(CannotKeep):
        clipboard_of(system).load(5000)
    assert not system.open


def test_held_modifiers_go_up_while_control_is_down() -> None:
    system = FakeWindows({})
    system.held = {0x12, 0x10}
    clipboard_of(system).press_copy()
    up = 2
    assert system.sent == [(0x11, 0), (0x12, up), (0x10, up), (0x43, 0), (0x43, up), (0x11, up)]
