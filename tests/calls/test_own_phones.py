"""Which of the user's own phones rings, and when to ask which one it is today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialer.calls import own_phones
from dialer.calls.own_phones import OwnPhone
from dialer.calls.provider import TelephonyFeature
from dialer.contacts.numbers.dialling import PREMIUM, ConfirmNeeded
from dialer.core.errors import SafetyError
from tests.calls.conftest import JANSEN

if TYPE_CHECKING:
    from tests.calls.conftest import Desk
    from tests.fakes import FakeTelephony

DESKS = ["Front desk = 020 305 7700", "Desk 12=+31 20 305 77 12"]


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("Front desk = 020 305 7700", OwnPhone("020 305 7700", "Front desk")),
        ("  A = B  =  101 ", OwnPhone("101", "A = B")),
        ("020 305 7700", OwnPhone("020 305 7700")),
        ("Front desk = *21*0900", None),
        ("Front desk =", None),
        ("Front desk", None),
    ],
)
def test_a_line_of_the_setting(line: str, phone: OwnPhone | None) -> None:
    assert own_phones.parse([line]) == ([phone] if phone else [])


def test_the_same_number_twice_is_one_phone() -> None:
    assert own_phones.parse(["A = 020-3057700", "B = 020 305 7700"]) == [OwnPhone("020-3057700", "A")]


async def test_the_chosen_phone_rings(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("own_phones", DESKS)
    provider.sources = ("020 305 7799",)
    await own_phones.choose(desk.hub, own_phones.to_choose_from(desk.hub)[1])
    call = await desk.press()
    assert [order.source for order in provider.orders] == ["+31 20 305 77 12"]
    assert call.source == "+31 20 305 77 12"
    assert own_phones.label_of(desk.hub.settings, call.source) == "Desk 12"


@pytest.mark.parametrize("way", ["setting", "press", "account"])
async def test_no_emergency_number_is_rung_as_the_own_phone(
    desk: Desk, provider: FakeTelephony, way: str
) -> None:
    """The provider calls the own phone, too: first of all."""
    provider.sources = ("112",) if way == "account" else ("020 305 7799",)
    if way == "setting":
        await desk.hub.settings.set("own_number", "1-1-2")
    with pytest.raises(SafetyError, match=r"calls\.safety\.emergency"):
        await (desk.press(source="911") if way == "press" else desk.press())
    assert provider.orders == []


async def test_an_internal_number_that_looks_like_an_emergency_number_is_rung_by_the_companys_rules(
    desk: Desk, provider: FakeTelephony
) -> None:
    await desk.hub.settings.set_all({"region": "BE", "own_number": "101"})
    with pytest.raises(SafetyError) as caught:
        await desk.press()
    said = desk.hub.strings.text(caught.value.key, **caught.value.placeholders)
    assert "Settings, Number rules" in said
    assert provider.orders == []
    await desk.hub.settings.set("internal_numbers", ["3"])
    await desk.press()
    assert [order.source for order in provider.orders] == ["101"]
    with pytest.raises(SafetyError, match=r"calls\.safety\.emergency"):
        await desk.press("101")  # as the other party it stays what it is
    with pytest.raises(SafetyError, match=r"calls\.safety\.emergency"):
        await desk.press(source="112")
    assert len(provider.orders) == 1


async def test_an_expensive_own_phone_needs_the_second_step(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("own_number", "0900 1234567")
    with pytest.raises(ConfirmNeeded) as caught:
        await desk.press()
    assert (caught.value.what, caught.value.placeholders) == (PREMIUM, {"number": "0900 1234567"})
    assert provider.orders == []
    await desk.press(JANSEN, PREMIUM)
    assert [order.source for order in provider.orders] == ["0900 1234567"]


async def test_a_press_that_names_a_phone_has_its_way(desk: Desk, provider: FakeTelephony) -> None:
    await desk.hub.settings.set("own_number", "020 305 7700")
    await desk.press(source="+31205550199")
    assert [order.source for order in provider.orders] == ["+31205550199"]


async def test_without_a_choice_it_is_the_account_s_first(desk: Desk, provider: FakeTelephony) -> None:
    provider.sources = ("020 305 7799",)
    await desk.press()
    assert [order.source for order in provider.orders] == [None]
    assert own_phones.rings(desk.hub.settings, provider) == "020 305 7799"


async def test_an_account_that_cannot_choose_still_calls(desk: Desk, provider: FakeTelephony) -> None:
    """It rings its own phone, and that is said rather than hidden."""
    provider.features = TelephonyFeature.STATUS
    provider.sources = ("020 305 7799",)
    await desk.hub.settings.set("own_number", "020 305 7700")
    await desk.press()
    assert [order.source for order in provider.orders] == [None]
    assert [entry.title for entry in own_phones.cannot_ring(desk.hub)] == ["Scripted"]


async def test_what_there_is_to_choose_from(desk: Desk, provider: FakeTelephony) -> None:
    provider.sources = ("020-305 7700", "101")
    await desk.hub.settings.set("own_phones", DESKS)
    names = [phone.name for phone in own_phones.to_choose_from(desk.hub)]
    assert names == ["Front desk", "Desk 12", "101"]


async def test_asked_once_a_day_and_after_a_log_in(desk: Desk) -> None:
    hub = desk.hub
    assert not own_phones.is_to_be_asked(hub, "1")  # nobody wants to be asked
    await hub.settings.set("hot_desk", True)
    assert not own_phones.is_to_be_asked(hub, "1")  # nothing to choose from
    await hub.settings.set("own_phones", DESKS)
    assert own_phones.is_to_be_asked(hub, "1")
    await own_phones.note_asked(hub, "1")
    assert not own_phones.is_to_be_asked(hub, "1")
    assert own_phones.is_to_be_asked(hub, "2")
    desk.clock.jump_wall(timedelta(days=1))
    assert own_phones.is_to_be_asked(hub, "1")
