"""What people do on the Phone page, forwarded to the managers; what comes back is a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from dialer.calls.gate import DialRequest, PressDropped
from dialer.contacts.model import LOCAL
from dialer.contacts.numbers.dialling import ConfirmNeeded
from dialer.core.errors import DialerError
from dialer.ui.blocks.guarded import guarded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.contacts.model import Contact, ContactDraft
    from dialer.core.scope import Scope
    from dialer.ui.contacts.import_dialog import ImportDialog


_CONTACT_FILES = (".vcf", ".vcard", ".csv", ".tsv")


def dropped_files(dragged: QMimeData) -> list[str]:
    """Return the files of contacts that somebody drags over the window; none where it is anything else."""
    paths = [url.toLocalFile() for url in dragged.urls()]
    return paths if all(path.lower().endswith(_CONTACT_FILES) for path in paths) else []


class PhoneActions(QObject):
    """Starts what the user asked for.

    Signals:
        told: tone and sentence, to be shown in a strip.
        prefilled: a text for the search box.
    """

    told = Signal(str, str)
    prefilled = Signal(str)

    def __init__(self, app: App, window: QWidget, scope: Scope) -> None:
        """Act on these managers; dialogs stand in front of `window`, tasks belong to `scope`."""
        super().__init__(window)
        self._app, self._window, self._scope = app, window, scope
        self._strings = app.hub.strings
        self._importing: ImportDialog | None = None
        self.otherwise: Callable[[DialRequest, DialerError], Awaitable[bool]] | None = None

    def run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Start something; if it fails, the user reads why."""
        self._scope.spawn(self._guarded(work), name)

    def call(self, request: DialRequest) -> None:
        """Place a call: one press."""
        self.run(self._call(request), "call")

    def call_number(self, number: str, contact: Contact | None = None) -> None:
        """Place a call to a number, of a contact if it is one's."""
        if contact is not None and contact.private:
            contact = None  # the record of the call is on the disk: it has the number alone
        name = contact.name if contact else None
        self.call(DialRequest(number=number, contact_id=contact.id if contact else None, name=name))

    def call_again(self, call: Call) -> None:
        """Place a new call to the other party of an earlier one, over the same account."""
        entry = call.entry_id if self._app.hub.entries.get(call.entry_id) else None
        request = DialRequest(number=call.number, contact_id=call.contact_id, name=call.name, entry_id=entry)
        self.call(replace(request, private=call.private))

    def prefill(self, number: str) -> None:
        """Put a number, or several in a row, into the search box; nothing is dialled."""
        self.prefilled.emit(number)

    def hang_up(self) -> None:
        """End the running call."""
        self.run(self._hang_up(), "hang up")

    def put_away(self) -> None:
        """Be done with a call that cannot be followed; one that is over needs nothing."""
        self.run(self._app.calls.put_away(), "put a call away")

    def keep_note(self, call_id: str, note: str) -> None:
        """Write the note about a call."""
        self.run(self._keep_note(call_id, note), "keep a note")

    def add_contact(self) -> None:
        """Let a new contact be typed."""
        self.run(self._add(), "add a contact")

    def edit_contact(self, contact: Contact) -> None:
        """Let a contact be changed."""
        self.run(self._edit(contact), "edit a contact")

    def remove_contact(self, contact: Contact) -> None:
        """Remove a contact, after a question."""
        self.run(self._remove(contact), "remove a contact")

    def toggle_favourite(self, contact: Contact) -> None:
        """Put a contact on speed dial, or take it off."""
        draft = replace(contact.draft(), favourite=not contact.favourite)
        self.run(self._change(contact.id, draft), "favourite")

    def import_contacts(self) -> None:
        """Let files be chosen, and import them."""
        self.run(self._choose_files(), "import contacts")

    def import_files(self, paths: list[str]) -> None:
        """Import these files."""
        self.run(self._import(paths), "import contacts")

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        await guarded(work, self.told.emit, self._strings, PressDropped)

    async def _call(self, request: DialRequest) -> None:
        while True:
            try:
                await self._app.calls.dial(request)
            except ConfirmNeeded as question:
                if not await self._is_sure(question):
                    return
                request = replace(request, confirmed=request.confirmed | {question.what})
            except DialerError as error:
                if self.otherwise is None or not await self.otherwise(request, error):
                    raise
                self.told.emit("ok", "")
                return
            else:
                self.told.emit("ok", "")
                return

    async def _is_sure(self, question: ConfirmNeeded) -> bool:
        from dialer.ui.phone.second_step import is_sure

        return await is_sure(self._app.hub, self._window, question)

    async def _hang_up(self) -> None:
        await self._app.calls.hang_up()

    async def _keep_note(self, call_id: str, note: str) -> None:
        await self._app.calls.set_note(call_id, note)

    async def _add(self) -> None:
        # A dialog that is seldom needed; the window starts without it.
        from dialer.ui.contacts.writing import add_contact

        added = await add_contact(self._app, self._window)
        if added is not None:
            self.told.emit("ok", self._strings.text("ui.contact.added", name=added.name))

    async def _edit(self, contact: Contact) -> None:
        if self._lives_elsewhere(contact):
            from dialer.ui.contacts.writing import change_there

            await change_there(self._app, self._window, contact)
            return
        from dialer.ui.contacts.editor import edit_contact

        source = self._app.directories.title(contact.source)
        draft = await edit_contact(self._window, self._strings, contact, read_only=source)
        if draft is not None:
            await self._app.contacts.change(contact.id, draft)

    async def _change(self, contact_id: str, draft: ContactDraft) -> None:
        await self._app.contacts.change(contact_id, draft)

    async def _remove(self, contact: Contact) -> None:
        from dialer.ui.blocks.dialogs import confirm

        sure = await confirm(
            self._window,
            self._strings,
            title=self._strings.text("ui.contact.remove.title"),
            text=self._strings.text("ui.contact.remove.text", name=contact.name),
            action=self._strings.text("ui.contact.remove"),
            danger=True,
        )
        if sure:
            if self._lives_elsewhere(contact):
                await self._app.directories.writing.remove(contact)
            else:
                await self._app.contacts.remove(contact.id)
            self.told.emit("ok", self._strings.text("ui.contact.removed", name=contact.name))

    def _lives_elsewhere(self, contact: Contact) -> bool:
        """Whether a contact is changed at the directory that it comes from."""
        return contact.source != LOCAL and self._app.directories.writing.may_write(contact.source)

    async def _choose_files(self) -> None:
        from dialer.ui.blocks.dialogs import ask_open_files

        text = self._strings.text
        files = f"{text('importing.files')} (*.vcf *.VCF *.vcard *.csv *.CSV *.tsv *.txt)"
        paths = await ask_open_files(self._window, text("importing.choose"), files)
        if paths:
            await self._import(paths)

    async def _import(self, paths: list[str]) -> None:
        # A dialog that is seldom needed; the window starts without it.
        from dialer.ui.contacts.import_dialog import ImportDialog

        if self._importing is not None and isValid(self._importing):
            if self._importing.busy:
                self._importing.raise_()
                self.told.emit("warning", self._strings.text("importing.busy"))
                return
            self._importing.close()
        self._importing = dialog = ImportDialog(self._app, self._window, list(map(Path, paths)))
        dialog.told.connect(self.told)
        await dialog.run()
