"""The first start: two questions, and three ways to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialer.core.errors import StorageError
from dialer.core.fields import FieldError
from dialer.core.settings import OWNER, SETTINGS
from dialer.ui.blocks.field_editors import make_editor
from dialer.ui.blocks.managed import show_if_managed
from dialer.ui.blocks.page import Column
from dialer.ui.blocks.row_button import RowButton
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import Card, PlainLabel, SecondaryButton, SectionHeading
from dialer.ui.contacts.number_check import NumberCheck
from dialer.ui.look.countries import system_region
from dialer.ui.look.theme import TextStyle, Tone

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from dialer.app import App
    from dialer.ui.blocks.field_editor import FieldEditor

_WIDTH = 640
_ASKED = ("region", "own_number")


class WelcomePage(QWidget):
    """Asks for country and own number; every way on keeps the answers.

    Signals:
        add_account: the user goes on with an account.
        import_contacts: the user goes on with importing contacts.
        skipped: the user goes on to the window as it is.
    """

    add_account = Signal()
    import_contacts = Signal()
    skipped = Signal()

    def __init__(self, app: App, start_demo: Callable[[], None], parent: QWidget | None = None) -> None:
        """Ask, with the computer's country filled in; `start_demo` opens the demo beside this window."""
        super().__init__(parent)
        self._hub = app.hub
        self._start_demo = start_demo
        self._keeping: asyncio.Task[None] | None = None
        self._editors = {field.key: self._make_editor(field.key) for field in SETTINGS if field.key in _ASKED}
        if self._editors["own_number"].isEnabled():
            NumberCheck(self._editors["own_number"], self._hub.scope, self._region)
        self._editors["region"].changed.connect(self._editors["own_number"].changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        column = Column(_WIDTH, centred=True)
        layout.addWidget(column)
        self._strip = Strip("bad")
        self._strip.hide()
        self._fill(column.body)

    def _text(self, key: str) -> str:
        return self._hub.strings.text(f"ui_pages.welcome.{key}")

    def _make_editor(self, key: str) -> FieldEditor:
        field = next(field for field in SETTINGS if field.key == key)
        settings = self._hub.settings
        value = settings.get(key)
        if key == "region" and settings.is_open(key):
            # Nobody has chosen a country yet: what the computer is set to is the better guess.
            value = system_region()
        editor = make_editor(field, OWNER, self._hub.strings, value)
        show_if_managed(editor, settings, self._hub.strings)
        return editor

    def _fill(self, body: QVBoxLayout) -> None:
        body.setSpacing(8)
        body.addStretch(1)
        body.addWidget(PlainLabel(self._text("title"), style=TextStyle.TITLE, wrap=True))
        body.addWidget(PlainLabel(self._text("text"), tone=Tone.DIM, wrap=True))
        card = Card()
        card.body.setSpacing(12)
        for editor in self._editors.values():
            card.body.addWidget(editor)
        body.addWidget(card)
        body.addSpacing(4)
        body.addWidget(SectionHeading(self._text("next")))
        for icon, way, slot in (
            ("account-plus-outline", "account", self._go_to_account),
            ("file-import-outline", "import", self._go_to_import),
            ("play-circle-outline", "demo", self._look_around),
        ):
            button = RowButton(icon, self._text(way), self._text(f"{way}.text"))
            button.clicked.connect(slot)
            body.addWidget(button)
        body.addWidget(self._strip)
        skip = SecondaryButton(self._text("skip"))
        skip.clicked.connect(self._skip)
        body.addWidget(skip, 0, Qt.AlignmentFlag.AlignRight)
        body.addStretch(2)

    def _region(self) -> str:
        return str(self._editors["region"].value())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the first question."""
        super().showEvent(event)
        self._editors["region"].setFocus()

    def _go_to_account(self) -> None:
        self._go_on(self.add_account)

    def _go_to_import(self) -> None:
        self._go_on(self.import_contacts)

    def _skip(self) -> None:
        self._go_on(self.skipped)

    def _look_around(self) -> None:
        # The demo has a home of its own; this one still waits for its answers.
        self._start_demo()
        self._strip.say("ok", self._text("demo.started"))

    def _go_on(self, way: SignalInstance) -> None:
        if self._keeping is None or self._keeping.done():
            self._keeping = self._hub.scope.spawn(self._keep(way), "keep the first answers")

    async def _keep(self, way: SignalInstance) -> None:
        """Keep the answers and go on; where one has to be looked at first, stay."""
        self._strip.hide()
        settings = self._hub.settings
        try:
            for key, editor in self._editors.items():
                await settings.set(key, editor.value())
            await settings.set("welcomed", True)
        except FieldError as error:
            editor.set_error(self._hub.strings.text(error.key))
            editor.setFocus()
        except StorageError as error:
            self._strip.say("bad", self._hub.strings.text(error.key, **error.placeholders))
        else:
            way.emit()
