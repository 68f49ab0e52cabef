"""A command in a process of its own: whoever presses Ctrl-C while Dialer ends does not cut that short."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest

from dialer.app import App
from dialer.cli.owner import own
from dialer.cli.parser import parse
from dialer.cli.terminal import Terminal
from dialer.core.home import Home
from dialer.core.secrets import MemorySecrets
from dialer.core.strings import Strings
from tests.fakes import settle

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
async def test_ctrl_c_while_dialer_ends_cuts_nothing_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app, strings, ended = App(Home.open(tmp_path / "home"), make_secrets=MemorySecrets), Strings("en"), []
    stop = app.stop

    async def stop_slowly(*, keep_call: bool = False) -> None:
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
            await settle()
        await stop(keep_call=keep_call)
        ended.append(keep_call)

    monkeypatch.setattr(app, "stop", stop_slowly)
    code = await own(lambda: app, parse(["status"], strings), Terminal(), strings)
    assert (code, ended) == (0, [False])
    assert "There is no call." in capsys.readouterr().out
