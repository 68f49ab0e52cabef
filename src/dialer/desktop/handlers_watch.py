"""Whether phone links still come to Dialer, where the user wants that; and the way there and back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.core.errors import DialerError, InputError
from dialer.core.issues import FixAction, Issue, Severity
from dialer.core.settings import PHONE_LINKS
from dialer.desktop.handlers import Owner, system_handlers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dialer.core.hub import Hub
    from dialer.desktop.handlers import LinkHandlers

ISSUE = "links"


def handlers_of(hub: Hub) -> LinkHandlers:
    """Return the registration for a hub's home."""
    return system_handlers(hub.home.path)


async def owners(hub: Hub) -> dict[str, Owner]:
    """Return who opens the links of each scheme now."""
    return await asyncio.to_thread(handlers_of(hub).owners)


async def check(hub: Hub) -> None:
    """Report that another program opens the links that the user wants here, or that all is well again."""
    if not hub.settings.get(PHONE_LINKS):
        hub.issues.clear(ISSUE)
        return
    handlers = handlers_of(hub)
    found = await asyncio.to_thread(handlers.owners)
    if all_ours(found) or not handlers.can_take:
        hub.issues.clear(ISSUE)
        return
    schemes = ", ".join(f"{scheme}:" for scheme, owner in found.items() if not owner.ours)
    names = dict.fromkeys(owner.name for owner in found.values() if owner.name and not owner.ours)
    who = ", ".join(names)
    nobody = "links.issue.nobody" if hub.settings.is_own(PHONE_LINKS) else "links.issue.not_yet"
    hub.issues.report(
        Issue(
            id=ISSUE,
            severity=Severity.WARNING,
            key="links.issue.taken" if who else nobody,
            placeholders={"schemes": schemes, "program": who} if who else {"schemes": schemes},
            fix=FixAction.TAKE_LINKS,
        )
    )


def takes_unasked(hub: Hub, *, surely: bool = False) -> bool:
    """Whether the window takes the links whenever it starts: the organisation wants them to come here.

    Args:
        hub: whose settings and computer.
        surely: whether they come then, too; some systems leave that to people.
    """
    handlers, decided = handlers_of(hub), hub.settings.managed_by(PHONE_LINKS) is not None
    if not handlers.can_take or (surely and handlers.people_choose):
        return False
    return decided and bool(hub.settings.get(PHONE_LINKS))


async def keep(hub: Hub) -> None:
    """Check at the start; where the organisation wants links to come here, take them without a question."""
    handlers = handlers_of(hub)
    if takes_unasked(hub):
        found = await asyncio.to_thread(handlers.owners)
        if not all_ours(found):
            try:
                await asyncio.to_thread(handlers.take)
            except DialerError as error:
                hub.issues.report(
                    Issue(
                        id=ISSUE,
                        severity=Severity.WARNING,
                        key=error.key,
                        placeholders=error.placeholders,
                        fix=FixAction.TAKE_LINKS,
                    )
                )
                return
    await check(hub)


async def take(hub: Hub) -> bool:
    """Have phone links opened with Dialer, and remember that this is wanted.

    Returns:
        Whether people were shown where they have to choose Dialer themselves.

    Raises:
        StorageError: this cannot be written, or not on this computer.
        InputError: the organisation decides it.
    """
    if not hub.settings.get(PHONE_LINKS) and hub.settings.managed_by(PHONE_LINKS) is not None:
        raise InputError("policy.locked")
    handlers = handlers_of(hub)
    await asyncio.to_thread(handlers.take)
    done = all_ours(await asyncio.to_thread(handlers.owners))
    asked = not done and await asyncio.to_thread(handlers.let_choose)
    await hub.settings.set(PHONE_LINKS, raw=True)
    await check(hub)
    return asked


async def give_back(hub: Hub) -> None:
    """Have phone links opened by whoever did before.

    Raises:
        StorageError: this cannot be written.
        InputError: the organisation decides it.
    """
    await hub.settings.set(PHONE_LINKS, raw=False)
    await asyncio.to_thread(handlers_of(hub).give_back)
    await check(hub)


def all_ours(found: Mapping[str, Owner]) -> bool:
    """Whether Dialer opens the links of every scheme."""
    return all(owner.ours for owner in found.values())
