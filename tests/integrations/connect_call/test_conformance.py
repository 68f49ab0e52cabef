"""Connect Call passes what every telephone provider must pass."""

from __future__ import annotations

from dialer.testing.telephony import TelephonyConformance
from tests.integrations.connect_call.recipe import ConnectCallRecipe


class TestConnectCall(TelephonyConformance):
    recipe = ConnectCallRecipe
