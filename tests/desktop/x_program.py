"""Another program under X11, written with python-xlib: it owns selections, and holds keys of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import CatchError
from Xlib.protocol import event

if TYPE_CHECKING:
    from collections.abc import Mapping


class XProgram:
    """A program with a window that nobody sees at first; it answers on the test's loop.

    Attributes:
        asked: the forms in which others asked for its text, in order.
        letters: how many keys were typed into it.
        mute: whether it answers nobody.
        tells_forms: whether it answers in which forms it has a text (TARGETS), which toolkits ask first.
        piecewise: whether it offers its text piece by piece (INCR), as what is too long for one request.
    """

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        self._window = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.KeyPressMask
        )
        self._forms: dict[int, Mapping[int, bytes]] = {}
        self.asked: list[str] = []
        self.letters = 0
        self.mute = False
        self.tells_forms = False
        self.piecewise = False

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().add_reader(self._display.fileno(), self._answer)
        return self

    async def __aexit__(self, *_error: object) -> None:
        asyncio.get_running_loop().remove_reader(self._display.fileno())
        self._display.close()

    def atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def own(self, selection: str, **forms: bytes) -> None:
        """Have something selected or copied, in some forms; `__` in a form's name is a slash."""
        self._forms[self.atom(selection)] = {
            self.atom(name.replace("__", "/")): data for name, data in forms.items()
        }
        self._window.set_selection_owner(self.atom(selection), X.CurrentTime)
        self._display.sync()

    def show(self) -> None:
        """Have a window in front, so that keys go here."""
        self._window.set_wm_name("Another program")
        self._window.configure(width=300, height=200)
        self._window.map()
        self._display.flush()

    def owns(self, selection: str) -> bool:
        """Whether the selection is still its."""
        owner = self._display.get_selection_owner(self.atom(selection))
        return bool(getattr(owner, "id", owner) == self._window.id)

    def grab(self, keysym: int, modifiers: int) -> bool:
        """Take a key; False where another program has it."""
        caught = CatchError()
        root = self._display.screen().root
        code = self._display.keysym_to_keycode(keysym)
        root.grab_key(code, modifiers, 0, X.GrabModeAsync, X.GrabModeAsync, onerror=caught)
        self._display.sync()
        return caught.get_error() is None

    def ungrab(self, keysym: int, modifiers: int) -> None:
        root = self._display.screen().root
        root.ungrab_key(self._display.keysym_to_keycode(keysym), modifiers)
        self._display.sync()

    def _answer(self) -> None:
        while self._display.pending_events():
            came = self._display.next_event()
            self.letters += came.type == X.KeyPress
            if came.type == X.SelectionRequest and not self.mute:
                self._hand_over(came)

    def _hand_over(self, request: Any) -> None:
        self.asked.append(self._display.get_atom_name(request.target))
        data = self._forms.get(request.selection, {}).get(request.target)
        is_asked_for_forms = self.tells_forms and request.target == self.atom("TARGETS")
        into = request.property if data is not None or is_asked_for_forms else X.NONE
        if is_asked_for_forms:
            forms = list(self._forms.get(request.selection, {}))
            request.requestor.change_property(into, Xatom.ATOM, 32, forms)
        if data is not None and self.piecewise:
            request.requestor.change_property(into, self.atom("INCR"), 32, [len(data)])
        elif data is not None:
            request.requestor.change_property(into, request.target, 8, data)
        request.requestor.send_event(
            event.SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=into,
            )
        )
        self._display.flush()


STRING = Xatom.STRING
CONTROL, ALT = X.ControlMask, X.Mod1Mask
