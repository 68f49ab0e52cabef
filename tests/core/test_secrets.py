"""Secrets are kept by the key ring alone, which may be missing, locked, slow or hostile."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import os
import pickle
import shutil
import subprocess
import sys
import threading
import traceback
from typing import TYPE_CHECKING

import keyring.errors
import pytest

from dialer.core.errors import SecretsUnavailable
from dialer.core.secrets import KeyringSecrets, MemorySecrets, Secret
from tests.core.rings import Ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = 'p@ss/w&rd +é"<%'


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture
def store(ring: Ring) -> KeyringSecrets:
    return KeyringSecrets(backend_factory=lambda: ring)


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret(CANARY)
    assert {repr(secret), str(secret), f"{secret}", f"{secret:>40}", "%s" % secret} == {"***"}  # noqa: UP031  # that way too
    assert secret.reveal() == CANARY
    assert "ss/w" not in repr([secret]) + repr(vars(type(secret)))


@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, hash, vars])
def test_a_secret_is_not_copied_stored_or_hashed(leak: object) -> None:
    assert callable(leak)
    with pytest.raises(TypeError):
        leak(Secret(CANARY))


def test_secrets_are_equal_by_value() -> None:
    assert Secret(CANARY) == Secret(CANARY)
    assert Secret(CANARY) != Secret("other")
    assert Secret(CANARY) != CANARY
    assert Secret("x")
    assert not Secret("")


@pytest.mark.parametrize("kind", ["memory", "ring"])
async def test_what_is_kept_can_be_read_replaced_and_forgotten(kind: str, store: KeyringSecrets) -> None:
    secrets = MemorySecrets() if kind == "memory" else store
    await secrets.set("one/password", Secret(CANARY))
    await secrets.set("two/password", Secret("other one"))
    await secrets.set("one/token", Secret("first"))
    await secrets.set("one/token", Secret("second"))
    assert await secrets.get("one/password") == Secret(CANARY)
    assert await secrets.get("one/token") == Secret("second")
    await secrets.delete("one/password")
    await secrets.delete("one/password")
    assert await secrets.get("one/password") is None
    assert await secrets.get("two/password") == Secret("other one")


async def test_each_secret_has_a_service_of_its_own(store: KeyringSecrets, ring: Ring) -> None:
    for ref in ("one/password", "one/token", "two/password"):
        await store.set(ref, Secret("value"))
    assert {service for service, _ in ring.items} == {
        "dialer/one/password",
        "dialer/one/token",
        "dialer/two/password",
    }


async def test_the_key_ring_is_asked_on_a_thread_of_its_own(store: KeyringSecrets, ring: Ring) -> None:
    await store.set("one/password", Secret("value"))
    await store.get("one/password")
    assert ring.threads == {"dialer-keyring"}


async def test_probing_leaves_nothing_and_names_the_key_ring(store: KeyringSecrets, ring: Ring) -> None:
    assert await store.probe() == f"{Ring.__module__}.Ring"
    assert ring.items == {}


async def test_probing_notices_a_key_ring_that_forgets(store: KeyringSecrets, ring: Ring) -> None:
    ring.set_password = lambda *_: None  # type: ignore[method-assign]  # the fault
    with pytest.raises(SecretsUnavailable, match="failed"):
        await store.probe()


async def test_a_secret_too_long_for_some_key_rings_is_refused_before_writing(
    store: KeyringSecrets, ring: Ring
) -> None:
    await store.set("one/password", Secret("old value"))
    await store.set("one/token", Secret("x" * 1280))
    for value in ("x" * 1281, "😀" * 641):
        with pytest.raises(SecretsUnavailable, match="too_long"):
            await store.set("one/password", Secret(value))
    assert await store.get("one/password") == Secret("old value")


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (keyring.errors.KeyringLocked(CANARY), "core.secrets.locked"),
        (keyring.errors.NoKeyringError(CANARY), "core.secrets.missing"),
        (keyring.errors.InitError(CANARY), "core.secrets.missing"),
        (keyring.errors.PasswordSetError(CANARY), "core.secrets.failed"),
        (OSError(1783, CANARY), "core.secrets.failed"),
    ],
)
async def test_what_a_key_ring_raises_is_told_in_our_words(
    store: KeyringSecrets, ring: Ring, error: Exception, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ring.error = error
    with pytest.raises(SecretsUnavailable) as failed:
        await store.set("one/password", Secret(CANARY))
    assert failed.value.key == key
    assert CANARY not in "".join(traceback.format_exception(failed.value)) + caplog.text
    assert failed.value.__context__ is None


async def test_a_dismissed_prompt_counts_as_locked(store: KeyringSecrets, ring: Ring) -> None:
    secretstorage = pytest.importorskip("secretstorage", reason="the Secret Service exists on Linux only")
    ring.error = keyring.errors.InitError("no collection")
    ring.error.__cause__ = secretstorage.PromptDismissedException("dismissed")
    with pytest.raises(SecretsUnavailable, match="locked"):
        await store.get("one/password")


async def test_a_key_ring_that_appears_later_is_noticed(ring: Ring) -> None:
    found: list[Ring] = []
    store = KeyringSecrets(backend_factory=lambda: found[0] if found else None)
    with pytest.raises(SecretsUnavailable, match="missing"):
        await store.get("one/password")
    found.append(ring)
    assert await store.get("one/password") is None


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    go_on = threading.Event()
    yield go_on
    go_on.set()


async def test_a_key_ring_that_never_answers_is_given_up_and_asked_anew_later(
    ring: Ring, hanging: threading.Event
) -> None:
    hang = True

    class _Hanging(Ring):
        def _enter(self) -> None:
            if hang:
                hanging.wait(60)

    store = KeyringSecrets(backend_factory=_Hanging, deadline=0.1)
    turns = 0

    async def tick() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    ticking = asyncio.create_task(tick())
    results = await asyncio.gather(
        store.get("one/password"), store.set("one/password", Secret("late")), return_exceptions=True
    )
    ticking.cancel()
    assert [str(result) for result in results] == ["core.secrets.timeout"] * 2
    assert turns > 100
    hang = False
    assert await store.get("one/password") is None


class _LateRing(Ring):
    """Goes to sleep over the first question."""

    def __init__(self) -> None:
        super().__init__()
        self.awake.clear()
        self._asleep: threading.Thread | None = None

    def _enter(self) -> None:
        self._asleep = self._asleep or threading.current_thread()
        super()._enter()

    async def wakes_up(self) -> None:
        """Let it answer, and wait until it has nothing more to do for whoever gave that question up."""
        self.awake.set()
        assert self._asleep is not None
        await asyncio.to_thread(self._asleep.join, 10)


@pytest.mark.parametrize("before", [None, "old value"])
async def test_what_was_not_kept_in_time_is_not_kept_later_either(before: str | None) -> None:
    ring = _LateRing()
    if before is not None:
        ring.items["dialer/one/password", "password"] = before
    kept = dict(ring.items)
    store = KeyringSecrets(backend_factory=lambda: ring, deadline=0.1)
    with pytest.raises(SecretsUnavailable, match="timeout"):
        await store.set("one/password", Secret("late"))
    await ring.wakes_up()
    assert ring.items == kept


async def test_what_was_being_kept_for_somebody_who_gave_up_is_taken_back(
    ring: Ring, store: KeyringSecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()
    keep = ring.set_password

    def keep_slowly(*item: str) -> None:
        asked.set()
        go_on.wait(10)
        keep(*item)

    monkeypatch.setattr(ring, "set_password", keep_slowly)
    keeping = asyncio.create_task(store.set("one/password", Secret("given up")))
    await asyncio.to_thread(asked.wait, 10)
    keeping.cancel()
    await asyncio.wait({keeping})
    go_on.set()
    assert await store.get("one/password") is None
    assert ring.items == {}


async def test_a_late_secret_does_not_take_the_place_of_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = _LateRing()
    store = KeyringSecrets(backend_factory=lambda: ring, deadline=0.1)
    with pytest.raises(SecretsUnavailable, match="timeout"):
        await store.set("one/password", Secret("mistyped"))
    monkeypatch.setattr(store, "_deadline", 20.0)
    newer = asyncio.create_task(store.set("one/password", Secret("right")))
    await asyncio.sleep(0)
    await ring.wakes_up()
    await newer
    assert await store.get("one/password") == Secret("right")


async def test_what_was_to_be_forgotten_is_forgotten_later() -> None:
    ring = _LateRing()
    ring.items["dialer/one/session", "session"] = "whoever has it can place calls"
    store = KeyringSecrets(backend_factory=lambda: ring, deadline=0.1)
    with pytest.raises(SecretsUnavailable, match="timeout"):
        await store.delete("one/session")
    await ring.wakes_up()
    assert ring.items == {}


# --- the operating system's own ---


async def _run(code: str, **environment: str) -> str:
    """Run a small program that uses the system's key ring, in an environment of its own."""
    hidden = ("PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS")
    variables = {name: value for name, value in os.environ.items() if name not in hidden} | environment
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _PRELUDE + code],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.strip()


