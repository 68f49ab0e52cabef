"""A package that others wrote, installed for the real program, with its provider's server."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from dialer.testing import TOKEN
from dialer.testing.quality.subject import find_recipes
from dialer.testing.recipe import Recipe
from dialer.testing.server import RecipeServer
from tests.source import ROOT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Self

    from tests.e2e.program import Done, Program

R = TypeVar("R", bound=Recipe)

MOST_LINES = 150
"""What the README asks of a stranger is an afternoon's work."""


class Installed(Generic[R]):
    """The program with the package installed, and the provider's server.

    Attributes:
        source: where the package stands, with the tests of its own.
        domain: its integration.
        secret: the key of the secret that it asks for.
    """

    source: ClassVar[Path]
    domain: ClassVar[str]
    secret: ClassVar[str]

    def __init__(self, program: Program, server: RecipeServer, recipe: R) -> None:
        self.program = program
        self.server = server
        self.recipe = recipe

    @classmethod
    @contextlib.asynccontextmanager
    async def beside(cls, program: Program, site: Path) -> AsyncIterator[Self]:
        """Install the package as pip would; nothing else of the program is touched."""
        program = program.with_packages(site)
        package = f"dialer_{cls.domain}"
        shutil.copytree(cls.source / package, site / package)
        metadata = site / f"{package}-1.0.0.dist-info"
        metadata.mkdir()
        name = package.replace("_", "-")
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
        (metadata / "entry_points.txt").write_text(f"[dialer.integrations]\n{cls.domain} = {package}\n")
        recipe = cast("R", find_recipes(cls.source)[cls.domain]())
        server = RecipeServer(recipe)
        await server.open()
        recipe.data(server.base_url)
        try:
            yield cls(program, server, recipe)
        finally:
            await server.close()
        assert server.errors == []

    @classmethod
    def lines(cls) -> int:
        """Return how many lines of Python the package has."""
        files = cls.source.glob(f"dialer_{cls.domain}/*.py")
        return sum(len(file.read_text().splitlines()) for file in files)

    async def add(self, secret: str = TOKEN) -> Done:
        """Add the account, as a user at a terminal does."""
        values = self.recipe.data(self.server.base_url)
        settings = [part for key, value in values.items() for part in ("--set", f"{key}={value}")]
        return await self.program.run(
            "accounts", "add", self.domain, *settings, "--secret", self.secret, stdin=f"{secret}\n"
        )


def folder_of(kind: str) -> Path:
    """Return where the package of a kind stands."""
    return ROOT / "tests" / "outside" / kind
