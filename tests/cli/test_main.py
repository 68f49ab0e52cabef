"""The window or a command, in this process or in the owner's."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import threading
from typing import TYPE_CHECKING, NoReturn

import pytest

from dialer.cli import main as cli_main
from dialer.cli.main import Mode, Wiring, main
from dialer.desktop.instance import Server
from dialer.desktop.lock import HomeLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dialer.app import App
    from dialer.core.home import Home
    from dialer.desktop.instance import Channel, Request


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home that the environment names."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("DIALER_HOME", str(folder))
    monkeypatch.setenv("LANGUAGE", "en")
    return folder


class Windows:
    """What opened a window."""

    def __init__(self, tmp_path: Path) -> None:
        self.opened: list[tuple[Path, bool]] = []
        self.safe: list[bool] = []
        self.links: list[str | None] = []
        self._folder = tmp_path / "demo"

    @property
    def wiring(self) -> Wiring:
        return Wiring(self._no_app, self._open, self._demo_home)

    def _no_app(self, _home: Home, _mode: Mode) -> App:
        raise ZeroDivisionError("with details")

    def _open(self, home: Home, mode: Mode, link: str | None) -> int:
        assert not HomeLock(home.path).acquire(), "the window's process owns the home"
        self.opened.append((home.path, mode.demo))
        self.safe.append(mode.safe)
        self.links.append(link)
        return 0

    @contextlib.contextmanager
    def _demo_home(self) -> Iterator[str]:
        self._folder.mkdir()
        yield str(self._folder)


@pytest.fixture
def windows(tmp_path: Path) -> Windows:
    return Windows(tmp_path)


@contextlib.contextmanager
def owner(home: Path, *, window: list[str] | None = None) -> Iterator[None]:
    """Let a process own the home, with a window or as a command."""

    async def silent(_request: Request, _channel: Channel) -> NoReturn:
        raise NotImplementedError

    lock, loop = HomeLock(home), asyncio.new_event_loop()
    assert lock.acquire()
    server = Server(home, silent, None if window is None else lambda: window.append("shown"))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(5)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
        lock.close()


def test_without_a_command_a_window_opens(home: Path, windows: Windows) -> None:
    assert main([], windows.wiring) == 0
    assert windows.opened == [(home, False)]
    lock = HomeLock(home)
    assert lock.acquire(), "the home is free again"
    lock.close()


@pytest.mark.parametrize("more", [[], ["--json"]], ids=["without the parser", "with it"])
def test_a_window_in_safe_mode(home: Path, windows: Windows, more: list[str]) -> None:
    assert main(["--safe-mode", *more], windows.wiring) == 0
    assert (windows.opened, windows.safe) == ([(home, False)], [True])


def test_a_home_on_the_command_line_goes_before_the_environment(
    home: Path, tmp_path: Path, windows: Windows
) -> None:
    assert main(["--home", str(tmp_path / "other"), "--demo"], windows.wiring) == 0
    assert windows.opened == [(tmp_path / "other", True)]


def test_a_demo_has_a_home_of_its_own(home: Path, tmp_path: Path, windows: Windows) -> None:
    assert main(["--demo"], windows.wiring) == 0
    assert windows.opened == [(tmp_path / "demo", True)]


def test_an_open_window_comes_forward(home: Path, windows: Windows) -> None:
    shown: list[str] = []
    with owner(home, window=shown):
        assert main([], windows.wiring) == 0
    assert (shown, windows.opened) == (["shown"], [])


def test_a_command_that_does_not_end_keeps_the_window_from_opening(
    home: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_main, "HEADLESS_PATIENCE", 0.3)
    with owner(home):
        assert main([], windows.wiring) == 2
    assert windows.opened == []
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_window_opens_when_the_command_has_ended(home: Path, windows: Windows) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(owner(home))
        timer = threading.Timer(0.3, stack.pop_all().close)
        timer.start()
        assert main([], windows.wiring) == 0
        timer.join()
    assert windows.opened == [(home, False)]


def test_an_owner_that_does_not_answer_is_not_waited_for_for_ever(
    home: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("dialer.desktop.ownership.own_or_find.__defaults__", (0.3,))
    lock = HomeLock(home)
    assert lock.acquire()
    try:
        assert main(["status"], windows.wiring) == 2
    finally:
        lock.close()
    assert "does not answer" in capsys.readouterr().err


def test_a_bug_is_a_sentence_and_a_line_in_the_log(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status"], windows.wiring) == 1
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)
    assert "Traceback" not in printed.err
    assert "ZeroDivisionError" in (home / "logs" / "dialer.log").read_text()


@pytest.mark.parametrize(
    ("variable", "language", "word"),
    [("LANGUAGE", "nl_NL.UTF-8", "gebruik"), ("LANGUAGE", "de", "Aufruf"), ("LANGUAGE", "xx", "usage")],
)
def test_the_language_is_the_sessions(
    home: Path,
    windows: Windows,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    language: str,
    word: str,
) -> None:
    monkeypatch.setenv(variable, language)
    assert main(["--help"], windows.wiring) == 0
    assert capsys.readouterr().out.startswith(word)


def test_the_language_of_the_home_goes_before_the_sessions(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "settings.json").write_text('{"version": 1, "language": "fr"}')
    assert main(["dance"], windows.wiring) == 2
    assert "ne peut pas" in capsys.readouterr().err


def test_what_the_organisation_decides_holds_without_a_window(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "settings.json").write_text('{"version": 1, "language": "de", "region": "NL"}')
    (home / "profile.toml").write_text('[settings]\nlanguage = "fr"\nregion = "BE"\n')
    assert main(["dance"], windows.wiring) == 2
    assert "ne peut pas" in capsys.readouterr().err
    assert main(["--json", "number", "02 555 12 34"], windows.wiring) == 0
    assert '"+3225551234"' in capsys.readouterr().out


@pytest.mark.parametrize("region", [[], ["--region", "BE"]])
def test_a_number_is_read_by_the_companys_rules_which_are_named(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str], region: list[str]
) -> None:
    (home / "settings.json").write_text('{"version": 1, "region": "BE", "outside_line": "9"}')
    (home / "profile.toml").write_text("[settings]\nnumber_rules = ['Site B: 7(\\d{3}) => +3225550$1']\n")
    assert main(["--json", "number", "7123", *region], windows.wiring) == 0
    [candidate] = json.loads(capsys.readouterr().out)["candidates"]
    assert (candidate["raw"], candidate["e164"], candidate["rule"]) == ("7123", "+3225550123", "Site B")
    assert main(["number", "9 02 555 12 34", *region], windows.wiring) == 0
    assert "number rule: Outside line 9" in capsys.readouterr().out
    assert main(["--json", "number", "02 555 12 34", *region], windows.wiring) == 0
    assert json.loads(capsys.readouterr().out)["candidates"][0]["rule"] is None


def test_the_companys_rules_do_not_hold_in_another_country(
    home: Path, windows: Windows, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "settings.json").write_text('{"version": 1, "region": "BE", "outside_line": "9"}')
    assert main(["number", "9 020 555 0142", "--region", "NL"], windows.wiring) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("NL\t9 020 555 0142\nBE\t9 02 555 12 34\n"))
    assert main(["number", "-"], windows.wiring) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()[-2:]]
    assert [line["candidates"][0]["e164"] for line in lines] == [None, "+3225551234"]
