"""``dialer call``: place a call and stay with it until it is over."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dialer.calls.gate import DialRequest
from dialer.cli.console import Interrupted
from dialer.cli.exitcodes import Exit, of_call
from dialer.cli.following import Following, Reporter
from dialer.cli.people import one_contact
from dialer.cli.targets import read_target
from dialer.contacts.numbers.dialling import ConfirmNeeded, read_number
from dialer.core.errors import InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Coroutine

    from dialer.app import App
    from dialer.calls.model import Call
    from dialer.cli.console import Console

GRACE = 10.0
"""Seconds that a call which could not be hung up gets to end by itself before the command ends."""

_INTERNAL = re.compile(r"[0-9]{2,6}")


async def run(app: App, args: argparse.Namespace, console: Console) -> int:
    """Call a number or a contact."""
    await console.unless_interrupted(app.hub.entries.settled())
    request = await console.unless_interrupted(_request(app, args, console))
    with Following(app) as following:
        call = await _dial(app, request, console, yes=args.yes)
        if call is None:
            return Exit.SAFETY
        async with asyncio.TaskGroup() as tasks:
            stay = _Stay(app, console, following, tasks, args.hang_up_after)
            return await stay.until_over(call)


async def _request(app: App, args: argparse.Namespace, console: Console) -> DialRequest:
    region = args.region or app.hub.settings.region
    request = await _target(app, args.target, region, console)
    return replace(
        request,
        entry_id=app.hub.entries.find(args.account).id if args.account else None,
        source=await _source(args.source, region) if args.source else None,
        both_at_once=True if args.both_at_once else None,
        private=args.private,
    )


async def _target(app: App, text: str, region: str, console: Console) -> DialRequest:
    target = await read_target(app, text, region, console, one_contact)
    if target.contact is None:
        return DialRequest(number=target.number)
    return DialRequest(number=target.number, contact_id=target.contact.id, name=target.contact.name)


async def _source(text: str, region: str) -> str:
    """Return the user's own number to ring; an internal one is as good as any, and left as it is."""
    try:
        return str((await read_number(text, str(region))).e164)
    except InputError:
        if _INTERNAL.fullmatch(text):
            return text
        raise


async def _dial(app: App, request: DialRequest, console: Console, *, yes: bool) -> Call | None:
    """Place the call, with the second steps that it needs; None where the user does not take one."""
    while True:
        if console.interrupted.is_set():
            raise Interrupted
        try:
            return await app.calls.dial(request)
        except ConfirmNeeded as needed:
            question = console.strings.text(needed.key, **needed.placeholders)
            if not yes and not await console.unless_interrupted(console.confirm(question)):
                key = "cli.call.not_called" if console.interactive else "cli.call.say_yes"
                console.warn(key, question=question)
                return None
            request = replace(request, confirmed=request.confirmed | {needed.what})


@dataclass
class _Stay:
    """Stays with a call: prints it, and ends it when the user or the clock wants that."""

    app: App
    console: Console
    following: Following
    tasks: asyncio.TaskGroup
    hang_up_after: float | None
    _begun: list[asyncio.Task[None]] = field(default_factory=list)

    async def until_over(self, call: Call) -> Exit:
        """Print every state and return the exit code."""
        reporter = Reporter(self.app, self.console)
        reporter.show(call)
        self._begin(self._hang_up_when_interrupted())
        timed = False
        while call.live and (state := await self.following.next(call)) is not None:
            call = state
            reporter.show(call)
            if call.accepted_at is not None and self.hang_up_after is not None and not timed:
                timed = True
                self._begin(self._hang_up_after(self.hang_up_after))
            if call.accepted_at is not None and not call.followed and self.hang_up_after is None:
                self._begin(self.app.calls.put_away())  # there is nothing more to wait for
            if call.hang_up_failed and (timed or self.console.interrupted.is_set()):
                self._begin(self._give_up())
        for task in self._begun:
            task.cancel()
        if self.console.interrupted.is_set():
            await self.app.calls.sign_out()
        return self._code(call)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._begun.append(self.tasks.create_task(work, name="stay with the call"))

    def _code(self, call: Call) -> Exit:
        if call.live:  # the hang-up was not confirmed
            return Exit.UNKNOWN
        code = of_call(call)
        # 130 says that the call is over, and that the user wanted it so.
        return Exit.INTERRUPTED if self.console.interrupted.is_set() and code is not Exit.UNKNOWN else code

    async def _hang_up_when_interrupted(self) -> None:
        await self.console.interrupted.wait()
        if not self.console.left:  # else the user may be talking by now, at the desk phone
            await self.app.calls.hang_up()

    async def _hang_up_after(self, seconds: float) -> None:
        await self.app.hub.clock.sleep(seconds)
        await self.app.calls.hang_up()

    async def _give_up(self) -> None:
        """Stop following a call that could not be ended; without Ctrl-C, it may end by itself first."""
        if not self.console.interrupted.is_set():
            await self.app.hub.clock.sleep(GRACE)
        self.following.end()
