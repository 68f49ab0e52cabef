"""What a team shares through a folder: every look at it runs on a thread, in bounded time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

from dialer.calls.team import TeamCall, TeamFeature, TeamNews, TeamProvider
from dialer.core.errors import ApiError, ErrorKind
from dialer.integrations.team_folder.busy import Busy
from dialer.integrations.team_folder.lines import (
    BackLine,
    CallLine,
    GoneLine,
    of_call,
    of_call_back,
    to_call,
    to_call_back,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from dialer.calls.call_back import CallBack
    from dialer.core.hub import Hub
    from dialer.integrations.team_folder.folder import Folder
    from dialer.integrations.team_folder.lines import Line

T = TypeVar("T")

DEADLINE = 10.0
"""Seconds for one look at the folder."""

_BUSY = Busy()


class TeamFolder(TeamProvider):
    """One folder of the company's file share."""

    features = TeamFeature.SHARE_CALLS | TeamFeature.SHARE_CALLBACKS
    poll_interval = 5.0

    def __init__(self, hub: Hub, folder: Folder, name: str) -> None:
        self._hub, self._folder, self._name = hub, folder, name

    async def open(self) -> None:
        """See that the folder can be used.

        Raises:
            ApiError: it cannot, now.
        """
        await try_out(self._folder)

    def diagnostics(self) -> Mapping[str, object]:
        """Return what was passed over."""
        return dict(self._folder.counted)

    async def async_read(self) -> TeamNews:
        """Read what others appended."""
        lines = await self._run(lambda: self._folder.read(self._today()))
        return _news(lines)

    async def async_share_call(self, call: TeamCall) -> None:
        """Append it, with the name that colleagues know."""
        line = of_call(call, self._name)
        await self._run(lambda: self._folder.share(line, self._today()))

    async def async_withdraw_call(self, call_id: str) -> None:
        """Take its words out of this desk's files."""
        await self._run(lambda: self._folder.withdraw(call_id, self._today()))

    async def async_share_call_back(self, call_back: CallBack) -> None:
        """Append it as it is now."""
        line = of_call_back(call_back)
        await self._run(lambda: self._folder.share(line, self._today()))

    def _today(self) -> date:
        return self._hub.clock.now().date()

    async def _run(self, work: Callable[[], T]) -> T:
        return await _run(self._folder, work)


async def try_out(folder: Folder) -> None:
    """See that a folder is there, and that this desk may write into it.

    Raises:
        ApiError: it is not, or may not.
    """
    await _run(folder, folder.try_out)


async def _run(folder: Folder, work: Callable[[], T]) -> T:
    """Do something at the folder, on a thread that nobody waits for any longer than that."""
    until = time.monotonic() + DEADLINE
    try:
        async with asyncio.timeout(DEADLINE):
            return await asyncio.to_thread(_look, folder.path, work, until)
    except TimeoutError:
        raise ApiError("team_folder.error.hangs", ErrorKind.NETWORK) from None


def _look(path: str, work: Callable[[], T], until: float) -> T:
    with _BUSY.at(path, until):
        try:
            return work()
        except PermissionError:
            raise ApiError("team_folder.error.no_permission", ErrorKind.PERMISSION) from None
        except (FileNotFoundError, NotADirectoryError):
            raise ApiError("team_folder.error.no_folder", ErrorKind.NETWORK) from None
        except OSError:
            raise ApiError("team_folder.error.gone", ErrorKind.NETWORK) from None


def _news(lines: list[Line]) -> TeamNews:
    calls: dict[str, TeamCall] = {}
    withdrawn: list[str] = []
    backs: list[CallBack] = []
    for line in lines:
        try:
            match line:
                case CallLine():
                    calls[line.id] = to_call(line)
                case GoneLine():
                    calls.pop(line.id, None)
                    withdrawn.append(line.id)
                case BackLine():
                    if (back := to_call_back(line)) is not None:
                        backs.append(back)
        except (OverflowError, OSError, ValueError):  # a time that this computer's calendar does not have
            continue
    return TeamNews(calls=tuple(calls.values()), withdrawn=tuple(withdrawn), call_backs=tuple(backs))
