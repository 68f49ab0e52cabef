"""``dialer call-backs``: promised, listed, done and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


async def test_from_a_promise_to_its_done_mark(shell: Shell) -> None:
    assert (
        await shell("call-backs", "add", "020 555 0142", "--due", "2h", "--name", "Eva", "--note", "invoice")
        == 0
    )
    assert await shell("call-backs", "--json") == 0
    [made] = shell.link.document
    assert (made["number"], made["name"], made["note"], made["done_at"]) == (
        "+31205550142",
        "Eva",
        "invoice",
        None,
    )
    short = made["id"][:8]
    assert await shell("call-backs", "done", short, "--by", "Anna") == 0
    assert "done by Anna" in shell.link.shown[-1]
    assert await shell("call-backs") == 0
    assert shell.link.shown[-1] == "There is nobody to call back."
    assert await shell("call-backs", "reopen", short) == 0
    assert await shell("call-backs", "list", "--owner", "Ben") == 0
    assert shell.link.shown[-1] == "There is nobody to call back."
    assert await shell("call-backs", "remove", short) == 0
    assert await shell("call-backs", "list", "--done") == 0
    assert shell.link.shown[-1] == "No call-backs have been done yet."


@pytest.mark.parametrize(
    ("args", "code"),
    [(("add", "112", "--due", "2h"), 7), (("add", "020 555 0142", "--due", "soon"), 2), (("done", "*"), 2)],
)
async def test_what_cannot_be_is_refused(shell: Shell, args: tuple[str, ...], code: int) -> None:
    assert await shell("call-backs", *args) == code
    assert len(shell.link.errors) == 1
