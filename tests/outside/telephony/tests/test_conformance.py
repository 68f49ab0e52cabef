"""Pingo passes what every telephone provider must pass."""

from __future__ import annotations

from dialer.testing.telephony import TelephonyConformance
from recipe import PingoRecipe


class TestPingo(TelephonyConformance):
    """The tests are in the class above; add your own here."""

    recipe = PingoRecipe
