"""What every integration must pass, whatever its kind.

A test class names its recipe; its tests are coroutines under `scenario`, which gives each a bench of its own.
No plug-in of pytest is needed::

    class TestAcme(TelephonyConformance):
        recipe = AcmeRecipe

        @scenario
        async def test_more(self, bench: Bench) -> None: ...
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.testing.bench import Bench
from dialer.testing.faults import ELSEWHERE, SAID, Fault
from dialer.testing.features import dishonest
from dialer.testing.secrets import found

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from dialer.core.entry import ConfigEntry
    from dialer.testing.recipe import Recipe

QUIET = 0.06
"""Real seconds in which a silent account must stay silent: six seconds by the bench's clock."""


def scenario(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """Run a coroutine as a test: a loop of its own, and as ``bench`` an app with the class's recipe."""

    @functools.wraps(test)
    def run(self: Conformance, tmp_path: Path, **arguments: Any) -> None:
        async def play() -> None:
            async with Bench.open(self.recipe(), tmp_path) as bench:
                await test(self, bench, **arguments)

        asyncio.run(play())

    # pytest reads there which fixtures a test asks for.
    signature = inspect.signature(test)
    asked = [parameter for name, parameter in signature.parameters.items() if name not in {"self", "bench"}]
    own = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in ("self", "tmp_path")]
    run.__signature__ = inspect.Signature([*own, *asked])  # type: ignore[attr-defined]  # inspect's own protocol
    return run


class Conformance(ABC):
    """The tests for all kinds; a class for one kind says how an account is used.

    Attributes:
        recipe: how an account is set up and how its provider answers.
    """

    recipe: ClassVar[type[Recipe]]

    @abstractmethod
    async def use(self, bench: Bench, entry: ConfigEntry) -> None:
        """Do the plainest thing that needs the provider, the way a user does, and wait until it is over.

        A failure is not raised: what the user sees of it is what tests look at.
        """

    @scenario
    async def test_it_is_added_once(self, bench: Bench) -> None:
        entry = await bench.add()
        assert entry.state is EntryState.LOADED, entry.error
        assert bench.providers(), "a loaded account offers nothing: call hub.provide in async_setup_entry"
        twin, flow = await bench.submit(bench.values())
        assert twin is None
        assert flow.errors == {flow.BASE: "core.flow.already_there"}
        assert bench.hub.entries.all == [entry]

    @scenario
    async def test_features_are_what_it_can_do(self, bench: Bench) -> None:
        await bench.add()
        assert [problem for provider in bench.providers() for problem in dishonest(provider)] == []

    @scenario
    async def test_a_wrong_secret_is_sent_once_when_adding(self, bench: Bench) -> None:
        await bench.submit({**bench.values(), **bench.recipe.wrong_secrets()})
        assert len(bench.server.requests) <= 1

    @scenario
    async def test_a_changed_secret_is_sent_once_and_then_never(self, bench: Bench) -> None:
        _needs_secrets(bench)
        entry = await bench.add()
        bench.recipe.secrets = bench.recipe.wrong_secrets()
        before = len(bench.server.sign_ins)
        await self.use(bench, entry)
        await bench.until(lambda: entry.state is EntryState.AUTH_NEEDED, "the account asks to sign in again")
        assert len(bench.server.sign_ins) == before + 1
        assert bench.providers() == []
        asked = len(bench.server.requests)
        await self.use(bench, entry)
        await bench.hub.entries.setup(entry)
        await bench.stop()
        await bench.start()
        await asyncio.sleep(QUIET)
        assert len(bench.server.requests) == asked, "the provider was asked again after it refused the secret"

    @scenario
    async def test_signing_in_again_brings_it_back_without_a_restart(self, bench: Bench) -> None:
        _needs_secrets(bench)
        entry = await bench.add()
        bench.recipe.secrets = bench.recipe.wrong_secrets()
        await self.use(bench, entry)
        await bench.until(lambda: entry.state is EntryState.AUTH_NEEDED, "the account asks to sign in again")
        await bench.sign_in_again(entry)
        assert entry.state is EntryState.LOADED
        assert bench.hub.entries.all == [entry]
        acted = len(bench.server.acts)
        await self.use(bench, entry)
        assert entry.state is EntryState.LOADED
        assert len(bench.server.acts) in {acted, acted + 1}

    @scenario
    async def test_changing_it_keeps_it_the_same_account(self, bench: Bench) -> None:
        entry = await bench.add()
        done, flow = await bench.submit(bench.recipe.data(bench.server.base_url), FlowKind.RECONFIGURE, entry)
        assert done is entry, flow.errors
        assert (entry.state, bench.hub.entries.all) == (EntryState.LOADED, [entry])

    @scenario
    async def test_a_server_that_is_away_at_the_start_is_tried_again(self, bench: Bench) -> None:
        entry = await bench.add()
        await bench.stop()
        await bench.server.break_(Fault.REFUSED)
        await bench.start()
        entry = bench.hub.entries.find(entry.id)
        assert entry.state in {EntryState.LOADED, EntryState.RETRYING}, entry.error
        await bench.server.mend()
        await bench.until(lambda: entry.state is EntryState.LOADED, "the account is ready again")

    @scenario
    async def test_taking_it_down_leaves_nothing(self, bench: Bench) -> None:
        tasks, listeners = bench.running(), bench.hub.bus.listener_count()
        entry = await bench.add()
        await self.use(bench, entry)
        await bench.hub.entries.unload(entry)
        assert bench.providers() == []
        await bench.until(lambda: bench.running() <= tasks, f"the end of {bench.running() - tasks}")
        assert bench.hub.bus.listener_count() <= listeners
        asked = len(bench.server.requests)
        await asyncio.sleep(QUIET)
        assert len(bench.server.requests) == asked, "something still asks the provider"

    @pytest.mark.parametrize("fault", list(Fault))
    @scenario
    async def test_no_fault_tells_a_secret_or_speaks_to_strangers(self, bench: Bench, fault: Fault) -> None:
        secrets = [*bench.recipe.secrets.values(), *bench.recipe.wrong_secrets().values()]
        entry = await bench.add()
        _, refused = await bench.submit({**bench.values(), **bench.recipe.wrong_secrets()})
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault, meets=lambda _request: True)
        await self.use(bench, entry)
        _, flow = await bench.submit({**bench.values(), **bench.recipe.other()})
        shown = await bench.shown(entry, flow, refused)
        await bench.server.mend()
        await bench.hub.entries.unload(entry)
        for where, text in (("log", "\n".join(bench.log)), ("home", bench.written()), ("", shown)):
            assert found(secrets, text) == [], f"a secret in the {where or 'errors, forms or diagnostics'}"
            assert SAID not in text or where == "log", f"a server's words in the {where or 'errors'}"
        assert bench.strangers == [], f"requests to {bench.strangers}; {ELSEWHERE} is where a redirect points"


def _needs_secrets(bench: Bench) -> None:
    if not bench.recipe.secrets:
        pytest.skip("an account without a secret is never refused for one")
