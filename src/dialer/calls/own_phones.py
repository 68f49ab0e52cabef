"""The user's own phones: which ones there are, what people call them, and which one a call rings first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialer.calls.provider import TelephonyFeature, callers, telephony
from dialer.core.fields import FieldError, Phone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dialer.calls.gate import DialRequest
    from dialer.calls.provider import TelephonyProvider
    from dialer.core.entry import ConfigEntry
    from dialer.core.hub import Hub
    from dialer.core.settings import Settings, SettingsChanged

OWN_NUMBER = "own_number"
OWN_PHONES = "own_phones"
HOT_DESK = "hot_desk"
ASKED = "hot_desk_asked"
"""On which day, in which log-in, the question was put last."""


@dataclass(frozen=True)
class OwnPhone:
    """A phone that one may sit at.

    Attributes:
        number: as it was typed.
        label: what people call it; empty where it has only a number.
    """

    number: str
    label: str = ""

    @property
    def name(self) -> str:
        """What to call it."""
        return self.label or self.number


def parse(lines: Iterable[str]) -> list[OwnPhone]:
    """Return the phones of such lines as ``Front desk = 020 305 7700``; what is no number is left out."""
    phones: dict[str, OwnPhone] = {}
    for line in lines:
        label, _, number = line.rpartition("=")
        if is_number(number):
            phone = OwnPhone(number.strip(), " ".join(label.split()))
            phones.setdefault(digits(phone.number), phone)
    return list(phones.values())


def is_number(text: str) -> bool:
    """Whether an own phone can have it: a number, or an internal one."""
    try:
        return Phone(key=OWN_NUMBER, required=False).parse(text.strip()) is not None
    except FieldError:
        return False


def own_phones(settings: Settings) -> list[OwnPhone]:
    """Return the phones in the settings."""
    lines = settings.get(OWN_PHONES)
    return parse(map(str, lines)) if isinstance(lines, list) else []


def label_of(settings: Settings, number: str | None) -> str:
    """Return what people call the phone of a number; empty where it has no name."""
    wanted = digits(number or "")
    return next((phone.label for phone in own_phones(settings) if digits(phone.number) == wanted), "")


def chosen(settings: Settings) -> OwnPhone | None:
    """Return the phone that the user sits at; None where it is left to the account."""
    number = settings.get(OWN_NUMBER)
    return OwnPhone(str(number), label_of(settings, str(number))) if number else None


def to_choose_from(hub: Hub) -> list[OwnPhone]:
    """Return the phones to choose from: those in the settings, then the accounts' own, each once."""
    settings = hub.settings
    numbers = [number for _, provider in telephony(hub) for number in provider.sources]
    if (now := chosen(settings)) is not None:
        numbers.insert(0, now.number)
    phones = {digits(phone.number): phone for phone in own_phones(settings)}
    for number in filter(is_number, numbers):
        phones.setdefault(digits(number), OwnPhone(number))
    return list(phones.values())


def may_choose(hub: Hub) -> bool:
    """Whether it is the user's to say which phone rings."""
    return hub.settings.managed_by(OWN_NUMBER) is None


async def choose(hub: Hub, phone: OwnPhone) -> None:
    """Have this phone ring from the next call on.

    Raises:
        InputError: the organisation decides which one rings.
        StorageError: it could not be kept.
    """
    await hub.settings.set(OWN_NUMBER, phone.number)


def rings(settings: Settings, provider: TelephonyProvider) -> str | None:
    """Return the number that rings first with an account, where that is known."""
    source = source_for(settings, provider)
    return source or (provider.sources[0] if provider.sources else None)


def source_for(settings: Settings, provider: TelephonyProvider) -> str | None:
    """Return what to ask the account to ring; None leaves it to the account."""
    phone = chosen(settings)
    if phone is None or TelephonyFeature.CHOOSE_SOURCE not in provider.features:
        return None
    return phone.number


def with_own_phone(request: DialRequest, settings: Settings, provider: TelephonyProvider) -> DialRequest:
    """Return the press with the phone to ring: the one that it names, else the one that the user sits at."""
    return request if request.source else replace(request, source=source_for(settings, provider))


def cannot_ring(hub: Hub) -> list[ConfigEntry]:
    """Return the accounts that ring another phone than the one that the user sits at."""
    phone = chosen(hub.settings)
    if phone is None:
        return []
    return [
        entry
        for entry, provider in telephony(hub)
        if digits(rings(hub.settings, provider) or "") != digits(phone.number)
    ]


def is_to_be_asked(hub: Hub, login: str) -> bool:
    """Whether to ask now which phone the user sits at: once a day, and after each log-in.

    Args:
        hub: the platform.
        login: names this log-in to the computer; empty where it has no name.
    """
    settings = hub.settings
    if not settings.get(HOT_DESK) or not may_choose(hub) or not callers(hub):
        return False
    return settings.get(ASKED) != _asked(hub.clock.now(), login) and len(to_choose_from(hub)) > 1


async def note_asked(hub: Hub, login: str) -> None:
    """Remember that it was asked, however it was answered.

    Raises:
        StorageError: it could not be kept.
    """
    await hub.settings.set(ASKED, _asked(hub.clock.now(), login))


def concerns(event: SettingsChanged) -> bool:
    """Whether a setting that was changed has to do with the own phone."""
    return event.key in {OWN_NUMBER, OWN_PHONES, HOT_DESK}


def digits(number: str) -> str:
    """Return a number without what people put between its digits, to tell two spellings of it as one."""
    return re.sub(r"[^0-9+]", "", number)


def _asked(now: datetime, login: str) -> str:
    return f"{now.astimezone().date().isoformat()} {login}".strip()
