"""Answers as the document shows them, and what is read of them."""

from __future__ import annotations

OK = {"message": "OK"}
NUMBER = {"number": "0234567", "id": None, "participant_id": None, "lock_version": None}
HOST = {
    "host_id": 9,
    "company_id": 5,
    "name": "John Host",
    "primary_dialin_number": {"phone_number": "14165551234", "location": "Toronto", "carrier": None},
    "access_code": NUMBER,
    "moderator_pin": {"number": "9876543"},
    "add_on_slugs": ["recording"],
    "subscription_ids": [110, 111],
    "disable_emails": {"conference_invitations": True, "conference_reminders": False},
    "time_format": {"time_24hr": False, "hm_separator": ":", "md_format": "M D", "md_y_comma": True},
    "time_zone": "US/Eastern",
}
HOST_READ = {
    **HOST,
    "host_id": "9",
    "company_id": "5",
    "primary_dialin_number": {"phone_number": "14165551234", "location": "Toronto"},
    "access_code": "0234567",
    "moderator_pin": "9876543",
    "subscription_ids": ["110", "111"],
}
CONTACT = {"contact_id": 35, "name": "John Smith", "mobile_phone": "+12345678902", "has_host": False}
CONTACT_READ = {**CONTACT, "contact_id": "35"}
FILE = {"id": 37, "created_at": "2026-01-01", "filename": "a.pdf", "size": 12, "page_count": 3}
FILE_READ = {**FILE, "id": "37"}
CONFERENCE = {
    "conference_id": 183,
    "subject": "Test Conference",
    "agenda": "null",
    "start": "2020-09-19 13:00:00",
    "end_time": "2020-09-19 14:00:00",
    "active": False,
    "time_zone": "America/Toronto",
    "duration": 60,
    "auto_record": "none",
    "auto_transcribe": False,
    "one_time_access_code": 987654321,
    "security_pin": "012345",
    "mute_mode": "conversation",
    "room_url": "https://subdomain.domain.tld/conf/call/987654321",
    "recordings": [],
    "participants": [1, 2, 3],
    "moderators": [1],
    "is_streaming": False,
    "moderator_token": "cnzrvyEeJp3H",
    "participant_emails": [{"email": "bob@iotum.com", "moderator": True}],
    "broadcast_stream_url": {"source": "https://domain/something.mp4", "state": None},
}
CONFERENCE_READ = {
    **{key: value for key, value in CONFERENCE.items() if key not in {"agenda", "broadcast_stream_url"}},
    "conference_id": "183",
    "one_time_access_code": "987654321",
    "participants": ["1", "2", "3"],
    "moderators": ["1"],
    "broadcast_stream": {"source": "https://domain/something.mp4"},
}
SUMMARY = {"conference_id": 256, "start_time": "2020-09-29 11:10:00", "total_participants": 5}

# With the output "detail".
DETAILED = {
    "agenda": None,
    "subject": "Wes's Meeting",
    "start_time": "2022-06-03 16:30:00",
    "end_time": "2022-06-03 16:43:00",
    "day": "Friday",
    "year": "2022",
    "one_time_access_code": False,
    "additional_security_type": 1,
    "cancelled": False,
    "participants": [
        {
            "id": 128,
            "person_id": 1,
            "name": "Wes",
            "live_cdrs": [
                {
                    "id": 35,
                    "ani": "+4361891128",
                    "dnis": 2342342,
                    "is_internet?": True,
                    "minute_usage": {"minutes": 1, "rate": None},
                }
            ],
        }
    ],
    "attended_count": 1,
    "chat_messages": [{"id": 318, "content": "message 1", "participant_id": 128}],
    "uploaded_documents": [{"id": 12, "size": 319419, "presentation_slides": [{"page_number": 1}]}],
    "recordings": [{"transcription_segments": [], "size": {}}, {"size": {"mp4": 527562, "mp3": 445797}}],
    "sentiment_mean": None,
    "conference_id": 109,
    "moderators": [{"person_id": 1, "name": "Wes"}],
    "room_url": "https://wes.callbridge.com/conf/call/4361891",
    "moderator_token": "xEQQUzqh_VZn",
    "duration": 1,
}
