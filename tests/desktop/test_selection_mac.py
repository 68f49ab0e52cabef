"""The selected text on macOS, by fakes of its libraries only."""

from __future__ import annotations

from typing import Any

import pytest

from dialer.desktop.clipboard_mac import MacClipboard
from dialer.desktop.copying import CannotKeep
from dialer.desktop.selection import MOST, NoText
from dialer.desktop.selection_mac import read

BEFORE = [
    {"public.utf8-plain-text": b"eerder", "public.png": bytes(range(256))},
    {"public.html": b"<b>2</b>"},
]


class FakeObjects:
    """Objective-C's objects as Python's own; a handle is a place in a list."""

    def __init__(self) -> None:
        self.kept: list[Any] = [None]
        self.board = [dict(item) for item in BEFORE]
        self.count = 1

    def handle(self, value: Any) -> int:
        self.kept.append(value)
        return len(self.kept) - 1

    def class_named(self, name: str) -> int:
        return self.handle(name)

    def text(self, text: str) -> int:
        return self.handle(text)

    def data(self, data: bytes) -> int:
        return self.handle(data)

    def words(self, text: int) -> str:
        return str(self.kept[text])

    def octets(self, data: int) -> bytes:
        return bytes(self.kept[data])

    def items(self, array: int) -> list[int]:
        return [self.handle(each) for each in self.kept[array]]

    def send(self, receiver: int, message: str, *arguments: int) -> Any:  # noqa: PLR0911  # one a message
        target = self.kept[receiver]
        given = [self.kept[each] for each in arguments]
        match message:
            case "generalPasteboard":
                return self.handle("board")
            case "changeCount":
                return self.count
            case "pasteboardItems":
                return self.handle(self.board)
            case "types":
                return self.handle(list(target))
            case "dataForType:":
                return self.handle(target[given[0]]) if target[given[0]] is not None else 0
            case "stringForType:":
                found = [item[given[0]] for item in self.board if given[0] in item]
                return self.handle(found[0].decode()) if found else 0
            case "alloc" | "array":
                return self.handle({} if target == "NSPasteboardItem" else [])
            case "setData:forType:":
                target[given[1]] = given[0]
            case "addObject:":
                target.append(given[0])
            case "clearContents":
                self.board, self.count = [], self.count + 1
            case "writeObjects:":
                self.board = list(given[0])
            case _:
                return receiver
        return 1


class FakeServices:
    """What macOS' accessibility and its events do."""

    def __init__(self, objects: FakeObjects) -> None:
        self.objects = objects
        self.trusted = True
        self.says: str | None = None
        self.copies: str | None = None
        self.released: list[int] = []
        self.AXIsProcessTrusted = lambda: self.trusted
        self.AXUIElementCreateSystemWide = _Function(lambda: 1000)
        self.AXUIElementSetMessagingTimeout = _Function(lambda *_: 0)
        self.AXUIElementCopyAttributeValue = _Function(self._attribute)
        self.CFRelease = _Function(self.released.append)
        self.CGEventCreateKeyboardEvent = _Function(lambda _source, key, down: (key, down))
        self.CGEventSetFlags = _Function(lambda *_: None)
        self.CGEventPost = _Function(self._post)
        self.CGEventSourceSecondsSinceLastEventType = _Function(lambda *_: 5.0)

    def _attribute(self, _element: Any, name: int, into: Any) -> int:
        if self.objects.words(name) == "AXFocusedUIElement":
            into._obj.value = 2000  # noqa: SLF001  # what byref holds
            return 0
        if self.says is None:
            return -25212  # kAXErrorNoValue
        into._obj.value = self.objects.text(self.says)  # noqa: SLF001
        return 0

    def _post(self, _tap: int, event: tuple[int, bool]) -> None:
        if event == (8, True) and self.copies is not None:
            self.objects.board = [{"public.utf8-plain-text": self.copies.encode()}]
            self.objects.count += 1


class _Function:
    def __init__(self, does: Any) -> None:
        self.does = does

    def __call__(self, *arguments: Any) -> Any:
        return self.does(*arguments)


class Mac:
    """A Mac with another program in front."""

    def __init__(self) -> None:
        self.objects = FakeObjects()
        self.services = FakeServices(self.objects)
        self.clipboard = MacClipboard(self.objects, self.services)

    def read(self) -> str:
        return read(self.objects, self.services, self.clipboard)

    def why_not(self) -> str:
        with pytest.raises(NoText) as refused:
            self.read()
        return refused.value.key.rpartition(".")[2]


def test_a_program_that_says_its_selection_is_not_made_to_copy() -> None:
    mac = Mac()
    mac.services.says = " 020 555 0142\n"
    assert mac.read() == "020 555 0142"
    assert (mac.objects.board, mac.objects.count) == (BEFORE, 1)
    assert {1000, 2000} < set(mac.services.released)


def test_one_that_does_not_copies_and_everything_is_back() -> None:
    mac = Mac()
    mac.services.copies = "020 555 0142"
    assert mac.read() == "020 555 0142"
    assert mac.objects.board == BEFORE


def test_without_leave_nothing_is_asked() -> None:
    mac = Mac()
    mac.services.trusted = False
    mac.services.copies = "x"
    assert mac.why_not() == "no_leave"
    assert mac.objects.board == BEFORE


def test_a_book_is_refused() -> None:
    mac = Mac()
    mac.services.says = "1" * (MOST + 9)
    assert mac.why_not() == "too_long"


def test_a_promise_is_not_put_at_risk() -> None:
    mac = Mac()
    mac.objects.board[1]["com.apple.promise"] = None  # type: ignore[assignment]  # nobody makes it now
    with pytest.raises(CannotKeep):
        mac.clipboard.load(10_000)
    with pytest.raises(CannotKeep):
        Mac().clipboard.load(100)
    assert mac.why_not() == "cannot_keep"
