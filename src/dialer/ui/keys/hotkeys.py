"""The keys that work in every program, while the window is there: what the settings say is held, and done."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from dialer.core.hotkey import NotAHotkey, read_hotkey
from dialer.core.issues import Issue, Severity
from dialer.core.settings import SettingsChanged
from dialer.ui.keys.hotkey_news import SETTING, HotkeyRecording, HotkeysAsked, HotkeysHeld
from dialer.ui.keys.words import key_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.core.hotkey import KeyCombination
    from dialer.desktop.hotkeys import GlobalHotkeys, Held, Press
    from dialer.ui.desk import Desk
    from dialer.ui.outside.reader import OutsideReader
    from dialer.ui.outside.text import OutsideText

DIAL, SEARCH, HANG_UP = "dial", "search", "hang_up"
ACTIONS = (DIAL, SEARCH, HANG_UP)


def _system(pressed: Callable[[Press], None]) -> GlobalHotkeys:
    from dialer.desktop.hotkeys import system_hotkeys

    return system_hotkeys(pressed)


class Hotkeys(QObject):
    """Holds the keys that are set; while none is, nothing is even imported for them."""

    def __init__(
        self, desk: Desk, system: Callable[[Callable[[Press], None]], GlobalHotkeys] = _system
    ) -> None:
        """Hold what is set in this window's home; tests bring a desktop of their own."""
        super().__init__(desk)
        self._desk, self._hub, self._system = desk, desk.app.hub, system
        self._hotkeys: GlobalHotkeys | None = None
        self._held: dict[str, Held] = {}
        self._recording = self._resting = False
        self._turn = asyncio.Lock()
        self._holding: asyncio.Task[None] | None = None
        self._reading = False
        self._outside: OutsideText | None = None
        bus = self._hub.bus
        self._unsubscribe = [
            bus.listen(SettingsChanged, self._on_setting),
            bus.listen(HotkeyRecording, self._on_recording),
            bus.listen(HotkeysAsked, self._on_asked),
        ]
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)
        self._hold()

    def stop(self) -> None:
        """Let the keys go: they are given back before the window's tasks are over."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        if self._outside is not None:
            self._outside.stop()

    def _wanted(self) -> dict[str, KeyCombination]:
        found = {}
        for name in ACTIONS:
            try:
                found[name] = read_hotkey(str(self._hub.settings.get(SETTING + name) or ""))
            except NotAHotkey:
                continue
        return {} if self._resting else found

    def _hold(self) -> None:
        """Hold what is set now; what is still being asked of the desktop is given up."""
        if self._hotkeys is None and not self._wanted():
            return
        if self._holding is not None:
            self._holding.cancel()
        self._holding = self._desk.scope.spawn(self._hold_all(), "hold hotkeys")

    async def _hold_all(self) -> None:
        from dialer.desktop.hotkeys import Wanted

        async with self._turn:
            if self._hotkeys is None:
                self._hotkeys = self._system(self._on_pressed)
                self._hotkeys.changed = self._tell
                self._desk.scope.on_close(self._hotkeys.aclose)
            words = self._hub.strings.text
            held = await self._hotkeys.hold(
                {name: Wanted(keys, words(f"hotkeys.does.{name}")) for name, keys in self._wanted().items()}
            )
            if not self._resting:
                self._tell(held)

    def _tell(self, held: dict[str, Held]) -> None:
        """Say what became of them, in Repairs and to whoever shows the settings."""
        self._held = held
        for name in ACTIONS:
            issue = f"hotkeys/{name}"
            if name not in held or not held[name].why_not:
                self._hub.issues.clear(issue)
                continue
            keys = key_words(str(self._hub.settings.get(SETTING + name)), self._hub.strings, "+")
            self._hub.issues.report(
                Issue(
                    id=issue,
                    severity=Severity.WARNING,
                    key=held[name].why_not,
                    placeholders={"keys": keys},
                )
            )
        self._hub.bus.fire(HotkeysHeld(dict(held)))

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key.startswith(SETTING):
            self._resting = False  # whoever sets one reads at once whether it works
            self._hold()

    def _on_recording(self, event: HotkeyRecording) -> None:
        """Let all go while one is pressed that is to be set: it must arrive there, whatever it does now."""
        self._recording = event.on
        if event.on != self._resting:
            self._resting = event.on
            self._hold()

    def _on_asked(self, _event: HotkeysAsked) -> None:
        self._hub.bus.fire(HotkeysHeld(dict(self._held)))

    def _on_state(self, state: Qt.ApplicationState) -> None:
        """Try again whenever people come back: whoever had the keys may have let them go."""
        from dialer.desktop.hotkeys import TAKEN

        active = state == Qt.ApplicationState.ApplicationActive
        if active and any(each.why_not == TAKEN for each in self._held.values()):
            self._hold()

    def _on_pressed(self, press: Press) -> None:
        if self._recording:
            return
        if press.name == HANG_UP:
            if self._outside is not None:
                self._outside.stop()  # what is about to be called is meant, too
            call = self._desk.app.calls.current
            if call is not None and call.live:
                self._desk.phone_actions.hang_up()
        elif press.name == SEARCH:
            self._come_forward(press)
            self._desk.search()
        elif not self._reading:
            self._reading = True
            self._desk.scope.spawn(self._dial(press), "read the selection")

    def _come_forward(self, press: Press) -> None:
        from dialer.ui.outside.call_question import come_forward

        window = self._desk.main_window
        if press.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = press.token  # where Qt looks for it, and takes it away
        come_forward(window)
        if self._hotkeys is not None:
            self._hotkeys.bring_forward(int(window.winId()), press)

    def _reader(self) -> OutsideReader:
        from dialer.ui.outside.reader import OutsideReader

        return OutsideReader(self._desk.main_window)

    async def _dial(self, press: Press) -> None:
        from dialer.desktop.selection import NoText
        from dialer.ui.outside.text import OutsideText

        try:
            text, copied = await self._reader().selected(lambda: self._come_forward(press))
        except NoText as error:
            self._come_forward(press)  # a sentence behind another window is read by nobody
            self._desk.phone_actions.told.emit("warning", self._hub.strings.text(error.key))
            return
        finally:
            self._reading = False
        if copied:
            self._desk.phone_actions.told.emit("warning", self._hub.strings.text("hotkeys.text.copied"))
        if self._outside is None:
            self._outside = OutsideText.of(self._desk)
        self._outside.offer(text, "clipboard" if copied else "selection")
