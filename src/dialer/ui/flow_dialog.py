"""The one dialog that draws any config flow: a new account, a new sign-in, a change, the options."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.errors import SecretsUnavailable
from dialer.core.flow import Flow
from dialer.ui.dialogs import result_of
from dialer.ui.field_editors import SecretEditor, make_editor
from dialer.ui.form import FormScroll, fitting_size
from dialer.ui.spinner import Spinner
from dialer.ui.strip import Strip
from dialer.ui.theme import TextStyle, Tone, px
from dialer.ui.widgets import IconLabel, PlainLabel, PrimaryButton, SecondaryButton

if TYPE_CHECKING:
    from dialer.app import App
    from dialer.core.entry import ConfigEntry
    from dialer.ui.field_editors import FieldEditor

_WIDTH = 520
_MARGIN = 24
FALLBACK_ICON = "puzzle-outline"


async def run_flow(app: App, parent: QWidget, flow: Flow) -> ConfigEntry | None:
    """Let the user go through a flow; returns the account, or None where nothing was kept.

    Raises:
        DialerError: the dialog was closed while the account was being kept, and that failed.
    """
    dialog = FlowDialog(app, flow, parent)
    await result_of(dialog)
    if dialog.checking is not None:
        # Closed while the account was being kept: how that ends is told by whoever called.
        await asyncio.wait([dialog.checking])
        if flow.error is not None:
            raise flow.error
    return dialog.entry


def integration_icon(domain: str) -> str:
    """Return the icon of an integration, or a neutral one where it brings none."""
    manifest = loader.discover().get(domain)
    return str(manifest.icon) if manifest is not None and manifest.icon.is_file() else FALLBACK_ICON


class FlowDialog(QDialog):
    """Asks for a flow's fields, checks them, and closes when the account is kept.

    Attributes:
        entry: the account, once it is kept.
        checking: the check under way.
    """

    def __init__(self, app: App, flow: Flow, parent: QWidget | None = None) -> None:
        """Draw a flow's fields with what is known."""
        super().__init__(parent)
        self.entry: ConfigEntry | None = None
        self._strings = app.hub.strings
        self._scope = app.hub.scope
        self._flow = flow
        self.checking: asyncio.Task[None] | None = None
        self._editors = {field.key: self._make_editor(field.key) for field in flow.fields}
        title = self._title()
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(16)
        layout.addLayout(self._build_head(title))
        self._scroll = self._build_form()
        layout.addWidget(self._scroll, 1)
        self._strip = Strip("bad")
        layout.addWidget(self._strip)
        layout.addLayout(self._build_foot())
        self._strip.hide()
        self._show_busy(busy=False)
        self._fit()
        self._first_empty().setFocus()

    def _text(self, key: str, **placeholders: object) -> str:
        return self._strings.text(f"ui_pages.flow.{key}", **placeholders)

    def _title(self) -> str:
        manifest = loader.discover().get(self._flow.domain)
        provider = manifest.name if manifest is not None else self._flow.domain
        title = self._flow.entry.title if self._flow.entry is not None else provider
        return self._text(f"title.{self._flow.kind}", provider=provider, title=title)

    def _make_editor(self, key: str) -> FieldEditor:
        field = next(field for field in self._flow.fields if field.key == key)
        editor = make_editor(field, self._flow.domain, self._strings, self._flow.values.get(key))
        if isinstance(editor, SecretEditor) and self._flow.kind is FlowKind.RECONFIGURE:
            editor.show_kept()
        return editor

    def _first_empty(self) -> QWidget:
        empty = (editor for editor in self._editors.values() if editor.value() in {"", None})
        return next(empty, next(iter(self._editors.values()), self._submit))

    def _build_head(self, title: str) -> QHBoxLayout:
        head, words = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(16)
        icon = IconLabel(integration_icon(self._flow.domain), tint="accent", size=28)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words.setSpacing(4)
        words.addWidget(PlainLabel(title, style=TextStyle.SUBTITLE, wrap=True))
        intro = PlainLabel(self._text(f"intro.{self._flow.kind}"), tone=Tone.DIM, wrap=True)
        words.addWidget(intro)
        head.addLayout(words, 1)
        return head

    def _build_form(self) -> FormScroll:
        self._form = QWidget()
        layout = QVBoxLayout(self._form)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(12)
        for editor in self._editors.values():
            layout.addWidget(editor)
        layout.addStretch()
        return FormScroll(self._form)

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self._spinner = Spinner()
        foot.addWidget(self._spinner)
        self._progress = PlainLabel(self._text("checking"), style=TextStyle.SMALL, tone=Tone.DIM, elide=True)
        foot.addWidget(self._progress, 1)
        foot.addStretch()
        self._cancel = SecondaryButton("")
        self._submit = PrimaryButton("")
        self._cancel.clicked.connect(self.reject)
        self._submit.clicked.connect(self.submit)
        for button in (self._cancel, self._submit):
            # Enter presses the button that has the focus, else the default one.
            button.setAutoDefault(True)
            foot.addWidget(button)
        self._submit.setDefault(True)
        return foot

    def submit(self) -> None:
        """Check what was filled in; while that runs, a second press does nothing."""
        if self.checking is None:
            raw = {key: editor.value() for key, editor in self._editors.items()}
            self._show_busy(busy=True)
            self.checking = self._scope.spawn(self._check(raw), "check an account")

    def reject(self) -> None:
        """Esc and Cancel stop a check that runs, else they close; what is being kept already is kept."""
        if self.checking is not None and not self._flow.keeping:
            self.checking.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Close, and leave no password behind in a widget."""
        for editor in self._editors.values():
            if isinstance(editor, SecretEditor):
                editor.set_value("")
        super().done(result)

    async def _check(self, raw: dict[str, object]) -> None:
        stopped = False
        try:
            self.entry = await self._flow.submit(raw)
        except asyncio.CancelledError:
            # Only the user's Esc ends here quietly; the dialog stays, with what was typed.
            stopped = True
        self.checking = None
        if not isValid(self):
            return
        self._show_busy(busy=False)
        if self.entry is not None:
            self.accept()
        elif stopped:
            self._strip.say("warning", self._text("stopped"))
        else:
            self._show_errors()

    def _show_busy(self, *, busy: bool) -> None:
        self._form.setEnabled(not busy)
        self._submit.setEnabled(not busy)
        # A key ring that was locked or missing may be there now: the same answers can be tried again.
        keyring = isinstance(self._flow.error, SecretsUnavailable)
        self._submit.set_label(self._text("retry" if keyring else f"submit.{self._flow.kind}"))
        self._cancel.set_label(self._text("stop") if busy else self._strings.text("ui_pages.dialog.cancel"))
        self._spinner.setVisible(busy)
        self._progress.setVisible(busy)
        if busy:
            self._strip.hide()
            self._cancel.setFocus()

    def _show_errors(self) -> None:
        errors = dict(self._flow.errors)
        base = errors.pop(Flow.BASE, None)
        wrong = []
        for key, editor in self._editors.items():
            sentence = errors.pop(key, None)
            editor.set_error(self._strings.text(sentence) if sentence else "")
            if sentence:
                wrong.append(editor)
        base = base or next(iter(errors.values()), None)
        if base is not None:
            placeholders = self._flow.error.placeholders if self._flow.error is not None else {}
            self._strip.say("bad", self._strings.text(base, **placeholders))
        self._fit()
        if wrong:
            wrong[0].setFocus()
            self._scroll.ensureWidgetVisible(wrong[0])
        else:
            self._submit.setFocus()

    def _fit(self) -> None:
        """Grow to show everything, as far as the window behind it allows; never shrink while it is seen."""
        self._layout.activate()
        size = fitting_size(self, self._layout, px(_WIDTH))
        self.resize(size.width(), max(size.height(), self.height()) if self.isVisible() else size.height())
