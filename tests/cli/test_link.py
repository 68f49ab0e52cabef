"""``dialer link``: what the operating system runs for a phone link. It can only ever ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dialer.calls.events import LinkOpened
from dialer.cli import main as cli_main
from dialer.cli.main import main
from tests.cli.test_main import Windows, home, owner, windows

if TYPE_CHECKING:
    from pathlib import Path

    from dialer.app import App
    from tests.cli.conftest import Shell

__all__ = ["home", "windows"]

LINK = "tel:+31205550142"


def test_without_a_window_one_opens_for_the_link(home: Path, windows: Windows) -> None:
    assert main(["link", LINK], windows.wiring) == 0
    assert (windows.opened, windows.links) == ([(home, False)], [LINK])


def test_options_stand_before_the_command(home: Path, tmp_path: Path, windows: Windows) -> None:
    assert main(["--home", str(tmp_path / "other"), "link", LINK], windows.wiring) == 0
    assert windows.opened == [(tmp_path / "other", False)]


@pytest.mark.parametrize(
    "behind",
    [
        [],
        ["-platform", "minimal"],
        ["a", "b"],
        ["tel:1", "-stylesheet", "x"],
        ["-platformpluginpath=x"],
        [LINK, "--home", "/elsewhere"],
        ["--home=/elsewhere", LINK],
        [LINK, "--demo"],
        ["--json", LINK],
        [LINK, "--region", "BE"],
        [LINK, "call", LINK],
    ],
)
def test_behind_the_command_stands_one_link_and_nothing_else(
    home: Path, windows: Windows, behind: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """SAFETY T26: a web page that gets words of its own onto the command line gets no further."""
    assert main(["link", *behind], windows.wiring) == 2
    assert windows.opened == []
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_home_behind_the_command_is_not_even_looked_at(
    home: Path, tmp_path: Path, windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "settings.json").write_text('{"version": 1, "language": "fr"}')
    assert main(["link", LINK, "--home", str(tmp_path / "elsewhere")], windows.wiring) == 2
    assert "ne peut pas" not in capsys.readouterr().err


def test_a_command_that_owns_the_home_is_waited_for_and_cannot_ask(
    home: Path, windows: Windows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_main, "HEADLESS_PATIENCE", 0.3)
    with owner(home):
        assert main(["link", LINK], windows.wiring) == 2
    assert windows.opened == []
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.fixture
def opened(app: App) -> list[LinkOpened]:
    """What the window is asked to put before a person."""
    heard: list[LinkOpened] = []
    app.hub.bus.listen(LinkOpened, heard.append)
    return heard


async def test_the_window_is_asked_and_nothing_is_dialled(
    app: App, shell: Shell, opened: list[LinkOpened]
) -> None:
    assert await shell("--json", "link", "TEL:%2B31205550142") == 0
    [event] = opened
    [candidate] = event.reading.candidates
    assert candidate.e164 == "+31205550142"
    assert shell.link.document["candidates"][0]["e164"] == "+31205550142"
    assert app.calls.current is None


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("tel:*21*0900123%23", 2),
        ("tel:06%3B0900123", 2),
        ("tel:+31612345678;ext=0900", 2),
        ("tel:0612345678,,1234#", 2),
        ("tel: 0612345678, 1234", 2),
        ("tel: 020-5550112, 5550113", 2),
        ("tel: 020 555 01 12, fax 020 555 01 13", 2),
        ("Tel: 020-5550112 Mob: 06-12345678", 2),
        ("tel:+31-20-555.01.12; fax: +31-20-555.01.13", 2),
        ("sip:0900123@evil.example", 2),
        ("https://example.com/0205550142", 2),
        ("0205550142", 2),
        ("dialer:call?number=0205550142", 2),
        ("tel:112", 7),
        ("tel:+31112", 7),
    ],
)
async def test_a_refused_link_says_why(
    app: App, shell: Shell, opened: list[LinkOpened], link: str, code: int
) -> None:
    assert await shell("link", link) == code
    assert len(shell.link.errors) == 1
    assert "." not in shell.link.errors[0].split()[0], "a sentence, not its key"
    [event] = opened
    assert not any(candidate.callable for candidate in event.reading.candidates)


async def test_a_sip_link_to_an_own_accounts_host_is_read(
    app: App, shell: Shell, opened: list[LinkOpened]
) -> None:
    app.hub.entries.all[0].data = {"base_url": "https://pbx.example/api/"}
    assert await shell("link", "sip:0205550142@PBX.example") == 0
    assert opened[0].reading.candidates[0].e164 == "+31205550142"
