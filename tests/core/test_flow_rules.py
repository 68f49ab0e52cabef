"""What holds of a flow whatever a person does in whatever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dialer.core import loader
from dialer.core.errors import ApiError, ErrorKind
from tests.core.asking import AskingFlow
from tests.core.conftest import RIGHT
from tests.fakes import until

if TYPE_CHECKING:
    import pytest

    from dialer.core.hub import Hub

WORDS = {
    "base_url": st.sampled_from(["https://pbx.example/", "http://pbx.example/", ""]),
    "login": st.sampled_from(["reception", "other", ""]),
    "password": st.sampled_from([RIGHT, RIGHT, "wrong", ""]),
    "format": st.sampled_from(["plain", "plus", "both"]),
    "company": st.sampled_from(["7", "7", "8", "9", "Acme"]),
    "desk": st.sampled_from(["", "3", "a\x00b"]),
    "code": st.sampled_from(["314159", ""]),
}
SECRETS = {"password", "code"}
GOOD = {
    "base_url": "", "login": "reception", "password": RIGHT, "format": "plus", "company": "7", "desk": "3",
    "code": "314159",
}  # fmt: skip
PRESSES = st.lists(
    st.one_of(
        st.just(GOOD), st.sampled_from(["back", "cancel", "network fails"]), st.fixed_dictionaries(WORDS)
    ),
    max_size=12,
)


@settings(
    max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the hub is as new after each example
@given(presses=PRESSES)
async def test_an_account_is_what_was_typed_last(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, presses: list[str | dict[str, str]]
) -> None:
    config = AskingFlow()
    monkeypatch.setattr(loader, "load_flow", lambda _domain: config)
    flow = hub.flows.start("example")
    typed: dict[str, str] = {}
    entry = None
    for press in presses:
        match press:
            case "back":
                flow.back()
                assert flow.page == flow.first
            case "cancel":
                flow.cancel()
            case str():
                config.refusals.append(ApiError("core.entry.slow", ErrorKind.NETWORK))
            case _:
                raw = {key: press[key] for key in flow.page.keys}
                typed |= raw
                entry = await flow.submit(raw)
        assert not flow.values.keys() & SECRETS
        assert all(flow.values.get(key) == typed[key] for key in flow.values if key in typed)
        assert len(hub.scope.tasks) <= 2, "the check that waits, and the one before that just ends"
        if entry is not None:
            break
    event(f"kept: {entry is not None}")
    kept = [] if entry is None else [entry]
    assert hub.entries.all == kept
    for each in kept:
        assert each.data == {
            "base_url": "https://pbx.example/", "login": typed["login"], "company": "7", "region": "eu",
            "desk": typed["desk"] or None,
        }  # fmt: skip
        assert each.options == {"format": typed["format"]}
        await hub.entries.remove(each)
    flow.cancel()
    await until(lambda: not hub.scope.tasks)
    assert config.running == 0
