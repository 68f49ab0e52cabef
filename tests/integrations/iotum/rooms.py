"""The platform's meeting rooms: who is phoned, what is written, what is left; a drive, and where files lie.

The shapes are those of the document's samples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialer.testing import Answer
from tests.integrations.iotum.recipe import IotumRecipe
from tests.integrations.iotum.server import Platform, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dialer.testing import Request

Body = dict[str, Any]
DIAL = "/enterprise_api/conference/dial_number"
FILES = "/files/"
UPLOADS = "/uploads/"
DRIVE_ID = 37


class Rooms(Platform):
    """As `Platform`, with what goes on in its conferences.

    Attributes:
        people: the participants of the detailed output; None for how many there were only.
        moderators: of the detailed output.
        records: the call records of the host.
        invited: the contacts who were invited.
        recordings: of the plain output.
        more: of the detailed output: what was said in the recordings.
        documents: what was sent in the chat.
        files: what lies at which address of the host.
        drive: the content of the drive's files, by their names.
        finished: what ``drive/file/finish_upload`` answers.
    """

    def __init__(self, api_token: Callable[[], str]) -> None:
        super().__init__(api_token)
        self.people: list[Body] | None = []
        self.moderators: list[Body] = []
        self.records: list[Body] = []
        self.invited: Body = {"participants": [], "moderators": []}
        self.recordings: list[Body] = []
        self.more: list[Body] = []
        self.documents: list[Body] = []
        self.files: dict[str, Answer] = {}
        self.drive: dict[str, bytes] = {}
        self.finished = 200
        self._uploading = ""

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(FILES):
            assert "auth_token" not in str(request.headers) + str(request.query)
            return self.files.get(request.path, Answer(status=404))
        if request.path.startswith(UPLOADS):
            assert request.method == "PUT"
            assert request.query == {"signature": "s3"}
            assert not {"authorization", "cookie"} & request.headers.keys()
            self.drive[self._uploading] = request.body
            return Answer()
        return super().answer(request)

    def _conference_dial_number(self, body: Body) -> Body:
        self._active(body)
        assert body["country_code"].isalpha()
        assert len(body["country_code"]) == 2
        assert body["phone_number"].isdigit()
        return {"dialout_status": "new"}

    def _conference_message_create(self, body: Body) -> Body:
        self._active(body)
        return {"message": "OK"}

    def _conference_fetch(self, body: Body) -> Body:
        if body.get("output") != "detail":
            return {**super()._conference_fetch(body), "recordings": self.recordings}
        return {
            "conference_id": self._known(body)["conference_id"],
            "subject": "Wes's Meeting",
            "participants": self.people if self.people is not None else 3,
            "moderators": self.moderators,
            "recordings": self.more,
            "uploaded_documents": self.documents,
        }

    def _host_cdrs(self, body: Body) -> list[Body]:
        return [one for one in self.records if one["conference_id"] == body["conference_id"]]

    def _conference_fetch_participant_details(self, body: Body) -> Body:
        self._known(body)
        return self.invited

    def _drive_create(self, body: Body) -> Body:
        self._uploading = body["filename"]
        place = f"{self.address}{UPLOADS}a1?signature=s3"
        return {"id": DRIVE_ID, "upload_url": place, "download_link": f"{self.address}{FILES}a1.pdf"}

    def _drive_file_finish_upload(self, body: Body) -> Body:
        assert self._uploading in self.drive
        if self.finished != 200:
            raise RefusedError(self.finished, "File has already been processed")
        return self._drive_file_fetch(body)

    def _drive_file_fetch(self, body: Body) -> Body:
        return {"id": body["id"], "filename": self._uploading, "size": len(self.drive[self._uploading])}

    def _active(self, body: Body) -> None:
        if not self._known(body)["active"]:
            raise RefusedError(400, "Conference is not active")


class RoomsRecipe(IotumRecipe):
    """One company's host, and what goes on in its meetings."""

    platform: Rooms

    def __init__(self) -> None:
        super().__init__()
        self.platform = Rooms(lambda: self.secrets["api_token"])
        self.platform.contacts = lambda: self.people

    def rung(self, request: Request) -> str | None:
        return f"+{request.json['phone_number']}" if request.path == DIAL else None
