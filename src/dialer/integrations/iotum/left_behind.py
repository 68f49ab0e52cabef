"""What a conference leaves behind: recordings, what was written out of them, and files of its chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dialer.core.answers import check_status
from dialer.core.errors import ErrorKind, OutcomeUnknown, Refused
from dialer.core.links import is_own_link
from dialer.meetings.document import MeetingDocument

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from dialer.integrations.iotum.client import IotumClient
    from dialer.integrations.iotum.models import Conference, DetailedConference, Recording

_DEADLINE = 1800.0
_LARGEST = 2_000_000_000
_PUBLISHED = "published"
_USUAL_ENDING = {"audio": "mp3", "video": "mp4"}


@dataclass(frozen=True, kw_only=True)
class Left:
    """One thing that is there: either at an address, or told as text."""

    document: MeetingDocument
    url: str = ""
    text: str = ""


async def read(client: IotumClient, conference_id: int | str) -> list[Left]:
    """Return what can be had now; a recording is missing until the provider has made it ready.

    The plain answer has the recordings' addresses, the detailed one what was said in them: the document's
    samples of the two have no field in common, so that they are matched by their ids, or else by their order.
    """
    plain = await client.conference_fetch(conference_id=conference_id)
    detailed = await client.conference_fetch(conference_id=conference_id, output="detail")
    return [*_recordings(plain, detailed), *_files(detailed)]


async def download(
    client: IotumClient, conference_id: int | str, document_id: str, take: Callable[[bytes], Awaitable[None]]
) -> None:
    """Hand a document over piece by piece, without our token: its address is its key.

    Raises:
        Refused: it is not there any more, or its address leads to somebody else.
        OutcomeUnknown: it did not come, or not completely.
    """
    for one in await read(client, conference_id):
        if one.document.document_id != document_id:
            continue
        if one.text:
            await take(one.text.encode())
            return
        await _download(client, one.url, take)
        return
    raise Refused("meeting_documents.gone", ErrorKind.NOT_FOUND)


async def _download(client: IotumClient, url: str, take: Callable[[bytes], Awaitable[None]]) -> None:
    session = client.session
    if not is_own_link(url, (session.base_url,)):
        raise Refused("iotum.error.foreign_document", ErrorKind.PROVIDER)
    response = await session.http.request(
        "GET", url, deadline=_DEADLINE, max_bytes=_LARGEST, into=take, purpose="iotum document"
    )
    check_status(response)
    if response.headers.get("content-type", "").lower().startswith("text/html"):
        raise OutcomeUnknown("answers.web_page")


def _recordings(plain: Conference, detailed: DetailedConference) -> Iterator[Left]:
    told = {one.id: one for one in detailed.recordings if one.id is not None}
    for place, recording in enumerate(plain.recordings or detailed.recordings):
        more = told.get(recording.id) if told and recording.id else _at(detailed.recordings, place)
        id_ = recording.id or str(place + 1)
        url = recording.download_link or (more.download_link if more else None)
        if url and (recording.publishing_state or _PUBLISHED) == _PUBLISHED:
            ending = _ending(url) or _USUAL_ENDING.get(recording.type or "", "")
            size = _size(more or recording, ending)
            document = MeetingDocument(
                document_id=f"recording-{id_}", name=f"recording.{ending}".rstrip("."), size=size
            )
            yield Left(document=document, url=url)
        if more is not None and (text := _written_out(more.transcription_segments)):
            document = MeetingDocument(
                document_id=f"transcript-{id_}", name="transcript.txt", size=len(text.encode())
            )
            yield Left(document=document, text=text)


def _files(detailed: DetailedConference) -> Iterator[Left]:
    for place, file in enumerate(detailed.uploaded_documents):
        if file.download_link:
            id_ = file.id or str(place + 1)
            document = MeetingDocument(
                document_id=f"file-{id_}", name=file.filename or _ending(file.download_link), size=file.size
            )
            yield Left(document=document, url=file.download_link)


def _at(recordings: Sequence[Recording], place: int) -> Recording | None:
    return recordings[place] if place < len(recordings) else None


def _ending(url: str) -> str:
    try:
        name = urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""
    _, dot, ending = name.rpartition(".")
    return ending.lower() if dot and ending.isalnum() else ""


def _size(recording: Recording, ending: str) -> int | None:
    return recording.size.get(ending) if isinstance(recording.size, dict) else recording.size


def _written_out(segments: Sequence[Any]) -> str:
    """Return what was said, a line for each part; the document does not say how a part looks."""
    lines = [line for segment in segments if (line := _line(segment))]
    return "\n".join([*lines, ""]) if lines else ""


def _line(segment: object) -> str:
    if isinstance(segment, str):
        return " ".join(segment.split())
    if not isinstance(segment, dict):
        return ""
    said = next((segment[key] for key in ("text", "transcript", "content") if segment.get(key)), "")
    who = next((segment[key] for key in ("speaker", "name") if segment.get(key)), "")
    begin = segment.get("start")
    at = f"[{int(begin) // 60:02}:{int(begin) % 60:02}]" if isinstance(begin, int | float) else ""
    parts = (at, f"{who}:" if who else "", " ".join(str(said).split()))
    return " ".join(part for part in parts if part) if said else ""
