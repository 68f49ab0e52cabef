"""``dialer meetings documents``: what a meeting has left behind, listed or saved in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.cli.exitcodes import Exit, of_error
from dialer.core.errors import DialerError

if TYPE_CHECKING:
    import argparse

    from dialer.app import App
    from dialer.cli.console import Console
    from dialer.meetings.model import Meeting


async def documents(app: App, meeting: Meeting, args: argparse.Namespace, console: Console) -> int:
    """List a meeting's documents; with a folder, save all of them there and say under which names.

    The first that cannot be saved is told, and ends it; those before it are there.
    """
    told: list[dict[str, object]] = []
    code = Exit.DONE
    for document in await app.meetings.documents.list(meeting.id):
        one: dict[str, object] = {"id": document.document_id, "name": document.name, "size": document.size}
        if args.to is not None:
            try:
                one["file"] = str(
                    await app.meetings.documents.save(meeting.id, document, console.path(args.to))
                )
            except DialerError as error:
                console.fail(error)
                code = of_error(error)
                break
        told.append(one)
        if not console.json:
            console.line("  ".join(str(one[key]) for key in ("id", "name", "file") if key in one))
    if console.json:
        console.document(told)
    elif not told and code is Exit.DONE:
        console.say("meeting_documents.none")
    return code
