"""The owner's side on the loop of the window."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from dialer.desktop.client import Client
from dialer.desktop.instance import Server
from dialer.ui.loop import new_loop

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from dialer.desktop.instance import Channel, Request


def test_the_server_works_on_qts_loop(qapp: QApplication, tmp_path: Path) -> None:
    shown = []

    async def nothing(_request: Request, _channel: Channel) -> int:
        return 0

    def second_process() -> bool:
        client = Client(tmp_path)
        try:
            return client.show_window()
        finally:
            client.close()

    async def owner() -> None:
        server = Server(tmp_path, nothing, lambda: shown.append("shown"))
        assert await server.start()
        assert [await asyncio.to_thread(second_process) for _ in range(3)] == [True] * 3
        await server.close()

    with contextlib.closing(new_loop(qapp)) as loop:
        loop.run_until_complete(owner())
    assert shown == ["shown"] * 3
