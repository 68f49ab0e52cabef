"""What the simulated ALLOcloud server keeps, as its document prints it: accounts, organisers, meetings."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

ACCOUNT_ID = "5e9459c5b863b82cefdddf4f"
USER_ID = "61c0a3d27be94410f58a2b90"
EMPTY_ACCOUNT_ID = "70aa41b6c2d7e95530fbc112"
"""An account that has lost its last organiser: the list of its admins is empty."""

# In an account's trial time the server goes by its own length, whatever was asked for.
_TRIAL = timedelta(days=7)
_WHITELABEL_ID = "5c737902b377b0f7fbf81fce"
_DIAL_IN = "+31 20 555 0140"


@dataclass
class Meeting:
    """A meeting: the document that the interface tells of it, and its two ids.

    Attributes:
        id: the internal id, which stands in paths.
        public_id: the dashed digits that people join with.
    """

    id: str
    public_id: str
    document: dict[str, Any]

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.fromisoformat(self.document["startTime"])

    @property
    def end(self) -> datetime:
        """When it is over."""
        return datetime.fromisoformat(self.document["endTime"])


@dataclass
class Records:
    """Everything that the server keeps; the ids are the same after every start.

    Attributes:
        accounts: the account documents by id.
        admins: the organisers of each account.
    """

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    admins: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(5))

    def __post_init__(self) -> None:
        """Have one account with its organiser, and an account without."""
        self._put_account(ACCOUNT_ID, "reception@demo.example", "standard")
        self._put_admin(ACCOUNT_ID, USER_ID, ("Robin", "de Groot", "reception@demo.example", "nl"))
        self._put_account(EMPTY_ACCOUNT_ID, "nobody@demo.example", "standard")
        self.admins[EMPTY_ACCOUNT_ID] = []

    def user(self, user_id: str) -> dict[str, Any] | None:
        """Return an organiser."""
        everybody = (admin for admins in self.admins.values() for admin in admins)
        return next((admin for admin in everybody if admin["id"] == user_id), None)

    def has_email(self, email: str) -> bool:
        """Whether an organiser has this address already; the server wants it unique."""
        everybody = (admin for admins in self.admins.values() for admin in admins)
        return any(admin["email"].casefold() == email.casefold() for admin in everybody)

    def new_account(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Make an account with its first organiser."""
        account_id = self._id()
        self._put_account(account_id, asked["adminEmail"], asked["accountType"])
        person = tuple(
            asked[key] for key in ("adminFirstname", "adminLastname", "adminEmail", "adminPreferredLanguage")
        )
        self._put_admin(account_id, self._id(), person)
        return self.accounts[account_id]

    def new_meeting(self, asked: dict[str, Any], user: dict[str, Any]) -> Meeting:
        """Make a meeting of an organiser's."""
        meeting = Meeting(self._id(), self._public_id(), {})
        account_id = next(key for key, admins in self.admins.items() if user in admins)
        meeting.document = {
            "invitedParticipants": [],
            "meetingId": meeting.public_id,
            "id": meeting.id,
            "roomId": self._id(),
            "agenda": "",
            "documents": [],
            "videoResolution": "standard",
            "dtClosedAt": None,
            "whitelabelId": _WHITELABEL_ID,
            "addedByUserId": user["id"],
            "addedByUserEmail": user["email"],
            "accountId": account_id,
            "addedByUserName": f"{user['firstName']} {user['lastName']}",
            "timezone": "Europe/Zurich",  # whatever the organiser's own is
            "privateDataVisible": True,
            "icalSequence": "-1",
            "icsToken": self._token(),
            "sipProxy": None,
            "sipDomain": None,
            "isDemo": False,
            "isPromo": False,
        }
        self.meetings[meeting.id] = meeting
        self.change(meeting, asked)
        return meeting

    def change(self, meeting: Meeting, asked: dict[str, Any]) -> None:
        """Let a meeting be as asked, and number the change."""
        document = meeting.document
        document |= {key: value for key, value in asked.items() if key != "id"}
        document["duration"] = str(asked["duration"])  # a number comes in, text goes out
        document["recurring"] = {
            "frequencyType": "",
            "frequency": None,
            "monthlyPattern": "",
            "endsType": "",
            "endsOn": moment(datetime.now(UTC)),
            "endsAfter": 0,
            **asked["recurring"],
        }
        document["icalSequence"] = str(int(document["icalSequence"]) + 1)
        dial_in = asked["isDialin"]
        document["dialInConferenceRoom"] = "204815" if dial_in else None
        document["dialInNumbers"] = [{"country": "NL", "number": _DIAL_IN}] if dial_in else []
        document["dialInPin"] = "4711" if dial_in else None
        now = datetime.now(UTC)
        document["isClosed"] = meeting.end < now
        document["isOpen"] = document["isActive"] = meeting.start <= now <= meeting.end

    def by_public_id(self, public_id: str) -> Meeting | None:
        """Return the meeting that people join with these digits."""
        return next((one for one in self.meetings.values() if one.public_id == public_id), None)

    def _put_account(self, account_id: str, name: str, kind: str) -> None:
        self.accounts[account_id] = {
            "name": name,
            "accountType": kind,
            "numberOfMeetings": 0,
            "numberOfMeetingOrganizers": 0,
            "numberOfMeetingRooms": 1,
            "paidUntil": moment(datetime.now(UTC) + _TRIAL),
            "iceCandidatesToFilter": [],
            "customDialInNumbers": [],
            "displayStandardDialInNumbersInInvite": True,
            "defaultMeetingPermissions": None,
            "defaultMeetingType": "standard",
            "defaultMeetingHasDialin": False,
            "defaultMeetingHasRecording": False,
            "autoExtendMeetings": False,
            "autoDeleteMeetingsAfterXDays": 360,
            "id": account_id,
            "canAddMeetingOrganizer": True,
            "accountRooms": [],
        }

    def _put_admin(self, account_id: str, user_id: str, person: tuple[str, ...]) -> None:
        first, last, email, language = person
        token = self._token()
        self.admins.setdefault(account_id, []).append(
            {
                "email": email,
                "firstName": first,
                "lastName": last,
                "externalUserId": None,
                "preferredLanguage": language,
                "timezone": "Europe/Paris",
                "additionalTimezones": [],
                "id": user_id,
                "icsToken": token,
                "icsPath": f"/api/v6/meeting/calender/user/{token}",
            }
        )

    def _id(self) -> str:
        return f"{self._random.getrandbits(96):024x}"

    def _token(self) -> str:
        parts = (uuid.UUID(int=self._random.getrandbits(128), version=4) for _ in range(2))
        return "-".join(str(part) for part in parts)

    def _public_id(self) -> str:
        return "-".join(f"{self._random.randrange(10_000):04}" for _ in range(4))


def moment(at: datetime) -> str:
    """Return a moment as the interface writes it: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
