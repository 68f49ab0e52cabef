"""What the simulated ALLOcloud server takes, and what it says is wrong."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

Rules = dict[str, tuple[type, ...]]

NONE = type(None)

ACCOUNT: Rules = {
    "sendPassword": (bool,),
    "accountType": (str,),
    "adminFirstname": (str,),
    "adminLastname": (str,),
    "adminEmail": (str,),
    "adminPreferredLanguage": (str,),
    "paidUntil": (str,),
}
# "The minimal data set we need to send".
MEETING: Rules = {
    "topic": (str,),
    "startTime": (str,),
    "endTime": (str,),
    "duration": (int,),
    "type": (str,),
    "isRecurring": (bool,),
    "isRecorded": (bool,),
    "isDialin": (bool,),
    "invitedParticipants": (list,),
    "recurring": (dict,),
    "meetingPermissionId": (str, NONE),
}
MEETING_MORE: Rules = {"agenda": (str,), "documents": (list,), "timezone": (str,), "videoResolution": (str,)}
CHANGE: Rules = {**MEETING, "id": (str,)}
_RECURRING: Rules = {
    "frequencyType": (str,),
    "frequency": (int, str, NONE),
    "monthlyPattern": (str, NONE),
    "endsType": (str,),
    "endsOn": (str, NONE),
    "endsAfter": (int, NONE),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


def wrong(given: Any, wanted: Rules, more: Rules | None = None) -> str | None:
    """Return what is wrong with a body, None if nothing is."""
    if not isinstance(given, dict):
        return "an object is expected"
    allowed = {**wanted, **(more or {})}
    for key in wanted:
        if key not in given:
            return f"{key} is missing"
    for key, value in given.items():
        if key not in allowed:
            return f"{key} is not known"
        if type(value) not in allowed[key]:
            return f"{key} has the wrong type"
    return None


def wrong_meeting(given: dict[str, Any]) -> str | None:
    """Return what is wrong with a meeting whose fields are all there, None if nothing is."""
    for key in ("startTime", "endTime"):
        if not is_moment(given[key]):
            return f"{key} is no time in UTC with milliseconds"
    if not given["topic"].strip():
        return "topic is empty"
    if given["duration"] <= 0:
        return "duration is not positive"
    if given["endTime"] <= given["startTime"]:
        return "it ends before it begins"
    return wrong(given["recurring"], {}, _RECURRING)


def is_moment(text: str) -> bool:
    """Whether a text is a time as the interface writes it."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
