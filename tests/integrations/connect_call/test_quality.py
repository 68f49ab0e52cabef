"""What is promised of this integration beyond the rules for all (`dialer.testing.quality`)."""

from __future__ import annotations

from dialer.calls.provider import TelephonyFeature
from dialer.core import loader
from dialer.core.fields import SecretField
from dialer.integrations.connect_call.telephony import ConnectCallTelephony


def test_it_is_found() -> None:
    manifest = loader.discover()["connect_call"]
    assert (manifest.name, manifest.kinds) == ("Connect Call", ("telephony",))
    assert loader.load_flow("connect_call").domain == "connect_call"


def test_it_can_do_everything() -> None:
    assert ConnectCallTelephony.features == ~TelephonyFeature(0)


def test_secrets_are_declared_as_such() -> None:
    flow = loader.load_flow("connect_call")
    assert [field.key for field in flow.FIELDS if isinstance(field, SecretField)] == ["password"]
