"""The plainest thing that people do with an account of each kind, through the door that the window uses.

A failure is not raised: what the user sees of it is what tests look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.calls.gate import DialRequest
from dialer.core.errors import DialerError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from dialer.core.entry import ConfigEntry
    from dialer.testing.bench import Bench

NUMBER = "+31205550142"
"""An invented number: whom the tests call."""


async def call(bench: Bench, entry: ConfigEntry) -> None:
    """Press Call, and hang up if that brings a call about."""
    calls = bench.app.calls
    try:
        await calls.dial(DialRequest(number=NUMBER, entry_id=entry.id))
    except DialerError:
        return
    await bench.until(lambda: not calls.dialling, "an end of placing the call")
    await calls.hang_up()
    await calls.put_away()


USES: Mapping[str, Callable[[Bench, ConfigEntry], Awaitable[None]]] = {"telephony": call}
"""By the kind of the provider."""
