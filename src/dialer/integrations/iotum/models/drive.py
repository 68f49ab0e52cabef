"""Files on a host's drive."""

from __future__ import annotations

from dialer.core.answers import Id  # noqa: TC001 - the models' fields are read from their annotations
from dialer.integrations.iotum.reading import Record


class DriveFile(Record, frozen=True, kw_only=True):
    """A file on a drive.

    Attributes:
        size: in bytes.
        presentation_status: processing, ready, failed or unsupported.
        page_count: how many pages it has.
    """

    id: Id
    created_at: str | None = None
    filename: str | None = None
    size: int | None = None
    presentation_status: str | None = None
    download_link: str | None = None
    mimetype: str | None = None
    page_count: int | None = None


class DriveFiles(Record, frozen=True, kw_only=True):
    """The files on a drive; ``next_page`` is None where there are no more."""

    files: tuple[DriveFile, ...]
    total_pages: int | None = None
    current_page: int | None = None
    next_page: int | str | None = None


class Upload(Record, frozen=True, kw_only=True):
    """Where a new file goes: whoever has ``upload_url`` can write it."""

    id: Id
    upload_url: str
    download_link: str | None = None