_PRELUDE = """
import asyncio, sys
from dialer.core.errors import SecretsUnavailable
from dialer.core.secrets import KeyringSecrets, Secret
async def probe(deadline=20.0):
    try:
        print(await KeyringSecrets(deadline=deadline).probe())
    except SecretsUnavailable as error:
        print(error.key)
"""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="uses the session bus of Linux")


@linux_only
@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "hostile.Keyring"]
)
async def test_no_other_key_ring_is_used_whatever_the_environment_says(tmp_path: Path, backend: str) -> None:
    (tmp_path / "hostile.py").write_text("print('loaded')")
    settings = tmp_path / "config" / "python_keyring"
    settings.mkdir(parents=True)
    (settings / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring={backend}\nkeyring-path={tmp_path}\n"
    )
    printed = await _run(
        "asyncio.run(probe())",
        PYTHON_KEYRING_BACKEND=backend,
        XDG_CONFIG_HOME=str(tmp_path / "config"),
        XDG_RUNTIME_DIR=str(tmp_path),
        PYTHONPATH=os.pathsep.join([str(tmp_path), *sys.path]),
    )
    assert printed == "core.secrets.missing"


@linux_only
async def test_a_session_bus_that_never_answers_hangs_neither_the_question_nor_the_exit(
    tmp_path: Path,
) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    bus = await asyncio.start_unix_server(silent, str(tmp_path / "bus"))
    printed = await _run(
        "asyncio.run(probe(deadline=1.0))",
        DBUS_SESSION_BUS_ADDRESS=f"unix:path={tmp_path / 'bus'}",
        PYTHONPATH=os.pathsep.join(sys.path),
    )
    bus.close()
    assert printed == "core.secrets.timeout"


@linux_only
@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="needs dbus-run-session and gnome-keyring-daemon",
)
async def test_a_real_secret_service_keeps_and_forgets(tmp_path: Path) -> None:
    script = tmp_path / "session"
    script.write_text(
        "printf 'unlock' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n"
        'exec "$1" -c "$2"\n'
    )
    variables = os.environ | {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    tmp_path.chmod(0o700)
    done = await asyncio.to_thread(
        subprocess.run,
        ["dbus-run-session", "--", "sh", str(script), sys.executable, _PRELUDE + "asyncio.run(probe())"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() == "keyring.backends.SecretService.Keyring"
