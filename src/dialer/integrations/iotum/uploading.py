"""Putting a file on a host's drive: a place for it, its content, and the word that it is there.

The content goes to a storage service, at an address that lets whoever has it write this one file: without our
token, piece by piece, and only to where it cannot be read on the way.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urljoin, urlsplit

from dialer.core.answers import check_status
from dialer.core.errors import ErrorKind, InputError, OutcomeUnknown, Refused
from dialer.core.fields import is_loopback
from dialer.core.threads import to_its_end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from dialer.core.http import Response
    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.models import DriveFile
    from dialer.integrations.iotum.session import Session

PIECE = 64 * 1024
_ANSWER_BYTES = 64 * 1024
_SHORTEST_DEADLINE = 60.0
_SLOWEST = 16 * 1024  # bytes a second
_MOST_REDIRECTS = 3
_MOVED = frozenset({301, 302, 307, 308})


def _unheard(*_: object) -> None:
    """Nobody wants to know."""


async def upload(
    client: IotumClient,
    *,
    host_id: int | str,
    path: Path,
    progress: Callable[[int, int], None] = _unheard,
    made: Callable[[str], None] = _unheard,
) -> DriveFile:
    """Put a file on a host's drive; return it as the drive has it.

    Args:
        client: of the account.
        host_id: whose drive.
        path: the file.
        progress: hears how many bytes are on their way, and of how many.
        made: hears the id that the drive gave it, before its content is sent: what fails after that, or is
            given up, leaves an empty file there.

    Raises:
        InputError: the file cannot be read; nothing was sent.
        ApiError: it did not get there, or nobody knows.
    """
    with ExitStack() as opened:
        try:
            file = await to_its_end(lambda: opened.enter_context(path.open("rb")))
        except OSError:
            raise InputError("iotum.error.upload_file") from None
        size = os.fstat(file.fileno()).st_size
        place = await client.drive_create(host_id=host_id, filename=path.name)
        made(place.id)
        await _put(client.session, place.upload_url, file, size, progress)
        return await _finish(client, host_id, place.id)


async def _finish(client: IotumClient, host_id: int | str, file_id: str) -> DriveFile:
    try:
        return await client.drive_file_finish_upload(host_id=host_id, id=file_id)
    except Refused as refusal:
        if refusal.code != HTTPStatus.CONFLICT:
            raise
        # It is done already: the storage service told the provider before we did.
        return await client.drive_file_fetch(host_id=host_id, id=file_id)


async def _put(
    session: Session, url: str, file: BinaryIO, size: int, progress: Callable[[int, int], None]
) -> None:
    """Send the content, and follow the service to where it wants it: the document's example does so."""
    for _ in range(_MOST_REDIRECTS + 1):
        if not _is_safe(session.base_url, url):
            raise Refused("iotum.error.upload_address", ErrorKind.PROTOCOL)
        response = await session.http.request(
            "PUT",
            url,
            headers={"Content-Length": str(size)},
            content=_pieces(file, size, progress),
            deadline=_SHORTEST_DEADLINE + size / _SLOWEST,
            max_bytes=_ANSWER_BYTES,
            fresh=True,
            purpose="iotum upload",
        )
        if response.status not in _MOVED:
            _check(response)
            return
        url = urljoin(url, response.headers.get("location", ""))
    raise OutcomeUnknown("answers.moved", ErrorKind.PROVIDER)


def _check(response: Response) -> None:
    clear_no = HTTPStatus.BAD_REQUEST <= response.status < HTTPStatus.INTERNAL_SERVER_ERROR
    if clear_no and response.status != HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        # It is the address that was not accepted, and not our sign-in.
        raise Refused("iotum.error.upload_refused", ErrorKind.PROVIDER, code=response.status)
    check_status(response)


async def _pieces(file: BinaryIO, size: int, progress: Callable[[int, int], None]) -> AsyncIterator[bytes]:
    await to_its_end(file.seek, 0)  # nobody closes it meanwhile
    sent = 0
    progress(sent, size)
    while sent < size and (piece := await to_its_end(file.read, min(PIECE, size - sent))):
        yield piece
        sent += len(piece)
        progress(sent, size)


def _is_safe(base_url: str, url: str) -> bool:
    """Whether a file may go there: https, and this computer only where the account is on it too."""
    try:
        place, account = urlsplit(url), urlsplit(base_url)
        host = place.hostname or ""
    except ValueError:
        return False
    if not host or place.username is not None or place.password is not None:
        return False
    if is_loopback(host):
        return is_loopback(account.hostname or "") and place.scheme in {"https", "http"}
    return place.scheme == "https"
