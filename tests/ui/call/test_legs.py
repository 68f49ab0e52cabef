"""The legs of a call that was lost sight of: nobody knows whether they are hung up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.core.errors import ApiError, ErrorKind, OutcomeUnknown
from tests.calls.test_manager import SOURCE_UP
from tests.ui.call.test_bar import call_karel, legs
from tests.ui.furnished import KAREL

if TYPE_CHECKING:
    from tests.fakes import FakeTelephony
    from tests.ui.furnished import Furnished


async def test_legs_that_were_lost_sight_of_are_not_hung_up(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.statuses = [None, SOURCE_UP, ApiError("core.entry.auth_refused", ErrorKind.AUTH)]
    bar = await call_karel(furnished)
    await furnished.program.clock.advance(2)
    await furnished.says("The provider refused your sign-in during the call")
    assert legs(bar) == ("not known", "not known")


async def test_a_call_that_may_never_have_begun_has_no_leg_that_was_not_called(
    furnished: Furnished, provider: FakeTelephony
) -> None:
    provider.dials = [OutcomeUnknown()]
    await furnished.program.press(KAREL)
    await furnished.says("We do not know whether the call was started")
    assert legs(furnished.desk.call_bar) == ("not known", "not known")
