"""A host's drive, and messages to chat rooms."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import DriveFile, DriveFiles, Message, Upload
from dialer.integrations.iotum.reading import shaped


class Drive(Operations):
    """``drive/…`` and ``chat/create``."""

    async def drive_fetch_all(
        self, *, host_id: int | str, page: int | str | UnsetType | None = UNSET
    ) -> DriveFiles:
        """Return the files of a host; all of them, unless a page is given."""
        files, rest = await self._pages("drive/fetch_all", given(locals()), DriveFile)
        last = {name: rest.get(name) for name in ("total_pages", "current_page", "next_page")}
        numbers = shaped({**last, "files": []}, DriveFiles)
        return DriveFiles(
            files=files,
            total_pages=numbers.total_pages,
            current_page=numbers.current_page,
            next_page=numbers.next_page,
        )

    async def drive_file_fetch(self, *, host_id: int | str, id: int | str) -> DriveFile:
        """Return what is known of a file."""
        return await self._ask("drive/file/fetch", given(locals()), DriveFile)

    async def drive_create(self, *, host_id: int | str, filename: str) -> Upload:
        """Begin a new file; return where its content is to be sent to."""
        return await self._write("drive/create", given(locals()), Upload, fresh=True)

    async def drive_file_finish_upload(self, *, host_id: int | str, id: int | str) -> DriveFile:
        """Say that a new file's content is there.

        Raises:
            Refused: with the code 409, that was said already.
            ApiError: as for all operations.
        """
        return await self._write("drive/file/finish_upload", given(locals()), DriveFile, fresh=False)

    async def drive_file_delete(self, *, host_id: int | str, id: int | str) -> Message | None:
        """Remove a file."""
        return await self._do("drive/file/delete", given(locals()))

    async def chat_create(
        self, *, company_id: int | str, id: int | str, message: str, slug: str | UnsetType | None = UNSET
    ) -> Message | None:
        """Write to a chat room, as the system.

        Args:
            company_id: whose room it is.
            id: of the room for two.
            message: the text.
            slug: of the channel.
        """
        return await self._do("chat/create", given(locals()), fresh=True)
