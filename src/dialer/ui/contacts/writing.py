"""Contacts that live at a directory, changed from the window: what was typed is never lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.directories.conflicts import ConflictKept, Keep
from dialer.core.errors import DialerError, InputError, OutcomeUnknown
from dialer.ui.blocks.dialogs import CANCELLED, Answer, choose
from dialer.ui.contacts.editor import edit_contact, new_contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.app import App
    from dialer.contacts.directories.conflicts import Conflict
    from dialer.contacts.model import Contact, ContactDraft
    from dialer.core.strings import Strings

_TEXTS = ("name", "organisation", "department", "title")
_VERSIONS = (Keep.MINE, Keep.THEIRS, Keep.BOTH)


async def change_there(app: App, window: QWidget, contact: Contact) -> None:
    """Let a contact be changed, and write that to its directory; after a failure the editor is there again.

    Raises:
        OutcomeUnknown: nobody knows whether it was written; it is kept.
    """
    strings = app.hub.strings
    typed: ContactDraft | None = None
    trouble = ""
    while True:
        typed = await edit_contact(window, strings, contact, typed=typed, trouble=trouble)
        if typed is None:
            return
        try:
            await app.directories.writing.change(contact, typed)
        except ConflictKept as error:
            await choose_version(app, window, error.conflict.id)
            return
        except OutcomeUnknown:
            raise
        except DialerError as error:
            trouble = strings.text(error.key, **error.placeholders)
        else:
            return


async def add_contact(app: App, window: QWidget) -> Contact | None:
    """Let a new contact be typed, and keep it where the user says; after a failure the editor is there again.

    Raises:
        OutcomeUnknown: nobody knows whether a directory has taken it.
    """
    strings, writing = app.hub.strings, app.directories.writing
    typed: ContactDraft | None = None
    place = trouble = ""
    while True:
        places = {each.entry.id: each.entry.title for each in writing.targets()}
        saved = await new_contact(window, strings, places, place=place, typed=typed, trouble=trouble)
        if saved is None:
            return None
        typed, place = saved
        target = next((each for each in writing.targets() if each.entry.id == place), None)
        try:
            if place and target is None:
                raise InputError("directories.error.not_writable", title=places[place])
            return await (app.contacts.add(typed) if target is None else writing.add(target, typed))
        except OutcomeUnknown:
            raise
        except DialerError as error:
            trouble = strings.text(error.key, **error.placeholders)


async def choose_version(app: App, window: QWidget, conflict_id: int) -> None:
    """Let somebody choose between two versions of a person; without an answer both stay kept."""
    strings, writing = app.hub.strings, app.directories.writing
    conflict = await writing.conflicts.get(conflict_id)
    name = conflict.mine.name or (conflict.theirs.name if conflict.theirs else "")
    title = app.directories.title(conflict.source)
    lines = "\n".join(_lines(conflict, strings))
    chosen = await choose(
        window,
        strings,
        title=strings.text("versions.title", name=name),
        text=strings.text("versions.text", title=title) + "\n\n" + lines,
        answers=[Answer(label=strings.text(f"versions.keep.{keep}")) for keep in _VERSIONS],
    )
    if chosen != CANCELLED:
        await writing.settle(conflict.id, _VERSIONS[chosen])


def _lines(conflict: Conflict, strings: Strings) -> list[str]:
    """Return what is different, field by field."""
    if conflict.theirs is None:
        return [strings.text("versions.gone")]
    mine, theirs = _shown(conflict.mine), _shown(conflict.theirs.draft())
    none = strings.text("versions.none")
    return [
        strings.text(
            "versions.line",
            field=strings.text(f"ui_contacts.editor.{field}"),
            mine=mine[field] or none,
            theirs=theirs[field] or none,
        )
        for field in mine
        if mine[field] != theirs[field]
    ]


def _shown(draft: ContactDraft) -> dict[str, str]:
    """Return the fields as they are read, on one line each."""
    fields = {field: str(getattr(draft, field)) for field in _TEXTS}
    fields["numbers"] = ", ".join(number.raw for number in draft.numbers)
    fields["emails"] = ", ".join(draft.emails)
    fields["tags"] = ", ".join(draft.tags)
    fields["note"] = " ".join(draft.note.split())
    return fields
