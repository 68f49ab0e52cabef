"""The question before the number of a link is called, or the reason why it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from dialer.calls.gate import DialRequest
from dialer.contacts.documents import rule_name
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.strip import Strip
from dialer.ui.blocks.widgets import (
    PlainLabel,
    PrimaryButton,
    SecondaryButton,
    capital,
    isolate,
    ltr,
    one_line,
)
from dialer.ui.look.countries import country_name
from dialer.ui.look.theme import TextStyle, Tone
from dialer.ui.outside.guarded_dialog import GuardedDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialer.contacts.model import Contact
    from dialer.contacts.numbers.reading import Candidate
    from dialer.core.entry import ConfigEntry
    from dialer.core.strings import Strings
    from dialer.ui.outside.call_question import Source
    from dialer.ui.phone.dial_preview import DialPreviewLine

SOURCE_ICONS = {"link": "link-variant", "selection": "cursor-text", "clipboard": "content-copy"}
_LONGEST_LINK = 80
_MOST_PEOPLE = 3


@dataclass(frozen=True, kw_only=True)
class LinkChoice:
    """A number that can be called, everybody whose it is, and whether it is asked about as one abroad."""

    candidate: Candidate
    people: Sequence[Contact] = ()
    abroad: bool = False


class LinkDialog(GuardedDialog):
    """Asks whether to call; several numbers are a choice. Cancel is the default.

    Attributes:
        request: what to call, once the user said so.
    """

    def __init__(
        self,
        strings: Strings,
        choices: Sequence[LinkChoice],
        source: Source = "link",
        preview: DialPreviewLine | None = None,
    ) -> None:
        """Ask about these numbers, of which there is at least one; `preview` says what would be sent."""
        super().__init__(strings, strings.text("links.dialog.title"), wanted=source != "link")
        self._source, self._preview = source, preview
        self.request: DialRequest | None = None
        self._choices = choices
        self._entry: ConfigEntry | None = None
        self._build()
        self._show_choice()

    def _build(self) -> None:
        text = self._strings.text
        self._number = PlainLabel(style=TextStyle.TITLE)
        self._numbers = ComboBox()
        self._numbers.setAccessibleName(text("links.dialog.number"))
        for choice in self._choices:
            self._numbers.addItem(_shown(choice.candidate))
        self._numbers.setVisible(len(self._choices) > 1)
        self._numbers.activated.connect(self._show_choice)
        self._kind = PlainLabel(wrap=True)
        self._person = PlainLabel(wrap=True)
        self._account = PlainLabel(wrap=True)
        self._warning = Strip("warning")
        self._warning.hide()
        self.body.addWidget(self._number)
        self.body.addWidget(self._numbers)
        self.add_line("phone", self._kind)
        self.add_line("account-multiple-outline", self._person)
        self.add_line("key-outline", self._account)
        self.add_line(
            SOURCE_ICONS[self._source],
            PlainLabel(text(f"links.source.{self._source}"), tone=Tone.DIM, wrap=True),
        )
        if self._preview is not None:
            self.body.addWidget(self._preview)
            self._preview.resized.connect(self.fit)
        self.body.addWidget(self._warning)
        self.finish(self._build_buttons())

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        cancel = SecondaryButton(self._strings.text("ui_pages.dialog.cancel"))
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        self._call = PrimaryButton(self._strings.text("links.dialog.call"), "phone")
        # Enter presses the button that has the focus, else the default one.
        self._call.setAutoDefault(True)
        self._call.setEnabled(False)
        self._call.clicked.connect(self._on_call)
        row.addWidget(cancel)
        row.addWidget(self._call)
        cancel.setFocus()
        return row

    def show_account(self, entry: ConfigEntry | None) -> None:
        """Say which account pays; without one that is ready nothing can be called."""
        self._entry = entry
        words = self._strings.text("links.dialog.no_account")
        if entry is not None:
            words = self._strings.text("links.dialog.account", account=isolate(entry.title))
        self._account.setText(words)
        self._enable()
        self._describe()

    def _show_choice(self, place: int = 0) -> None:
        choice = self._choices[place]
        costs = "expensive" if choice.candidate.confirm else "abroad" if choice.abroad else ""
        warning = self._strings.text(f"links.dialog.{costs}") if costs else ""
        self._number.setText(_shown(choice.candidate))
        self._kind.setText(_kind_of(choice.candidate, self._strings))
        self._person.setText(self._words_for(choice.people))
        self._warning.say("warning", warning)
        if self._preview is not None:
            self._preview.show_candidate(choice.candidate)
        self._describe()

    def _describe(self) -> None:
        lines = [label.text() for label in (self._number, self._kind, self._person, self._account)]
        self.setAccessibleDescription(". ".join(line for line in lines if line))
        self.fit()

    def _words_for(self, people: Sequence[Contact]) -> str:
        if not people:
            return self._strings.text("links.dialog.nobody")
        lines = [_named(contact) for contact in people[:_MOST_PEOPLE]]
        if len(people) > _MOST_PEOPLE:
            lines.append(self._strings.text("links.dialog.more_people", count=len(people) - _MOST_PEOPLE))
        return "\n".join(lines)

    def arm(self) -> None:
        """Let keys and clicks count from now on."""
        super().arm()
        self._enable()

    def _enable(self) -> None:
        self._call.setEnabled(self.armed and self._entry is not None)

    def _on_call(self) -> None:
        if not self.armed or self._entry is None:  # assistive technology presses without a click
            return
        choice = self._choices[max(self._numbers.currentIndex(), 0)]
        # Whose it is, the call looks up itself: it knows what may be kept on the disk.
        self.request = DialRequest(number=str(choice.candidate.e164), entry_id=self._entry.id)
        self.accept()


class RefusedLinkDialog(GuardedDialog):
    """Says why the number of a link is not called."""

    def __init__(self, strings: Strings, link: str, reason: str, source: Source = "link") -> None:
        """Say the sentence with the key `reason` about a link, or about a text from another source."""
        title = "links.refused.title" if source == "link" else "outside.refused.title"
        super().__init__(strings, strings.text(title), wanted=source != "link")
        words = strings.text(reason)
        shown = one_line(link)
        shown = shown if len(shown) <= _LONGEST_LINK else f"{shown[:_LONGEST_LINK]}…"
        self.body.addWidget(PlainLabel(words, wrap=True))
        self.add_line(SOURCE_ICONS[source], PlainLabel(ltr(shown), tone=Tone.DIM, wrap=True))
        self.setAccessibleDescription(words)
        close = SecondaryButton(strings.text("ui_pages.dialog.close"))
        close.clicked.connect(self.reject)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        self.finish(row)
        self.fit()


def _named(contact: Contact) -> str:
    names = [one_line(contact.name), one_line(contact.organisation)]
    return " · ".join(isolate(name) for name in dict.fromkeys(names) if name)


def _shown(candidate: Candidate) -> str:
    return ltr(candidate.international or candidate.raw)


def _kind_of(candidate: Candidate, strings: Strings) -> str:
    kind = strings.text(f"contacts.type.{candidate.type.value}")
    line = capital(kind)
    if candidate.region is not None:
        line = f"{country_name(strings, candidate.region)} · {kind}"
    rule = rule_name(candidate, strings)
    return line if rule is None else f"{line}\n{strings.text('number_rules.read_by', rule=isolate(rule))}"
