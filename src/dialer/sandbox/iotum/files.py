"""What lies behind the links in the answers: uploads, documents and recordings, without signing in."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING
from urllib.parse import quote

from dialer.sandbox.iotum.drive import media_type
from dialer.sandbox.iotum.replies import empty_reply
from dialer.sandbox.wire import Reply

if TYPE_CHECKING:
    from dialer.sandbox.iotum.clock import Clock
    from dialer.sandbox.iotum.world import DriveFile, World
    from dialer.sandbox.wire import Request

_NOT_FOUND = Reply(status=404, body=b"Not found\n")
# MPEG-1 layer III, 128 kbit/s, 44.1 kHz, one second of silence.
_SILENCE = (b"\xff\xfb\x90\x00" + bytes(413)) * 38


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


_NO_PICTURE = _box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + _box(b"mdat", b"")


def upload(request: Request, key: str, world: World) -> Reply:
    """Take a document at its pre-signed address, as an object store does: PUT, and nothing in the answer."""
    file = _file(world, key)
    if file is None or dict(request.params).get("signature") != file.signature:
        return Reply(status=403, body=b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
    if request.method != "PUT":
        return Reply(status=405, body=b"<Error><Code>MethodNotAllowed</Code></Error>")
    if file.finished is None:
        file.content = request.body
    return empty_reply(200)


def document(key: str, world: World) -> Reply:
    """Return an uploaded document."""
    file = _file(world, key.partition(".")[0])
    if file is None or file.content is None:
        return _NOT_FOUND
    return _download(file.content, file.filename)


def recording(name: str, world: World, clock: Clock) -> Reply:
    """Return a published recording; there is nothing to be heard or seen in it."""
    for meeting in world.meetings.values():
        for one in meeting.recordings:
            if one.file_name == name and clock.now() >= one.published_at:
                return _download(_NO_PICTURE if one.kind == "video" else _SILENCE, name)
    return _NOT_FOUND


def _file(world: World, key: str) -> DriveFile | None:
    return next((file for file in world.files.values() if file.key == key), None)


def _download(content: bytes, name: str) -> Reply:
    plain = re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)
    return Reply(
        body=content,
        headers=(
            ("Content-Type", media_type(name)),
            ("Content-Disposition", f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ),
    )
