"""What is done with a conference that goes on, and with what is left of it."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from dialer.integrations.iotum.client.base import Operations, given
from dialer.integrations.iotum.models import Dialout, Message, ParticipantDetails, ViewerCount


class RunningConferences(Operations):
    """The rest of ``conference/…``."""

    async def conference_end(self, *, conference_id: int | str) -> Message | None:
        """End a conference for everybody in it."""
        return await self._do("conference/end", given(locals()))

    async def conference_fetch_participant_details(self, *, conference_id: int | str) -> ParticipantDetails:
        """Return the contacts of who takes part and who leads."""
        return await self._ask("conference/fetch_participant_details", given(locals()), ParticipantDetails)

    async def conference_fetch_livestream_viewer_count(self, *, conference_id: int | str) -> ViewerCount:
        """Return how many watch the stream now."""
        return await self._ask("conference/fetch_livestream_viewer_count", given(locals()), ViewerCount)

    async def conference_stop_streaming(self, *, conference_id: int | str) -> Message | None:
        """Stop the stream."""
        return await self._do("conference/stop_streaming", given(locals()))

    async def conference_dial_number(
        self,
        *,
        conference_id: int | str,
        country_code: str,
        phone_number: str,
        name: str | UnsetType | None = UNSET,
        invitation_text: str | UnsetType | None = UNSET,
    ) -> Dialout:
        """Call a number and bring whoever answers into a conference that goes on.

        Args:
            conference_id: which conference.
            country_code: of the number, two letters (ISO 3166-1).
            phone_number: E.164, with or without +.
            name: what the others see; the number if left out.
            invitation_text: what is read to whoever answers.
        """
        return await self._write("conference/dial_number", given(locals()), Dialout, fresh=True)

    async def conference_message_create(self, *, conference_id: int | str, message: str) -> Message | None:
        """Write to everybody in a conference that goes on, as the system."""
        return await self._do("conference/message/create", given(locals()), fresh=True)

    async def conference_delete_recordings(self, *, conference_id: int | str) -> Message | None:
        """Remove all recordings of a past conference, and with them what was written out."""
        return await self._do("conference/delete_recordings", given(locals()))

    async def conference_delete_transcriptions(self, *, conference_id: int | str) -> Message | None:
        """Remove what was written out of a past conference."""
        return await self._do("conference/delete_transcriptions", given(locals()))
