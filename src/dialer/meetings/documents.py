"""What meetings leave behind, such as signed documents and recordings: from the provider to a folder.

A file's name is our own, for whoever can name a document must not choose what is written here, or what opens
it (SAFETY T51): the provider, the day, the document's id, and of the provider's name letters and digits only.
Nothing is replaced and nothing is opened.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind, InputError, OutcomeUnknown, StorageError
from dialer.meetings.accounts import note_failure, ready_account
from dialer.meetings.asking import BrokenIntegrationError, asked, note_bug
from dialer.meetings.document import MeetingDocument
from dialer.meetings.model import ACCOUNT_GONE
from dialer.meetings.provider import MeetingFeature
from dialer.meetings.saving import NewFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dialer.core.hub import Hub
    from dialer.meetings.ledger import Ledger
    from dialer.meetings.model import Meeting
    from dialer.meetings.provider import MeetingProvider

DEADLINE = 1800.0
"""Seconds that one document may take."""

LARGEST = 2_000_000_000
"""Bytes that one document may have."""

EXTENSIONS = frozenset((
    "pdf", "doc", "docx", "odt", "rtf", "txt", "csv", "xls", "xlsx", "ods", "ppt", "pptx", "odp",
    "png", "jpg", "jpeg", "gif", "tif", "tiff", "webp", "heic",
    "mp3", "m4a", "wav", "ogg", "opus", "mp4", "m4v", "mov", "webm", "mkv", "vtt", "srt", "json", "zip",
))  # fmt: skip
"""What a file's name may end with; with any other ending it would be run, or could run something."""

OTHER = "bin"

_NO_WORD = re.compile(r"[\W_]+")
_NO_ID = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_WORDS = 90  # bytes
_LONGEST_ID = 40


def file_name(meeting: Meeting, document: MeetingDocument) -> str:
    """Return what the file for a document is called."""
    shown = PurePosixPath(document.name.replace("\\", "/")).name.rstrip(" .")
    stem, dot, ending = shown.rpartition(".")
    extension = ending.lower() if dot and ending.lower() in EXTENSIONS else OTHER
    words = unicodedata.normalize("NFKC", stem if extension != OTHER else shown)
    words = _NO_WORD.sub("-", words).encode()[:_LONGEST_WORDS].decode(errors="ignore").strip("-")
    id_ = _NO_ID.sub("-", document.document_id)[:_LONGEST_ID].strip("-")
    parts = (meeting.domain, f"{meeting.start:%Y-%m-%d}", id_, words)
    return "-".join(part for part in parts if part) + f".{extension}"


class Documents:
    """Lists and saves what meetings leave behind, where their provider has DOCUMENTS."""

    def __init__(self, hub: Hub, ledger: Ledger) -> None:
        """Know meetings from this ledger."""
        self._hub = hub
        self._ledger = ledger

    async def list(self, meeting_id: str) -> Sequence[MeetingDocument]:
        """Return what a meeting has left behind so far.

        Raises:
            InputError: there is no such meeting, or its provider has no documents.
            ApiError: the provider does not tell.
        """
        meeting, provider = await self._found(meeting_id)
        id_ = str(meeting.provider_id)
        try:
            return await asked(meeting.domain, lambda: _sound(provider, id_))
        except ApiError as error:
            await note_failure(self._hub, meeting.entry_id, provider, error)
            raise

    async def save(
        self,
        meeting_id: str,
        document: MeetingDocument,
        folder: Path,
        progress: Callable[[int], None] = lambda _bytes: None,
    ) -> Path:
        """Save a document in a folder that is there; return the new file, which is complete.

        Args:
            meeting_id: the meeting.
            document: one of its documents.
            folder: where to.
            progress: hears how many bytes are there.

        Raises:
            InputError: there is no such meeting or folder.
            ApiError: the document cannot be had, or not completely: there is no file.
            StorageError: it cannot be written: there is no file.
        """
        meeting, provider = await self._found(meeting_id)
        if not await asyncio.to_thread(folder.is_dir):
            raise InputError("meeting_documents.no_folder", folder=str(folder))
        file = NewFile(folder, file_name(meeting, document), LARGEST, progress)
        try:
            async with file:
                await self._download(meeting, provider, document, file)
        except ApiError as error:
            await note_failure(self._hub, meeting.entry_id, provider, error)
            raise
        except OSError:
            raise StorageError("meeting_documents.not_saved", folder=str(folder)) from None
        return file.path

    async def _download(
        self, meeting: Meeting, provider: MeetingProvider, document: MeetingDocument, file: NewFile
    ) -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                await provider.async_download(str(meeting.provider_id), document.document_id, file.write)
        except TimeoutError:
            raise OutcomeUnknown("core.net.no_answer", ErrorKind.NETWORK) from None
        except Exception as error:
            # Whoever downloads has no idea why its pieces were not taken.
            if file.failure is not None:
                raise file.failure from None
            if isinstance(error, ApiError | InputError):
                raise
            note_bug(meeting.domain, "downloading a document", error)
            raise BrokenIntegrationError(meeting.domain, "meetings.error.bug_read") from None

    async def _found(self, meeting_id: str) -> tuple[Meeting, MeetingProvider]:
        meeting = await self._ledger.get(meeting_id)
        if meeting is None:
            raise InputError("meetings.error.no_such", id=meeting_id)
        if meeting.account_gone:
            raise InputError(ACCOUNT_GONE, account=meeting.account)
        if meeting.provider_id is None:
            raise InputError("meeting_documents.not_made")
        _, provider = ready_account(self._hub, meeting.entry_id)
        if MeetingFeature.DOCUMENTS not in provider.features:
            raise InputError("meeting_documents.cannot", account=meeting.account)
        return meeting, provider


async def _sound(provider: MeetingProvider, provider_id: str) -> list[MeetingDocument]:
    """Return the documents that a provider tells of, each once; what is none is a bug of the integration."""
    found: dict[str, MeetingDocument] = {}
    told: Sequence[object] = await provider.async_documents(provider_id)
    for one in told:
        if not isinstance(one, MeetingDocument) or not one.document_id:
            raise TypeError
        found.setdefault(one.document_id, one)
    return list(found.values())
