"""``dialer contacts conflicts`` and ``settle``: two versions of a person, of which somebody has to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit
from dialer.contacts.directories.conflicts import Keep
from dialer.contacts.documents import contact_to_json

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.contacts.directories.conflicts import Conflict
    from dialer.contacts.model import ContactDraft


async def show(app: App, _args: argparse.Namespace, console: Console) -> int:
    """List what there is to choose, with both versions."""
    found = await app.directories.writing.conflicts.all()
    if console.json:
        console.document([_to_document(each) for each in found])
    elif not found:
        console.say("directories.conflicts.none")
    for each in () if console.json else found:
        title = app.directories.title(each.source)
        console.line(f"{each.id}  {title}")
        for key, version in (("mine", each.mine), ("theirs", each.theirs.draft() if each.theirs else None)):
            words = _words(version) if version else console.strings.text("directories.conflicts.gone")
            console.say(f"directories.conflicts.{key}", version=words)
    return Exit.DONE


async def settle(app: App, args: argparse.Namespace, console: Console) -> int:
    """Carry a choice out."""
    await app.directories.ready()
    await app.directories.writing.settle(args.id, Keep(args.keep))
    if not console.json:
        console.say("directories.conflicts.settled")
    return Exit.DONE


def _words(draft: ContactDraft) -> str:
    numbers = [f"{number.label} {number.raw}".strip() for number in draft.numbers]
    about = (
        draft.name,
        draft.title,
        draft.department,
        draft.organisation,
        *numbers,
        *draft.emails,
        *draft.tags,
    )
    return "  ·  ".join(filter(None, (*about, " ".join(draft.note.split()))))


def _to_document(conflict: Conflict) -> dict[str, object]:
    mine = conflict.mine
    return {
        "id": conflict.id,
        "source": conflict.source,
        "mine": {
            "name": mine.name,
            "organisation": mine.organisation,
            "title": mine.title,
            "numbers": [{"raw": number.raw, "label": number.label} for number in mine.numbers],
            "emails": list(mine.emails),
            "note": mine.note,
        },
        "theirs": contact_to_json(conflict.theirs) if conflict.theirs else None,
    }
