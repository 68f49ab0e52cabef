"""The dialog in which a contact is typed or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from dialer.contacts.model import Contact, ContactDraft, Instructions
from dialer.ui.blocks.dialog_frame import headed
from dialer.ui.blocks.dialogs import result_of
from dialer.ui.blocks.folding import FoldingBox
from dialer.ui.blocks.form import FormScroll, fitting_size
from dialer.ui.blocks.inputs import ComboBox
from dialer.ui.blocks.widgets import PlainLabel, PrimaryButton, SecondaryButton, SectionHeading, one_line
from dialer.ui.contacts.editor_rows import LabelledRows
from dialer.ui.contacts.number_lines import NumberLines
from dialer.ui.look.theme import TextStyle, Tone, px

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.strings import Strings

_WIDTH = 560
_NOTE_HEIGHT = 84
_MOST = 500


async def edit_contact(
    parent: QWidget,
    strings: Strings,
    contact: Contact | None,
    *,
    read_only: str = "",
    typed: ContactDraft | None = None,
    trouble: str = "",
) -> ContactDraft | None:
    """Let a contact be typed or changed; None where the dialog was left without saving.

    Args:
        parent: the window.
        strings: the words.
        contact: whom to change; None for a new contact.
        read_only: the name of the directory that decides about everything but what is this desk's own.
        typed: what was typed before and could not be kept.
        trouble: why it could not.
    """
    dialog = ContactEditor(parent, strings, contact, read_only=read_only, typed=typed)
    dialog.say(trouble)
    saved = await result_of(dialog) == QDialog.DialogCode.Accepted
    return dialog.draft if saved else None


async def new_contact(
    parent: QWidget,
    strings: Strings,
    places: Mapping[str, str],
    *,
    place: str = "",
    typed: ContactDraft | None = None,
    trouble: str = "",
) -> tuple[ContactDraft, str] | None:
    """Let a new contact be typed; None where the dialog was left without saving.

    Args:
        parent: the window.
        strings: the words.
        places: the address books that it may be kept in besides this computer's, by their accounts' ids.
        place: which of them was chosen before; empty is this computer's.
        typed: what was typed before and could not be kept.
        trouble: why it could not.

    Returns:
        What was typed, and where it is to be kept.
    """
    dialog = ContactEditor(parent, strings, None, typed=typed, places=places, place=place)
    dialog.say(trouble)
    saved = await result_of(dialog) == QDialog.DialogCode.Accepted
    return (dialog.draft, dialog.place) if saved else None


class ContactEditor(QDialog):
    """Name, numbers with labels, e-mail addresses, tags and the like; note, what to know at the front desk.

    Attributes:
        draft: what was typed, once it is saved.
        place: the account in whose address book it is to be kept; empty is this computer's.
    """

    def __init__(
        self,
        parent: QWidget,
        strings: Strings,
        contact: Contact | None,
        *,
        read_only: str = "",
        typed: ContactDraft | None = None,
        places: Mapping[str, str] | None = None,
        place: str = "",
    ) -> None:
        """Start with a contact's details, or empty."""
        super().__init__(parent)
        self._strings = strings
        self._places, self.place = places or {}, place
        self._before = typed or (contact.draft() if contact else ContactDraft())
        self.draft = self._before
        title = strings.text("ui.editor.change" if contact else "ui.editor.add")
        layout = headed(self, title, 16)
        if read_only:
            why = strings.text("ui_contacts.editor.read_only", title=read_only)
            layout.addWidget(PlainLabel(why, style=TextStyle.SMALL, tone=Tone.DIM, wrap=True))
        layout.addWidget(FormScroll(self._build_form()), 1)
        self._error = PlainLabel(tone=Tone.BAD, wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        layout.addLayout(self._build_buttons())
        self.resize(fitting_size(self, layout, px(_WIDTH)))
        if read_only:
            for widget in self._theirs:
                widget.setEnabled(False)
        (self._note if read_only else self._name).setFocus()

    def say(self, trouble: str) -> None:
        """Say what is wrong with what was typed; nothing where nothing is."""
        self._error.setText(trouble)
        self._error.setVisible(bool(trouble))

    def _build_form(self) -> QWidget:
        form, before = LabelledRows(), self._before
        if self._places:
            self._beside(form, "place", self._build_place())
        self._name = self._line(form, "name", before.name)
        self._organisation = self._line(form, "organisation", before.organisation)
        self._department = self._line(form, "department", before.department)
        self._title = self._line(form, "title", before.title)
        self._numbers = NumberLines(self._strings, before.numbers)
        self._beside(form, "numbers", self._numbers.widget)
        self._emails = self._line(form, "emails", ", ".join(before.emails))
        self._tags = self._line(form, "tags", ", ".join(before.tags))
        self._tags.setPlaceholderText(self._strings.text("ui_contacts.editor.tags.hint"))
        self._theirs = (
            self._name, self._organisation, self._department, self._title, self._numbers.widget, self._emails,
            self._tags,
        )  # fmt: skip
        self._note = QPlainTextEdit(before.note)
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(px(_NOTE_HEIGHT))
        self._note.setAccessibleName(self._word("note"))
        self._beside(form, "note", self._note)
        self._add_door(form, before.instructions)
        return form

    def _build_place(self) -> ComboBox:
        combo = ComboBox()
        combo.setAccessibleName(self._word("place"))
        combo.addItem(self._word("place.here"), "")
        for account, title in self._places.items():
            combo.addItem(one_line(title), account)
        combo.setCurrentIndex(max(0, combo.findData(self.place)))
        combo.activated.connect(lambda _at: setattr(self, "place", combo.currentData()))
        return combo

    def _add_door(self, form: LabelledRows, before: Instructions) -> None:
        heading = SectionHeading(self._strings.text("ui_contacts.editor.door"))
        heading.setContentsMargins(0, px(8), 0, 0)
        form.add(heading, whole=True)
        self._never = FoldingBox(self._strings.text("contacts.door.never"))
        self._never.setAccessibleName(self._never.text())
        self._never.setChecked(before.never_put_through)
        form.add(self._never)
        self._ask_for = self._line(form, "ask_for", before.ask_for)
        self._ask_for.setPlaceholderText(self._strings.text("ui_contacts.editor.ask_for.hint"))
        self._best_time = self._line(form, "best_time", before.best_time)
        self._best_time.setPlaceholderText(self._strings.text("ui_contacts.editor.best_time.hint"))

    def _line(self, form: LabelledRows, key: str, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setMaxLength(_MOST)
        line.setAccessibleName(self._word(key))
        self._beside(form, key, line)
        return line

    def _word(self, key: str) -> str:
        return self._strings.text(f"ui_contacts.editor.{key}")

    def _beside(self, form: LabelledRows, key: str, widget: QWidget) -> None:
        form.add(widget, self._word(key))

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = SecondaryButton(self._strings.text("ui.editor.cancel"))
        cancel.clicked.connect(self.reject)
        save = PrimaryButton(self._strings.text("ui.editor.save"), "check", "\u21b5")
        save.setDefault(True)
        save.clicked.connect(self._save)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def _save(self) -> None:
        draft = replace(
            self._before,
            name=self._name.text().strip(),
            organisation=self._organisation.text().strip(),
            department=self._department.text().strip(),
            title=self._title.text().strip(),
            numbers=self._numbers.drafts(),
            emails=_listed(self._emails),
            note=self._note.toPlainText().strip(),
            tags=_listed(self._tags),
            instructions=Instructions(
                never_put_through=self._never.isChecked(),
                ask_for=self._ask_for.text().strip(),
                best_time=self._best_time.text().strip(),
            ),
        )
        if not (draft.name or draft.organisation or draft.numbers or draft.emails):
            self.say(self._strings.text("ui.editor.empty"))
            self._name.setFocus()
            return
        self.draft = draft
        self.accept()


def _listed(line: QLineEdit) -> tuple[str, ...]:
    """Return what stands in a line, separated by commas or semicolons."""
    return tuple(part.strip() for part in line.text().replace(";", ",").split(",") if part.strip())
