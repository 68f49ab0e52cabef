"""Pressing Call while no account can: nothing is sent, and the sentence says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.core.errors import (
    DialerError,
    EntryAuthFailed,
    EntryError,
    EntryNotReady,
    InputError,
    NotSent,
    Refused,
)
from dialer.core.strings import Strings
from tests.fakes import FakeTelephony, integrate

if TYPE_CHECKING:
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from tests.calls.conftest import Desk

SLOW = EntryNotReady("core.entry.slow")
NO_SECRET = EntryAuthFailed("core.entry.no_secret")
BROKEN = EntryError("core.entry.bug")


class Failing:
    """An integration that cannot set its account up."""

    def __init__(self, error: DialerError) -> None:
        self.error = error

    async def async_setup_entry(self, hub: Hub, entry: ConfigEntry) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("why", "raised"), [(SLOW, NotSent), (NO_SECRET, Refused), (BROKEN, NotSent)], ids=str
)
async def test_the_reason_of_the_account_is_told(
    desk: Desk,
    provider: FakeTelephony,
    monkeypatch: pytest.MonkeyPatch,
    why: DialerError,
    raised: type[DialerError],
) -> None:
    integrate(monkeypatch, "scripted", Failing(why))
    await desk.hub.entries.reload(desk.hub.entries.all[0])
    with pytest.raises(raised) as caught:
        await desk.press()
    text = Strings("en").text(caught.value.key, **caught.value.placeholders)
    assert Strings("en").text(why.key, **why.placeholders) in text
    assert "nobody was called" in text
    assert provider.log == []
    assert await desk.calls.history.recent(5) == []


async def test_an_account_that_is_off(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.entries.set_disabled(desk.hub.entries.all[0], True)
    with pytest.raises(InputError, match="account_off"):
        await desk.press()
    assert provider.log == []


async def test_an_account_for_something_else_is_none_to_call_with(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    integrate(monkeypatch, "scripted", Failing(NO_SECRET), kinds=("directory",))
    await desk.hub.entries.reload(desk.hub.entries.all[0])
    with pytest.raises(InputError, match="no_account"):
        await desk.press()
