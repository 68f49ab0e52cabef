"""The app: the rooms put together, without a window.

Most rooms are imported when the app starts, not before: a window is on the screen by then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from dialer.core.home_region import NUMBER_SETTINGS
from dialer.core.hub import STOP_DEADLINE, Hub
from dialer.core.policy import Policy
from dialer.core.settings import SettingsChanged

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from dialer.calls.callbacks import CallBacks
    from dialer.calls.colleagues import Colleagues
    from dialer.calls.hooks import CallHooks
    from dialer.calls.manager import CallManager
    from dialer.contacts.book import ContactBook
    from dialer.contacts.directories.directories import DirectoryManager
    from dialer.contacts.merging.duplicates import Duplicates
    from dialer.contacts.numbers.rereading import NumberRules
    from dialer.core.clock import Clock
    from dialer.core.database import Migration
    from dialer.core.home import Home
    from dialer.core.log import Log
    from dialer.core.secrets import SecretStore
    from dialer.journal.journal import Journal
    from dialer.meetings.events import MeetingsWiped
    from dialer.meetings.manager import MeetingManager
    from dialer.sandbox import Sandbox

KEPT_FOR_THE_REST = 0.8
"""Seconds of stopping for what comes after the rooms."""


class App:
    """One home with everything that works on it.

    Attributes:
        hub: the platform.
        contacts: the address book, once the app has started.
        calls: the call manager, once the app has started.
        recovery: settles what a crash left open, once the app has started.
        hooks: what tells the company's own systems of calls, where that was ever switched on.
        furnished: fills a demo with the rest of what it has, once the app has started; None without a demo.
        looked: sees what is wrong with this computer, once the app has started.
        demo: whether the providers are simulated.
        lived_in: whether a new demo has a history.
        started: whether everything can be used.
        first_start: whether nobody has worked in this home yet, once the app has started.
    """

    contacts: ContactBook
    calls: CallManager
    recovery: asyncio.Task[None]
    looked: asyncio.Task[None]
    furnished: asyncio.Task[None] | None = None
    hooks: CallHooks | None = None
    first_start: bool

    def __init__(
        self,
        home: Home,
        *,
        demo: bool = False,
        clock: Clock | None = None,
        make_secrets: Callable[[], SecretStore] | None = None,
        safe_mode: bool = False,
        lived_in: bool = False,
    ) -> None:
        """Read the settings; nothing is opened yet, so that a window can be shown first.

        Args:
            home: the home.
            demo: whether to simulate the providers; secrets then last until the program ends.
            clock: the time, where it is not the computer's.
            make_secrets: what keeps the secrets, where it is not the key ring.
            safe_mode: whether to load no account, so that a broken one cannot get in the way.
            lived_in: whether a new demo has a history, for somebody to look at.

        Raises:
            StorageError: the settings cannot be read.
        """
        policy = Policy.load(home)
        if demo:  # it reaches no real provider
            policy = policy._replace(accounts=(), refused=None)
        self.hub = Hub(
            home, make_secrets or self._make_secrets, clock=clock, policy=policy, safe_mode=safe_mode
        )
        self.demo, self.lived_in = demo, lived_in
        self.started = False
        self._history_kept_clean = False
        self._log: Log | None = None
        self._sandbox: Sandbox | None = None

    @cached_property
    def number_rules(self) -> NumberRules:
        """What keeps the stored numbers up with their rules, once the app has started."""
        from dialer.contacts.numbers.rereading import NumberRules

        return NumberRules(self.hub, self.contacts)

    @cached_property
    def directories(self) -> DirectoryManager:
        """Whose people are found beside the contacts, once the app has started; made when it is needed."""
        from dialer.contacts.directories.directories import DirectoryManager

        return DirectoryManager(self.hub, self.contacts)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Who is in the contacts more than once, once the app has started; made when somebody asks."""
        from dialer.contacts.merging.duplicates import Duplicates

        return Duplicates(self.hub.database, self.contacts, self.hub.clock.now)

    @cached_property
    def callbacks(self) -> CallBacks:
        """Who is to be called back, once the app has started; made when somebody looks."""
        from dialer.calls.callbacks import CallBacks

        return CallBacks(self.hub)

    @cached_property
    def team(self) -> Colleagues:
        """What this desk and its colleagues tell each other, once the app has started; made for a team."""
        from dialer.calls.colleagues import Colleagues

        return Colleagues(self.hub, self.contacts, self.calls.history, self.callbacks)

    @cached_property
    def journal(self) -> Journal:
        """Calls and meetings in one list, once the app has started; made when somebody looks."""
        from dialer.journal.journal import Journal

        return Journal(self.hub)

    @cached_property
    def meetings(self) -> MeetingManager:
        """The meeting manager, once the app has started; it is made when somebody meets."""
        from dialer.meetings.manager import MeetingManager

        return MeetingManager(self.hub)

    async def start(self) -> None:
        """Open the database, set the accounts up, and settle what a crash left open.

        Raises:
            StorageError: the accounts or the database cannot be opened; nothing was changed.
        """
        from dialer.calls.manager import CallManager
        from dialer.contacts.book import ContactBook
        from dialer.core.entry import EntryRemoved
        from dialer.core.entry_issues import EntryIssues
        from dialer.core.log import setup_logging
        from dialer.meetings.events import MeetingsWiped

        hub = self.hub
        self._log = hub.log = setup_logging(hub.home.log_file)
        if hub.policy.accounts or hub.policy.problems:
            from dialer.core.policy_accounts import apply_policy  # most desks have no policy

            apply_policy(hub)
        await hub.open(migrations())
        self.contacts = ContactBook(hub.database, hub.bus, lambda: hub.settings.region)
        self.calls = CallManager(hub, self.contacts)
        issues = EntryIssues(hub)
        if self.demo:
            from dialer.demo import furnish

            self._sandbox = await furnish(self)
        else:
            await hub.entries.setup_all()
        welcomed = self.demo or hub.settings.get("welcomed") or hub.entries.all
        self.first_start = not welcomed and await self.contacts.count() == 0
        self._hook_up()
        hub.bus.listen(SettingsChanged, self._on_setting)
        hub.bus.listen(EntryRemoved, lambda event: self.meetings.forget_account(event.entry.id))
        hub.bus.listen(EntryRemoved, lambda event: self.directories.forget_account(event.entry.id))
        hub.bus.listen(MeetingsWiped, self._on_wiped)
        hub.scope.spawn(issues.look(), "look for broken packages")
        self.started = True
        self.recovery = hub.scope.spawn(self._recover(), "settle open calls and meetings")
        self.looked = hub.scope.spawn(self._look_around(), "look around")
        if self._sandbox is not None:
            from dialer.demo import furnish_meetings

            self.furnished = hub.scope.spawn(furnish_meetings(self, self._sandbox), "furnish the demo")

    async def stop(self, *, keep_call: bool = False) -> None:
        """Stop in order and in bounded time: calls and meetings, then accounts, connections, database."""
        import asyncio

        from dialer.core.deadline import Deadline

        deadline = Deadline(STOP_DEADLINE)
        if self.started:
            rooms = [self.calls.stop(keep_call=keep_call)]
            if "meetings" in self.__dict__:
                rooms.append(self.meetings.stop())
            if "directories" in self.__dict__:
                rooms.append(self.directories.stop())
            if "team" in self.__dict__:
                rooms.append(self.team.stop())
            if "callbacks" in self.__dict__:
                rooms.append(self.callbacks.stop())
            # A running call gets the most of it.
            await deadline.run(asyncio.gather(*rooms), "stopping the rooms", keep=KEPT_FOR_THE_REST)
            if self.hooks is not None:  # they heard how the last call ended
                await deadline.run(self.hooks.stop(), "stopping the hooks", keep=KEPT_FOR_THE_REST)
        await self.hub.stop(deadline)
        if self._sandbox is not None:
            await self._sandbox.close()
        if self._log is not None:
            self._log.close()

    async def _recover(self) -> None:
        from dialer.meetings.schema import LINKS_KEPT, has_unfinished

        await self.calls.recover()
        for source in await self.contacts.copied_sources():
            # Dialer ended before it could forget them. What a policy that cannot be read names is not gone.
            if self.hub.entries.get(source) is None and not self.hub.policy.problems:
                self.directories.forget_account(source)
        if await has_unfinished(self.hub.database, self.hub.clock.now() - LINKS_KEPT):
            await self.meetings.recover()

    def _on_wiped(self, event: MeetingsWiped) -> None:
        if "meetings" in self.__dict__:  # else nobody has them in memory
            self.meetings.forget_rows(event.meeting_ids)

    def _on_setting(self, event: SettingsChanged) -> None:
        if event.key in {"region", *NUMBER_SETTINGS}:
            self.hub.scope.spawn(self.number_rules.keep_up(), "read numbers by other rules")
        elif event.key in {"pop_up_url", "webhook_url"}:
            self._hook_up()
        elif event.key == "history_days":
            self._keep_history_clean(at_once=False)  # who types 30 must not lose all but 3 days on the way

    def _keep_history_clean(self, *, at_once: bool) -> None:
        """Delete each day what is too old, where anything ever is."""
        if not self._history_kept_clean and self.hub.settings.get("history_days"):
            from dialer.journal.retention import keep_clean

            self._history_kept_clean = True
            self.hub.scope.spawn(keep_clean(self.hub, at_once=at_once), "delete what is too old")

    def _hook_up(self) -> None:
        """Tell the company's own systems of calls, where somebody wants that."""
        settings = self.hub.settings
        if self.hooks is not None:
            self.hooks.refresh()
        elif self.demo:
            return  # its calls are invented, and nothing leaves the machine
        elif settings.get("pop_up_url") or settings.get("webhook_url"):
            from dialer.calls.hooks import CallHooks
            from dialer.desktop.browser import open_in_browser

            self.hooks = CallHooks(self.hub, self.calls.history, open_in_browser)

    async def _look_around(self) -> None:
        """See what is wrong with this computer, after whatever people wait for."""
        from dialer.contacts.directories.sync_store import has_conflicts
        from dialer.core.disk import check_disk, watch_disk

        await self.number_rules.keep_up()
        if await self.hub.database.read(has_conflicts):
            await self.directories.writing.conflicts.look()
        self._keep_history_clean(at_once=True)
        await check_disk(self.hub)
        self.hub.scope.spawn(watch_disk(self.hub), "watch the disk")

    def _make_secrets(self) -> SecretStore:
        from dialer.core.secrets import KeyringSecrets, MemorySecrets

        return MemorySecrets() if self.demo else KeyringSecrets()


def migrations() -> list[Migration]:
    """Return the steps of all rooms' schemas, in the order in which they build on each other."""
    from dialer.calls import callback_store, history
    from dialer.contacts import schema
    from dialer.meetings import schema as meetings_schema

    return [*schema.MIGRATIONS, *history.MIGRATIONS, *meetings_schema.MIGRATIONS, *callback_store.MIGRATIONS]
