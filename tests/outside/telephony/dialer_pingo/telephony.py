"""Calls through Pingo."""

from __future__ import annotations

from dialer.calls.model import CallState, EndReason
from dialer.calls.provider import DialOrder, SessionGone, StatusUpdate, TelephonyFeature, TelephonyProvider
from dialer.core.errors import ApiError, ErrorKind

from .client import PingoClient

UPDATES = {  # a word that is not here leaves the call as it is
    "ringing": StatusUpdate(state=CallState.SOURCE_RINGING),
    "up": StatusUpdate(state=CallState.CONNECTED),
    "busy": StatusUpdate(reason=EndReason.BUSY),
    "down": StatusUpdate(reason=EndReason.COMPLETED),
}


class PingoTelephony(TelephonyProvider):
    """Places the calls of one account, one at a time."""

    features = TelephonyFeature.STATUS | TelephonyFeature.HANG_UP
    poll_interval = 1.0

    def __init__(self, client: PingoClient, phone: str) -> None:
        self.sources = (phone,)
        self._client = client
        self._call: int | None = None

    async def async_dial(self, order: DialOrder) -> None:
        self._call = None
        self._call = await self._client.dial(order.source or self.sources[0], order.destination)

    async def async_status(self) -> StatusUpdate | None:
        try:
            return UPDATES.get(await self._client.phase(self._known()))
        except ApiError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                raise SessionGone from None
            raise

    async def async_hang_up(self) -> None:
        await self._client.end(self._known())

    def _known(self) -> int:
        if self._call is None:
            raise SessionGone
        return self._call
