"""Writing a message slip: for whom, who called, and the message as it will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCompleter, QDialog, QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from dialer.calls.model import Call
from dialer.calls.slips import Message, Slip, message, slip_link
from dialer.contacts.language import language_for
from dialer.core.errors import DialerError
from dialer.core.mail import is_address
from dialer.core.strings import Strings
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.line import Line
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.tab_order import order_tabs
from dialer.ui.blocks.widgets import Card, PlainLabel, PrimaryButton, SecondaryButton, one_line
from dialer.ui.look.theme import TextStyle, px

if TYPE_CHECKING:
    from dialer.contacts.model import Contact
    from dialer.ui.desk import Desk

_WIDTH = 520
_LONGEST = 1000
_MOST = 8


async def ask_slip(desk: Desk, about: Call | Contact | None = None) -> None:
    """Write a slip about a call's other party or a contact who called; None: about whoever is typed."""
    number = ""
    if isinstance(about, Call):
        number = await desk.phone.numbers.of(about.number)
    elif about is not None and (first := about.number_to_call) is not None:
        number = first.display or first.raw
    organisation = "" if about is None or isinstance(about, Call) else about.organisation
    if isinstance(about, Call) and about.contact_id is not None:
        contact = await desk.app.contacts.get(about.contact_id)
        organisation = contact.organisation if contact is not None else ""
    await result_of(SlipDialog(desk, about, number, organisation))


class SlipDialog(QDialog):
    """The message is shown as it will be sent, in the recipient's language, while one types."""

    def __init__(self, desk: Desk, about: Call | Contact | None, number: str, organisation: str) -> None:
        """Fill in what is known; `number` is as people write it."""
        super().__init__(desk.main_window)
        self._app, self._strings = desk.app, desk.app.hub.strings
        self._organisation = organisation
        self._theirs = self._strings
        self._addresses: dict[str, Contact] = {}
        now = self._app.hub.clock.now().astimezone()
        self._at = about.started_at if isinstance(about, Call) else now
        title = self._text("title")
        column = headed(self, title, 6)
        self._to = self._line(column, "to", "")
        self._to.textEdited.connect(self._look_up)
        self._found = QStringListModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        if (popup := completer.popup()) is not None:
            popup.setStyleSheet(f"QAbstractItemView::item {{ padding: {px(6)}px {px(8)}px; }}")
        completer.activated.connect(self._choose)
        self._to.setCompleter(completer)
        self._name = self._line(column, "name", one_line(about.name or "") if about is not None else "")
        self._number = self._line(column, "number", number)
        self._note = self._line(column, "note", about.note if isinstance(about, Call) else "")
        self._add_preview(column)
        self._strip = Strip("bad")
        self._strip.hide()
        column.addWidget(self._strip)
        column.addSpacing(6)
        column.addLayout(self._buttons())
        self._show()
        order_tabs(self)
        self._to.setFocus()
        self.setMinimumWidth(px(_WIDTH) // 2)
        self._column = column
        self.resize(fitting_size(self, column, max(px(_WIDTH), column.minimumSize().width())))

    def _text(self, key: str) -> str:
        return self._strings.text(f"slips.dialog.{key}")

    def _line(self, column: QVBoxLayout, key: str, text: str) -> Line:
        column.addSpacing(6)
        column.addWidget(PlainLabel(self._text(key), style=TextStyle.STRONG, wrap=True))
        line = Line(text)
        line.setAccessibleName(self._text(key))
        line.setMaxLength(_LONGEST)
        line.textChanged.connect(self._show)
        column.addWidget(line)
        return line

    def _add_preview(self, column: QVBoxLayout) -> None:
        column.addSpacing(6)
        column.addWidget(PlainLabel(self._text("preview"), style=TextStyle.STRONG))
        card = Card(margin=14)
        self._subject = PlainLabel("", style=TextStyle.STRONG, wrap=True)
        self._body = PlainLabel("", wrap=True)
        self._body.setAccessibleName(self._text("preview"))
        self._body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(self._subject)
        card.body.addWidget(self._body)
        column.addWidget(FormScroll(card), 1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        leave = SecondaryButton(self._strings.text("ui_pages.dialog.cancel"))
        leave.clicked.connect(self.reject)
        copy = SecondaryButton(self._text("copy"), "content-copy")
        copy.clicked.connect(self._copy)
        mail = PrimaryButton(self._text("mail"), "email-outline", "↵")
        mail.setDefault(True)
        mail.clicked.connect(self._mail)
        row.addWidget(copy)
        row.addStretch()
        row.addWidget(leave)
        row.addWidget(mail)
        return row

    def _message(self) -> Message:
        slip = Slip(
            name=self._name.text(),
            number=self._number.text(),
            at=self._at,
            note=self._note.text(),
            organisation=self._organisation,
        )
        settings = self._app.hub.settings
        template, my_name = str(settings.get("slip_template") or ""), str(settings.get("my_name") or "")
        return message(slip, template, my_name, self._app.hub.clock.now().astimezone(), self._theirs)

    def _show(self) -> None:
        if not hasattr(self, "_body"):
            return  # the lines are filled in one after the other
        made = self._message()
        self._subject.setText(made.subject)
        self._body.setText(made.text.rstrip())

    def _look_up(self, text: str) -> None:
        self._app.hub.scope.spawn(self._suggest(text), "find a recipient")

    async def _suggest(self, text: str) -> None:
        """Offer the e-mail addresses of those who are found."""
        found = await self._app.contacts.search(text, limit=_MOST) if text.strip() else None
        if not isValid(self) or self._to.text() != text or found is None:
            return
        offered = [
            (f"{one_line(hit.contact.name)} <{address.strip()}>", hit.contact)
            for hit in found.hits
            for address in hit.contact.emails
            if is_address(address.strip())
        ]
        self._addresses |= dict(offered)
        self._found.setStringList([shown for shown, _ in offered])
        if offered and self._to.hasFocus():
            self._to.completer().complete()

    def _choose(self, offered: str) -> None:
        contact = self._addresses.get(offered)
        if contact is not None:
            self._app.hub.scope.spawn(self._speak(contact.id), "find the recipient's language")

    async def _speak(self, contact_id: str) -> None:
        language = await language_for(self._app.contacts, contact_id, self._strings.language)
        if isValid(self):
            self._theirs = Strings(language)
            self._show()

    def _copy(self) -> None:
        made = self._message()
        QGuiApplication.clipboard().setText(f"{made.subject}\n\n{made.text}")
        self._say("ok", self._text("copied"))

    def _mail(self) -> None:
        from dialer.ui.blocks.open_link import open_mail  # only who writes needs it

        typed = self._to.text().strip()
        if typed in self._addresses:
            typed = typed.rpartition("<")[2].rstrip(">")
        try:
            link = slip_link(typed, self._message())
        except DialerError as error:
            self._say("bad", self._strings.text(error.key, **error.placeholders))
            self._to.setFocus()
            return
        if open_mail(link):
            self.accept()
        else:
            self._say("bad", self._text("not_opened"))

    def _say(self, tone: str, words: str) -> None:
        self._strip.say(tone, words)
        self.resize(fitting_size(self, self._column, self.width()))
