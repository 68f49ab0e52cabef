"""The pictures in docs/, taken of the real program, and whether those that are there still show it.

usage: python -m tests.e2e.pictures [--check] [--only NAME] [--theme light|dark] [FOLDER]

It is run by scripts/screenshots.sh, which makes the desktop. docs/pictures.toml tells what each shows.
With --check nothing is written: they are taken anew, and those that differ in more than a few words are told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.camera import Camera
from tests.e2e.program import PROGRAM, Program
from tests.e2e.screen import Window, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "helpdesk.md"
PRINTED = re.compile(r"(?<=<!-- printed by dialer self-test -->\n\n```\n).*?(?=```\n)", re.DOTALL)
"""Where the page shows what the self-test prints."""

# Whenever a picture is taken, it is nine in the morning of one day, and goes on from there. Python reads a
# file of this name before a program begins.
CLOCK = """\
import time
from datetime import UTC, datetime, timedelta

from dialer.core.clock import Clock

BEGAN = time.monotonic()
NINE = datetime(2026, 3, 3, 8, tzinfo=UTC)
Clock.now = lambda _: (NINE + timedelta(seconds=time.monotonic() - BEGAN)).astimezone()
"""
CLOCK_FILE = "sitecustomize.py"

LANGUAGE = "en"

WHO = "Sanne de Vries"
PROFILE = """\
organisation = "Gemeente Voorbeeld"

[settings]
region = "NL"
proxy = "proxy.voorbeeld.example:3128"

[defaults]
welcomed = true

[[accounts]]
id = "reception"
domain = "connect_call"
title = "Telephone"
base_url = "https://pbx.voorbeeld.example/api/"
login = "desk17"
source = "020 555 0117"
"""
LINK = "https://intranet.voorbeeld.example/dialer#add=connect_call&base_url=https%3A%2F%2Fpbx.voorbeeld.example%2Fapi%2F"

_COLOURS = 255
_ALIKE = "6%"
"""How far a pixel's colour may be from what it was: a picture has fewer colours than the screen."""
_MOST_DIFFERENT = 0.02
"""The part of a picture that may differ: what is counted in seconds, versions, and the log's dates."""


@dataclass
class Scene:
    """A program with a home of its own, in front of a camera."""

    program: Program
    name: str
    size: tuple[int, int]
    folder: Path

    async def shoot(self) -> None:
        """Take what is in front now."""
        async with Camera(self.program.environment["DISPLAY"], self.folder) as camera:
            await camera.take(self.name)

    async def resize(self, window: Window) -> None:
        """Give the window its size, and wait until everything in it has a place."""
        async with Camera(self.program.environment["DISPLAY"], self.folder) as camera:
            camera.resize(*self.size)
        assert await window.nodes()


async def opened(window: Window, key: str, words: str) -> None:
    """Press the key of a page until it is open: a program that has just begun may not hear the first."""

    async def is_there() -> bool:
        await window.press(key)
        return any(words in part for node in await window.nodes() for part in (node.name, node.description))

    await until(is_there, words)


async def calling(scene: Scene) -> None:
    """The window while a call rings and a name is searched."""
    run = scene.program.run
    async with Window(scene.program, "--demo") as window:
        await window.reads(f"Call {WHO}")
        await run("call", WHO, "--hang-up-after", "9")  # an earlier call, for the card to tell about
        await window.type("sa v")
        await window.reads(WHO)
        call = await scene.program.start("call", WHO)
        await window.says(f"Ringing {WHO}")
        await window.press("End")  # the cursor is shown for a while after each key
        await scene.shoot()
        await run("hang-up")
        await call.done()


async def managed(scene: Scene) -> None:
    """Settings that the organisation has decided."""
    (scene.program.home / "profile.toml").write_text(PROFILE, encoding="utf-8")
    async with Window(scene.program) as window:
        await scene.resize(window)
        await opened(window, "ctrl+5", "Gemeente Voorbeeld")
        await scene.shoot()


async def diagnostics(scene: Scene) -> None:
    """The diagnostics, before they are saved."""
    async with Window(scene.program, "--demo") as window:
        await opened(window, "ctrl+4", "Diagnostics of Dialer")
        await window.focus("Diagnostics of Dialer")
        await window.press("Return")
        await window.in_front("Diagnostics of Dialer")
        await window.reads("written_at")
        await scene.shoot()


