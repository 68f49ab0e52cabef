"""The app put together: what it knows once it has started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialer.app import App
from dialer.contacts.model import ContactDraft
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_home_with_contacts_or_an_account_is_no_first_start(tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")

    async def is_first_start() -> bool:
        app = App(home, make_secrets=MemorySecrets)
        await app.start()
        first_start = app.first_start
        if first_start:
            await app.contacts.add(ContactDraft(name="Sanne de Vries"))
        await app.stop()
        return first_start

    assert await is_first_start()
    assert not await is_first_start()


async def test_whoever_was_welcomed_is_not_welcomed_again(tmp_path: Path) -> None:
    app = App(Home.open(tmp_path / "home"), make_secrets=MemorySecrets)
    await app.hub.settings.set("welcomed", True)
    await app.start()
    assert not app.first_start
    await app.stop()
