"""Whether phone links still come to Dialer is watched where the user or the organisation wants that."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from dialer.core.errors import InputError
from dialer.core.home import Home
from dialer.core.hub import Hub
from dialer.core.issues import FixAction
from dialer.core.policy import Policy
from dialer.core.secrets import MemorySecrets
from dialer.desktop import handlers_watch
from dialer.desktop.handlers import SCHEMES, Owner
from dialer.desktop.handlers_linux import OUR_ID
from tests.desktop.linux_desktop import CALLTO, DIALER, SIP, TEL, Desktop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desktop:
    """A Linux desktop without any program for phone links."""
    return Desktop(tmp_path)


@pytest.fixture
async def make_hub(
    tmp_path: Path, desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[..., Hub]]:
    """Make a hub whose links are those of the test's desktop."""
    monkeypatch.setattr(handlers_watch, "handlers_of", lambda _hub: desk.handlers)
    made: list[Hub] = []

    def make(**policy: Any) -> Hub:
        made.append(Hub(Home.open(tmp_path / "home"), MemorySecrets, policy=Policy(**policy)))
        return made[-1]

    yield make
    for hub in made:
        await hub.stop()


async def test_a_program_that_takes_the_links_is_an_issue_until_they_are_back(
    make_hub: Callable[..., Hub], desk: Desktop
) -> None:
    hub = make_hub()
    teams = desk.install("Teams")
    desk.list.write_text(f"[Default Applications]\n{TEL}={teams}\n")
    await handlers_watch.check(hub)
    assert hub.issues.all == [], "the user never wanted them"
    await handlers_watch.take(hub)
    assert hub.settings.get("phone_links") is True
    assert hub.issues.all == []
    desk.list.write_text(f"[Default Applications]\n{TEL}={teams}\n{SIP}={OUR_ID}\n{CALLTO}={OUR_ID}\n")
    await handlers_watch.keep(hub)
    [issue] = hub.issues.all
    assert (issue.id, issue.key, issue.fix) == ("links", "links.issue.taken", FixAction.TAKE_LINKS)
    assert issue.placeholders == {"program": "Teams", "schemes": "tel:"}
    await handlers_watch.take(hub)
    assert hub.issues.all == []


async def test_whoever_gives_them_up_hears_no_more_of_it(make_hub: Callable[..., Hub], desk: Desktop) -> None:
    hub = make_hub()
    await handlers_watch.take(hub)
    desk.list.unlink()
    await handlers_watch.check(hub)
    assert [issue.key for issue in hub.issues.all] == ["links.issue.nobody"]
    await handlers_watch.give_back(hub)
    assert hub.issues.all == []
    assert hub.settings.get("phone_links") is False


async def test_what_the_organisation_wants_is_taken_at_the_start(
    make_hub: Callable[..., Hub], desk: Desktop
) -> None:
    hub = make_hub(locked={"phone_links": True})
    await handlers_watch.keep(hub)
    assert await handlers_watch.owners(hub) == dict.fromkeys(SCHEMES, DIALER)
    with pytest.raises(InputError, match=r"policy\.locked"):
        await handlers_watch.give_back(hub)
    assert desk.handlers.owner("tel") == DIALER


async def test_what_the_organisation_forbids_is_not_taken(
    make_hub: Callable[..., Hub], desk: Desktop
) -> None:
    hub = make_hub(locked={"phone_links": False})
    await handlers_watch.keep(hub)
    with pytest.raises(InputError, match=r"policy\.locked"):
        await handlers_watch.take(hub)
    assert desk.handlers.owner("tel") == Owner()


async def test_what_cannot_be_taken_at_the_start_is_an_issue(
    make_hub: Callable[..., Hub], desk: Desktop
) -> None:
    await asyncio.to_thread(shutil.rmtree, desk.data)
    desk.data.write_text("a file where the folder should be")
    hub = make_hub(locked={"phone_links": True})
    await handlers_watch.keep(hub)
    assert [issue.key for issue in hub.issues.all] == ["links.error.not_written"]
