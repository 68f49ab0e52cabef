"""Rules about what an integration does, tried out against its recipe's server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dialer.core import loader
from dialer.core.config_flow import FlowKind
from dialer.core.entry import EntryState
from dialer.core.errors import ApiError, DialerError, ErrorKind
from dialer.testing.faults import SAID, Fault
from dialer.testing.features import dishonest
from dialer.testing.quality.rule import tries
from dialer.testing.secrets import found, told
from dialer.testing.uses import USES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from dialer.core.entry import ConfigEntry
    from dialer.core.manifest import Manifest
    from dialer.testing.bench import Bench

_QUIET = 0.06


@tries
async def features_honest(bench: Bench) -> AsyncIterator[str]:
    """The window offers what is declared: a declared feature must work, and what works must be declared."""
    await bench.add()
    kinds = {provider.kind for provider in bench.providers()}
    for kind in sorted({*_manifest(bench).kinds} ^ kinds):
        yield f"the manifest and the account do not agree on {kind}"
    for provider in bench.providers():
        for problem in dishonest(provider):
            yield problem


@tries
async def test_before_configure(bench: Bench) -> AsyncIterator[str]:
    """A typing error is found while the password is still at hand, not at the first call."""
    entry, flow = await bench.submit({**bench.values(), **bench.recipe.wrong_secrets()})
    if entry is not None:
        yield "an account with a wrong secret is added"
    elif not isinstance(flow.error, ApiError) or flow.error.kind is not ErrorKind.AUTH:
        yield f"a wrong secret is not told as a refused sign-in, but as {flow.errors}"
    await bench.server.break_(Fault.REFUSED)
    entry, flow = await bench.submit({**bench.values(), **bench.recipe.other()})
    if entry is not None:
        yield "an account on a server that is not there is added"


@tries
async def test_before_setup(bench: Bench) -> AsyncIterator[str]:
    """What is shown as ready is ready: a dead server or a refused sign-in is known before it is needed."""
    entry = await bench.add()
    await bench.server.break_(Fault.REFUSED)
    await bench.hub.entries.setup(entry)
    if entry.state is not EntryState.RETRYING:
        yield f"without the server, set-up ends in {entry.state}"
    await bench.server.mend()
    bench.recipe.secrets = bench.recipe.wrong_secrets()
    await bench.hub.entries.setup(entry)
    if entry.state is not EntryState.AUTH_NEEDED:
        yield f"with a secret that changed, set-up ends in {entry.state}"


@tries
async def reauthentication(bench: Bench) -> AsyncIterator[str]:
    """A changed password is one dialog with the password only, and not a new account."""
    entry = await bench.add()
    bench.recipe.secrets = bench.recipe.wrong_secrets()
    await _use(bench, entry)
    await bench.until(lambda: entry.state is EntryState.AUTH_NEEDED, "the account asks to sign in again")
    flow = bench.hub.flows.start(bench.recipe.domain, FlowKind.REAUTH, entry)
    for field in flow.fields:
        if field.key not in bench.recipe.secrets:
            yield f"signing in again asks for {field.key}"
    await bench.sign_in_again(entry)
    if entry.state is not EntryState.LOADED:
        yield f"after signing in again the account is {entry.state}"


@tries
async def reconfiguration(bench: Bench) -> AsyncIterator[str]:
    """A server that moves must not cost people their account and its history."""
    entry = await bench.add()
    done, flow = await bench.submit(bench.recipe.data(bench.server.base_url), FlowKind.RECONFIGURE, entry)
    if done is not entry or bench.hub.entries.all != [entry]:
        yield f"the account cannot be changed: {flow.errors}"
    if entry.state is not EntryState.LOADED:
        yield f"after a change the account is {entry.state}"


@tries
async def unique_account(bench: Bench) -> AsyncIterator[str]:
    """The same account twice is one too many in every list, and signs in against itself."""
    await bench.add()
    twin, flow = await bench.submit(bench.values())
    if twin is not None or flow.errors != {flow.BASE: "core.flow.already_there"}:
        yield "the same account can be added twice"
    if other := bench.recipe.other():
        second, flow = await bench.submit({**bench.values(), **other})
        if second is None:
            yield f"another account of the provider cannot be added beside the first: {flow.errors}"


@tries
async def unload_clean(bench: Bench) -> AsyncIterator[str]:
    """What an account leaves behind when it is taken down works against the next set-up."""
    tasks, listeners = bench.running(), bench.hub.bus.listener_count()
    entry = await bench.add()
    await _use(bench, entry)
    await bench.hub.entries.unload(entry)
    await asyncio.sleep(_QUIET)
    for name in sorted(bench.running() - tasks):
        yield f"the task {name} goes on"
    if bench.hub.bus.listener_count() > listeners:
        yield "a listener of the bus is left"
    if bench.providers():
        yield "a provider is left"


@tries
async def no_secret_leaks(bench: Bench) -> AsyncIterator[str]:
    """Logs, errors and diagnostics are sent to others by mail."""
    wrong = bench.recipe.wrong_secrets()
    secrets = [*bench.recipe.secrets.values(), *wrong.values()]
    _, refused = await bench.submit({**bench.values(), **wrong})
    if isinstance(refused.error, DialerError) and found(secrets, told(refused.error)):
        yield "a secret in the error of a refused sign-in"
    entry = bench.hub.entries.all[0] if bench.hub.entries.all else await bench.add()
    for fault in Fault:
        if fault is Fault.SLOW:
            await bench.hurry()
        await bench.server.break_(fault, meets=lambda _request: True)
        await _use(bench, entry)
        _, flow = await bench.submit({**bench.values(), **bench.recipe.other()})
        shown = await bench.shown(entry, flow)
        await bench.server.mend()
        if found(secrets, shown):
            yield f"a secret in an error, a form or diagnostics ({fault})"
        if SAID in shown:
            yield f"the server's words in an error ({fault})"
    if found(secrets, "\n".join(bench.log)):
        yield "a secret in the log"
    if found(secrets, bench.written()):
        yield "a secret in the home"


@tries
async def own_server_only(bench: Bench) -> AsyncIterator[str]:
    """A redirect, or an address in an answer, must not lead a secret to another host."""
    entry = await bench.add()
    await _use(bench, entry)
    await bench.server.break_(Fault.REDIRECT, meets=lambda _request: True)
    await _use(bench, entry)
    for address in bench.strangers:
        yield f"a request to {address}"


@tries
async def no_retry_of_actions(bench: Bench) -> AsyncIterator[str]:
    """A request that was lost on its way back has been carried out: a second one rings, and costs, again."""
    for fault in (Fault.RESET, Fault.CUT, Fault.ERROR_500, Fault.GARBAGE, Fault.REDIRECT):
        entry = bench.hub.entries.all[0] if bench.hub.entries.all else await bench.add()
        before = len(bench.server.acts)
        await bench.server.break_(fault)
        await _use(bench, entry)
        await asyncio.sleep(_QUIET)
        await bench.server.mend()
        if (times := len(bench.server.acts) - before) > 1:
            yield f"sent {times} times ({fault})"


@tries
async def log_once(bench: Bench) -> AsyncIterator[str]:
    """One line when a server goes and one when it is back: a line for each question fills the log."""
    entry = await bench.add()
    own = _manifest(bench).package
    await bench.server.break_(Fault.ERROR_500, meets=lambda request: not bench.recipe.acts(request))
    before = len(bench.warnings)
    await _use(bench, entry)
    await asyncio.sleep(_QUIET)
    said = [name for name in bench.warnings[before:] if name == own or name.startswith(f"{own}.")]
    if len(said) > 1:
        yield f"{len(said)} warnings while the server is away"


def _manifest(bench: Bench) -> Manifest:
    manifest = loader.find(bench.recipe.domain)
    assert manifest is not None, f"there is no integration {bench.recipe.domain}"
    return manifest


async def _use(bench: Bench, entry: ConfigEntry) -> None:
    for provider in bench.providers():
        await USES[provider.kind](bench, entry)
