"""Says beside a hotkey's setting whether the desktop has given it, as soon as it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from dialer.ui.blocks.widgets import isolate, one_line
from dialer.ui.keys.hotkey_news import SETTING, HotkeyRecording, HotkeysAsked, HotkeysHeld
from dialer.ui.keys.words import key_words

if TYPE_CHECKING:
    from dialer.core.bus import EventBus
    from dialer.ui.keys.hotkey_editor import HotkeyEditor


class HotkeyCheck(QObject):
    """Watches one editor."""

    def __init__(self, editor: HotkeyEditor, bus: EventBus) -> None:
        """Ask what became of the hotkey that is set."""
        super().__init__(editor)
        self._editor, self._bus = editor, bus
        self._name = editor.field.key.removeprefix(SETTING)
        editor.destroyed.connect(bus.listen(HotkeysHeld, self._on_held))
        editor.recording.connect(self._on_recording)
        bus.fire(HotkeysAsked())

    def _on_recording(self, on: bool) -> None:
        self._bus.fire(HotkeyRecording(on))

    def _on_held(self, event: HotkeysHeld) -> None:
        editor = self._editor
        if not isValid(editor):
            return
        held = event.held.get(self._name)
        if held is None:
            editor.set_note("")
        elif held.why_not:
            keys = key_words(str(editor.value() or ""), editor.strings, "+")
            editor.set_note(editor.strings.text(held.why_not, keys=keys), "warning")
        elif held.trigger:
            trigger = isolate(one_line(held.trigger))
            editor.set_note(editor.strings.text("hotkeys.works_as", keys=trigger))
        else:
            editor.set_note(editor.strings.text("hotkeys.works"))
