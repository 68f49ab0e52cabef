"""The second step before some calls: held for an expensive number, one press to allow a country for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.contacts.numbers.dialling import ABROAD, PREMIUM
from dialer.ui.blocks.dialogs import Answer, choose
from dialer.ui.look.countries import country_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dialer.contacts.numbers.dialling import ConfirmNeeded
    from dialer.core.hub import Hub

_CALL, _ALWAYS = range(2)


async def is_sure(hub: Hub, parent: QWidget, question: ConfirmNeeded) -> bool:
    """Ask what a call asks first; return whether the user goes on.

    Raises:
        DialerError: the country to be called always could not be kept.
    """
    text, what = hub.strings.text, question.what
    answers = [Answer(label=text(f"ui.confirm.{what}.action"), primary=True, hold=what == PREMIUM)]
    region = str(question.placeholders.get("region", ""))
    if what == ABROAD and region and hub.settings.managed_by("abroad") is None:
        country = country_name(hub.strings, region)
        answers.append(Answer(label=text("ui.confirm.abroad.always", country=country)))
    chosen = await choose(
        parent,
        hub.strings,
        title=text(f"ui.confirm.{what}.title"),
        text=text(question.key, **question.placeholders),
        answers=answers,
    )
    if chosen == _ALWAYS:
        await allow(hub, region)
    return chosen in {_CALL, _ALWAYS}


async def allow(hub: Hub, region: str) -> None:
    """Have the numbers of a country called without a question from now on.

    Raises:
        DialerError: that could not be written.
    """
    before = hub.settings.get("abroad")
    regions = set(map(str, before)) if isinstance(before, list | tuple) else set()
    await hub.settings.set("abroad", sorted(regions | {region}))
