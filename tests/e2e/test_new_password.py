"""A password that was changed at the provider while Dialer runs, from the refused call to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from tests.e2e.screen import Window

if TYPE_CHECKING:
    from dialer.sandbox import Sandbox
    from tests.e2e.program import Program

SANNE, KAREL = "+31205550142", "+31205550143"
NEW_PASSWORD = 'n3w/p@ss&"<%'
AUTHORIZATION_FAILED = 102
TITLE = "Connect Call (demo)"
FIX = f"Sign in: {TITLE}"


async def change_password(sandbox: Sandbox, password: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{sandbox.url}sandbox/password", content=password.encode())
        assert answer.status_code == 200


async def call(window: Window, number: str) -> None:
    await window.press("ctrl+k")
    await window.press("ctrl+a")
    await window.type(number)
    await window.reads(f"Call {number[:3]} {number[3:5]} {number[5:8]} {number[8:]}")
    await window.press("Return")


async def typed_into(window: Window) -> set[str]:
    return {node.name for node in await window.nodes() if node.role in {"text", "password text"}}


async def test_it_takes_one_refused_request_a_banner_and_one_dialog(
    program: Program, sandbox: Sandbox
) -> None:
    await program.add_account()
    (program.home / "settings.json").write_text('{"version": 1, "welcomed": true}')
    async with Window(program) as window:
        await call(window, SANNE)
        await window.says("Talking with")
        await window.press("Escape")
        await window.says("You hung up")
        await change_password(sandbox, NEW_PASSWORD)

        await call(window, KAREL)
        await window.reads("the provider refused the sign-in. Sign in again to use this account.")
        await call(window, SANNE)  # nothing more is sent
        before = await typed_into(window)
        await window.focus(FIX)
        await window.press("Return")
        await window.in_front(f"Sign in again: {TITLE}")
        asked = await typed_into(window) - before
        await window.type(NEW_PASSWORD)
        await window.press("Return")
        await window.in_front("Dialer")

        await call(window, KAREL)
        await window.says("Talking with")
        await window.press("Escape")
        await window.says("You hung up")
        shown = {node.name for node in await window.nodes()}
        await window.press("alt+F4")
        assert await window.ended() == 0
    assert [entry.code for entry in sandbox.journal].count(AUTHORIZATION_FAILED) == 1
    assert [entry.code for entry in sandbox.journal.of("login")] == [103, AUTHORIZATION_FAILED, 103]
    assert asked == {"Password"}
    assert FIX not in shown
