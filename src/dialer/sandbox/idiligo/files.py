"""The documents that come of a meeting: their names and contents, and where they are for a while."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from dialer.sandbox.idiligo.records import Call
    from dialer.sandbox.pace import Pace

FOLDER = "files/"
VALID_FOR = 15 * 60.0
"""Scenario seconds after which an address leads nowhere."""

HOSTILE_NAME = '..\\..\\../../etc/cron.d/CON:<img src=x onerror=alert(1)>"\u202efdp.exe'
"""A name that leads out of any folder, is no name on Windows, and reads as another from right to left."""


def _pdf(text: str) -> bytes:
    """Return a PDF document of one page with this line."""
    shown = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    document, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(document))
        document += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 6>>\n"
    return f"{document}{end}startxref\n{len(document)}\n%%EOF\n".encode()


PDF = _pdf("Simulated meeting summary")
_TEXT = "Afspraken uit het gesprek:\r\n– offerte binnen één week\r\n– daarna bellen\r\n".encode()
_HOSTILE = b"MZ this is no program\r\n"


@dataclass(frozen=True)
class File:
    """A file to fetch."""

    id: int
    name: str
    content: bytes
    media_type: str
    sign_status: int = 0


class Files:
    """Files under addresses that change with each list, and are forgotten."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._there: dict[str, tuple[File, float]] = {}

    def of(self, call: Call) -> list[File]:
        """Return the files of a meeting: what was made in it, and what was put into it."""
        made = [
            File(call.id + 1, "Samenvatting.pdf", PDF, "application/pdf", sign_status=2),
            File(call.id + 3, "Afspraken.txt", _TEXT, "text/plain"),
            File(call.id + 5, HOSTILE_NAME, _HOSTILE, "application/octet-stream"),
        ]
        put = [File(one.id, one.filename, PDF, "application/pdf") for one in call.documents.values()]
        return [*(made if call.script.leaves_documents else []), *put]

    def place(self, file: File) -> str:
        """Return a new path for a file, below the provider's prefix."""
        path = f"{FOLDER}{secrets.token_hex(12)}/{quote(file.name, safe='')}"
        self._there[path] = (file, self._pace.now() + VALID_FOR)
        return path

    def answer(self, path: str) -> Reply:
        """Serve a file."""
        file, until = self._there.get(path, (None, 0.0))
        if file is None:
            return Reply(status=404, body=b"Not found\n")
        if self._pace.now() >= until:
            return Reply(status=410, body=b"This address is not valid any more\n")
        safe = file.name.encode("ascii", "replace").decode().replace("\\", "\\\\").replace('"', '\\"')
        disposition = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(file.name, safe='')}"
        return Reply(
            body=file.content,
            headers=(("Content-Type", file.media_type), ("Content-Disposition", disposition)),
        )

    def forget(self) -> None:
        """Let all addresses lead nowhere."""
        self._there.clear()
