"""A host's drive: documents, uploaded to an address that is signed beforehand."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING

from dialer.sandbox.iotum.call import Operation
from dialer.sandbox.iotum.clock import stamp
from dialer.sandbox.iotum.problem import Problem, absent
from dialer.sandbox.iotum.replies import empty_reply
from dialer.sandbox.iotum.world import DriveFile

if TYPE_CHECKING:
    from dialer.sandbox.iotum.call import Call

PAGE = 20
# Scenario seconds until a document can be shown in a meeting.
PROCESSED_AFTER = 5.0
_SHOWN = {"pdf", "pptx", "ppt", "docx", "png", "jpg", "jpeg"}


def media_type(filename: str) -> str:
    """Return the type of a file by its name."""
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def _fetch_all(call: Call) -> object:
    host = call.host()
    files = [one for one in call.world.files.values() if one.host is host and one.finished is not None]
    page = 1 if call.params.get("page") is None else call.params.positive("page")
    pages = max(1, -(-len(files) // PAGE))
    return {
        "files": [_summary(one) for one in files[(page - 1) * PAGE : page * PAGE]],
        "total_pages": pages,
        "current_page": page,
        "next_page": page + 1 if page < pages else None,
    }


def _fetch(call: Call) -> object:
    return _file_object(_file(call), call)


def _create(call: Call) -> object:
    host, name = call.host(), call.params.text("filename")
    file = DriveFile(id=call.world.new_id(), host=host, filename=name, created=call.clock.utc())
    call.world.files[file.id] = file
    return {
        "id": file.id,
        "upload_url": f"{call.root}/upload/{file.key}?signature={file.signature}&expires=3600",
        "download_link": _link(file, call),
    }


def _finish_upload(call: Call) -> object:
    file = _file(call)
    if file.finished is not None:
        raise Problem(409, "File has already been processed")
    if file.content is None:
        raise Problem(400, "File has not been uploaded")
    file.finished = call.clock.now()
    return _file_object(file, call)


def _delete(call: Call) -> object:
    del call.world.files[_file(call).id]
    return empty_reply(204)


def _file(call: Call) -> DriveFile:
    host = call.host()
    file = call.world.files.get(call.params.id("id"))
    if file is None or file.host is not host:
        raise absent("File")
    return file


def _summary(file: DriveFile) -> dict[str, object]:
    return {
        "id": file.id,
        "created_at": stamp(file.created),
        "filename": file.filename,
        "size": len(file.content or b""),
    }


def _file_object(file: DriveFile, call: Call) -> dict[str, object]:
    status = _presentation_status(file, call.clock.now())
    return {
        **_summary(file),
        "presentation_status": status,
        "download_link": _link(file, call),
        "mimetype": media_type(file.filename),
        "page_count": 3 if status == "ready" else None,
    }


def _presentation_status(file: DriveFile, now: float) -> str:
    if file.filename.rpartition(".")[2].lower() not in _SHOWN:
        return "unsupported"
    ready = file.finished is not None and now >= file.finished + PROCESSED_AFTER
    return "ready" if ready else "processing"


def _link(file: DriveFile, call: Call) -> str:
    extension = file.filename.rpartition(".")[2].lower()
    ending = f".{extension}" if extension.isalnum() and "." in file.filename else ""
    return f"{call.root}/drive_files/download/{file.key}{ending}"


OPERATIONS = {
    "drive/fetch_all": Operation(_fetch_all, ("host_id",)),
    "drive/file/fetch": Operation(_fetch, ("host_id", "id")),
    "drive/create": Operation(_create, ("host_id", "filename")),
    "drive/file/finish_upload": Operation(_finish_upload, ("host_id", "id")),
    "drive/file/delete": Operation(_delete, ("host_id", "id")),
}
