"""What a call prints: each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind
from tests.cli.conftest import CONNECTED, JANSEN, RINGING, Typed
from tests.fakes import until

if TYPE_CHECKING:
    from tests.cli.conftest import Shell
    from tests.fakes import FakeClock, FakeTelephony


async def test_hanging_up_is_told_once(shell: Shell, provider: FakeTelephony, clock: FakeClock) -> None:
    """The call goes on meanwhile, which its JSON tells and which changes nothing for whoever reads."""
    provider.statuses = [RINGING, RINGING, CONNECTED, None]
    provider.hang_ups = [ApiError("core.net.timeout", ErrorKind.NETWORK)]
    typed = Typed(shell, clock, "call", JANSEN)
    await until(lambda: "status" in provider.log)
    typed.shell.link.interrupted.set()
    assert await typed.ended() == 6
    assert [line.split("  ")[1] for line in typed.shell.link.shown] == [
        f"Calling {JANSEN}: your phone will ring first",
        "Your phone rings: pick up",
        "Hanging up",
        "We could not end the call. It may still cost money. Hang up at your phone.",
    ]
