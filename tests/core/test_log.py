"""The log tells what happened, and neither secrets nor numbers; its own failures break nothing."""

from __future__ import annotations

import asyncio
import errno
import logging
import sys
import threading
from io import FileIO
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from dialer.core import log as log_module
from dialer.core.log import Log, log_loop_error, setup_logging
from dialer.core.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = 'p@ss/w&rd +é"<%'
_LOGGER = logging.getLogger("dialer.test")


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "dialer.log"


@pytest.fixture
def log(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    root = logging.getLogger()
    level = root.level
    redactor = Redactor()
    redactor.register(CANARY)
    log = setup_logging(log_file, logging.DEBUG, redactor)
    yield log
    log.close()
    logging.captureWarnings(capture=False)
    root.setLevel(level)


def test_secrets_and_numbers_are_in_neither_the_file_nor_the_memory(log: Log, log_file: Path) -> None:
    def fail(password: str) -> None:
        address = f"https://h/?x={quote_plus(password)}"
        raise ValueError(address)

    _LOGGER.info("called %s with %s", "+31612345678", CANARY)
    try:
        fail(CANARY)
    except ValueError:
        _LOGGER.exception("failed with %r", CANARY)
    for text in (log_file.read_text("utf-8"), "\n".join(log.recent())):
        assert "called +316•••••678 with ***" in text
        assert "ValueError: https://h/?x=***" in text
        assert CANARY not in text
        assert "ss/w" not in text
        assert quote_plus(CANARY) not in text


def test_the_libraries_that_log_addresses_are_quiet(log: Log) -> None:
    for name in ("httpx", "httpcore", "httpx2", "httpcore2"):
        logging.getLogger(name).info("GET https://h/?x=%s", "anything")
        logging.getLogger(f"{name}.http11").debug("anything")
    assert log.recent() == []


def test_the_log_is_its_owners_and_stays_small(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log_module.MAX_FILES * log_module.MAX_BYTES <= 5_000_000
    monkeypatch.setattr(log_module, "MAX_BYTES", 10_000)
    log_file = tmp_path / "small" / "dialer.log"
    small = setup_logging(log_file, logging.DEBUG, Redactor())
    for _ in range(70):
        _LOGGER.info("x" * 1_000)
    small.close()
    files = list(log_file.parent.iterdir())
    assert len(files) == log_module.MAX_FILES
    assert sum(file.stat().st_size for file in files) <= 50_000
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert log_file.parent.stat().st_mode & 0o777 == 0o700


def test_a_full_log_goes_on_in_a_new_file_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "MAX_BYTES", 100)
    log_file = tmp_path / "dialer.log"
    small = setup_logging(log_file, logging.INFO, Redactor())
    for number in range(7):
        _LOGGER.info("line %d %s", number, "x" * 50)
    small.close()
    files = [log_file, *(tmp_path / f"dialer.log.{number}" for number in range(1, 5))]
    assert [file.read_text("utf-8").split()[-2] for file in files] == ["6", "5", "4", "3", "2"]


def test_the_last_200_lines_are_at_hand(log: Log) -> None:
    for number in range(500):
        _LOGGER.info("line %d", number)
    lines = log.recent()
    assert len(lines) == 200
    assert lines[-1].endswith("INFO dialer.test: line 499")


def test_a_full_disk_breaks_nothing(
    log: Log, log_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.FileHandler) and handler.baseFilename == str(log_file):
                patch.setattr(handler.stream, "write", full, raising=False)
        _LOGGER.info("while %s", CANARY)
    _LOGGER.info("after")
    assert [line.rpartition(": ")[2] for line in log.recent()] == ["while ***", "after"]
    assert log_file.read_text("utf-8").endswith("after\n")
    assert capsys.readouterr().err == ""


def test_a_disk_that_is_full_from_the_start_breaks_nothing(
    log: Log, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.close()

    class Full(FileIO):
        def write(self, _content: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(log_module, "FileIO", Full)
    log = setup_logging(log_file)
    logging.getLogger("dialer.test").error("lost")
    log.close()
    assert "lost" in log.recent()[-1]


def test_a_folder_that_cannot_be_made_leaves_the_log_in_memory(tmp_path: Path, log: Log) -> None:
    (tmp_path / "file").touch()
    other = setup_logging(tmp_path / "file" / "dialer.log", logging.INFO, Redactor())
    _LOGGER.info("still here")
    other.close()
    assert "memory only" in other.recent()[0]
    assert other.recent()[-1].endswith("still here")


def test_a_line_that_cannot_be_formatted_is_dropped_in_silence(
    log: Log, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for handler in logging.getLogger().handlers:  # pytest's own would raise
        if not type(handler).__module__.startswith("dialer"):
            monkeypatch.setattr(handler, "level", logging.CRITICAL)
    _LOGGER.info("two %s %s", CANARY)  # noqa: PLE1206 - wrong on purpose
    assert log.recent()[0].startswith("a line of dialer.test:")
    assert capsys.readouterr().err == ""


def test_uncaught_errors_are_logged_without_the_values_of_variables(log: Log) -> None:
    def fail(hidden: str) -> None:
        raise ValueError(len(hidden))

    value = "LOCAL value".lower()
    try:
        fail(value)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail, args=(value,), name="worker-7")
    thread.start()
    thread.join()
    text = "\n".join(log.recent())
    assert text.count("ValueError: 11") == 2
    assert "worker-7" in text
    assert "a local value" not in text


async def test_errors_nobody_awaited_are_logged(log: Log) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_loop_error)
    done = asyncio.Event()

    def fail() -> None:
        loop.call_soon(done.set)
        raise ValueError("from a callback")

    loop.call_soon(fail)
    await done.wait()
    assert "ValueError: from a callback" in "\n".join(log.recent())
