"""One setting on the page: its editor, who decides it, and a button that takes the choice back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialer.core.errors import DialerError
from dialer.core.fields import FieldError, Hotkey, Phone
from dialer.core.settings_declared import OWNER
from dialer.ui.blocks.field_editors import make_editor, register_editor
from dialer.ui.blocks.managed import show_if_managed
from dialer.ui.blocks.widgets import IconButton
from dialer.ui.contacts.number_check import NumberCheck
from dialer.ui.keys.hotkey_check import HotkeyCheck
from dialer.ui.keys.hotkey_editor import HotkeyEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from dialer.core.fields import Field
    from dialer.core.hub import Hub

register_editor(Hotkey, HotkeyEditor)


class SettingRow(QWidget):
    """Draws a declared setting, and keeps what is changed.

    Attributes:
        editor: the input with label, hint and note.
    """

    def __init__(self, hub: Hub, field: Field, failed: Callable[[DialerError], None]) -> None:
        """Draw the setting as it is; `failed` hears why something could not be kept."""
        super().__init__()
        self._hub, self._field, self._failed = hub, field, failed
        self._strings, self._settings = hub.strings, hub.settings
        self._managed = self._settings.managed_by(field.key) is not None
        self.editor = make_editor(field, OWNER, self._strings, self._settings.get(field.key))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.editor)
        name = self._strings.text("settings.reset.one", name=self.editor.label)
        self._reset = IconButton("undo", name, kind="bare")
        self._reset.clicked.connect(self._on_reset)
        self.editor.add_beside(self._reset)
        if not show_if_managed(self.editor, self._settings, self._strings):
            self.editor.committed.connect(self._on_committed)
            if isinstance(field, Phone):
                NumberCheck(self.editor, hub.scope, self._region)
            elif isinstance(self.editor, HotkeyEditor):
                HotkeyCheck(self.editor, hub.bus)
        self._show_reset()

    def refresh(self) -> None:
        """Show the setting as it is."""
        value = self._settings.get(self._field.key)
        if self.editor.value() != value:
            self.editor.set_value(value)
            self.editor.set_error("")
        self._show_reset()

    def _show_reset(self) -> None:
        self._reset.setVisible(self._settings.is_own(self._field.key))

    def _region(self) -> str:
        return self._settings.region

    def _on_committed(self) -> None:
        self._hub.scope.spawn(
            self._told(self._settings.set(self._field.key, self.editor.value())), "keep a setting"
        )

    def _on_reset(self) -> None:
        self.editor.target().setFocus(Qt.FocusReason.OtherFocusReason)
        self._hub.scope.spawn(self._told(self._settings.reset(self._field.key)), "reset a setting")

    async def _told(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FieldError as error:
            self.editor.set_error(self._strings.text(error.key))
        except DialerError as error:
            self._failed(error)