async def set_up_link(scene: Scene) -> None:
    """An account that a set-up link has filled in."""
    async with Window(scene.program) as window:
        await opened(window, "ctrl+4", "Add account")
        await window.focus("Add account")
        await window.press("Return")
        await window.reads("Or paste a set-up link that you received")
        await window.focus("Or paste a set-up link that you received")
        await window.type(LINK)
        await window.press("Return")
        await window.reads("intranet.voorbeeld.example")
        await scene.shoot()


SCENES: dict[str, tuple[Callable[[Scene], Awaitable[None]], str, tuple[int, int]]] = {
    "screenshot-light": (calling, "light", (0, 0)),
    "screenshot-dark": (calling, "dark", (0, 0)),
    "helpdesk-managed": (managed, "light", (900, 560)),
    "helpdesk-diagnostics": (diagnostics, "light", (0, 0)),
    "helpdesk-set-up-link": (set_up_link, "light", (0, 0)),
}
"""What is in front, the theme, and the window's size where it is not the usual one."""


async def take(name: str, folder: Path, theme: str | None) -> Path:
    """Take one picture, and return its file."""
    scene, usual, size = SCENES[name]
    with tempfile.TemporaryDirectory() as work:
        home = Path(work) / "home"
        home.mkdir(mode=0o700)
        settings = {"version": 1, "theme": theme or usual, "language": LANGUAGE, "welcomed": True}
        (home / "settings.json").write_text(json.dumps(settings))
        (Path(work) / CLOCK_FILE).write_text(CLOCK)
        program = Program(home, {**os.environ, "PYTHONPATH": work}, None)  # type: ignore[arg-type]  # nothing here asks a sandbox
        await scene(Scene(program, name, size, Path(work)))
        file = folder / f"{name}.png"
        _convert(Path(work) / f"{name}.png", file)
    return file


def _convert(raw: Path, file: Path) -> None:
    """Write a picture as small as it can be without looking different."""
    command = ["convert", str(raw), "-strip", "+dither", "-colors", str(_COLOURS)]
    subprocess.run([*command, "-define", "png:compression-level=9", f"PNG8:{file}"], check=True)


def difference(one: Path, other: Path) -> float:
    """Return which part of two pictures differs, from 0 to 1."""
    command = ["compare", "-metric", "AE", "-fuzz", _ALIKE, str(one), str(other), "null:"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode > 1:  # of different sizes
        return 1.0
    width, height = (
        int(edge) for edge in subprocess.check_output(["identify", "-format", "%w %h", str(one)]).split()
    )
    return float(done.stderr.split()[0]) / (width * height)


def self_test() -> str:
    """Return what the self-test prints on a desk with a profile, the home's name taken out."""
    home = Path.home() / ".local" / "share" / "dialer"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "profile.toml").write_text(PROFILE, encoding="utf-8")
    done = subprocess.run([*PROGRAM, "self-test"], check=True, capture_output=True, text=True)
    shutil.rmtree(home)
    return done.stdout.replace(str(Path.home()), "~")


def without_numbers(text: str) -> str:
    """Return a text without what is different on each computer: versions and dates."""
    return re.sub(r"\d[\w.]*", "0", text)


async def main(arguments: list[str]) -> int:
    """Take the pictures, or say which are no longer true."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=DOCS)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--only", choices=SCENES)
    parser.add_argument("--theme", choices=("light", "dark"))
    args = parser.parse_args(arguments)
    stale = []
    with tempfile.TemporaryDirectory() as fresh:
        folder = Path(fresh) if args.check else args.folder
        folder.mkdir(parents=True, exist_ok=True)
        for name in [args.only] if args.only else SCENES:
            file = await take(name, folder, args.theme)
            if args.check and (part := difference(args.folder / file.name, file)) > _MOST_DIFFERENT:
                stale.append(f"{file.name}: {part:.0%} is different")
    if not args.only and args.folder == DOCS:
        stale += _print_self_test(check=args.check)
    sys.stderr.writelines(f"{line}\n" for line in stale)
    return 1 if stale else 0


def _print_self_test(*, check: bool) -> list[str]:
    page, printed = PAGE.read_text(encoding="utf-8"), self_test()
    if check:
        shown = PRINTED.search(page)
        same = shown is not None and without_numbers(shown[0]) == without_numbers(printed)
        return [] if same else [f"{PAGE.name}: the self-test prints something else"]
    PAGE.write_text(PRINTED.sub(lambda _: printed, page), encoding="utf-8")
    return []


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
