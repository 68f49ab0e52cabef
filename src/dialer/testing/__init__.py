"""For authors of integrations: conformance tests and the quality scale. Not used by the app itself.

An author writes one `Recipe`: what an account asks for, and the provider's server as a plain function. The
test classes of `dialer.testing.telephony`, `dialer.testing.meetings` and `dialer.testing.directory` and the
rules of `dialer.testing.quality` then drive the integration through the same door as the window does, against
that server on this computer, whole and broken in many ways::

    from dialer.testing.telephony import TelephonyConformance
    from recipe import AcmeRecipe

    class TestAcme(TelephonyConformance):
        recipe = AcmeRecipe

Only ``dialer.testing.conformance`` and the modules with test classes need pytest.
"""

from __future__ import annotations

from dialer.testing.bench import Bench
from dialer.testing.faults import Fault
from dialer.testing.recipe import PASSWORD, TOKEN, Answer, Recipe, Request

__all__ = ["PASSWORD", "TOKEN", "Answer", "Bench", "Fault", "Recipe", "Request"]
