"""The dialog in which one number rule is typed; it stays open until the rule can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialer.core.errors import DialerError
from dialer.core.fields import FieldError, Text
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.field_editors import LineEditor
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton
from dialer.ui.look.theme import Tone, px

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.core.scope import Scope
    from dialer.core.strings import Strings

OWNER = "number_rules"
_WIDTH = 520
# The field that a sentence is about, by the end of its key; any other stands below them all.
_FIELDS = {
    "name": "name",
    "name_taken": "name",
    "no_pattern": "pattern",
    "pattern": "pattern",
    "slow": "pattern",
    "replacement": "replacement",
    "group": "replacement",
    "length": "length",
    "length_taken": "length",
    "base": "base",
}


class RuleDialog(QDialog):
    """Fields and a button that keeps them; what cannot be kept says why at its field."""

    def __init__(
        self,
        strings: Strings,
        scope: Scope,
        title: str,
        values: Mapping[str, str],
        keep: Callable[[Mapping[str, str]], Awaitable[None]],
        parent: QWidget | None = None,
    ) -> None:
        """Ask for the fields that `values` names.

        Args:
            strings: the words.
            scope: owns the keeping.
            title: what is done here.
            values: what the fields hold at first, by their keys.
            keep: keeps what was typed; raises a DialerError or FieldError where that cannot be.
            parent: the window.
        """
        super().__init__(parent)
        self._strings, self._scope, self._keep = strings, scope, keep
        layout = headed(self, title, 16)
        self._editors = {key: self._build_editor(key, value) for key, value in values.items()}
        layout.addWidget(FormScroll(self._build_form()), 1)
        self._error = PlainLabel(tone=Tone.BAD, wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        layout.addLayout(self._build_foot())
        next(iter(self._editors.values())).setFocus()
        self._layout = layout
        self.resize(fitting_size(self, layout, px(_WIDTH)))

    def _build_editor(self, key: str, value: str) -> LineEditor:
        editor = LineEditor(Text(key=key, required=key != "base"), OWNER, self._strings)
        editor.set_value(value)
        return editor

    def _build_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(16)
        for editor in self._editors.values():
            column.addWidget(editor)
        return form

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        cancel = SecondaryButton(self._strings.text("ui.editor.cancel"))
        cancel.clicked.connect(self.reject)
        self._save = save = PrimaryButton(self._strings.text("ui.editor.save"), "check")
        save.setDefault(True)
        save.clicked.connect(self._on_save)
        foot.addWidget(cancel)
        foot.addWidget(save)
        return foot

    def _on_save(self) -> None:
        self._save.setEnabled(False)
        self._scope.spawn(self._keep_all(), "keep a number rule")

    async def _keep_all(self) -> None:
        self._error.hide()
        try:
            await self._keep({key: str(editor.value()).strip() for key, editor in self._editors.items()})
        except DialerError as error:
            self._say(error.key, self._strings.text(error.key, **error.placeholders))
        except FieldError as error:
            self._say(error.key, self._strings.text(error.key))
        else:
            self.accept()
        finally:
            self._save.setEnabled(True)

    def _say(self, key: str, sentence: str) -> None:
        editor = self._editors.get(_FIELDS.get(key.rpartition(".")[2], ""))
        if editor is not None:
            editor.set_error(sentence)
            editor.setFocus()
        else:
            self._error.setText(sentence)
            self._error.show()
        self.resize(fitting_size(self, self._layout, px(_WIDTH)))
