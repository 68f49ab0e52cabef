"""What a provider does not carry out is refused before anything is sent: another call would be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dialer.calls.provider import TelephonyFeature
from dialer.core.errors import InputError

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony


@pytest.mark.parametrize(
    ("wish", "feature"),
    [({"both_at_once": True}, "both_at_once"), ({"source": "+31205550199"}, "choose_source")],
)
async def test_a_wish_that_cannot_be_fulfilled_places_no_call(
    desk: Desk, provider: FakeTelephony, wish: dict[str, Any], feature: str
) -> None:
    provider.features = TelephonyFeature.HANG_UP | TelephonyFeature.STATUS
    with pytest.raises(InputError, match=f"^capabilities.telephony.{feature}.missing$"):
        await desk.press(**wish)
    assert provider.log == []
    await desk.press()
    assert provider.log[0] == "dial"
