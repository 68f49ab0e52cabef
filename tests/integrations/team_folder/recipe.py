"""A folder of this computer in the place of a file share, for the conformance tests and rules of quality."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from dialer.integrations.team_folder.folder import Folder
from dialer.integrations.team_folder.team import TeamFolder
from dialer.testing import Fault
from dialer.testing.server import Server
from dialer.testing.team import TeamRecipe

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from dialer.calls.team import TeamProvider
    from dialer.core.hub import Hub
    from dialer.testing import Answer, Recipe, Request

OTHER_DESK = "0123456789abcdef"


class Share(Server):
    """A file share; what is broken about it is that it is not there."""

    scheme = "file"

    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe)
        self.path = Path()

    @property
    def base_url(self) -> str:
        return str(self.path)

    async def open(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="share-"))

    async def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    async def break_(self, fault: Fault, meets: Callable[[Request], bool] | None = None) -> None:
        if fault in {Fault.REFUSED, Fault.RESET, Fault.ERROR_500}:
            self.path.rename(self.path.with_suffix(".away"))
        elif fault is not Fault.SLOW:
            garbage = self.path / f"dialer-{OTHER_DESK}-2026-01-01.jsonl"
            garbage.write_bytes(b'{"t": "call", "id": 7}\n\xff\x00\n[[[[\n')

    async def mend(self) -> None:
        if not self.path.exists():
            self.path.with_suffix(".away").rename(self.path)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError


class TeamFolderRecipe(TeamRecipe):
    """Two desks at one folder."""

    domain = "team_folder"

    def data(self, base_url: str) -> Mapping[str, object]:
        return {"folder": base_url, "name": "Anna"}

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError  # nobody is asked

    def serve(self) -> Server:
        return Share(self)

    async def colleague(self, hub: Hub, base_url: str) -> TeamProvider:
        return TeamFolder(hub, Folder(base_url, OTHER_DESK), "Ben")
