"""Carries out commands of the program, each in a process of its own that is a copy of this one.

Most of what a command costs is the start of Python and of what it imports, and that is the same each time.
Here it is there already: a copy takes its command line, its environment and its streams, and goes all the way
from the program's door to its exit code. Whoever tests the start itself starts the program.

It reads requests from the socket whose number is its argument, a datagram each: a JSON object with
``arguments``, ``environment`` and ``folder``, and four descriptors, for the standard streams and for the exit
code. It ends with its socket, and so does whatever still runs.

Without arguments the copy carries out several commands, each from its command line to its exit code: those
that its standard input names.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
from typing import Any, NoReturn

# What every command imports, and what most do.
_IMPORTED = (
    "dialer.__main__", "dialer.app", "dialer.calls.manager", "dialer.cli.commands.accounts",
    "dialer.cli.commands.call", "dialer.cli.commands.contacts", "dialer.cli.commands.history",
    "dialer.cli.commands.number", "dialer.cli.owner", "dialer.cli.parser", "dialer.contacts.book",
    "dialer.contacts.directories.directories", "dialer.contacts.numbers.numbers", "dialer.core.entries",
    "dialer.core.flow_manager", "dialer.core.http", "dialer.core.policy_accounts",
    "dialer.integrations.connect_call.config_flow", "dialer.integrations.connect_call.telephony",
    "dialer.journal.journal", "httpx", "keyring.backends.SecretService", "phonenumbers",
)  # fmt: skip
_LONGEST = 2**17
_STREAMS = 3


def main() -> None:
    """Serve until the other side is closed; in a copy, return when there is a command to carry out."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    for name in _IMPORTED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    ends: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([requests.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, _LONGEST)
            _tell(ends)
        if requests.fileno() not in ready:
            continue
        asked, descriptors, _, _ = socket.recv_fds(requests, _LONGEST, _STREAMS + 1)
        if not asked:
            break
        *streams, end = descriptors
        if pid := os.fork():
            ends[pid] = end
            for each in streams:
                os.close(each)
            continue
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for place, each in enumerate(streams):
            os.dup2(each, place)
        for each in (*descriptors, *ends.values(), woken, wake):
            os.close(each)
        requests.close()
        _become(json.loads(asked))
        return
    for pid in ends:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _tell(ends: dict[int, int]) -> None:
    """Tell the exit codes of copies that have ended."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
                os.write(ends[pid], str(os.waitstatus_to_exitcode(status)).encode())
            os.close(ends.pop(pid))


def _become(asked: dict[str, Any]) -> None:
    """Be a process that was started so."""
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # streams of the process, as Python makes them
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = [sys.modules["dialer.__main__"].__file__ or "", *asked["arguments"]]


def _carry_out() -> NoReturn:
    from dialer.__main__ import main, run
    from dialer.desktop.process_end import end_process

    if sys.argv[1:]:
        main()
    for command in json.load(sys.stdin):
        sys.argv[1:], sys.stdin = command["arguments"], io.StringIO(command["stdin"])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run()
        sys.stdout.write(json.dumps([code, out.getvalue(), err.getvalue()]) + "\n")
    end_process(0)  # as the program ends: a thread may still be in the key ring's code


if __name__ == "__main__":
    main()
    _carry_out()
